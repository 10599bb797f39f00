//! What gives which badge, and that it is given once: by a job that is stopped, run again, and run twice at once.

use diesel::prelude::*;
use talka::badges::award;
use talka::db::schema::{badge_awards, badge_counts, events, metoos, posts, topics, users, walks};
use talka::ids::{BoardId, PostId, UserId};
use talka::notify::Kind;
use talka::reputation::Cause;

use super::held;
use crate::leaders::TODAY;
use crate::support::{Asked, Client, TestApp};

/// So many questions by as many people, each with an accepted answer of this member.
async fn accepted(app: &TestApp, board: BoardId, by: &Client, count: usize) -> Vec<PostId> {
    let asker = app.member("asker").await;
    let asked = app.ask(&asker, board, "Why does it not ring?", "phones").await;
    let mut answers = Vec::new();
    for number in 0..count {
        let post = app.answer(by, &asked, &format!("The answer number {number}, long enough.")).await;
        app.give(by, Cause::Accepted, (post, board), 1_000 + i64::try_from(number).unwrap(), TODAY).await;
        answers.push(post);
    }
    answers
}

async fn told(app: &TestApp) -> Vec<(UserId, String)> {
    app.read(|c| {
        let of_badges = events::table.filter(events::kind.eq(Kind::Badge));
        let rows: Vec<(Option<i64>, String)> =
            of_badges.order(events::id).select((events::person_id, events::detail)).load(c)?;
        Ok(rows.into_iter().map(|(person, key)| (UserId(person.unwrap()), key)).collect())
    })
    .await
}

async fn counted(app: &TestApp) -> i64 {
    let counts: Vec<i64> = app.read(|c| Ok(badge_counts::table.select(badge_counts::holders).load(c)?)).await;
    counts.into_iter().sum()
}

#[tokio::test]
async fn answers_that_helped_give_three_badges_and_stay_given() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    assert_eq!(app.award(&ada).await, 0);
    let posts = accepted(&app, board, &ada, 9).await;
    assert_eq!(app.award(&ada).await, 1);
    assert_eq!(held(&app, &ada).await, ["helping-hand"]);
    let one = app.ask(&app.member("bob").await, board, "And what does this mean?", "phones").await;
    let tenth = app.answer(&ada, &one, "The tenth answer, long enough.").await;
    app.give(&ada, Cause::Accepted, (tenth, board), 5_000, TODAY + 1).await;
    assert_eq!(app.award(&ada).await, 2, "ten answers, for ten people");
    assert_eq!(held(&app, &ada).await, ["helping-hand", "neighbour", "steady-hand"]);
    let straw: (talka::ids::TopicId, Option<i64>) = {
        let id = ada.id();
        app.read(move |c| {
            Ok(badge_awards::table
                .find((id, "steady-hand"))
                .select((badge_awards::topic_id, badge_awards::post_id))
                .first(c)?)
        })
        .await
    };
    assert_eq!(straw, (one.topic, Some(tenth.0)), "the last straw");
    // What gave it goes; the badge stays.
    for (number, post) in posts.iter().enumerate() {
        app.take(&ada, Cause::Accepted, *post, 1_000 + i64::try_from(number).unwrap()).await;
    }
    assert_eq!(app.award(&ada).await, 0);
    assert_eq!(held(&app, &ada).await.len(), 3);
    assert_eq!(told(&app).await.len(), 3);
    assert_eq!(counted(&app).await, 3);
    app.assert_honours_verified();
}

#[tokio::test]
async fn what_was_taken_back_counts_for_nothing() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let posts = accepted(&app, board, &ada, 1).await;
    app.take(&ada, Cause::Accepted, posts[0], 1_000).await;
    assert_eq!(app.award(&ada).await, 0);
    app.give(&ada, Cause::Accepted, (posts[0], board), 1_000, TODAY).await;
    assert_eq!(app.award(&ada).await, 1);
}

