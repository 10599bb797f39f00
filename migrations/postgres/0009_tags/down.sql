DROP TRIGGER solved_topics_follow ON topics;
DROP FUNCTION solved_topics_follow;
DROP TABLE solved_topics;
DROP TABLE solved_replies;
DROP TABLE tag_synonyms;
ALTER TABLE tags DROP COLUMN html;
ALTER TABLE tags DROP COLUMN source;
