DROP TABLE saved_search_keys;
DROP TABLE deflections;
DROP TABLE related_topics;
DROP INDEX topics_unrelated;
ALTER TABLE topics DROP COLUMN related_at;
