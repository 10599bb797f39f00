//! Every address of the site, grouped by who may enter. Read it as a list of what Talka can do.
//!
//! Invariant: nothing is reachable that does not stand here; each line says who may come, and the feature's policy
//! decides about the thing itself.

use actix_web::web::ServiceConfig;

use crate::pages::{health, theme};
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
    ];
    table.extend(everyone());
    table.extend(members());
    table.extend(moderators());
    table.extend(admins());
    table
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
