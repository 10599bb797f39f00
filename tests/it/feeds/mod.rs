//! Feeds, the page that lists them, the sitemap and robots.txt.

mod conditional;
mod content;
mod documents;
mod found;
mod naughty;
mod privacy;
mod secret;
mod sitemap;
pub mod xml;

use content::Community;

/// Every public document of this community, in an order that stays.
async fn documents(community: &Community) -> Vec<String> {
    let topic = community.first_topic().await;
    let mut paths = Vec::new();
    for feed in ["/feed", "/unanswered", "/accepted", "/boards/phones/feed", "/tags/esim/feed", "/members/asker/feed"] {
        paths.extend([format!("{feed}.atom"), format!("{feed}.rss")]);
    }
    paths.extend([format!("/questions/{topic}/feed.atom"), format!("/questions/{topic}/feed.rss")]);
    paths.extend(["/articles.atom", "/articles.rss", "/search.atom?q=text", "/search.rss?q=text"].map(String::from));
    paths.extend(["/sitemap.xml", "/sitemaps/1.xml", "/robots.txt"].map(String::from));
    paths
}

/// The end of a path that tells the format of its document.
fn format(path: &str) -> &str {
    path.split('?').next().and_then(|path| path.rsplit('.').next()).unwrap_or_default()
}
