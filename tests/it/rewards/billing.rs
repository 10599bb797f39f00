//! What goes to billing and what comes back: the same bytes again, and nothing twice.

use std::io::{Read, Write};
use std::net::TcpStream;

use talka::rewards::RedemptionState;

use super::{answer, approve, asked, hand_over, offer, purse};
use crate::support::TestApp;

#[tokio::test]
async fn a_batch_is_the_same_to_the_byte_whenever_it_is_fetched() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[5_000]).await);
    let named = [("name", "=HYPERLINK(\"x\"), 10 euro")];
    let fields = [named[0], ("kind", "credit"), ("cost", "100")];
    let made = admin.post_form("/admin/rewards/new", &fields).await.expect(303);
    let reward = made.location().trim_start_matches("/admin/rewards/").parse().unwrap();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(asked(&ada, reward, "100").await);
    }
    admin.post_form("/admin/batches", &[]).await.expect(409);
    approve(&admin, ids[0]).await.expect(303);
    approve(&admin, ids[1]).await.expect(303);
    let path = hand_over(&admin).await;
    let first = admin.get(&path).await.expect(200);
    let text = first.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(lines[0], "id,requested,member,kind,reward,points,customer");
    assert_eq!(
        lines[1],
        format!("{},2026-11-21T12:00:00Z,ada,credit,\"'=HYPERLINK(\"\"x\"\"), 10 euro\",100,C-17", ids[0])
    );
    assert_eq!((lines.len(), lines[3]), (4, ""));
    assert!(first.header("content-disposition").contains("attachment"));
    // A second look, after names and states have changed, and after there is another batch.
    app.rename(&ada, "Somebody else").await;
    let changed = [("name", "Another name"), ("cost", "7")];
    admin
        .post_form(&format!("/admin/rewards/{reward}"), &[changed[0], ("kind", "credit"), changed[1]])
        .await
        .expect(303);
    approve(&admin, ids[2]).await.expect(303);
    let next = hand_over(&admin).await;
    answer(&admin, &format!("{},paid", ids[0])).await.expect(200);
    assert_ne!(path, next);
    assert_eq!(admin.get(&path).await.expect(200).body, first.body);
    admin.post_form("/admin/batches", &[]).await.expect(409);
    ada.get(&path).await.expect(404);
    admin.get("/admin/batches/99999/file").await.expect(404);
    assert_eq!(app.state(ids[2]).await, RedemptionState::Exported);
    app.assert_verified();
}

#[tokio::test]
async fn a_download_that_breaks_off_loses_nothing() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let reward = offer(&admin, "charity", "100", &[]).await;
    let id = asked(&ada, reward, "100").await;
    approve(&admin, id).await.expect(303);
    let path = hand_over(&admin).await;
    // The first bytes, and gone.
    let cookie = format!("talka={}", admin.cookie("talka").unwrap());
    let mut stream = TcpStream::connect(app.address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\r\n", app.address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    drop(stream);
    let again = admin.get(&path).await.expect(200).text();
    assert!(again.contains(&format!("\r\n{id},")), "{again}");
    assert_eq!(app.state(id).await, RedemptionState::Exported);
    app.assert_verified();
}

#[tokio::test]
async fn answers_are_taken_once_and_odd_ones_are_named() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[1_000]).await);
    let (credit, charity) = (offer(&admin, "credit", "100", &[]).await, offer(&admin, "charity", "50", &[]).await);
    let (paid, failed) = (asked(&ada, credit, "100").await, asked(&ada, credit, "100").await);
    let (given, waiting) = (asked(&ada, charity, "50").await, asked(&ada, credit, "100").await);
    for id in [paid, failed, given] {
        approve(&admin, id).await.expect(303);
    }
    hand_over(&admin).await;
    assert_eq!(purse(&app, &ada).await, (650, 350));
    let lines = format!(
        "id,answer\n{paid},paid\n{failed},failed,\"no such number\"\n{given},paid\n{given},paid\n{waiting},paid\n\
         999999,paid\n{paid},failed,too late\n-5,paid\nnonsense\n{failed},paid"
    );
    let reply = answer(&admin, &lines).await.expect(200);
    assert!(reply.text().contains("2 are given") && reply.text().contains("1 failed"), "{reply:?}");
    let left = reply.find_all("tbody tr");
    let expect = [
        "It was said before",
        "never handed",
        "no such redemption",
        "Something else",
        "cannot be read",
        "cannot be read",
        "Something else",
    ];
    assert_eq!(left.len(), expect.len(), "{left:?}");
    for (line, expect) in left.iter().zip(expect) {
        assert!(line.contains(expect), "{line}: {expect}");
    }
    assert_eq!(purse(&app, &ada).await, (750, 100));
    // The whole list once more: nothing happens.
    let again = answer(&admin, &lines).await.expect(200);
    assert!(again.text().contains("0 are given") && again.text().contains("0 failed"), "{again:?}");
    assert_eq!(purse(&app, &ada).await, (750, 100));
    assert_eq!(app.state(failed).await, RedemptionState::Failed);
    assert!(ada.get(&format!("/rewards/redemptions/{failed}")).await.text().contains("no such number"));
    let empty = answer(&admin, "  \n").await.expect(422);
    assert!(empty.find("#f-answers-error").is_some(), "{empty:?}");
    ada.post_form("/admin/batches/answers", &[("answers", "1,paid")]).await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn the_same_answers_at_once_pay_once() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[1_000]).await);
    let credit = offer(&admin, "credit", "100", &[]).await;
    let (paid, failed) = (asked(&ada, credit, "100").await, asked(&ada, credit, "100").await);
    for id in [paid, failed] {
        approve(&admin, id).await.expect(303);
    }
    hand_over(&admin).await;
    let lines = format!("{paid},paid\n{failed},failed,why");
    let replies = admin.post_at_once(20, "/admin/batches/answers", &[("answers", &lines)]).await;
    assert!(replies.iter().all(|reply| reply.status == 200), "{replies:?}");
    let done = replies.iter().filter(|reply| reply.text().contains("1 is given.")).count();
    assert_eq!((done, purse(&app, &ada).await), (1, (900, 0)));
    app.assert_verified();
}
