//! Looking after an article: its owner, the date of its next review, its place in a series.

use super::{Article, MAX_PARTS, MAX_REVIEW_DAYS, store};
use crate::clock::{Timestamp, days};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{SeriesId, TopicId};
use crate::message::Message;
use crate::moderation::members;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor};
use crate::topics::{self, Topic};

/// How an article is looked after, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The handle of its owner.
    pub owner: String,
    /// Days from now to its next review.
    pub days: String,
    /// The number of its series, or nothing.
    pub series: String,
    /// Members with the standing may edit it.
    pub wiki: bool,
}

/// Sets who looks after an article and whether members may edit it, when it is looked through again, and which series it
/// is part of: there it comes last. Answers the topic.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] when the owner is neither staff nor a moderator, the date is too far, or the
/// series is not there or full.
pub fn keep(tx: &mut Conn, actor: &Actor, id: TopicId, typed: &Keeping, now: Timestamp) -> Result<Topic> {
    let (topic, article) = held(tx, actor, id)?;
    let mut wrong = Invalid::default();
    let owner = members::find(tx, typed.owner.trim().trim_start_matches('@'))?.filter(|owner| owner.facts().has_role);
    if owner.is_none() {
        wrong.push("owner", Message::new("articles-owner-unknown"));
    }
    let review_in = typed.days.trim().parse().ok().filter(|days| (1..=MAX_REVIEW_DAYS).contains(days));
    if review_in.is_none() {
        wrong.push("days", Message::new("articles-days-wrong").with("max", MAX_REVIEW_DAYS as i64));
    }
    let series = series(tx, &article, &typed.series)?.map_err(|message| wrong.push("series", message)).ok();
    match (owner, review_in, series) {
        (Some(owner), Some(review_in), Some(series)) => {
            store::set_keeping(tx, id, owner.id, now + days(review_in))?;
            store::set_wiki(tx, id, typed.wiki)?;
            if series != article.series {
                store::set_series(tx, id, series)?;
            }
            Ok(topic)
        }
        _ => Err(wrong.into()),
    }
}

/// The series that was chosen, and that has room for this article.
fn series(tx: &mut Conn, article: &Article, typed: &str) -> Result<Result<Option<SeriesId>, Message>> {
    let Ok(id) = typed.parse::<SeriesId>() else {
        return Ok(if typed.is_empty() { Ok(None) } else { Err(Message::new("articles-series-unknown")) });
    };
    if article.series == Some(id) {
        return Ok(Ok(Some(id)));
    }
    Ok(match store::parts_in(tx, id)? {
        None => Err(Message::new("articles-series-unknown")),
        Some(parts) if parts >= MAX_PARTS => Err(Message::new("articles-series-full").with("max", MAX_PARTS)),
        Some(_) => Ok(Some(id)),
    })
}

/// Somebody has looked through an article and found it right: the next review is as far away as a first one. Answers
/// the topic.
///
/// # Errors
/// By the policy.
pub fn still_right(tx: &mut Conn, actor: &Actor, id: TopicId, now: Timestamp) -> Result<Topic> {
    let (topic, article) = held(tx, actor, id)?;
    store::set_keeping(tx, id, article.owner, now + days(super::REVIEW_DAYS))?;
    Ok(topic)
}

/// An article that the actor may look after, and that nobody else changes until the transaction ends.
fn held(tx: &mut Conn, actor: &Actor, id: TopicId) -> Result<(Topic, Article)> {
    dialect::lock_topic(tx, id)?;
    let (topic, facts) = topics::readable(tx, actor, id)?;
    policy::check(actor, Action::KeepArticle(facts))?;
    let article = store::find(tx, id)?.ok_or(AppError::NotFound)?;
    Ok((topic, article))
}

/// Owners that are told in one piece of writing.
const TOLD: i64 = 200;

/// Tells owners once that a review is due. Takes a bounded number of them: true when it found as many, so that there
/// may be more.
///
/// # Errors
/// When the database refuses.
pub fn tell_due(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let due = store::untold(tx, now, TOLD)?;
    for (topic, owner) in &due {
        notify::tell(tx, &Event::new(Kind::ReviewDue, *topic).only_for(*owner), now)?;
    }
    let topics: Vec<TopicId> = due.iter().map(|(topic, _)| *topic).collect();
    store::set_told(tx, &topics, now)?;
    Ok(i64::try_from(due.len()) == Ok(TOLD))
}
