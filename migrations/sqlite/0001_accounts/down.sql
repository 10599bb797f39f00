DROP TABLE group_members;
DROP TABLE groups;
DROP TABLE attempts;
DROP TABLE tokens;
DROP TABLE sessions;
DROP TABLE users;
