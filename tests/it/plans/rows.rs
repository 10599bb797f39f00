//! Tables with a given number of rows each, as crowded as they can get: half of everything hangs on the first member,
//! the first board, the first tag and the first question. And what a list leaves out stands where it begins: the
//! newest quarter of that half is on a restricted board, the newest questions without an answer are closed.

use diesel::RunQueryDsl;
use talka::db::Conn;
use talka::error::Result;

use crate::support::{Engine, NOON, TestApp};

/// One statement a table. The key of a handle is what it looks like: o for 0, l for 1. `n` counts from 1 to `:size`; `one(n)` is 1 for the first half and `n` for the others;
/// `secret(n)` says whether question `n` is on the restricted board.
const STATEMENTS: &[&str] = &[
    "INSERT INTO users (handle, handle_key, display_name, email, email_key, email_verified_at, is_staff, created_at) \
     SELECT 'kat' || n, replace(replace('kat' || n, '0', 'o'), '1', 'l'), 'Kat ' || n, 'm' || n || '@x.org', 'm' || n || '@x.org', 1, n % 5000 = 7, n FROM c",
    "INSERT INTO groups (slug, name, created_at) SELECT 'g' || n, 'Group ' || n, 1 FROM c WHERE n <= 5",
    "INSERT INTO group_members (group_id, user_id, added_at) SELECT g.id, n, n FROM c JOIN groups g ON g.slug = 'g1'",
    "INSERT INTO boards (slug, name, kind, restricted, created_at) \
     SELECT 'b' || n, 'Board ' || n, CASE WHEN n = 20 THEN 'articles' WHEN n > 20 THEN 'ideas' ELSE 'questions' END, \
     n IN (2, 22), 1 FROM c WHERE n <= 22",
    "INSERT INTO tags (slug, created_at) SELECT 't' || n, n FROM c",
    "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, closed_at, \
     answers_count, metoo_count, score, accepted_count, created_at, updated_at, active_at, related_at) \
     SELECT 'question', CASE WHEN secret(n) THEN 2 WHEN n <= :size / 2 THEN 1 ELSE n % 16 + 3 END, one(n), \
     'Title', 'x', 'en', 't1', 'Text', \
     CASE WHEN n % 10 = 3 THEN 'hidden' WHEN n % 10 = 4 THEN 'deleted' ELSE 'visible' END, \
     CASE WHEN secret(n) THEN 2 ELSE 0 END, CASE WHEN n % 10 = 5 OR n > :size * 9 / 10 THEN n END, \
     CASE WHEN n = 1 THEN :size WHEN n = 11 THEN 10 ELSE n % 2 END, 1, n % 7, \
     CASE WHEN n % 4 = 2 OR n = 1 THEN 1 ELSE 0 END, n, n, n, CASE WHEN n > 9 THEN n END FROM c",
    "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, revisions_count, comments_count, \
     created_at) \
     SELECT n, t.audience, 'question', t.author_id, 'Text', '<p>Text</p>', t.state, 1, 1, n \
     FROM c JOIN topics t ON t.id = n",
    "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, score, accepted, accepted_at, \
     revisions_count, comments_count, created_at) \
     SELECT t.id, t.audience, 'answer', CASE WHEN n <= :size / 4 OR t.audience = 2 THEN 1 ELSE n END, \
     'Text', '<p>Text</p>', CASE WHEN n % 10 = 3 THEN 'hidden' ELSE 'visible' END, n % 7 - 1, n % 4 = 2, \
     CASE WHEN n % 4 = 2 THEN n + 10 * t.audience * :size END, 1, 9, n \
     FROM c JOIN topics t ON t.id = CASE WHEN n % 2 = 0 THEN n WHEN n <= 21 THEN 11 ELSE 1 END",
    "INSERT INTO revisions (post_id, number, author_id, source, reason, created_at) \
     SELECT one(n), CASE WHEN one(n) = 1 THEN n ELSE 1 END, one(n), 'Text', '', n FROM c",
    "INSERT INTO comments (topic_id, post_id, author_id, source, html, state, created_at) \
     SELECT one(n), one(n), one(n), 'Text', '<p>Text</p>', \
     CASE WHEN n % 10 = 3 THEN 'deleted' ELSE 'visible' END, n FROM c",
    "INSERT INTO topic_tags (tag_id, topic_id, audience, state, closed_at, active_at, created_at, answers_count, score) \
     SELECT CASE WHEN n % 4 < 2 THEN n ELSE 1 END, t.id, t.audience, t.state, t.closed_at, t.active_at, t.created_at, \
     t.answers_count, t.score FROM c JOIN topics t ON t.id = n",
    "INSERT INTO votes (post_id, user_id, receiver_id, value, day, cast_at) \
     SELECT n, CASE WHEN n % 2 = 0 THEN n ELSE 1 END, one(n), 1, 20000 + n % 1000, n FROM c",
    "INSERT INTO comment_votes (comment_id, user_id, receiver_id, value, day, cast_at) \
     SELECT n, CASE WHEN n % 2 = 0 THEN n ELSE 1 END, one(n), 1, 20000 + n % 1000, n FROM c",
    "INSERT INTO tag_synonyms (slug, tag_id, created_at) SELECT 's' || n, one(n), n FROM c",
    "INSERT INTO related_topics (topic_id, position, other_id) \
     SELECT one(n), CASE WHEN one(n) = 1 THEN n ELSE 1 END, n FROM c",
    "INSERT INTO deflections (day, clicks, asked) SELECT n - 50000, 3, 1 FROM c",
    "INSERT INTO solved_topics (topic_id, audience, state, yes, no, stale_at) \
     SELECT t.id, t.audience, t.state, 1, 9, CASE WHEN n % 3 > 0 THEN n END FROM c JOIN topics t ON t.id = n",
    "INSERT INTO solved_replies (topic_id, browser, user_id, round, solved, at) \
     SELECT one(n), 'b' || n, n, 1, n % 2 = 0, n FROM c",
    "INSERT INTO metoos (topic_id, user_id, created_at) SELECT 1, n, n FROM c",
    "INSERT INTO drafts (user_id, kind, topic_id, title, tags, lang, body, updated_at) \
     SELECT 1, 'answer', n, '', '', '', 'Text', :now FROM c",
    "INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at, reauth_at, ip, agent) \
     SELECT 's' || n, CASE WHEN n % 2 = 0 THEN n ELSE 1 END, :now, :now - n, :now * 2, :now, '', '' FROM c",
    "INSERT INTO tokens (purpose, user_id, hash, created_at, expires_at) \
     SELECT 'verify', one(n), 'h' || n, :now, :now * 2 FROM c",
    "INSERT INTO attempts (kind, subject, at) SELECT 'sign-in', 's' || one(n), :now FROM c",
    "INSERT INTO submissions (user_id, form_key, location, created_at) SELECT one(n), 'f' || n, '/', :now FROM c",
    "INSERT INTO audit (actor_id, action, subject_kind, subject_id, board_id, text_digest, at) \
     SELECT 1, 'topic-close', 'topic', one(n), n % 2, '', n FROM c",
    "INSERT INTO audit_texts (audit_id, reason, detail, ip) SELECT a.id, '', '[]', '' FROM c JOIN audit a ON a.id = n",
    "INSERT INTO jobs (kind, payload, state, run_at, created_at) \
     SELECT 'mail.send', '{}', CASE WHEN n % 2 = 0 THEN 'dead' ELSE 'waiting' END, :now + 60000000, :now FROM c",
    "INSERT INTO outbox (kind, to_address, to_name, subject, body_text, body_html, message_id, state, created_at) \
     SELECT 'x', 'm@x.org', 'M', 'Subject', '', '', '', CASE WHEN n % 2 = 0 THEN 'dead' ELSE 'queued' END, n FROM c",
    "INSERT INTO mailboxes (user_id, seen_at, off_at, off_why, next_digest_at) \
     SELECT n, :now, CASE WHEN n % 2 = 0 THEN n END, CASE WHEN n % 6 = 0 THEN 'bounced' WHEN n % 2 = 0 THEN 'asked' ELSE '' END, \
     CASE WHEN n = 1 THEN :now - 604800000000 ELSE :now * 2 END FROM c",
    "INSERT INTO mail_choices (user_id, about, timing) SELECT n, 'answers', 'daily' FROM c",
    "INSERT INTO bounces (digest, email_key, kind, at) SELECT 'd' || n, 'm' || one(n) || '@x.org', 'soft', n FROM c",
    "INSERT INTO images (image_key, owner_id, mime, width, height, bytes, created_at) \
     SELECT 'k' || n, 1, 'image/png', 1, 1, :nothing, n FROM c",
    // Articles: one for every question, on a board of their own and on the restricted one, all due; the first thousand
    // in twenty series, half of them made of the first question.
    "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, created_at, \
     updated_at, active_at) \
     SELECT 'article', CASE WHEN secret(n) THEN 2 ELSE 20 END, one(n), 'Title', 'x', 'en', '', 'Text', \
     CASE WHEN n % 10 = 3 THEN 'hidden' ELSE 'visible' END, CASE WHEN secret(n) THEN 2 ELSE 0 END, n, n, n FROM c",
    "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, created_at) \
     SELECT t.id, t.audience, 'article', t.author_id, 'Text', '<p>Text</p>', t.state, n \
     FROM c JOIN topics t ON t.id = n + :size",
    "INSERT INTO series (slug, title, description, created_at) SELECT 's' || n, 'Series', '', n FROM c WHERE n <= 20",
    "INSERT INTO articles (topic_id, audience, state, owner_id, review_at, told_at, series_id, series_position) \
     SELECT t.id, t.audience, t.state, one(n), n, CASE WHEN n > 9 THEN n END, CASE WHEN n <= 1000 THEN (n - 1) / 50 + 1 END, n \
     FROM c JOIN topics t ON t.id = n + :size",
    "INSERT INTO article_sources (topic_id, question_id, post_id) SELECT t.id, one(n), n FROM c JOIN topics t ON t.id = n + :size",
    // Ideas: one for every question, on a board of their own and on a restricted one; a quarter each is open, accepted,
    // delivered and refused, twenty lead, half of all that staff said is about the second one, and of all that was said
    // besides, that was merged or that extends an idea, about the first one.
    "INSERT INTO topics (kind, board_id, author_id, title, slug, lang, tags, excerpt, state, audience, closed_at, score, \
     created_at, updated_at, active_at) \
     SELECT 'idea', CASE WHEN secret(n) THEN 22 ELSE 21 END, one(n), 'Title', 'x', 'en', '', 'Text', \
     CASE WHEN n % 10 = 3 THEN 'hidden' WHEN n % 10 = 4 THEN 'merged' ELSE 'visible' END, \
     CASE WHEN secret(n) THEN 22 ELSE 0 END, CASE WHEN n % 4 > 1 THEN n END, n % 7, n, n, n FROM c",
    "INSERT INTO posts (topic_id, audience, kind, author_id, source, html, state, score, comments_count, created_at) \
     SELECT t.id, t.audience, 'idea', t.author_id, 'Text', '<p>Text</p>', \
     CASE WHEN t.state = 'hidden' THEN 'hidden' ELSE 'visible' END, n % 7, 9, n FROM c JOIN topics t ON t.id = n + 2 * :size",
    "INSERT INTO storms (board_id, title, slug, source, html, starts_at, ends_at, author_id, created_at) \
     SELECT CASE WHEN secret(n) THEN 22 ELSE 21 END, 'Theme', 'x', 'Text', '<p>Text</p>', 1, \
     CASE WHEN n > :size * 9 / 10 THEN :now + 1000000 * n ELSE n END, 1, n FROM c",
    "INSERT INTO ideas (topic_id, post_id, board_id, state, status_id, status_kind, heat, score, split, said_at, \
     created_at, update_id, updates_count, due_at, top_at, done_at, quarter, roadmap_rank, storm_id) \
     SELECT t.id, p.id, t.board_id, t.state, \
     CASE WHEN t.state = 'merged' THEN 9 WHEN n % 4 = 0 THEN 1 WHEN n % 4 = 1 THEN 3 WHEN n % 4 = 2 THEN 5 ELSE 8 END, \
     CASE WHEN t.state = 'merged' OR n % 4 = 3 THEN 'refused' WHEN n % 4 = 0 THEN 'open' WHEN n % 4 = 1 THEN 'accepted' \
     ELSE 'done' END, n, t.score, n % 9, n, n, \
     CASE WHEN n % 4 > 0 OR n % 40 = 0 THEN n END, CASE WHEN n % 4 > 0 OR n % 40 = 0 THEN 1 ELSE 0 END, \
     CASE WHEN n % 3 = 0 THEN n END, \
     CASE WHEN n < 50 AND n % 4 < 2 AND t.state = 'visible' THEN n END, CASE WHEN n % 4 = 2 AND t.state <> 'merged' THEN n END, 8100 + n % 8, n % 5, \
     CASE WHEN n % 2 = 0 AND t.board_id = 21 THEN 1 END \
     FROM c JOIN topics t ON t.id = n + 2 * :size JOIN posts p ON p.topic_id = t.id",
    "INSERT INTO idea_updates (topic_id, status_id, author_id, source, html, text_key, created_at) \
     SELECT 2 * :size + CASE WHEN n <= :size / 2 THEN 2 ELSE n END, 5, 7, 'Text', '<p>Text</p>', 'k' || n, n FROM c",
    "INSERT INTO merges (from_id, into_id, by_id, status_before, created_at) \
     SELECT 2 * :size + n, 2 * :size + CASE WHEN n <= :size / 2 THEN 1 ELSE n + 1 END, 1, 1, n FROM c WHERE n % 10 = 4",
    "INSERT INTO comments (topic_id, post_id, author_id, source, html, state, created_at) \
     SELECT i.topic_id, i.post_id, one(n), 'Text', '<p>Text</p>', \
     CASE WHEN n % 10 = 3 THEN 'deleted' ELSE 'visible' END, n FROM c JOIN ideas i ON i.topic_id = one(n) + 2 * :size",
    // Ten came with each merge; the first member has many of them, all newer than their own.
    "INSERT INTO merged_votes (post_id, user_id, merge_id, value, cast_at, idea_id) \
     SELECT i.post_id, CASE WHEN n > :size / 2 AND n % 50 = 4 THEN 1 ELSE n END, m.id, 1, n + 1, i.topic_id \
     FROM c JOIN merges m ON m.from_id = n - n % 10 + 4 + 2 * :size JOIN ideas i ON i.topic_id = m.into_id",
    "INSERT INTO idea_extensions (comment_id, topic_id, by_id, created_at) SELECT n + :size, 2 * :size + one(n), 1, n FROM c",
    "INSERT INTO votes (post_id, user_id, receiver_id, value, day, cast_at, idea_id) \
     SELECT i.post_id, CASE WHEN n % 2 = 0 THEN n ELSE 1 END, one(n), CASE WHEN n % 5 = 0 THEN -1 ELSE 1 END, \
     20000 + n % 1000, n, i.topic_id FROM c JOIN ideas i ON i.topic_id = n + 2 * :size",
    "INSERT INTO follows (user_id, subject, subject_id, level, why, created_at) \
     SELECT one(n), CASE n % 5 WHEN 0 THEN 'topic' WHEN 1 THEN 'board' WHEN 2 THEN 'tag' WHEN 3 THEN 'member' ELSE 'search' END, \
     n, 'all', 'chosen', n FROM c",
    "INSERT INTO blocks (user_id, blocked_id, created_at) SELECT one(n), n + 1, n FROM c WHERE n < :size",
    "INSERT INTO saved_searches (user_id, name, query, created_at) SELECT one(n), 'Name', 'words', n FROM c",
    "INSERT INTO saved_search_keys (token, search_id) SELECT 'e:word', n FROM c",
    "INSERT INTO events (kind, topic_id, post_id, comment_id, actor_id, expanded_to, at) \
     SELECT 'comment', n, n, n, n, 9223372036854775807, n FROM c",
    "INSERT INTO inbox (user_id, event_id, topic_id, kind, reason, at, read_at) \
     SELECT one(n), n, n, 'comment', 'topic', n, CASE WHEN n % 3 = 0 THEN n END FROM c",
    "INSERT INTO inbox_topics (user_id, topic_id, last_at, unread) SELECT one(n), n, n, n % 3 <> 0 FROM c",
    "INSERT INTO inbox_feeds (user_id, key_hash, created_at) SELECT n, CASE WHEN n = 1 THEN ':key' ELSE 'h' || n END, n FROM c",
    // Reputation: every other event is of the first member. The jobs have all but the last hundred behind them.
    "INSERT INTO reputation_events (user_id, kind, amount, day, board_id, post_id, cause_id, number, at) \
     SELECT CASE WHEN n % 2 = 0 THEN n ELSE 1 END, CASE WHEN n % 50 < 2 THEN 'accepted' WHEN n % 50 = 3 THEN 'delivered' \
     WHEN n % 5000 = 5 THEN 'abuse' WHEN n % 50 = 7 THEN 'accepting' ELSE 'answer_up' END, 10, 20778 - n % 2000, 1, n, n, 1, n FROM c",
    "INSERT INTO walks (name, subject, position, done, total, started_at) \
     SELECT CASE n WHEN 1 THEN 'leaders' WHEN 2 THEN 'badges.quick' WHEN 3 THEN 'badges' WHEN 4 THEN 'super' \
     WHEN 5 THEN 'points.earn' ELSE 'ledger.seal' END, 0, :size - 100, 0, 0, 1 FROM c WHERE n <= 6",
    // Points: half of every account's entries, awards and lots are the first member's; nothing is due.
    "INSERT INTO ledger_accounts (kind, owner, balance) SELECT 'pending', n, 1000000 FROM c",
    "INSERT INTO ledger_accounts (kind, owner, balance) SELECT 'available', n, 1000000 FROM c",
    "INSERT INTO ledger_accounts (kind, owner, balance) SELECT 'reserved', n, 1000000 FROM c",
    "INSERT INTO ledger_transactions (key, kind, subject, month, reason, digest, at) \
     SELECT 'k' || n, CASE n % 4 WHEN 0 THEN 'award' WHEN 1 THEN 'release' WHEN 2 THEN 'redeem' ELSE 'expire' END, n, \
     24322 - n % 30, 'accepted', '', n FROM c",
    "INSERT INTO ledger_entries (transaction_id, account_id, amount) \
     SELECT n, one(n) + CASE WHEN n % 2 = 0 THEN 0 ELSE :size END, 5 FROM c",
    "INSERT INTO ledger_notes (transaction_id, words) SELECT n, 'Words' FROM c",
    "INSERT INTO ledger_seals (seq, transaction_id, hash) SELECT n, n, 'h' FROM c WHERE n <= :size - 100",
    "INSERT INTO awards (kind, post_id, user_id, giver_id, number, amount, kept, month, state, reason, at, release_at) \
     SELECT 'answer_up', n, one(n), n, 1, 5, 5, 24322 - n % 30, CASE n % 4 WHEN 0 THEN 'pending' WHEN 1 THEN 'final' \
     WHEN 2 THEN 'unpaid' ELSE 'reversed' END, CASE n % 4 WHEN 2 THEN 'pair' ELSE '' END, n, :now * 2 FROM c",
    "INSERT INTO point_lots (user_id, transaction_id, award_id, amount, remains, expired, expires_at, told) \
     SELECT one(n), n, n, 5, n % 3, 0, :now * 2 + n, 0 FROM c",
    "INSERT INTO point_months (month, state) SELECT 24323 - n, CASE n WHEN 1 THEN 'open' ELSE 'closed' END FROM c \
     WHERE n <= 40",
    "INSERT INTO point_totals (month, pending, available, reserved, awarded, answers, answer_points, redeemed, expired, at) \
     SELECT 24323 - n, 1, 1, 1, 1, 1, 1, 1, 1, 1 FROM c WHERE n <= 40",
    "INSERT INTO point_earners (month, place, user_id, points) SELECT 24322 - n / 20, n % 20, n, 1 FROM c",
    "INSERT INTO reward_terms (version, source, html, published_at) SELECT n, 'Text', '<p>Text</p>', 1 FROM c WHERE n = 1",
    "INSERT INTO reward_consents (user_id, version, at) SELECT n, 1, 1 FROM c",
    "INSERT INTO leaders (period, starts, board_id, user_id, is_staff, gained, accepted, helped) \
     SELECT 'week', 20773, 0, n, n % 5000 = 7, n % 50, n % 7, n % 3 FROM c",
    "INSERT INTO leaders (period, starts, board_id, user_id, is_staff, gained, accepted, helped) \
     SELECT 'all', 0, 1, n, n % 5000 = 7, n % 50, n % 7, n % 3 FROM c",
    "INSERT INTO leaders (period, starts, board_id, user_id, is_staff, gained, accepted, helped) \
     SELECT 'month', 20778 - n, 1, one(n), n % 5000 = 7, n, 1, 1 FROM c",
    // Rewards: every other one a voucher; half of what was asked for is the first member's, and in the first batch.
    "INSERT INTO rewards (name, description, kind, cost, stock, taken, per_member, created_at) \
     SELECT 'Reward', 'Text', CASE WHEN n % 2 = 1 THEN 'voucher' ELSE 'credit' END, n % 100 + 1, :size * 2, :size, 1, n FROM c",
    "INSERT INTO redemptions (user_id, reward_id, cost, state, made_at) SELECT one(n), one(n), 10, \
     CASE n % 7 WHEN 0 THEN 'approved' WHEN 1 THEN 'requested' WHEN 2 THEN 'exported' WHEN 3 THEN 'paid' WHEN 4 THEN 'rejected' \
     WHEN 5 THEN 'cancelled' ELSE 'failed' END, n FROM c",
    "INSERT INTO redemption_lots (redemption_id, lot_id, amount) SELECT n, l.id, 10 FROM c JOIN point_lots l ON l.id = n",
    "INSERT INTO reward_codes (reward_id, digest, sealed, redemption_id, loaded_at) \
     SELECT one(n), 'd' || n, 'x', CASE WHEN n % 2 = 0 THEN n END, n FROM c",
    "INSERT INTO redemption_batches (redemptions_count, made_at) SELECT 1, n FROM c",
    "INSERT INTO redemption_lines (redemption_id, batch_id, line) SELECT n, one(n), 'line' FROM c",
    "INSERT INTO badge_awards (user_id, badge, topic_id, post_id, awarded_at) \
     SELECT n, CASE WHEN n % 2 = 0 THEN 'helping-hand' ELSE 'b' || n END, n, n, n FROM c",
    "INSERT INTO badge_counts (badge, holders) SELECT 'helping-hand', :size / 2 FROM c WHERE n = 1",
    "INSERT INTO super_users (user_id, state, answers, people, since, counted_at) \
     SELECT n, CASE n % 4 WHEN 0 THEN 'earned' WHEN 1 THEN 'granted' WHEN 2 THEN 'lost' ELSE 'withheld' END, 20, 15, n, n FROM c",
    // Half of what is suggested waits, on the restricted board too, and half of that is for the first question.
    "INSERT INTO suggestions (post_id, topic_id, audience, author_id, version, title, tags, lang, source, reason, state, \
     created_at) SELECT p.id, p.topic_id, t.audience, n, 1, 'Title', 't1', 'en', 'Other text', 'Better words', \
     CASE WHEN n % 2 = 0 THEN 'waiting' ELSE 'rejected' END, n \
     FROM c JOIN posts p ON p.id = one(n) JOIN topics t ON t.id = p.topic_id",
    "INSERT INTO closing_calls (topic_id, audience, wish, votes, created_at) \
     SELECT t.id, t.audience, CASE WHEN t.closed_at IS NULL THEN 'close' ELSE 'reopen' END, 1, :now - n FROM c \
     JOIN topics t ON t.id = n",
    "INSERT INTO closing_votes (topic_id, user_id, wish, reason, at) \
     SELECT t.id, n, CASE WHEN t.closed_at IS NULL THEN 'close' ELSE 'reopen' END, 'outdated', :now - n FROM c \
     JOIN topics t ON t.id = n",
    "INSERT INTO import_map (source, kind, foreign_id, local_id) SELECT 'x', 'post', n, n FROM c",
];

