//! What staff give for customers.

use diesel::prelude::*;
use talka::boards::{self, Readers};
use talka::db::schema::{ideas, users, votes};
use talka::ids::{TopicId, UserId};
use talka::topics::TopicForm;

use super::decide;
use crate::support::{Asked, Client, Reply, TestApp, with_status};
use crate::votes::{counts, vote};

async fn give(by: &Client, idea: &Asked, customer: &str, value: &str) -> Reply {
    let fields = [("customer", customer), ("name", ""), ("value", value)];
    by.post_form(&format!("/ideas/{}/behalf", idea.topic), &fields).await
}

async fn stage() -> (TestApp, Client, Asked) {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.idea_board("wishes").await);
    let idea = app.propose(&app.member("author").await, board, "Day passes for roaming abroad").await;
    (app, staff, idea)
}

/// The account of an address: its number, and whether it has a password.
async fn account(app: &TestApp, address: &'static str) -> Option<(UserId, bool)> {
    let found: Option<(UserId, Option<String>)> = app
        .read(move |c| {
            let of = users::table.filter(users::email_key.eq(address));
            Ok(of.select((users::id, users::password_hash)).first(c).optional()?)
        })
        .await;
    found.map(|(id, password)| (id, password.is_some()))
}

#[tokio::test]
async fn a_vote_is_given_once_a_person_and_shown_as_what_it_is() {
    let (app, staff, idea) = stage().await;
    let ada = app.member("ada").await;
    staff.get(&format!("/ideas/{}/behalf", idea.topic)).await.expect(200);
    assert_eq!(give(&staff, &idea, "@ada", "1").await.expect(303).location(), idea.path);
    assert_eq!(counts(&app, idea.post).await, (1, 0, 1));
    for customer in ["ada", "ADA@example.org"] {
        let again = give(&staff, &idea, customer, "-1").await.expect(422);
        assert!(again.find("main").unwrap().contains("had their say already"), "{again:?}");
    }
    let page = app.visitor().get(&idea.path).await.expect(200);
    let aside = page.find("aside").unwrap();
    assert!(aside.contains("1 vote entered by staff for a customer") && !aside.contains("given by"), "{aside}");
    assert!(staff.get(&idea.path).await.find("aside").unwrap().contains("For, given by staff for ada"));
    let log = app.moderator().await.get("/admin/audit").await;
    assert_eq!(log.status, 404, "the audit table is for admins");
    assert!(app.admin().await.get("/admin/audit").await.expect(200).text().contains("@ada"));
    // Who changes it makes it their own.
    vote(&ada, idea.post, -1).await.expect(303);
    let by: Option<UserId> =
        app.read(move |c| Ok(votes::table.find((idea.post, ada.id())).select(votes::by_id).first(c)?)).await;
    assert_eq!((by, counts(&app, idea.post).await), (None, (0, 1, -1)));
    app.assert_verified();
}

#[tokio::test]
async fn what_may_not_be_given_is_refused_at_the_field() {
    let (app, staff, idea) = stage().await;
    app.suspended("sue").await;
    for (customer, words) in [
        ("author", "Nobody votes on their own"),
        ("staff", "your own account"),
        ("sue", "suspended"),
        ("nobody", "Nobody has this handle"),
        ("", "Nobody has this handle"),
    ] {
        let reply = give(&staff, &idea, customer, "1").await.expect(422);
        assert!(reply.find("main").unwrap().contains(words), "{customer}: {reply:?}");
    }
    give(&staff, &idea, "author", "2").await.expect(422);
    let ada = app.member("ada").await;
    vote(&ada, idea.post, 1).await.expect(303);
    vote(&ada, idea.post, 0).await.expect(303);
    give(&staff, &idea, "ada", "1").await.expect(422);
    give(&ada, &idea, "bob", "1").await.expect(403);
    give(&app.visitor(), &idea, "bob", "1").await.expect(401);
    decide(&app, idea.topic, "delivered").await;
    give(&staff, &idea, "ada", "1").await.expect(403);
    assert_eq!(counts(&app, idea.post).await, (0, 0, 0));
    app.assert_verified();
}

