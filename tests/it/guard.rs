//! What stands around every request: headers, names of the site, methods, odd paths, floods.

use reqwest::Method;

use crate::support::{Client, Reply, TestApp};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[track_caller]
fn assert_hardened(what: &str, reply: &Reply) {
    for (name, value) in [
        ("content-security-policy", CSP),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name), value, "{what}");
        assert_eq!(reply.headers.get_all(name).iter().count(), 1, "{what}: {name}");
    }
    assert!(reply.header("permissions-policy").contains("camera=()"), "{what}");
    assert!(!reply.header("cache-control").is_empty(), "{what}");
    assert!(!reply.header("x-request-id").is_empty(), "{what}");
    assert!(reply.headers.get("server").is_none(), "{what}");
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_headers() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let post = |path, body: &'static str| visitor.request(Method::POST, path).body(body);
    let style = visitor.get("/no-such-page").await.attr("link[rel=stylesheet]", "href").unwrap();
    for (what, status, reply) in [
        ("a plain text", 200, visitor.get("/healthz").await),
        ("an asset", 200, visitor.get(&style).await),
        ("a missing page", 404, visitor.get("/no-such-page").await),
        ("a missing asset", 404, visitor.get("/assets/none.css").await),
        ("a redirect", 308, visitor.get("/favicon.ico").await),
        ("a form", 303, visitor.post_without_token("/theme", &[("theme", "dark")]).await),
        ("an unknown field", 422, visitor.post_without_token("/theme", &[("colour", "dark")]).await),
        ("another type", 415, visitor.send(post("/theme", "theme=dark").header("content-type", "text/plain")).await),
        ("a stranger's form", 403, visitor.send(post("/theme", "").header("origin", "https://evil.example")).await),
        ("another method", 405, visitor.send(visitor.request(Method::DELETE, "/ask")).await),
    ] {
        assert_eq!(reply.status, status, "{what}: {reply:?}");
        assert_hardened(what, &reply);
    }
}

#[tokio::test]
async fn an_error_is_a_page_in_the_sites_look() {
    let app = TestApp::spawn().await;
    let page = app.visitor().get("/no-such-page").await.expect(404);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.find("h1").is_some() && page.find("header nav").is_some() && page.find("main").is_some());
    assert_eq!(page.attr("meta[name=robots]", "content").as_deref(), Some("noindex"));
    assert_eq!(page.attr("html", "lang").as_deref(), Some("en"));
    assert!(page.find_all("main a.btn").len() == 2, "what to do next");
}

#[tokio::test]
async fn a_script_gets_a_sentence_instead_of_a_page() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let reply = visitor.send(visitor.request(Method::GET, "/no-such-page").header("x-fragment", "1")).await.expect(404);
    assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
    assert!(!reply.text().contains('<') && !reply.text().is_empty());
}

#[tokio::test]
async fn a_page_answers_head_without_a_body() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for path in ["/healthz", "/readyz"] {
        let reply = visitor.send(visitor.request(Method::HEAD, path)).await.expect(200);
        assert!(reply.body.is_empty(), "{path}");
    }
    let missing = visitor.send(visitor.request(Method::HEAD, "/no-such-page")).await.expect(404);
    assert!(missing.body.is_empty());
}

#[tokio::test]
async fn a_method_that_is_not_there_is_refused() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        visitor.send(visitor.request(method, "/healthz")).await.expect(405);
    }
    let refused = visitor.send(visitor.request(Method::POST, "/healthz")).await.expect(405);
    assert_eq!(refused.header("allow"), "GET, HEAD");
    let refused = visitor.send(visitor.request(Method::DELETE, "/ask")).await.expect(405);
    assert_eq!(refused.header("allow"), "GET, HEAD, POST");
}

#[tokio::test]
async fn a_link_with_a_stranger_in_its_query_opens() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    for path in ["/", "/tags", "/mod", "/ask", "/admin/audit", "/admin/members", "/admin/jobs", "/admin/mail"] {
        admin.get(&format!("{path}?utm_source=x")).await.expect(200);
    }
}

