//! The job that makes awards final: pending points become available when their time has passed, and with a budget when
//! their month is closed.

use super::store;
use super::{Award, AwardKind, MonthState, State, Why, earn, lots};
use crate::clock::Timestamp;
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::UserId;
use crate::jobs::Handler;
use crate::ledger::{self, Account, Below, Kind, Posting};
use crate::settings::{self, Site};

/// The kind of the job.
pub const RELEASE: &str = "points.release";
/// Awards in one transaction.
const AWARDS: i64 = 50;

/// What the jobs of kind [`RELEASE`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let now = attempt.now;
        while db.write_now(move |tx| step(tx, now))? {}
        Ok(())
    })
}

/// Releases the next awards; whether there may be more. What has no cause any more waits for the job that takes it back,
/// however late that is.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, now: Timestamp) -> Result<bool> {
    let due = store::due(tx, now, AWARDS)?;
    let users: Vec<UserId> = due.iter().map(|award| award.user).collect();
    dialect::lock_users(tx, &users)?;
    let site = settings::load(tx)?;
    let ids: Vec<i64> = due.iter().map(|award| award.id.0).collect();
    // As they stand now that their owners are held.
    let mut held = store::awards_of(tx, &ids)?;
    held.retain(|award| award.state == State::Pending && award.release_at <= now);
    held.sort_unstable_by_key(|award| (award.release_at, award.id));
    let mut released = false;
    for award in &held {
        if earn::standing(tx, award)?.is_some() {
            release(tx, award, (&site, now))?;
            released = true;
        }
    }
    Ok(released)
}

fn release(tx: &mut Conn, award: &Award, (site, now): (&Site, Timestamp)) -> Result<()> {
    // A budget that was set while this was being given.
    let month = store::month_state(tx, award.month)?;
    if month.budget.is_some() && month.state != MonthState::Closed && award.kind != AwardKind::Goodwill {
        return store::hold(tx, award.id);
    }
    let entries = [(Account::pending(award.user), -award.kept), (Account::available(award.user), award.kept)];
    let posting = Posting {
        key: format!("release:{}:{}", award.id, award.number),
        kind: Kind::Release,
        subject: award.id.0,
        month: award.month,
        actor: None,
        reason: award.kind.as_str(),
        note: "",
        reverses: None,
        entries: &entries,
        below: Below::Never,
    };
    let id = ledger::post(tx, &posting, now)?.id();
    store::set_state(tx, award.id, (State::Final, Why::Nothing))?;
    lots::open(tx, award, id, (now, &site.zone))
}
