//! Posts and comments taken from view, and brought back.

pub mod web;

use super::{By, Change, Deed, Entry, Reason, Subject, record};
use crate::comments;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{BoardId, CommentId, PostId};
use crate::message::Message;
use crate::policy::{self, Action, State};
use crate::text_enum;
use crate::topics::{self, Post, Topic};

/// What is done to something's sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Only its author and moderators see it from now on.
    Hide,
    /// Everybody sees it again.
    Restore,
}

text_enum! {
    /// Why a post is hidden, as far as that has consequences.
    pub enum Ground {
        /// It breaks a rule of the community.
        Other = "other",
        /// It is spam or abuse: that costs its author reputation until it is restored.
        Abuse = "abuse",
    }
}

impl Sight {
    /// The state before and after. What its author took back is not there for a moderator to hide.
    const fn states(self) -> (State, State) {
        match self {
            Self::Hide => (State::Visible, State::Hidden),
            Self::Restore => (State::Hidden, State::Visible),
        }
    }

    /// `Ok` when it stands as it has to for this.
    fn check(self, state: State) -> Result<()> {
        match self {
            _ if state == self.states().0 => Ok(()),
            Self::Hide => Err(AppError::Conflict(Message::new("moderation-not-visible"))),
            Self::Restore => Err(AppError::Conflict(Message::new("moderation-not-hidden"))),
        }
    }
}

/// Hides or restores a question or an answer; what is restored was no abuse.
///
/// # Errors
/// [`AppError::NotFound`] for a post the actor may not see, [`AppError::Denied`] by the policy,
/// [`AppError::Conflict`] when it is in that state already.
pub fn post(
    tx: &mut Conn,
    by: By<'_>,
    id: PostId,
    (sight, ground): (Sight, Ground),
    reason: &Reason,
) -> Result<(Topic, Post)> {
    topics::hold_post(tx, id)?;
    let (topic, post) = topics::load_post(tx, id)?.ok_or(AppError::NotFound)?;
    let facts = topics::post_facts(topics::facts(tx, &topic)?, &post);
    policy::check(by.actor, Action::HidePost(facts))?;
    sight.check(post.state)?;
    let abuse = (sight, ground) == (Sight::Hide, Ground::Abuse);
    topics::set_abuse(tx, id, abuse.then_some(by.now))?;
    topics::set_state(tx, &topic, &post, sight.states().1, by.now)?;
    let action = match sight {
        Sight::Hide => Deed::HidePost,
        Sight::Restore => Deed::RestorePost,
    };
    let change = abuse.then(|| Change::of("ground", "", ground.as_str())).flatten();
    note(tx, by, (action, change), (Subject::Post(id), topic.board), reason)?;
    Ok((topic, post))
}

/// Hides or restores a comment.
///
/// # Errors
/// As [`post`].
pub fn comment(tx: &mut Conn, by: By<'_>, id: CommentId, sight: Sight, reason: &Reason) -> Result<comments::Loaded> {
    let loaded = comments::load(tx, id)?.ok_or(AppError::NotFound)?;
    dialect::lock_post(tx, loaded.post.id)?;
    let loaded = comments::load(tx, id)?.ok_or(AppError::NotFound)?;
    policy::check(by.actor, Action::HideComment(loaded.facts))?;
    sight.check(loaded.comment.state)?;
    comments::set_state(tx, &loaded, sight.states().1)?;
    let action = match sight {
        Sight::Hide => Deed::HideComment,
        Sight::Restore => Deed::RestoreComment,
    };
    note(tx, by, (action, None), (Subject::Comment(id), loaded.topic.board), reason)?;
    Ok(loaded)
}

fn note(
    tx: &mut Conn,
    by: By<'_>,
    (action, change): (Deed, Option<Change>),
    (subject, board): (Subject, BoardId),
    reason: &Reason,
) -> Result<()> {
    let changes: Vec<Change> = change.into_iter().collect();
    let entry = Entry {
        actor: by.actor.id(),
        action,
        subject,
        board: Some(board),
        reason: Some(reason),
        changes: &changes,
        ip: by.ip,
    };
    record(tx, entry, by.now).map(drop)
}
