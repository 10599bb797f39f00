-- What an account has earned: the sum of the effective events (what is shown is max(1, 1 + that)), and whether it is a
-- super-user now.
ALTER TABLE users ADD COLUMN reputation BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN is_super BOOLEAN NOT NULL DEFAULT FALSE;

-- A vote that was found to be none: its value is 0 for good.
ALTER TABLE votes ADD COLUMN voided_at BIGINT;

-- When a post was removed as spam or abuse, while it is.
ALTER TABLE posts ADD COLUMN abuse_at BIGINT;

-- An article that members may edit.
ALTER TABLE topics ADD COLUMN wiki BOOLEAN NOT NULL DEFAULT FALSE;

-- Reputation, append-only. What gives it is named by post, kind, person and cause (the voter, the asker, the
-- suggestion; 0 where there is only one). Its rows count up from 1: odd ones give, even ones take the one before
-- back, with the amount that was in force then. day: the site day of the cause, that of a vote its first one.
-- board_id: where it stood then. Nothing is deleted, so no number comes twice without AUTOINCREMENT, whose table every
-- vote would write to.
CREATE TABLE reputation_events (
  id INTEGER PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  amount BIGINT NOT NULL,
  day BIGINT NOT NULL,
  board_id BIGINT NOT NULL REFERENCES boards (id),
  post_id BIGINT NOT NULL REFERENCES posts (id),
  cause_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reputation_events_by_cause ON reputation_events (post_id, kind, user_id, cause_id, number);
CREATE INDEX reputation_events_by_day ON reputation_events (user_id, day, id);
CREATE INDEX reputation_events_accepted ON reputation_events (user_id, cause_id, day, board_id, number)
  WHERE kind = 'accepted';
CREATE INDEX reputation_events_rare ON reputation_events (user_id, kind, day, id)
  WHERE kind IN ('accepted', 'accepting', 'delivered', 'suggestion', 'abuse');
CREATE TRIGGER reputation_events_no_update BEFORE UPDATE ON reputation_events
BEGIN SELECT RAISE(ABORT, 'events of reputation are never changed'); END;
CREATE TRIGGER reputation_events_no_delete BEFORE DELETE ON reputation_events
BEGIN SELECT RAISE(ABORT, 'events of reputation are never deleted'); END;

-- How much a member gains from votes on a day at most: from this site day on.
CREATE TABLE reputation_caps (
  from_day BIGINT NOT NULL PRIMARY KEY,
  cap BIGINT NOT NULL
);
INSERT INTO reputation_caps (from_day, cap) VALUES (-1000000, 200);

-- Work that goes through many rows, a piece a transaction: where it stands. subject: what it is about, 0 for everything.
-- total: how many there were when it began.
CREATE TABLE walks (
  name TEXT NOT NULL,
  subject BIGINT NOT NULL,
  position BIGINT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (name, subject)
);
-- What was voted and accepted before there was reputation gives it now.
INSERT INTO walks (name, subject, position, done, total, started_at) VALUES ('reputation', 0, 0, 0, 0, 0);

-- What a member earned in a period (a week, a month, a quarter, all time; it begins on the site day `starts`), on a
-- board, or on all of them (0): made from the events by a job. gained: reputation, with each day's cap. accepted:
-- answers accepted by others. helped: different people whose questions these answered.
CREATE TABLE leaders (
  period TEXT NOT NULL,
  starts BIGINT NOT NULL,
  board_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  is_staff BOOLEAN NOT NULL,
  gained BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  helped BIGINT NOT NULL,
  PRIMARY KEY (period, starts, board_id, user_id)
);
CREATE INDEX leaders_in_order
  ON leaders (period, starts, board_id, is_staff, gained, accepted, helped, user_id);
CREATE INDEX leaders_by_user ON leaders (user_id, period, board_id, starts);

-- Who holds which badge, and for what: the topic (and post) that was the last straw.
CREATE TABLE badge_awards (
  user_id BIGINT NOT NULL REFERENCES users (id),
  badge TEXT NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  post_id BIGINT,
  awarded_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, badge)
);
CREATE INDEX badge_awards_by_badge ON badge_awards (badge, awarded_at, user_id);
-- What badges count.
CREATE INDEX posts_praised ON posts (author_id, kind, score) WHERE state = 'visible' AND audience = 0 AND score >= 5;
CREATE INDEX revisions_by_author ON revisions (author_id, id);
-- Answers that became part of an article, which badges count.
CREATE INDEX article_sources_by_post ON article_sources (post_id);
CREATE TABLE badge_counts (
  badge TEXT NOT NULL PRIMARY KEY,
  holders BIGINT NOT NULL
);

-- Who is a super-user, was one, or is kept from being one. answers, people: of the last 100 days, when they were last
-- counted. state: earned or lost by the formula; granted or withheld by staff, with a reason.
CREATE TABLE super_users (
  user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id),
  state TEXT NOT NULL,
  answers BIGINT NOT NULL,
  people BIGINT NOT NULL,
  since BIGINT NOT NULL,
  counted_at BIGINT NOT NULL,
  by_id BIGINT REFERENCES users (id),
  reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX super_users_by_state ON super_users (state, since, user_id);

INSERT INTO groups (slug, name, description, builtin, created_at) VALUES ('super-users', 'Super-users', '', 'super', 0);

-- Edits that members suggest; title, tags and lang for a topic's own text. version: of the post that it changes.
-- audience: the topic's, repeated by a trigger. answer: why it was rejected.
CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  post_id BIGINT NOT NULL REFERENCES posts (id),
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  audience BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES users (id),
  version BIGINT NOT NULL,
  title TEXT,
  tags TEXT,
  lang TEXT,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_by BIGINT REFERENCES users (id),
  decided_at BIGINT,
  answer TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX suggestions_waiting_of ON suggestions (post_id, author_id) WHERE state = 'waiting';
CREATE INDEX suggestions_waiting ON suggestions (audience, id) WHERE state = 'waiting';
CREATE INDEX suggestions_by_topic ON suggestions (topic_id);
CREATE INDEX suggestions_by_author ON suggestions (author_id, id);

-- The version of a post that an approved suggestion became, and what somebody is told about a suggestion.
ALTER TABLE revisions ADD COLUMN suggestion_id BIGINT REFERENCES suggestions (id);
CREATE UNIQUE INDEX revisions_of_suggestions ON revisions (suggestion_id) WHERE suggestion_id IS NOT NULL;
ALTER TABLE events ADD COLUMN suggestion_id BIGINT REFERENCES suggestions (id);

-- Members' votes to close a topic or to open it again, until enough agree (a call has one row, its votes one each) or
-- it runs out. audience: the topic's, repeated by a trigger.
CREATE TABLE closing_calls (
  topic_id BIGINT NOT NULL PRIMARY KEY REFERENCES topics (id),
  audience BIGINT NOT NULL,
  wish TEXT NOT NULL,
  votes BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX closing_calls_open ON closing_calls (audience, wish, created_at, topic_id);
CREATE INDEX closing_calls_by_age ON closing_calls (created_at);
-- The votes of a call. Those to close stay as long as the topic is closed: nobody opens again what they closed.
CREATE TABLE closing_votes (
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  wish TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (topic_id, wish, user_id)
);

CREATE TRIGGER reviews_follow AFTER UPDATE OF audience ON topics WHEN OLD.audience <> NEW.audience
BEGIN
  UPDATE suggestions SET audience = NEW.audience WHERE topic_id = NEW.id;
  UPDATE closing_calls SET audience = NEW.audience WHERE topic_id = NEW.id;
END;
