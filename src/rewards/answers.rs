//! What the billing system says of redemptions that it was handed: a line each, `17,paid` or `17,failed,why`. A list may
//! come twice, or in pieces: what was said before is not done again.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::decide::note;
use super::store::{self, Redemption};
use super::{RedemptionState, redeem};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::{RedemptionId, UserId};
use crate::message::Message;
use crate::moderation::{By, Deed};
use crate::policy::{self, Action};
use crate::text_enum;

/// Lines of a list, at most.
pub const MOST: usize = 2_000;
/// Characters of a reason that are kept.
const REASON: usize = 200;

/// What billing says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was given.
    Paid,
    /// It could not be given; why.
    Failed(String),
}

impl Answer {
    const fn state(&self) -> RedemptionState {
        match self {
            Self::Paid => RedemptionState::Paid,
            Self::Failed(_) => RedemptionState::Failed,
        }
    }
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// As it was sent, for whoever has to look.
    pub text: String,
    /// About what, and what; none when it cannot be read.
    pub says: Option<(RedemptionId, Answer)>,
}

text_enum! {
    /// What came of a line.
    pub enum Outcome {
        /// The reward is given.
        Paid = "paid",
        /// The points went back.
        Failed = "failed",
        /// It was said before.
        Again = "again",
        /// Something else was said before, which stands.
        Otherwise = "otherwise",
        /// It was never handed to billing.
        NotExported = "not-exported",
        /// There is no such redemption.
        Unknown = "unknown",
        /// The line cannot be read.
        Unreadable = "unreadable",
    }
}

/// Reads a list as typed into the field `answers`; empty lines, and one with the names of the columns, are none.
///
/// # Errors
/// [`AppError::Invalid`] when there is no line, or too many.
pub fn parse(typed: &str) -> Result<Vec<Line>> {
    let typed = typed.strip_prefix('\u{feff}').unwrap_or(typed);
    let numbered = (1_usize..).zip(typed.lines().map(str::trim));
    let wanted = numbered.filter(|(number, line)| {
        let is_head = *number == 1 && line.to_ascii_lowercase().starts_with("id,");
        !line.is_empty() && !is_head
    });
    let lines: Vec<Line> = wanted
        .map(|(number, text)| Line { number, text: text.chars().take(REASON).collect(), says: read(text) })
        .collect();
    if lines.is_empty() || lines.len() > MOST {
        return Err(Invalid::field("answers", Message::new("rewards-answers-number").with("max", MOST)).into());
    }
    Ok(lines)
}

fn read(line: &str) -> Option<(RedemptionId, Answer)> {
    let mut cells = line.splitn(3, ',').map(|cell| cell.trim().trim_matches('"').trim());
    let id: i64 = cells.next()?.parse().ok().filter(|id| *id > 0)?;
    let answer = match (cells.next()?.to_ascii_lowercase().as_str(), cells.next()) {
        ("paid", None | Some("")) => Answer::Paid,
        ("failed", why) => Answer::Failed(why.unwrap_or_default().chars().take(REASON).collect()),
        _ => return None,
    };
    Some((RedemptionId(id), answer))
}

/// Does what billing says, and answers what came of each line.
///
/// # Errors
/// By the policy.
pub fn settle(tx: &mut Conn, by: By<'_>, lines: &[Line], zone: &TimeZone) -> Result<Vec<Outcome>> {
    policy::check(by.actor, Action::Administer)?;
    let ids: Vec<RedemptionId> = lines.iter().filter_map(|line| line.says.as_ref()).map(|(id, _)| *id).collect();
    let users: Vec<UserId> = store::redemptions_of(tx, &ids)?.iter().map(|one| one.user).collect();
    dialect::lock_users(tx, &users)?;
    let held = store::redemptions_of(tx, &ids)?;
    let mut held: HashMap<RedemptionId, Redemption> = held.into_iter().map(|one| (one.id, one)).collect();
    lines.iter().map(|line| settle_one(tx, by, (&mut held, line), zone)).collect()
}

fn settle_one(
    tx: &mut Conn,
    by: By<'_>,
    (held, line): (&mut HashMap<RedemptionId, Redemption>, &Line),
    zone: &TimeZone,
) -> Result<Outcome> {
    let Some((id, answer)) = &line.says else { return Ok(Outcome::Unreadable) };
    let Some(one) = held.get_mut(id) else { return Ok(Outcome::Unknown) };
    if one.state == RedemptionState::Exported {
        let outcome = match answer {
            Answer::Paid => {
                let reward = store::reward(tx, one.reward)?.ok_or(AppError::NotFound)?;
                redeem::pay(tx, one, (reward.kind, by.actor.id()), (by.now, zone))?;
                Outcome::Paid
            }
            Answer::Failed(why) => {
                let to = (RedemptionState::Failed, by.actor.id(), why.as_str());
                redeem::give_back(tx, one, to, (by.now, zone))?;
                Outcome::Failed
            }
        };
        note(tx, by, (one, Deed::SettleRedemption, None), answer.state().as_str())?;
        one.state = answer.state();
        return Ok(outcome);
    }
    Ok(match one.state {
        state if state == answer.state() => Outcome::Again,
        RedemptionState::Paid | RedemptionState::Failed => Outcome::Otherwise,
        RedemptionState::Requested
        | RedemptionState::Approved
        | RedemptionState::Exported
        | RedemptionState::Rejected
        | RedemptionState::Cancelled => Outcome::NotExported,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_billing_writes_them() {
        let says = |text: &str| parse(text).unwrap().into_iter().map(|line| line.says).collect::<Vec<_>>();
        let paid = |id| Some((RedemptionId(id), Answer::Paid));
        assert_eq!(says("\u{feff}id,answer\r\n17,paid\r\n\r\n 18 , Paid \n"), [paid(17), paid(18)]);
        let failed = Some((RedemptionId(3), Answer::Failed("no such number, they say".into())));
        assert_eq!(says("3,failed,\"no such number, they say\""), [failed]);
        assert_eq!(says("3,failed"), [Some((RedemptionId(3), Answer::Failed(String::new())))]);
        for odd in ["17", "x,paid", "-1,paid", "0,paid", "1.5,paid", "17,perhaps", "17,paid,twice", "=1,paid"] {
            assert_eq!(says(odd), [None], "{odd}");
        }
        assert!(parse(" \n").is_err() && parse(&"1,paid\n".repeat(MOST + 1)).is_err());
        assert_eq!(parse("id,x\n\n5,paid").unwrap()[0].number, 3);
    }
}
