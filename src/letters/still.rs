//! Whether a letter may still be sent: asked at the moment of sending, which may be hours after it was written.

use super::store;
use super::{About, Timing};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PostId, TopicId, UserId};
use crate::mail::Telling;
use crate::policy::{self, Action, Actor, CommentFacts, State};
use crate::{comments, sessions, topics};

/// Something that a letter tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Topic(TopicId),
    Post(PostId),
    Comment(CommentId),
}

impl Subject {
    /// As it is kept beside the letter: its first word, then `t12 p31 c7`.
    pub fn list(first: &str, subjects: impl Iterator<Item = Self>) -> String {
        subjects.fold(first.to_owned(), |list, subject| match subject {
            Self::Topic(id) => format!("{list} t{id}"),
            Self::Post(id) => format!("{list} p{id}"),
            Self::Comment(id) => format!("{list} c{id}"),
        })
    }

    fn parse(word: &str) -> Option<Self> {
        let (kind, id) = word.split_at_checked(1)?;
        match kind {
            "t" => id.parse().ok().map(Self::Topic),
            "p" => id.parse().ok().map(Self::Post),
            "c" => id.parse().ok().map(Self::Comment),
            _ => None,
        }
    }

    /// Whether it stands and this actor may read it. What a moderator could still read, hidden as it is, is no news.
    pub fn is_told_to(self, c: &mut Conn, actor: &Actor) -> Result<bool> {
        let may = match self {
            Self::Topic(id) => {
                topics::readable(c, actor, id).map(|(topic, _)| matches!(topic.state, State::Visible | State::Merged))
            }
            Self::Post(id) => topics::readable_post(c, actor, id).map(|(topic, post, _)| {
                matches!(topic.state, State::Visible | State::Merged) && post.state == State::Visible
            }),
            Self::Comment(id) => return is_comment_told(c, actor, id),
        };
        match may {
            Err(AppError::NotFound | AppError::Denied(_)) => Ok(false),
            other => other,
        }
    }
}

fn is_comment_told(c: &mut Conn, actor: &Actor, id: CommentId) -> Result<bool> {
    let Some(loaded) = comments::load(c, id)? else { return Ok(false) };
    if loaded.comment.state != State::Visible || !Subject::Post(loaded.comment.post).is_told_to(c, actor)? {
        return Ok(false);
    }
    let (_, _, post) = topics::readable_post(c, actor, loaded.comment.post)?;
    let facts = CommentFacts { post, author: loaded.comment.author, state: loaded.comment.state };
    Ok(policy::check(actor, Action::ReadComment(facts)).is_ok())
}

/// Who is told, as the policy sees them; none when they may be told nothing.
pub(super) fn hearer(c: &mut Conn, user: UserId, now: Timestamp) -> Result<Option<Actor>> {
    let member = sessions::members(c, &[user], now)?.remove(&user);
    let actor = member.map(Actor::Member);
    Ok(actor.filter(|actor| policy::check(actor, Action::BeTold).is_ok()))
}

/// Whether a letter still tells what it told when it was written: to the same address, which still wants it, and of
/// things that its reader may still read, every one.
///
/// # Errors
/// When the database refuses.
pub fn still_tells(c: &mut Conn, telling: &Telling<'_>) -> Result<bool> {
    let Some(reader) = store::reader(c, telling.user, telling.now)? else { return Ok(false) };
    if reader.address() != Some(telling.to_address) {
        return Ok(false);
    }
    let Some(actor) = hearer(c, telling.user, telling.now)? else { return Ok(false) };
    let mut words = telling.about.split(' ');
    let wanted = match words.next().and_then(About::parse) {
        Some(about) => store::timing(c, telling.user, about)? != Timing::Never,
        None => store::choices(c, telling.user)?.has_digest(),
    };
    if !wanted {
        return Ok(false);
    }
    for word in words {
        // A word of a newer program is not understood here: rather nothing than something that was hidden.
        let told = Subject::parse(word).map_or(Ok(false), |subject| subject.is_told_to(c, &actor))?;
        if !told {
            return Ok(false);
        }
    }
    Ok(true)
}
