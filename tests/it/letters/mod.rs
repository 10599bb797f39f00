//! Letters: what is mailed of what happens, how it is turned off, and what is not mailed after all.

mod bounces;
mod digests;
mod events;
mod links;
mod settings;

use diesel::prelude::*;
use reqwest::Method;
use talka::clock::Timestamp;
use talka::db::schema::mailboxes;
use talka::mail::SentMail;

use crate::support::{Asked, Client, Reply, TestApp};

/// A value of a header of a mail, folded lines put together.
fn header(mail: &SentMail, name: &str) -> Option<String> {
    let (head, _) = mail.raw.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let start = format!("{name}: ");
    head.split("\r\n").find_map(|line| line.strip_prefix(start.as_str()).map(str::to_owned))
}

/// The path of the link that ends such mails.
fn unsubscribe_path(app: &TestApp, mail: &SentMail) -> String {
    let value = header(mail, "List-Unsubscribe").expect("a letter can be ended");
    let url = value.trim_start_matches('<').trim_end_matches('>');
    url.strip_prefix(app.app.shared.config.absolute("").as_str()).unwrap_or_else(|| panic!("{url}")).to_owned()
}

/// As a mail program does it: no cookie, no origin, no token of a form.
async fn one_click(app: &TestApp, path: &str) -> Reply {
    app.visitor().post_without_token(path, &[("List-Unsubscribe", "One-Click")]).await
}

/// Anna's question with an answer by Ben, which is Anna's to hear of at once.
async fn answered(app: &TestApp, anna: &Client, ben: &Client) -> Asked {
    let board = app.board("help").await;
    let asked = app.ask(anna, board, "Why is the sky blue?", "sky").await;
    app.answer(ben, &asked, "Because of **scattering**, which is stronger for short waves.").await;
    asked
}

/// Sets what somebody chose, through the page.
async fn choose(client: &Client, choices: &[(&str, &str)]) {
    let mut fields = vec![
        ("topics", "daily"),
        ("answers", "instant"),
        ("comments", "daily"),
        ("mentions", "instant"),
        ("status", "instant"),
    ];
    for (name, value) in choices {
        match fields.iter_mut().find(|(one, _)| one == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    client.post_form("/settings/mail", &fields).await.expect(303);
}

/// When somebody's next digest is due.
async fn due(app: &TestApp, client: &Client) -> Option<Timestamp> {
    let id = client.id();
    app.read(move |c| {
        Ok(mailboxes::table.filter(mailboxes::user_id.eq(id)).select(mailboxes::next_digest_at).first(c)?)
    })
    .await
}

/// Sends a body as it is.
async fn post_raw(client: &Client, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let request = client.request(Method::POST, path).body(body.to_owned());
    client.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}
