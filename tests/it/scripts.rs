//! Markup in every text and in every part of an address is shown as text (bug classes 26 and 27 of `security.md`). The
//! same in a real Chromium is the browser suite's part.

use crate::support::{Reply, TestApp};

const PAYLOADS: [&str; 7] = [
    "\"><img id=pwned src=x onerror=alert(1)>",
    "'><svg id=pwned onload=alert(1)>",
    "</title></textarea></script><b id=pwned>",
    "javascript:alert(1)//",
    "[a](javascript:alert(1)) <javascript:alert(1)> ![a](data:text/html,x)",
    "{{ cx.me.email }} {% include \"x\" %} { $name }",
    "<style id=pwned>*{display:none}</style><base href=//evil.example>",
];

/// Nothing on a page came from a text as anything but text.
#[track_caller]
pub fn harmless(what: &str, page: &Reply) {
    let html = page.html();
    let all = scraper::Selector::parse("*").unwrap();
    for element in html.select(&all) {
        let (name, of) = (element.value().name(), |attribute: &str| element.attr(attribute).unwrap_or_default());
        assert_ne!(of("id"), "pwned", "{what}: <{name}>");
        assert!(!matches!(name, "base" | "iframe" | "object" | "embed" | "style"), "{what}: <{name}>");
        assert!(name != "script" || of("src").starts_with("/assets/") || of("type") == "application/ld+json", "{what}");
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on") && attribute != "style", "{what}: {attribute}={value}");
            let value = value.trim().to_lowercase();
            let leads = matches!(attribute, "href" | "src" | "action" | "formaction");
            let scheme = ["javascript:", "data:", "vbscript:", "//"].iter().any(|scheme| value.starts_with(scheme));
            assert!(!leads || !scheme || value.starts_with("data:image/"), "{what}: {attribute}={value}");
        }
    }
}

#[tokio::test]
async fn what_an_address_says_is_shown_as_text() {
    let app = TestApp::spawn().await;
    let (ada, board, admin) = (app.member("ada").await, app.board("phones").await, app.admin().await);
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let pages = [
        "/",
        "/boards/phones",
        "/tags/phones",
        "/tags",
        "/ask",
        "/sign-in",
        "/sign-up",
        "/reset-password",
        "/confirm-password",
        "/settings",
        "/mod",
        "/admin/members",
        "/admin/audit",
        &asked.path,
        "/no-such-page",
        "/members/ada",
    ];
    let names = ["tab", "after", "order", "sort", "title", "board", "tags", "return_to", "q", "before", "email", "x"];
    for payload in PAYLOADS {
        let encoded: String = url_encoded(payload);
        for page in pages {
            let query: Vec<String> = names.iter().map(|name| format!("{name}={encoded}")).collect();
            let mut queries = vec![query.join("&")];
            queries.extend(query);
            for query in queries {
                let path = format!("{page}?{query}");
                let reply = admin.get(&path).await;
                assert!(!reply.status.is_server_error(), "{path}: {reply:?}");
                harmless(&path, &reply);
            }
        }
        for path in [
            format!("/{encoded}"),
            format!("/tags/{encoded}"),
            format!("/members/{encoded}"),
            format!("/questions/1/{encoded}"),
        ] {
            let reply = admin.get(&path).await;
            assert!(!reply.location().to_lowercase().starts_with("javascript"), "{path}");
            harmless(&path, &reply);
        }
    }
}

pub fn url_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn what_members_write_is_shown_as_text() {
    let app = TestApp::spawn().await;
    let (ada, _) = (&app.member("ada").await, app.board("phones").await);
    let moderator = app.moderator().await;
    for (number, payload) in PAYLOADS.into_iter().enumerate() {
        app.clock.advance(601);
        let title = format!("Title {number} with {payload}");
        let fields = [
            ("title", title.as_str()),
            ("board", "1"),
            ("tags", "phones"),
            ("body", payload),
            ("lang", "en"),
            ("reviewed", "1"),
        ];
        let path = ada.post_form("/ask", &fields).await.expect(303).location().to_owned();
        let topic = path.split('/').nth(2).unwrap().to_owned();
        let reply = ada.post_form(&format!("/questions/{topic}/answers"), &[("body", payload)]).await.expect(303);
        let answer = reply.location().rsplit_once("#a").unwrap().1.to_owned();
        ada.post_form(&format!("/posts/{answer}/comments"), &[("body", payload)]).await.expect(303);
        app.clock.advance(601);
        let edited = format!("{payload} and more of it");
        let edit = [("body", edited.as_str()), ("version", "1"), ("reason", payload)];
        ada.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(303);
        let stale = moderator.post_form(&format!("/posts/{answer}/edit"), &edit).await.expect(409);
        harmless("a conflict", &stale);
        for tag in [payload, "a\"b", "<b>"] {
            let fields =
                [("title", title.as_str()), ("board", "1"), ("tags", tag), ("body", payload), ("lang", payload)];
            harmless("a refused question", &ada.post_form("/ask", &fields).await.expect(422));
        }
        let bio = [("display_name", "Ada"), ("bio", payload)];
        ada.post_form("/settings/profile", &bio).await;
        ada.post_form("/drafts", &[("draft", "question"), ("title", payload), ("tags", payload), ("body", payload)])
            .await
            .expect(200);
        moderator.post_form(&format!("/mod/posts/{answer}/hide"), &[("reason", &format!("Why? {payload}"))]).await;
        for page in [
            "/".to_owned(),
            path.clone(),
            format!("{path}?sort=newest"),
            format!("/posts/{answer}/history"),
            format!("/posts/{answer}/comments"),
            format!("/posts/{answer}/edit"),
            format!("/posts/{answer}/delete"),
            "/members/ada".into(),
            "/settings".into(),
            "/ask".into(),
            "/mod".into(),
            format!("/mod/posts/{answer}/restore"),
        ] {
            for who in [ada, &moderator] {
                harmless(&page, &who.get(&page).await);
            }
        }
    }
}
