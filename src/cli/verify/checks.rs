//! What is verified, as SQL about one row `x`: what stands there, and what should.

use super::rewards;
use crate::reputation::EARNED;
use crate::topics::counters::{OF_TOPICS, OF_USERS, OTHERS};

/// A table with its checks.
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// The column by which it is read in pages: the first of an index.
    pub(super) key: &'static str,
    /// Names a row.
    pub(super) id: &'static str,
    /// What must hold for each row.
    pub(super) checks: Vec<Check>,
}

/// Two expressions about a row that must be the same.
pub(super) struct Check {
    /// What it is about, mostly a column.
    pub(super) column: &'static str,
    /// What stands there.
    pub(super) stored: String,
    /// What should.
    pub(super) recount: String,
}

/// Each table: name, key, the name of a row.
const TABLES: &[(&str, &str, &str)] = &[
    ("boards", "id", "x.id"),
    ("tags", "id", "x.id"),
    ("users", "id", "x.id"),
    ("topics", "id", "x.id"),
    ("posts", "id", "x.id"),
    ("comments", "id", "x.id"),
    ("ideas", "topic_id", "x.topic_id"),
    ("topic_tags", "topic_id", "CAST(x.topic_id AS TEXT) || '/' || CAST(x.tag_id AS TEXT)"),
    ("tag_synonyms", "tag_id", "x.slug"),
    ("solved_topics", "topic_id", "x.topic_id"),
    ("votes", "post_id", "CAST(x.post_id AS TEXT) || '/' || CAST(x.user_id AS TEXT)"),
    ("merges", "id", "x.id"),
    ("merged_votes", "post_id", "CAST(x.post_id AS TEXT) || '/' || CAST(x.user_id AS TEXT)"),
    ("follows", "user_id", "CAST(x.user_id AS TEXT) || '/' || x.subject || '/' || CAST(x.subject_id AS TEXT)"),
    ("idea_extensions", "comment_id", "x.comment_id"),
    ("inbox", "id", "x.id"),
    ("inbox_topics", "topic_id", "CAST(x.topic_id AS TEXT) || '/' || CAST(x.user_id AS TEXT)"),
    ("idea_counts", "board_id", "CAST(x.board_id AS TEXT) || '/' || CAST(x.status_id AS TEXT)"),
    ("badge_counts", "holders", "x.badge"),
    ("badge_awards", "user_id", "CAST(x.user_id AS TEXT) || '/' || x.badge"),
    ("leaders", "user_id", "CAST(x.user_id AS TEXT) || '/' || x.period || '/' || CAST(x.starts AS TEXT)"),
    ("awards", "id", "x.id"),
    ("suggestions", "id", "x.id"),
    ("closing_calls", "topic_id", "x.topic_id"),
    ("rewards", "id", "x.id"),
    ("redemptions", "id", "x.id"),
    ("reward_codes", "id", "x.id"),
    ("redemption_batches", "id", "x.id"),
    ("comment_votes", "comment_id", "CAST(x.comment_id AS TEXT) || '/' || CAST(x.user_id AS TEXT)"),
];

/// What must hold besides the counters: table, column, what stands there, what should.
pub(super) type Rule = (&'static str, &'static str, &'static str, &'static str);

