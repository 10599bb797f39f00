ALTER TABLE outbox DROP COLUMN unsubscribe;
ALTER TABLE outbox DROP COLUMN thread_id;
ALTER TABLE outbox DROP COLUMN about;
ALTER TABLE outbox DROP COLUMN user_id;
DROP INDEX inbox_to_mail;
DROP TABLE bounces;
DROP TABLE mail_choices;
DROP TABLE mailboxes;
