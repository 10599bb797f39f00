-- Stems of titles are other tokens now (src/search/document.rs), and are counted. Nothing indexed before fits, so the
-- index is emptied: the program fills it in the background when it finds it empty.
TRUNCATE search_docs, search_words, search_changes;
-- pairs: the pairs of neighbouring words, so that a phrase is looked for in few documents. A search looks at hundreds of
-- rows and at the tokens of few, so tokens and pairs are kept beside the rows, which are close together then. PostgreSQL
-- moves columns out of rows of 2 kB or more only; filler makes every row as long, and is compressed to next to nothing.
ALTER TABLE search_docs
  ADD COLUMN pairs SMALLINT[] NOT NULL,
  ADD COLUMN filler TEXT NOT NULL DEFAULT repeat(' ', 2048);
ALTER TABLE search_docs ALTER COLUMN filler SET STORAGE MAIN;
-- Statements are made for the index. What is known of single tokens would only be read for every plan.
ALTER TABLE search_docs ALTER COLUMN tsv SET STATISTICS 0, ALTER COLUMN pairs SET STATISTICS 0;
DROP INDEX search_docs_tsv;
-- Without a list of what is pending: every search would read it to its end.
CREATE INDEX search_docs_tsv ON search_docs USING gin (tsv, pairs) WITH (fastupdate = off);
