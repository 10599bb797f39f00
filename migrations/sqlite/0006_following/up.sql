-- What each person follows. subject: topic, board, tag, member or search, with its number. why: how it came to be.
CREATE TABLE follows (
  user_id BIGINT NOT NULL REFERENCES users (id),
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  level TEXT NOT NULL,
  why TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, subject, subject_id)
);
CREATE INDEX follows_by_subject ON follows (subject, subject_id, user_id);
CREATE INDEX follows_listed ON follows (user_id, subject, created_at, subject_id);

CREATE TABLE blocks (
  user_id BIGINT NOT NULL REFERENCES users (id),
  blocked_id BIGINT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id, user_id);
CREATE INDEX blocks_listed ON blocks (user_id, created_at, blocked_id);

CREATE TABLE saved_searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX saved_searches_by_user ON saved_searches (user_id, id);

-- One row for all that will hear of it, written with the fact itself. person_id: it is for that one only.
-- detail: the numbers of those whom the text mentions. expanded_to: who has been told already, in the order of ids.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  post_id BIGINT REFERENCES posts (id),
  comment_id BIGINT REFERENCES comments (id),
  actor_id BIGINT REFERENCES users (id),
  person_id BIGINT REFERENCES users (id),
  detail TEXT NOT NULL DEFAULT '',
  expanded_to BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL
);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  event_id BIGINT NOT NULL REFERENCES events (id),
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  read_at BIGINT,
  UNIQUE (event_id, user_id)
);
CREATE INDEX inbox_by_topic ON inbox (user_id, topic_id, id);
CREATE INDEX inbox_unread ON inbox (user_id, topic_id, id) WHERE read_at IS NULL;
CREATE INDEX inbox_read ON inbox (read_at) WHERE read_at IS NOT NULL;

-- The topics of an inbox in the order of their latest news; unread: an entry of the topic is.
CREATE TABLE inbox_topics (
  user_id BIGINT NOT NULL REFERENCES users (id),
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  last_at BIGINT NOT NULL,
  unread BOOLEAN NOT NULL DEFAULT 1,
  PRIMARY KEY (user_id, topic_id)
);
CREATE INDEX inbox_topics_latest ON inbox_topics (user_id, last_at, topic_id);
CREATE INDEX inbox_topics_unread ON inbox_topics (user_id, last_at, topic_id) WHERE unread;

-- What a person follows without a further click.
ALTER TABLE users ADD COLUMN follow_asked BOOLEAN NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN follow_answered BOOLEAN NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN follow_me_too BOOLEAN NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN follow_voted BOOLEAN NOT NULL DEFAULT 1;
