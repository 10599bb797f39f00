//! Who votes for what, and when: as many as the content says, and never more than the rules allow.
//!
//! The limits are counted by site days, and where a day begins depends on the moment at which the demo is filled.
//! So that its votes do not, half of each limit is kept in stretches that are as long as the longest day: no day
//! holds parts of more than two of them.

use std::collections::HashMap;

use crate::policy::{Direction, Limits};

use super::random::Sequence;

/// A moment, in seconds before the demo is filled.
pub(super) type Ago = i64;

/// The longest day: one on which clocks are set back.
const STRETCH: Ago = 25 * 3_600;
/// Votes come for so long, most of them soon.
const HORIZON: Ago = 30 * 86_400;

/// One who may vote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voter {
    /// When they joined.
    pub joined: Ago,
    /// Sees what others do not: may vote on the restricted board too.
    pub insider: bool,
}

/// What is voted on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// Its author, who may not vote.
    pub author: usize,
    /// When it was written.
    pub written: Ago,
    /// Stands on the restricted board.
    pub inside: bool,
}

/// A vote to cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Planned {
    pub giver: usize,
    pub at: Ago,
    pub way: Direction,
}

/// What everybody has given so far.
#[derive(Debug, Clone)]
pub(super) struct Ballots {
    voters: Vec<Voter>,
    sequence: Sequence,
    /// By giver and stretch.
    given: HashMap<(usize, Ago), i64>,
    /// By giver, receiver, stretch and way.
    to_author: HashMap<(usize, usize, Ago, bool), i64>,
    /// On comments, by giver and stretch.
    on_comments: HashMap<(usize, Ago), i64>,
    /// For ideas, by giver: as if none of them were ever decided.
    for_ideas: HashMap<usize, i64>,
}

impl Ballots {
    pub(super) fn new(voters: Vec<Voter>) -> Self {
        let sequence = Sequence::of("votes");
        Self {
            voters,
            sequence,
            given: HashMap::new(),
            to_author: HashMap::new(),
            on_comments: HashMap::new(),
            for_ideas: HashMap::new(),
        }
    }

    /// So many votes up and down on a post; `None` when there are not so many who may.
    pub(super) fn on_post(&mut self, target: Target, ups: usize, downs: usize) -> Option<Vec<Planned>> {
        let ways = std::iter::repeat_n(Direction::Up, ups).chain(std::iter::repeat_n(Direction::Down, downs));
        self.plan((target, HORIZON), ways, |ballots, giver, at, way| ballots.take(target, giver, at, way))
    }

    /// Votes up and down on an idea that takes them until `closed`, of people who are for at most `budget` ideas; fewer
    /// when there are not so many who may.
    pub(super) fn on_idea(
        &mut self,
        (target, closed): (Target, Ago),
        (ups, downs): (usize, usize),
        budget: i64,
    ) -> Vec<Planned> {
        let mut votes: Vec<Planned> = Vec::new();
        let ways = std::iter::repeat_n(Direction::Up, ups).chain(std::iter::repeat_n(Direction::Down, downs));
        for way in ways {
            let planned =
                self.plan((target, target.written - closed), std::iter::once(way), |ballots, giver, at, way| {
                    let up = way == Direction::Up;
                    let spent = ballots.for_ideas.get(&giver).copied().unwrap_or(0);
                    let free = votes.iter().all(|vote| vote.giver != giver)
                        && (!up || spent < budget)
                        && ballots.take(target, giver, at, way);
                    if free && up {
                        ballots.for_ideas.insert(giver, spent + 1);
                    }
                    free
                });
            votes.extend(planned.unwrap_or_default());
        }
        votes
    }

    /// Takes a vote from what its giver may give, if there is one.
    fn take(&mut self, target: Target, giver: usize, at: Ago, way: Direction) -> bool {
        let stretch = at / STRETCH;
        let down = way == Direction::Down;
        let given = self.given.get(&(giver, stretch)).copied().unwrap_or(0);
        let to_author = |down: bool| {
            let key = (giver, target.author, stretch, down);
            self.to_author.get(&key).copied().unwrap_or(0)
        };
        let free = given < Limits::VOTES_A_DAY / 2
            && to_author(true) + to_author(false) < Limits::VOTES_FOR_ONE_AUTHOR / 2
            && (!down || to_author(true) < Limits::DOWNS_FOR_ONE_AUTHOR / 2);
        if free {
            *self.given.entry((giver, stretch)).or_default() += 1;
            *self.to_author.entry((giver, target.author, stretch, down)).or_default() += 1;
        }
        free
    }

