//! The order "trending" after thousands of votes, against the formula of product.md, reckoned here from the votes.

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::Conn;
use talka::db::schema::{ideas, votes};
use talka::error::Result;
use talka::ids::{PostId, UserId};
use talka::policy::Direction;
use talka::settings::Site;
use talka::votes::heat::Heat;
use talka::votes::{Ballot, cast};

use crate::support::TestApp;

const IDEAS: u64 = 30;
const VOTERS: u64 = 60;
const STEPS: usize = 10_000;
/// Steps between two looks at the whole order; they are one transaction.
const BATCH: usize = 400;
/// Keys that differ by less are the same.
const SAME: f64 = 1e-9;
/// In how long a vote loses half its weight, in microseconds.
const HALF_LIFE: f64 = 7.0 * 86_400.0 * 1e6;

/// Numbers that are the same at each run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

/// An idea with its author.
#[derive(Clone, Copy)]
struct Proposed {
    post: PostId,
    author: UserId,
}

/// A vote of somebody, at a time.
#[derive(Clone, Copy)]
struct Step {
    idea: Proposed,
    voter: UserId,
    way: Direction,
    at: Timestamp,
}

impl Step {
    fn take(self, tx: &mut Conn) -> Result<()> {
        let ballot = Ballot {
            on: self.idea.post,
            receiver: self.idea.author,
            edited_at: None,
            giver: self.voter,
            way: self.way,
            now: self.at,
            site: &Site { idea_budget: 0, ..Site::default() },
        };
        cast(tx, &ballot).map(drop)
    }
}

/// What is left at `now` of the votes on an idea, by the formula.
#[expect(clippy::cast_precision_loss, reason = "microseconds of this age fit in 53 bits")]
fn net(proposed_at: i64, votes: &[(i64, i64)], now: i64) -> f64 {
    let left = |at: i64| ((at - now) as f64 / HALF_LIFE).exp2();
    left(proposed_at) + votes.iter().map(|(value, at)| *value as f64 * left(*at)).sum::<f64>()
}

/// The stored keys in their order, each beside what is left of the idea's votes at `now`.
fn order(c: &mut Conn, now: Timestamp) -> Result<Vec<(Heat, f64)>> {
    let stored: Vec<(PostId, i64, i64)> = ideas::table
        .order((ideas::heat.desc(), ideas::topic_id.desc()))
        .select((ideas::post_id, ideas::heat, ideas::created_at))
        .load(c)?;
    stored
        .into_iter()
        .map(|(post, heat, proposed_at)| {
            let votes: Vec<(i64, i64)> =
                votes::table.filter(votes::post_id.eq(post)).select((votes::value, votes::cast_at)).load(c)?;
            Ok((Heat::read(heat), net(proposed_at, &votes, now.0)))
        })
        .collect()
}

/// Every stored key is that of the formula, and so is their order.
#[expect(clippy::cast_precision_loss, reason = "microseconds of this age fit in 53 bits")]
fn assert_exact(order: &[(Heat, f64)], now: Timestamp, step: usize) {
    let mut last = f64::INFINITY;
    for (place, (heat, net)) in order.iter().enumerate() {
        let Some(stored) = heat.key() else {
            assert!(*net < SAME, "step {step}, place {place}: cold, and {net} is left");
            last = f64::NEG_INFINITY;
            continue;
        };
        assert!(*net > -SAME, "step {step}, place {place}: {stored} stored, and {net} is left");
        // Where next to nothing is left, a rounding decides what it is.
        if *net > SAME {
            let key = net.log2() + now.0 as f64 / HALF_LIFE;
            assert!((stored - key).abs() < SAME.max(1e-15 / net), "step {step}, place {place}: {stored} {key}");
            assert!(key < last + SAME.max(1e-15 / net), "step {step}, place {place}: {key} after {last}");
            last = key;
        }
    }
}

#[tokio::test]
async fn the_stored_order_is_that_of_the_votes_after_ten_thousand_steps() {
    let app = TestApp::spawn().await;
    let board = app.idea_board("plans").await;
    let (mut proposed, mut voters) = (Vec::new(), Vec::new());
    let mut random = Random(2026);
    for number in 0..IDEAS {
        let author = app.member(&format!("author{number}")).await;
        let idea = app.idea(&author, board, &format!("The idea with the number {number}")).await;
        proposed.push(Proposed { post: idea.post, author: author.id() });
        app.clock.advance(i64::try_from(random.below(40_000)).unwrap());
    }
    for number in 0..VOTERS {
        voters.push(app.member(&format!("voter{number}")).await.id());
    }
    let mut now = app.clock.now();
    let mut cold = 0;
    for batch in 0..STEPS.div_ceil(BATCH) {
        let mut steps = Vec::new();
        for _ in 0..BATCH {
            // Mostly seconds and minutes, now and then days.
            let pause = match random.below(50) {
                0 => random.below(3 * 86_400_000_000),
                _ => random.below(600_000_000),
            };
            now = Timestamp(now.0 + i64::try_from(pause).unwrap());
            // Some ideas are loved, some are not, most divide people.
            let which = random.below(IDEAS);
            let way = match random.below(12) {
                0 | 1 => Direction::None,
                n if n < 3 + which * 8 / IDEAS => Direction::Up,
                _ => Direction::Down,
            };
            let voter = voters[usize::try_from(random.below(VOTERS)).unwrap()];
            steps.push(Step { idea: proposed[usize::try_from(which).unwrap()], voter, way, at: now });
        }
        let found = app
            .write(move |tx| {
                steps.iter().try_for_each(|step| step.take(tx))?;
                order(tx, now)
            })
            .await;
        assert_exact(&found, now, batch * BATCH);
        cold += found.iter().filter(|(heat, _)| heat.key().is_none()).count();
    }
    assert!(cold > 0, "some ideas were voted down to nothing");
    app.assert_verified();
}
