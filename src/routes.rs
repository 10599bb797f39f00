//! Every address of the site, grouped by who may enter. Read it as a list of what Talka can do.
//!
//! Invariant: nothing is reachable that does not stand here; each line says who may come, and the feature's policy
//! decides about the thing itself.

use actix_web::web::ServiceConfig;

use crate::accounts::web as accounts;
use crate::admin::boards::web as admin_boards;
use crate::admin::groups::web as admin_groups;
use crate::admin::points::web as admin_points;
use crate::admin::queue::web as queue;
use crate::admin::rewards::web as admin_rewards;
use crate::admin::rewards::web::{batches, codes as reward_codes, queue as redemptions};
use crate::admin::roles::web as roles;
use crate::admin::site::web as site;
use crate::admin::standing::web as admin_standing;
use crate::admin::statuses::web as admin_statuses;
use crate::admin::web as admin;
use crate::articles::web as articles;
use crate::badges::web as badges;
use crate::boards::web as boards;
use crate::comments::web as comments;
use crate::feeds::web as feeds;
use crate::ideas::behalf::web as behalf;
use crate::ideas::changelog::web as changelog;
use crate::ideas::export::web as idea_tables;
use crate::ideas::extensions::web as extending;
use crate::ideas::freshness::web as ideas_due;
use crate::ideas::merging::web as merged;
use crate::ideas::roadmap::web as roadmap;
use crate::ideas::storms::web as storms;
use crate::ideas::updates::web as idea_updates;
use crate::ideas::web as ideas;
use crate::images::web as images;
use crate::leaders::web as leaders;
use crate::letters::web as letters;
use crate::moderation::calls::web as calls;
use crate::moderation::closing::web as closing;
use crate::moderation::hiding::web as hiding;
use crate::moderation::members::web as suspending;
use crate::moderation::web as moderation;
use crate::notify::feed::web as inbox_feed;
use crate::notify::web as inbox;
use crate::pages::{following, health, home, privileges, profile, reputation, review, search, sitemap, theme, welcome};
use crate::points::web as points;
use crate::questions::web as questions;
use crate::rewards::web as rewards;
use crate::similar::web as similar;
use crate::solved::web as solved;
use crate::suggestions::web as suggestions;
use crate::super_users::web as super_users;
use crate::tags::merging::web as merging;
use crate::tags::synonyms::web as synonyms;
use crate::tags::web as tags;
use crate::topics::web as topics;
use crate::web::assets;
use crate::web::routes::Access::{Account, Admin, Anyone, Harmless, Member, Moderator, Signed};
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
    table.extend(tables());
    table.extend(feeds());
    table.extend(everyone());
    table.extend(storm_sessions());
    table.extend(mails());
    table.extend(members());
    table.extend(wallets());
    table.extend(moderators());
    table.extend(admins());
    table
}

/// What staff take away as files; before the feeds, whose addresses end in any format.
fn tables() -> Vec<Route> {
    vec![get("/ideas.csv", Member, idea_tables::ideas), get("/ideas/updates.csv", Member, idea_tables::updates)]
}

/// Calls for ideas: reading them, and for staff, says the policy, holding them.
fn storm_sessions() -> Vec<Route> {
    vec![
        get("/storms", Anyone, storms::index),
        get("/storms/new", Member, storms::new),
        post("/storms/new", Member, storms::create),
        get("/storms/{id}", Anyone, storms::show_short),
        get("/storms/{id}/edit", Member, storms::edit),
        post("/storms/{id}/edit", Member, storms::save),
        post("/storms/{id}/end", Member, storms::end),
        get("/storms/{id}/{slug}", Anyone, storms::show),
    ]
}

