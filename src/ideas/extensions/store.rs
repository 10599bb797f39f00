//! The SQL of remarks that became part of their idea.

use diesel::prelude::*;

use super::MOST;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{comments, idea_extensions, users};
use crate::error::Result;
use crate::ids::{CommentId, TopicId, UserId};
use crate::policy::State;
use crate::web::{MemberView, member_view};

/// A remark that is part of an idea.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Extension {
    /// The remark.
    pub id: CommentId,
    /// Its text, sanitised when it was written.
    pub html: String,
    /// Who wrote it.
    pub author: MemberView,
    #[serde(skip)]
    pub(super) author_id: UserId,
    /// When.
    pub created_at: i64,
    /// Who made it a part.
    pub by: MemberView,
    /// When.
    pub at: i64,
}

pub(super) fn is_one(c: &mut Conn, id: CommentId) -> Result<bool> {
    let found: Option<CommentId> =
        idea_extensions::table.find(id).select(idea_extensions::comment_id).first(c).optional()?;
    Ok(found.is_some())
}

pub(super) fn insert(tx: &mut Conn, (comment, idea): (CommentId, TopicId), by: UserId, now: Timestamp) -> Result<()> {
    diesel::insert_into(idea_extensions::table)
        .values((
            idea_extensions::comment_id.eq(comment),
            idea_extensions::topic_id.eq(idea),
            idea_extensions::by_id.eq(by),
            idea_extensions::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn delete(tx: &mut Conn, id: CommentId) -> Result<()> {
    diesel::delete(idea_extensions::table.find(id)).execute(tx)?;
    Ok(())
}

/// The visible remarks that extend an idea, the oldest first.
pub(super) fn of_idea(c: &mut Conn, idea: TopicId) -> Result<Vec<Extension>> {
    type Person = (UserId, String, String, String, bool, String, bool);
    let marker = diesel::alias!(users as marker);
    let rows: Vec<(CommentId, String, i64, i64, bool, Person, Person)> = idea_extensions::table
        .inner_join(comments::table.on(comments::id.eq(idea_extensions::comment_id)))
        .inner_join(users::table.on(users::id.eq(comments::author_id)))
        .inner_join(marker.on(marker.field(users::id).eq(idea_extensions::by_id)))
        .filter(idea_extensions::topic_id.eq(idea))
        .filter(comments::state.eq(State::Visible))
        .order(idea_extensions::comment_id)
        .limit(i64::try_from(MOST).unwrap_or(i64::MAX))
        .select((
            comments::id,
            comments::html,
            comments::created_at,
            idea_extensions::created_at,
            comments::by_staff,
            (
                users::id,
                users::handle,
                users::display_name,
                users::photo,
                users::is_staff,
                users::job_title,
                users::is_super,
            ),
            marker.fields((
                users::id,
                users::handle,
                users::display_name,
                users::photo,
                users::is_staff,
                users::job_title,
                users::is_super,
            )),
        ))
        .load(c)?;
    let view = |(id, handle, name, photo, staff, job, super_user): Person, as_staff: bool| {
        member_view(id, handle, name, &photo, staff && as_staff, job).super_user(super_user)
    };
    let extension = |(id, html, created_at, at, by_staff, author, by): (_, _, _, _, _, Person, Person)| Extension {
        id,
        html,
        author_id: author.0,
        author: view(author, by_staff),
        created_at,
        by: view(by, true),
        at,
    };
    Ok(rows.into_iter().map(extension).collect())
}
