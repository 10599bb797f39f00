//! The index is whole after whatever was written to it together, and whoever looks at it sees it as it is.

use diesel::prelude::*;
use talka::db::Conn;
use talka::db::schema::{posts, topics};
use talka::error::{AppError, Result};
use talka::ids::{PostId, TopicId};
use talka::search;
use tokio::task::JoinSet;

use crate::support::TestApp;

/// What a piece does to a question, one after the other.
#[derive(Debug, Clone, Copy)]
enum Step {
    Retitle(u32),
    HideAndShow,
    Fail,
}

fn take(tx: &mut Conn, topic: TopicId, post: PostId, step: Step) -> Result<()> {
    let mut set_state = |state: &str| {
        diesel::update(posts::table.find(post)).set(posts::state.eq(state)).execute(tx)?;
        search::index_post_and_comments(tx, post)
    };
    match step {
        Step::Retitle(number) => {
            let title = format!("Word{number} of the title, and again word{}", number % 7);
            diesel::update(topics::table.find(topic)).set(topics::title.eq(title)).execute(tx)?;
            search::index_topic(tx, topic)
        }
        Step::HideAndShow => {
            set_state("hidden")?;
            set_state("visible")
        }
        Step::Fail => {
            set_state("hidden")?;
            Err(AppError::internal("this piece is taken back"))
        }
    }
}

#[tokio::test]
async fn it_stays_whole_when_some_of_many_pieces_are_taken_back() {
    let app = TestApp::spawn().await;
    let (anna, board) = (app.member("anna").await, app.board("open").await);
    let mut asked = Vec::new();
    for number in 0..8 {
        let question = app.ask(&anna, board, &format!("The question number {number}"), "one two").await;
        app.answer(&anna, &question, &format!("An answer of its own to number {number}.")).await;
        asked.push(question);
    }
    // Every connection that reads has looked at the index by now, and will look again at what others have written.
    app.assert_verified();
    let mut random = 1_u32;
    let mut next = move || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        random >> 16
    };
    for round in 0..12 {
        let mut pieces = JoinSet::new();
        for _ in 0..40 {
            let at = &asked[next() as usize % asked.len()];
            let steps: Vec<Step> = (0..=next() % 4)
                .map(|_| match next() % 5 {
                    0 => Step::Fail,
                    1 | 2 => Step::HideAndShow,
                    _ => Step::Retitle(next() % 500),
                })
                .collect();
            let (db, topic, post) = (app.app.shared.db.clone(), at.topic, at.post);
            // Each a piece of its own: the writer puts those that wait into one transaction.
            pieces.spawn(async move {
                db.write(move |tx| steps.iter().try_for_each(|step| take(tx, topic, post, *step))).await
            });
        }
        let kept = pieces.join_all().await.into_iter().filter(Result::is_ok).count();
        assert!((1..40).contains(&kept), "{kept} in round {round}");
        app.assert_verified();
    }
}
