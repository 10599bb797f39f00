//! Accounts as the policy sees them, many at once: for those who are told of something without asking.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::store::standing;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{board_groups, boards, group_members, groups, moderator_boards, users};
use crate::error::Result;
use crate::ids::{BoardId, GroupId, UserId};
use crate::policy::{Member, ModeratorOf};
use crate::settings;

#[derive(Queryable)]
struct Row {
    id: UserId,
    verified_at: Option<Timestamp>,
    suspended_until: Option<Timestamp>,
    moderator: bool,
    staff: bool,
    admin: bool,
    job_title: String,
    photo: String,
    since: Timestamp,
    reputation: i64,
    super_user: bool,
}

/// What opens restricted boards.
struct Keys {
    restricted: Vec<BoardId>,
    /// Which boards a group opens.
    opens: HashMap<GroupId, Vec<BoardId>>,
    /// The groups that come with a role.
    of_role: HashMap<String, Vec<GroupId>>,
}

/// These accounts as the policy sees them now, in a fixed number of statements whatever their number. Accounts that are
/// not there are left out.
///
/// # Errors
/// When the database refuses.
pub fn members(c: &mut Conn, ids: &[UserId], now: Timestamp) -> Result<HashMap<UserId, Member>> {
    let rows: Vec<Row> = users::table
        .filter(users::id.eq_any(ids))
        .select((
            users::id,
            users::email_verified_at,
            users::suspended_until,
            users::is_moderator,
            users::is_staff,
            users::is_admin,
            users::job_title,
            users::photo,
            users::created_at,
            users::reputation,
            users::is_super,
        ))
        .load(c)?;
    let moderators: Vec<UserId> = rows.iter().filter(|row| row.moderator).map(|row| row.id).collect();
    let moderated = moderated(c, &moderators)?;
    let keys = keys(c)?;
    let thresholds = settings::load(c)?.thresholds;
    let own = if keys.restricted.is_empty() { HashMap::new() } else { own_groups(c, ids)? };
    let member = |row: Row| {
        let moderates = match (row.moderator, moderated.get(&row.id)) {
            (false, _) => ModeratorOf::Nothing,
            (true, None) => ModeratorOf::Everything,
            (true, Some(boards)) => ModeratorOf::Boards(boards.clone()),
        };
        let suspended_until = row.suspended_until.filter(|until| *until > now);
        let boards = boards_of(&keys, &row, (&moderates, suspended_until.is_none()), own.get(&row.id));
        let member = Member {
            id: row.id,
            verified: row.verified_at.is_some(),
            suspended_until,
            moderates,
            staff: row.staff,
            admin: row.admin,
            boards,
            presentable: !row.photo.is_empty() && !row.job_title.is_empty(),
            since: row.since,
            standing: standing((row.reputation, row.super_user), thresholds),
        };
        (row.id, member)
    };
    Ok(rows.into_iter().map(member).collect())
}

fn grouped<K: std::hash::Hash + Eq, V>(rows: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut map: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        map.entry(key).or_default().push(value);
    }
    map
}

fn moderated(c: &mut Conn, moderators: &[UserId]) -> Result<HashMap<UserId, Vec<BoardId>>> {
    if moderators.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = moderator_boards::table
        .filter(moderator_boards::user_id.eq_any(moderators))
        .select((moderator_boards::user_id, moderator_boards::board_id))
        .load(c)?;
    Ok(grouped(rows))
}

fn keys(c: &mut Conn) -> Result<Keys> {
    let restricted: Vec<BoardId> =
        boards::table.filter(boards::restricted.eq(true)).order(boards::id).select(boards::id).load(c)?;
    if restricted.is_empty() {
        return Ok(Keys { restricted, opens: HashMap::new(), of_role: HashMap::new() });
    }
    let opens = board_groups::table
        .filter(board_groups::board_id.eq_any(&restricted))
        .select((board_groups::group_id, board_groups::board_id))
        .load(c)?;
    let of_role = groups::table.filter(groups::builtin.ne("")).select((groups::builtin, groups::id)).load(c)?;
    Ok(Keys { restricted, opens: grouped(opens), of_role: grouped(of_role) })
}

fn own_groups(c: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, Vec<GroupId>>> {
    let rows = group_members::table
        .filter(group_members::user_id.eq_any(ids))
        .select((group_members::user_id, group_members::group_id))
        .load(c)?;
    Ok(grouped(rows))
}

/// As for the one who asks: by groups, by a role's built-in group, or as the board's moderator; roles rest while the
/// account is suspended.
fn boards_of(
    keys: &Keys,
    row: &Row,
    (moderates, in_office): (&ModeratorOf, bool),
    own: Option<&Vec<GroupId>>,
) -> Vec<BoardId> {
    if in_office && (row.admin || *moderates == ModeratorOf::Everything) {
        return keys.restricted.clone();
    }
    let of_role = |held: bool, name: &str| {
        let groups = keys.of_role.get(name).filter(|_| held && in_office);
        groups.into_iter().flatten()
    };
    let of_roles = [(row.staff, "staff"), (row.moderator, "moderator"), (row.super_user, "super")];
    let groups = own.into_iter().flatten().chain(of_roles.into_iter().flat_map(|(held, name)| of_role(held, name)));
    let open: HashSet<&BoardId> = groups.filter_map(|group| keys.opens.get(group)).flatten().collect();
    let moderated = |board: &BoardId| matches!(moderates, ModeratorOf::Boards(own) if own.contains(board));
    keys.restricted.iter().copied().filter(|board| open.contains(board) || (in_office && moderated(board))).collect()
}
