-- Points are money: an account has entries, the entries of a transaction sum up to 0, and nothing is ever changed.
-- kind: issuance, goodwill, expired (owner 0), redeemed, charity (owner: the reward), pending, available, reserved
-- (owner: the member). balance: kept for members' accounts only, changed with their entries; the sum of the house's
-- is asked for now and then, and a row of theirs would make everybody wait for everybody.
CREATE TABLE ledger_accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  owner BIGINT NOT NULL,
  balance BIGINT
);
CREATE UNIQUE INDEX ledger_accounts_by_owner ON ledger_accounts (kind, owner);

-- key: what makes it one and the same, however often it is asked for. subject: what it is about, by kind. month: the
-- site's month that it counts for (year * 12 + month - 1). digest: of the words beside it, or empty.
CREATE TABLE ledger_transactions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject BIGINT NOT NULL,
  month BIGINT NOT NULL,
  actor_id BIGINT REFERENCES users (id),
  reason TEXT NOT NULL,
  digest TEXT NOT NULL,
  reverses BIGINT REFERENCES ledger_transactions (id),
  at BIGINT NOT NULL
);
CREATE INDEX ledger_transactions_by_month ON ledger_transactions (month, kind);
CREATE UNIQUE INDEX ledger_transactions_by_key ON ledger_transactions (key);
CREATE UNIQUE INDEX ledger_transactions_reversed ON ledger_transactions (reverses) WHERE reverses IS NOT NULL;

CREATE TABLE ledger_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  transaction_id BIGINT NOT NULL REFERENCES ledger_transactions (id),
  account_id BIGINT NOT NULL REFERENCES ledger_accounts (id),
  amount BIGINT NOT NULL CHECK (amount <> 0)
);
CREATE UNIQUE INDEX ledger_entries_of ON ledger_entries (transaction_id, account_id);
CREATE INDEX ledger_entries_by_account ON ledger_entries (account_id, id);

-- Somebody's own words about a transaction: may be erased.
CREATE TABLE ledger_notes (
  transaction_id BIGINT NOT NULL PRIMARY KEY REFERENCES ledger_transactions (id),
  words TEXT NOT NULL
);

-- The chain: each hash covers the one before and a whole transaction.
CREATE TABLE ledger_seals (
  seq BIGINT NOT NULL PRIMARY KEY,
  transaction_id BIGINT NOT NULL REFERENCES ledger_transactions (id),
  hash TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_seals_of ON ledger_seals (transaction_id);

CREATE TRIGGER ledger_transactions_no_update BEFORE UPDATE ON ledger_transactions
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;
CREATE TRIGGER ledger_transactions_no_delete BEFORE DELETE ON ledger_transactions
BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the ledger'); END;
CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the ledger'); END;
CREATE TRIGGER ledger_seals_no_update BEFORE UPDATE ON ledger_seals
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;
CREATE TRIGGER ledger_seals_no_delete BEFORE DELETE ON ledger_seals
BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the ledger'); END;
CREATE TRIGGER ledger_accounts_no_delete BEFORE DELETE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the ledger'); END;
CREATE TRIGGER ledger_accounts_stay BEFORE UPDATE OF id, kind, owner ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;

-- Months: open, closing (it is over, and counted), closed. budget: the most that may become available of its awards, or
-- none; factor: by which they were scaled then, in millionths.
CREATE TABLE point_months (
  month BIGINT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  budget BIGINT,
  factor BIGINT,
  earned BIGINT,
  closed_at BIGINT
);

-- What may give points, one row each, and what became of it: pending, final, reversed, unpaid (reason: why). What gives
-- it is named by post, kind, receiver and giver (0: nobody); post_id is empty for what staff grant. amount: by the
-- rules; kept: what is left of it after a month's close. number: how often it was given.
CREATE TABLE awards (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  post_id BIGINT REFERENCES posts (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  giver_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  month BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  transaction_id BIGINT REFERENCES ledger_transactions (id),
  at BIGINT NOT NULL,
  release_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX awards_by_cause ON awards (post_id, kind, user_id, giver_id);
CREATE UNIQUE INDEX awards_by_transaction ON awards (transaction_id);
CREATE INDEX awards_by_month ON awards (user_id, month, state, kind, amount, kept);
CREATE INDEX awards_by_pair ON awards (giver_id, user_id, at);
CREATE INDEX awards_due ON awards (release_at, id) WHERE state = 'pending';
CREATE INDEX awards_of_month ON awards (month, state, user_id, kind, kept);
CREATE INDEX awards_unpaid ON awards (user_id, id) WHERE state = 'unpaid';
CREATE INDEX awards_first ON awards (user_id, state) WHERE kind = 'accepted_first';

-- Points that became available together. remains: what is neither spent nor expired of them. told: how many days
-- before the end its owner was told of it last; 0 when not yet.
CREATE TABLE point_lots (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  transaction_id BIGINT NOT NULL REFERENCES ledger_transactions (id),
  award_id BIGINT NOT NULL REFERENCES awards (id),
  amount BIGINT NOT NULL,
  remains BIGINT NOT NULL CHECK (remains >= 0 AND remains <= amount),
  expired BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  told BIGINT NOT NULL
);
CREATE UNIQUE INDEX point_lots_of ON point_lots (transaction_id);
CREATE INDEX point_lots_of_award ON point_lots (award_id);
CREATE INDEX point_lots_by_user ON point_lots (user_id, expires_at, id) WHERE remains > 0;
CREATE INDEX point_lots_due ON point_lots (expires_at, id) WHERE remains > 0;

-- The terms of the rewards, and who accepted which. Nobody earns before.
CREATE TABLE reward_terms (
  version BIGINT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  by_id BIGINT REFERENCES users (id),
  published_at BIGINT NOT NULL
);
CREATE TABLE reward_consents (
  user_id BIGINT NOT NULL REFERENCES users (id),
  version BIGINT NOT NULL REFERENCES reward_terms (version),
  at BIGINT NOT NULL,
  PRIMARY KEY (user_id, version)
);

-- What a month comes to, made anew by a job as long as it is not closed. pending, available, reserved: of everybody, at
-- the end of the month or when it was last made. awarded: earned and not taken back. answers: accepted answers that
-- were paid; answer_points: what answers earned. redeemed, expired: in that month.
CREATE TABLE point_totals (
  month BIGINT NOT NULL PRIMARY KEY,
  pending BIGINT NOT NULL,
  available BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  awarded BIGINT NOT NULL,
  answers BIGINT NOT NULL,
  answer_points BIGINT NOT NULL,
  redeemed BIGINT NOT NULL,
  expired BIGINT NOT NULL,
  at BIGINT NOT NULL
);
-- Who earned most in a month, the first first.
CREATE TABLE point_earners (
  month BIGINT NOT NULL,
  place BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  points BIGINT NOT NULL,
  PRIMARY KEY (month, place)
);