/// Those of content and people.
const RULES: &[Rule] = &[
    // What was earned is what the events sum up to.
    ("users", "reputation", "x.reputation", EARNED),
    // A member's pending points are those of their pending awards; what can be spent stands in lots, unless it is owed.
    (
        "users",
        "pending points",
        "coalesce((SELECT a.balance FROM ledger_accounts a WHERE a.kind = 'pending' AND a.owner = x.id), 0)",
        "(SELECT CAST(coalesce(sum(w.kept), 0) AS BIGINT) FROM awards w WHERE w.user_id = x.id AND w.state = 'pending')",
    ),
    (
        "users",
        "available points",
        "coalesce((SELECT CASE WHEN a.balance > 0 THEN a.balance ELSE 0 END FROM ledger_accounts a \
          WHERE a.kind = 'available' AND a.owner = x.id), 0)",
        "(SELECT CAST(coalesce(sum(l.remains), 0) AS BIGINT) FROM point_lots l \
          WHERE l.user_id = x.id AND l.remains > 0)",
    ),
    // A pending award has a cause that stands, as far as the job that follows the events has come.
    (
        "awards",
        "state",
        "x.state",
        "CASE WHEN x.state = 'pending' AND EXISTS (SELECT 1 FROM reputation_events e WHERE e.post_id = x.post_id \
          AND e.kind = CASE x.kind WHEN 'accepted_first' THEN 'accepted' ELSE x.kind END AND e.user_id = x.user_id \
          AND e.cause_id = x.giver_id AND e.number % 2 = 0 \
          AND e.id <= (SELECT coalesce(max(w.position), 0) FROM walks w WHERE w.name = 'points.earn') \
          AND NOT EXISTS (SELECT 1 FROM reputation_events l WHERE l.post_id = e.post_id AND l.kind = e.kind \
          AND l.user_id = e.user_id AND l.cause_id = e.cause_id AND l.number = e.number + 1)) \
          THEN 'reversed' ELSE x.state END",
    ),
    // What is visible can be found, and nothing else.
    (
        "posts",
        "search_docs",
        "(SELECT count(*) FROM search_docs d WHERE d.id = x.id)",
        "CAST(CASE WHEN x.state = 'visible' THEN 1 ELSE 0 END AS BIGINT)",
    ),
    (
        "topics",
        "search_titles",
        "(SELECT count(*) FROM search_titles w WHERE w.topic_id = x.id)",
        "(SELECT count(*) FROM posts p WHERE p.topic_id = x.id AND p.kind = x.kind AND p.state = 'visible')",
    ),
    (
        "comments",
        "search_docs",
        // The number of a comment's document: src/search/document.rs.
        "(SELECT count(*) FROM search_docs d WHERE d.id = x.id - 1099511627776)",
        "(SELECT count(*) FROM posts p WHERE p.id = x.post_id AND p.state = 'visible' AND x.state = 'visible')",
    ),
    // What is counted, with what waits to be.
    (
        "boards",
        "topics_count",
        "x.topics_count + (SELECT CAST(coalesce(sum(n.change), 0) AS BIGINT) FROM board_changes n WHERE n.board_id = x.id)",
        "(SELECT count(*) FROM topics t WHERE t.board_id = x.id AND t.state = 'visible')",
    ),
    (
        "tags",
        "topics_count",
        "x.topics_count + (SELECT CAST(coalesce(sum(n.change), 0) AS BIGINT) FROM tag_changes n WHERE n.tag_id = x.id)",
        "(SELECT count(*) FROM topic_tags g WHERE g.tag_id = x.id AND g.audience = 0 AND g.state = 'visible')",
    ),
    (
        "boards",
        "ideas by status",
        "(SELECT CAST(coalesce(sum(n.ideas_count), 0) AS BIGINT) FROM idea_counts n WHERE n.board_id = x.id) \
         + (SELECT CAST(coalesce(sum(n.change), 0) AS BIGINT) FROM idea_changes n WHERE n.board_id = x.id)",
        "(SELECT count(*) FROM ideas i WHERE i.board_id = x.id AND i.state = 'visible')",
    ),
    (
        "idea_counts",
        "ideas_count",
        "x.ideas_count + (SELECT CAST(coalesce(sum(n.change), 0) AS BIGINT) FROM idea_changes n \
           WHERE n.board_id = x.board_id AND n.status_id = x.status_id)",
        "(SELECT count(*) FROM ideas i WHERE i.board_id = x.board_id AND i.state = 'visible' AND i.status_id = x.status_id)",
    ),
    // An idea that is decided takes no votes, and says the last word of staff.
    (
        "ideas",
        "closed",
        "x.status_kind IN ('done', 'refused') OR x.state = 'merged'",
        "(SELECT t.closed_at IS NOT NULL OR t.state = 'merged' FROM topics t WHERE t.id = x.topic_id)",
    ),
    ("ideas", "update_id", "x.update_id", "(SELECT max(u.id) FROM idea_updates u WHERE u.topic_id = x.topic_id)"),
    ("ideas", "post_id", "x.post_id", "(SELECT p.id FROM posts p WHERE p.topic_id = x.topic_id AND p.kind = 'idea')"),
    // A topic has one text of its kind, by its author and in its state; who may read it is its board's matter.
    (
        "topics",
        "own posts",
        "(SELECT count(*) FROM posts p WHERE p.topic_id = x.id AND p.kind = x.kind)",
        "CAST(1 AS BIGINT)",
    ),
    // What stands merged is merged wherever it would be visible.
    (
        "topics",
        "state",
        "x.state",
        "(SELECT CASE WHEN max(p.state) = 'visible' \
          AND EXISTS (SELECT 1 FROM merges m WHERE m.from_id = x.id AND m.undone_at IS NULL) \
          THEN 'merged' ELSE max(p.state) END FROM posts p WHERE p.topic_id = x.id AND p.kind = x.kind)",
    ),
    (
        "ideas",
        "merged",
        "(SELECT count(*) FROM statuses s WHERE s.id = x.status_id AND s.key = 'merged')",
        "(SELECT count(*) FROM merges m WHERE m.from_id = x.topic_id AND m.undone_at IS NULL)",
    ),
    // A merge that stands has its copies, one that was taken back has none.
    (
        "merges",
        "votes_count",
        "CASE WHEN x.undone_at IS NULL THEN x.votes_count ELSE 0 END",
        "(SELECT count(*) FROM merged_votes v WHERE v.merge_id = x.id)",
    ),
    (
        "merged_votes",
        "merge_id",
        "x.merge_id",
        "(SELECT m.id FROM merges m JOIN ideas i ON i.topic_id = m.into_id WHERE m.id = x.merge_id \
          AND m.undone_at IS NULL AND i.post_id = x.post_id)",
    ),
    ("merged_votes", "idea_id", "x.idea_id", "(SELECT m.into_id FROM merges m WHERE m.id = x.merge_id)"),
    ("merged_votes", "value", "x.value", "CASE WHEN x.value IN (-1, 1) THEN x.value END"),
    (
        "merged_votes",
        "user_id",
        "x.user_id",
        "nullif(x.user_id, (SELECT p.author_id FROM posts p WHERE p.id = x.post_id))",
    ),
    (
        "follows",
        "merge_id",
        "x.merge_id",
        "(SELECT m.id FROM merges m WHERE m.id = x.merge_id AND m.undone_at IS NULL AND x.subject = 'topic' \
          AND m.into_id = x.subject_id)",
    ),
    (
        "idea_extensions",
        "topic_id",
        "x.topic_id",
        "(SELECT c.topic_id FROM comments c JOIN ideas i ON i.topic_id = c.topic_id WHERE c.id = x.comment_id)",
    ),
    (
        "topics",
        "author_id",
        "x.author_id",
        "(SELECT max(p.author_id) FROM posts p WHERE p.topic_id = x.id AND p.kind = x.kind)",
    ),
    (
        "topics",
        "audience",
        "x.audience",
        "(SELECT CASE WHEN b.restricted THEN b.id ELSE 0 END FROM boards b WHERE b.id = x.board_id)",
    ),
    // As many tags in its row as rows of tags, and each of these is named in it.
    (
        "topics",
        "tags",
        "length(x.tags) - length(replace(x.tags, ' ', '')) + CASE WHEN x.tags = '' THEN 0 ELSE 1 END",
        "(SELECT count(*) FROM topic_tags tt WHERE tt.topic_id = x.id)",
    ),
    (
        "topics",
        "tags not in its row",
        "CAST(0 AS BIGINT)",
        "(SELECT count(*) FROM topic_tags tt JOIN tags g ON g.id = tt.tag_id WHERE tt.topic_id = x.id \
          AND replace(' ' || x.tags || ' ', ' ' || g.slug || ' ', '') = ' ' || x.tags || ' ')",
    ),
    // A synonym has a row among the tags, and stands for what is no synonym itself.
    ("tag_synonyms", "slug", "x.slug", "(SELECT t.slug FROM tags t WHERE t.slug = x.slug)"),
    (
        "tag_synonyms",
        "tag_id",
        "x.tag_id",
        "(SELECT t.id FROM tags t WHERE t.id = x.tag_id \
          AND NOT EXISTS (SELECT 1 FROM tag_synonyms s WHERE s.slug = t.slug))",
    ),
    // Whether answers solved it: replies of the present round; stale is what is accepted and in doubt.
    (
        "solved_topics",
        "yes",
        "x.yes",
        "(SELECT count(*) FROM solved_replies r WHERE r.topic_id = x.topic_id AND r.round = x.round AND r.solved)",
    ),
    (
        "solved_topics",
        "no",
        "x.no",
        "(SELECT count(*) FROM solved_replies r WHERE r.topic_id = x.topic_id AND r.round = x.round AND NOT r.solved)",
    ),
    ("solved_topics", "audience", "x.audience", "(SELECT t.audience FROM topics t WHERE t.id = x.topic_id)"),
    ("solved_topics", "state", "x.state", "(SELECT t.state FROM topics t WHERE t.id = x.topic_id)"),
    (
        "solved_topics",
        "stale_at",
        "x.stale_at",
        "(SELECT x.stale_at FROM topics t WHERE t.id = x.topic_id AND t.accepted_count > 0 \
          AND 3 <= (SELECT count(*) FROM solved_replies r WHERE r.topic_id = x.topic_id AND r.round = x.round \
                    AND NOT r.solved AND r.user_id IS NOT NULL))",
    ),
    // Accepted is an answer, and it is known since when.
    ("posts", "accepted", "x.accepted", "x.accepted AND x.kind = 'answer'"),
    ("posts", "accepted_at", "x.accepted_at IS NOT NULL", "x.accepted"),
    // The versions of a post are 1, 2, 3 and so on.
    (
        "posts",
        "last revision",
        "(SELECT max(r.number) FROM revisions r WHERE r.post_id = x.id)",
        "(SELECT nullif(count(*), 0) FROM revisions r WHERE r.post_id = x.id)",
    ),
    (
        "posts",
        "first revision",
        "(SELECT min(r.number) FROM revisions r WHERE r.post_id = x.id)",
        "(SELECT min(1) FROM revisions r WHERE r.post_id = x.id)",
    ),
    // What was approved is a version of its post, and nothing else that was suggested is.
    ("suggestions", "topic_id", "x.topic_id", "(SELECT p.topic_id FROM posts p WHERE p.id = x.post_id)"),
    ("suggestions", "audience", "x.audience", "(SELECT t.audience FROM topics t WHERE t.id = x.topic_id)"),
    (
        "suggestions",
        "versions",
        "(SELECT count(*) FROM revisions r WHERE r.suggestion_id = x.id AND r.post_id = x.post_id)",
        "CAST(CASE WHEN x.state IN ('approved', 'improved') THEN 1 ELSE 0 END AS BIGINT)",
    ),
    // One gives reputation that was approved, once; where everybody read it then, which is not kept.
    (
        "suggestions",
        "reputation_events",
        "(SELECT count(*) FROM reputation_events e WHERE e.post_id = x.post_id AND e.kind = 'suggestion' \
         AND e.cause_id = x.id)",
        "(SELECT count(*) FROM reputation_events e WHERE e.post_id = x.post_id AND e.kind = 'suggestion' \
         AND e.user_id = x.author_id AND e.cause_id = x.id AND e.number = 1 AND x.state IN ('approved', 'improved'))",
    ),
    (
        "closing_calls",
        "votes",
        "x.votes",
        "(SELECT count(*) FROM closing_votes v WHERE v.topic_id = x.topic_id AND v.wish = x.wish)",
    ),
    ("closing_calls", "audience", "x.audience", "(SELECT t.audience FROM topics t WHERE t.id = x.topic_id)"),
    // A question is closed by call when it is open, and the other way round.
    (
        "closing_calls",
        "wish",
        "x.wish",
        "(SELECT CASE WHEN t.closed_at IS NULL THEN 'close' ELSE 'reopen' END FROM topics t WHERE t.id = x.topic_id)",
    ),
    ("comments", "topic_id", "x.topic_id", "(SELECT p.topic_id FROM posts p WHERE p.id = x.post_id)"),
    // An entry is about its event's topic, which stands in the inbox, unread as long as one of its entries is.
    ("inbox", "topic_id", "x.topic_id", "(SELECT e.topic_id FROM events e WHERE e.id = x.event_id)"),
    (
        "inbox",
        "topics",
        "CAST(1 AS BIGINT)",
        "(SELECT count(*) FROM inbox_topics g WHERE g.user_id = x.user_id AND g.topic_id = x.topic_id)",
    ),
    (
        "inbox_topics",
        "unread",
        "x.unread",
        "EXISTS (SELECT 1 FROM inbox i WHERE i.user_id = x.user_id AND i.topic_id = x.topic_id AND i.read_at IS NULL)",
    ),
    (
        "inbox_topics",
        "last_at",
        "x.last_at >= (SELECT max(i.at) FROM inbox i WHERE i.user_id = x.user_id AND i.topic_id = x.topic_id)",
        "EXISTS (SELECT 1 FROM inbox i WHERE i.user_id = x.user_id AND i.topic_id = x.topic_id)",
    ),
    // Badges are counted as they are given; who is a super-user says the same twice; employees stand apart.
    ("badge_counts", "holders", "x.holders", "(SELECT count(*) FROM badge_awards a WHERE a.badge = x.badge)"),
    ("badge_awards", "badge", "(SELECT count(*) FROM badge_counts n WHERE n.badge = x.badge)", "CAST(1 AS BIGINT)"),
    (
        "badge_awards",
        "post_id",
        "x.topic_id",
        "coalesce((SELECT p.topic_id FROM posts p WHERE p.id = x.post_id), x.topic_id)",
    ),
    (
        "users",
        "is_super",
        "x.is_super",
        "EXISTS (SELECT 1 FROM super_users s WHERE s.user_id = x.id AND s.state IN ('earned', 'granted'))",
    ),
    ("leaders", "is_staff", "x.is_staff", "(SELECT u.is_staff FROM users u WHERE u.id = x.user_id)"),
    // A vote is for the author of what it is on, by somebody else, and one step up or down.
    ("votes", "receiver_id", "x.receiver_id", "(SELECT p.author_id FROM posts p WHERE p.id = x.post_id)"),
    ("votes", "user_id", "x.user_id", "nullif(x.user_id, (SELECT p.author_id FROM posts p WHERE p.id = x.post_id))"),
    ("votes", "idea_id", "x.idea_id", "(SELECT p.topic_id FROM posts p WHERE p.id = x.post_id AND p.kind = 'idea')"),
    ("votes", "value", "x.value", "CASE WHEN x.value IN (-1, 0, 1) THEN x.value END"),
    ("comment_votes", "receiver_id", "x.receiver_id", "(SELECT c.author_id FROM comments c WHERE c.id = x.comment_id)"),
    (
        "comment_votes",
        "user_id",
        "x.user_id",
        "nullif(x.user_id, (SELECT c.author_id FROM comments c WHERE c.id = x.comment_id))",
    ),
];

/// Every table with everything that is checked about it.
pub(super) fn tables() -> Vec<Table> {
    let counters = OF_TOPICS.iter().chain(&OF_USERS).chain(OTHERS);
    TABLES
        .iter()
        .map(|&(name, key, id)| {
            let counted = counters.clone().filter(|counter| counter.table == name).map(|counter| Check {
                column: counter.column,
                stored: format!("x.{}", counter.column),
                recount: counter.recount.to_owned(),
            });
            let ruled = RULES.iter().chain(rewards::RULES).filter(|rule| rule.0 == name).map(
                |&(_, column, stored, recount)| Check {
                    column,
                    stored: stored.to_owned(),
                    recount: recount.to_owned(),
                },
            );
            Table { name, key, id, checks: counted.chain(ruled).collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_counter_and_no_rule_is_about_a_table_that_is_not_read() {
        let checks: usize = tables().iter().map(|table| table.checks.len()).sum();
        assert_eq!(checks, OF_TOPICS.len() + OF_USERS.len() + OTHERS.len() + RULES.len() + rewards::RULES.len());
    }
}
