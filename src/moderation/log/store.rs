//! The SQL behind the names in a log.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{boards, comments, groups, posts, tags, topics, users};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, GroupId, PostId, TagId, TopicId, UserId};
use crate::policy::{BoardFacts, BoardKind, PostKind, State, TopicFacts, TopicKind};
use crate::web::{MemberView, member_view};

/// A topic's title, and who may read it.
pub(super) struct Titled {
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) lang: String,
    pub(super) facts: TopicFacts,
}

pub(super) fn members(c: &mut Conn, ids: &[i64]) -> Result<HashMap<UserId, MemberView>> {
    let rows: Vec<(UserId, String, String, String, bool, String)> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::handle, users::display_name, users::photo, users::is_staff, users::job_title))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, handle, name, photo, staff, job)| (id, member_view(id, handle, name, &photo, staff, job)))
        .collect())
}

pub(super) fn boards(c: &mut Conn, ids: &[i64]) -> Result<HashMap<BoardId, String>> {
    let rows: Vec<(BoardId, String)> =
        boards::table.filter(boards::id.eq_any(ids)).select((boards::id, boards::name)).load(c)?;
    Ok(rows.into_iter().collect())
}

pub(super) fn groups(c: &mut Conn, ids: &[i64]) -> Result<HashMap<GroupId, String>> {
    let rows: Vec<(GroupId, String)> =
        groups::table.filter(groups::id.eq_any(ids)).select((groups::id, groups::name)).load(c)?;
    Ok(rows.into_iter().collect())
}

pub(super) fn tags(c: &mut Conn, ids: &[i64]) -> Result<HashMap<TagId, String>> {
    let rows: Vec<(TagId, String)> = tags::table.filter(tags::id.eq_any(ids)).select((tags::id, tags::slug)).load(c)?;
    Ok(rows.into_iter().collect())
}

pub(super) fn posts(c: &mut Conn, ids: &[i64]) -> Result<HashMap<PostId, (TopicId, PostKind)>> {
    let rows: Vec<(PostId, TopicId, PostKind)> =
        posts::table.filter(posts::id.eq_any(ids)).select((posts::id, posts::topic_id, posts::kind)).load(c)?;
    Ok(rows.into_iter().map(|(id, topic, kind)| (id, (topic, kind))).collect())
}

pub(super) fn comments(c: &mut Conn, ids: &[i64]) -> Result<HashMap<CommentId, PostId>> {
    let rows: Vec<(CommentId, PostId)> =
        comments::table.filter(comments::id.eq_any(ids)).select((comments::id, comments::post_id)).load(c)?;
    Ok(rows.into_iter().collect())
}

#[derive(Queryable)]
struct Row {
    id: TopicId,
    kind: TopicKind,
    title: String,
    slug: String,
    lang: String,
    board: BoardId,
    board_kind: BoardKind,
    restricted: bool,
    retired_at: Option<Timestamp>,
    author: UserId,
    state: State,
    closed_at: Option<Timestamp>,
    created_at: Timestamp,
    accepted: i64,
}

pub(super) fn topics(c: &mut Conn, ids: &[i64]) -> Result<HashMap<TopicId, Titled>> {
    let rows: Vec<Row> = topics::table
        .inner_join(boards::table)
        .filter(topics::id.eq_any(ids))
        .select((
            topics::id,
            topics::kind,
            topics::title,
            topics::slug,
            topics::lang,
            boards::id,
            boards::kind,
            boards::restricted,
            boards::retired_at,
            topics::author_id,
            topics::state,
            topics::closed_at,
            topics::created_at,
            topics::accepted_count,
        ))
        .load(c)?;
    Ok(rows.into_iter().map(|row| (row.id, titled(row))).collect())
}

fn titled(row: Row) -> Titled {
    let board = BoardFacts {
        id: row.board,
        kind: row.board_kind,
        restricted: row.restricted,
        retired: row.retired_at.is_some(),
    };
    let facts = TopicFacts {
        board,
        kind: row.kind,
        author: row.author,
        state: row.state,
        closed: row.closed_at.is_some(),
        created_at: row.created_at,
        accepted: row.accepted,
        // Who may move or delete it asks for these; reading does not.
        answers: 0,
        has_upvoted_answer: false,
    };
    Titled { title: row.title, slug: row.slug, lang: row.lang, facts }
}
