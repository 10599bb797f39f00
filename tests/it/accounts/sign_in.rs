//! Signing in and out.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use talka::db::schema::sessions;

use super::{OTHER, at_once, is_in, sign_in};
use crate::support::{Client, PASSWORD, TestApp};

#[tokio::test]
async fn by_address_or_handle_in_any_case() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    for who in ["anna@example.org", " Anna@Example.org ", "anna", "@Anna"] {
        let visitor = app.visitor();
        assert_eq!(sign_in(&visitor, who, PASSWORD).await.expect(303).location(), "/", "{who}");
        assert!(is_in(&visitor).await, "{who}");
    }
}

#[tokio::test]
async fn a_session_is_replaced_and_ends() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let first = anna.cookie("talka").unwrap();
    let fields = [("email", "anna"), ("password", PASSWORD)];
    anna.post_form("/sign-in", &fields).await.expect(303);
    let second = anna.cookie("talka").unwrap();
    assert_ne!(first, second);
    let old = app.visitor();
    old.set_cookie("talka", &first);
    assert!(!is_in(&old).await, "the earlier session ended");
    let stolen = app.visitor();
    stolen.set_cookie("talka", &second);
    assert!(is_in(&stolen).await);
    anna.post_form("/sign-out", &[]).await.expect(303);
    assert!(!is_in(&stolen).await && !is_in(&anna).await);
}

#[tokio::test]
async fn wrong_is_wrong_in_one_way() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let known = sign_in(&app.visitor(), "anna", OTHER).await.expect(422);
    let unknown = sign_in(&app.visitor(), "bert", OTHER).await.expect(422);
    let words = |page: &crate::support::Reply| page.find(".errsum").unwrap();
    assert_eq!(words(&known), words(&unknown));
    assert_eq!(known.attr("#f-email", "value").as_deref(), Some("anna"));
    for odd in ["", "a b", "anna@", "\u{202e}", &"x".repeat(5_000)] {
        assert_eq!(words(&sign_in(&app.visitor(), odd, OTHER).await.expect(422)), words(&known));
        app.clock.advance(3_600);
    }
}

#[tokio::test]
async fn of_fifty_guesses_at_once_ten_are_looked_at() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let fields = [("email", "anna"), ("password", OTHER)];
    let (visitor, statuses) = at_once(app.visitor(), "/sign-in", &fields, 50).await;
    // More than the hasher's queue holds: what was not looked at does not count either.
    let of = |status| statuses.iter().filter(|s| **s == status).count();
    assert_eq!(of(422) + of(429) + of(503), 50, "{statuses:?}");
    assert!(of(422) <= 10 && of(429) >= 1, "{statuses:?}");
    let last = loop {
        let reply = sign_in(&visitor, "anna", OTHER).await;
        if reply.status == 429 {
            break reply;
        }
        reply.expect(422);
    };
    let wait: i64 = last.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    assert_eq!(last.attr("#f-email", "value").as_deref(), Some("anna"), "the form is there, with what was typed");
    sign_in(&visitor, "anna", PASSWORD).await.expect(429);
    app.clock.advance(wait + 1);
    sign_in(&visitor, "anna", PASSWORD).await.expect(303);
}

#[tokio::test]
async fn right_passwords_do_not_count_and_others_lock_nobody_out() {
    let app = TestApp::with().setting("TALKA_TRUSTED_PROXIES", "127.0.0.1").spawn().await;
    app.member("anna").await;
    let try_from = async |ip: &str, password: &str| {
        let visitor = app.visitor();
        let token = visitor.token_from("/sign-in").await;
        let fields = [("csrf", token.as_str()), ("email", "anna"), ("password", password)];
        let request = visitor.request(reqwest::Method::POST, "/sign-in").header("x-forwarded-for", ip).form(&fields);
        visitor.send(request).await.status.as_u16()
    };
    for _ in 0..12 {
        assert_eq!(try_from("192.0.2.1", PASSWORD).await, 303);
    }
    for _ in 0..10 {
        assert_eq!(try_from("198.51.100.7", OTHER).await, 422);
    }
    assert_eq!(try_from("198.51.100.7", PASSWORD).await, 429);
    assert_eq!(try_from("192.0.2.1", PASSWORD).await, 303, "the owner, from another address (class 24)");
    // IPv6 counts by /64.
    for last in 0..10 {
        assert_eq!(try_from(&format!("2001:db8::{last}"), OTHER).await, 422);
    }
    assert_eq!(try_from("2001:db8::ffff", OTHER).await, 429);
    assert_eq!(try_from("2001:db8:0:1::1", OTHER).await, 422);
}

