//! `talka verify` about ideas: what is said twice of them, of their merges and of their statuses.

use super::filled;
use super::verify::rolled_back;

/// An idea that waits, one that became part of another, and a merge that stands.
const OPEN: &str = "(SELECT min(topic_id) FROM ideas WHERE state = 'visible' AND status_kind = 'open')";
const ANSWERED: &str = "(SELECT min(topic_id) FROM ideas WHERE state = 'visible' AND update_id IS NOT NULL)";
const MERGED: &str = "(SELECT min(from_id) FROM merges WHERE undone_at IS NULL)";
const STANDING: &str = "(SELECT min(id) FROM merges WHERE undone_at IS NULL)";
/// One row of a table without a number of its own.
const COPY: &str = "(post_id, user_id) = (SELECT post_id, user_id FROM merged_votes ORDER BY post_id, user_id LIMIT 1)";
const VOTE: &str = "(post_id, user_id) = (SELECT post_id, user_id FROM votes WHERE idea_id IS NOT NULL \
                    ORDER BY post_id, user_id LIMIT 1)";
const FOLLOW: &str = "(user_id, subject, subject_id) = (SELECT user_id, subject, subject_id FROM follows \
                      WHERE merge_id IS NULL ORDER BY user_id, subject, subject_id LIMIT 1)";

#[test]
fn each_damage_of_an_idea_is_found_and_named() {
    let (_database, db) = filled();
    // What is done, and what is found: the table and the column.
    let damages = [
        (format!("UPDATE ideas SET board_id = 1 WHERE topic_id = {OPEN}"), "ideas board_id"),
        (format!("UPDATE ideas SET state = 'hidden' WHERE topic_id = {OPEN}"), "ideas state"),
        (format!("UPDATE ideas SET score = score + 1 WHERE topic_id = {OPEN}"), "ideas score"),
        (format!("UPDATE ideas SET created_at = created_at + 1 WHERE topic_id = {OPEN}"), "ideas created_at"),
        (format!("UPDATE ideas SET status_kind = 'accepted' WHERE topic_id = {OPEN}"), "ideas status_kind"),
        (format!("UPDATE ideas SET updates_count = updates_count + 1 WHERE topic_id = {OPEN}"), "ideas updates_count"),
        (format!("UPDATE ideas SET update_id = NULL WHERE topic_id = {ANSWERED}"), "ideas update_id"),
        (format!("UPDATE ideas SET post_id = 1 WHERE topic_id = {OPEN}"), "ideas post_id"),
        // More than rounding can do.
        (format!("UPDATE ideas SET heat = heat + 1000000 WHERE topic_id = {OPEN}"), "ideas heat"),
        (format!("UPDATE ideas SET split = split + 1 WHERE topic_id = {OPEN}"), "ideas split"),
        (format!("UPDATE topics SET closed_at = 5 WHERE id = {OPEN}"), "ideas closed"),
        (
            format!(
                "UPDATE ideas SET status_id = (SELECT id FROM statuses WHERE key = 'merged') WHERE topic_id = {OPEN}"
            ),
            "ideas merged",
        ),
        (
            format!(
                "UPDATE ideas SET status_id = (SELECT id FROM statuses WHERE key = 'new') WHERE topic_id = {MERGED}"
            ),
            "ideas merged",
        ),
        (format!("UPDATE topics SET state = 'visible' WHERE id = {MERGED}"), "topics state"),
        (
            "INSERT INTO idea_changes (board_id, status_id, change) VALUES (1, 1, 1)".to_owned(),
            "boards ideas by status",
        ),
        (
            "INSERT INTO idea_counts (board_id, status_id, ideas_count) VALUES (1, 1, 5)".to_owned(),
            "idea_counts ideas_count",
        ),
        (format!("UPDATE merges SET votes_count = votes_count + 1 WHERE id = {STANDING}"), "merges votes_count"),
        (format!("UPDATE merges SET undone_at = 5 WHERE id = {STANDING}"), "merged_votes merge_id"),
        (format!("DELETE FROM merged_votes WHERE {COPY}"), "merges votes_count"),
        (format!("UPDATE merged_votes SET idea_id = idea_id + 1 WHERE {COPY}"), "merged_votes idea_id"),
        (format!("UPDATE merged_votes SET value = 0 WHERE {COPY}"), "merged_votes value"),
        (
            format!(
                "UPDATE merged_votes SET user_id = (SELECT author_id FROM posts p WHERE p.id = post_id) WHERE {COPY}"
            ),
            "merged_votes user_id",
        ),
        (format!("UPDATE follows SET merge_id = {STANDING} WHERE {FOLLOW}"), "follows merge_id"),
        (
            "UPDATE idea_extensions SET topic_id = topic_id + 1 WHERE comment_id = (SELECT min(comment_id) FROM idea_extensions)"
                .to_owned(),
            "idea_extensions topic_id",
        ),
        (format!("UPDATE votes SET idea_id = NULL WHERE {VOTE}"), "votes idea_id"),
        (format!("UPDATE votes SET idea_id = idea_id + 1 WHERE {VOTE}"), "votes idea_id"),
    ];
    for (damage, expected) in damages {
        let found = rolled_back(&db, &damage);
        let (table, column) = expected.split_once(' ').unwrap();
        let named = |difference: &String| {
            difference.strip_prefix(table).is_some_and(|rest| rest.starts_with(' '))
                && difference.strip_suffix(column).is_some_and(|rest| rest.ends_with(' '))
        };
        assert!(found.iter().any(named), "{damage}: {found:?}");
    }
}
