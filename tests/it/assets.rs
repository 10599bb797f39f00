//! Style sheet, script, fonts: as a browser gets them through the whole server.

use reqwest::Method;

use crate::support::{Client, Reply, TestApp};

/// The addresses of all assets that a page names.
async fn named(client: &Client) -> Vec<String> {
    let page = client.get("/no-such-page").await;
    let html = page.html();
    let any = scraper::Selector::parse("link[href^='/assets/'], script[src^='/assets/']").unwrap();
    html.select(&any).filter_map(|e| e.attr("href").or_else(|| e.attr("src"))).map(ToOwned::to_owned).collect()
}

async fn fetch(client: &Client, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
    let request =
        headers.iter().fold(client.request(method, path), |request, (name, value)| request.header(*name, *value));
    client.send(request).await
}

#[tokio::test]
async fn a_page_names_its_assets_by_their_hash_and_they_are_kept_for_ever() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let named = named(&visitor).await;
    assert!(named.len() >= 4, "style sheet, script, font, icon: {named:?}");
    for path in named {
        let hash = path.rsplit('.').nth(1).unwrap();
        assert!(hash.len() == 8 && hash.chars().all(|c| c.is_ascii_hexdigit()), "{path}");
        let reply = visitor.get(&path).await.expect(200);
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(talka::ids::digest(&String::from_utf8_lossy(&reply.body)).starts_with(hash) || path.contains("woff2"));
        let old = path.replace(hash, "00000000");
        visitor.get(&old).await.expect(404);
    }
}

#[tokio::test]
async fn an_asset_is_compressed_once_and_not_sent_twice() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let style = named(&visitor).await.into_iter().find(|path| path.ends_with(".css")).unwrap();
    let plain = fetch(&visitor, Method::GET, &style, &[]).await.expect(200);
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.header("content-type"), "text/css; charset=utf-8");
    for (accepted, sent) in [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br")] {
        let reply = fetch(&visitor, Method::GET, &style, &[("accept-encoding", accepted)]).await.expect(200);
        assert_eq!(reply.header("content-encoding"), sent);
        assert!(reply.header("vary").to_lowercase().contains("accept-encoding"));
        assert!(reply.body.len() * 3 < plain.body.len(), "{accepted}: {} of {}", reply.body.len(), plain.body.len());
        let tag = reply.header("etag").to_owned();
        assert_ne!(tag, plain.header("etag"));
        let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
        let again = fetch(&visitor, Method::GET, &style, &again).await.expect(304);
        assert!(again.body.is_empty());
        assert_eq!(again.header("etag"), tag);
    }
}

#[tokio::test]
async fn head_tells_of_an_asset_what_get_does() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    for path in named(&visitor).await {
        let get = fetch(&visitor, Method::GET, &path, &[]).await.expect(200);
        let head = fetch(&visitor, Method::HEAD, &path, &[]).await.expect(200);
        assert!(head.body.is_empty());
        for name in ["content-type", "etag", "cache-control", "content-length"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn pages_are_compressed_on_their_way() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let plain = fetch(&visitor, Method::GET, "/no-such-page", &[]).await.expect(404);
    for encoding in ["br", "gzip"] {
        let reply = fetch(&visitor, Method::GET, "/no-such-page", &[("accept-encoding", encoding)]).await.expect(404);
        assert_eq!(reply.header("content-encoding"), encoding);
        assert!(reply.body.len() * 2 < plain.body.len());
    }
}
