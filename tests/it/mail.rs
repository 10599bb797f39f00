//! Mail through the queue, as far as every feature goes the same way.

use talka::mail::{self, Mail};

use crate::support::TestApp;

#[tokio::test]
async fn a_queued_mail_goes_out_once() {
    let app = TestApp::spawn().await;
    let now = app.clock.now();
    let letter = Mail {
        dedupe: Some("greeting:1".into()),
        kind: "greeting",
        to_address: "anna@example.org".into(),
        to_name: "Anna".into(),
        subject: "Welcome".into(),
        text: "Hello.".into(),
        html: "<p>Hello.</p>".into(),
        told: None,
    };
    for _ in 0..2 {
        let letter = letter.clone();
        app.write(move |tx| mail::queue(tx, &letter, "community.example.org", now)).await;
    }
    let sent = app.mails().await;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].to_address.as_str(), sent[0].subject.as_str()), ("anna@example.org", "Welcome"));
    assert!(sent[0].message_id.ends_with("@community.example.org>"));
    assert!(app.mails().await.is_empty());
}
