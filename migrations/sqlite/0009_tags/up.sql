-- source is Markdown, html the same sanitised; description stays what lists show: its beginning in plain words.
ALTER TABLE tags ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN html TEXT NOT NULL DEFAULT '';
UPDATE tags SET source = description,
  html = '<p>' || replace(replace(replace(description, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</p>'
WHERE description <> '';

-- Another name of a tag. The name has a row in tags too, which holds everybody back who uses it while it becomes one.
CREATE TABLE tag_synonyms (
  slug TEXT NOT NULL PRIMARY KEY,
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  created_by BIGINT REFERENCES users (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX tag_synonyms_by_tag ON tag_synonyms (tag_id, slug);

-- "Did this solve it?" browser: the digest of a key that the browser keeps. round: a new one begins when another answer
-- is accepted or somebody has checked what stands there; replies of earlier rounds count no more.
CREATE TABLE solved_replies (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  browser TEXT NOT NULL,
  user_id BIGINT REFERENCES users (id),
  round BIGINT NOT NULL,
  solved BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (topic_id, browser)
);
CREATE UNIQUE INDEX solved_replies_by_user ON solved_replies (topic_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX solved_replies_noes ON solved_replies (topic_id, round, at, id) WHERE NOT solved AND user_id IS NOT NULL;

-- What the replies of the present round say. audience and state are the topic's, repeated by a trigger, so that the
-- stale list walks an index; without an accepted answer nothing is stale.
CREATE TABLE solved_topics (
  topic_id BIGINT NOT NULL PRIMARY KEY REFERENCES topics (id),
  audience BIGINT NOT NULL,
  state TEXT NOT NULL,
  round BIGINT NOT NULL DEFAULT 1,
  yes BIGINT NOT NULL DEFAULT 0,
  no BIGINT NOT NULL DEFAULT 0,
  stale_at BIGINT
);
CREATE INDEX solved_topics_stale ON solved_topics (audience, state, stale_at, topic_id) WHERE stale_at IS NOT NULL;
CREATE TRIGGER solved_topics_follow AFTER UPDATE OF audience, state, accepted_count ON topics
BEGIN
  UPDATE solved_topics SET audience = NEW.audience, state = NEW.state,
    stale_at = CASE WHEN NEW.accepted_count > 0 THEN stale_at END
  WHERE topic_id = NEW.id;
END;
