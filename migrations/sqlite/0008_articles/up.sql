-- Lists of the site and of a member are of one kind. A board holds one kind only; a tag lists all together, but for
-- what is unanswered.
DROP INDEX topics_active;
DROP INDEX topics_newest;
DROP INDEX topics_unanswered;
DROP INDEX topics_top;
DROP INDEX topics_author;
CREATE INDEX topics_active ON topics (kind, audience, state, active_at, id);
CREATE INDEX topics_newest ON topics (kind, audience, state, created_at, id);
CREATE INDEX topics_unanswered ON topics (kind, audience, state, answers_count, created_at, id)
  WHERE closed_at IS NULL;
CREATE INDEX topics_top ON topics (kind, audience, state, score, id);
CREATE INDEX topics_author ON topics (author_id, kind, state, audience, created_at, id);
-- The questions that most people came for.
CREATE INDEX topics_faq ON topics (audience, views, id)
  WHERE kind = 'question' AND state = 'visible' AND accepted_count > 0;
CREATE INDEX topics_faq_lang ON topics (audience, lang, views, id)
  WHERE kind = 'question' AND state = 'visible' AND accepted_count > 0;
CREATE UNIQUE INDEX posts_article ON posts (topic_id) WHERE kind = 'article';

-- What a topic is never changes, so nothing has to follow.
ALTER TABLE topic_tags ADD COLUMN kind TEXT NOT NULL DEFAULT 'question';
DROP INDEX topic_tags_unanswered;
CREATE INDEX topic_tags_unanswered ON topic_tags (tag_id, audience, state, answers_count, created_at, topic_id)
  WHERE closed_at IS NULL AND kind = 'question';

CREATE TABLE series (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- audience, state: the topic's, repeated by a trigger, so that what is due is read along an index.
-- told_at: when the owner was told that it is due; none since it was last looked through.
CREATE TABLE articles (
  topic_id BIGINT NOT NULL PRIMARY KEY REFERENCES topics (id),
  audience BIGINT NOT NULL,
  state TEXT NOT NULL,
  owner_id BIGINT NOT NULL REFERENCES users (id),
  review_at BIGINT NOT NULL,
  told_at BIGINT,
  series_id BIGINT REFERENCES series (id),
  series_position BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX articles_due ON articles (audience, state, review_at, topic_id);
CREATE INDEX articles_untold ON articles (review_at, topic_id) WHERE told_at IS NULL;
CREATE INDEX articles_series ON articles (series_id, series_position, topic_id);
CREATE INDEX articles_owner ON articles (owner_id);

-- Whose words an article was made of: a question and one of its answers.
CREATE TABLE article_sources (
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  post_id BIGINT NOT NULL REFERENCES posts (id),
  question_id BIGINT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (topic_id, post_id)
);
CREATE INDEX article_sources_by_question ON article_sources (question_id, topic_id);

CREATE TRIGGER articles_follow AFTER UPDATE OF audience, state ON topics WHEN NEW.kind = 'article'
BEGIN
  UPDATE articles SET audience = NEW.audience, state = NEW.state WHERE topic_id = NEW.id;
END;
