-- Settings, jobs, mail, audit: what keeps the site running.
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  dedupe TEXT UNIQUE,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  run_at BIGINT NOT NULL,
  last_error TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (state, run_at, id);
CREATE INDEX jobs_by_state ON jobs (state, id);

CREATE TABLE schedules (
  name TEXT NOT NULL PRIMARY KEY,
  next_run_at BIGINT NOT NULL
);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  dedupe TEXT UNIQUE,
  kind TEXT NOT NULL,
  to_address TEXT NOT NULL,
  to_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  message_id TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT
);
CREATE INDEX outbox_by_state ON outbox (state, id);

-- Who did what to whom and when; rows are never changed. The words (reason, before and after, address)
-- may be personal, so they live beside it, erasable, and the row keeps their digest. board_id: where the content
-- stood at that time, 0 when it is about no board; what a moderator of some boards may look back on.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  actor_id BIGINT,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  board_id BIGINT NOT NULL,
  text_digest TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject_kind, subject_id, id);
CREATE INDEX audit_by_board ON audit (board_id, id);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE TABLE audit_texts (
  audit_id BIGINT NOT NULL PRIMARY KEY REFERENCES audit (id),
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  ip TEXT NOT NULL
);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;

-- What an import has already brought in, so that a second run adds nothing.
CREATE TABLE import_map (
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  foreign_id TEXT NOT NULL,
  local_id BIGINT NOT NULL,
  PRIMARY KEY (source, kind, foreign_id)
);

-- A form that was submitted once: the second submit of the same form is led to the first one's result.
CREATE TABLE submissions (
  user_id BIGINT NOT NULL REFERENCES users (id),
  form_key TEXT NOT NULL,
  location TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, form_key)
);
CREATE INDEX submissions_by_time ON submissions (created_at);

CREATE TABLE images (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  image_key TEXT NOT NULL UNIQUE,
  owner_id BIGINT REFERENCES users (id),
  mime TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  bytes BLOB NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX images_by_owner ON images (owner_id, created_at);
