//! Suggesting: who may, what the form takes, and that one waits at a time.

use diesel::prelude::*;
use talka::db::schema::{events, inbox, suggestions};
use talka::notify::{Kind, Reason};
use talka::policy::Privilege;
use talka::suggestions::State;

use super::{AFTER, BEFORE, REASON, number, scene, send};
use crate::support::{TestApp, with_status};

#[tokio::test]
async fn who_may_not_edit_suggests_where_others_edit() {
    let scene = scene().await;
    let (app, answer) = (&scene.app, scene.answer);
    let page = scene.carl.get(&scene.asked.path).await.expect(200);
    assert!(page.find(&format!("#a{answer} a[href='/posts/{answer}/suggest']")).is_some());
    assert!(page.find(&format!("#a{answer} a[href='/posts/{answer}/edit']")).is_none());
    let own = scene.bob.get(&scene.asked.path).await.expect(200);
    assert!(own.find(&format!("#a{answer} a[href='/posts/{answer}/suggest']")).is_none());
    assert!(app.visitor().get(&scene.asked.path).await.expect(200).find("a[href$='/suggest']").is_none());
    // The form holds the text as it is.
    let form = scene.carl.get(&format!("/posts/{answer}/suggest")).await.expect(200);
    assert_eq!(form.find("textarea[name=body]").unwrap(), BEFORE);
    assert_eq!(form.attr("input[name=version]", "value").unwrap(), "1");
    assert!(form.find("select[name=board]").is_none() && form.find("input[name=title]").is_none());
    // Whoever may edit does that.
    scene.bob.get(&format!("/posts/{answer}/suggest")).await.expect(403);
    send(&scene.bob, answer, AFTER).await.expect(403);
    let editor = app.editor("eve").await;
    let page = editor.get(&scene.asked.path).await.expect(200);
    assert!(page.find(&format!("#a{answer} a[href='/posts/{answer}/edit']")).is_some());
    send(&editor, answer, AFTER).await.expect(403);
    let fields = [("body", AFTER), ("version", "1"), ("reason", "")];
    editor.post_form(&format!("/posts/{answer}/edit"), &fields).await.expect(303);
    assert_eq!(scene.source(answer).await, AFTER);
    assert_eq!(app.told(&scene.bob).await, [(Kind::Edited, Reason::Own)]);
}

#[tokio::test]
async fn a_refused_edit_says_what_is_missing() {
    let scene = scene().await;
    let refused = scene.carl.get(&format!("/posts/{}/edit", scene.answer)).await.expect(403);
    assert!(refused.text().contains("1,000 reputation") && refused.text().contains("999 more"), "{refused:?}");
    scene.app.set_threshold(Privilege::EditPosts, 1).await;
    scene.carl.get(&format!("/posts/{}/edit", scene.answer)).await.expect(200);
}

#[tokio::test]
async fn its_author_hears_of_it_once_and_reads_both_texts() {
    let scene = scene().await;
    let id = scene.suggested().await;
    assert_eq!(scene.app.told(&scene.bob).await, [(Kind::Suggested, Reason::Own)]);
    assert_eq!(scene.app.told(&scene.ada).await.iter().filter(|(kind, _)| *kind == Kind::Suggested).count(), 0);
    let inbox = scene.bob.get("/inbox").await.expect(200);
    assert!(
        inbox.find(&format!("a[href='/suggestions/{id}']")).unwrap().contains("carl suggests an edit"),
        "{inbox:?}"
    );
    let page = scene.bob.get(&format!("/suggestions/{id}")).await.expect(200);
    assert_eq!(page.find_all(".grid2 .prose"), [BEFORE, AFTER]);
    assert_eq!((page.find("del").unwrap(), page.find("ins").unwrap()), ("swiched".into(), "switched".into()));
    assert!(page.text().contains(REASON));
    for form in ["approve", "reject"] {
        assert!(page.find(&format!("form[action='/suggestions/{id}/{form}']")).is_some(), "{form}");
    }
    assert!(page.find(&format!("a[href='/suggestions/{id}/improve']")).is_some());
    // Who suggested it sees no buttons but one.
    let own = scene.carl.get(&format!("/suggestions/{id}")).await.expect(200);
    assert!(own.find(&format!("form[action='/suggestions/{id}/withdraw']")).is_some());
    assert!(own.find(&format!("form[action='/suggestions/{id}/approve']")).is_none());
    scene.app.assert_verified();
}

