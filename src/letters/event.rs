//! The letter of one event: written in the transaction that puts the event into an inbox.

use tera::Context;

use super::links::Ends;
use super::still::Subject;
use super::store;
use super::writer::{Draft, Writer};
use super::{About, Timing};
use crate::db::Conn;
use crate::error::Result;
use crate::markdown;
use crate::notify::{Delivery, Kind, Reason};
use crate::topics::Topic;
use crate::{comments, topics};

/// Characters of the text that a letter quotes.
const QUOTED: usize = 600;

impl About {
    /// What one chooses for to hear of this.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Question | Kind::Article | Kind::Idea => Self::Topics,
            Kind::Answer => Self::Answers,
            Kind::Comment => Self::Comments,
            Kind::Mention => Self::Mentions,
            Kind::Accepted
            | Kind::Closed
            | Kind::Reopened
            | Kind::Edited
            | Kind::Credited
            | Kind::Extended
            | Kind::Suggested
            | Kind::SuggestionApproved
            | Kind::SuggestionRejected
            | Kind::ReviewDue
            | Kind::Badge
            | Kind::Super
            | Kind::Fraud
            | Kind::Status => Self::Status,
        }
    }
}

/// What happened, as a sentence with the variables `actor` and `title`.
pub(super) const fn sentence(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "letters-event-question",
        Kind::Article => "letters-event-article",
        Kind::Idea => "letters-event-idea",
        Kind::Status => "letters-event-status",
        Kind::Answer => "letters-event-answer",
        Kind::Comment => "letters-event-comment",
        Kind::Mention => "letters-event-mention",
        Kind::Accepted => "letters-event-accepted",
        Kind::Closed => "letters-event-closed",
        Kind::Reopened => "letters-event-reopened",
        Kind::Edited => "letters-event-edited",
        Kind::Credited => "letters-event-credited",
        Kind::Extended => "letters-event-extended",
        Kind::Suggested => "letters-event-suggested",
        Kind::SuggestionApproved => "letters-event-suggestion-approved",
        Kind::SuggestionRejected => "letters-event-suggestion-rejected",
        Kind::ReviewDue => "letters-event-review-due",
        Kind::Badge => "letters-event-badge",
        Kind::Super => "letters-event-super",
        Kind::Fraud => "letters-event-fraud",
    }
}

const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Mentioned => "letters-reason-mentioned",
        Reason::Own => "letters-reason-own",
        Reason::Topic => "letters-reason-topic",
        Reason::Member => "letters-reason-member",
        Reason::Search => "letters-reason-search",
        Reason::Tag => "letters-reason-tag",
        Reason::Board => "letters-reason-board",
    }
}

impl Writer {
    /// Writes the letter of what has just come into somebody's inbox, if they want one at once.
    ///
    /// # Errors
    /// When a template is wrong or the database refuses.
    pub fn tell(&self, tx: &mut Conn, delivery: &Delivery) -> Result<()> {
        let about = About::of(delivery.kind);
        if store::timing(tx, delivery.person, about)? != Timing::AtOnce {
            return Ok(());
        }
        let Some(reader) = store::reader(tx, delivery.person, delivery.now)? else { return Ok(()) };
        let Some(topic) = topics::load(tx, delivery.topic)?.filter(|_| reader.address().is_some()) else {
            return Ok(());
        };
        let said = delivery.update.map(|id| store::said(tx, id)).transpose()?.flatten();
        let quoted = match (delivery.comment, delivery.post) {
            (_, _) if said.is_some() => said.as_ref().map(|(_, source)| source.clone()),
            (Some(comment), _) => comments::load(tx, comment)?.map(|loaded| loaded.comment.source),
            (None, Some(post)) if quotes(delivery.kind) => topics::load_post(tx, post)?.map(|(_, post)| post.source),
            (None, Some(_) | None) => None,
        };
        let actor = delivery.actor.map(|actor| topics::author_name(tx, actor)).transpose()?.unwrap_or_default();
        let badge = if delivery.kind == Kind::Badge { store::badge(tx, delivery.event)? } else { String::new() };
        let path = place(delivery, &topic, &badge);
        let status = said.map(|(status, _)| status.name(&self.shared.texts.i18n, self.lang(&reader)));
        let mut context = Context::new();
        context.insert("sentence", sentence(delivery.kind));
        context.insert("reason", reason(delivery.reason));
        context.insert("actor", &actor);
        context.insert("title", &topic.title);
        context.insert("badge", &badge);
        context.insert("status", &status.unwrap_or_default());
        context.insert("text", &quoted.map(|source| markdown::excerpt(&source, QUOTED)).unwrap_or_default());
        context.insert("link", &self.absolute(&path));
        let subjects = [
            Some(Subject::Topic(delivery.topic)),
            delivery.post.map(Subject::Post),
            delivery.comment.map(Subject::Comment),
        ];
        let draft = Draft {
            dedupe: format!("event:{}:{}", delivery.event, delivery.person),
            kind: "event",
            template: "emails/event",
            context,
            // The same for all letters of a topic: many a mail program puts together what has one subject.
            subject: ("letters-event-subject", &[("title", &topic.title)]),
            about: Subject::list(about.as_str(), subjects.into_iter().flatten()),
            topic: Some(delivery.topic),
            ends: Ends::About(about),
        };
        self.write(tx, &reader, draft, delivery.now)
    }
}

/// The address of what a delivery is about.
fn place(delivery: &Delivery, topic: &Topic, badge: &str) -> String {
    if delivery.kind == Kind::Badge {
        return format!("/badges/{badge}");
    }
    if delivery.kind == Kind::Super {
        return "/super-users".into();
    }
    if delivery.kind == Kind::Fraud {
        return "/fraud".into();
    }
    // What became part of the post is read there.
    if let Some(suggestion) = delivery.suggestion.filter(|_| delivery.kind != Kind::SuggestionApproved) {
        return format!("/suggestions/{suggestion}");
    }
    match (delivery.comment, delivery.post, delivery.update) {
        (Some(comment), _, _) => format!("/comments/{comment}"),
        (None, Some(post), _) => format!("/posts/{post}"),
        (None, None, Some(update)) => format!("{}#u{update}", topic.path()),
        (None, None, None) => topic.path(),
    }
}

/// What was done *to* a post needs no text of it.
const fn quotes(kind: Kind) -> bool {
    match kind {
        Kind::Question | Kind::Article | Kind::Idea | Kind::Answer | Kind::Comment | Kind::Mention => true,
        Kind::Accepted
        | Kind::Closed
        | Kind::Reopened
        | Kind::Edited
        | Kind::Credited
        | Kind::Extended
        | Kind::Suggested
        | Kind::SuggestionApproved
        | Kind::SuggestionRejected
        | Kind::ReviewDue
        | Kind::Badge
        | Kind::Super
        | Kind::Fraud
        | Kind::Status => false,
    }
}