/// What feed readers ask for, and the list of it.
fn feeds() -> Vec<Route> {
    vec![
        get("/feeds", Anyone, feeds::index),
        get("/feed.{format}", Anyone, feeds::newest),
        get("/unanswered.{format}", Anyone, feeds::unanswered),
        get("/accepted.{format}", Anyone, feeds::accepted),
        get("/articles.{format}", Anyone, feeds::articles),
        get("/ideas.{format}", Anyone, feeds::ideas),
        get("/ideas/status/{id}/feed.{format}", Anyone, feeds::status),
        get("/ideas/{id}/feed.{format}", Anyone, feeds::idea),
        get("/roadmap.{format}", Anyone, feeds::roadmap),
        get("/changelog.{format}", Anyone, feeds::changelog),
        get("/search.{format}", Anyone, feeds::search),
        get("/boards/{slug}/feed.{format}", Anyone, feeds::board),
        get("/tags/{slug}/feed.{format}", Anyone, feeds::tag),
        get("/questions/{id}/feed.{format}", Anyone, feeds::question),
        get("/members/{handle}/feed.{format}", Anyone, feeds::member),
        // The key says whose it is; no cookie counts.
        get("/inbox/feed/{key}.{format}", Anyone, feeds::inbox),
    ]
}

/// Reading, and what visitors may send.
fn everyone() -> Vec<Route> {
    vec![
        get("/", Anyone, home::home),
        get("/search", Anyone, search::show),
        get("/search/suggest", Anyone, search::suggestions),
        get("/boards", Anyone, boards::index),
        get("/boards/{slug}", Anyone, topics::board),
        get("/tags", Anyone, tags::index),
        get("/tags/{slug}", Anyone, tags::show),
        get("/questions/{id}", Anyone, questions::show_short),
        get("/questions/{id}/{slug}", Anyone, questions::show),
        get("/articles", Anyone, articles::index),
        get("/articles/{id}", Anyone, articles::show_short),
        get("/articles/{id}/{slug}", Anyone, articles::show),
        get("/ideas", Anyone, ideas::index),
        get("/ideas/{id}", Anyone, ideas::show_short),
        get("/ideas/{id}/{slug}", Anyone, ideas::show),
        get("/ideas/{id}/merged", Anyone, merged::all),
        get("/ideas/{id}/updates", Anyone, idea_updates::updates),
        get("/series/{slug}", Anyone, articles::series),
        get("/faq", Anyone, articles::faq),
        get("/roadmap", Anyone, roadmap::show),
        get("/changelog", Anyone, changelog::show),
        get("/posts/{id}", Anyone, questions::permalink),
        get("/posts/{id}/history", Anyone, questions::history),
        get("/posts/{id}/comments", Anyone, comments::list),
        get("/comments/{id}", Anyone, comments::show),
        get("/ask", Anyone, questions::ask_form),
        // A visitor's question travels on to the sign-up form.
        post("/ask", Anyone, questions::post_question),
        get("/similar", Anyone, similar::panel),
        post("/preview", Anyone, questions::preview),
        post("/theme", Harmless, theme::keep),
        // Visitors answer too, on pages that need no token (R17).
        post("/questions/{id}/solved", Harmless, solved::say),
        get("/members/{handle}", Anyone, profile::show),
        get("/leaders", Anyone, leaders::show),
        get("/super-users", Anyone, super_users::show),
        get("/badges", Anyone, badges::index),
        get("/badges/{key}", Anyone, badges::show),
        get("/members/{handle}/reputation", Anyone, reputation::show),
        get("/privileges", Anyone, privileges::show),
        get("/rewards", Anyone, rewards::show),
        get("/images/{file}", Anyone, images::serve),
        get("/sign-up", Anyone, accounts::sign_up::show),
        post("/sign-up", Anyone, accounts::sign_up::send),
        post("/sign-up/carry", Anyone, accounts::sign_up::carry),
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
    ]
}

/// What mails and mail programs lead to.
fn mails() -> Vec<Route> {
    vec![
        get("/unsubscribe/{token}", Anyone, letters::unsubscribe::show),
        // By a mail program that knows no cookie, no token of a form and no origin (RFC 8058), or by the page itself.
        post("/unsubscribe/{token}", Signed, letters::unsubscribe::send),
        post("/mail/bounces", Signed, letters::bounces::take),
    ]
}

