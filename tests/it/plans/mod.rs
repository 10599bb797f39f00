//! No page costs more because a table has grown.
//!
//! Every page is opened as a visitor, a member, a moderator, an admin and a member on whom half of everything hangs,
//! and from each the lists' other orders and next pages, on a database with 500 rows in every table and on one with
//! 50,000. Every statement that the server and its jobs send meanwhile is explained. SQLite says how: it may not scan a
//! table that grows, nor sort. PostgreSQL says how many rows each step has really touched: no more than a fixed number.

mod crawl;
mod ear;
mod rows;

use std::collections::BTreeSet;

use talka::config::DatabaseUrl;
use talka::db::{Conn, dialect};

use crate::support::{Client, Engine, TestApp};
use ear::Statement;

/// Tables that have a few rows however long a site runs.
const SMALL: [&str; 17] = [
    "badge_counts",
    "boards",
    "board_groups",
    "groups",
    "idea_counts",
    "moderator_boards",
    "point_months",
    "point_totals",
    "redemption_totals",
    "reputation_caps",
    "reward_terms",
    "schedules",
    "series",
    "settings",
    "status_names",
    "statuses",
    "__diesel_schema_migrations",
];

/// Rows that one step of a plan may touch on PostgreSQL, which rather scans the tables of the small database than walk
/// their indexes: posts, with a question, an answer, an article and an idea for each of its 500 rows, and who was there
/// before.
const ROWS: f64 = 2_100.0;

/// What may scan or sort, for it does so with a bounded number of rows: how the statement is known, how many rows
/// (which PostgreSQL proves), and what bounds them.
const BOUNDED: &[(&str, f64, &str)] = &[
    (
        "d.comment_id AS comment, d.is_question FROM",
        20_000.0,
        "parts of the index, for a few words: so many documents at most",
    ),
    ("WHERE topics_count > 0 ORDER BY", 5_000.0, "the tags of the sitemap: a walk along names with a limit"),
    (
        "SELECT t.id, t.kind, t.slug, t.updated_at FROM topics t",
        10_000.0,
        "a part of the sitemap: so many numbers at most",
    ),
    (
        "SELECT user_id, value, cast_at FROM standing_votes",
        60_000.0,
        "the voters of an idea, before a merge copies all their votes: what staff ask for, and the merge itself reads",
    ),
    (
        "FROM ledger_accounts WHERE kind IN ('pending', 'available', 'reserved') GROUP BY kind",
        200_000.0,
        "what is owed to all members, for the admins' report: every account, by a job once an hour",
    ),
    ("FROM awards WHERE month = ", 60_000.0, "what a month gave, for the same report: its awards, by the same job"),
    (
        "WHERE t.month = ",
        60_000.0,
        "what was spent and ran out in a month, for the same report: its transactions, by the same job",
    ),
    (
        "SELECT month, CAST(sum(kept) AS BIGINT) AS points FROM awards WHERE user_id = ",
        60_000.0,
        "what twelve months gave one member, to whom the rules give some two thousand awards a month at most",
    ),
    (
        "FROM redemptions GROUP BY state",
        200_000.0,
        "how many redemptions there are of each state, for the same report: all of them, by the same kind of job",
    ),
    (
        "u.created_at AS since FROM votes v",
        1_000_000.0,
        "everybody's votes of ninety days, some hundred members at once: a job of the night, which looks at all of them",
    ),
    ("WITH RECURSIVE langs", 50.0, "the languages of solved questions: a step for each"),
    ("WITH RECURSIVE parts", 20.0, "the parts of the sitemap: a step for 10,000 topics"),
];

#[tokio::test]
async fn no_page_costs_more_than_in_a_small_database() {
    with_rows(500).await;
}

#[tokio::test]
async fn no_page_costs_more_in_a_large_database() {
    with_rows(50_000).await;
}

