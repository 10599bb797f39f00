-- value: 1 up, -1 down, 0 retracted (the row stays: a retraction gives no vote of the day back).
-- day: the site day on which it was cast, in days since the epoch.
CREATE TABLE votes (
  post_id BIGINT NOT NULL REFERENCES posts (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  receiver_id BIGINT NOT NULL REFERENCES users (id),
  value BIGINT NOT NULL,
  day BIGINT NOT NULL,
  cast_at BIGINT NOT NULL,
  imported BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (post_id, user_id)
);
CREATE INDEX votes_by_giver ON votes (user_id, day, receiver_id);

CREATE TABLE comment_votes (
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  receiver_id BIGINT NOT NULL REFERENCES users (id),
  value BIGINT NOT NULL,
  day BIGINT NOT NULL,
  cast_at BIGINT NOT NULL,
  PRIMARY KEY (comment_id, user_id)
);
CREATE INDEX comment_votes_by_giver ON comment_votes (user_id, day);

-- "I have this too"
CREATE TABLE metoos (
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (topic_id, user_id)
);
