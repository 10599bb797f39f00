//! No feed and no sitemap costs more the more there is: each is a walk along an index that ends.

use talka::db::dialect;
use talka::feeds::{PostsOf, posts_sql};
use talka::ids::{TopicId, UserId};
use talka::pages::sitemap::{QUESTIONS_SQL, parts_sql};

use crate::support::{Engine, TestApp};

#[tokio::test]
async fn feeds_and_sitemap_walk_indexes() {
    // PostgreSQL's planner chooses by what is in the tables, and explains no statement with open parameters.
    if Engine::of_this_run() != Engine::Sqlite {
        return;
    }
    let app = TestApp::spawn().await;
    for (sql, index) in [
        (posts_sql(PostsOf::Question(TopicId(1))), "posts_"),
        (posts_sql(PostsOf::AnswersTo(TopicId(1))), "posts_oldest (topic_id=? AND kind=? AND state=?)"),
        (posts_sql(PostsOf::AnswersBy(UserId(1))), "posts_author (author_id=? AND kind=? AND state=?)"),
        (posts_sql(PostsOf::Accepted), "posts_accepted"),
        (parts_sql(), "INTEGER PRIMARY KEY (rowid>?)"),
        (QUESTIONS_SQL.to_owned(), "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
    ] {
        let plan = app
            .read({
                let sql = sql.clone();
                move |c| dialect::explain(c, &sql)
            })
            .await
            .join("\n");
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        let scans: Vec<&str> = plan.lines().filter(|step| step.starts_with("SCAN")).collect();
        let walked = ["SCAN p USING INDEX posts_accepted", "SCAN parts", "SCAN CONSTANT ROW"];
        assert!(scans.iter().all(|scan| walked.contains(scan)), "{sql}\n{plan}");
    }
}
