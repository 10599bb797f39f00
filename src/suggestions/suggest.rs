//! Suggesting an edit.

use super::{Head, Why, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{PostId, SuggestionId};
use crate::markdown::Html;
use crate::message::Message;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor};
use crate::questions::Edit;
use crate::topics::{self, Post, Topic, Wording};

/// An edit to be suggested.
#[derive(Debug, Clone)]
pub struct New {
    /// Of which post.
    pub post: PostId,
    /// The version that it changes.
    pub version: i64,
    /// The whole new text.
    pub edit: Edit,
    /// What it is good for.
    pub why: Why,
}

/// How it ended.
#[derive(Debug)]
pub enum Suggested {
    /// It waits for somebody to decide.
    Done(SuggestionId),
    /// An earlier one of the same member for the same post waits still; nothing was changed.
    Before(SuggestionId),
    /// Somebody has changed the post: the text as it is now, and its version.
    Stale {
        /// Markdown.
        source: String,
        /// For the next try.
        version: i64,
    },
}

/// Suggests an edit.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] when nothing is changed or the edit does not fit the post.
pub fn suggest(tx: &mut Conn, actor: &Actor, new: &New, now: Timestamp) -> Result<Suggested> {
    // Held: of two that are sent at once the second finds the first.
    let (topic, post, facts) = topics::held_post(tx, actor, new.post)?;
    policy::check(actor, Action::SuggestEdit(facts))?;
    let author = actor.id().ok_or(AppError::SignIn)?;
    if let Some(id) = store::waiting_of(tx, post.id, author)? {
        return Ok(Suggested::Before(id));
    }
    if post.version != new.version {
        return Ok(Suggested::Stale { source: post.source, version: post.version });
    }
    if is_same((&topic, &post), &new.edit) {
        return Err(Invalid::field("body", Message::new("suggestions-same")).into());
    }
    let (head, source) = words(&post, &new.edit)?;
    topics::check_links(actor, topic.board, new.edit.body().html(), &Html::from_stored(post.html.clone()))?;
    let id = store::insert(tx, (&topic, &post), author, (head, source, &new.why), now)?;
    let event = Event::new(Kind::Suggested, topic.id).post(post.id).suggestion(id);
    notify::tell(tx, &event.by(Some(author)).only_for(post.author), now)?;
    Ok(Suggested::Done(id))
}

/// Whether an edit leaves a post as it is.
pub(super) fn is_same((topic, post): (&Topic, &Post), edit: &Edit) -> bool {
    match edit {
        Edit::Answer(body) => body.source() == post.source,
        Edit::Topic(Wording { title, tags, lang, body, .. }) => {
            body.source() == post.source
                && title.as_str() == topic.title
                && *lang == topic.lang
                && topics::tagging::same(topic, tags)
        }
    }
}

fn words<'a>(post: &Post, edit: &'a Edit) -> Result<(Option<Head>, &'a str)> {
    match edit {
        Edit::Answer(body) if !post.kind.is_own() => Ok((None, body.source())),
        Edit::Topic(Wording { title, tags, lang, body, .. }) if post.kind.is_own() => {
            let head = Head { title: title.as_str().to_owned(), tags: tags.join(" "), lang: (*lang).to_owned() };
            Ok((Some(head), body.source()))
        }
        Edit::Answer(_) | Edit::Topic(_) => Err(AppError::Unreadable),
    }
}
