DROP TABLE inbox_feeds;
