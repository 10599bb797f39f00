//! What must hold of votes.

use super::checks::Rule;

/// What must hold: table, column, what stands there, what should.
pub(super) const RULES: &[Rule] = &[
    // A vote is for the author of what it is on, by somebody else, and one step up or down.
    ("votes", "receiver_id", "x.receiver_id", "(SELECT p.author_id FROM posts p WHERE p.id = x.post_id)"),
    ("votes", "user_id", "x.user_id", "nullif(x.user_id, (SELECT p.author_id FROM posts p WHERE p.id = x.post_id))"),
    ("votes", "idea_id", "x.idea_id", "(SELECT p.topic_id FROM posts p WHERE p.id = x.post_id AND p.kind = 'idea')"),
    ("votes", "value", "x.value", "CASE WHEN x.value IN (-1, 0, 1) THEN x.value END"),
    ("votes", "voided_at", "CASE WHEN x.voided_at IS NULL THEN 0 ELSE x.value END", "CAST(0 AS BIGINT)"),
    (
        "votes",
        "reputation of a voided one",
        "CASE WHEN x.voided_at IS NULL THEN 0 ELSE (SELECT count(*) FROM reputation_events e \
          WHERE e.post_id = x.post_id AND e.user_id = x.receiver_id AND e.cause_id = x.user_id \
          AND e.kind IN ('question_up', 'answer_up', 'article_up', 'idea_up') AND e.number % 2 = 1 \
          AND NOT EXISTS (SELECT 1 FROM reputation_events l WHERE l.post_id = e.post_id AND l.kind = e.kind \
                          AND l.user_id = e.user_id AND l.cause_id = e.cause_id AND l.number = e.number + 1)) END",
        "CAST(0 AS BIGINT)",
    ),
    ("comment_votes", "receiver_id", "x.receiver_id", "(SELECT c.author_id FROM comments c WHERE c.id = x.comment_id)"),
    (
        "comment_votes",
        "user_id",
        "x.user_id",
        "nullif(x.user_id, (SELECT c.author_id FROM comments c WHERE c.id = x.comment_id))",
    ),
];
