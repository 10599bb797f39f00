//! Deciding: approving, improving, rejecting; once, and by whom.

use diesel::prelude::*;
use talka::db::schema::{posts, revisions, suggestions, topics};
use talka::ids::UserId;
use talka::notify::{Kind, Reason};
use talka::policy::Privilege;
use talka::suggestions::State;

use super::{AFTER, REASON, Scene, number, scene, send};
use crate::support::{Client, with_status};

/// Who wrote each kept version of the answer.
async fn writers(scene: &Scene) -> Vec<UserId> {
    let post = scene.answer;
    scene
        .app
        .read(move |c| {
            let own = revisions::table.filter(revisions::post_id.eq(post)).order(revisions::number);
            Ok(own.select(revisions::author_id).load(c)?)
        })
        .await
}

async fn version(scene: &Scene) -> i64 {
    let post = scene.answer;
    scene.app.read(move |c| Ok(posts::table.find(post).select(posts::version).first(c)?)).await
}

#[tokio::test]
async fn what_is_approved_is_a_version_by_who_suggested_it() {
    let scene = scene().await;
    let id = scene.suggested().await;
    scene.app.run_jobs().await;
    scene.app.mails().await;
    let done = scene.bob.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    assert_eq!(done.location(), "/review");
    assert_eq!((scene.source(scene.answer).await, scene.state(id).await), (AFTER.to_owned(), State::Approved));
    assert_eq!(writers(&scene).await, [scene.bob.id(), scene.carl.id()]);
    let history = scene.app.visitor().get(&format!("/posts/{}/history", scene.answer)).await.expect(200);
    let latest = history.find("main article").unwrap();
    for words in ["carl", "Suggested, and approved by bob", REASON] {
        assert!(latest.contains(words), "{words}: {latest}");
    }
    assert_eq!(scene.earned().await, (2, 1));
    assert_eq!(scene.app.told(&scene.carl).await, [(Kind::SuggestionApproved, Reason::Own)]);
    let mails = scene.app.mails().await;
    let mail = mails.iter().find(|mail| mail.to_address == "carl@example.org").expect("carl is told by mail");
    assert!(mail.text.contains("was approved"), "{}", mail.text);
    // Its author has approved it, and is told nothing more.
    assert_eq!(scene.app.told(&scene.bob).await, [(Kind::Suggested, Reason::Own)]);
    let page = scene.carl.get(&format!("/suggestions/{id}")).await.expect(200);
    assert!(page.text().contains("Approved by bob"));
    // Nothing more can be decided, and nothing is given twice.
    for way in ["approve", "withdraw"] {
        let who = if way == "withdraw" { &scene.carl } else { &scene.bob };
        who.post_form(&format!("/suggestions/{id}/{way}"), &[]).await.expect(409);
    }
    scene.bob.post_form(&format!("/suggestions/{id}/reject"), &[("reason", REASON)]).await.expect(409);
    scene.bob.get(&format!("/suggestions/{id}/improve")).await.expect(409);
    assert_eq!(scene.earned().await, (2, 1));
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_second_approved_one_is_a_version_of_its_own_however_soon() {
    let scene = scene().await;
    for (number_of, text) in [(1, AFTER), (2, "It was switched off all day long.")] {
        let (version, path) = (number_of.to_string(), format!("/posts/{}/suggest", scene.answer));
        let fields = [("body", text), ("version", version.as_str()), ("reason", REASON)];
        let id = number(&scene.carl.post_form(&path, &fields).await.expect(303));
        scene.bob.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    }
    assert_eq!(writers(&scene).await, [scene.bob.id(), scene.carl.id(), scene.carl.id()]);
    assert_eq!(scene.earned().await, (4, 2));
    scene.app.assert_verified();
}

#[tokio::test]
async fn who_may_edit_others_posts_decides_and_the_author_hears_of_the_change() {
    let scene = scene().await;
    let eve = scene.app.editor("eve").await;
    let id = scene.suggested().await;
    let review = eve.get("/review").await.expect(200);
    assert!(review.find(&format!("a[href='/suggestions/{id}']")).is_some());
    scene.app.run_jobs().await;
    eve.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    assert_eq!(scene.app.told(&scene.bob).await, [(Kind::Suggested, Reason::Own), (Kind::Edited, Reason::Own)]);
    assert_eq!(scene.earned().await, (2, 1));
    assert!(eve.get("/review").await.expect(200).text().contains("Nothing is waiting"));
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_super_user_decides_without_standing() {
    let scene = scene().await;
    let (id, sam) = (scene.suggested().await, scene.app.member("sam").await);
    sam.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(404);
    scene.app.make_super(&sam).await;
    sam.get(&format!("/posts/{}/edit", scene.answer)).await.expect(403);
    sam.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    assert_eq!(scene.state(id).await, State::Approved);
}

#[tokio::test]
async fn what_is_improved_is_a_version_by_who_improved_it() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let form = scene.bob.get(&format!("/suggestions/{id}/improve")).await.expect(200);
    assert_eq!(form.find("textarea[name=body]").unwrap(), AFTER);
    assert_eq!(form.attr("input[name=reason]", "value").unwrap(), REASON);
    let better = "It was switched off all day, and charging.";
    let path = format!("/suggestions/{id}/improve");
    let same = [("body", "It was swiched off all day."), ("version", "1"), ("reason", REASON)];
    assert!(scene.bob.post_form(&path, &same).await.expect(422).find("#f-body-error").is_some());
    let fields = [("body", better), ("version", "1"), ("reason", REASON)];
    let mut looked = fields.to_vec();
    looked.push(("preview", "1"));
    assert!(scene.bob.post_form(&path, &looked).await.expect(200).find(".card .prose").unwrap().contains("charging"));
    scene.bob.post_form(&path, &fields).await.expect(303);
    assert_eq!((scene.source(scene.answer).await, scene.state(id).await), (better.to_owned(), State::Improved));
    assert_eq!(writers(&scene).await, [scene.bob.id(), scene.bob.id()]);
    let history = scene.app.visitor().get(&format!("/posts/{}/history", scene.answer)).await.expect(200);
    assert!(history.find("main article").unwrap().contains("Improves a suggestion by carl"));
    assert_eq!(scene.earned().await, (2, 1));
    assert_eq!(scene.app.told(&scene.carl).await, [(Kind::SuggestionApproved, Reason::Own)]);
    scene.app.assert_verified();
}

#[tokio::test]
async fn who_is_rejected_reads_why() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let path = format!("/suggestions/{id}/reject");
    let long = "x".repeat(201);
    for reason in ["", "no", " no  ", long.as_str()] {
        let reply = scene.bob.post_form(&path, &[("reason", reason)]).await.expect(422);
        assert!(reply.find("#f-reason-error").is_some());
        assert_eq!(reply.attr("input[name=reason]", "value").unwrap(), reason);
    }
    scene.bob.post_form(&path, &[]).await.expect(422);
    assert_eq!(scene.state(id).await, State::Waiting);
    let why = "It is how the word is spelt here.";
    scene.bob.post_form(&path, &[("reason", why)]).await.expect(303);
    assert_eq!(scene.state(id).await, State::Rejected);
    assert_eq!((version(&scene).await, scene.earned().await), (1, (0, 0)));
    assert_eq!(scene.app.told(&scene.carl).await, [(Kind::SuggestionRejected, Reason::Own)]);
    let inbox = scene.carl.get("/inbox").await.expect(200);
    assert!(inbox.find(&format!("a[href='/suggestions/{id}']")).is_some());
    assert!(scene.carl.get(&format!("/suggestions/{id}")).await.expect(200).text().contains(why));
    scene.app.assert_verified();
}

