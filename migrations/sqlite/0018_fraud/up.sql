-- What a nightly look at votes and acceptances found, and what a person decided about it.
-- giver_id: 0 where there are many. share, usual: thousandths. gifts: how many posts there is something for, in
-- fraud_gifts. One that is open takes what more is found of it.
CREATE TABLE fraud_findings (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  pattern TEXT NOT NULL,
  receiver_id BIGINT NOT NULL REFERENCES users (id),
  giver_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  gifts BIGINT NOT NULL,
  share BIGINT NOT NULL,
  usual BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  decided_by BIGINT REFERENCES users (id),
  decided_at BIGINT,
  reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX fraud_findings_open ON fraud_findings (pattern, receiver_id, giver_id) WHERE state = 'open';
CREATE INDEX fraud_findings_by_name ON fraud_findings (pattern, receiver_id, giver_id, id);
CREATE INDEX fraud_findings_by_state ON fraud_findings (state, id);

-- value: what the decision took from the vote; 0 where it took nothing.
CREATE TABLE fraud_gifts (
  finding_id BIGINT NOT NULL REFERENCES fraud_findings (id),
  giver_id BIGINT NOT NULL REFERENCES users (id),
  post_id BIGINT NOT NULL REFERENCES posts (id),
  receiver_id BIGINT NOT NULL REFERENCES users (id),
  given_at BIGINT NOT NULL,
  value BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (finding_id, giver_id, post_id)
);

-- Whom a decision concerns, and what they say against it: once.
CREATE TABLE fraud_people (
  user_id BIGINT NOT NULL REFERENCES users (id),
  finding_id BIGINT NOT NULL REFERENCES fraud_findings (id),
  appeal TEXT NOT NULL DEFAULT '',
  appealed_at BIGINT,
  answered_by BIGINT REFERENCES users (id),
  answered_at BIGINT,
  answer TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (user_id, finding_id)
);
CREATE INDEX fraud_people_by_finding ON fraud_people (finding_id, user_id);
CREATE INDEX fraud_appeals ON fraud_people (appealed_at, finding_id, user_id)
  WHERE appealed_at IS NOT NULL AND answered_at IS NULL;

-- From which browsers members vote: a keyed digest, so that only this site can tell one; forgotten after thirty days.
CREATE TABLE fraud_devices (
  hash TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  day BIGINT NOT NULL,
  PRIMARY KEY (hash, user_id)
);
CREATE INDEX fraud_devices_by_day ON fraud_devices (day);
