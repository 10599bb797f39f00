//! What holds for every line of the table of routes, whatever stands there.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use talka::routes;
use talka::web::routes::{Access, Route};

use crate::support::{Client, TestApp};

/// A line of the table with its variables filled in.
struct Line {
    path: String,
    access: Access,
}

/// The lines of a method; `value` stands for every variable.
fn lines(method: &Method, value: &str) -> Vec<Line> {
    let of_method = routes::table().into_iter().filter(|route| route.method.as_str() == method.as_str());
    of_method.map(|route| Line { path: filled(route.path, value), access: route.access }).collect()
}

/// `/questions/{id}/{slug}` with a value for each variable.
fn filled(pattern: &str, value: &str) -> String {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        path = path + before + value;
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    path + rest
}

const fn is_for_some(access: Access) -> bool {
    match access {
        Access::Anyone | Access::Harmless | Access::Signed => false,
        Access::Account | Access::Member | Access::Moderator | Access::Admin => true,
    }
}

const fn is_hidden(access: Access) -> bool {
    match access {
        Access::Anyone | Access::Harmless | Access::Signed | Access::Account | Access::Member => false,
        Access::Moderator | Access::Admin => true,
    }
}

/// Sends a form, or pictures where forms are not taken; answers the status.
async fn send(client: &Client, path: &str, token: Option<&str>, headers: &[(&str, &str)]) -> u16 {
    let with = |request: reqwest::RequestBuilder| {
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    };
    let fields: Vec<(&str, &str)> = token.map(|token| ("csrf", token)).into_iter().collect();
    let form = client.send(with(client.request(Method::POST, path).form(&fields))).await;
    if form.status != 415 {
        return form.status.as_u16();
    }
    let mut request =
        client.request(Method::POST, path).multipart(Form::new().part("file", Part::bytes(b"no picture".as_slice())));
    if let Some(token) = token {
        request = request.header("x-csrf", token);
    }
    client.send(with(request)).await.status.as_u16()
}

#[test]
fn each_address_stands_once() {
    let table = routes::table();
    for (at, route) in table.iter().enumerate() {
        let same = |other: &&Route| other.method == route.method && other.path == route.path;
        assert!(table.iter().skip(at + 1).find(same).is_none(), "{route:?} stands twice");
        assert!(route.path.starts_with('/'), "{route:?}");
        assert!(route.method == "GET" || route.method == "POST", "{route:?}");
        assert!(route.access != Access::Harmless || route.method == "POST", "{route:?}");
    }
}

#[tokio::test]
async fn no_form_is_taken_without_this_browsers_token_from_this_site() {
    let app = TestApp::spawn().await;
    let (visitor, member) = (app.visitor(), app.admin().await);
    let stranger = app.member("stranger").await;
    let (own, foreign) = (member.token_from("/no-such-page").await, stranger.token_from("/no-such-page").await);
    let mut tried = 0;
    for Line { path, access } in lines(&Method::POST, "1") {
        if access == Access::Signed {
            continue;
        }
        for headers in [
            [("origin", "https://evil.example"), ("accept", "*/*")],
            [("origin", "null"), ("accept", "*/*")],
            [("sec-fetch-site", "cross-site"), ("accept", "*/*")],
            [("sec-fetch-site", "same-site"), ("accept", "*/*")],
        ] {
            assert_eq!(send(&member, &path, Some(&own), &headers).await, 403, "{path} {headers:?}");
        }
        if access == Access::Harmless {
            continue;
        }
        tried += 1;
        for token in [None, Some(""), Some("."), Some("nonsense"), Some(foreign.as_str()), Some(&own[1..])] {
            assert_eq!(send(&member, &path, token, &[]).await, 403, "{path} with token {token:?}");
            let status = send(&visitor, &path, token, &[]).await;
            assert_eq!(status, if is_for_some(access) { 401 } else { 403 }, "{path} as a visitor with token {token:?}");
        }
    }
    assert!(tried > 0, "no form was tried");
}

