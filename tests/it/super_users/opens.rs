//! What it opens, and where it is seen.

use diesel::prelude::*;
use talka::boards::{self, Readers};
use talka::db::schema::{groups, votes};
use talka::ids::GroupId;
use talka::policy::Limits;

use crate::support::{Asked, TestApp, with_status};

#[tokio::test]
async fn the_badge_stands_beside_the_name_everywhere() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    app.named(&ada).await;
    let asked = app.ask(&ada, board, "Why does it not ring?", "phones").await;
    let wishes = app.idea_board("wishes").await;
    let idea = app.idea(&ada, wishes, "A button for everything").await;
    let answer = app.answer(&ada, &asked, "An answer that is long enough.").await;
    app.comment(&ada, &asked, answer, "A remark about all this.").await;
    app.run_jobs().await;
    for path in ["/", "/boards/phones", "/members/ada", "/super-users", "/ideas", &asked.path, &idea.path] {
        let page = app.visitor().get(path).await.expect(200);
        assert!(page.find("main .super").is_some(), "{path}: {page:?}");
    }
    assert_eq!(app.visitor().get(&asked.path).await.find_all("main .super").len(), 3, "question, answer and remark");
    let page = app.visitor().get("/super-users").await;
    assert_eq!(page.find_all(".people .person div > a"), ["ada"]);
    assert!(page.text().contains("Named by staff"));
    app.assert_verified();
}

#[tokio::test]
async fn the_boards_of_super_users_are_theirs_while_they_are_some() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("inner").await);
    app.named(&ada).await;
    app.write(move |tx| {
        let group: GroupId = groups::table.filter(groups::builtin.eq("super")).select(groups::id).first(tx)?;
        boards::set_readers(tx, board, &Readers::Groups(vec![group]))
    })
    .await;
    ada.get("/boards/inner").await.expect(200);
    bob.get("/boards/inner").await.expect(404);
    // What they are told goes by the same.
    let (ids, now) = ([ada.id(), bob.id()], app.clock.now());
    let members = app.read(move |c| talka::sessions::members(c, &ids, now)).await;
    assert_eq!(members[&ada.id()].boards, [board]);
    assert!(members[&bob.id()].boards.is_empty());
    let staff = app.staff().await;
    let withhold = [("decision", "withhold"), ("reason", "Told others what stands there.")];
    staff.post_form_from("/badges", "/members/ada/super", &withhold).await.expect(303);
    ada.get("/boards/inner").await.expect(404);
    let admin = app.admin().await;
    let id: i64 = app
        .read(|c| Ok(groups::table.filter(groups::builtin.eq("super")).select(groups::id).first::<GroupId>(c)?.0))
        .await;
    let page = admin.get(&format!("/admin/groups/{id}")).await.expect(200);
    assert!(page.text().contains("Every super-user belongs to this group"));
}

/// Questions by many people.
async fn questions(app: &TestApp, count: usize) -> Vec<Asked> {
    let board = app.board("phones").await;
    let mut made = Vec::new();
    for number in 0..count {
        let asker = app.member(&format!("asker{number}")).await;
        made.push(app.ask(&asker, board, "Why does it not ring?", "phones").await);
    }
    made
}

#[tokio::test]
async fn they_vote_twice_as_often_and_no_more() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    app.named(&ada).await;
    let made = questions(&app, 16).await;
    let limit = usize::try_from(Limits::VOTES_A_DAY).unwrap();
    // All but four of the day's votes are spent.
    for (who, spent) in [(&ada, 2 * limit - 4), (&bob, limit - 4)] {
        let (id, day, now) = (who.id(), app.clock.now().day_in(&jiff::tz::TimeZone::UTC), app.clock.now());
        let other = app.member(&format!("other-{}", who.handle())).await;
        let board = app.board(&format!("of-{}", who.handle())).await;
        let theirs = app.ask(&other, board, "And what is this about?", "phones").await;
        let mut posts = Vec::new();
        for _ in 0..spent {
            posts.push(app.answer(&other, &theirs, "An answer that is long enough.").await);
        }
        app.write(move |tx| {
            for post in &posts {
                diesel::insert_into(votes::table)
                    .values((
                        votes::post_id.eq(post),
                        votes::user_id.eq(id),
                        votes::receiver_id.eq(other.id()),
                        votes::value.eq(0),
                        votes::day.eq(day),
                        votes::cast_at.eq(now),
                    ))
                    .execute(tx)?;
            }
            Ok(())
        })
        .await;
        let forms: Vec<(String, Vec<(&str, &str)>)> =
            made.iter().map(|asked| (format!("/posts/{}/vote", asked.post), vec![("value", "1")])).collect();
        let replies = who.post_all_at_once(&forms).await;
        assert_eq!((with_status(&replies, 303), with_status(&replies, 429)), (4, 12), "{}", who.handle());
        let refused = replies.iter().find(|reply| reply.status.as_u16() == 429).unwrap();
        assert!(refused.text().contains(&format!("{} votes a day are used up", spent + 4)), "{refused:?}");
    }
}

#[tokio::test]
async fn the_queue_says_how_long_a_question_waits() {
    let app = TestApp::spawn().await;
    let (bob, board) = (app.member("bob").await, app.board("phones").await);
    app.ask(&bob, board, "Why does it not ring?", "phones").await;
    app.clock.advance(3 * 3_600);
    let page = app.visitor().get("/super-users").await.expect(200);
    let queue = page.attr("aside a[href*=unanswered]", "href").unwrap();
    let waiting = app.visitor().get(&queue).await.expect(200);
    assert!(waiting.text().contains("Waiting, asked"), "{waiting:?}");
    assert!(!app.visitor().get("/").await.text().contains("Waiting, asked"));
}

#[tokio::test]
async fn the_page_says_how_far_one_is() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board("phones").await);
    super::helped(&app, &ada, board, (4, 3)).await;
    let mine = ada.get("/super-users").await.expect(200);
    assert!(mine.text().contains("4 of 20 answers that helped") && mine.text().contains("3 of 15 people helped"));
    for other in [app.visitor(), staff] {
        assert!(!other.get("/super-users").await.expect(200).text().contains("answers that helped"));
    }
    app.visitor().get("/super-users?after=x").await.expect(400);
}