/// Each fact gives its badge, and nothing before it is reached.
#[tokio::test]
async fn each_fact_is_counted_by_itself() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let wishes = app.idea_board("wishes").await;
    let question = app.ask(&ada, board, "Why does it not ring?", "phones").await;
    let theirs = app.ask(&bob, board, "Which plan is the right one?", "phones").await;
    let answer = app.answer(&ada, &theirs, "An answer that is long enough.").await;
    let idea = app.idea(&ada, wishes, "A button for everything").await;
    let mut expected: Vec<&str> = Vec::new();
    let mut gains = async |fact: &str, keys: &[&'static str]| {
        app.award(&ada).await;
        expected.extend(keys);
        expected.sort_unstable();
        assert_eq!(held(&app, &ada).await, expected, "{fact}");
    };
    app.post_scored(answer, 9).await;
    app.post_scored(question.post, 4).await;
    gains("too little", &[]).await;
    app.post_scored(answer, 25).await;
    gains("answer", &["good-answer", "great-answer"]).await;
    app.post_scored(question.post, 100).await;
    gains("question", &["good-question", "great-question", "famous-question"]).await;
    app.post_scored(idea.post, 30).await;
    gains("idea", &["wanted"]).await;
    app.give(&ada, Cause::Delivered, (idea.post, wishes), 0, TODAY).await;
    gains("delivered", &["came-true"]).await;
    app.give(&ada, Cause::Accepting, (theirs.post, board), bob.id().0, TODAY).await;
    gains("accepting", &["word-of-thanks"]).await;
    app.give(&ada, Cause::Suggestion, (theirs.post, board), 1, TODAY).await;
    gains("suggestion", &["proofreader"]).await;
    for _ in 0..4 {
        let more = app.ask(&ada, board, "And another question of mine?", "phones").await;
        app.post_scored(more.post, 5).await;
    }
    gains("questions", &["curious"]).await;
    many_have_it(&app, &theirs, answer).await;
    gains("shared", &["one-for-all"]).await;
    edited(&app, &ada, theirs.post).await;
    gains("edits", &["gardener"]).await;
    article_of(&app, &ada, (theirs.topic, answer)).await;
    gains("articles", &["author", "textbook"]).await;
}

async fn many_have_it(app: &TestApp, question: &Asked, answer: PostId) {
    let topic = question.topic;
    app.write(move |tx| {
        diesel::update(topics::table.find(topic)).set(topics::metoo_count.eq(10)).execute(tx)?;
        diesel::update(posts::table.find(answer)).set(posts::accepted.eq(true)).execute(tx)?;
        diesel::delete(metoos::table.filter(metoos::topic_id.eq(topic))).execute(tx)?;
        Ok(())
    })
    .await;
}

/// Ten versions of somebody else's post.
async fn edited(app: &TestApp, by: &Client, post: PostId) {
    use talka::db::schema::revisions as r;
    let (by, now) = (by.id(), app.clock.now());
    app.write(move |tx| {
        for number in 2..=11_i64 {
            diesel::insert_into(r::table)
                .values((
                    r::post_id.eq(post),
                    r::number.eq(number),
                    r::author_id.eq(by),
                    r::source.eq("Text"),
                    r::reason.eq(""),
                    r::created_at.eq(now),
                ))
                .execute(tx)?;
        }
        Ok(())
    })
    .await;
}

