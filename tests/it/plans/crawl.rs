//! Opens every page there is.

use std::collections::BTreeSet;

use scraper::Selector;
use talka::routes;

use crate::support::Client;

/// Addresses that answer nobody here: they take a secret that was mailed, or the digest of an asset.
const UNKNOWN: &[&str] = &[
    "/verify-email/{token}",
    "/reset-password/{token}",
    "/confirm-email/{token}",
    "/first-admin/{token}",
    "/unsubscribe/{token}",
    "/assets/{file}",
];

/// Searches that find much.
pub const SEARCHES: &[&str] = &[
    "/search?q=title",
    "/search?q=text+title+is%3Aunanswered&sort=score",
    "/search?q=title+is%3Asolved",
    "/search?q=title+is%3Aidea",
];

/// More of what a route leads to: other orders, crowded and empty and removed things.
const MORE: &[&str] = &[
    "/search?q=texx+nothing",
    "/search?q=is%3Asolved",
    "/search?q=board%3Ab1+mine",
    "/search/suggest?q=title+te",
    "/similar?title=Title+text+nothing",
    "/similar?kind=idea&title=Title+text+nothing",
    "/ideas?board=b21",
    "/ideas?board=b22",
    "/ideas?mine=votes",
    "/ideas?status=1",
    "/ideas?status=5&order=top",
    "/ideas?board=b21&status=2&order=controversial",
    "/search.atom?q=title",
    "/search.rss?q=is%3Asolved",
    "/questions/1/x?sort=newest",
    "/questions/1/x?sort=oldest",
    "/questions/1/x?sort=best",
    "/questions/3/x",
    "/questions/4/x",
    "/questions/11/x",
    "/boards/b2",
    "/boards/b20",
    "/articles/new?question=2",
    "/faq?lang=en",
    "/boards/b5",
    "/members/kat400",
    "/members/kat1?tab=questions",
    "/members/kat1?tab=ideas",
    "/tags/t5",
    "/tags/s1",
    "/tags/t1/merge?into=t5",
    "/admin/groups/4",
    "/roadmap?column=open",
    "/roadmap?column=accepted",
    "/roadmap?column=done",
    "/roadmap?column=refused",
    "/ideas/new?storm=1",
    "/storms/2/x",
    "/boards/b21/feed.atom",
    "/ideas/status/5/feed.atom",
    "/inbox?show=unread",
    "/following?tab=blocked",
    "/leaders?period=month",
    "/leaders?period=all&board=b1",
    "/badges/century",
    "/review?tab=close",
    "/review?tab=reopen",
    "/suggestions/3",
    "/posts/2/history",
    "/rewards/2/redeem",
    "/admin/redemptions?state=approved",
    "/admin/redemptions?state=exported",
    "/admin/redemptions?state=paid",
    "/admin/redemptions?state=failed",
];

/// Opens every page of the table of routes, more things of each kind, and what is linked from all of them with a query:
/// orders and next pages. Each page of the table opens for somebody.
pub async fn every_page(clients: &[Client], size: usize) {
    let routes = routes::table();
    let patterns: BTreeSet<&str> =
        routes.iter().filter(|route| route.method == "GET").map(|route| route.path).collect();
    let mut opened = BTreeSet::new();
    for client in clients {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<String> = MORE.iter().map(|path| (*path).to_owned()).collect();
        waiting.extend(spoken_of(2 * size + 2));
        for pattern in &patterns {
            let path = filled(pattern, size);
            if client.get(&path).await.status.as_u16() < 400 {
                opened.insert(*pattern);
            }
            waiting.push(path);
        }
        while let Some(path) = waiting.pop() {
            if !seen.insert(shape(&path)) {
                continue;
            }
            let reply = client.get(&path).await;
            assert!(!reply.status.is_server_error(), "{path}: {reply:?}");
            if reply.header("content-type").starts_with("text/html") {
                let (html, links) = (reply.html(), Selector::parse("a[href^='/'][href*='?']").unwrap());
                let links = html.select(&links).filter_map(|link| link.attr("href"));
                // The way back from the sign-in page is another address on every page, and the same statements.
                waiting.extend(links.filter(|link| !link.contains("return_to=")).map(ToOwned::to_owned));
            }
        }
        assert!(seen.len() > patterns.len(), "{} pages", seen.len());
    }
    let closed: Vec<&str> = patterns.difference(&opened).copied().filter(|path| !UNKNOWN.contains(path)).collect();
    assert!(closed.is_empty(), "open for nobody: {closed:?}");
}

/// What there is about the idea of which staff said most.
fn spoken_of(idea: usize) -> Vec<String> {
    let pages = ["x", "updates", "updates?before=9000000", "feed.atom", "update"];
    let mut paths: Vec<String> = pages.iter().map(|page| format!("/ideas/{idea}/{page}")).collect();
    paths.push(format!("/ideas/{idea}/merge?into={}", idea + 3));
    paths
}

/// What makes a page another one here: not the place where its list begins.
fn shape(path: &str) -> String {
    path.split_once("after=").or_else(|| path.split_once("before=")).map_or_else(
        || path.to_owned(),
        |(head, rest)| format!("{head}after={}", rest.split_once('&').map_or("", |(_, rest)| rest)),
    )
}

/// An address with names of things that are there: articles stand behind so many questions, and ideas behind those.
fn filled(pattern: &str, size: usize) -> String {
    let (article, idea) = (size + 1, 2 * size + 1);
    let slug = match pattern {
        boards if boards.starts_with("/boards") => "b1",
        series if series.starts_with("/series") => "s1",
        _ => "t1",
    };
    pattern
        .replace("/questions/{id}/{slug}", "/questions/1/x")
        .replace("/articles/{id}/{slug}", &format!("/articles/{article}/x"))
        .replace("/articles/{id}", &format!("/articles/{article}"))
        .replace("/storms/{id}/{slug}", "/storms/1/x")
        .replace("/ideas/{id}/{slug}", &format!("/ideas/{idea}/x"))
        .replace("/ideas/{id}", &format!("/ideas/{idea}"))
        .replace("/roadmap/{id}", &format!("/roadmap/{idea}"))
        .replace("/badges/{key}", "/badges/helping-hand")
        .replace("{id}", "1")
        .replace("{slug}", slug)
        .replace("{handle}", "kat1")
        .replace("{format}", "atom")
        .replace("{number}", "1")
        .replace("{file}", "k1.png")
        .replace("{key}", super::rows::KEY)
        .replace("{token}", "none")
}