    /// So many votes on a comment.
    pub(super) fn on_comment(&mut self, target: Target, ups: usize) -> Option<Vec<Planned>> {
        self.plan((target, HORIZON), std::iter::repeat_n(Direction::Up, ups), |ballots, giver, at, _| {
            let given = ballots.on_comments.entry((giver, at / STRETCH)).or_default();
            let free = *given < Limits::COMMENT_VOTES_A_DAY / 2;
            *given += i64::from(free);
            free
        })
    }

    /// So many who have this too.
    pub(super) fn me_too(&mut self, target: Target, count: usize) -> Option<Vec<Planned>> {
        self.plan((target, HORIZON), std::iter::repeat_n(Direction::Up, count), |_, _, _, _| true)
    }

    fn plan(
        &mut self,
        (target, within): (Target, Ago),
        ways: impl Iterator<Item = Direction>,
        mut take: impl FnMut(&mut Self, usize, Ago, Direction) -> bool,
    ) -> Option<Vec<Planned>> {
        let mut waiting = self.sequence.shuffled(self.voters.len());
        let mut planned = Vec::new();
        for way in ways {
            let at = soon_after(target.written, within, &mut self.sequence);
            let place = waiting.iter().position(|&giver| {
                let voter = self.voters[giver];
                giver != target.author
                    && voter.joined > at
                    && (voter.insider || !target.inside)
                    && take(self, giver, at, way)
            })?;
            planned.push(Planned { giver: waiting.swap_remove(place), at, way });
        }
        Some(planned)
    }
}

/// A moment after `then` and before now, `within` so many seconds, sooner rather than later.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "seconds of a month")]
pub(super) fn soon_after(then: Ago, within: Ago, sequence: &mut Sequence) -> Ago {
    let within = then.min(within) as f64;
    let fraction = sequence.fraction();
    then - 1 - (within * 0.96 * fraction * fraction) as Ago
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn ballots(count: usize) -> Ballots {
        Ballots::new(vec![Voter { joined: 40 * 86_400, insider: false }; count])
    }

    const TARGET: Target = Target { author: 0, written: 3_600, inside: false };

    #[test]
    fn nobody_votes_twice_for_the_own_post_or_before_it_was_there() {
        let votes = ballots(10).on_post(TARGET, 8, 1).unwrap();
        let mut givers: Vec<usize> = votes.iter().map(|vote| vote.giver).collect();
        givers.sort_unstable();
        assert_eq!(givers, (1..10).collect::<Vec<_>>());
        assert!(votes.iter().all(|vote| vote.at > 0 && vote.at < 3_600));
        assert_eq!(ballots(10).on_post(TARGET, 10, 0), None);
        let inside = Target { inside: true, ..TARGET };
        assert_eq!(ballots(10).on_post(inside, 1, 0), None);
    }

    #[test]
    fn an_idea_gets_its_votes_while_it_takes_them_and_no_more_than_people_have() {
        let mut ballots = ballots(10);
        let votes = ballots.on_idea((TARGET, 1_800), (4, 2), 1);
        let mut givers: Vec<usize> = votes.iter().map(|vote| vote.giver).collect();
        givers.sort_unstable();
        givers.dedup();
        assert_eq!(givers.len(), 6);
        assert!(votes.iter().all(|vote| vote.at > 1_800 && vote.at < 3_600));
        assert_eq!(ballots.on_idea((TARGET, 0), (20, 0), 1).len(), 5, "nobody has two");
    }

    #[test]
    fn half_of_a_limit_is_kept_in_each_stretch() {
        let mut ballots = ballots(2);
        let passed = (0..5).filter(|_| ballots.on_post(TARGET, 1, 0).is_some()).count();
        assert_eq!(i64::try_from(passed).unwrap(), Limits::VOTES_FOR_ONE_AUTHOR / 2);
    }
}