#[tokio::test]
async fn what_is_taken_back_before_it_is_told_is_told_to_nobody() {
    let scene = scene().await;
    scene.app.run_jobs().await;
    let id = scene.suggested().await;
    scene.carl.post_form(&format!("/suggestions/{id}/withdraw"), &[]).await.expect(303);
    assert_eq!(scene.app.told(&scene.bob).await, []);
    let told: i64 = scene
        .app
        .read(|c| {
            let of = events::table.filter(events::suggestion_id.is_not_null()).select(events::id);
            Ok(inbox::table.filter(inbox::event_id.eq_any(of)).count().get_result(c)?)
        })
        .await;
    assert_eq!(told, 0);
}

#[tokio::test]
async fn what_is_taken_back_after_it_was_told_waits_for_nobody() {
    let scene = scene().await;
    let first = scene.suggested().await;
    assert_eq!(scene.app.told(&scene.bob).await, [(Kind::Suggested, Reason::Own)]);
    assert_eq!(scene.bob.get("/inbox/count").await.expect(200).text(), "1");
    scene.carl.post_form(&format!("/suggestions/{first}/withdraw"), &[]).await.expect(303);
    assert_eq!(scene.bob.get("/inbox/count").await.expect(200).text(), "");
    assert!(scene.bob.get("/inbox?show=unread").await.expect(200).find(".inbox__g").is_none());
    // The line leads to the one that waits.
    let second = scene.suggested().await;
    scene.app.run_jobs().await;
    assert_eq!(scene.bob.get("/inbox/count").await.expect(200).text(), "1");
    let inbox = scene.bob.get("/inbox").await.expect(200);
    assert!(inbox.find(&format!("a[href='/suggestions/{second}']")).is_some());
    assert!(inbox.find(&format!("a[href='/suggestions/{first}']")).is_none());
    // Whoever of them decides, it is done.
    scene.app.make_super(&scene.ada).await;
    scene.ada.post_form(&format!("/suggestions/{second}/reject"), &[("reason", REASON)]).await.expect(303);
    assert_eq!(scene.bob.get("/inbox/count").await.expect(200).text(), "");
}

#[tokio::test]
async fn one_waits_at_a_time() {
    let scene = scene().await;
    let id = scene.suggested().await;
    // A second one replaces nothing, and leads to the first.
    let again = send(&scene.carl, scene.answer, "Something else altogether.").await.expect(303);
    assert_eq!(number(&again), id);
    let form = scene.carl.get(&format!("/posts/{}/suggest", scene.answer)).await.expect(302);
    assert_eq!(form.location(), format!("/suggestions/{id}"));
    let page = scene.carl.get(&format!("/suggestions/{id}")).await.expect(200);
    assert!(page.text().contains(AFTER) && !page.text().contains("altogether"));
    // Others may suggest too, and this one again after it was withdrawn.
    let eve = scene.app.member("eve").await;
    assert_ne!(number(&send(&eve, scene.answer, "Something else altogether.").await.expect(303)), id);
    scene.carl.post_form(&format!("/suggestions/{id}/withdraw"), &[]).await.expect(303);
    assert_eq!(scene.state(id).await, State::Withdrawn);
    scene.carl.post_form(&format!("/suggestions/{id}/withdraw"), &[]).await.expect(409);
    assert_ne!(number(&send(&scene.carl, scene.answer, AFTER).await.expect(303)), id);
    scene.app.assert_verified();
}

