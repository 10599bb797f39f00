//! Earning: the job that follows the events of reputation. What stands and is not given yet is given, if the caps have
//! room; what was given and does not stand any more is taken back while it is pending, and the room that comes free
//! goes to what the caps had cut off in the same open month.
//!
//! Each cause is compared as it stands now, so events may be taken twice, late and in any order.

use std::collections::BTreeSet;

use super::store::{self, Award};
use super::{AwardKind, Cause, MonthState, State, Why, give, rules, take_back, terms, whole};
use crate::clock::Timestamp;
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::{AwardId, PostId, UserId};
use crate::jobs::Handler;
use crate::ledger::{Kind, Month};
use crate::moderation::{Deed, Entry, Subject, record};
use crate::reputation::tail::{self, Stands};
use crate::reputation::{self, Name};
use crate::settings::{self, Site};

/// The kind of the job, and under which name it notes how far it is.
pub const EARN: &str = "points.earn";
/// Events in one transaction.
const EVENTS: i64 = 50;

/// What the jobs of kind [`EARN`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let (mut after, now) = (None, attempt.now);
        loop {
            after = db.write_now(move |tx| step(tx, after, now))?;
            if after.is_none() {
                return Ok(());
            }
        }
    })
}

/// Takes the next events of a run, which begins with none; answers after which it goes on.
///
/// # Errors
/// When the database refuses.
pub fn step(tx: &mut Conn, after: Option<i64>, now: Timestamp) -> Result<Option<i64>> {
    let Some(part) = tail::next(tx, EARN, after, EVENTS, now)? else { return Ok(None) };
    let mut seen = BTreeSet::new();
    let names: Vec<(Name, AwardKind)> = part
        .touched
        .iter()
        .filter_map(|touched| Some((touched.name(), kind_of(touched.cause)?)))
        .filter(|(name, _)| seen.insert(*name))
        .collect();
    let site = settings::load(tx)?;
    settle(tx, &names, (&site, now))?;
    Ok(Some(part.next))
}

/// The name of what an award is for, and since when it stands, if it does.
pub(super) fn standing(tx: &mut Conn, award: &Award) -> Result<Option<(Name, Stands)>> {
    let cause = match award.kind {
        AwardKind::AnswerUp => reputation::Cause::AnswerUp,
        AwardKind::Accepted | AwardKind::AcceptedFirst => reputation::Cause::Accepted,
        AwardKind::Delivered => reputation::Cause::Delivered,
        AwardKind::Quality | AwardKind::Goodwill => return Ok(None),
    };
    let Some(post) = award.post else { return Ok(None) };
    let name = Name { post, cause, user: award.user, from: award.giver.0 };
    Ok(tail::standing(tx, name)?.map(|stands| (name, stands)))
}

const fn kind_of(cause: reputation::Cause) -> Option<AwardKind> {
    match cause {
        reputation::Cause::AnswerUp => Some(AwardKind::AnswerUp),
        reputation::Cause::Accepted => Some(AwardKind::Accepted),
        reputation::Cause::Delivered => Some(AwardKind::Delivered),
        reputation::Cause::QuestionUp
        | reputation::Cause::ArticleUp
        | reputation::Cause::IdeaUp
        | reputation::Cause::Down
        | reputation::Cause::Downvoting
        | reputation::Cause::Accepting
        | reputation::Cause::Partly
        | reputation::Cause::Suggestion
        | reputation::Cause::Abuse => None,
    }
}

fn settle(tx: &mut Conn, names: &[(Name, AwardKind)], (site, now): (&Site, Timestamp)) -> Result<()> {
    let accepted = names.iter().filter(|(_, kind)| *kind == AwardKind::Accepted).map(|(name, _)| name.post);
    let others = store::waiting_for_question(tx, &accepted.collect::<Vec<PostId>>())?;
    let users: Vec<UserId> = names.iter().map(|(name, _)| name.user).chain(others.iter().copied()).collect();
    dialect::lock_users(tx, &users)?;
    let mut freed: BTreeSet<(UserId, Month)> = BTreeSet::new();
    for (name, kind) in names {
        let cause = Cause { post: name.post, kind: *kind, user: name.user, giver: UserId(name.from) };
        let stands = tail::standing(tx, *name)?;
        let award = store::of_cause(tx, cause)?;
        match (stands, award) {
            (Some(stands), None) => first_seen(tx, (cause, *name), stands, (site, now))?,
            (Some(stands), Some(award)) if award.state == State::Reversed => {
                again(tx, (&award, *name), stands, (site, now))?;
            }
            (None, Some(award)) if matches!(award.state, State::Pending | State::Unpaid) => {
                gone(tx, &award, now)?;
                freed.insert((award.user, award.month));
                freed.extend(others.iter().map(|user| (*user, award.month)));
            }
            // What is final stays; what is as it should be, too.
            (Some(_) | None, Some(_)) | (None, None) => {}
        }
    }
    freed.into_iter().try_for_each(|(user, month)| look_again(tx, user, month, now))
}

