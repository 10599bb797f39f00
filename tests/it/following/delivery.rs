//! Who is told of what, and why.

use super::*;

#[tokio::test]
async fn one_entry_an_event_and_person_by_the_strongest_reason() {
    let app = TestApp::spawn().await;
    let (board, asker, fan) = (app.board("help").await, app.member("asker").await, app.member("fan").await);
    app.ask(&asker, board, "A first question with the tag", "esim").await;
    app.follow(&fan, Subject::Board(board), Level::All).await;
    app.follow(&fan, Subject::Tag(app.tag("esim").await), Level::All).await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Tag)]);
    app.empty_inbox(&fan).await;
    app.follow(&fan, Subject::Member(asker.id()), Level::All).await;
    let asked = app.ask(&asker, board, "A second question with the tag", "esim").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Member)]);
    app.follow(&fan, Subject::Topic(asked.topic), Level::All).await;
    app.answer(&asker, &asked, "An answer of my own to it, @fan, see.").await;
    assert_eq!(app.told(&fan).await, [(Kind::Question, Reason::Member), (Kind::Mention, Reason::Mentioned)]);
    assert_eq!(app.told(&asker).await, []);
}
