DROP TABLE search_misses;
DROP TABLE search_changes;
DROP TABLE search_words;
DROP TABLE search_docs;
