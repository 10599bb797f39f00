DELETE FROM search_docs;
INSERT INTO search_index (search_index) VALUES ('delete-all');
DELETE FROM search_words;
DELETE FROM search_changes;
