//! Forms to suspend a member and to end a suspension.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Account, Length};
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::message::Message;
use crate::moderation::web::{Choice, Decision, Keys, Why, invalid};
use crate::moderation::{By, Reason};
use crate::policy::{self, Action, Actor};
use crate::web::{Cx, Form};

/// A suspension as sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    #[serde(default)]
    length: String,
    reason: String,
}

impl Suspension {
    fn parse(&self) -> Result<(Length, Reason)> {
        let mut errors = Invalid::default();
        let length = Length::parse(&self.length);
        if length.is_none() {
            errors.push("length", Message::new("moderation-suspend-choose"));
        }
        match (length, Reason::parse(&self.reason)) {
            (Some(length), Ok(reason)) => Ok((length, reason)),
            (None, Ok(_)) => Err(errors.into()),
            (_, Err(error)) => {
                errors.fields.extend(invalid(error)?.fields);
                Err(errors.into())
            }
        }
    }
}

const fn label(length: Length) -> &'static str {
    match length {
        Length::Day => "moderation-suspend-day",
        Length::ThreeDays => "moderation-suspend-three-days",
        Length::Week => "moderation-suspend-week",
        Length::Month => "moderation-suspend-month",
        Length::ForGood => "moderation-suspend-for-good",
    }
}

fn account(c: &mut Conn, actor: &Actor, handle: &str) -> Result<Account> {
    let account = super::find(c, handle)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::Suspend(account.facts()))?;
    Ok(account)
}

fn form(account: &Account, key: Keys, verb: &str) -> Decision {
    let member = account.view();
    Decision {
        key,
        action: format!("{}/{verb}", member.url),
        back: member.url.clone(),
        member: Some(member),
        quote: None,
        choice: None,
        words_optional: false,
    }
}

fn suspend_page(c: &mut Conn, actor: &Actor, handle: &str, chosen: &str) -> Result<Decision> {
    let keys =
        Keys { title: "moderation-suspend-title", text: "moderation-suspend-text", button: "moderation-suspend-do" };
    let choice = Choice {
        name: "length",
        label: "moderation-suspend-length",
        options: Length::ALL.iter().map(|length| (length.as_str(), label(*length))).collect(),
        value: chosen.to_owned(),
    };
    Ok(Decision { choice: Some(choice), ..form(&account(c, actor, handle)?, keys, "suspend") })
}

fn restore_page(c: &mut Conn, actor: &Actor, handle: &str) -> Result<Decision> {
    let keys = Keys {
        title: "moderation-unsuspend-title",
        text: "moderation-unsuspend-text",
        button: "moderation-unsuspend-do",
    };
    Ok(form(&account(c, actor, handle)?, keys, "restore"))
}

/// `GET /members/{handle}/suspend`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such member, [`AppError::Denied`] by the policy.
pub async fn suspend_form(cx: Cx, handle: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(suspend_page(c, &me.actor, &handle, "")?.page("", Invalid::default()))).await
}

/// `POST /members/{handle}/suspend`
///
/// # Errors
/// As [`super::suspend`].
pub async fn suspend(cx: Cx, handle: web::Path<String>, Form(sent): Form<Suspension>) -> Result<HttpResponse> {
    let (length, reason) = match sent.parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            let errors = invalid(error)?;
            return cx
                .page(move |c, me| Ok(suspend_page(c, &me.actor, &handle, &sent.length)?.page(&sent.reason, errors)))
                .await;
        }
    };
    let cx2 = cx.clone();
    let url = cx
        .write(move |tx, me| {
            let account = account(tx, &me.actor, &handle)?;
            super::suspend(tx, By::of(&cx2, me), account.id, length, &reason)?;
            Ok(account.view().url)
        })
        .await?;
    Ok(cx.see_other_with(&url, "notice-moderation-suspended"))
}

/// `GET /members/{handle}/restore`
///
/// # Errors
/// As [`suspend_form`].
pub async fn restore_form(cx: Cx, handle: web::Path<String>) -> Result<HttpResponse> {
    cx.page(move |c, me| Ok(restore_page(c, &me.actor, &handle)?.page("", Invalid::default()))).await
}

/// `POST /members/{handle}/restore`
///
/// # Errors
/// As [`super::restore`].
pub async fn restore(cx: Cx, handle: web::Path<String>, Form(why): Form<Why>) -> Result<HttpResponse> {
    let reason = match Reason::parse(&why.reason) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = invalid(error)?;
            return cx.page(move |c, me| Ok(restore_page(c, &me.actor, &handle)?.page(&why.reason, errors))).await;
        }
    };
    let cx2 = cx.clone();
    let url = cx
        .write(move |tx, me| {
            let account = account(tx, &me.actor, &handle)?;
            super::restore(tx, By::of(&cx2, me), account.id, &reason)?;
            Ok(account.view().url)
        })
        .await?;
    Ok(cx.see_other_with(&url, "notice-moderation-unsuspended"))
}
