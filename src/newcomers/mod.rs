//! What somebody new may write (product.md, section 8): so many topics and replies a day, with a pause between, few
//! pictures and names. It ends with the first day, or with the first reputation.
//!
//! Counted from what they wrote, under their own row: of any number of requests at once exactly as many pass as the rule
//! says.

mod store;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{Invalid, Result};
use crate::ids::UserId;
use crate::markdown::{self, Html};
use crate::message::Message;
use crate::policy::{Actor, Limits};
use crate::settings;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// A question or an idea.
    Topic,
    /// An answer or a comment on what somebody else began. In one's own topic these are free.
    Reply,
}

/// Somebody new, since when, where the site holds them to little.
fn newcomer(c: &mut Conn, actor: &Actor, now: Timestamp) -> Result<Option<(UserId, Timestamp)>> {
    let Some(member) = actor.member().filter(|member| member.is_newcomer(now)) else { return Ok(None) };
    Ok(settings::load(c)?.holds_newcomers.then_some((member.id, member.since)))
}

/// Holds somebody new, whose texts are counted next; nobody else. Before anything else is held.
///
/// # Errors
/// When the database refuses.
pub fn hold(tx: &mut Conn, actor: &Actor, now: Timestamp) -> Result<()> {
    newcomer(tx, actor, now)?.map_or(Ok(()), |(user, _)| dialect::lock_users(tx, &[user]))
}

/// Checks what somebody new is about to write, who is held.
///
/// # Errors
/// [`crate::error::AppError::Invalid`] on the field `body`, so that nobody loses what they wrote: which rule, its number
/// and when it clears.
pub fn check(tx: &mut Conn, actor: &Actor, writes: Writes, now: Timestamp) -> Result<()> {
    let Some((user, since)) = newcomer(tx, actor, now)? else { return Ok(()) };
    let (limit, gap, keys) = match writes {
        Writes::Topic => (Limits::NEWCOMER_TOPICS, Limits::NEWCOMER_TOPIC_GAP, ("newcomers-topics", "newcomers-wait")),
        Writes::Reply => {
            (Limits::NEWCOMER_REPLIES, Limits::NEWCOMER_REPLY_GAP, ("newcomers-replies", "newcomers-wait"))
        }
    };
    // The whole first day is one day, however the clock stands.
    let written = match writes {
        Writes::Topic => store::topics(tx, user, limit)?,
        Writes::Reply => store::replies(tx, user, limit)?,
    };
    let refused = |key: &'static str, until: Timestamp| {
        let message = Message::new(key).with("limit", limit).with("until", until.0);
        Err(Invalid::field("body", message).into())
    };
    if i64::try_from(written.len()).unwrap_or(i64::MAX) >= limit {
        return refused(keys.0, since + Limits::NEWCOMER);
    }
    match written.first() {
        Some(last) if now.since(*last) < gap => refused(keys.1, *last + gap),
        Some(_) | None => Ok(()),
    }
}

/// Checks how many pictures and names a text of somebody new has.
///
/// # Errors
/// [`crate::error::AppError::Invalid`] on the field `body`.
pub fn check_text(c: &mut Conn, actor: &Actor, (source, html): (&str, &Html), now: Timestamp) -> Result<()> {
    if newcomer(c, actor, now)?.is_none() {
        return Ok(());
    }
    let refused =
        |key: &'static str, limit: usize| Err(Invalid::field("body", Message::new(key).with("limit", limit)).into());
    if html.pictures() > Limits::NEWCOMER_PICTURES {
        return refused("newcomers-pictures", Limits::NEWCOMER_PICTURES);
    }
    if markdown::mentions(source).len() > Limits::NEWCOMER_MENTIONS {
        return refused("newcomers-mentions", Limits::NEWCOMER_MENTIONS);
    }
    Ok(())
}
