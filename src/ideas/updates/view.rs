//! Updates as pages show them.

use std::collections::HashMap;

use serde::Serialize;

use super::{EXCERPT, PAGE, UpdateRow, anchor, store};
use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;
use crate::ideas::freshness::LATE_AFTER;
use crate::ideas::{Idea, Status, statuses};
use crate::ids::{TopicId, UpdateId, UserId};
use crate::markdown;
use crate::moderation::members;
use crate::policy::{self, Action, TopicFacts};
use crate::sessions::Me;
use crate::statuses::StatusView;
use crate::topics::Topic;
use crate::web::{Cx, MemberView, member_view};

/// An update as the components `update.card` and `update.line` take it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "described by the component update.card")]
pub struct UpdateView {
    pub id: UpdateId,
    pub anchor: String,
    pub author: MemberView,
    pub status: Option<StatusView>,
    pub html: String,
    pub excerpt: String,
    pub at: i64,
    pub next_word_at: Option<i64>,
    /// The next word was promised and has not come: staff see it at once, others after [`LATE_AFTER`].
    pub late: bool,
    /// The update that this one corrects.
    pub corrects: Option<UpdateId>,
    /// The update that corrects this one.
    pub corrected_by: Option<UpdateId>,
}

/// What an idea's page says of what staff said.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "described by the partial idea_timeline.html")]
pub struct Timeline {
    pub id: TopicId,
    pub url: String,
    /// Oldest first.
    pub updates: Vec<UpdateView>,
    pub newest: Option<UpdateView>,
    /// Where there are earlier ones, their page.
    pub earlier: String,
    pub owner: Option<MemberView>,
    pub status: Option<StatusView>,
    pub can_update: bool,
    pub proposed_at: i64,
}

/// These updates for this reader, in their order. The newest of its idea, of which alone a promise can be late, is the
/// one for which `newest` says so.
pub fn views(
    cx: &Cx,
    me: &Me,
    all: &[Status],
    rows: Vec<UpdateRow>,
    newest: impl Fn(&UpdateRow) -> bool,
) -> Vec<UpdateView> {
    let i18n = &cx.shared.texts.i18n;
    let corrected: HashMap<UpdateId, UpdateId> = rows.iter().filter_map(|row| Some((row.corrects?, row.id))).collect();
    let patience = if me.actor.is_staff() { days(0) } else { LATE_AFTER };
    rows.into_iter()
        .map(|row| UpdateView {
            id: row.id,
            anchor: anchor(row.id),
            late: newest(&row) && row.next_word_at.is_some_and(|at| at + patience < cx.now),
            excerpt: markdown::excerpt(&row.source, EXCERPT),
            // It was staff who said it, whatever its author is today.
            author: member_view(row.author, row.handle, row.display_name, &row.photo, true, row.job_title),
            status: all
                .iter()
                .find(|status| status.id == row.status)
                .map(|status| StatusView::of(status, i18n, cx.lang)),
            html: row.html,
            at: row.created_at.0,
            next_word_at: row.next_word_at.map(|Timestamp(at)| at),
            corrects: row.corrects,
            corrected_by: corrected.get(&row.id).copied(),
        })
        .collect()
}

/// The newest updates of these ideas, by idea, for lists: one statement whatever their number, and the statuses.
///
/// # Errors
/// When the database refuses.
pub fn latest(
    cx: &Cx,
    c: &mut Conn,
    (me, all): (&Me, &[Status]),
    ids: &[UpdateId],
) -> Result<HashMap<TopicId, UpdateView>> {
    let rows = store::by_ids(c, ids)?;
    let topics: Vec<TopicId> = rows.iter().map(|row| row.topic).collect();
    Ok(topics.into_iter().zip(views(cx, me, all, rows, |_| true)).collect())
}

/// What stands on an idea's own page.
///
/// # Errors
/// When the database refuses.
pub fn show(cx: &Cx, c: &mut Conn, me: &Me, (topic, facts): (&Topic, TopicFacts), idea: &Idea) -> Result<Timeline> {
    page(cx, c, me, (topic, facts), (idea, UpdateId(i64::MAX)))
}

/// A page of an idea's updates: those before this one.
///
/// # Errors
/// When the database refuses.
pub fn page(
    cx: &Cx,
    c: &mut Conn,
    me: &Me,
    (topic, facts): (&Topic, TopicFacts),
    (idea, before): (&Idea, UpdateId),
) -> Result<Timeline> {
    let all = statuses::all(c)?;
    let mut rows = if idea.updates_count == 0 { Vec::new() } else { store::timeline(c, topic.id, before)? };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    rows.reverse();
    let earlier = rows.first().filter(|_| more).map(|row| format!("/ideas/{}/updates?before={}", topic.id, row.id));
    let updates = views(cx, me, &all, rows, |row| Some(row.id) == idea.update);
    let own = all.iter().find(|status| status.id == idea.status);
    Ok(Timeline {
        id: topic.id,
        url: topic.path(),
        newest: updates.iter().find(|update| Some(update.id) == idea.update).cloned(),
        earlier: earlier.unwrap_or_default(),
        owner: owner(c, idea.owner)?,
        status: own.map(|status| StatusView::of(status, &cx.shared.texts.i18n, cx.lang)),
        can_update: policy::check(&me.actor, Action::UpdateIdea(facts)).is_ok(),
        proposed_at: topic.created_at.0,
        updates,
    })
}

fn owner(c: &mut Conn, id: Option<UserId>) -> Result<Option<MemberView>> {
    let account = id.map(|id| members::by_id(c, id)).transpose()?.flatten();
    Ok(account.map(|account| account.view()))
}
