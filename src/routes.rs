//! Every address of the site, grouped by who may enter. Read it as a list of what Talka can do.
//!
//! Invariant: nothing is reachable that does not stand here; each line says who may come, and the feature's policy
//! decides about the thing itself.

use actix_web::web::ServiceConfig;

use crate::accounts::web as accounts;
use crate::comments::web as comments;
use crate::images::web as images;
use crate::pages::{health, home, profile, theme, welcome};
use crate::questions::web as questions;
use crate::topics::web as topics;
use crate::web::assets;
use crate::web::routes::Access::{Account, Anyone, Harmless, Member};
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
    vec![
        get("/members/{handle}", Anyone, profile::show),
        get("/images/{file}", Anyone, images::serve),
        get("/sign-up", Anyone, accounts::sign_up::show),
        post("/sign-up", Anyone, accounts::sign_up::send),
        post("/sign-up/start", Anyone, accounts::sign_up::start),
        get("/verify-email/{token}", Anyone, welcome::open),
        post("/verify-email/{token}", Anyone, welcome::verify),
        get("/sign-in", Anyone, accounts::sign_in::show),
        post("/sign-in", Anyone, accounts::sign_in::send),
        post("/sign-out", Anyone, accounts::sign_in::sign_out),
        get("/reset-password", Anyone, accounts::reset::show),
        post("/reset-password", Anyone, accounts::reset::ask),
        get("/reset-password/{token}", Anyone, accounts::reset::open),
        post("/reset-password/{token}", Anyone, accounts::reset::finish),
        get("/confirm-email/{token}", Anyone, accounts::email::open),
        post("/confirm-email/{token}", Anyone, accounts::email::confirm_new),
        get("/first-admin/{token}", Anyone, accounts::first_admin::open),
        post("/first-admin/{token}", Anyone, accounts::first_admin::make),
        get("/", Anyone, home::home),
        get("/boards/{slug}", Anyone, topics::board),
        get("/tags/{slug}", Anyone, topics::tag),
        get("/questions/{id}", Anyone, questions::show_short),
        get("/questions/{id}/{slug}", Anyone, questions::show),
        get("/posts/{id}", Anyone, questions::permalink),
        get("/posts/{id}/history", Anyone, questions::history),
        get("/posts/{id}/comments", Anyone, comments::list),
        get("/comments/{id}", Anyone, comments::show),
        get("/ask", Anyone, questions::ask_form),
        // A visitor's question travels on to the sign-up form.
        post("/ask", Anyone, questions::post_question),
        post("/preview", Anyone, questions::preview),
        post("/theme", Harmless, theme::keep),
    ]
}

/// What takes an account.
fn members() -> Vec<Route> {
    vec![
        get("/confirm-password", Account, accounts::confirm::show),
        post("/confirm-password", Account, accounts::confirm::send),
        get("/settings", Account, accounts::settings::show),
        post("/settings/password", Account, accounts::password::change),
        post("/settings/email", Account, accounts::email::change),
        post("/settings/verify-email", Account, accounts::email::send_again),
        post("/settings/sessions/end", Account, accounts::sessions::end),
        post("/settings/sessions/end-others", Account, accounts::sessions::end_others),
        post("/settings/profile", Member, accounts::profile::edit),
        post("/settings/photo", Member, accounts::photo::set),
        post("/settings/photo/remove", Member, accounts::photo::remove),
        post("/images", Member, images::upload),
        post("/drafts", Account, questions::keep_draft),
        post("/questions/{id}/answers", Member, questions::post_answer),
        post("/questions/{id}/me-too", Member, questions::me_too),
        post("/posts/{id}/vote", Member, questions::vote),
        post("/posts/{id}/accept", Member, questions::accept),
        get("/posts/{id}/edit", Member, questions::edit_form),
        post("/posts/{id}/edit", Member, questions::edit_save),
        post("/posts/{id}/restore-version", Member, questions::restore),
        get("/posts/{id}/delete", Member, questions::confirm_delete),
        post("/posts/{id}/delete", Member, questions::delete),
        post("/posts/{id}/undelete", Member, questions::undelete),
        post("/posts/{id}/comments", Member, comments::create),
        get("/comments/{id}/edit", Member, comments::edit_form),
        post("/comments/{id}/edit", Member, comments::edit_save),
        post("/comments/{id}/delete", Member, comments::take_back),
        post("/comments/{id}/vote", Member, comments::vote),
    ]
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
