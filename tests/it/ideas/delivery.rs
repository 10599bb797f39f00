//! Who hears of what staff said is decided when it is told, not when it was said.

use talka::boards::{self, Readers};
use talka::follows::{Level, Subject};
use talka::notify::Kind;

use super::status;
use crate::support::{Client, TestApp};

async fn heard(app: &TestApp, person: &Client) -> bool {
    app.told(person).await.iter().any(|(kind, _)| *kind == Kind::Status)
}

#[tokio::test]
async fn who_may_not_read_an_idea_any_more_does_not_hear_what_was_said_of_it() {
    let app = TestApp::spawn().await;
    let (ada, bob, eve) = (app.member("ada").await, app.member("bob").await, app.member("eve").await);
    let (staff, admin, board) = (app.staff().await, app.admin().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, "Share spare data with family").await;
    bob.post_form(&format!("/posts/{}/vote", idea.post), &[("value", "1")]).await.expect(303);
    for person in [&eve, &admin] {
        app.follow(person, Subject::Topic(idea.topic), Level::All).await;
    }
    app.mails().await;
    let planned = status(&app, "planned").await.to_string();
    let said = [("status", planned.as_str()), ("body", "It comes this winter."), ("seen", "")];
    staff.post_form(&format!("/ideas/{}/update", idea.topic), &said).await.expect(303);
    // Between the word and its telling the board is closed to all but those who look after it.
    app.write(move |tx| boards::set_readers(tx, board, &Readers::Groups(Vec::new()))).await;
    let mails = app.mails().await;
    for person in [&ada, &bob, &eve] {
        assert!(!heard(&app, person).await, "{}", person.handle());
        let inbox = person.get("/inbox").await.expect(200);
        assert!(!inbox.text().contains("Share spare data") && !inbox.text().contains("this winter"), "{inbox:?}");
        let address = format!("{}@", person.handle());
        assert!(!mails.iter().any(|mail| mail.to_address.starts_with(&address)), "{mails:?}");
    }
    assert!(heard(&app, &admin).await, "who may read it still does hear");
    // What was not told then is not told later, either.
    app.write(move |tx| boards::set_readers(tx, board, &Readers::Everyone)).await;
    for person in [&ada, &bob, &eve] {
        assert!(!heard(&app, person).await, "{}", person.handle());
    }
    app.assert_verified();
}
