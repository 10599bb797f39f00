-- When the list of what is like a topic was made; a job makes those that are missing, the newest topic's first.
ALTER TABLE topics ADD COLUMN related_at BIGINT;
CREATE INDEX topics_unrelated ON topics (related_at, id) WHERE related_at IS NULL;

-- What is like a topic, the most like it at position 0. Who may see it is asked when it is read.
CREATE TABLE related_topics (
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  position BIGINT NOT NULL,
  other_id BIGINT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (topic_id, position)
);

-- Similar topics that were opened from the form for a question, and how many of these readers asked all the same. day:
-- of the site, counted from 1970.
CREATE TABLE deflections (
  day BIGINT NOT NULL PRIMARY KEY,
  clicks BIGINT NOT NULL DEFAULT 0,
  asked BIGINT NOT NULL DEFAULT 0
);

-- Of a kept search, tokens of which a topic has one that is found by it; '' for one that any topic may be found by.
CREATE TABLE saved_search_keys (
  token TEXT NOT NULL,
  search_id BIGINT NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
  PRIMARY KEY (token, search_id)
);
CREATE INDEX saved_search_keys_by_search ON saved_search_keys (search_id);
INSERT INTO saved_search_keys (token, search_id) SELECT '', id FROM saved_searches;
