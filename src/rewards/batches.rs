//! What is approved goes to the billing system as a file. The lines of a batch are written when it is made and stay so:
//! the file is the same to the byte whenever it is asked for, also after a download that broke off.

use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::i18n::rfc3339;
use crate::ids::{BatchId, RedemptionId, UserId};
use crate::message::Message;
use crate::moderation::{By, Change, Deed, Entry, Subject, record};
use crate::policy::{self, Action, Actor};
use crate::web::csv::{self, Cell};

use super::RedemptionState;
use super::store::{self, Redemption, Reward};

/// Redemptions of a batch, at most; the rest goes into the next one.
const MOST: i64 = 1_000;
/// Lines that are read at once.
const LINES: usize = 200;
/// How spreadsheets tell that a file is UTF-8.
const MARK: &str = "\u{feff}";
/// The columns of the file.
const COLUMNS: [&str; 7] = ["id", "requested", "member", "kind", "reward", "points", "customer"];

/// Puts everything that is approved into a batch, up to a thousand.
///
/// # Errors
/// By the policy; [`AppError::Conflict`] when nothing is approved.
pub fn make(tx: &mut Conn, by: By<'_>) -> Result<BatchId> {
    policy::check(by.actor, Action::Administer)?;
    // One batch is made after the other.
    dialect::lock_names(tx, &["reward:batches".to_owned()])?;
    let seen = store::approved(tx, MOST)?;
    let users: Vec<UserId> = seen.iter().map(|one| one.user).collect();
    dialect::lock_users(tx, &users)?;
    let ids: Vec<RedemptionId> = seen.iter().map(|one| one.id).collect();
    // A member may have cancelled while this waited.
    let mut held = store::redemptions_of(tx, &ids)?;
    held.retain(|one| one.state == RedemptionState::Approved);
    if held.is_empty() {
        return Err(AppError::Conflict(Message::new("rewards-batch-empty")));
    }
    let count = i64::try_from(held.len()).map_err(AppError::internal)?;
    let batch = store::insert_batch(tx, by.actor.id(), count, by.now)?;
    let mut reward: Option<Reward> = None;
    for one in &held {
        if reward.as_ref().is_none_or(|known| known.id != one.reward) {
            reward = store::reward(tx, one.reward)?;
        }
        let member = seen.iter().find(|known| known.id == one.id).map_or("", |known| &known.handle);
        let reward = reward.as_ref().ok_or(AppError::NotFound)?;
        store::insert_line(tx, batch, one.id, &line(one, member, reward))?;
        store::go(tx, one, RedemptionState::Exported)?;
    }
    let changes: Vec<Change> = Change::of("redemptions", "", &count).into_iter().collect();
    let (actor, subject) = (by.actor.id(), Subject::Batch(batch));
    let action = Deed::ExportRedemptions;
    let entry = Entry { actor, action, subject, board: None, reason: None, changes: &changes, ip: by.ip };
    record(tx, entry, by.now)?;
    Ok(batch)
}

fn line(of: &Redemption, member: &str, reward: &Reward) -> String {
    let cells: [Cell; COLUMNS.len()] = [
        of.id.0.into(),
        rfc3339(of.made_at.0).into(),
        member.into(),
        reward.kind.as_str().into(),
        reward.name.as_str().into(),
        of.cost.into(),
        of.customer.as_str().into(),
    ];
    let mut out = String::new();
    csv::write(&mut out, &cells);
    out
}

/// The file of a batch behind this redemption: a part of it, and behind which one the next part begins.
///
/// # Errors
/// By the policy; [`AppError::NotFound`] when there is no such batch.
pub fn file(c: &mut Conn, actor: &Actor, id: BatchId, after: RedemptionId) -> Result<(String, Option<RedemptionId>)> {
    policy::check(actor, Action::Administer)?;
    store::batch(c, id)?.ok_or(AppError::NotFound)?;
    let mut out = String::new();
    if after.0 == 0 {
        out.push_str(MARK);
        csv::write(&mut out, &COLUMNS.map(Cell::from));
    }
    let lines = store::lines(c, id, after, i64::try_from(LINES).map_err(AppError::internal)?)?;
    let next = lines.last().filter(|_| lines.len() == LINES).map(|(id, _)| *id);
    out.extend(lines.into_iter().map(|(_, line)| line));
    Ok((out, next))
}
