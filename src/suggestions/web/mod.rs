//! The pages of suggested edits, a file for each thing one does.

mod decide;
mod improve;
mod show;
mod suggest;

pub use decide::{approve, reject, withdraw};
pub use improve::{form as improve_form, save as improve};
pub use show::show;
pub use suggest::{form as suggest_form, save as suggest};

use serde::{Deserialize, Serialize};

use super::{Head, Why};
use crate::db::Conn;
use crate::diff;
use crate::error::{AppError, Invalid, Result};
use crate::ids::BoardId;
use crate::message::Message;
use crate::policy::TopicFacts;
use crate::sessions::Me;
use crate::topics::web::fields::{self, For};
use crate::topics::{self, Post, Topic, TopicForm};
use crate::web::Page;

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A text as it should be, as sent; for an answer without title, tags and language.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sent {
    title: String,
    tags: String,
    lang: String,
    body: String,
    reason: String,
    version: i64,
    preview: Option<String>,
}

impl Sent {
    /// A post as it is, to be changed.
    fn of(topic: &Topic, post: &Post) -> Self {
        let (title, tags, lang) = (topic.title.clone(), topic.tags.clone(), topic.lang.clone());
        Self { title, tags, lang, body: post.source.clone(), version: post.version, ..Self::default() }
    }

    /// The same as the form of a topic, which stays on its board.
    fn form(&self, board: BoardId) -> TopicForm {
        TopicForm {
            title: self.title.clone(),
            board: board.to_string(),
            tags: self.tags.clone(),
            lang: self.lang.clone(),
            body: self.body.clone(),
        }
    }

    /// What is said of the edit, with what else is wrong with the form.
    fn check<T>(&self, edit: Result<T>) -> Result<(T, Why)> {
        match (edit, Why::parse(&self.reason)) {
            (Ok(edit), Ok(why)) => Ok((edit, why)),
            (Err(AppError::Invalid(mut wrong)), Err(AppError::Invalid(reason))) => {
                wrong.fields.extend(reason.fields);
                Err(wrong.into())
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }
}

/// A form for a text that is to be changed, as far as it is filled in.
struct Shown {
    sent: Sent,
    preview: String,
    /// The text as somebody else has left it meanwhile.
    theirs: Option<String>,
}

impl Shown {
    const fn new(sent: Sent) -> Self {
        Self { sent, preview: String::new(), theirs: None }
    }

    /// Gives a page the variables of the form.
    fn fill(&self, page: Page, c: &mut Conn, me: &Me, (topic, facts, post): Place<'_>) -> Result<Page> {
        let theirs = self.theirs.as_deref();
        let chunks = theirs.map(|theirs| diff::words(theirs, &self.sent.body, diff::PATIENCE));
        let page = page
            .section("questions")
            .noindex()
            .set("kind", post.kind.as_str())
            .set("topic_title", &topic.title)
            .set("back", &format!("{}#{}", topic.path(), topics::anchor(post.kind, post.id)))
            .set("reason", &self.sent.reason)
            .set("max", &Why::MAX)
            .set("version", &self.sent.version)
            .set("theirs", &self.theirs)
            .set("chunks", &chunks);
        fields::fill(page, c, (me, For::Old(facts)), (&self.sent.form(topic.board), &self.preview))
    }
}

/// Where a text stands, and what the policy knows of its topic.
type Place<'a> = (&'a Topic, TopicFacts, &'a Post);

/// A text as it is or should be.
#[derive(Debug, Serialize)]
struct Side {
    title: String,
    tags: String,
    lang: String,
    html: String,
}

impl Side {
    fn of(head: Option<Head>, html: String) -> Self {
        let head = head.unwrap_or(Head { title: String::new(), tags: String::new(), lang: String::new() });
        Self { title: head.title, tags: head.tags, lang: head.lang, html }
    }
}

/// A message that stands above a form.
fn conflict() -> Invalid {
    Invalid::field("", Message::new("suggestions-stale"))
}