/// What takes an account.
fn members() -> Vec<Route> {
    vec![
        post("/drafts", Account, questions::keep_draft),
        post("/questions/{id}/answers", Member, questions::post_answer),
        post("/questions/{id}/me-too", Member, questions::me_too),
        // Staff and moderators, says the policy.
        get("/articles/new", Member, articles::new_form),
        post("/articles/new", Member, articles::create),
        get("/articles/due", Member, articles::due),
        get("/articles/{id}/keep", Member, articles::keep_form),
        post("/articles/{id}/keep", Member, articles::keep),
        post("/articles/{id}/still-right", Member, articles::still_right),
        get("/series/new", Member, articles::new_series),
        post("/series/new", Member, articles::create_series),
        get("/series/{slug}/edit", Member, articles::edit_series),
        post("/series/{slug}/edit", Member, articles::save_series),
        // Staff, says the policy.
        post("/roadmap/{id}/move", Member, roadmap::shift),
        get("/ideas/{id}/plan", Member, roadmap::plan_form),
        post("/ideas/{id}/plan", Member, roadmap::plan),
        get("/ideas/new", Member, ideas::new_form),
        post("/ideas/new", Member, ideas::create),
        // Staff and moderators, says the policy.
        get("/ideas/{id}/merge", Member, merged::form),
        post("/ideas/{id}/merge", Member, merged::merge),
        get("/ideas/merges/{id}/undo", Member, merged::undo_form),
        post("/ideas/merges/{id}/undo", Member, merged::undo),
        get("/ideas/{id}/behalf", Member, behalf::form),
        post("/ideas/{id}/behalf", Member, behalf::vote),
        // Employees, says the policy.
        get("/ideas/update", Member, idea_updates::many_form),
        post("/ideas/update", Member, idea_updates::save_many),
        get("/ideas/due", Member, ideas_due::show),
        get("/ideas/{id}/update", Member, idea_updates::one_form),
        post("/ideas/{id}/update", Member, idea_updates::save_one),
        post("/posts/{id}/vote", Member, questions::vote),
        post("/posts/{id}/accept", Member, questions::accept),
        get("/posts/{id}/edit", Member, questions::edit_form),
        post("/posts/{id}/edit", Member, questions::edit_save),
        get("/posts/{id}/suggest", Member, suggestions::suggest_form),
        post("/posts/{id}/suggest", Member, suggestions::suggest),
        get("/review", Member, review::show),
        get("/suggestions/{id}", Member, suggestions::show),
        post("/suggestions/{id}/approve", Member, suggestions::approve),
        get("/suggestions/{id}/improve", Member, suggestions::improve_form),
        post("/suggestions/{id}/improve", Member, suggestions::improve),
        post("/suggestions/{id}/reject", Member, suggestions::reject),
        post("/suggestions/{id}/withdraw", Member, suggestions::withdraw),
        post("/posts/{id}/restore-version", Member, questions::restore),
        get("/posts/{id}/delete", Member, questions::confirm_delete),
        post("/posts/{id}/delete", Member, questions::delete),
        post("/posts/{id}/undelete", Member, questions::undelete),
        post("/posts/{id}/comments", Member, comments::create),
        get("/comments/{id}/edit", Member, comments::edit_form),
        post("/comments/{id}/edit", Member, comments::edit_save),
        post("/comments/{id}/extend", Member, extending::extend),
        post("/comments/{id}/unextend", Member, extending::take_back),
        post("/comments/{id}/delete", Member, comments::take_back),
        post("/comments/{id}/vote", Member, comments::vote),
        get("/rewards/redemptions", Account, rewards::list),
        get("/rewards/redemptions/{id}", Account, rewards::redemption),
        post("/rewards/redemptions/{id}/cancel", Account, rewards::cancel),
        get("/rewards/{id}/redeem", Member, rewards::redeem_form),
        post("/rewards/{id}/redeem", Member, rewards::redeem),
        get("/confirm-password", Account, accounts::confirm::show),
        post("/confirm-password", Account, accounts::confirm::send),
        get("/settings", Account, accounts::settings::show),
        post("/settings/password", Account, accounts::password::change),
        post("/settings/email", Account, accounts::email::change),
        post("/settings/verify-email", Account, accounts::email::send_again),
        post("/settings/sessions/end", Account, accounts::sessions::end),
        post("/settings/sessions/end-others", Account, accounts::sessions::end_others),
        post("/settings/profile", Member, accounts::profile::edit),
        get("/settings/mail", Account, letters::settings::show),
        post("/settings/mail", Account, letters::settings::save),
        post("/settings/mail/prove", Account, letters::settings::prove),
        post("/settings/photo", Member, accounts::photo::set),
        post("/settings/photo/remove", Member, accounts::photo::remove),
        get("/inbox", Account, inbox::show),
        get("/inbox/count", Account, inbox::count),
        post("/inbox/feed", Account, inbox_feed::make),
        post("/inbox/feed/revoke", Account, inbox_feed::revoke),
        post("/inbox/read", Account, inbox::read_all),
        post("/inbox/{id}/read", Account, inbox::read_entry),
        post("/inbox/topics/{id}/read", Account, inbox::read_topic),
        get("/following", Account, following::show),
        post("/follow/{subject}/{id}", Account, following::follow),
        post("/searches", Account, following::keep_search),
        post("/searches/{id}/remove", Account, following::remove_search),
        post("/members/{handle}/block", Account, following::block),
        get("/settings/following", Account, following::switches),
        post("/settings/following", Account, following::save),
        get("/images/new", Member, images::new),
        post("/images", Member, images::upload),
        // Employees, says the policy.
        get("/members/{handle}/super", Member, super_users::form),
        post("/members/{handle}/super", Member, super_users::decide),
        // Who asked may close the own question; the rest takes a moderator, says the policy.
        // For employees too.
        get("/mod/stale", Member, solved::stale),
        post("/mod/topics/{id}/still-right", Member, solved::still_right),
        get("/mod/topics/{id}/close", Member, closing::close_form),
        post("/mod/topics/{id}/close", Member, closing::close),
        get("/mod/topics/{id}/reopen", Member, closing::reopen_form),
        post("/mod/topics/{id}/reopen", Member, closing::reopen),
        // What takes standing, says the policy.
        get("/topics/{id}/closing", Member, calls::form),
        post("/topics/{id}/closing", Member, calls::vote),
        post("/topics/{id}/closing/take-back", Member, calls::take_back),
    ]
}