/// The key of the first member's secret feed.
pub const KEY: &str = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";

/// Changes of counts that are left for the job.
const UNCOUNTED: i64 = 1_500;

/// Fills the tables.
pub async fn fill(app: &TestApp, size: usize) {
    app.write(move |tx| insert(tx, size)).await;
    if Engine::of_this_run() == Engine::Postgres {
        app.write(|tx| {
            diesel::sql_query("SET LOCAL statement_timeout = 0").execute(tx)?;
            Ok(diesel::sql_query("ANALYZE").execute(tx)?)
        })
        .await;
    }
}

fn insert(tx: &mut Conn, size: usize) -> Result<()> {
    if Engine::of_this_run() == Engine::Postgres {
        // What a page may not take, filling may.
        diesel::sql_query("SET LOCAL statement_timeout = 0").execute(tx)?;
    }
    let nothing = if Engine::of_this_run() == Engine::Sqlite { "x''" } else { "''::bytea" };
    for statement in STATEMENTS {
        let (insert, select) = statement.split_once(" SELECT ").expect("an INSERT of a SELECT");
        let select = select
            .replace("secret(n)", "(n > :size / 4 AND n <= :size / 2)")
            .replace("one(n)", "(CASE WHEN n <= :size / 2 THEN 1 ELSE n END)")
            .replace(":size", &size.to_string())
            .replace(":now", &NOON.0.to_string())
            .replace(":nothing", nothing)
            .replace(":key", &talka::ids::digest(KEY));
        let sql = format!(
            "{insert} WITH RECURSIVE c (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < {size}) \
             SELECT {select} ORDER BY c.n"
        );
        diesel::sql_query(&sql).execute(tx).unwrap_or_else(|e| panic!("{e}: {sql}"));
    }
    index(tx, size)?;
    for (table, id, changes) in [("boards", "board_id", "board_changes"), ("tags", "tag_id", "tag_changes")] {
        diesel::sql_query(format!(
            "UPDATE {table} SET topics_count = n.change FROM (SELECT {id}, sum(change) AS change FROM {changes} \
             WHERE id > {UNCOUNTED} GROUP BY {id}) AS n WHERE n.{id} = {table}.id"
        ))
        .execute(tx)?;
        diesel::sql_query(format!("DELETE FROM {changes} WHERE id > {UNCOUNTED}")).execute(tx)?;
    }
    diesel::sql_query(format!(
        "INSERT INTO idea_counts (board_id, status_id, ideas_count) SELECT board_id, status_id, sum(change) \
         FROM idea_changes WHERE id > {UNCOUNTED} GROUP BY board_id, status_id"
    ))
    .execute(tx)?;
    diesel::sql_query(format!("DELETE FROM idea_changes WHERE id > {UNCOUNTED}")).execute(tx)?;
    Ok(())
}

