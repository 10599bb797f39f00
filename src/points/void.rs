//! What a decision about fraud takes: everything that somebody gave somebody for some posts, final or not.
//!
//! What is final comes out of its owner's available points, which may go below 0; what of it has expired comes back
//! from there. A decision that is taken back gives the same again.

use super::store::{self, Award};
use super::{State, Why, earn, lots};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{PostId, UserId};
use crate::ledger::{self, Account, Below, Kind, Posting};

/// A vote or an acceptance that was found to be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// By whom.
    pub giver: UserId,
    /// For what.
    pub post: PostId,
}

/// Who decided, under which number the decision is kept, and when.
#[derive(Debug, Clone, Copy)]
pub struct Decided {
    /// Who.
    pub by: Option<UserId>,
    /// The finding's number.
    pub decision: i64,
    /// When.
    pub now: Timestamp,
}

/// Takes back what was given; answers how many points. What the caps had cut off of the receivers' open months is
/// decided anew.
///
/// # Errors
/// When the database refuses.
pub fn awards(tx: &mut Conn, found: &[Found], decided: Decided) -> Result<i64> {
    let mut taken = 0;
    let mut freed = Vec::new();
    for award in held(tx, found)? {
        match award.state {
            State::Pending | State::Final => {
                take(tx, &award, decided)?;
                taken += award.kept;
            }
            State::Unpaid => store::set_state(tx, award.id, (State::Reversed, Why::Void))?,
            State::Reversed => continue,
        }
        freed.push((award.user, award.month));
    }
    freed.sort_unstable();
    freed.dedup();
    for (user, month) in freed {
        earn::look_again(tx, user, month, decided.now)?;
    }
    Ok(taken)
}

/// Gives back what [`awards`] took: final at once, as it would be by now. Answers how many points.
///
/// # Errors
/// When the database refuses.
pub fn undo(tx: &mut Conn, found: &[Found], decided: Decided) -> Result<i64> {
    let mut given = 0;
    for award in held(tx, found)?.into_iter().filter(|award| award.why == Why::Void && award.transaction.is_some()) {
        let again = Award {
            number: award.number + 1,
            amount: award.kept,
            state: State::Pending,
            why: Why::None,
            release_at: decided.now,
            ..award
        };
        store::put(tx, &again)?;
        super::give(tx, &again, (decided.by, ""), decided.now)?;
        given += again.amount;
    }
    Ok(given)
}

/// Everything of these, with its owners held.
fn held(tx: &mut Conn, found: &[Found]) -> Result<Vec<Award>> {
    let read = |tx: &mut Conn| -> Result<Vec<Award>> {
        let mut awards = Vec::new();
        for Found { giver, post } in found {
            awards.extend(store::of_giver(tx, *post, *giver)?);
        }
        Ok(awards)
    };
    let users: Vec<UserId> = read(tx)?.iter().map(|award| award.user).collect();
    dialect::lock_users(tx, &users)?;
    read(tx)
}

fn take(tx: &mut Conn, award: &Award, decided: Decided) -> Result<()> {
    let is_final = award.state == State::Final;
    let expired = if is_final { lots::reduce_of_award(tx, award.id)? } else { 0 };
    let of_member = if is_final { Account::available(award.user) } else { Account::pending(award.user) };
    let mut entries = vec![(award.kind.source(), award.kept)];
    entries.extend((expired > 0).then_some((Account::EXPIRED, -expired)));
    entries.extend((award.kept > expired).then_some((of_member, expired - award.kept)));
    let posting = Posting {
        key: format!("void:{}:{}", award.id, award.number),
        kind: Kind::Void,
        subject: award.id.0,
        month: award.month,
        actor: decided.by,
        reason: Why::Void.as_str(),
        note: "",
        reverses: award.transaction,
        entries: &entries,
        below: Below::ByDecision,
    };
    if award.kept > 0 {
        ledger::post(tx, &posting, decided.now)?;
    }
    store::set_state(tx, award.id, (State::Reversed, Why::Void))?;
    if is_final { lots::level(tx, award.user) } else { Ok(()) }
}