/// Something came that was not there before.
fn first_seen(
    tx: &mut Conn,
    (cause, name): (Cause, Name),
    stands: Stands,
    (site, now): (&Site, Timestamp),
) -> Result<()> {
    if !terms::covers(tx, cause.user, stands, &site.zone)? || store::is_staff(tx, cause.user)? {
        return Ok(());
    }
    let amount = amount_of(cause, (name, stands), site);
    let month = open_month(tx, stands.at, (site, now))?;
    let fresh = Award { at: stands.at, ..whole(AwardId(0), cause, (1, amount), month) };
    decide(tx, fresh, now)
}

/// Something came back that had been taken back.
pub(super) fn again(
    tx: &mut Conn,
    (award, name): (&Award, Name),
    stands: Stands,
    (site, now): (&Site, Timestamp),
) -> Result<()> {
    // A month's close took it, or a decision: that stays.
    if matches!(award.why, Why::Quarter | Why::Budget | Why::Void) || store::is_staff(tx, award.user)? {
        return Ok(());
    }
    let cause = Cause { post: name.post, kind: award.kind, user: award.user, giver: award.giver };
    let amount = amount_of(cause, (name, stands), site);
    let month = open_month(tx, stands.at, (site, now))?;
    let next = whole(award.id, cause, (award.number + 1, amount), month);
    decide(tx, Award { at: stands.at, ..next }, now)
}

/// By the rules; the authors of ideas that became one share as they do with reputation.
fn amount_of(cause: Cause, (name, stands): (Name, Stands), site: &Site) -> i64 {
    let by_rule = rules::amount(cause.kind);
    if cause.kind != AwardKind::Delivered {
        return by_rule;
    }
    // What one share is worth in reputation may have been changed since; never more than all of it.
    let whole = site.amounts.of(name.cause).max(stands.amount).max(1);
    by_rule * stands.amount.max(0) / whole
}

/// The month that an award counts for: that of its cause, or the present one when that is not open any more.
pub(super) fn open_month(tx: &mut Conn, at: Timestamp, (site, now): (&Site, Timestamp)) -> Result<Month> {
    let (of_cause, present) = (Month::of(at, &site.zone), Month::of(now, &site.zone));
    store::open_month(tx, present)?;
    let late = of_cause < present && store::month_state(tx, of_cause)?.state == MonthState::Open;
    if late {
        store::open_month(tx, of_cause)?;
    }
    Ok(if late { of_cause } else { present })
}

/// Gives it, or notes why not.
fn decide(tx: &mut Conn, award: Award, now: Timestamp) -> Result<()> {
    let (why, staff) = obstacle(tx, &award)?;
    let month = store::month_state(tx, award.month)?;
    let release_at = if month.budget.is_some() && award.kind != AwardKind::Goodwill {
        Timestamp::FOREVER
    } else {
        award.at + rules::PENDING
    };
    let state = if why == Why::None && award.amount > 0 { State::Pending } else { State::Unpaid };
    let put = Award { state, why, release_at, ..award };
    let id = store::put(tx, &put)?;
    let put = Award { id, ..put };
    if state == State::Unpaid {
        return Ok(());
    }
    give(tx, &put, (None, ""), now)?;
    if put.kind != AwardKind::Accepted {
        return Ok(());
    }
    if let (Some(staff), Some(post)) = (staff, put.post) {
        // Outside the caps of a pair, so that it can be looked up.
        let entry = Entry {
            actor: Some(staff),
            action: Deed::AcceptForPoints,
            subject: Subject::Post(post),
            board: None,
            reason: None,
            changes: &[],
            ip: "",
        };
        record(tx, entry, now)?;
    }
    first_ever(tx, &put, now)
}