#[tokio::test]
async fn of_fifty_at_once_one_is_kept() {
    let scene = scene().await;
    let fields = [("body", AFTER), ("version", "1"), ("reason", REASON)];
    let replies = scene.carl.post_at_once(50, &format!("/posts/{}/suggest", scene.answer), &fields).await;
    assert_eq!(with_status(&replies, 303), 50, "{replies:?}");
    let count: i64 = scene.app.read(|c| Ok(suggestions::table.count().get_result(c)?)).await;
    assert_eq!(count, 1);
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_form_keeps_what_was_typed_and_says_what_is_wrong() {
    let scene = scene().await;
    let path = format!("/posts/{}/suggest", scene.answer);
    let long = "x".repeat(201);
    for reason in ["", "typo", "     ", long.as_str()] {
        let fields = [("body", AFTER), ("version", "1"), ("reason", reason)];
        let reply = scene.carl.post_form(&path, &fields).await.expect(422);
        assert!(reply.find("#f-reason-error").is_some(), "{reason}");
        assert_eq!(reply.find("textarea[name=body]").unwrap(), AFTER);
    }
    // Nothing is changed, or nothing is left.
    let reply = send(&scene.carl, scene.answer, BEFORE).await.expect(422);
    assert!(reply.find("#f-body-error").unwrap().contains("says so already"));
    send(&scene.carl, scene.answer, "").await.expect(422);
    // More links than one may place oneself.
    scene.app.set_threshold(Privilege::Links, 15).await;
    let links = "See [a](https://a.example), [b](https://b.example) and [c](https://c.example).";
    let reply = send(&scene.carl, scene.answer, links).await.expect(422);
    assert!(reply.find(".errsum").unwrap().contains("15"), "{reply:?}");
    // Both at once.
    let reply = scene.carl.post_form(&path, &[("body", ""), ("version", "1"), ("reason", "")]).await.expect(422);
    assert_eq!(reply.find_all(".errsum li").len(), 2);
    // What the form does not have.
    for extra in [("board", "1"), ("state", "approved"), ("author", "1")] {
        let fields = [("body", AFTER), ("version", "1"), ("reason", REASON), extra];
        scene.carl.post_form(&path, &fields).await.expect(422);
    }
    scene.carl.post_form(&path, &[("body", AFTER), ("version", "one"), ("reason", REASON)]).await.expect(422);
    // A preview sends nothing.
    let fields = [("body", "It was **off**."), ("version", "1"), ("reason", ""), ("preview", "1")];
    let preview = scene.carl.post_form(&path, &fields).await.expect(200);
    assert_eq!(preview.find(".prose strong").unwrap(), "off");
    let count: i64 = scene.app.read(|c| Ok(suggestions::table.count().get_result(c)?)).await;
    assert_eq!(count, 0);
}

#[tokio::test]
async fn who_writes_upon_an_old_text_sees_both() {
    let scene = scene().await;
    let fields = [("body", "It was swiched off all night."), ("version", "1"), ("reason", "")];
    scene.bob.post_form(&format!("/posts/{}/edit", scene.answer), &fields).await.expect(303);
    let stale = send(&scene.carl, scene.answer, AFTER).await.expect(409);
    assert_eq!(stale.find("textarea[readonly]").unwrap(), "It was swiched off all night.");
    assert_eq!(stale.find("textarea[name=body]").unwrap(), AFTER);
    assert_eq!(stale.attr("input[name=version]", "value").unwrap(), "2");
    let fields = [("body", AFTER), ("version", "2"), ("reason", REASON)];
    scene.carl.post_form(&format!("/posts/{}/suggest", scene.answer), &fields).await.expect(303);
}

#[tokio::test]
async fn ideas_articles_and_remarks_take_none() {
    let app = TestApp::spawn().await;
    let (ada, carl) = (app.member("ada").await, app.member("carl").await);
    let board = app.idea_board("wishes").await;
    let idea = app.idea(&ada, board, "An idea that somebody has").await;
    let page = carl.get(&idea.path).await.expect(200);
    assert!(page.find("a[href$='/suggest']").is_none());
    carl.get(&format!("/posts/{}/suggest", idea.post)).await.expect(403);
    let fields = [
        ("title", "Another title of an idea"),
        ("tags", "wishes"),
        ("lang", "en"),
        ("body", "Other words, long enough to be some."),
        ("version", "1"),
        ("reason", REASON),
    ];
    carl.post_form(&format!("/posts/{}/suggest", idea.post), &fields).await.expect(403);
    for id in ["0", "-1", "99999999"] {
        carl.get(&format!("/posts/{id}/suggest")).await.expect(404);
        carl.get(&format!("/suggestions/{id}")).await.expect(404);
    }
}
