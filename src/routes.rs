//! Every address of the site, grouped by who may enter. Read it as a list of what Talka can do.
//!
//! Invariant: nothing is reachable that does not stand here; each line says who may come, and the feature's policy
//! decides about the thing itself.

use actix_web::web::ServiceConfig;

use crate::feeds::web as feeds;
use crate::pages::{health, sitemap, theme};
use crate::web::assets;
use crate::web::routes::Access::{Anyone, Harmless};
use crate::web::routes::{Route, get, post, register};

/// The whole table.
#[must_use]
pub fn table() -> Vec<Route> {
    let mut table = vec![
        get("/healthz", Anyone, health::healthz),
        get("/readyz", Anyone, health::readyz),
        get("/assets/{file}", Anyone, assets::serve),
        get("/favicon.ico", Anyone, assets::favicon),
        get("/robots.txt", Anyone, sitemap::robots),
        get("/sitemap.xml", Anyone, sitemap::index),
        get("/sitemaps/{number}.xml", Anyone, sitemap::part),
    ];
    table.extend(feeds());
    table.extend(everyone());
    table.extend(members());
    table.extend(moderators());
    table.extend(admins());
    table
}

/// What feed readers ask for, without any cookie. Before the pages: `feed.atom` is no slug of a question.
fn feeds() -> Vec<Route> {
    vec![
        get("/feeds", Anyone, feeds::index),
        get("/feed.{format}", Anyone, feeds::newest),
        get("/unanswered.{format}", Anyone, feeds::unanswered),
        get("/accepted.{format}", Anyone, feeds::accepted),
        get("/boards/{slug}/feed.{format}", Anyone, feeds::board),
        get("/tags/{slug}/feed.{format}", Anyone, feeds::tag),
        get("/questions/{id}/feed.{format}", Anyone, feeds::question),
        get("/members/{handle}/feed.{format}", Anyone, feeds::member),
    ]
}

/// Reading, and what visitors may send.
fn everyone() -> Vec<Route> {
    vec![post("/theme", Harmless, theme::keep)]
}

/// What takes an account.
fn members() -> Vec<Route> {
    vec![]
}

/// What takes a moderator.
fn moderators() -> Vec<Route> {
    vec![]
}

/// What takes an admin.
fn admins() -> Vec<Route> {
    vec![]
}

/// Puts the table into the server.
pub fn configure(config: &mut ServiceConfig) {
    register(config, table());
}
