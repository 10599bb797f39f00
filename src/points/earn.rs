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

/// Since when what an award is for stands, if it does. What staff give stands by itself, and so does an article until its
/// job says otherwise.
pub(super) fn standing(tx: &mut Conn, award: &Award) -> Result<Option<Stands>> {
    let cause = match award.kind {
        AwardKind::AnswerUp => reputation::Cause::AnswerUp,
        AwardKind::Accepted | AwardKind::AcceptedFirst => reputation::Cause::Accepted,
        AwardKind::Delivered => reputation::Cause::Delivered,
        AwardKind::Article | AwardKind::Quality | AwardKind::Goodwill => {
            return Ok(Some(Stands { at: award.at, day: 0, amount: 0 }));
        }
    };
    let Some(post) = award.post else { return Ok(None) };
    tail::standing(tx, Name { post, cause, user: award.user, from: award.giver.0 })
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
        let amount = stands.map_or(0, |stands| amount_of(*kind, stands, site));
        if let Some(month) = compare(tx, &Claim { cause, stands, amount }, (site, now))? {
            freed.insert((cause.user, month));
            freed.extend(others.iter().map(|user| (*user, month)));
        }
    }
    freed.into_iter().try_for_each(|(user, month)| look_again(tx, user, month, now))
}

/// What may give points, as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    /// What it is.
    pub(super) cause: Cause,
    /// Since when it stands, if it does.
    pub(super) stands: Option<Stands>,
    /// How much it gives by the rules.
    pub(super) amount: i64,
}

/// Gives what stands and is not given, and takes back what was given and does not stand: then room may have come free
/// in the month that is answered. Its owner is held.
pub(super) fn compare(tx: &mut Conn, claim: &Claim, (site, now): (&Site, Timestamp)) -> Result<Option<Month>> {
    let award = store::of_cause(tx, claim.cause)?;
    match (claim.stands, award) {
        (Some(stands), None) => {
            if terms::covers(tx, claim.cause.user, stands, &site.zone)? {
                claimed(tx, claim, (AwardId(0), 1), stands, (site, now))?;
            }
        }
        // What a month's close or a decision about fraud took is taken for good.
        (Some(stands), Some(award)) if award.state == State::Reversed && award.why == Why::Gone => {
            claimed(tx, claim, (award.id, award.number + 1), stands, (site, now))?;
        }
        (None, Some(award)) if matches!(award.state, State::Pending | State::Unpaid) => {
            gone(tx, &award, now)?;
            return Ok(Some(award.month));
        }
        // What is final stays; what is as it should be, too.
        (Some(_) | None, Some(_)) | (None, None) => {}
    }
    Ok(None)
}

/// Something came, or came back.
fn claimed(
    tx: &mut Conn,
    claim: &Claim,
    (id, number): (AwardId, i64),
    stands: Stands,
    (site, now): (&Site, Timestamp),
) -> Result<()> {
    if store::is_staff(tx, claim.cause.user)? {
        return Ok(());
    }
    let month = open_month(tx, stands.at, (site, now))?;
    decide(tx, Award { at: stands.at, ..whole(id, claim.cause, (number, claim.amount), month) }, now)
}

/// Something that had been taken back is decided anew.
pub(super) fn again(tx: &mut Conn, award: &Award, stands: Stands, (site, now): (&Site, Timestamp)) -> Result<()> {
    let Some(post) = award.post else { return Ok(()) };
    let cause = Cause { post, kind: award.kind, user: award.user, giver: award.giver };
    let claim = Claim { cause, stands: Some(stands), amount: amount_of(award.kind, stands, site) };
    claimed(tx, &claim, (award.id, award.number + 1), stands, (site, now))
}

/// By the rules; the authors of ideas that became one share as they do with reputation.
fn amount_of(kind: AwardKind, stands: Stands, site: &Site) -> i64 {
    let by_rule = rules::amount(kind);
    if kind != AwardKind::Delivered {
        return by_rule;
    }
    // What one share is worth in reputation may have been changed since; never more than all of it.
    let whole = site.amounts.of(reputation::Cause::Delivered).max(stands.amount).max(1);
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
    let state = if why == Why::Nothing && award.amount > 0 { State::Pending } else { State::Unpaid };
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
    let Some(post) = award.post else { return Ok((Why::Nothing, None)) };
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
        AwardKind::AcceptedFirst
        | AwardKind::Delivered
        | AwardKind::Article
        | AwardKind::Quality
        | AwardKind::Goodwill => {}
    }
    let of_pair = matches!(award.kind, AwardKind::AnswerUp | AwardKind::Accepted) && staff.is_none();
    if of_pair && store::paid_of_pair(tx, (award.giver, award.user), award.at)? >= rules::PAIR {
        return Ok((Why::Pair, staff));
    }
    let full = store::automatic_of(tx, award.user, award.month)? + award.amount > rules::MONTH;
    Ok((if award.kind.is_automatic() && full { Why::Month } else { Why::Nothing }, staff))
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
        if why == Why::Nothing {
            decide(tx, award, now)?;
        }
    }
    Ok(())
}
