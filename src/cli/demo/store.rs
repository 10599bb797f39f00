//! The SQL of the demo: what no feature's command writes.

use diesel::prelude::*;

use super::content::{Member, Role};
use crate::clock::Timestamp;
use crate::db::schema::{groups, jobs, posts, topics, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{GroupId, PostId, TopicId, UserId};
use crate::notify::EXPAND;

/// Whether nobody has an account.
pub(super) fn is_empty(c: &mut Conn) -> Result<bool> {
    Ok(users::table.select(users::id).first::<UserId>(c).optional()?.is_none())
}

/// Sets the password of the accounts with these addresses.
pub(super) fn set_password(tx: &mut Conn, addresses: &[String], hash: &str) -> Result<()> {
    diesel::update(users::table.filter(users::email_key.eq_any(addresses)))
        .set(users::password_hash.eq(hash))
        .execute(tx)?;
    Ok(())
}

/// A member's account.
pub(super) struct Account<'a> {
    pub member: &'a Member,
    pub handle_key: &'a str,
    pub email: &'a str,
    pub password_hash: &'a str,
    pub bio_html: &'a str,
    pub joined: Timestamp,
}

/// Writes an account.
pub(super) fn insert_member(tx: &mut Conn, account: &Account<'_>) -> Result<UserId> {
    let member = account.member;
    Ok(diesel::insert_into(users::table)
        .values((
            users::handle.eq(&member.handle),
            users::handle_key.eq(account.handle_key),
            users::display_name.eq(&member.name),
            users::email.eq(account.email),
            users::email_key.eq(account.email),
            users::email_verified_at.eq(account.joined),
            users::password_hash.eq(account.password_hash),
            users::is_moderator.eq(member.is(Role::Moderator)),
            users::is_staff.eq(member.is(Role::Staff)),
            users::is_admin.eq(member.is(Role::Admin)),
            users::real_name.eq(&member.real_name),
            users::job_title.eq(&member.job_title),
            users::bio.eq(&member.bio),
            users::bio_html.eq(account.bio_html),
            users::created_at.eq(account.joined),
        ))
        .returning(users::id)
        .get_result(tx)?)
}

/// Shows a picture as somebody's photo, by its file name.
pub(super) fn set_photo(tx: &mut Conn, user: UserId, file: &str) -> Result<()> {
    diesel::update(users::table.find(user)).set(users::photo.eq(file)).execute(tx)?;
    Ok(())
}

/// The group of this name.
pub(super) fn group(c: &mut Conn, slug: &str) -> Result<GroupId> {
    Ok(groups::table.filter(groups::slug.eq(slug)).select(groups::id).first(c)?)
}

/// The topic of this title.
pub(super) fn topic(c: &mut Conn, title: &str) -> Result<TopicId> {
    Ok(topics::table.filter(topics::title.eq(title)).order(topics::id).select(topics::id).first(c)?)
}

/// What the member of this handle has answered there.
pub(super) fn answer(c: &mut Conn, topic: TopicId, handle: &str) -> Result<PostId> {
    Ok(posts::table
        .inner_join(users::table.on(users::id.eq(posts::author_id)))
        .filter(posts::topic_id.eq(topic).and(posts::kind.eq("answer")).and(users::handle.eq(handle)))
        .order(posts::id)
        .select(posts::id)
        .first(c)?)
}

/// Everybody has been told, and has read whatever came before a time; what came since has not been read.
pub(super) fn settle_inboxes(tx: &mut Conn, before: Timestamp, now: Timestamp) -> Result<()> {
    diesel::delete(jobs::table.filter(jobs::kind.eq(EXPAND))).execute(tx)?;
    sql("UPDATE inbox SET read_at = $1 WHERE at < $2").bind(now.0).bind(before.0).execute(tx)?;
    sql("UPDATE inbox_topics SET unread = EXISTS (SELECT 1 FROM inbox i WHERE i.user_id = inbox_topics.user_id \
         AND i.topic_id = inbox_topics.topic_id AND i.read_at IS NULL)")
    .execute(tx)?;
    Ok(())
}
