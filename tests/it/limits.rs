//! Bodies: how large, of which kind, in which shape.

use reqwest::Method;

use crate::support::TestApp;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_form_may_be_half_a_mebibyte_and_no_more() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let body = |bytes: usize| {
        let field = "theme=dark&return_to=/";
        format!("{field}{}", "a".repeat(bytes - field.len()))
    };
    let send = |bytes| visitor.request(Method::POST, "/theme").header("content-type", FORM).body(body(bytes));
    visitor.send(send(512 * 1024)).await.expect(303);
    let refused = visitor.send(send(513 * 1024)).await.expect(413);
    assert!(refused.text().contains("512"), "the limit is named: {refused:?}");
}

#[tokio::test]
async fn a_form_of_unknown_length_is_counted_as_it_comes() {
    let app = TestApp::spawn().await;
    let chunk = format!("2000\r\n{}\r\n", "a".repeat(0x2000));
    let headers = [("Content-Type", FORM), ("Transfer-Encoding", "chunked")];
    let answer =
        app.visitor().raw_with_body("POST /theme HTTP/1.1", &headers, &format!("{}0\r\n\r\n", chunk.repeat(65)));
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn a_length_that_is_a_lie_is_refused_before_anything_is_read() {
    let app = TestApp::spawn().await;
    let headers = [("Content-Type", FORM), ("Content-Length", "10000000000")];
    let answer = app.visitor().raw_with_body("POST /theme HTTP/1.1", &headers, "theme=dark");
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn only_forms_are_forms() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/xml", "nonsense"] {
        let request = visitor.request(Method::POST, "/theme").header("content-type", kind).body("theme=dark");
        visitor.send(request).await.expect(415);
    }
    visitor.send(visitor.request(Method::POST, "/theme").body("theme=dark")).await.expect(415);
}

#[tokio::test]
async fn a_form_that_does_not_fit_is_refused() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for body in [
        "theme=dark&admin=true",
        "theme=dark&theme=light",
        "theme%5B%5D=dark",
        "theme[name]=dark",
        "theme=%ff%fe",
        "theme=dark%00",
        "\u{0}\u{1}",
    ] {
        let request = visitor.request(Method::POST, "/theme").header("content-type", FORM).body(body.to_owned());
        let reply = visitor.send(request).await;
        assert!(reply.status.as_u16() == 422 || (reply.status == 303 && body.contains("%ff")), "{body:?}: {reply:?}");
        assert_eq!(visitor.cookie("talka-theme"), None, "{body:?}");
    }
}