#[tokio::test]
async fn of_many_at_once_one_vote_is_given_and_one_account_made() {
    let (app, staff, idea) = stage().await;
    let path = format!("/ideas/{}/behalf", idea.topic);
    let fields = [("customer", "carl@example.org"), ("name", "Carl"), ("value", "1")];
    let replies = staff.post_at_once(20, &path, &fields).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 422)), (1, 19), "{replies:?}");
    assert_eq!(counts(&app, idea.post).await, (1, 0, 1));
    let once = [("customer", "dora@example.org"), ("name", ""), ("value", "1"), ("form_key", "abc")];
    let replies = staff.post_at_once(10, &path, &once).await;
    assert_eq!(with_status(&replies, 303), 10, "one form, sent again and again: {replies:?}");
    assert_eq!(counts(&app, idea.post).await, (2, 0, 2));
    app.assert_verified();
}

#[tokio::test]
async fn an_account_that_was_made_is_taken_over_by_its_owner_and_hears_nothing_before() {
    let (app, staff, idea) = stage().await;
    give(&staff, &idea, "carl@example.org", "1").await.expect(303);
    let (id, with_password) = account(&app, "carl@example.org").await.unwrap();
    assert!(!with_password);
    assert!(
        app.mails().await.iter().all(|mail| !format!("{mail:?}").contains("carl@example.org")),
        "no mail goes there"
    );
    let handle: String = app.read(move |c| Ok(users::table.find(id).select(users::handle).first(c)?)).await;
    assert!(!handle.contains("carl"), "what it is called tells nothing of the address");
    app.visitor().get(&format!("/members/{handle}")).await.expect(404);
    // They ask for a new password, as anybody may for any address.
    app.visitor().post_form("/reset-password", &[("email", "carl@example.org")]).await.expect(200);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let link = format!("{:?}", mails[0]).split("/reset-password/").nth(1).unwrap().chars().take(43).collect::<String>();
    let carl = app.visitor();
    carl.post_form(&format!("/reset-password/{link}"), &[("password", "crumpled-lantern-ferry")]).await.expect(303);
    vote(&carl, idea.post, -1).await.expect(303);
    assert_eq!(counts(&app, idea.post).await, (0, 1, -1));
    app.assert_verified();
}

#[tokio::test]
async fn an_idea_for_a_customer_is_theirs_and_says_who_entered_it() {
    let (app, staff, _) = stage().await;
    let board = app.idea_board("more").await;
    let form = TopicForm {
        title: "Pay the bill by standing order".into(),
        board: board.to_string(),
        tags: "billing".into(),
        lang: "en".into(),
        body: "They said so on the phone, and many others did.".into(),
    };
    assert!(staff.get("/ideas/new?for=").await.expect(200).find("[name=customer]").is_some());
    assert!(app.member("eve").await.get("/ideas/new?for=").await.expect(200).find("[name=customer]").is_none());
    let typed = [form.title.as_str(), &form.board, &form.tags, &form.body];
    let mut fields: Vec<(&str, &str)> = ["title", "board", "tags", "body"].into_iter().zip(typed).collect();
    fields.extend([("name", "Dora"), ("reviewed", "1")]);
    let with = |customer: &'static str| fields.iter().copied().chain([("customer", customer)]).collect::<Vec<_>>();
    staff.post_form("/ideas/new", &with("nobody-here")).await.expect(422);
    app.member("zoe").await.post_form("/ideas/new", &with("dora@example.org")).await.expect(403);
    let path = staff.post_form("/ideas/new", &with("dora@example.org")).await.expect(303).location().to_owned();
    let topic = TopicId(path.split('/').nth(2).unwrap().parse().unwrap());
    let (id, _) = account(&app, "dora@example.org").await.unwrap();
    let row: (Option<UserId>, UserId) = app
        .read(move |c| {
            use talka::db::schema::topics;
            Ok(ideas::table
                .inner_join(topics::table.on(topics::id.eq(ideas::topic_id)))
                .filter(ideas::topic_id.eq(topic))
                .select((ideas::submitted_by, topics::author_id))
                .first(c)?)
        })
        .await;
    assert_eq!(row, (Some(staff.id()), id));
    let page = app.visitor().get(&path).await.expect(200);
    assert!(page.find("main").unwrap().contains("Dora"));
    assert!(page.find("aside").unwrap().contains("Entered by our staff: staff"), "{page:?}");
    // Whose idea it is has a page as any author; not while nothing of theirs is public.
    let author = page.attr("article a.strong[href^='/members/']", "href").unwrap_or_else(|| panic!("{page:?}"));
    assert!(app.visitor().get(&author).await.expect(200).find("h1").unwrap().contains("Dora"));
    app.write(move |tx| boards::set_readers(tx, board, &Readers::Groups(Vec::new()))).await;
    app.visitor().get(&author).await.expect(404);
    app.assert_verified();
}
