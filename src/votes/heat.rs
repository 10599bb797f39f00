//! How much an idea is wanted now: the order "trending" (product.md, section 5).
//!
//! Every vote weighs 1 or -1 when it is cast and half of that a week later; an idea begins with a weight of 1. What is
//! left of all of them at the time `t` is `net(t)`, and since all decay alike, the order of two ideas never changes by
//! itself. So the key `log2(net(t)) + t/h` is the same whenever it is reckoned, and a list can walk an index of it.

use crate::clock::Timestamp;

/// In how long a vote loses half its weight, in microseconds.
const HALF_LIFE: f64 = 7.0 * 86_400.0 * 1e6;
/// With less left than this, what is left is the difference of large numbers: it is reckoned from the votes again.
const SAFE: f64 = 1.0 / 64.0;

/// The key of an idea in the order "trending".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heat(i64);

impl Heat {
    /// Of an idea that nothing is left of: behind all others.
    pub const COLD: Self = Self(i64::MIN);

    /// Of a new idea.
    #[must_use]
    pub fn of_new(at: Timestamp) -> Self {
        Self::from_key(half_lives(at))
    }

    /// As stored: an integer whose order is that of the key.
    #[must_use]
    pub const fn stored(self) -> i64 {
        self.0
    }

    /// As read.
    #[must_use]
    pub const fn read(stored: i64) -> Self {
        Self(stored)
    }

    /// The key itself; none when it is cold.
    #[must_use]
    pub fn key(self) -> Option<f64> {
        (self != Self::COLD).then(|| f64::from_bits(turned(self.0).cast_unsigned()))
    }

    /// Whether it is the same as another but for rounding: two ways of adding up the same votes.
    #[must_use]
    pub fn is_about(self, other: Self, within: f64) -> bool {
        match (self.key(), other.key()) {
            (Some(one), Some(other)) => (one - other).abs() <= within,
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    fn from_key(key: f64) -> Self {
        Self(turned(key.to_bits().cast_signed()))
    }

    fn of(net: f64, at: Timestamp) -> Self {
        if net > 0.0 { Self::from_key(net.log2() + half_lives(at)) } else { Self::COLD }
    }

    /// With one more vote, cast now. None where the key does not tell enough, and the votes have to be gone through.
    #[must_use]
    pub fn with(self, value: i64, now: Timestamp) -> Option<Self> {
        let net = (self.key()? - half_lives(now)).exp2() + weight(value);
        (net >= SAFE).then(|| Self::of(net, now))
    }

    /// Of an idea proposed at this time with these votes: their values, and when they were cast. In the order of time,
    /// so that the same votes give the same key.
    #[must_use]
    pub fn of_votes(proposed_at: Timestamp, votes: &[(i64, Timestamp)]) -> Self {
        let now = votes.iter().map(|(_, at)| *at).max().unwrap_or(proposed_at).max(proposed_at);
        let left = |at: Timestamp| (half_lives(at) - half_lives(now)).exp2();
        let net = votes.iter().fold(left(proposed_at), |net, (value, at)| net + weight(*value) * left(*at));
        Self::of(net, now)
    }
}

/// The key of the order "controversial": many votes, and as many for as against; millionths.
#[must_use]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts of people")]
pub fn split(ups: i64, downs: i64) -> i64 {
    let (most, least) = (ups.max(downs), ups.min(downs));
    if least <= 0 {
        return 0;
    }
    let votes = (ups + downs) as f64;
    (votes.powf(least as f64 / most as f64) * 1e6).round() as i64
}

/// The time in half-lives since the epoch.
#[expect(clippy::cast_precision_loss, reason = "microseconds of this age fit in 53 bits")]
fn half_lives(at: Timestamp) -> f64 {
    at.0 as f64 / HALF_LIFE
}

#[expect(clippy::cast_precision_loss, reason = "1, 0 or -1")]
fn weight(value: i64) -> f64 {
    value as f64
}

/// Bits of a float as an integer of the same order, and back: those of negative numbers count the other way.
const fn turned(bits: i64) -> i64 {
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
    const WEEK: i64 = 7 * 86_400 * 1_000_000;

    #[test]
    fn the_order_of_what_is_stored_is_that_of_the_keys() {
        let keys = [-1e300, -2.5, -0.0, 0.0, 1e-9, 3.0, 2_950.25, 1e300];
        for pair in keys.windows(2) {
            assert!(Heat::from_key(pair[0]) <= Heat::from_key(pair[1]), "{pair:?}");
        }
        for key in keys {
            assert_eq!(Heat::from_key(key).key(), Some(key));
            assert!(Heat::COLD < Heat::from_key(key));
        }
    }

    #[test]
    fn a_vote_is_worth_half_after_a_week() {
        let older = Heat::of_votes(Timestamp(NOW.0 - 10 * WEEK), &[(1, NOW), (1, NOW)]);
        let newer = Heat::of_votes(Timestamp(NOW.0 - 10 * WEEK), &[(1, Timestamp(NOW.0 + WEEK))]);
        let (older, newer) = (older.key().unwrap(), newer.key().unwrap());
        assert!((older - newer).abs() < 1e-3, "{older} {newer}");
    }

    #[test]
    fn step_by_step_is_as_all_at_once() {
        let mut votes = Vec::new();
        let mut heat = Heat::of_new(NOW);
        for step in 1..500_i64 {
            let at = Timestamp(NOW.0 + step * 3_600_000_000);
            let value = if step % 5 == 0 { -1 } else { 1 };
            votes.push((value, at));
            let whole = Heat::of_votes(NOW, &votes);
            heat = heat.with(value, at).unwrap_or(whole);
            let (one, other) = (heat.key().unwrap(), whole.key().unwrap());
            assert!((one - other).abs() < 1e-9, "{step}: {one} {other}");
        }
    }

    #[test]
    fn as_many_against_as_for_leaves_nothing() {
        assert_eq!(Heat::of_votes(NOW, &[(-1, NOW)]), Heat::COLD);
        assert_eq!(Heat::of_new(NOW).with(-1, NOW), None);
        assert_eq!(Heat::COLD.with(1, NOW), None);
    }

    #[test]
    fn what_divides_people_is_controversial() {
        assert!(split(50, 50) > split(90, 10));
        assert!(split(50, 50) > split(5, 5));
        assert_eq!(split(90, 0), 0);
    }
}