/// An article by this member, made of their answer.
async fn article_of(app: &TestApp, by: &Client, (question, answer): (talka::ids::TopicId, PostId)) {
    use talka::db::schema::article_sources as s;
    let board = app.board("guides").await;
    let made = app.ask(by, board, "How to make it ring", "phones").await;
    app.write(move |tx| {
        diesel::update(posts::table.find(made.post)).set(posts::kind.eq("article")).execute(tx)?;
        diesel::insert_into(s::table)
            .values((s::topic_id.eq(made.topic), s::post_id.eq(answer), s::question_id.eq(question)))
            .execute(tx)?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn restricted_boards_give_none() {
    let app = TestApp::spawn().await;
    let ada = app.member("ada").await;
    let board = app.board_for("secret", &[&ada]).await;
    let asked = app.ask(&ada, board, "Why does it not ring?", "phones").await;
    app.post_scored(asked.post, 200).await;
    assert_eq!(app.award(&ada).await, 0);
}

/// The walk is stopped half-way, run again, and run on two nodes at once.
#[tokio::test]
async fn a_walk_that_is_stopped_goes_on_and_counts_nothing_twice() {
    let app = TestApp::spawn().await;
    let (first, board) = (app.member("first").await, app.board("phones").await);
    let asked = app.ask(&first, board, "Why does it not ring?", "phones").await;
    app.write(move |tx| {
        for number in 0..130 {
            let handle = format!("member{number:03}");
            let id: UserId = diesel::insert_into(users::table)
                .values((
                    users::handle.eq(&handle),
                    users::handle_key.eq(&handle),
                    users::display_name.eq(&handle),
                    users::created_at.eq(1_i64),
                    users::imported.eq(number % 10 == 0),
                ))
                .returning(users::id)
                .get_result(tx)?;
            diesel::insert_into(posts::table)
                .values((
                    posts::topic_id.eq(asked.topic),
                    posts::audience.eq(0_i64),
                    posts::kind.eq("answer"),
                    posts::author_id.eq(id),
                    posts::source.eq("Text"),
                    posts::html.eq("<p>Text</p>"),
                    posts::state.eq("visible"),
                    posts::score.eq(12_i64),
                    posts::created_at.eq(1_i64),
                ))
                .execute(tx)?;
        }
        Ok(())
    })
    .await;
    let now = app.clock.now();
    // Half-way: a step is done, the next one is undone with all that it gave.
    assert!(app.write(move |tx| award::step(tx, now)).await);
    let half = counted(&app).await;
    assert!((1..130).contains(&half), "{half}");
    let stopped = app
        .app
        .shared
        .db
        .write(move |tx| {
            award::step(tx, now)?;
            Err::<(), _>(talka::error::AppError::Internal("the power went".into()))
        })
        .await;
    assert!(stopped.is_err());
    assert_eq!(counted(&app).await, half);
    let at: i64 = app.read(|c| Ok(walks::table.find((award::ALL, 0_i64)).select(walks::position).first(c)?)).await;
    assert!(at > 0, "it goes on where it stood");
    // Two nodes at once go on.
    let db = app.app.shared.db.clone();
    let other = std::thread::spawn(move || while db.write_now(move |tx| award::step(tx, now)).unwrap() {});
    app.award_all().await;
    tokio::task::spawn_blocking(move || other.join().unwrap()).await.unwrap();
    app.award_all().await;
    assert_eq!(counted(&app).await, 130);
    let rows: i64 = app.read(|c| Ok(badge_awards::table.count().get_result(c)?)).await;
    assert_eq!(rows, 130);
    let told = told(&app).await;
    assert_eq!(told.len(), 117, "those who came with an import are not told");
    app.award_all().await;
    assert_eq!((counted(&app).await, self::told(&app).await.len()), (130, 117));
}

#[tokio::test]
async fn the_schedule_gives_them_within_a_minute_and_the_inbox_says_which() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&bob, board, "Why does it not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "An answer that is long enough.").await;
    app.run_jobs().await;
    bob.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    app.clock.advance(61);
    app.run_jobs().await;
    assert_eq!(held(&app, &ada).await, ["helping-hand"]);
    assert_eq!(held(&app, &bob).await, ["word-of-thanks"]);
    let inbox = ada.get("/inbox").await.expect(200);
    assert!(inbox.text().contains("You earned a badge"), "{inbox:?}");
    assert!(inbox.text().contains("Helping hand"));
    assert!(inbox.attr("a[href='/badges/helping-hand']", "href").is_some());
    let mails = app.mails().await;
    let mail = mails.iter().find(|mail| mail.text.contains("You earned a badge") && mail.text.contains("Helping hand"));
    assert!(mail.is_some_and(|mail| mail.text.contains("/badges/helping-hand")), "{mails:?}");
    // Taken again, the young events tell nothing twice.
    app.clock.advance(61);
    app.run_jobs().await;
    assert_eq!(told(&app).await.len(), 2);
    app.assert_honours_verified();
}
