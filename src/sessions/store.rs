//! The SQL of sessions and of what the policy asks about an account.

use diesel::prelude::*;

use super::{Client, IDLE, Listed, Me, Profile, Session};
use crate::clock::Timestamp;
use crate::db::schema::{board_groups, boards, group_members, groups, moderator_boards, sessions, users};
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{BoardId, GroupId, SessionId, UserId};
use crate::policy::{Actor, Member, ModeratorOf, Standing, Thresholds};

pub(super) fn insert(
    tx: &mut Conn,
    user: UserId,
    hash: &str,
    client: &Client,
    now: Timestamp,
    expires: Timestamp,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash),
            sessions::user_id.eq(user),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(expires),
            sessions::reauth_at.eq(now),
            sessions::ip.eq(&client.ip),
            sessions::agent.eq(&client.agent),
        ))
        .execute(tx)?;
    seen(tx, user, now)
}

/// Notes that an account is here. Its digests had stopped if it was away for long: when the next one is due is found
/// again.
fn seen(tx: &mut Conn, user: UserId, now: Timestamp) -> Result<()> {
    sql("INSERT INTO mailboxes (user_id, seen_at) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE \
         SET seen_at = $2, next_digest_at = coalesce(mailboxes.next_digest_at, 0)")
    .bind(user.0)
    .bind(now.0)
    .execute(tx)?;
    Ok(())
}

#[derive(Queryable)]
struct Row {
    id: SessionId,
    seen_at: Timestamp,
    reauth_at: Timestamp,
    user: UserId,
    handle: String,
    name: String,
    photo: String,
    email: Option<String>,
    verified_at: Option<Timestamp>,
    suspended_until: Option<Timestamp>,
    moderator: bool,
    staff: bool,
    admin: bool,
    job_title: String,
    since: Timestamp,
    reputation: i64,
    super_user: bool,
}

pub(super) fn find(c: &mut Conn, hash: &str, thresholds: Thresholds, now: Timestamp) -> Result<Option<Me>> {
    let row: Option<Row> = sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(now - IDLE))
        .select((
            sessions::id,
            sessions::seen_at,
            sessions::reauth_at,
            users::id,
            users::handle,
            users::display_name,
            users::photo,
            users::email,
            users::email_verified_at,
            users::suspended_until,
            users::is_moderator,
            users::is_staff,
            users::is_admin,
            users::job_title,
            users::created_at,
            users::reputation,
            users::is_super,
        ))
        .first(c)
        .optional()?;
    let Some(mut row) = row else { return Ok(None) };
    row.suspended_until = row.suspended_until.filter(|until| *until > now);
    let moderates = if row.moderator { moderates(c, row.user)? } else { ModeratorOf::Nothing };
    let boards = restricted_boards(c, &row, &moderates)?;
    Ok(Some(Me {
        actor: Actor::Member(Member {
            id: row.user,
            verified: row.verified_at.is_some(),
            suspended_until: row.suspended_until,
            moderates,
            staff: row.staff,
            admin: row.admin,
            boards,
            presentable: !row.photo.is_empty() && !row.job_title.is_empty(),
            since: row.since,
            standing: standing((row.reputation, row.super_user), thresholds),
        }),
        profile: Some(Profile {
            id: row.user,
            handle: row.handle,
            name: row.name,
            photo: row.photo,
            email: row.email.unwrap_or_default(),
        }),
        session: Some(Session { id: row.id, seen_at: row.seen_at, reauth_at: row.reauth_at }),
    }))
}

/// What a member has earned: at least 1 is shown, whatever stands in its row.
pub(super) fn standing((earned, super_user): (i64, bool), thresholds: Thresholds) -> Standing {
    Standing { reputation: (1 + earned).max(1), super_user, thresholds }
}

fn moderates(c: &mut Conn, user: UserId) -> Result<ModeratorOf> {
    let boards: Vec<BoardId> = moderator_boards::table
        .filter(moderator_boards::user_id.eq(user))
        .select(moderator_boards::board_id)
        .load(c)?;
    Ok(if boards.is_empty() { ModeratorOf::Everything } else { ModeratorOf::Boards(boards) })
}

