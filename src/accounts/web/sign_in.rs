//! `GET` and `POST /sign-in`, `POST /sign-out`.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::browser;
use crate::accounts::kept::Kept;
use crate::accounts::password::Hasher;
use crate::accounts::sign_in::{self, Begun, Checked};
use crate::error::{AppError, Result};
use crate::message::Message;
use crate::sessions;
use crate::web::{Cx, Form, Page, Refusal, local_path};

/// Where to go on.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Query {
    return_to: Option<String>,
}

/// The form, with whatever travels along: `carry_to` is where a form was sent that could not be taken yet, and each
/// `carry_<name>` one of its fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    who: String,
    password: String,
    return_to: Option<String>,
    carry_to: Option<String>,
    carried: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Hidden {
    name: String,
    value: String,
}

impl Fields {
    /// # Errors
    /// [`AppError::Unreadable`] for a field that is not of this form, or one that stands twice.
    pub(super) fn parse(fields: Vec<(String, String)>) -> Result<Self> {
        let (mut who, mut password, mut return_to, mut carry_to) = (None, None, None, None);
        let mut carried = Vec::new();
        for (name, value) in fields {
            let place = match name.as_str() {
                "email" => &mut who,
                "password" => &mut password,
                "return_to" => &mut return_to,
                "carry_to" => &mut carry_to,
                other => {
                    let name = other.strip_prefix("carry_").ok_or(AppError::Unreadable)?;
                    carried.push((name.to_owned(), value));
                    continue;
                }
            };
            if place.replace(value).is_some() {
                return Err(AppError::Unreadable);
            }
        }
        let (who, password) = (who.unwrap_or_default(), password.unwrap_or_default());
        Ok(Self { who, password, return_to, carry_to, carried })
    }

    pub(super) fn kept(&self) -> Option<Kept> {
        Kept::of_form(self.carry_to.as_deref()?, &self.carried)
    }

    /// Where to go on: to the text that travelled along, else to where one wanted to go. Not back to a form's own
    /// address, which has no page.
    fn next(&self) -> String {
        match self.kept() {
            Some(kept) => kept.page(),
            None => local_path(self.return_to.as_deref()),
        }
    }

    fn hidden(&self) -> Vec<Hidden> {
        let to = self.carry_to.iter().map(|to| ("carry_to".to_owned(), to.clone()));
        let carried = self.carried.iter().map(|(name, value)| (format!("carry_{name}"), value.clone()));
        to.chain(carried).map(|(name, value)| Hidden { name, value }).collect()
    }
}

/// `GET /sign-in`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx, query: web::Query<Query>) -> Result<HttpResponse> {
    let fields = Fields { return_to: query.into_inner().return_to, ..Fields::default() };
    form(&cx, fields, Refusal::none()).await
}

/// `POST /sign-in`
///
/// # Errors
/// When too many passwords are being checked.
pub async fn send(
    cx: Cx,
    hasher: web::Data<Hasher>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let fields = Fields::parse(fields)?;
    match take(&cx, &hasher, &fields).await {
        Ok(secret) => {
            let mut response = cx.see_other(&fields.next());
            cx.sign_in(&mut response, &secret);
            Ok(response)
        }
        Err(error) => form(&cx, fields, Refusal::of(error)?).await,
    }
}

async fn take(cx: &Cx, hasher: &Hasher, fields: &Fields) -> Result<String> {
    let (who, subject, now) = (fields.who.clone(), cx.subject.clone(), cx.now);
    let begun = cx.write(move |tx, _| sign_in::begin(tx, &who, &subject, now)).await?;
    let checked = check(cx, hasher, &begun, &fields.password).await?;
    let (browser, kept) = (browser(cx), fields.kept());
    cx.write(move |tx, _| sign_in::sign_in(tx, &begun, &checked, &browser, kept.as_ref(), now)).await
}

/// Checks a password that has been counted; what could not be checked does not count.
pub(super) async fn check(cx: &Cx, hasher: &Hasher, begun: &Begun, typed: &str) -> Result<Checked> {
    let checked = sign_in::check(hasher, begun, typed).await;
    if checked.is_err() {
        let begun = begun.clone();
        cx.write(move |tx, _| sign_in::give_up(tx, &begun)).await?;
    }
    checked
}

async fn form(cx: &Cx, fields: Fields, refusal: Refusal) -> Result<HttpResponse> {
    let show = refusal.clone();
    let response = cx
        .page(move |_, _| {
            let return_to = fields.return_to.as_deref().map(|to| local_path(Some(to))).unwrap_or_default();
            let page = Page::new("pages/accounts/sign_in.html")
                .title_key(Message::new("accounts-sign-in"))
                .canonical("/sign-in")
                .forms()
                .no_store()
                .set("who", &fields.who)
                .set("return_to", &return_to)
                .set("hidden", &fields.hidden())
                .set("keeps", &fields.kept().is_some());
            Ok(show.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}

/// Nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `POST /sign-out`
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(cx: Cx, Form(_): Form<Nothing>) -> Result<HttpResponse> {
    if let Some(hash) = cx.session_hash() {
        cx.write(move |tx, _| sessions::end(tx, &hash)).await?;
    }
    let mut response = cx.see_other_with("/", "notice-signed-out");
    cx.sign_out(&mut response);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<Fields> {
        Fields::parse(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn what_travels_along_leads_to_where_it_shows() {
        let next = |pairs: &[(&str, &str)]| parse(pairs).unwrap().next();
        assert_eq!(next(&[("carry_to", "/ask"), ("carry_body", "text")]), "/ask");
        assert_eq!(next(&[("carry_to", "/questions/7/answers"), ("carry_body", "text")]), "/questions/7");
        assert_eq!(next(&[("carry_to", "/posts/7/vote"), ("carry_way", "up")]), "/");
        assert_eq!(next(&[("return_to", "/boards")]), "/boards");
        assert_eq!(next(&[("return_to", "//evil.example")]), "/");
    }

    #[test]
    fn other_fields_and_fields_that_stand_twice_are_refused() {
        assert!(parse(&[("email", "a"), ("role", "admin")]).is_err());
        assert!(parse(&[("email", "a"), ("email", "b")]).is_err());
        assert!(parse(&[("carry_tags", "a"), ("carry_tags", "b")]).is_ok());
    }
}
