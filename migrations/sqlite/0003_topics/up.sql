CREATE TABLE boards (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  hue BIGINT NOT NULL DEFAULT 1,
  position BIGINT NOT NULL DEFAULT 0,
  restricted BOOLEAN NOT NULL DEFAULT 0,
  retired_at BIGINT,
  topics_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
-- What boards.topics_count does not have yet, by the triggers below. A job adds it seconds later and deletes it here:
-- a question then waits for no row that others write too, and nothing is ever counted from the start.
CREATE TABLE board_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  board_id BIGINT NOT NULL REFERENCES boards (id),
  change BIGINT NOT NULL
);
CREATE TABLE board_groups (
  board_id BIGINT NOT NULL REFERENCES boards (id),
  group_id BIGINT NOT NULL REFERENCES groups (id),
  PRIMARY KEY (board_id, group_id)
);
CREATE INDEX board_groups_by_group ON board_groups (group_id);
CREATE TABLE moderator_boards (
  user_id BIGINT NOT NULL REFERENCES users (id),
  board_id BIGINT NOT NULL REFERENCES boards (id),
  PRIMARY KEY (user_id, board_id)
);

-- audience: 0 when the board is open to all, else the board's id; lists are read one audience at a time,
-- so that each is a walk along an index.
CREATE TABLE topics (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  board_id BIGINT NOT NULL REFERENCES boards (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  slug TEXT NOT NULL,
  lang TEXT NOT NULL,
  tags TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  state TEXT NOT NULL,
  audience BIGINT NOT NULL,
  closed_at BIGINT,
  close_reason TEXT NOT NULL DEFAULT '',
  score BIGINT NOT NULL DEFAULT 0,
  answers_count BIGINT NOT NULL DEFAULT 0,
  accepted_count BIGINT NOT NULL DEFAULT 0,
  staff_replied BOOLEAN NOT NULL DEFAULT 0,
  metoo_count BIGINT NOT NULL DEFAULT 0,
  views BIGINT NOT NULL DEFAULT 0,
  first_answer_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  active_at BIGINT NOT NULL,
  imported BOOLEAN NOT NULL DEFAULT 0
);
CREATE INDEX topics_active ON topics (audience, state, active_at, id);
CREATE INDEX topics_newest ON topics (audience, state, created_at, id);
CREATE INDEX topics_unanswered ON topics (audience, state, answers_count, created_at, id) WHERE closed_at IS NULL;
CREATE INDEX topics_top ON topics (audience, state, score, id);
CREATE INDEX topics_board_active ON topics (board_id, state, active_at, id);
CREATE INDEX topics_board_newest ON topics (board_id, state, created_at, id);
CREATE INDEX topics_board_unanswered ON topics (board_id, state, answers_count, created_at, id)
  WHERE closed_at IS NULL;
CREATE INDEX topics_board_top ON topics (board_id, state, score, id);
CREATE INDEX topics_author ON topics (author_id, state, audience, created_at, id);
CREATE INDEX topics_public ON topics (audience, state, id) WHERE audience = 0 AND state = 'visible';

-- audience: the topic's, repeated by a trigger, so that lists of answers walk an index too.
CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  audience BIGINT NOT NULL,
  kind TEXT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES users (id),
  by_staff BOOLEAN NOT NULL DEFAULT 0,
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  ups BIGINT NOT NULL DEFAULT 0,
  downs BIGINT NOT NULL DEFAULT 0,
  score BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  revisions_count BIGINT NOT NULL DEFAULT 0,
  comments_count BIGINT NOT NULL DEFAULT 0,
  accepted BOOLEAN NOT NULL DEFAULT 0,
  accepted_at BIGINT,
  accepted_by BIGINT,
  created_at BIGINT NOT NULL,
  edited_at BIGINT
);
CREATE UNIQUE INDEX posts_question ON posts (topic_id) WHERE kind = 'question';
CREATE INDEX posts_best ON posts (topic_id, kind, state, accepted DESC, score DESC, id);
CREATE INDEX posts_oldest ON posts (topic_id, kind, state, created_at, id);
CREATE INDEX posts_author ON posts (author_id, kind, state, audience, created_at, id);
CREATE INDEX posts_accepted ON posts (audience, state, accepted_at, id) WHERE accepted;
CREATE INDEX posts_upvoted ON posts (topic_id, kind, state) WHERE ups > 0;
CREATE INDEX posts_removed ON posts (topic_id, id) WHERE state <> 'visible';
CREATE INDEX posts_removed_own ON posts (topic_id, author_id, id) WHERE state <> 'visible';

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  post_id BIGINT NOT NULL REFERENCES posts (id),
  number BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES users (id),
  title TEXT,
  tags TEXT,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (post_id, number)
);