#[tokio::test]
async fn upon_a_changed_text_it_can_be_improved_and_not_approved() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let theirs = "It was swiched off all night.";
    let fields = [("body", theirs), ("version", "1"), ("reason", "")];
    scene.bob.post_form(&format!("/posts/{}/edit", scene.answer), &fields).await.expect(303);
    let page = scene.bob.get(&format!("/suggestions/{id}")).await.expect(200);
    assert!(page.find(&format!("form[action='/suggestions/{id}/approve']")).is_none());
    let stale = scene.bob.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(409);
    assert_eq!(stale.find_all(".grid2 .prose"), [theirs, AFTER]);
    assert!(stale.find(".errsum").unwrap().contains("changed since"));
    assert_eq!((scene.source(scene.answer).await, scene.state(id).await), (theirs.to_owned(), State::Waiting));
    let form = scene.bob.get(&format!("/suggestions/{id}/improve")).await.expect(200);
    assert_eq!(form.find("textarea[readonly]").unwrap(), theirs);
    assert_eq!(form.attr("input[name=version]", "value").unwrap(), "2");
    // Somebody was faster once more.
    let path = format!("/suggestions/{id}/improve");
    let old = [("body", "It was switched off all night."), ("version", "1"), ("reason", REASON)];
    let reply = scene.bob.post_form(&path, &old).await.expect(409);
    assert_eq!(reply.find("textarea[name=body]").unwrap(), "It was switched off all night.");
    let new = [("body", "It was switched off all night."), ("version", "2"), ("reason", REASON)];
    scene.bob.post_form(&path, &new).await.expect(303);
    assert_eq!(scene.source(scene.answer).await, "It was switched off all night.");
    assert_eq!(scene.earned().await, (2, 1));
    scene.app.assert_verified();
}

#[tokio::test]
async fn of_fifty_approvals_at_once_one_takes_effect() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let replies = scene.bob.post_at_once(50, &format!("/suggestions/{id}/approve"), &[]).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 409)), (1, 49), "{replies:?}");
    assert_eq!((version(&scene).await, scene.earned().await), (2, (2, 1)));
    assert_eq!(scene.app.told(&scene.carl).await, [(Kind::SuggestionApproved, Reason::Own)]);
    scene.app.assert_verified();
}

