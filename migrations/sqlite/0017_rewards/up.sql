-- What points are given for. stock: how many there are in all (of vouchers: the codes that were loaded; NULL: as many as
-- are asked for); taken: how many of them are asked for or given. per_member: at most for one member, 0 for no limit.
-- starts_at, ends_at: its first and its last moment.
CREATE TABLE rewards (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  picture TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  cost BIGINT NOT NULL CHECK (cost > 0),
  stock BIGINT,
  taken BIGINT NOT NULL DEFAULT 0 CHECK (taken >= 0 AND taken <= coalesce(stock, taken)),
  per_member BIGINT NOT NULL,
  starts_at BIGINT,
  ends_at BIGINT,
  withdrawn_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX rewards_offered ON rewards (cost, id) WHERE withdrawn_at IS NULL;

-- What members asked for. cost: the points it took then. customer: the customer number that a credit goes to, erasable.
-- first_by: who approved first, where two have to. reason: why it was rejected, or failed.
CREATE TABLE redemptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  reward_id BIGINT NOT NULL REFERENCES rewards (id),
  cost BIGINT NOT NULL,
  state TEXT NOT NULL,
  customer TEXT NOT NULL DEFAULT '',
  first_by BIGINT REFERENCES users (id),
  decided_by BIGINT REFERENCES users (id),
  decided_at BIGINT,
  settled_at BIGINT,
  reason TEXT NOT NULL DEFAULT '',
  made_at BIGINT NOT NULL
);
CREATE INDEX redemptions_by_state ON redemptions (state, id);
CREATE INDEX redemptions_by_user ON redemptions (user_id, id);
CREATE INDEX redemptions_live ON redemptions (reward_id, user_id)
  WHERE state IN ('requested', 'approved', 'exported', 'paid');

-- From which lots its points were taken, for when they come back.
CREATE TABLE redemption_lots (
  redemption_id BIGINT NOT NULL REFERENCES redemptions (id),
  lot_id BIGINT NOT NULL REFERENCES point_lots (id),
  amount BIGINT NOT NULL,
  PRIMARY KEY (redemption_id, lot_id)
);

-- Voucher codes, each sealed with the site's key for its own row; the digest, made with that key too, finds doubles.
-- redemption_id: whose it is.
CREATE TABLE reward_codes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  reward_id BIGINT NOT NULL REFERENCES rewards (id),
  digest TEXT NOT NULL,
  sealed TEXT NOT NULL,
  redemption_id BIGINT REFERENCES redemptions (id),
  loaded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reward_codes_by_digest ON reward_codes (digest);
CREATE UNIQUE INDEX reward_codes_given ON reward_codes (redemption_id) WHERE redemption_id IS NOT NULL;
CREATE INDEX reward_codes_unused ON reward_codes (reward_id, id) WHERE redemption_id IS NULL;

-- What was handed to the billing system at once; its lines are as they were written then, to the byte.
CREATE TABLE redemption_batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  by_id BIGINT REFERENCES users (id),
  redemptions_count BIGINT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE TABLE redemption_lines (
  redemption_id BIGINT NOT NULL PRIMARY KEY REFERENCES redemptions (id),
  batch_id BIGINT NOT NULL REFERENCES redemption_batches (id),
  line TEXT NOT NULL
);
CREATE INDEX redemption_lines_of_batch ON redemption_lines (batch_id, redemption_id);
