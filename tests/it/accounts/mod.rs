//! Accounts over HTTP: getting in, staying in, getting out, and what is shown.

mod changes;
mod kept;
mod links;
mod people;
mod sign_in;
mod sign_up;

use std::sync::Arc;

use diesel::prelude::*;
use talka::db::schema::users;

use crate::support::{Client, Reply, TestApp};

/// A password that nobody in the tests has.
const OTHER: &str = "wobbly-teapot-orchard";

/// Signs up with a handle, at `<handle>@example.org`.
async fn sign_up(client: &Client, handle: &str) -> Reply {
    let email = format!("{handle}@example.org");
    let fields = [("email", email.as_str()), ("handle", handle), ("display_name", "A newcomer"), ("password", OTHER)];
    client.post_form("/sign-up", &fields).await
}

async fn sign_in(client: &Client, who: &str, password: &str) -> Reply {
    client.post_form("/sign-in", &[("email", who), ("password", password)]).await
}

/// The path of the one link to this site's `/<what>/…` in the newest mail.
async fn mailed_link(app: &TestApp, what: &str) -> String {
    let mails = app.mails().await;
    let mail = mails.last().expect("a mail");
    link_in(&mail.text, what).unwrap_or_else(|| panic!("no link to /{what} in {}", mail.text))
}

fn link_in(text: &str, what: &str) -> Option<String> {
    let at = text.find(&format!("/{what}/"))?;
    text[at..].split_whitespace().next().map(ToOwned::to_owned)
}

/// Whether a browser is signed in.
async fn is_in(client: &Client) -> bool {
    client.get("/settings").await.status == 200
}

/// The same form, `times` at once, with a token taken before; the statuses, sorted.
async fn at_once(client: Client, path: &str, fields: &[(&str, &str)], times: usize) -> (Client, Vec<u16>) {
    let token = client.token_from("/sign-in").await;
    let client = Arc::new(client);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..times {
        let (client, path, token) = (Arc::clone(&client), path.to_owned(), token.clone());
        let fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        tasks.spawn(async move {
            let mut all = vec![("csrf", token.as_str())];
            all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            client.post_without_token(&path, &all).await.status.as_u16()
        });
    }
    let mut statuses = tasks.join_all().await;
    statuses.sort_unstable();
    (Arc::into_inner(client).expect("every task has ended"), statuses)
}

/// How many accounts there are.
async fn accounts(app: &TestApp) -> i64 {
    app.read(|c| Ok(users::table.count().get_result(c)?)).await
}

/// Whether the account with this handle has a proven address.
async fn is_verified(app: &TestApp, handle: &'static str) -> bool {
    let at: Option<i64> = app
        .read(move |c| Ok(users::table.filter(users::handle.eq(handle)).select(users::email_verified_at).first(c)?))
        .await;
    at.is_some()
}
