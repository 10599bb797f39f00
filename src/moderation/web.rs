//! The moderators' log, and the form that all decisions share: what it is about, and why.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::audit::{self, Reason, Scope};
use super::{By, log};
use crate::error::{AppError, Invalid, Result};
use crate::ids::AuditId;
use crate::message::Message;
use crate::policy::{Actor, ModeratorOf};
use crate::sessions::Me;
use crate::web::{Cx, MemberView, Page};

impl<'a> By<'a> {
    /// Who sent this request.
    #[must_use]
    pub fn of(cx: &'a Cx, me: &'a Me) -> Self {
        Self { actor: &me.actor, ip: &cx.client.ip, now: cx.now }
    }
}

/// Which page of a log.
#[derive(Debug, Deserialize)]
pub struct Place {
    after: Option<AuditId>,
}

/// `GET /mod`
///
/// # Errors
/// When the database refuses.
pub async fn decisions(cx: Cx, place: web::Query<Place>) -> Result<HttpResponse> {
    cx.page(move |c, me| {
        let scope = scope_of(&me.actor);
        let (lines, more) = audit::lines(c, &scope, place.after)?;
        let next = lines.last().filter(|_| more).map(|line| format!("/mod?after={}", line.id)).unwrap_or_default();
        let lines = log::views(c, &me.actor, lines)?;
        Ok(Page::new("pages/moderation/log.html")
            .title_key(Message::new("moderation-title"))
            .section("moderation")
            .noindex()
            .no_store()
            .set("lines", &lines)
            .set("limited", &matches!(scope, Scope::Boards(_)))
            .set("next", &next))
    })
    .await
}

/// Moderators look back on what they may decide about.
fn scope_of(actor: &Actor) -> Scope {
    match actor {
        Actor::Member(member) if !member.admin => match &member.moderates {
            ModeratorOf::Nothing => Scope::Boards(Vec::new()),
            ModeratorOf::Boards(boards) => Scope::Boards(boards.clone()),
            ModeratorOf::Everything => Scope::Decisions,
        },
        Actor::Member(_) | Actor::System => Scope::Decisions,
        Actor::Visitor => Scope::Boards(Vec::new()),
    }
}

/// The form's one field that every decision has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// As typed.
    pub reason: String,
}

/// A choice of one, beside the reason.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// The field's name.
    pub name: &'static str,
    /// Fluent key of its question.
    pub label: &'static str,
    /// Value and Fluent key of each answer.
    pub options: Vec<(&'static str, &'static str)>,
    /// The chosen one.
    pub value: String,
}

/// What a decision is about, quoted on its form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Quote {
    /// The title of its topic, or empty.
    pub title: String,
    /// The language it is written in.
    pub lang: String,
    /// Sanitised when it was written.
    pub html: String,
}

/// The form of a decision. Its texts are Fluent keys that begin with `key`: `-title`, `-text` and `-do`.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its texts.
    pub key: Keys,
    /// Where it is sent.
    pub action: String,
    /// Where it leads when nothing is decided.
    pub back: String,
    /// What it is about.
    pub quote: Option<Quote>,
    /// Whom it is about, or who wrote it.
    pub member: Option<MemberView>,
    /// A further choice.
    pub choice: Option<Choice>,
    /// Without words there is a reason already: the choice.
    pub words_optional: bool,
}

/// The texts of a decision's form.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    /// Heading.
    pub title: &'static str,
    /// What it does.
    pub text: &'static str,
    /// The button.
    pub button: &'static str,
}

impl Decision {
    /// The page with what was typed.
    #[must_use]
    pub fn page(&self, reason: &str, errors: Invalid) -> Page {
        Page::new("pages/moderation/decide.html")
            .title_key(Message::new(self.key.title))
            .section("moderation")
            .noindex()
            .set("text_key", self.key.text)
            .set("button_key", self.key.button)
            .set("action", &self.action)
            .set("back", &self.back)
            .set("quote", &self.quote)
            .set("member", &self.member)
            .set("choice", &self.choice)
            .set("words_optional", &self.words_optional)
            .set("reason", reason)
            .set("max", &Reason::MAX)
            .errors(errors)
    }
}

/// What is wrong with the form; any other error goes on.
///
/// # Errors
/// The error itself, when it is about no field.
pub fn invalid(error: AppError) -> Result<Invalid> {
    if let AppError::Invalid(invalid) = error { Ok(invalid) } else { Err(error) }
}
