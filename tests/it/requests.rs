//! Bodies, cookies and headers that no browser sends: nothing is taken, nothing opens (bug class 35 of `security.md`).

use std::time::{Duration, Instant};

use reqwest::Method;

use crate::hostile::scene;
use crate::scripts::harmless;

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let scene = scene().await;
    let token = scene.ada.token_from("/no-such-page").await;
    let path = format!("/posts/{}/comments", scene.answer);
    let before = scene.rows().await;
    for (media_type, body, status) in [
        ("application/json", format!("{{\"csrf\":\"{token}\",\"body\":\"x\"}}"), 415),
        ("text/plain", format!("csrf={token}&body=x"), 415),
        ("", format!("csrf={token}&body=x"), 415),
        ("multipart/form-data; boundary=x", "--x--".to_owned(), 415),
        ("application/x-www-form-urlencoded", format!("csrf={token}&body=a%00b"), 422),
        ("application/x-www-form-urlencoded", format!("csrf={token}&body=x&a%00b=c"), 422),
        ("application/x-www-form-urlencoded", format!("csrf={token}&csrf={token}&body=x"), 422),
        ("application/x-www-form-urlencoded", "&&&===".to_owned(), 403),
        ("application/x-www-form-urlencoded", String::new(), 403),
    ] {
        let request = scene.ada.request(Method::POST, &path).header("content-type", media_type).body(body.clone());
        let reply = scene.ada.send(request).await;
        assert_eq!(reply.status, status, "{media_type} {body}: {reply:?}");
    }
    assert_eq!(before, scene.rows().await);
}

#[tokio::test]
async fn ten_megabytes_are_refused_before_they_are_read() {
    let scene = scene().await;
    let token = scene.ada.token_from("/no-such-page").await;
    let cookie = format!("talka={}", scene.ada.cookie("talka").unwrap());
    for (path, media_type) in [
        ("/ask", "application/x-www-form-urlencoded"),
        ("/preview", "application/x-www-form-urlencoded"),
        ("/sign-in", "application/x-www-form-urlencoded"),
        ("/images", "multipart/form-data; boundary=x"),
    ] {
        let started = Instant::now();
        let headers = [
            ("Content-Length", "10485760"),
            ("Content-Type", media_type),
            ("Cookie", cookie.as_str()),
            ("X-CSRF", token.as_str()),
        ];
        let answer = scene.ada.raw(&format!("POST {path} HTTP/1.1"), &headers);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{path}: {answer}");
        assert!(started.elapsed() < Duration::from_secs(2), "{path}: {:?}", started.elapsed());
    }
    // And one that says nothing of its length.
    let body = format!("80000\r\n{}\r\n", "a".repeat(0x80000)).repeat(4) + "0\r\n\r\n";
    let headers = [
        ("Transfer-Encoding", "chunked"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Cookie", cookie.as_str()),
    ];
    let answer = scene.ada.raw_with_body("POST /ask HTTP/1.1", &headers, &body);
    assert!(answer.starts_with("HTTP/1.1 413 ") || answer.is_empty(), "{answer}");
    scene.ada.get("/").await.expect(200);
}

#[tokio::test]
async fn cookies_of_any_kind_make_nobody_anybody() {
    let scene = scene().await;
    let own = scene.ada.cookie("talka").unwrap();
    let long = "x".repeat(5_000);
    let digest = talka::ids::digest(&own);
    let junk = [
        "",
        "x",
        "0",
        "null",
        "true",
        "../../x",
        "%00",
        "%FF",
        "\"",
        "a=b",
        &digest,
        &own[1..],
        &format!("{own}x"),
        &long,
        "' OR 1=1 --",
        "é",
    ];
    for value in junk {
        for name in ["talka", "__Host-talka", "talka-visitor", "talka-theme", "talka-notice"] {
            let answer = scene.ada.raw("GET /settings HTTP/1.1", &[("Cookie", &format!("{name}={value}"))]);
            let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
            assert!(status == "303" || status == "400", "{name}={value}: {answer}");
            let answer = scene.ada.raw("GET / HTTP/1.1", &[("Cookie", &format!("{name}={value}"))]);
            let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
            assert!(status == "200" || status == "400", "{name}={value}: {answer}");
        }
    }
    for notice in ["<script>alert(1)</script>", "notice-", "policy-admins", "error-500-title", "notice-saved\n"] {
        let client = scene.app.visitor();
        client.set_cookie("talka-notice", &notice.replace('\n', "%0A"));
        let page = client.get("/").await.expect(200);
        harmless(notice, &page);
        assert!(page.find(".notice").is_none_or(|text| !text.contains("admin")), "{notice}: {page:?}");
    }
}

#[tokio::test]
async fn headers_open_nothing() {
    let scene = scene().await;
    let eve = scene.app.member("eve").await;
    let path = format!("/posts/{}/delete", scene.answer);
    for (name, value) in [
        ("x-http-method-override", "POST"),
        ("x-method-override", "DELETE"),
        ("x-original-url", "/admin"),
        ("x-rewrite-url", "/admin"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1;host=evil.example"),
        ("authorization", "Basic YWRtaW46YWRtaW4="),
        ("x-user", "admin"),
        ("accept-language", "x".repeat(9_000).as_str()),
        ("accept-encoding", "*, *, *;q=0"),
        ("if-none-match", "\"x"),
        ("range", "bytes=0-"),
        ("content-type", "text/html; charset=utf-7"),
        ("accept", "application/json"),
        ("referer", "https://evil.example/?<script>"),
    ] {
        eve.send(eve.request(Method::GET, "/admin").header(name, value)).await.expect(404);
        let reply = eve.send(eve.request(Method::GET, &path).header(name, value)).await.expect(403);
        assert!(!reply.text().contains("evil.example"), "{name}");
    }
    // A page that is kept by somebody between is the same for everybody.
    for (name, value) in [("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https"), ("x-host", "evil")] {
        let plain = scene.app.visitor().get(&scene.asked.path).await.bare(&scene.asked.path);
        let visitor = scene.app.visitor();
        let other = visitor.send(visitor.request(Method::GET, &scene.asked.path).header(name, value)).await;
        assert_eq!(plain, other.bare(&scene.asked.path), "{name}");
    }
}