CREATE TABLE comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  post_id BIGINT NOT NULL REFERENCES posts (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  by_staff BOOLEAN NOT NULL DEFAULT 0,
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  ups BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  edited_at BIGINT
);
CREATE INDEX comments_by_post ON comments (post_id, state, id);
CREATE INDEX comments_by_post_all ON comments (post_id, id);
CREATE INDEX comments_by_author ON comments (author_id, id);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  topics_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE INDEX tags_popular ON tags (topics_count, id);
CREATE INDEX tags_used ON tags (slug) WHERE topics_count > 0;
-- As board_changes: what tags.topics_count does not have yet.
CREATE TABLE tag_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  change BIGINT NOT NULL
);

-- The topic's sort keys are repeated here by the trigger below, so that a tag's lists walk an index too.
CREATE TABLE topic_tags (
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  audience BIGINT NOT NULL,
  state TEXT NOT NULL,
  closed_at BIGINT,
  active_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  answers_count BIGINT NOT NULL,
  score BIGINT NOT NULL,
  PRIMARY KEY (tag_id, topic_id)
);
CREATE INDEX topic_tags_by_topic ON topic_tags (topic_id);
CREATE INDEX topic_tags_active ON topic_tags (tag_id, audience, state, active_at, topic_id);
CREATE INDEX topic_tags_newest ON topic_tags (tag_id, audience, state, created_at, topic_id);
CREATE INDEX topic_tags_unanswered ON topic_tags (tag_id, audience, state, answers_count, created_at, topic_id)
  WHERE closed_at IS NULL;
CREATE INDEX topic_tags_top ON topic_tags (tag_id, audience, state, score, topic_id);
CREATE TRIGGER topic_tags_follow
AFTER UPDATE OF audience, state, closed_at, active_at, created_at, answers_count, score ON topics
BEGIN
  UPDATE topic_tags SET audience = NEW.audience, state = NEW.state, closed_at = NEW.closed_at,
    active_at = NEW.active_at, created_at = NEW.created_at, answers_count = NEW.answers_count, score = NEW.score
  WHERE topic_id = NEW.id;
END;
CREATE TRIGGER posts_follow AFTER UPDATE OF audience ON topics WHEN OLD.audience <> NEW.audience
BEGIN
  UPDATE posts SET audience = NEW.audience WHERE topic_id = NEW.id;
END;

-- A board counts what is visible on it; a tag only what everybody may read.
CREATE TRIGGER board_changes_insert AFTER INSERT ON topics WHEN NEW.state = 'visible'
BEGIN
  INSERT INTO board_changes (board_id, change) VALUES (NEW.board_id, 1);
END;
CREATE TRIGGER board_changes_update AFTER UPDATE OF board_id, state ON topics
WHEN OLD.board_id <> NEW.board_id OR (OLD.state = 'visible') <> (NEW.state = 'visible')
BEGIN
  INSERT INTO board_changes (board_id, change) SELECT OLD.board_id, -1 WHERE OLD.state = 'visible';
  INSERT INTO board_changes (board_id, change) SELECT NEW.board_id, 1 WHERE NEW.state = 'visible';
END;
CREATE TRIGGER tag_changes_insert AFTER INSERT ON topic_tags WHEN NEW.state = 'visible' AND NEW.audience = 0
BEGIN
  INSERT INTO tag_changes (tag_id, change) VALUES (NEW.tag_id, 1);
END;
CREATE TRIGGER tag_changes_update AFTER UPDATE OF audience, state ON topic_tags
WHEN (OLD.state = 'visible' AND OLD.audience = 0) <> (NEW.state = 'visible' AND NEW.audience = 0)
BEGIN
  INSERT INTO tag_changes (tag_id, change)
  VALUES (NEW.tag_id, CASE WHEN OLD.state = 'visible' AND OLD.audience = 0 THEN -1 ELSE 1 END);
END;
CREATE TRIGGER tag_changes_delete AFTER DELETE ON topic_tags WHEN OLD.state = 'visible' AND OLD.audience = 0
BEGIN
  INSERT INTO tag_changes (tag_id, change) VALUES (OLD.tag_id, -1);
END;

CREATE TABLE drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  topic_id BIGINT NOT NULL DEFAULT 0,
  board_id BIGINT,
  title TEXT NOT NULL,
  tags TEXT NOT NULL,
  lang TEXT NOT NULL,
  body TEXT NOT NULL,
  post_when_verified BOOLEAN NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL,
  UNIQUE (user_id, kind, topic_id)
);
CREATE INDEX drafts_by_time ON drafts (updated_at);
