-- The stems of the words of a title in their order, as src/search/document.rs writes them down: a search puts hundreds
-- of topics in order by their titles, and has no time to make the stems of each again.
CREATE TABLE search_titles (
  topic_id BIGINT PRIMARY KEY REFERENCES topics (id),
  stems TEXT NOT NULL
);
-- What was indexed before has none, other tokens of its parts (src/search/parts.rs), and none of its kind. So the index is
-- emptied: the program fills it in the background when it finds it empty.
TRUNCATE search_docs, search_words, search_changes;
