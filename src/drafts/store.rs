//! The SQL of drafts.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::{Draft, Kind};
use crate::clock::Timestamp;
use crate::db::schema::{boards, drafts};
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::{BoardId, DraftId, TopicId, UserId};

pub(super) fn body(c: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<Option<String>> {
    Ok(drafts::table
        .filter(drafts::user_id.eq(user))
        .filter(drafts::kind.eq(kind))
        .filter(drafts::topic_id.eq(topic))
        .select(drafts::body)
        .first(c)
        .optional()?)
}

pub(super) fn find(c: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<Option<(Draft, Timestamp)>> {
    type Row = (Kind, TopicId, Option<BoardId>, String, String, String, String, bool, Timestamp);
    let row: Option<Row> = drafts::table
        .filter(drafts::user_id.eq(user))
        .filter(drafts::kind.eq(kind))
        .filter(drafts::topic_id.eq(topic))
        .select((
            drafts::kind,
            drafts::topic_id,
            drafts::board_id,
            drafts::title,
            drafts::tags,
            drafts::lang,
            drafts::body,
            drafts::post_when_verified,
            drafts::updated_at,
        ))
        .first(c)
        .optional()?;
    Ok(row.map(|(kind, topic, board, title, tags, lang, body, post_when_verified, at)| {
        (Draft { kind, topic, board, title, tags, lang, body, post_when_verified }, at)
    }))
}

pub(super) fn delete(tx: &mut Conn, user: UserId, kind: Kind, topic: TopicId) -> Result<()> {
    diesel::delete(
        drafts::table.filter(drafts::user_id.eq(user)).filter(drafts::kind.eq(kind)).filter(drafts::topic_id.eq(topic)),
    )
    .execute(tx)?;
    Ok(())
}

pub(super) fn forget(tx: &mut Conn, before: Timestamp) -> Result<()> {
    let old: Vec<DraftId> = drafts::table
        .filter(drafts::updated_at.lt(before))
        .order(drafts::updated_at)
        .limit(1_000)
        .select(drafts::id)
        .load(tx)?;
    diesel::delete(drafts::table.filter(drafts::id.eq_any(old))).execute(tx)?;
    Ok(())
}

pub(super) fn put(tx: &mut Conn, user: UserId, draft: &Draft, now: Timestamp) -> Result<()> {
    Both(
        diesel::insert_into(drafts::table)
            .values((
                drafts::user_id.eq(user),
                drafts::kind.eq(draft.kind),
                drafts::topic_id.eq(draft.topic),
                drafts::board_id.eq(draft.board),
                drafts::title.eq(&draft.title),
                drafts::tags.eq(&draft.tags),
                drafts::lang.eq(&draft.lang),
                drafts::body.eq(&draft.body),
                drafts::post_when_verified.eq(draft.post_when_verified),
                drafts::updated_at.eq(now),
            ))
            .on_conflict((drafts::user_id, drafts::kind, drafts::topic_id))
            .do_update()
            .set((
                drafts::board_id.eq(excluded(drafts::board_id)),
                drafts::title.eq(excluded(drafts::title)),
                drafts::tags.eq(excluded(drafts::tags)),
                drafts::lang.eq(excluded(drafts::lang)),
                drafts::body.eq(excluded(drafts::body)),
                drafts::post_when_verified.eq(excluded(drafts::post_when_verified)),
                drafts::updated_at.eq(excluded(drafts::updated_at)),
            )),
    )
    .execute(tx)?;
    let latest: Vec<DraftId> = drafts::table
        .filter(drafts::user_id.eq(user))
        .order((drafts::updated_at.desc(), drafts::id.desc()))
        .limit(super::MAX_DRAFTS as i64 + 1)
        .select(drafts::id)
        .load(tx)?;
    if let Some(oldest) = latest.get(super::MAX_DRAFTS) {
        diesel::delete(drafts::table.find(*oldest)).execute(tx)?;
    }
    Ok(())
}

pub(super) fn board(c: &mut Conn, named: &str) -> Result<Option<BoardId>> {
    let id = BoardId(named.parse().unwrap_or(0));
    Ok(boards::table
        .filter(boards::slug.eq(named).or(boards::id.eq(id)))
        .order(boards::id)
        .select(boards::id)
        .first(c)
        .optional()?)
}

pub(super) fn waits(c: &mut Conn, user: UserId) -> Result<bool> {
    let waiting: i64 = drafts::table
        .filter(drafts::user_id.eq(user))
        .filter(drafts::kind.eq(Kind::Question))
        .filter(drafts::post_when_verified.eq(true))
        .count()
        .get_result(c)?;
    Ok(waiting > 0)
}

pub(super) fn stop_waiting(tx: &mut Conn, user: UserId) -> Result<()> {
    diesel::update(drafts::table.filter(drafts::user_id.eq(user)))
        .set(drafts::post_when_verified.eq(false))
        .execute(tx)?;
    Ok(())
}
