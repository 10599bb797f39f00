-- How an account takes mail: its language and time zone ('' is the site's), when it was last here, since when and
-- why the site sends it nothing but mails of the account itself, and when a link in a mail was last opened that proves
-- that mail arrives. Digests: up to which entry of the inbox the daily and the weekly
-- events have been told, and when the next is due; NULL while the account has not been here for long, 0 when the
-- moment is still to be found. A row is made at the first sign-in or choice.
CREATE TABLE mailboxes (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  lang TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL DEFAULT '',
  seen_at BIGINT NOT NULL DEFAULT 0,
  off_at BIGINT,
  off_why TEXT NOT NULL DEFAULT '',
  proved_at BIGINT NOT NULL DEFAULT 0,
  daily_upto BIGINT NOT NULL DEFAULT 0,
  weekly_upto BIGINT NOT NULL DEFAULT 0,
  next_digest_at BIGINT DEFAULT 0
);
CREATE INDEX mailboxes_by_digest ON mailboxes (next_digest_at, user_id) WHERE next_digest_at IS NOT NULL;
CREATE INDEX mailboxes_by_off ON mailboxes (off_why, off_at, user_id) WHERE off_at IS NOT NULL;
INSERT INTO mailboxes (user_id, seen_at)
  SELECT s.user_id, max(s.seen_at) FROM sessions s GROUP BY s.user_id;

-- What is unread, as digests gather it.
CREATE INDEX inbox_to_mail ON inbox (user_id, id) WHERE read_at IS NULL;

-- When somebody wants to hear of a kind of event; a row only where that is not the default.
CREATE TABLE mail_choices (
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  about TEXT NOT NULL,
  timing TEXT NOT NULL,
  PRIMARY KEY (user_id, about)
);

-- What the mail relay reported of an address; the digest of a report, so that one told twice counts once.
CREATE TABLE bounces (
  digest TEXT PRIMARY KEY NOT NULL,
  email_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX bounces_by_address ON bounces (email_key, at);
CREATE INDEX bounces_by_time ON bounces (at);

-- A mail that tells of something: whom, of what, in which thread, and how it is stopped. Empty for account mails.
ALTER TABLE outbox ADD COLUMN user_id BIGINT;
ALTER TABLE outbox ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN thread_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';
