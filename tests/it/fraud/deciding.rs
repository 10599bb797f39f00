//! Votes that are voided, what follows from it, and appeals.

use diesel::prelude::*;
use talka::db::schema::{audit, posts, users, votes};
use talka::fraud::State;
use talka::ids::{FindingId, PostId};

use super::{Ring, WHY, decide};
use crate::support::{Client, TestApp};
use crate::votes::vote;

/// Score of a post, its author's reputation, and how many votes are voided.
async fn standing(app: &TestApp, post: PostId) -> (i64, i64, i64) {
    app.read(move |c| {
        let (score, reputation) = posts::table
            .inner_join(users::table.on(users::id.eq(posts::author_id)))
            .filter(posts::id.eq(post))
            .select((posts::score, users::reputation))
            .first(c)?;
        Ok((score, reputation, votes::table.filter(votes::voided_at.is_not_null()).count().get_result(c)?))
    })
    .await
}

/// The ring, found; and the first finding, about both.
async fn found(app: &TestApp) -> (Ring, FindingId) {
    let ring = app.ring().await;
    app.days_pass(1).await;
    let id = app.findings().await[0].0;
    (ring, id)
}

async fn appeal(by: &Client, id: FindingId) -> crate::support::Reply {
    let page = format!("/fraud/{id}/appeal");
    by.post_form_from("/fraud", &page, &[("appeal", "We answer the same questions, and both well.")]).await
}

async fn answer(by: &Client, (id, of): (FindingId, &Client), outcome: &str) -> crate::support::Reply {
    let member = of.id().to_string();
    let form = [("member", member.as_str()), ("outcome", outcome), ("reason", "I have read all of them.")];
    by.post_form_from(&format!("/admin/fraud/{id}"), &format!("/admin/fraud/{id}/appeal"), &form).await
}

#[tokio::test]
async fn voided_votes_give_nothing_and_are_told() {
    let app = TestApp::spawn().await;
    let (ring, id) = found(&app).await;
    let post = ring.of_ann[0];
    let (score, reputation, voided) = standing(&app, post).await;
    assert_eq!((score, voided), (1, 0));
    assert!(reputation > 0);
    assert_eq!(app.has(&ring.ann).await, (25, 0), "five paid votes of one giver");
    let judge = app.judge("judge").await;
    let page = format!("/admin/fraud/{id}");
    for form in [&[("decision", "void"), ("reason", "")][..], &[("reason", WHY)], &[("decision", "x"), ("reason", WHY)]]
    {
        judge.post_form_from(&page, &page, form).await.expect(422);
    }
    assert_eq!(standing(&app, post).await.2, 0);
    decide(&judge, id, "void").await.expect(303);
    assert_eq!(standing(&app, post).await, (0, 0, 12));
    assert_eq!(app.has(&ring.ann).await, (0, 0));
    assert_eq!(app.has(&ring.bob).await, (0, 0));
    assert_eq!(decide(&judge, id, "dismiss").await.status, 409);
    app.settle().await;
    assert_eq!(app.has(&ring.ann).await, (0, 0), "the jobs leave it so");
    for who in [&ring.ann, &ring.bob] {
        assert!(who.get("/inbox").await.text().contains("It was decided about votes"));
        assert!(who.get("/fraud").await.expect(200).text().contains(WHY));
    }
    let told = app.mails().await;
    assert!(told.iter().any(|mail| mail.to_address.contains("ann@")), "{told:?}");
    // Nobody votes so again.
    vote(&ring.bob, post, 1).await.expect(403);
    let deeds: i64 = app
        .read(move |c| {
            let of = audit::table.filter(audit::subject_kind.eq("finding")).filter(audit::subject_id.eq(id.0));
            Ok(of.count().get_result(c)?)
        })
        .await;
    assert_eq!(deeds, 1);
    assert!(judge.get("/admin/audit").await.expect(200).text().contains("Decided about unusual votes"));
    app.days_pass(1).await;
    let open = app.findings().await.into_iter().filter(|(_, state)| *state == State::Open);
    assert_eq!(open.count(), app.findings().await.len() - 1, "what is voided is not found again");
    app.assert_verified();
}

#[tokio::test]
async fn an_appeal_is_answered_by_somebody_else() {
    let app = TestApp::spawn().await;
    let (ring, id) = found(&app).await;
    let (post, cyd) = (ring.of_ann[0], app.member("cyd").await);
    let before = standing(&app, post).await;
    let points = app.has(&ring.ann).await;
    let (judge, other) = (app.judge("judge").await, app.judge("other").await);
    appeal(&ring.ann, id).await.expect(404);
    decide(&judge, id, "void").await.expect(303);
    cyd.get(&format!("/fraud/{id}/appeal")).await.expect(404);
    let path = format!("/fraud/{id}/appeal");
    ring.ann.post_form_from(&path, &path, &[("appeal", "No.")]).await.expect(422);
    appeal(&ring.ann, id).await.expect(303);
    assert_eq!(ring.ann.post_form_from("/fraud", &path, &[("appeal", "Once more, please.")]).await.status, 409);
    assert!(other.get("/admin/fraud?show=appeals").await.expect(200).text().contains("Appeal by ann"));
    answer(&judge, (id, &ring.ann), "undo").await.expect(403);
    answer(&other, (id, &ring.bob), "undo").await.expect(409);
    answer(&other, (id, &ring.ann), "undo").await.expect(303);
    assert_eq!(answer(&other, (id, &ring.ann), "uphold").await.status, 409);
    assert_eq!(standing(&app, post).await, before);
    assert_eq!(app.has(&ring.ann).await.0 + app.has(&ring.ann).await.1, points.0 + points.1);
    app.settle().await;
    app.days_pass(1).await;
    let (pending, available) = app.has(&ring.ann).await;
    assert_eq!(pending + available, points.0, "paid once");
    assert!(ring.bob.get("/fraud").await.text().contains("These votes count again"));
    app.assert_verified();
}

#[tokio::test]
async fn an_appeal_that_is_turned_down_changes_nothing() {
    let app = TestApp::spawn().await;
    let (ring, id) = found(&app).await;
    let (judge, other) = (app.judge("judge").await, app.judge("other").await);
    decide(&judge, id, "void").await.expect(303);
    appeal(&ring.bob, id).await.expect(303);
    answer(&other, (id, &ring.bob), "uphold").await.expect(303);
    assert_eq!(standing(&app, ring.of_ann[0]).await.0, 0);
    assert!(ring.bob.get(&format!("/fraud/{id}/appeal")).await.text().contains("I have read all of them."));
    assert!(app.findings().await.iter().any(|(of, state)| *of == id && *state == State::Voided));
    app.assert_verified();
}

#[tokio::test]
async fn nobody_decides_about_votes_of_their_own() {
    let app = TestApp::spawn().await;
    let (ring, id) = found(&app).await;
    let ann = ring.ann.id();
    app.write(move |tx| {
        diesel::update(users::table.find(ann)).set(users::is_admin.eq(true)).execute(tx)?;
        Ok(())
    })
    .await;
    let ann = app.sign_in(ann, "ann", true).await;
    let page = ann.get(&format!("/admin/fraud/{id}")).await.expect(200);
    assert!(page.text().contains("somebody else decides"));
    let token = ann.token_from("/admin/fraud").await;
    let form = [("csrf", token.as_str()), ("decision", "dismiss"), ("reason", WHY)];
    ann.post_without_token(&format!("/admin/fraud/{id}"), &form).await.expect(403);
    assert!(app.findings().await.iter().all(|(_, state)| *state == State::Open));
    app.assert_verified();
}
