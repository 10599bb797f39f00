//! What a change of the numbers would do.

use serde::Serialize;

use super::{Numbers, store};
use crate::db::Conn;
use crate::error::Result;
use crate::policy::Privilege;
use crate::reputation::Cause;

/// The newest events that the preview reckons with at most.
const EVENTS: i64 = 10_000;
/// Members are counted as far as this.
pub(super) const COUNTED: i64 = 1_000;

/// What a change would do.
#[derive(Debug, Serialize)]
pub struct Preview {
    privileges: Vec<Opens>,
    causes: Vec<Gives>,
    /// Events that were reckoned with.
    events: i64,
    /// What these gave, before any cap, and what they would have given.
    gave: i64,
    would_give: i64,
    /// The cap before and after, when it changes; likewise how many votes count for an idea.
    cap: Option<(i64, i64)>,
    idea_ups: Option<(i64, i64)>,
}

impl Preview {
    /// Whether there is nothing to change.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.privileges.is_empty() && self.causes.is_empty() && self.cap.is_none() && self.idea_ups.is_none()
    }
}

#[derive(Debug, Serialize)]
struct Opens {
    privilege: &'static str,
    before: i64,
    after: i64,
    /// Members who win or lose it, as far as they are counted.
    members: i64,
    wins: bool,
    /// Nobody has that much.
    nobody: bool,
}

#[derive(Debug, Serialize)]
struct Gives {
    cause: &'static str,
    before: i64,
    after: i64,
    /// How often it gave, among the events that were reckoned with.
    times: i64,
}

/// What would come of these numbers instead of those.
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, before: &Numbers, after: &Numbers) -> Result<Preview> {
    let mut privileges = Vec::new();
    for privilege in Privilege::ALL {
        let (old, new) = (before.thresholds.of(*privilege), after.thresholds.of(*privilege));
        if old != new {
            privileges.push(Opens {
                privilege: privilege.as_str(),
                before: old,
                after: new,
                members: store::members_between(c, old.min(new), old.max(new))?,
                wins: new < old,
                nobody: new > 1 && store::members_between(c, new, i64::MAX)? == 0,
            });
        }
    }
    let counted = store::newest(c, EVENTS)?;
    let times = |cause: Cause| counted.iter().find(|(kind, _)| *kind == cause).map_or(0, |(_, times)| *times);
    let sum = |numbers: &Numbers| counted.iter().map(|(cause, times)| numbers.amounts.of(*cause) * times).sum();
    let changed = |old: i64, new: i64| (old != new).then_some((old, new));
    Ok(Preview {
        privileges,
        causes: Cause::ALL
            .iter()
            .filter(|cause| before.amounts.of(**cause) != after.amounts.of(**cause))
            .map(|cause| Gives {
                cause: cause.as_str(),
                before: before.amounts.of(*cause),
                after: after.amounts.of(*cause),
                times: times(*cause),
            })
            .collect(),
        events: counted.iter().map(|(_, times)| times).sum(),
        gave: sum(before),
        would_give: sum(after),
        cap: changed(before.cap, after.cap),
        idea_ups: changed(before.amounts.idea_ups, after.amounts.idea_ups),
    })
}