#[tokio::test]
async fn only_paths_of_this_site_are_gone_on_to() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    for (sent, went) in [
        ("/boards", "/boards"),
        ("/ask?title=a%20b", "/ask?title=a%20b"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https:evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/%09//evil.example", "/%09//evil.example"),
        ("\t//evil.example", "/"),
    ] {
        let fields = [("email", "anna"), ("password", PASSWORD), ("return_to", sent)];
        let reply = app.visitor().post_form("/sign-in", &fields).await.expect(303);
        assert_eq!(reply.location(), went, "{sent}");
    }
}

#[tokio::test]
async fn suspended_members_read() {
    let app = TestApp::spawn().await;
    app.suspended("carl").await;
    let visitor = app.visitor();
    sign_in(&visitor, "carl", PASSWORD).await.expect(303);
    visitor.get("/settings").await.expect(200);
    visitor.post_form_from("/settings", "/settings/profile", &[("display_name", "Carl")]).await.expect(403);
}

#[tokio::test]
async fn a_session_of_a_role_ends_after_twelve_hours_and_an_idle_one_after_two_weeks() {
    let app = TestApp::spawn().await;
    app.admin().await;
    app.member("anna").await;
    let (boss, anna) = (app.visitor(), app.visitor());
    sign_in(&boss, "admin@example.org", PASSWORD).await.expect(303);
    sign_in(&anna, "anna", PASSWORD).await.expect(303);
    app.clock.advance(13 * 3_600);
    assert!(!is_in(&boss).await && is_in(&anna).await);
    app.clock.advance(15 * 86_400);
    assert!(!is_in(&anna).await);
}

#[tokio::test]
async fn only_digests_of_secrets_are_kept() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let visitor = app.visitor();
    sign_in(&visitor, "anna", PASSWORD).await.expect(303);
    let cookie = visitor.cookie("talka").unwrap();
    let kept: Vec<String> = app.read(|c| Ok(sessions::table.select(sessions::token_hash).load(c)?)).await;
    assert!(!kept.is_empty() && !kept.contains(&cookie));
}

/// Class 23. The medians of known and unknown names lie close together: both are hashed. A shared machine is too noisy for
/// less than a quarter; an unknown name that is not hashed answers in a twentieth.
#[tokio::test]
async fn the_time_tells_nobody_who_has_an_account() {
    const PAIRS: usize = 40;
    let app = TestApp::spawn().await;
    app.member("anna").await;
    let visitor = app.visitor();
    let token = visitor.token_from("/sign-in").await;
    let timed = async |client: &Client, who: &str| {
        let fields = [("csrf", token.as_str()), ("email", who), ("password", OTHER)];
        let start = Instant::now();
        client.post_without_token("/sign-in", &fields).await.expect(422);
        start.elapsed()
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        app.clock.advance(3_600);
        // In turns, and each first as often as the other: what slows the machine slows both.
        if pair % 2 == 0 {
            known.push(timed(&visitor, "anna").await);
            unknown.push(timed(&visitor, "bert").await);
        } else {
            unknown.push(timed(&visitor, "bert").await);
            known.push(timed(&visitor, "anna").await);
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    let (known, unknown) = (median(&mut known), median(&mut unknown));
    let apart = known.abs_diff(unknown);
    println!("{PAIRS} pairs: known {known:?}, unknown {unknown:?}");
    assert!(apart <= Duration::from_millis(5) || apart <= known.mul_f64(0.25), "{known:?} and {unknown:?}");
    assert!(known >= Duration::from_millis(5), "a control: nothing was hashed in {known:?}");
}
