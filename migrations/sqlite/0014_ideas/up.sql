-- What can become of an idea. key: one that the program itself knows ('new' a fresh idea has, 'merged' one that became
-- part of another), whose name is a text of the program as long as `name` is empty.
CREATE TABLE statuses (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  key TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  tone TEXT NOT NULL,
  icon TEXT NOT NULL,
  position BIGINT NOT NULL,
  retired_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX statuses_by_key ON statuses (key) WHERE key <> '';
CREATE TABLE status_names (
  status_id BIGINT NOT NULL REFERENCES statuses (id),
  lang TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (status_id, lang)
);
INSERT INTO statuses (key, kind, tone, icon, position, created_at) VALUES
  ('new', 'open', 'plain', 'lightbulb', 1, 0),
  ('under_review', 'open', 'review', 'eye', 2, 0),
  ('planned', 'accepted', 'planned', 'calendar-check', 3, 0),
  ('in_progress', 'accepted', 'progress', 'loader', 4, 0),
  ('delivered', 'done', 'done', 'circle-check', 5, 0),
  ('partly_delivered', 'done', 'done', 'circle-check', 6, 0),
  ('already_available', 'done', 'done', 'check', 7, 0),
  ('declined', 'refused', 'refused', 'x', 8, 0),
  ('merged', 'refused', 'plain', 'link', 9, 0);

-- A dated call for ideas on one theme.
CREATE TABLE storms (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  board_id BIGINT NOT NULL REFERENCES boards (id),
  title TEXT NOT NULL,
  slug TEXT NOT NULL,
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX storms_by_board ON storms (board_id, ends_at, id);

-- board_id, state, score, created_at: the topic's, repeated by a trigger, so that every list walks an index.
-- status_kind: the kind of its status, which never changes while an idea has it.
-- heat: the key of the order "trending", see ideas::trend. split: of the order "controversial".
-- said_at: the last word of staff, or when it was proposed. due_at: when the next one is due: next_word_at if staff named
-- a date, else some days after it came into the top. top_at: since when it is in the top.
CREATE TABLE ideas (
  topic_id BIGINT NOT NULL PRIMARY KEY REFERENCES topics (id),
  post_id BIGINT NOT NULL REFERENCES posts (id),
  board_id BIGINT NOT NULL REFERENCES boards (id),
  state TEXT NOT NULL,
  status_id BIGINT NOT NULL REFERENCES statuses (id),
  status_kind TEXT NOT NULL,
  heat BIGINT NOT NULL,
  score BIGINT NOT NULL DEFAULT 0,
  split BIGINT NOT NULL DEFAULT 0,
  said_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  update_id BIGINT,
  updates_count BIGINT NOT NULL DEFAULT 0,
  owner_id BIGINT REFERENCES users (id),
  next_word_at BIGINT,
  due_at BIGINT,
  top_at BIGINT,
  done_at BIGINT,
  quarter BIGINT,
  roadmap_rank BIGINT NOT NULL DEFAULT 0,
  storm_id BIGINT REFERENCES storms (id),
  submitted_by BIGINT REFERENCES users (id)
);
CREATE INDEX ideas_trending ON ideas (board_id, state, heat, topic_id);
CREATE INDEX ideas_top ON ideas (board_id, state, score, topic_id);
CREATE INDEX ideas_newest ON ideas (board_id, state, created_at, topic_id);
CREATE INDEX ideas_updated ON ideas (board_id, state, said_at, topic_id);
CREATE INDEX ideas_controversial ON ideas (board_id, state, split, topic_id);
CREATE INDEX ideas_status_trending ON ideas (board_id, state, status_id, heat, topic_id);
CREATE INDEX ideas_status_top ON ideas (board_id, state, status_id, score, topic_id);
CREATE INDEX ideas_status_newest ON ideas (board_id, state, status_id, created_at, topic_id);
CREATE INDEX ideas_status_updated ON ideas (board_id, state, status_id, said_at, topic_id);
CREATE INDEX ideas_status_controversial ON ideas (board_id, state, status_id, split, topic_id);
-- The top twenty are looked for among those that are still to be decided or done.
CREATE INDEX ideas_leading ON ideas (board_id, state, score, topic_id) WHERE status_kind IN ('open', 'accepted');
-- The roadmap: what is accepted and what is refused; and what is looked at, which is much less than what is open.
CREATE INDEX ideas_roadmap ON ideas (board_id, state, status_kind, roadmap_rank, score, topic_id)
  WHERE status_kind IN ('accepted', 'refused');
CREATE INDEX ideas_looked_at ON ideas (board_id, state, roadmap_rank, score, topic_id)
  WHERE status_kind = 'open' AND (update_id IS NOT NULL OR top_at IS NOT NULL);
CREATE INDEX ideas_done ON ideas (board_id, state, done_at, topic_id) WHERE done_at IS NOT NULL;
CREATE INDEX ideas_due ON ideas (board_id, state, due_at, topic_id) WHERE due_at IS NOT NULL;
CREATE INDEX ideas_in_top ON ideas (top_at, topic_id) WHERE top_at IS NOT NULL;
CREATE INDEX ideas_of_storm ON ideas (storm_id, state, score, topic_id) WHERE storm_id IS NOT NULL;
CREATE INDEX ideas_by_status ON ideas (status_id);
CREATE UNIQUE INDEX posts_idea ON posts (topic_id) WHERE kind = 'idea';
CREATE TRIGGER ideas_follow AFTER UPDATE OF board_id, state, score ON topics WHEN NEW.kind = 'idea'
BEGIN
  UPDATE ideas SET board_id = NEW.board_id, state = NEW.state, score = NEW.score WHERE topic_id = NEW.id;
END;

-- How many ideas of a board have a status: folded by a job, as boards.topics_count.
CREATE TABLE idea_counts (
  board_id BIGINT NOT NULL REFERENCES boards (id),
  status_id BIGINT NOT NULL REFERENCES statuses (id),
  ideas_count BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (board_id, status_id)
);
CREATE TABLE idea_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  board_id BIGINT NOT NULL REFERENCES boards (id),
  status_id BIGINT NOT NULL REFERENCES statuses (id),
  change BIGINT NOT NULL
);
CREATE TRIGGER idea_changes_insert AFTER INSERT ON ideas WHEN NEW.state = 'visible'
BEGIN
  INSERT INTO idea_changes (board_id, status_id, change) VALUES (NEW.board_id, NEW.status_id, 1);
END;
CREATE TRIGGER idea_changes_update AFTER UPDATE OF board_id, status_id, state ON ideas
WHEN OLD.board_id <> NEW.board_id OR OLD.status_id <> NEW.status_id OR OLD.state <> NEW.state
BEGIN
  INSERT INTO idea_changes (board_id, status_id, change) SELECT OLD.board_id, OLD.status_id, -1 WHERE OLD.state = 'visible';
  INSERT INTO idea_changes (board_id, status_id, change) SELECT NEW.board_id, NEW.status_id, 1 WHERE NEW.state = 'visible';
END;

-- What staff said of an idea: never changed and never deleted; a correction is another update that names the one it
-- corrects. text_key: the digest of its letters and digits, for telling a canned refusal. due_at: when it was due.
CREATE TABLE idea_updates (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  status_id BIGINT NOT NULL REFERENCES statuses (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  owner_id BIGINT REFERENCES users (id),
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  text_key TEXT NOT NULL,
  next_word_at BIGINT,
  due_at BIGINT,
  corrects_id BIGINT REFERENCES idea_updates (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX idea_updates_by_topic ON idea_updates (topic_id, id);
-- The update that delivered an idea has the time of ideas.done_at.
CREATE INDEX idea_updates_by_time ON idea_updates (topic_id, created_at);
CREATE INDEX idea_updates_by_text ON idea_updates (text_key, status_id);
CREATE INDEX idea_updates_by_status ON idea_updates (status_id);
CREATE TRIGGER idea_updates_no_update BEFORE UPDATE ON idea_updates
BEGIN
  SELECT RAISE(ABORT, 'updates of ideas are never changed');
END;
CREATE TRIGGER idea_updates_no_delete BEFORE DELETE ON idea_updates
BEGIN
  SELECT RAISE(ABORT, 'updates of ideas are never deleted');
END;

-- A comment that became part of the idea.
CREATE TABLE idea_extensions (
  comment_id BIGINT NOT NULL PRIMARY KEY REFERENCES comments (id),
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  by_id BIGINT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX idea_extensions_by_topic ON idea_extensions (topic_id, comment_id);

-- One topic became part of another; undone_at: and does no more. before: its status until then. votes_count: the votes
-- that came along; known_count: of voters who counted there already.
CREATE TABLE merges (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  from_id BIGINT NOT NULL REFERENCES topics (id),
  into_id BIGINT NOT NULL REFERENCES topics (id),
  by_id BIGINT NOT NULL REFERENCES users (id),
  status_before BIGINT NOT NULL REFERENCES statuses (id),
  votes_count BIGINT NOT NULL DEFAULT 0,
  known_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  undone_at BIGINT,
  undone_by BIGINT REFERENCES users (id)
);
CREATE UNIQUE INDEX merges_standing ON merges (from_id) WHERE undone_at IS NULL;
CREATE INDEX merges_into ON merges (into_id, id) WHERE undone_at IS NULL;
-- The votes that came with a merge. A voter counts once: of these and the vote in `votes`, the newest. idea_id: of the
-- idea that they came to, for "my votes".
CREATE TABLE merged_votes (
  post_id BIGINT NOT NULL REFERENCES posts (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  merge_id BIGINT NOT NULL REFERENCES merges (id),
  value BIGINT NOT NULL,
  cast_at BIGINT NOT NULL,
  idea_id BIGINT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (post_id, user_id, merge_id)
);
CREATE INDEX merged_votes_by_merge ON merged_votes (merge_id, user_id);
CREATE INDEX merged_votes_by_user ON merged_votes (user_id, cast_at, idea_id);

-- idea_id: of a vote on an idea, for the budget and for "my votes". by_id: who of the staff gave it for a customer.
ALTER TABLE votes ADD COLUMN idea_id BIGINT REFERENCES topics (id);
ALTER TABLE votes ADD COLUMN by_id BIGINT REFERENCES users (id);
CREATE INDEX votes_on_ideas ON votes (user_id, cast_at, idea_id) WHERE idea_id IS NOT NULL;
CREATE INDEX votes_for_others ON votes (post_id, user_id) WHERE by_id IS NOT NULL;
-- merge_id: the follow came with a merge, and goes with its undoing.
ALTER TABLE follows ADD COLUMN merge_id BIGINT REFERENCES merges (id);
CREATE INDEX follows_by_merge ON follows (merge_id) WHERE merge_id IS NOT NULL;
-- update_id: the event is a word of staff on an idea.
ALTER TABLE events ADD COLUMN update_id BIGINT REFERENCES idea_updates (id);

-- What each voter's vote on a post is: the newest of the own one and those that came with a merge.
CREATE VIEW standing_votes AS
SELECT v.post_id, v.user_id, v.value, v.cast_at FROM votes v
WHERE NOT EXISTS (
  SELECT 1 FROM merged_votes m WHERE m.post_id = v.post_id AND m.user_id = v.user_id AND m.cast_at > v.cast_at
)
UNION ALL
SELECT m.post_id, m.user_id, m.value, m.cast_at FROM merged_votes m
WHERE NOT EXISTS (
  SELECT 1 FROM votes v WHERE v.post_id = m.post_id AND v.user_id = m.user_id AND v.cast_at >= m.cast_at
) AND NOT EXISTS (
  SELECT 1 FROM merged_votes n WHERE n.post_id = m.post_id AND n.user_id = m.user_id
    AND (n.cast_at > m.cast_at OR (n.cast_at = m.cast_at AND n.merge_id > m.merge_id))
);