#[tokio::test]
async fn of_fifty_decisions_of_all_kinds_one_takes_effect() {
    let scene = scene().await;
    let id = scene.suggested().await;
    let path = |way: &str| format!("/suggestions/{id}/{way}");
    let forms: Vec<(String, Vec<(&str, &str)>)> = (0..50)
        .map(|n| match n % 3 {
            0 => (path("approve"), vec![]),
            1 => (path("reject"), vec![("reason", REASON)]),
            _ => (path("improve"), vec![("body", "It was off."), ("version", "1"), ("reason", REASON)]),
        })
        .collect();
    let replies = scene.bob.post_all_at_once(&forms).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 409)), (1, 49), "{replies:?}");
    let rejected = scene.state(id).await == State::Rejected;
    let expected = if rejected { (1, (0, 0)) } else { (2, (2, 1)) };
    assert_eq!((version(&scene).await, scene.earned().await), expected);
    scene.app.assert_verified();
}

#[tokio::test]
async fn a_questions_title_tags_and_language_are_suggested_too() {
    let scene = scene().await;
    let post = scene.asked.post;
    let form = scene.carl.get(&format!("/posts/{post}/suggest")).await.expect(200);
    assert_eq!(form.attr("input[name=title]", "value").unwrap(), "Why does my phone not ring?");
    let body = form.find("textarea[name=body]").unwrap();
    let fields = [
        ("title", "Why does my new phone not ring?"),
        ("tags", "phones, sound"),
        ("lang", "en"),
        ("body", body.as_str()),
        ("version", "1"),
        ("reason", REASON),
    ];
    let id = number(&scene.carl.post_form(&format!("/posts/{post}/suggest"), &fields).await.expect(303));
    let page = scene.ada.get(&format!("/suggestions/{id}")).await.expect(200);
    assert_eq!(page.find_all("ins"), ["new ", "sound"].map(|word| word.trim().to_owned()));
    scene.ada.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    let topic = scene.asked.topic;
    let stored: (String, String, String) = scene
        .app
        .read(move |c| Ok(topics::table.find(topic).select((topics::title, topics::slug, topics::tags)).first(c)?))
        .await;
    let expected = ("Why does my new phone not ring?", "why-does-my-new-phone-not-ring", "phones sound");
    assert_eq!((stored.0.as_str(), stored.1.as_str(), stored.2.as_str()), expected);
    let found = scene.app.visitor().get("/search?q=new+phone").await.expect(200);
    assert!(found.find("main").unwrap().contains("my new phone"), "{found:?}");
    scene.app.assert_verified();
}

#[tokio::test]
async fn who_approves_answers_for_new_tags() {
    let scene = scene().await;
    scene.app.set_threshold(Privilege::CreateTags, 150).await;
    let post = scene.asked.post;
    let fields = [
        ("title", "Why does my phone not ring?"),
        ("tags", "phones, ringtones"),
        ("lang", "en"),
        ("body", "The body of it, long enough to be one."),
        ("version", "1"),
        ("reason", REASON),
    ];
    let id = number(&scene.carl.post_form(&format!("/posts/{post}/suggest"), &fields).await.expect(303));
    let refused = scene.ada.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(422);
    assert!(refused.find(".errsum").unwrap().contains("150"), "{refused:?}");
    assert_eq!(scene.state(id).await, State::Waiting);
    let moderator = scene.app.moderator().await;
    moderator.post_form(&format!("/suggestions/{id}/approve"), &[]).await.expect(303);
    scene.app.assert_verified();
}

#[tokio::test]
async fn what_waits_is_listed_by_cursor_and_counted() {
    let scene = scene().await;
    let eve = scene.app.editor("eve").await;
    let authors: Vec<Client> = {
        let mut made = Vec::new();
        for n in 0..31 {
            made.push(scene.app.member(&format!("hand{n}")).await);
        }
        made
    };
    for author in &authors {
        send(author, scene.answer, AFTER).await.expect(303);
    }
    let first = eve.get("/review").await.expect(200);
    assert_eq!(first.find_all("main li.mod").len(), 30);
    assert!(first.find(".tabs [aria-current]").unwrap().ends_with("31"));
    let next = first.attr("a[rel=next]", "href").unwrap();
    let second = eve.get(&next).await.expect(200);
    assert_eq!(second.find_all("main li.mod").len(), 1);
    assert!(second.find("main li.mod").unwrap().contains("hand30"), "the oldest come first");
    // Nobody finds their own there.
    let count: i64 = scene.app.read(|c| Ok(suggestions::table.count().get_result(c)?)).await;
    assert_eq!(count, 31);
    scene.app.make_super(&authors[0]).await;
    assert!(authors[0].get("/review").await.expect(200).find(".tabs [aria-current]").unwrap().ends_with("30"));
    for wrong in ["?tab=all", "?after=x", "?tab=close&after=1"] {
        eve.get(&format!("/review{wrong}")).await.expect(400);
    }
}
