//! Who gets the dump's votes.

use std::collections::HashSet;

use super::store::{self, Voter};
use crate::cli::import::run::Run;
use crate::clock::{Timestamp, days};
use crate::error::Result;
use crate::ids::UserId;

/// People among whom votes are dealt out: a bound on memory, above the votes of any one post.
const MOST: i64 = 100_000;

/// The people of a dump in the order in which they joined.
#[derive(Debug, Default)]
pub struct Voters(Vec<Voter>);

impl Voters {
    /// Everybody whom the import has brought in, but [`MOST`] at most.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn load(run: &mut Run<'_>) -> Result<Self> {
        let source = run.site.source.clone();
        Ok(Self(run.read(|conn| store::voters(conn, &source, MOST))?))
    }

    /// Somebody for a vote of the day of `at` on a text of `author`, who has not voted on it yet: one who had joined
    /// by then while there are any. The same `seed` (the text's id) and `given` give the same person.
    #[must_use]
    pub fn choose(&self, seed: i64, author: UserId, given: &HashSet<UserId>, at: Timestamp) -> Option<UserId> {
        let until = at + days(1);
        let (members, later) = self.0.split_at(self.0.partition_point(|voter| voter.joined < until));
        [members, later].into_iter().find_map(|people| {
            // Texts begin at different people, and each next vote looks behind the ones before.
            let start = spread(seed).checked_rem(people.len())? + given.len();
            (0..people.len())
                .map(|step| people[(start + step) % people.len()].id)
                .find(|person| *person != author && !given.contains(person))
        })
    }
}

/// Fibonacci hashing: neighbours land far apart.
fn spread(seed: i64) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    usize::try_from(seed.unsigned_abs().wrapping_mul(GOLDEN) >> 33).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    fn voters(people: i64) -> Voters {
        Voters((1..=people).map(|id| Voter { joined: Timestamp(id * DAY), id: UserId(id) }).collect())
    }

    #[test]
    fn nobody_votes_twice_or_for_themselves() {
        let voters = voters(50);
        for (seed, author) in [(1, 1), (2, 25), (977, 50)] {
            let mut given = HashSet::new();
            while let Some(voter) = voters.choose(seed, UserId(author), &given, Timestamp(100 * DAY)) {
                assert!(given.insert(voter));
            }
            assert_eq!(given.len(), 49);
            assert!(!given.contains(&UserId(author)));
        }
        assert_eq!(Voters::default().choose(1, UserId(1), &HashSet::new(), Timestamp(0)), None);
    }

    #[test]
    fn those_who_had_joined_come_first() {
        let voters = voters(50);
        let mut given = HashSet::new();
        for _ in 0..9 {
            given.extend(voters.choose(3, UserId(4), &given, Timestamp(10 * DAY)));
        }
        assert_eq!(given, (1..=10).filter(|id| *id != 4).map(UserId).collect());
        assert!(voters.choose(3, UserId(4), &given, Timestamp(10 * DAY)).is_some_and(|later| later > UserId(10)));
    }
}
