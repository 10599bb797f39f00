//! Light or dark, kept in a cookie; cookies on plain and on encrypted addresses.

use crate::support::TestApp;

#[tokio::test]
async fn the_choice_of_colours_is_kept() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    assert_eq!(visitor.get("/no-such-page").await.attr("html", "data-theme"), None);
    let reply = visitor.post_without_token("/theme", &[("theme", "dark"), ("return_to", "/tags?sort=name")]).await;
    assert_eq!(reply.expect(303).location(), "/tags?sort=name");
    assert_eq!(visitor.get("/no-such-page").await.attr("html", "data-theme").as_deref(), Some("dark"));
    visitor.post_without_token("/theme", &[("theme", "light")]).await.expect(303);
    assert_eq!(visitor.get("/no-such-page").await.attr("html", "data-theme").as_deref(), Some("light"));
    visitor.post_without_token("/theme", &[]).await.expect(303);
    assert_eq!(visitor.cookie("talka-theme"), None);
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", "/%09//e", "javascript:alert(1)"] {
        let reply = visitor.post_without_token("/theme", &[("return_to", elsewhere)]).await.expect(303);
        let location = reply.location();
        assert!(location.starts_with('/') && !location.starts_with("//") && !location.contains('\\'), "{location}");
    }
}

#[tokio::test]
async fn a_cookie_with_nonsense_is_nothing() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for value in ["purple", "dark\"><script>", &"x".repeat(5_000)] {
        visitor.set_cookie("talka-theme", value);
        visitor.set_cookie("talka", value);
        visitor.set_cookie("talka-notice", value);
        let page = visitor.get("/no-such-page").await.expect(404);
        assert_eq!(page.attr("html", "data-theme"), None);
        assert!(!page.text().contains("purple") && !page.text().contains("<script>"));
    }
}

#[tokio::test]
async fn cookies_of_an_encrypted_site_are_bound_to_it() {
    let app = TestApp::with().setting("TALKA_BASE_URL", "https://community.example.org").spawn().await;
    let reply = app.visitor().post_without_token("/theme", &[("theme", "dark")]).await.expect(303);
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-talka-theme=dark;"), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let member = app.member("anna").await;
    assert!(member.get("/no-such-page").await.find("header").unwrap().contains("anna"));
}
