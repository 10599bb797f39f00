//! What keeps the sample community in order: other names of tags, a merged one, and who says whether answers helped.

use std::time::Duration;

use super::content::{Content, Question};
use crate::clock::{Timestamp, days, hours};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, TopicId};
use crate::moderation::{By, Reason};
use crate::policy::Actor;
use crate::solved::{self, Reply, Verdict};
use crate::tags::{merging, synonyms};

/// Why a tag is merged.
const REASON: &str = "Both mean the same, and people look for one of them only.";
/// When the first says whether an answer solved it; whoever does was there before, and so was the answer.
const FIRST_REPLY: Duration = days(6);
/// From one reply to the next.
const APART: Duration = hours(5);

/// Merges tags and gives them their other names, after the last question.
pub(super) fn tags(tx: &mut Conn, content: &Content, (moderator, now): (&Actor, Timestamp)) -> Result<()> {
    let by = By { actor: moderator, ip: "", now: now - days(2) };
    let reason = Reason::parse(REASON)?;
    for tag in &content.tags {
        let told = |error: AppError| AppError::internal(format!("the sample tag {}: {error}", tag.slug));
        if let Some(into) = &tag.merged_into {
            merging::merge(tx, by, &tag.slug, into, &reason).map_err(told)?;
        }
        for synonym in &tag.synonyms {
            synonyms::add(tx, by, &tag.slug, synonym).map_err(told)?;
        }
    }
    Ok(())
}

/// Members say whether the accepted answer solved it, within the last days.
pub(super) fn replies(
    tx: &mut Conn,
    content: &Content,
    (question, topic): (&Question, Option<TopicId>),
    (actors, now): (&[Actor], Timestamp),
) -> Result<()> {
    let [yes, no] = question.solved;
    let Some(topic) = topic else { return Ok(()) };
    let is_writer = |handle: &str| {
        handle == question.author || question.answers.iter().any(|answer| answer.accepted && answer.author == handle)
    };
    let begun = now - FIRST_REPLY;
    let is_reader = |actor: &Actor| actor.member().is_some_and(|member| member.since < begun);
    let readers = content
        .members
        .iter()
        .zip(actors)
        .filter(|(member, actor)| member.roles.is_empty() && is_reader(actor) && !is_writer(&member.handle));
    let mut at = begun;
    for (number, (member, actor)) in readers.take(yes + no).enumerate() {
        let verdict = if number < yes { Verdict::Yes } else { Verdict::No };
        let browser = ids::digest(&member.handle);
        solved::say(tx, actor, Reply { topic, browser: &browser, verdict }, at)?;
        at = at + APART;
    }
    Ok(())
}
