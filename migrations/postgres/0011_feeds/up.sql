-- The key of the secret feed of somebody's inbox, as a digest: one a person, a new one ends the old.
CREATE TABLE inbox_feeds (
  user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id),
  key_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);