/// The restricted boards this account may read: by its groups, by a role's built-in group, or as their moderator. While
/// it is suspended its roles rest, and only its own groups count.
fn restricted_boards(c: &mut Conn, row: &Row, moderates: &ModeratorOf) -> Result<Vec<BoardId>> {
    let restricted: Vec<BoardId> =
        boards::table.filter(boards::restricted.eq(true)).order(boards::id).select(boards::id).load(c)?;
    let in_office = row.suspended_until.is_none();
    if restricted.is_empty() || (in_office && (row.admin || *moderates == ModeratorOf::Everything)) {
        return Ok(restricted);
    }
    let mut own: Vec<GroupId> =
        group_members::table.filter(group_members::user_id.eq(row.user)).select(group_members::group_id).load(c)?;
    let roles: Vec<&str> = [(row.staff, "staff"), (row.moderator, "moderator"), (row.super_user, "super")]
        .into_iter()
        .filter_map(|(held, name)| (held && in_office).then_some(name))
        .collect();
    if !roles.is_empty() {
        own.extend(groups::table.filter(groups::builtin.eq_any(roles)).select(groups::id).load::<GroupId>(c)?);
    }
    let open: Vec<BoardId> =
        board_groups::table.filter(board_groups::group_id.eq_any(own)).select(board_groups::board_id).load(c)?;
    Ok(restricted
        .into_iter()
        .filter(|board| {
            let moderated = matches!(moderates, ModeratorOf::Boards(own) if own.contains(board));
            open.contains(board) || (in_office && moderated)
        })
        .collect())
}

/// Notes that a session was used, so that it does not go idle, and that its account is here.
///
/// # Errors
/// When the database refuses.
pub fn touch(tx: &mut Conn, id: SessionId, now: Timestamp) -> Result<()> {
    let user = diesel::update(sessions::table.find(id))
        .set(sessions::seen_at.eq(now))
        .returning(sessions::user_id)
        .get_result::<UserId>(tx)
        .optional()?;
    user.map_or(Ok(()), |user| seen(tx, user, now))
}

/// Notes that the password was typed again.
///
/// # Errors
/// When the database refuses.
pub fn refresh(tx: &mut Conn, id: SessionId, now: Timestamp) -> Result<()> {
    diesel::update(sessions::table.find(id)).set(sessions::reauth_at.eq(now)).execute(tx)?;
    Ok(())
}

/// Ends the session behind a cookie's digest.
///
/// # Errors
/// When the database refuses.
pub fn end(tx: &mut Conn, hash: &str) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash))).execute(tx)?;
    Ok(())
}

/// Ends one of an account's own sessions; somebody else's is not there for it. Answers whether one was ended.
///
/// # Errors
/// When the database refuses.
pub fn end_own(tx: &mut Conn, user: UserId, id: SessionId) -> Result<bool> {
    let ended =
        diesel::delete(sessions::table.filter(sessions::id.eq(id)).filter(sessions::user_id.eq(user))).execute(tx)?;
    Ok(ended == 1)
}

/// Ends all of an account's sessions but one (all, with none).
///
/// # Errors
/// When the database refuses.
pub fn end_others(tx: &mut Conn, user: UserId, keep: Option<SessionId>) -> Result<()> {
    let keep = keep.unwrap_or(SessionId(0));
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user)).filter(sessions::id.ne(keep))).execute(tx)?;
    Ok(())
}

/// Forgets sessions that nobody can use any more, and where they were used from.
///
/// # Errors
/// When the database refuses.
pub fn forget_ended(tx: &mut Conn, now: Timestamp) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(tx)?;
    Ok(())
}

/// An account's sessions that still hold, latest use first; at most 50.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, user: UserId, now: Timestamp) -> Result<Vec<Listed>> {
    let rows: Vec<(SessionId, Timestamp, Timestamp, String, String)> = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::seen_at.gt(now - IDLE))
        .filter(sessions::expires_at.gt(now))
        .order(sessions::seen_at.desc())
        .limit(50)
        .select((sessions::id, sessions::created_at, sessions::seen_at, sessions::ip, sessions::agent))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, created_at, seen_at, ip, agent)| Listed { id, created_at, seen_at, ip, agent })
        .collect())
}
