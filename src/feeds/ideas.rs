//! The feeds of ideas: their updates, those of one, the ideas with a status, and what was delivered.
//!
//! An entry about a word of staff is the update itself: its time is when it was said, and it never changes.

use std::collections::HashMap;

use super::read::{self, Head, author};
use super::store::{self, PostsOf, UpdateRow};
use super::{ENTRIES, Entry, tag_uri};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ideas::list::{self, IdeaRow, Only};
use crate::ideas::{Order, Status, changelog, statuses};
use crate::ids::{StatusId, TopicId, UpdateId};
use crate::markdown::Html;
use crate::message::Message;
use crate::policy::{self, Action, Actor, State, TopicKind};
use crate::topics::{self, Cursor, TopicRow, merges};
use crate::web::Cx;

/// What is at the address of an idea's feed.
pub(super) enum Found {
    /// Its head and its entries.
    Here(Box<(Head, Vec<Entry>)>),
    /// The idea is part of this one.
    Merged(TopicId),
}

/// An idea with what staff said of it last. The idea comes last: it is the oldest.
pub(super) fn one(c: &mut Conn, cx: &Cx, id: TopicId) -> Result<Found> {
    let topic = topics::load(c, id)?.ok_or(AppError::NotFound)?;
    policy::check(&Actor::Visitor, Action::ReadBoard(topic.board_facts()))?;
    if topic.audience != 0 || topic.kind != TopicKind::Idea {
        return Err(AppError::NotFound);
    }
    let facts = topics::facts(c, &topic)?;
    policy::check(&Actor::Visitor, Action::ReadTopic(facts)).map_err(|_| AppError::Gone)?;
    if topic.state == State::Merged
        && let Some(into) = merges::into(c, id)?
    {
        return Ok(Found::Merged(into));
    }
    let updates = store::updates_of(c, id)?;
    let mut entries = of_updates(c, cx, updates)?;
    entries.truncate(ENTRIES - 1);
    entries.extend(read::entries(cx, store::posts(c, PostsOf::Idea(id))?));
    let title = Message::new("feeds-idea").with("title", topic.title.clone());
    let subtitle = Message::new("feeds-idea-text").with("title", topic.title.clone());
    let head = Head::new(&format!("idea/{id}"), &format!("/ideas/{id}/feed"), &topic.path(), title, subtitle);
    Ok(Found::Here(Box::new((head, entries))))
}

/// The ideas that have a status, by the latest word of staff. Where there is none yet, the idea itself.
pub(super) fn with_status(c: &mut Conn, cx: &Cx, site: &str, id: StatusId) -> Result<(Head, Vec<Entry>)> {
    let status = statuses::by_id(c, id)?.ok_or(AppError::NotFound)?;
    let name = status.name(&cx.shared.texts.i18n, cx.lang);
    let about = |key| Message::new(key).with("site", site.to_owned()).with("status", name.clone());
    let page = format!("/ideas?status={id}&order=updated");
    let path = format!("/ideas/status/{id}/feed");
    let head = Head::new(&format!("status/{id}"), &path, &page, about("feeds-status"), about("feeds-status-text"));
    let boards = list::boards(c, &Actor::Visitor)?;
    let rows = list::list(c, &boards, Only::Status(id), Order::Updated, Cursor::parse(None)?)?.ideas;
    let said = rows.into_iter().map(|IdeaRow { topic, facts }| (topic, facts.update)).collect();
    Ok((head, by_word(c, cx, said)?))
}

/// What staff said of public ideas.
pub(super) fn updates(c: &mut Conn, cx: &Cx) -> Result<Vec<Entry>> {
    let updates = store::newest_updates(c)?;
    of_updates(c, cx, updates)
}

/// What was delivered, by what staff said when it was.
pub(super) fn delivered(c: &mut Conn, cx: &Cx) -> Result<Vec<Entry>> {
    let boards = list::boards(c, &Actor::Visitor)?;
    let delivered = changelog::page(c, &boards, Cursor::parse(None)?)?.delivered;
    let said = delivered.into_iter().map(|one| (one.idea.topic, one.word.map(|word| word.id))).collect();
    by_word(c, cx, said)
}

/// An entry for each of these ideas, in their order: the word of staff that comes with it, else the idea.
fn by_word(c: &mut Conn, cx: &Cx, said: Vec<(TopicRow, Option<UpdateId>)>) -> Result<Vec<Entry>> {
    let ids: Vec<UpdateId> = said.iter().filter_map(|(_, update)| *update).collect();
    let unsaid: Vec<TopicId> = said.iter().filter(|(_, update)| update.is_none()).map(|(topic, _)| topic.id).collect();
    let mut updates: HashMap<TopicId, UpdateRow> =
        store::updates(c, &ids)?.into_iter().map(|row| (row.topic_id, row)).collect();
    let mut texts = store::topic_texts(c, &unsaid)?;
    let statuses = statuses::all(c)?;
    let entry = |(topic, _): (TopicRow, Option<UpdateId>)| match updates.remove(&topic.id) {
        Some(row) => Some(of_update(cx, &statuses, row)),
        None => texts.remove(&topic.id).map(|html| read::of_topic(cx, topic, html)),
    };
    Ok(said.into_iter().filter_map(entry).collect())
}

fn of_updates(c: &mut Conn, cx: &Cx, rows: Vec<UpdateRow>) -> Result<Vec<Entry>> {
    let statuses = statuses::all(c)?;
    Ok(rows.into_iter().map(|row| of_update(cx, &statuses, row)).collect())
}

fn of_update(cx: &Cx, statuses: &[Status], row: UpdateRow) -> Entry {
    let config = &cx.shared.config;
    let status = statuses.iter().find(|status| status.id == row.status_id);
    let status = status.map(|status| status.name(&cx.shared.texts.i18n, cx.lang)).unwrap_or_default();
    let title = Message::new("feeds-update").with("status", status).with("title", row.title);
    let topic = topics::path(TopicKind::Idea, row.topic_id, &row.slug);
    Entry {
        id: tag_uri(&config.base_url, &format!("update/{}", row.id)),
        url: config.absolute(&format!("{topic}#u{}", row.id)),
        title: cx.shared.texts.say(cx, &title),
        lang: row.lang,
        author: author(cx, row.display_name, &row.handle),
        published: row.created_at,
        updated: row.created_at,
        html: Html::from_stored(row.html),
        categories: topics::split_tags(&row.tags),
    }
}
