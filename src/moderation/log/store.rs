//! The SQL behind the names in a log.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{boards, comments, groups, posts, rewards, statuses, tags, users};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, GroupId, PostId, RewardId, StatusId, TagId, TopicId, UserId};
use crate::policy::PostKind;
use crate::web::{MemberView, member_view};

pub(super) fn members(c: &mut Conn, ids: &[i64]) -> Result<HashMap<UserId, MemberView>> {
    let rows: Vec<(UserId, String, String, String, bool, String, bool)> = users::table
        .filter(users::id.eq_any(ids))
        .select((
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::is_staff,
            users::job_title,
            users::is_super,
        ))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, handle, name, photo, staff, job, super_user)| {
            (id, member_view(id, handle, name, &photo, staff, job).super_user(super_user))
        })
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

/// Those that have a name; the program's own have none as long as nobody gave them one.
pub(super) fn statuses(c: &mut Conn, ids: &[i64]) -> Result<HashMap<StatusId, String>> {
    let rows: Vec<(StatusId, String)> = statuses::table
        .filter(statuses::id.eq_any(ids))
        .filter(statuses::name.ne(""))
        .select((statuses::id, statuses::name))
        .load(c)?;
    Ok(rows.into_iter().collect())
}

pub(super) fn rewards(c: &mut Conn, ids: &[i64]) -> Result<HashMap<RewardId, String>> {
    let rows: Vec<(RewardId, String)> =
        rewards::table.filter(rewards::id.eq_any(ids)).select((rewards::id, rewards::name)).load(c)?;
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