/// Points: one's own, and what staff give.
fn wallets() -> Vec<Route> {
    vec![
        get("/wallet", Account, points::show),
        get("/wallet/unpaid", Account, points::unpaid),
        post("/wallet/terms", Account, points::accept),
        // Employees, says the policy.
        get("/members/{handle}/points", Member, points::grant_form),
        post("/members/{handle}/points", Member, points::give),
    ]
}

/// What takes a moderator.
fn moderators() -> Vec<Route> {
    vec![
        get("/mod", Moderator, moderation::decisions),
        get("/mod/posts/{id}/hide", Moderator, hiding::hide_post_form),
        post("/mod/posts/{id}/hide", Moderator, hiding::hide_post),
        get("/mod/posts/{id}/restore", Moderator, hiding::restore_post_form),
        post("/mod/posts/{id}/restore", Moderator, hiding::restore_post),
        get("/mod/comments/{id}/hide", Moderator, hiding::hide_comment_form),
        post("/mod/comments/{id}/hide", Moderator, hiding::hide_comment),
        get("/mod/comments/{id}/restore", Moderator, hiding::restore_comment_form),
        post("/mod/comments/{id}/restore", Moderator, hiding::restore_comment),
        get("/members/{handle}/suspend", Moderator, suspending::suspend_form),
        post("/members/{handle}/suspend", Moderator, suspending::suspend),
        get("/members/{handle}/restore", Moderator, suspending::restore_form),
        post("/members/{handle}/restore", Moderator, suspending::restore),
        get("/tags/{slug}/edit", Moderator, tags::edit),
        post("/tags/{slug}/edit", Moderator, tags::save),
        post("/tags/{slug}/synonyms", Moderator, synonyms::add),
        post("/tags/{slug}/synonyms/remove", Moderator, synonyms::remove),
        get("/tags/{slug}/merge", Moderator, merging::form),
        post("/tags/{slug}/merge", Moderator, merging::merge),
    ]
}

