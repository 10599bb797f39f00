DROP TABLE metoos;
DROP TABLE comment_votes;
DROP TABLE votes;
