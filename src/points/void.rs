//! What a decision about fraud takes: everything that somebody gave somebody for some posts, final or not.
//!
//! What is final comes out of its owner's available points, which may go below 0; what of it has expired comes back
//! from there. A decision that is taken back gives the same again.

use super::lots::OfAward;
use super::store::{self, Award};
use super::{AwardKind, State, Why, earn, lots, rules};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{PostId, UserId};
use crate::ledger::{self, Account, Below, Kind, Posting};
use crate::settings::{self, Site};

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
    let (held, others) = held(tx, found)?;
    for award in held {
        match award.state {
            State::Pending | State::Final => {
                take(tx, &award, decided)?;
                taken += award.kept;
            }
            State::Unpaid => store::set_state(tx, award.id, (State::Reversed, Why::Void))?,
            State::Reversed => continue,
        }
        freed.push((award.user, award.month));
        if award.kind == AwardKind::Accepted {
            freed.extend(others.iter().map(|user| (*user, award.month)));
        }
    }
    freed.sort_unstable();
    freed.dedup();
    for (user, month) in freed {
        earn::look_again(tx, user, month, decided.now)?;
    }
    Ok(taken)
}

/// Gives back what [`awards`] took and what still stands: the same again, whatever the caps say by now, and final when
/// it would be. What was not paid then is decided anew; what is gone meanwhile comes back with its cause. The caller has
/// given back votes and reputation before. Answers how many points.
///
/// # Errors
/// When the database refuses.
pub fn undo(tx: &mut Conn, found: &[Found], decided: Decided) -> Result<i64> {
    let mut given = 0;
    let site = settings::load(tx)?;
    let (held, _) = held(tx, found)?;
    for award in held.into_iter().filter(|award| award.why == Why::Void) {
        store::set_state(tx, award.id, (State::Reversed, Why::Gone))?;
        let Some(stands) = earn::standing(tx, &award)? else { continue };
        let is_first = award.kind == AwardKind::AcceptedFirst;
        match award.transaction {
            // Another answer was the first one meanwhile.
            _ if is_first && store::has_first(tx, award.user)? => {}
            Some(_) => given += give_again(tx, &award, (&site, decided))?,
            None if is_first => {}
            None => earn::again(tx, &award, stands, (&site, decided.now))?,
        }
    }
    Ok(given)
}

fn give_again(tx: &mut Conn, award: &Award, (site, decided): (&Site, Decided)) -> Result<i64> {
    // A month that is over does not change any more.
    let month = earn::open_month(tx, award.at, (site, decided.now))?;
    let budgeted = store::month_state(tx, month)?.budget.is_some();
    let again = Award {
        number: award.number + 1,
        amount: award.kept,
        month,
        state: State::Pending,
        why: Why::Nothing,
        release_at: if budgeted { Timestamp::FOREVER } else { award.at + rules::PENDING },
        ..*award
    };
    store::put(tx, &again)?;
    super::give(tx, &again, (decided.by, ""), decided.now)?;
    Ok(again.amount)
}

/// Everything of these, and who waits for room at their questions; all of them are held.
fn held(tx: &mut Conn, found: &[Found]) -> Result<(Vec<Award>, Vec<UserId>)> {
    let read = |tx: &mut Conn| -> Result<Vec<Award>> {
        let mut awards = Vec::new();
        for Found { giver, post } in found {
            awards.extend(store::of_giver(tx, *post, *giver)?);
        }
        Ok(awards)
    };
    let posts: Vec<PostId> = found.iter().map(|found| found.post).collect();
    let others = store::waiting_for_question(tx, &posts)?;
    let users: Vec<UserId> = read(tx)?.iter().map(|award| award.user).chain(others.iter().copied()).collect();
    dialect::lock_users(tx, &users)?;
    Ok((read(tx)?, others))
}

fn take(tx: &mut Conn, award: &Award, decided: Decided) -> Result<()> {
    let is_final = award.state == State::Final;
    let lot = if is_final { lots::reduce_of_award(tx, award.id)? } else { OfAward::default() };
    let expired = lot.expired;
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
    if is_final { lots::take_out(tx, award, (award.kept - expired, lot.remained)) } else { Ok(()) }
}