async fn with_rows(size: usize) {
    ear::open();
    let app = TestApp::spawn().await;
    rows::fill(&app, size).await;
    let url = match app.database().url() {
        DatabaseUrl::Sqlite(path) => path.display().to_string(),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let clients = [
        app.visitor(),
        app.member("reader").await,
        app.moderator().await,
        app.admin().await,
        app.sign_in(talka::ids::UserId(1), "kat1", false).await,
    ];
    searches_find_much(&clients[0]).await;
    ear::listen(&url);
    crawl::every_page(&clients, size).await;
    app.run_jobs().await;
    let statements = ear::heard(&url);
    let different: BTreeSet<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
    assert!(different.len() > 100, "{} statements", different.len());
    for (part, ..) in BOUNDED {
        assert!(different.iter().any(|sql| sql.contains(part)), "nothing sends this any more: {part}");
    }
    let found = growing(&app, statements).await;
    assert!(found.is_empty(), "{} statements grow at {size} rows:\n{}", found.len(), found.join("\n"));
    the_check_can_fail(&app, size).await;
    // The dead jobs were made here, and are no fault.
    app.write(|tx| Ok(diesel::RunQueryDsl::execute(diesel::sql_query("DELETE FROM jobs"), tx)?)).await;
}

/// A search that finds nothing touches few rows, whatever it is: the index that is made here must be as the program
/// makes it.
async fn searches_find_much(visitor: &Client) {
    for address in crawl::SEARCHES {
        let found = visitor.get(address).await.expect(200).find_all("main .q__t").len();
        assert!(found > 10, "{address} finds {found}");
    }
}

/// The control: each of these grows, and is seen to.
async fn the_check_can_fail(app: &TestApp, size: usize) {
    let controls = [
        "SELECT id FROM topics ORDER BY title, id LIMIT 30",
        "SELECT id FROM comments WHERE source = 'Nothing'",
        "SELECT count(*) FROM users",
        "UPDATE posts SET score = score + 1 WHERE source = 'Text'",
    ];
    // In the small database, what PostgreSQL touches is few by definition.
    if Engine::of_this_run() == Engine::Sqlite || size > 500 {
        let found = growing(app, controls.map(Statement::without_values).to_vec()).await;
        assert_eq!(found.len(), controls.len(), "seen to grow:\n{}", found.join("\n"));
    }
}

/// Those of the statements whose plan grows with a table, with the plan.
async fn growing(app: &TestApp, statements: Vec<Statement>) -> Vec<String> {
    let mut growing = Vec::new();
    for statement in statements {
        // For writing, as some of them do; each is taken back. In a transaction each, as what is taken back to a
        // savepoint leaves a lock on PostgreSQL until the transaction ends, and some thousands fill its table of locks.
        growing.extend(app.write(move |tx| Ok(growth(tx, &statement))).await);
    }
    growing
}

fn growth(tx: &mut Conn, statement: &Statement) -> Option<String> {
    let verb = statement.sql.split_whitespace().next().unwrap_or_default();
    // A condition that nothing fulfils: one of a list that is empty.
    if !matches!(verb, "SELECT" | "WITH" | "UPDATE" | "DELETE") || statement.sql.contains("(1=0)") {
        return None;
    }
    let bound = BOUNDED.iter().find(|(part, ..)| statement.sql.contains(part)).map(|(_, rows, _)| *rows);
    let plan = plan(tx, statement);
    let grows = match Engine::of_this_run() {
        Engine::Sqlite => bound.is_none() && plan.iter().any(|step| scans_or_sorts(step, &plan, &statement.sql)),
        Engine::Postgres => touches_more(&plan, bound.unwrap_or(ROWS)),
    };
    grows.then(|| format!("{statement:?}\n    {}\n", plan.join("\n    ")))
}

/// The steps of a statement; on PostgreSQL it is run for that, and taken back.
fn plan(tx: &mut Conn, statement: &Statement) -> Vec<String> {
    let mut plan = Ok(Vec::new());
    let undone = diesel::Connection::transaction(tx, |tx| {
        plan = match tx {
            Conn::Sqlite(_) => dialect::explain(tx, &statement.sql),
            Conn::Pg(_) => {
                let options = "(ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)";
                dialect::explain(tx, &format!("{options} {}", statement.with_values()))
            }
        };
        Err::<(), _>(diesel::result::Error::RollbackTransaction)
    });
    assert!(undone.is_err());
    plan.unwrap_or_else(|error| panic!("{error:?}: {statement:?} {}", statement.with_values()))
}

/// Whether a step of SQLite's reads a whole table that grows, or sorts other than a small table.
fn scans_or_sorts(step: &str, plan: &[String], sql: &str) -> bool {
    let is_small = |step: &str| {
        let Some(of) = step.strip_prefix("SCAN ").or_else(|| step.strip_prefix("SEARCH ")) else { return true };
        let name = of.split(' ').next().unwrap_or_default();
        of == "CONSTANT ROW"
            || SMALL.iter().any(|table| {
                *table == name || [" ", " AS "].iter().any(|by| sql.contains(&format!("{table}{by}{name} ")))
            })
    };
    if step.contains("TEMP B-TREE") {
        return !plan.iter().all(|step| is_small(step));
    }
    // A full-text index that is asked for words; and a list in a value.
    let is_search = step.contains("VIRTUAL TABLE INDEX") && (step.contains(":M") || step.contains("json_each"));
    step.starts_with("SCAN ") && !is_small(step) && !is_search
}

/// Whether a step of PostgreSQL's has touched more rows than these.
fn touches_more(plan: &[String], most: f64) -> bool {
    let number = |line: &str, name: &str| {
        let rest = line.split_once(name)?.1;
        rest.split(|c: char| !c.is_ascii_digit() && c != '.').next()?.parse::<f64>().ok()
    };
    let mut loops = 1.0;
    plan.iter().any(|line| {
        if let Some(rows) = number(line, "actual rows=") {
            loops = number(line, "loops=").unwrap_or(1.0);
            return rows * loops > most;
        }
        ["Rows Removed by Filter: ", "Rows Removed by Join Filter: ", "Rows Removed by Index Recheck: "]
            .iter()
            .any(|removed| number(line, removed).is_some_and(|rows| rows * loops > most))
    })
}
