//! A text that was typed before there was an account, or a session.

use diesel::prelude::*;
use talka::db::schema::{boards, drafts, topics};

use super::{OTHER, mailed_link};
use crate::support::{Client, PASSWORD, Reply, TestApp};

const TITLE: &str = "Why does my phone lose its signal indoors?";

async fn board(app: &TestApp) -> String {
    let now = app.clock.now();
    let id: i64 = app
        .write(move |tx| {
            Ok(diesel::insert_into(boards::table)
                .values((
                    boards::slug.eq("coverage"),
                    boards::name.eq("Coverage"),
                    boards::kind.eq("questions"),
                    boards::created_at.eq(now),
                ))
                .returning(boards::id)
                .get_result(tx)?)
        })
        .await;
    id.to_string()
}

/// What a page carries along, ready to be sent with its form.
fn hidden(page: &Reply, form: &str) -> Vec<(String, String)> {
    let html = page.html();
    let inputs = scraper::Selector::parse(&format!("form[action='{form}'] input[type=hidden]")).unwrap();
    html.select(&inputs)
        .filter_map(|input| Some((input.attr("name")?.to_owned(), input.attr("value")?.to_owned())))
        .filter(|(name, _)| name != "csrf")
        .collect()
}

async fn send(client: &Client, path: &str, carried: &[(String, String)], fields: &[(&str, &str)]) -> Reply {
    let all: Vec<(&str, &str)> =
        carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied()).collect();
    client.post_form(path, &all).await
}

#[tokio::test]
async fn a_visitors_question_is_posted_by_the_mailed_link() {
    let app = TestApp::spawn().await;
    let (board, visitor) = (board(&app).await, app.visitor());
    let body = "It works in the garden.\n\n\"Why\" & how?";
    let asked = [("title", TITLE), ("board", board.as_str()), ("tags", "signal"), ("lang", "en"), ("body", body)];
    let first = visitor.post_form("/ask", &asked).await.expect(401);
    let form = send(&visitor, "/sign-up/carry", &hidden(&first, "/sign-in"), &[]).await.expect(200);
    let person = [("email", "new@example.org"), ("handle", "x"), ("display_name", "New"), ("password", OTHER)];
    let form = send(&visitor, "/sign-up", &hidden(&form, "/sign-up"), &person).await.expect(422);
    let person = [("email", "new@example.org"), ("handle", "new-one"), ("display_name", "New"), ("password", OTHER)];
    let check = send(&visitor, "/sign-up", &hidden(&form, "/sign-up"), &person).await.expect(200);
    assert!(hidden(&check, "/sign-in").iter().any(|(name, value)| name == "carry_body" && value == body));
    assert_eq!(app.read(|c| Ok(topics::table.count().get_result::<i64>(c)?)).await, 0);

    let link = mailed_link(&app, "verify-email").await;
    // In another browser than the one that asked.
    let phone = app.visitor();
    let posted = phone.post_form(&link, &[]).await.expect(303);
    assert!(posted.location().starts_with("/questions/"), "{posted:?}");
    let page = phone.get(posted.location()).await.expect(200);
    assert!(page.find("h1").unwrap().contains(TITLE));
    assert_eq!(app.read(|c| Ok(drafts::table.count().get_result::<i64>(c)?)).await, 0);
}

#[tokio::test]
async fn who_has_an_account_signs_in_and_finds_the_text() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let visitor = app.visitor();
    let asked = [("carry_to", "/ask"), ("carry_title", TITLE), ("carry_body", "Typed before")];
    let mut wrong = asked.to_vec();
    wrong.extend([("email", "anna"), ("password", OTHER)]);
    let form = visitor.post_form("/sign-in", &wrong).await.expect(422);
    let right = [("email", "anna"), ("password", PASSWORD)];
    let reply = send(&visitor, "/sign-in", &hidden(&form, "/sign-in"), &right).await.expect(303);
    assert_eq!(reply.location(), "/ask");
    let page = visitor.get("/ask").await.expect(200);
    assert_eq!(page.attr("input[name=title]", "value").as_deref(), Some(TITLE));
    assert!(page.find("textarea[name=body]").unwrap().contains("Typed before"));
}

#[tokio::test]
async fn an_answer_travels_to_its_question() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let visitor = app.visitor();
    let fields = [
        ("carry_to", "/questions/7/answers"),
        ("carry_body", "Move nearer to the window."),
        ("email", "anna"),
        ("password", PASSWORD),
    ];
    assert_eq!(visitor.post_form("/sign-in", &fields).await.expect(303).location(), "/questions/7");
    let kept: (String, i64, String) =
        app.read(|c| Ok(drafts::table.select((drafts::kind, drafts::topic_id, drafts::body)).first(c)?)).await;
    assert_eq!(kept, ("answer".into(), 7, "Move nearer to the window.".into()));
}

#[tokio::test]
async fn a_strangers_question_is_not_posted_in_the_owners_name() {
    let app = TestApp::spawn().await;
    let board = board(&app).await;
    let fields = [
        ("email", "owner@example.org"),
        ("handle", "owner-not"),
        ("display_name", "Not the owner"),
        ("password", OTHER),
        ("draft_title", TITLE),
        ("draft_board", board.as_str()),
        ("draft_tags", "signal"),
        ("draft_body", "Not by the owner of the address."),
    ];
    app.visitor().post_form("/sign-up", &fields).await.expect(200);
    app.mails().await;
    app.visitor().post_form("/reset-password", &[("email", "owner@example.org")]).await.expect(200);
    let link = mailed_link(&app, "reset-password").await;
    app.visitor().post_form(&link, &[("password", PASSWORD)]).await.expect(303);
    assert_eq!(app.read(|c| Ok(topics::table.count().get_result::<i64>(c)?)).await, 0);
    let waits: Vec<bool> = app.read(|c| Ok(drafts::table.select(drafts::post_when_verified).load(c)?)).await;
    assert_eq!(waits, [false]);
}