/// What takes an admin.
fn admins() -> Vec<Route> {
    vec![
        get("/admin", Admin, admin::overview),
        get("/admin/boards", Admin, admin_boards::index),
        get("/admin/boards/new", Admin, admin_boards::new),
        post("/admin/boards/new", Admin, admin_boards::create),
        get("/admin/boards/{id}", Admin, admin_boards::edit),
        post("/admin/boards/{id}", Admin, admin_boards::save),
        post("/admin/boards/{id}/move", Admin, admin_boards::shift),
        post("/admin/boards/{id}/retire", Admin, admin_boards::retire),
        post("/admin/boards/{id}/revive", Admin, admin_boards::revive),
        get("/admin/groups", Admin, admin_groups::index),
        get("/admin/groups/new", Admin, admin_groups::new),
        post("/admin/groups/new", Admin, admin_groups::create),
        get("/admin/groups/{id}", Admin, admin_groups::edit),
        post("/admin/groups/{id}", Admin, admin_groups::save),
        post("/admin/groups/{id}/add", Admin, admin_groups::add),
        post("/admin/groups/{id}/remove", Admin, admin_groups::remove),
        get("/admin/members", Admin, roles::index),
        get("/admin/members/{handle}", Admin, roles::edit),
        post("/admin/members/{handle}", Admin, roles::save),
        get("/admin/settings", Admin, site::edit),
        post("/admin/settings", Admin, site::save),
        get("/admin/standing", Admin, admin_standing::edit),
        post("/admin/standing", Admin, admin_standing::save),
        get("/admin/points", Admin, admin_points::show),
        post("/admin/points/terms", Admin, admin_points::publish),
        post("/admin/points/budget", Admin, admin_points::budget),
        get("/admin/points/report", Admin, admin_points::report),
        post("/admin/points/worth", Admin, admin_points::worth),
        get("/admin/statuses", Admin, admin_statuses::index),
        get("/admin/statuses/new", Admin, admin_statuses::new),
        post("/admin/statuses/new", Admin, admin_statuses::create),
        get("/admin/statuses/{id}", Admin, admin_statuses::edit),
        post("/admin/statuses/{id}", Admin, admin_statuses::save),
        post("/admin/statuses/{id}/move", Admin, admin_statuses::shift),
        post("/admin/statuses/{id}/retire", Admin, admin_statuses::retire),
        post("/admin/statuses/{id}/revive", Admin, admin_statuses::revive),
        post("/admin/statuses/{id}/delete", Admin, admin_statuses::delete),
        get("/admin/rewards", Admin, admin_rewards::index),
        get("/admin/rewards/new", Admin, admin_rewards::new),
        post("/admin/rewards/new", Admin, admin_rewards::create),
        get("/admin/rewards/{id}", Admin, admin_rewards::edit),
        post("/admin/rewards/{id}", Admin, admin_rewards::save),
        post("/admin/rewards/{id}/picture", Admin, admin_rewards::picture),
        post("/admin/rewards/{id}/withdraw", Admin, admin_rewards::withdraw),
        post("/admin/rewards/{id}/offer", Admin, admin_rewards::offer),
        get("/admin/rewards/{id}/codes", Admin, reward_codes::form),
        post("/admin/rewards/{id}/codes", Admin, reward_codes::load),
        get("/admin/redemptions", Admin, redemptions::index),
        get("/admin/redemptions/{id}", Admin, redemptions::show),
        post("/admin/redemptions/{id}/approve", Admin, redemptions::approve),
        post("/admin/redemptions/{id}/reject", Admin, redemptions::reject),
        get("/admin/batches", Admin, batches::index),
        post("/admin/batches", Admin, batches::make),
        post("/admin/batches/answers", Admin, batches::answer),
        get("/admin/batches/{id}/file", Admin, batches::file),
        get("/admin/audit", Admin, admin::lines),
        get("/admin/jobs", Admin, queue::jobs),
        post("/admin/jobs/{id}/retry", Admin, queue::retry_job),
        get("/admin/mail", Admin, queue::mails),
        post("/admin/mail/{id}/retry", Admin, queue::retry_mail),
    ]
}

/// Puts the table into the server.
pub fn configure(config: &mut ServiceConfig) {
    register(config, table());
}
