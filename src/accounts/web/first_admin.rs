//! `GET` and `POST /first-admin/{token}`: the printed link at which the first admin is made.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::link_is_spent;
use crate::accounts::first_admin;
use crate::accounts::names::Handle;
use crate::accounts::password::{Hasher, Password};
use crate::accounts::sign_up::{Person, Typed, said_of_field};
use crate::error::Result;
use crate::message::Message;
use crate::web::{Cx, Form, Page, Refusal};

/// Who the admin is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    email: String,
    handle: String,
    display_name: String,
    password: String,
}

/// `GET /first-admin/{token}`: spends nothing.
///
/// # Errors
/// When the database refuses.
pub async fn open(cx: Cx, secret: web::Path<String>) -> Result<HttpResponse> {
    let (secret, now) = (secret.into_inner(), cx.now);
    let look = secret.clone();
    if cx.read(move |c, _| first_admin::holds(c, &look, now)).await? {
        form(&cx, secret, Fields::default(), Refusal::none()).await
    } else {
        link_is_spent(&cx, &secret).await
    }
}

/// `POST /first-admin/{token}`
///
/// # Errors
/// When too many passwords are being hashed.
pub async fn make(
    cx: Cx,
    hasher: web::Data<Hasher>,
    secret: web::Path<String>,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse> {
    let secret = secret.into_inner();
    match take(&cx, &hasher, &secret, &fields).await {
        Ok(Some(session)) => {
            let mut response = cx.see_other_with("/", "notice-first-admin");
            cx.sign_in(&mut response, &session);
            Ok(response)
        }
        Ok(None) => link_is_spent(&cx, &secret).await,
        Err(error) => form(&cx, secret, fields, Refusal::of(error)?).await,
    }
}

async fn take(cx: &Cx, hasher: &Hasher, secret: &str, fields: &Fields) -> Result<Option<String>> {
    let typed =
        Typed { email: &fields.email, handle: &fields.handle, name: &fields.display_name, password: &fields.password };
    let person = Person::parse(typed, Handle::parse_official)?;
    let (look, now) = (secret.to_owned(), cx.now);
    if !cx.read(move |c, _| first_admin::holds(c, &look, now)).await? {
        return Ok(None);
    }
    let phc = hasher.hash(person.password.clone()).await?;
    let (secret, client) = (secret.to_owned(), cx.client.clone());
    cx.write(move |tx, _| first_admin::make(tx, &secret, &person, &phc, &client, now)).await.map_err(said_of_field)
}

async fn form(cx: &Cx, secret: String, fields: Fields, refusal: Refusal) -> Result<HttpResponse> {
    cx.page(move |_, _| {
        let page = Page::new("pages/accounts/first_admin.html")
            .title_key(Message::new("accounts-first-admin"))
            .noindex()
            .forms()
            .no_store()
            .set("secret", &secret)
            .set("email", &fields.email)
            .set("handle", &fields.handle)
            .set("display_name", &fields.display_name)
            .set("password_min", &Password::MIN);
        Ok(refusal.on(page))
    })
    .await
}
