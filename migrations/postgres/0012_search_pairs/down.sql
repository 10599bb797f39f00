TRUNCATE search_docs, search_words, search_changes;
DROP INDEX search_docs_tsv;
ALTER TABLE search_docs DROP COLUMN filler, DROP COLUMN pairs, ALTER COLUMN tsv SET STATISTICS -1;
CREATE INDEX search_docs_tsv ON search_docs USING gin (tsv) WITH (fastupdate = off);