/// What each text is found by, as PostgreSQL wants it within a text; its parts and its kind come before.
const QUOTED: &str = "''text'' ''e:text'' ''.e:text'' ''e:titl'' ''.e:titl''";

/// The full-text index: every post has the same words, so each search finds all of them.
fn index(tx: &mut Conn, size: usize) -> Result<()> {
    let (column, tokens) = match Engine::of_this_run() {
        Engine::Sqlite => ("", String::new()),
        Engine::Postgres => {
            let part = |size: u32| format!("'''+{size}/' || (p.id >> {}) || ''' ' || ", 12 + 2 * size);
            let parts: String = (0..5).map(part).collect();
            (", tsv, pairs", format!(", CAST({parts}'''%' || t.kind || ''' {QUOTED}' AS tsvector), '{{}}'"))
        }
    };
    let mut statements = vec![
        format!(
            "INSERT INTO search_docs (id, topic_id, post_id, is_question, created_at{column}) \
             SELECT p.id, p.topic_id, p.id, p.kind = t.kind, p.created_at{tokens} \
             FROM posts p JOIN topics t ON t.id = p.topic_id WHERE p.state = 'visible'"
        ),
        "INSERT INTO search_titles (topic_id, stems) SELECT id, 'e:titl' FROM topics".to_owned(),
        format!(
            "INSERT INTO search_words (word, letters, docs) WITH RECURSIVE c (n) AS \
             (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < {size}) \
             SELECT 'te' || n, 4, n FROM c"
        ),
        format!(
            "INSERT INTO search_words (word, letters, docs) VALUES ('e:text', 0, {size}), ('e:titl', 0, {size}), ('.e:text', 0, {size}), ('.e:titl', 0, {size})"
        ),
        "INSERT INTO search_changes (change, words) VALUES (1, 'text titl')".to_owned(),
        format!(
            "INSERT INTO search_misses (day, query, count) WITH RECURSIVE c (n) AS \
             (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < {size}) SELECT n, 'text', 1 FROM c"
        ),
    ];
    if Engine::of_this_run() == Engine::Sqlite {
        statements.push(
            "INSERT INTO search_index (rowid, tokens) \
             SELECT d.id, '%' || t.kind || ' text e:text .e:text e:titl .e:titl' \
             FROM search_docs d JOIN topics t ON t.id = d.topic_id"
                .to_owned(),
        );
    }
    for sql in statements {
        diesel::sql_query(&sql).execute(tx).unwrap_or_else(|e| panic!("{e}: {sql}"));
    }
    Ok(())
}
