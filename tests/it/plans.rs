//! No list costs more in a large database: each walks an index, and nothing is scanned or sorted. Asserted from
//! SQLite's plans, which do not depend on the number of rows; the pages themselves are measured by the benchmark.

use talka::config::DatabaseUrl;
use talka::db::dialect;
use talka::ids::{BoardId, TagId, UserId};
use talka::topics::{Order, Scope, answers_by_sql, list_sql};

use crate::support::TestApp;

/// A statement with numbers in the place of its parameters, as EXPLAIN takes it.
fn filled(sql: &str) -> String {
    (1..=5).fold(sql.to_owned(), |sql, number| sql.replace(&format!("${number}"), "1"))
}

#[tokio::test]
async fn every_list_of_questions_and_answers_walks_an_index() {
    let app = TestApp::spawn().await;
    if matches!(app.database().url(), DatabaseUrl::Postgres(_)) {
        // PostgreSQL chooses by the rows that are there; an empty database tells nothing.
        return;
    }
    let mut statements = vec![answers_by_sql(&[0, 1])];
    for scope in [Scope::Site, Scope::Board(BoardId(1)), Scope::Tag(TagId(1)), Scope::Author(UserId(1))] {
        for order in Order::ALL {
            // A member's questions are listed newest first, and in no other order.
            if !matches!(scope, Scope::Author(_)) || *order == Order::Newest {
                statements.push(list_sql(scope, *order));
            }
        }
    }
    assert_eq!(statements.len(), 14);
    for sql in statements {
        let plan = app
            .read({
                let sql = filled(&sql);
                move |c| dialect::explain(c, &sql)
            })
            .await;
        let grows = plan.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE"));
        assert!(!grows, "{sql}\n{}", plan.join("\n"));
    }
    // A control: a list in an order that no index has is seen to sort.
    let sorted = app.read(|c| dialect::explain(c, "SELECT id FROM topics ORDER BY title")).await;
    assert!(sorted.iter().any(|step| step.contains("SCAN") || step.contains("TEMP B-TREE")), "{sorted:?}");
}