#[tokio::test]
async fn what_is_signed_needs_no_token_and_nothing_else_does_without() {
    let signed: Vec<&str> =
        routes::table().iter().filter(|route| route.access == Access::Signed).map(|route| route.path).collect();
    assert_eq!(signed, ["/unsubscribe/{token}", "/mail/bounces"], "each of them has tests of its signature");
    let app = TestApp::spawn().await;
    let (visitor, admin) = (app.visitor(), app.admin().await);
    for path in ["/unsubscribe/1", "/mail/bounces"] {
        for client in [&visitor, &admin] {
            for headers in [[("origin", "https://evil.example")], [("sec-fetch-site", "cross-site")]] {
                let fields = [("List-Unsubscribe", "One-Click")];
                let request = client.request(Method::POST, path).form(&fields);
                let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
                client.send(request).await.expect(404);
            }
        }
    }
}

#[tokio::test]
async fn what_takes_an_account_sends_visitors_to_sign_in() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for Line { path, access } in lines(&Method::GET, "1") {
        if is_for_some(access) {
            let reply = visitor.get(&path).await.expect(303);
            assert!(reply.location().starts_with("/sign-in?return_to=%2F"), "{path}: {}", reply.location());
        }
    }
}

#[tokio::test]
async fn what_is_for_moderators_and_admins_is_not_there_for_others() {
    let app = TestApp::spawn().await;
    let (member, staff, moderator) = (app.member("anna").await, app.staff().await, app.moderator().await);
    let token_of = async |client: &Client| client.token_from("/no-such-page").await;
    let tokens = [token_of(&member).await, token_of(&staff).await, token_of(&moderator).await];
    for (client, token) in [&member, &staff, &moderator].into_iter().zip(&tokens) {
        let is_open = |access| !is_hidden(access) || (access == Access::Moderator && client.handle() == "moderator");
        for line in lines(&Method::GET, "1").iter().filter(|line| !is_open(line.access)) {
            client.get(&line.path).await.expect(404);
        }
        for line in lines(&Method::POST, "1").iter().filter(|line| !is_open(line.access)) {
            // A form whose fields do not fit is refused before it is known who sends it.
            let status = send(client, &line.path, Some(token), &[]).await;
            assert!(matches!(status, 404 | 422), "{} as {}: {status}", line.path, client.handle());
        }
    }
}

#[tokio::test]
async fn nobody_who_is_unverified_or_suspended_puts_anything_in_public() {
    let app = TestApp::spawn().await;
    for client in [app.unverified("new").await, app.suspended("old").await] {
        let token = client.token_from("/no-such-page").await;
        for line in lines(&Method::POST, "1").iter().filter(|line| line.access == Access::Member) {
            let status = send(&client, &line.path, Some(&token), &[]).await;
            assert!(matches!(status, 403 | 404 | 422), "{} as {}: {status}", line.path, client.handle());
        }
    }
}

#[tokio::test]
async fn an_absurd_id_is_not_there() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let absurd = [
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999",
        "abc",
        "1e9",
        "0x1",
        "%D9%A1",
        "%00",
        "%FF",
        "..%2f",
        "'%3B--",
        "%25",
    ];
    for value in absurd {
        for Line { path, .. } in lines(&Method::GET, value) {
            if path.contains(value) {
                let status = admin.get(&path).await.status.as_u16();
                // Of a mailed link that is not there, nobody learns whether it ever was.
                assert!(matches!(status, 404 | 400 | 410), "{path}: {status}");
            }
        }
        for Line { path, .. } in lines(&Method::POST, value) {
            if path.contains(value) {
                let token = admin.token_from("/no-such-page").await;
                let status = send(&admin, &path, Some(&token), &[]).await;
                assert!(matches!(status, 404 | 400 | 410 | 422 | 403), "{path}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn no_query_makes_a_page_fail() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let odd =
        ["%00", "'", "%3B%20DROP%20TABLE%20users", "-1", "9223372036854775808", "%FF", "%3Cscript%3E", "a%0D%0Ab: c"];
    let names = ["after", "sort", "page", "q", "tag", "board", "return_to", "title", "id", "token", "filter"];
    for Line { path, .. } in lines(&Method::GET, "1") {
        for value in odd {
            let query: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
            for query in [query.join("&"), format!("{0}={value}&{0}={value}", names[0])] {
                let reply = admin.get(&format!("{path}?{query}")).await;
                assert!(!reply.status.is_server_error(), "{path}?{query}: {reply:?}");
                assert!(!reply.text().contains("<script>"), "{path}?{query}");
            }
        }
    }
}