/// The first paid acceptance of a member gives something besides.
fn first_ever(tx: &mut Conn, accepted: &Award, now: Timestamp) -> Result<()> {
    let Some(post) = accepted.post.filter(|_| accepted.kind == AwardKind::Accepted) else { return Ok(()) };
    if store::has_first(tx, accepted.user)? {
        return Ok(());
    }
    let cause = Cause { post, kind: AwardKind::AcceptedFirst, user: accepted.user, giver: accepted.giver };
    let before = store::of_cause(tx, cause)?;
    let (id, number) = before.map_or((AwardId(0), 1), |before| (before.id, before.number + 1));
    let first = Award { at: accepted.at, ..whole(id, cause, (number, rules::ACCEPTED_FIRST), accepted.month) };
    decide(tx, first, now)
}

/// The rule that stands in the way of an award, and the employee who accepted for somebody else.
fn obstacle(tx: &mut Conn, award: &Award) -> Result<(Why, Option<UserId>)> {
    let mut staff = None;
    let Some(post) = award.post else { return Ok((Why::None, None)) };
    match award.kind {
        AwardKind::AnswerUp => {
            if !store::is_qualified(tx, award.giver, award.at)? {
                return Ok((Why::Giver, None));
            }
            if store::paid_votes_of(tx, post)? >= rules::VOTES_OF_ANSWER {
                return Ok((Why::Post, None));
            }
        }
        AwardKind::Accepted => {
            let acceptance = store::acceptance(tx, post)?;
            staff = acceptance.and_then(|acceptance| acceptance.staff);
            if let Some(acceptance) = acceptance
                && store::paid_answers_of(tx, acceptance.topic)? >= rules::ACCEPTED_OF_QUESTION
            {
                return Ok((Why::Question, staff));
            }
        }
        AwardKind::AcceptedFirst | AwardKind::Delivered | AwardKind::Quality | AwardKind::Goodwill => {}
    }
    let of_pair = matches!(award.kind, AwardKind::AnswerUp | AwardKind::Accepted) && staff.is_none();
    if of_pair && store::paid_of_pair(tx, (award.giver, award.user), award.at)? >= rules::PAIR {
        return Ok((Why::Pair, staff));
    }
    let full = store::automatic_of(tx, award.user, award.month)? + award.amount > rules::MONTH;
    Ok((if award.kind.is_automatic() && full { Why::Month } else { Why::None }, staff))
}

/// What something was for is gone: what is pending goes back.
fn gone(tx: &mut Conn, award: &Award, now: Timestamp) -> Result<()> {
    if award.state == State::Unpaid {
        return store::set_state(tx, award.id, (State::Reversed, Why::Gone));
    }
    take_back(tx, award, (Kind::Reversal, Why::Gone), now)?;
    let (Some(post), AwardKind::Accepted) = (award.post, award.kind) else { return Ok(()) };
    let first = Cause { post, kind: AwardKind::AcceptedFirst, user: award.user, giver: award.giver };
    match store::of_cause(tx, first)? {
        Some(first) if first.state == State::Pending => take_back(tx, &first, (Kind::Reversal, Why::Gone), now),
        Some(first) if first.state == State::Unpaid => store::set_state(tx, first.id, (State::Reversed, Why::Gone)),
        Some(_) | None => Ok(()),
    }
}

/// What the caps had cut off of a member's open month is decided anew, the oldest first. The member is held.
pub(super) fn look_again(tx: &mut Conn, user: UserId, month: Month, now: Timestamp) -> Result<()> {
    if store::month_state(tx, month)?.state != MonthState::Open {
        return Ok(());
    }
    for award in store::unpaid_for_caps(tx, user, month)? {
        // Another answer may have been the first one that was paid meanwhile.
        if award.kind == AwardKind::AcceptedFirst && store::has_first(tx, user)? {
            continue;
        }
        let (why, _) = obstacle(tx, &award)?;
        if why == Why::None {
            decide(tx, award, now)?;
        }
    }
    Ok(())
}
