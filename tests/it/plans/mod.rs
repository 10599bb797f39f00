//! No page costs more because a table has grown.
//!
//! Every page is opened as a visitor, a member and an admin, and from each the lists' other orders and next pages, on a
//! database with 500 rows in every table and on one with 50,000. Every statement that the server sends meanwhile is
//! explained: SQLite may not scan a table that grows, nor sort what grows; PostgreSQL, which tells how many rows each
//! step has really touched, may touch no more than a fixed number of them.

mod ear;
mod rows;

use std::collections::BTreeSet;

use scraper::Selector;
use talka::config::DatabaseUrl;
use talka::db::{Conn, dialect};
use talka::routes;

use crate::support::{Client, Engine, TestApp};
use ear::Statement;

/// Tables that have a few rows however long a site runs.
const SMALL: [&str; 8] = [
    "boards",
    "board_groups",
    "groups",
    "group_members",
    "moderator_boards",
    "schedules",
    "settings",
    "__diesel_schema_migrations",
];

/// Rows that one step of a plan on PostgreSQL may touch: more than a page of anything with all that is joined to it,
/// and than the smaller tables have.
const ROWS: f64 = 600.0;

#[tokio::test]
async fn no_page_costs_more_in_a_large_database() {
    ear::open();
    for size in [500, 50_000] {
        let app = TestApp::spawn().await;
        app.write(move |tx| rows::fill(tx, size)).await;
        let url = match app.database().url() {
            DatabaseUrl::Sqlite(path) => path.display().to_string(),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let clients = [app.visitor(), app.member("reader").await, app.moderator().await, app.admin().await];
        let crowded = app.sign_in(talka::ids::UserId(1), "m1", false).await;
        ear::listen(&url);
        let mut seen = 0;
        for client in clients.iter().chain([&crowded]) {
            seen += open_everything(client).await;
        }
        assert!(seen > 200, "{seen} pages");
        app.run_jobs().await;
        let statements = ear::heard(&url);
        assert!(statements.len() > 100, "{} statements", statements.len());
        let found = app.read(move |c| Ok(statements.iter().filter_map(|s| growing(c, s)).collect::<Vec<_>>())).await;
        println!("{size}: {} of the statements grow at {size} rows:\n{}", found.len(), found.join("\n"));
        app.write(|tx| Ok(diesel::RunQueryDsl::execute(diesel::sql_query("DELETE FROM jobs"), tx)?)).await;
    }
}

/// Opens every page of the table of routes, and what is linked from them with a query: orders and next pages. Answers
/// how many.
async fn open_everything(client: &Client) -> usize {
    let mut seen = BTreeSet::new();
    let pages = routes::table().into_iter().filter(|route| route.method == "GET");
    let mut waiting: Vec<String> = pages.map(|route| filled(route.path)).collect();
    waiting.extend(["newest", "oldest", "best"].map(|sort| format!("/questions/1/x?sort={sort}")));
    waiting.extend(["/questions/11/x", "/questions/3/x", "/questions/4/x", "/members/m400"].map(ToOwned::to_owned));
    while let Some(path) = waiting.pop() {
        if !seen.insert(shape(&path)) {
            continue;
        }
        let reply = client.get(&path).await;
        assert!(!reply.status.is_server_error(), "{path}: {reply:?}");
        if reply.header("content-type").starts_with("text/html") {
            let (html, links) = (reply.html(), Selector::parse("a[href^='/'][href*='?']").unwrap());
            let links = html.select(&links).filter_map(|link| link.attr("href"));
            // The way back to a page from the sign-in page is another address on every page, and the same statements.
            waiting.extend(links.filter(|link| !link.contains("return_to=")).map(ToOwned::to_owned));
        }
    }
    seen.len()
}

/// What makes a page another one here: not the place where its list begins.
fn shape(path: &str) -> String {
    path.split_once("after=").or_else(|| path.split_once("before=")).map_or_else(
        || path.to_owned(),
        |(head, rest)| format!("{head}after={}", rest.split_once('&').map_or("", |(_, rest)| rest)),
    )
}

/// An address with names of things that are there.
fn filled(pattern: &str) -> String {
    let slug = if pattern.starts_with("/boards") { "b1" } else { "t1" };
    pattern
        .replace("/questions/{id}/{slug}", "/questions/1/x")
        .replace("{id}", "1")
        .replace("{slug}", slug)
        .replace("{handle}", "m1")
        .replace("{format}", "atom")
        .replace("{number}", "1")
        .replace("{file}", "k1.png")
        .replace("{token}", "none")
}

/// What of a statement's plan grows with a table, if anything.
fn growing(c: &mut Conn, statement: &Statement) -> Option<String> {
    let verb = statement.sql.split_whitespace().next().unwrap_or_default();
    let plan = match c {
        Conn::Sqlite(_) if matches!(verb, "SELECT" | "WITH" | "UPDATE" | "DELETE") => {
            dialect::explain(c, &statement.sql)
        }
        Conn::Pg(_) if matches!(verb, "SELECT" | "WITH") && !statement.sql.contains(" FOR ") => {
            let options = "(ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)";
            dialect::explain(c, &format!("{options} {}", statement.with_values()))
        }
        Conn::Sqlite(_) | Conn::Pg(_) => return None,
    };
    let plan = plan.unwrap_or_else(|e| panic!("{e:?}: {statement:?}"));
    let bad = match Engine::of_this_run() {
        Engine::Sqlite => plan.iter().any(|step| scans_or_sorts(step, &statement.sql)),
        Engine::Postgres => touches_many(&plan),
    };
    bad.then(|| format!("{statement:?}\n    {}\n", plan.join("\n    ")))
}

/// Whether a step of SQLite's reads a whole table that grows, or sorts.
fn scans_or_sorts(step: &str, sql: &str) -> bool {
    if let Some(of) = step.strip_prefix("SCAN ") {
        let name = of.split(' ').next().unwrap_or_default();
        let is_small = |table: &&str| {
            *name == **table || [" ", " AS "].iter().any(|by| sql.contains(&format!("{table}{by}{name} ")))
        };
        return !SMALL.iter().any(is_small) && of != "CONSTANT ROW";
    }
    step.contains("TEMP B-TREE")
}

/// Whether a step of PostgreSQL's has touched more rows than any page needs.
fn touches_many(plan: &[String]) -> bool {
    let number = |line: &str, name: &str| {
        let rest = line.split_once(name)?.1;
        rest.split(|c: char| !c.is_ascii_digit() && c != '.').next()?.parse::<f64>().ok()
    };
    let mut loops = 1.0;
    plan.iter().any(|line| {
        if let Some(rows) = number(line, "actual rows=") {
            loops = number(line, "loops=").unwrap_or(1.0);
            return rows * loops > ROWS;
        }
        number(line, "Rows Removed by Filter: ").is_some_and(|rows| rows * loops > ROWS)
    })
}
