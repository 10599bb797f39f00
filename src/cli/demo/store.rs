//! The SQL of the demo: what stands before its first question, and what no feature's command writes.

use diesel::prelude::*;

use super::content::{Board, Member, Role, Tag};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{board_groups, boards, groups, images, tags, topics, users};
use crate::error::Result;
use crate::ids::{self, BoardId, GroupId, TopicId, UserId};
use crate::images::Processed;

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

/// Writes an account, with its photo.
pub(super) fn insert_member(tx: &mut Conn, account: &Account<'_>, photo: Option<&Processed>) -> Result<UserId> {
    let member = account.member;
    // Served for ever from its address: another picture needs another key.
    let key = photo.map(|photo| ids::digest_bytes(&photo.bytes)[..22].to_owned());
    let file = photo.zip(key.as_ref()).map(|(photo, key)| format!("{key}.{}", photo.ext)).unwrap_or_default();
    let id = diesel::insert_into(users::table)
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
            users::photo.eq(file),
            users::bio.eq(&member.bio),
            users::bio_html.eq(account.bio_html),
            users::created_at.eq(account.joined),
        ))
        .returning(users::id)
        .get_result::<UserId>(tx)?;
    if let Some((photo, key)) = photo.zip(key) {
        diesel::insert_into(images::table)
            .values((
                images::image_key.eq(key),
                images::owner_id.eq(Some(id.0)),
                images::mime.eq(photo.mime),
                images::width.eq(i64::from(photo.width)),
                images::height.eq(i64::from(photo.height)),
                images::bytes.eq(&photo.bytes),
                images::created_at.eq(account.joined),
            ))
            .execute(tx)?;
    }
    Ok(id)
}

/// Writes a board, with the groups that may read it.
pub(super) fn insert_board(tx: &mut Conn, board: &Board, position: i64, at: Timestamp) -> Result<BoardId> {
    let id: BoardId = diesel::insert_into(boards::table)
        .values((
            boards::slug.eq(&board.slug),
            boards::name.eq(&board.name),
            boards::description.eq(&board.description),
            boards::kind.eq(&board.kind),
            boards::hue.eq(board.hue),
            boards::position.eq(position),
            boards::restricted.eq(!board.restricted_to.is_empty()),
            boards::created_at.eq(at),
        ))
        .returning(boards::id)
        .get_result(tx)?;
    for slug in &board.restricted_to {
        let group: GroupId = groups::table.filter(groups::slug.eq(slug)).select(groups::id).first(tx)?;
        diesel::insert_into(board_groups::table)
            .values((board_groups::board_id.eq(id), board_groups::group_id.eq(group)))
            .execute(tx)?;
    }
    Ok(id)
}

/// Writes a tag.
pub(super) fn insert_tag(tx: &mut Conn, tag: &Tag, at: Timestamp) -> Result<()> {
    diesel::insert_into(tags::table)
        .values((tags::slug.eq(&tag.slug), tags::description.eq(&tag.description), tags::created_at.eq(at)))
        .execute(tx)?;
    Ok(())
}

/// Closes a question.
pub(super) fn close(tx: &mut Conn, topic: TopicId, reason: &str, at: Timestamp) -> Result<()> {
    diesel::update(topics::table.find(topic))
        .set((topics::closed_at.eq(at), topics::close_reason.eq(reason), topics::updated_at.eq(at)))
        .execute(tx)?;
    Ok(())
}

/// Counts the topics of every board and tag.
pub(super) fn fold_counts(tx: &mut Conn) -> Result<()> {
    diesel::sql_query(
        "UPDATE boards SET topics_count = \
         (SELECT count(*) FROM topics t WHERE t.board_id = boards.id AND t.state = 'visible')",
    )
    .execute(tx)?;
    diesel::sql_query(
        "UPDATE tags SET topics_count = \
         (SELECT count(*) FROM topic_tags t WHERE t.tag_id = tags.id AND t.audience = 0 AND t.state = 'visible')",
    )
    .execute(tx)?;
    Ok(())
}