#[tokio::test]
async fn odd_paths_lead_nowhere() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for path in [
        "/..",
        "/../../etc/passwd",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/..%5cCargo.toml",
        "/%2e%2e/data/talka.db",
        "/data/talka.db",
        "/talka.db",
        "/.git/config",
        "/assets/%00",
        "/%00",
        "/%ff%fe",
        "//evil.example/x",
        "/;/..;/",
        "/assets/app.css%00.png",
    ] {
        let answer = visitor.raw(&format!("GET {path} HTTP/1.1"), &[]);
        assert!(answer.starts_with("HTTP/1.1 404 ") || answer.starts_with("HTTP/1.1 400 "), "{path}: {answer}");
        assert!(!answer.contains("[package]") && !answer.contains("root:"), "{path}");
        assert!(!answer.to_lowercase().contains("\nlocation:"), "{path}: {answer}");
    }
    // And the server is none the worse for it.
    visitor.get("/healthz").await.expect(200);
}

#[tokio::test]
async fn a_header_without_end_is_refused() {
    let app = TestApp::spawn().await;
    let long = "a".repeat(300_000);
    let answer = app.visitor().raw("GET /healthz HTTP/1.1", &[("X-Long", &long)]);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    app.visitor().get("/healthz").await.expect(200);
}

#[tokio::test]
async fn another_name_of_this_machine_leads_to_the_one_address() {
    let app = TestApp::spawn().await;
    let port = app.address.port();
    let visitor = app.visitor();
    let request = visitor.request(Method::GET, "/tags?sort=name").header("host", format!("localhost:{port}"));
    let reply = visitor.send(request).await.expect(307);
    assert_eq!(reply.location(), format!("http://127.0.0.1:{port}/tags?sort=name"));
    // A name from outside is never echoed: nobody is sent to where the browser says it is.
    let request = visitor.request(Method::GET, "/no-such-page").header("host", "evil.example");
    let reply = visitor.send(request).await.expect(404);
    assert!(!reply.text().contains("evil.example"));
}

async fn write_from(client: &Client, forwarded_for: &str) -> u16 {
    let request = client.request(Method::POST, "/theme").form(&[("theme", "dark")]);
    client.send(request.header("x-forwarded-for", forwarded_for)).await.status.as_u16()
}

#[tokio::test]
async fn a_flood_is_refused_and_told_when_it_ends() {
    let app = TestApp::with().flood(3).spawn().await;
    let visitor = app.visitor();
    for _ in 0..3 {
        visitor.post_without_token("/theme", &[("theme", "dark")]).await.expect(303);
    }
    let refused = visitor.post_without_token("/theme", &[("theme", "dark")]).await.expect(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    app.visitor().get("/readyz").await.expect(200);
}

#[tokio::test]
async fn a_forwarded_address_is_believed_of_nobody_who_was_not_named() {
    let app = TestApp::with().flood(1).spawn().await;
    let visitor = app.visitor();
    assert_eq!(write_from(&visitor, "203.0.113.1").await, 303);
    assert_eq!(write_from(&visitor, "203.0.113.2").await, 429, "the peer is counted, whatever it says");
}

#[tokio::test]
async fn a_forwarded_address_is_believed_of_a_named_proxy() {
    let app = TestApp::with().flood(1).setting("TALKA_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8").spawn().await;
    let visitor = app.visitor();
    assert_eq!(write_from(&visitor, "203.0.113.1").await, 303);
    assert_eq!(write_from(&visitor, "203.0.113.2").await, 303);
    assert_eq!(write_from(&visitor, "203.0.113.2").await, 429);
    // What stands left of the nearest address that no proxy of ours wrote is anybody's word.
    assert_eq!(write_from(&visitor, "198.51.100.7, 203.0.113.1, 10.1.2.3").await, 429);
    assert_eq!(write_from(&visitor, "203.0.113.1, 198.51.100.7").await, 303);
    assert_eq!(write_from(&visitor, "no address").await, 303, "the proxy itself");
    assert_eq!(write_from(&visitor, "no address").await, 429);
    // A whole IPv6 network is one sender.
    assert_eq!(write_from(&visitor, "2001:db8::1").await, 303);
    assert_eq!(write_from(&visitor, "2001:db8::2").await, 429);
    assert_eq!(write_from(&visitor, "2001:db8:0:1::1").await, 303);
}
