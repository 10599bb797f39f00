-- Everyone who has an account, and what proves who they are.
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  handle TEXT NOT NULL,
  handle_key TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  email TEXT,
  email_key TEXT UNIQUE,
  email_verified_at BIGINT,
  password_hash TEXT,
  is_moderator BOOLEAN NOT NULL DEFAULT 0,
  is_staff BOOLEAN NOT NULL DEFAULT 0,
  is_admin BOOLEAN NOT NULL DEFAULT 0,
  real_name TEXT NOT NULL DEFAULT '',
  job_title TEXT NOT NULL DEFAULT '',
  photo TEXT NOT NULL DEFAULT '',
  bio TEXT NOT NULL DEFAULT '',
  bio_html TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  suspended_until BIGINT,
  suspended_reason TEXT NOT NULL DEFAULT '',
  questions_count BIGINT NOT NULL DEFAULT 0,
  answers_count BIGINT NOT NULL DEFAULT 0,
  accepted_count BIGINT NOT NULL DEFAULT 0,
  imported BOOLEAN NOT NULL DEFAULT 0
);
CREATE INDEX users_by_created ON users (created_at, id);
CREATE INDEX users_with_role ON users (id) WHERE is_moderator OR is_staff OR is_admin;

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  user_id BIGINT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  reauth_at BIGINT NOT NULL,
  ip TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, seen_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- One-time links: e-mail verification, reset, change of address, the first admin.
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  purpose TEXT NOT NULL,
  user_id BIGINT REFERENCES users (id),
  hash TEXT NOT NULL UNIQUE,
  email TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX tokens_by_user ON tokens (user_id, purpose);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- Counted attempts behind the limits that nodes share (sign-in, reset, sign-up, mail).
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX attempts_by_subject ON attempts (kind, subject, at);
CREATE INDEX attempts_by_time ON attempts (at);

CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  builtin TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE TABLE group_members (
  group_id BIGINT NOT NULL REFERENCES groups (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_by_user ON group_members (user_id);
-- Everyone with the role belongs to a built-in group without a row in group_members.
INSERT INTO groups (slug, name, description, builtin, created_at) VALUES
  ('staff', 'Staff', '', 'staff', 0),
  ('moderators', 'Moderators', '', 'moderator', 0);
