//! Lists of rewards and of redemptions.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Reward;
use crate::clock::Timestamp;
use crate::db::schema::rewards;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{RedemptionId, RewardId, UserId};
use crate::rewards::{MOST, PAGE, RedemptionState, RewardKind};
use crate::web::{MemberView, member_view};

/// One more than a page: whether there is a next one.
fn rows() -> i64 {
    i64::try_from(PAGE).map_or(i64::MAX, |page| page + 1)
}

/// What is offered, the cheapest first; [`MOST`] at the most.
///
/// # Errors
/// When the database refuses.
pub fn offered(c: &mut Conn) -> Result<Vec<Reward>> {
    Ok(rewards::table
        .filter(rewards::withdrawn_at.is_null())
        .order((rewards::cost, rewards::id))
        .limit(MOST)
        .load(c)?)
}

/// All rewards before this one, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn all(c: &mut Conn, before: RewardId) -> Result<Vec<Reward>> {
    Ok(rewards::table.filter(rewards::id.lt(before)).order(rewards::id.desc()).limit(rows()).load(c)?)
}

/// A redemption in a list.
#[derive(Debug, QueryableByName)]
pub struct Row {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: RedemptionId,
    /// What it takes.
    #[diesel(sql_type = BigInt)]
    pub cost: i64,
    /// How far it is.
    #[diesel(sql_type = Text)]
    pub state: RedemptionState,
    /// When it was asked for.
    #[diesel(sql_type = BigInt)]
    pub made_at: Timestamp,
    /// The reward's name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What kind of reward.
    #[diesel(sql_type = Text)]
    pub kind: RewardKind,
    #[diesel(sql_type = BigInt)]
    user_id: UserId,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Text)]
    display_name: String,
    #[diesel(sql_type = Text)]
    photo: String,
}

impl Row {
    /// Who asked for it.
    #[must_use]
    pub fn member(&self) -> MemberView {
        let (handle, name) = (self.handle.clone(), self.display_name.clone());
        member_view(self.user_id, handle, name, &self.photo, false, String::new())
    }
}

/// A member's redemptions before this one, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn of_user(c: &mut Conn, user: UserId, before: RedemptionId) -> Result<Vec<Row>> {
    Ok(sql("SELECT d.id, d.cost, d.state, d.made_at, r.name, r.kind, d.user_id, u.handle, u.display_name, u.photo \
         FROM redemptions d JOIN rewards r ON r.id = d.reward_id JOIN users u ON u.id = d.user_id \
         WHERE d.user_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3")
    .bind(user.0)
    .bind(before.0)
    .bind(rows())
    .load(c)?)
}

/// The redemptions of a state after this one, the oldest first.
///
/// # Errors
/// When the database refuses.
pub fn queue(c: &mut Conn, state: RedemptionState, after: RedemptionId) -> Result<Vec<Row>> {
    Ok(sql("SELECT d.id, d.cost, d.state, d.made_at, r.name, r.kind, d.user_id, u.handle, u.display_name, u.photo \
         FROM redemptions d JOIN rewards r ON r.id = d.reward_id JOIN users u ON u.id = d.user_id \
         WHERE d.state = $1 AND d.id > $2 ORDER BY d.id LIMIT $3")
    .bind(state.as_str())
    .bind(after.0)
    .bind(rows())
    .load(c)?)
}

/// One redemption as lists show it.
///
/// # Errors
/// When the database refuses.
pub fn row(c: &mut Conn, id: RedemptionId) -> Result<Option<Row>> {
    Ok(sql("SELECT d.id, d.cost, d.state, d.made_at, r.name, r.kind, d.user_id, u.handle, u.display_name, u.photo \
         FROM redemptions d JOIN rewards r ON r.id = d.reward_id JOIN users u ON u.id = d.user_id WHERE d.id = $1")
    .bind(id.0)
    .get_result(c)
    .optional()?)
}
