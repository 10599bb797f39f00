-- What can be found: a row for each visible question, answer and comment (of a visible post). Whether its topic may be
-- seen is asked when it is found. id: the post's; a comment's less 2^40, so that posts come before comments and the
-- newest of each first. is_question: it is the topic's own text.
CREATE TABLE search_docs (
  id INTEGER PRIMARY KEY NOT NULL,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  post_id BIGINT NOT NULL REFERENCES posts (id),
  comment_id BIGINT REFERENCES comments (id),
  is_question BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX search_docs_by_topic ON search_docs (topic_id, id);
-- Their tokens, which the program makes (src/search/document.rs): separated by spaces, and nothing else is one.
CREATE VIRTUAL TABLE search_index USING fts5 (
  tokens, content = '', contentless_delete = 1, tokenize = "ascii tokenchars ':#@%_+.-'"
);

-- In how many documents a token stands. letters: of a word as it is written; 0 for a stem.
CREATE TABLE search_words (
  word TEXT PRIMARY KEY NOT NULL,
  letters BIGINT NOT NULL,
  docs BIGINT NOT NULL
);
CREATE INDEX search_words_by_length ON search_words (letters, docs DESC, word);
-- What search_words does not have yet; a job adds it seconds later. words: with spaces between.
CREATE TABLE search_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  change BIGINT NOT NULL,
  words TEXT NOT NULL
);

-- Searches that found nothing, by site day.
CREATE TABLE search_misses (
  day BIGINT NOT NULL,
  query TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (day, query)
);
