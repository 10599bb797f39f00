//! Fifty thousand random operations against a model that shares no code with the ledger: whatever the order, whatever
//! breaks off half-way, everybody has what the rules give them, and every award says what became of it.
//!
//! `TALKA_TEST_SEED` sets the seed, `TALKA_TEST_OPERATIONS` their number.

mod book;
mod calendar;
mod compare;
mod deeds;
mod world;

use std::time::Instant;

use crate::support::Engine;
use world::World;

const SEED: u64 = 0x7a1c_a901_0075;

fn from_environment(key: &str) -> Option<u64> {
    let text = std::env::var(key).ok()?;
    let hex = text.strip_prefix("0x");
    Some(hex.map_or_else(|| text.parse(), |hex| u64::from_str_radix(hex, 16)).expect("a number"))
}

#[tokio::test]
async fn whatever_happens_everybody_has_what_the_rules_give_them() {
    let seed = from_environment("TALKA_TEST_SEED").unwrap_or(SEED);
    let usual = if Engine::of_this_run() == Engine::Sqlite { 50_000 } else { 10_000 };
    let operations = from_environment("TALKA_TEST_OPERATIONS").unwrap_or(usual);
    eprintln!("TALKA_TEST_SEED={seed:#x} TALKA_TEST_OPERATIONS={operations}");
    let began = Instant::now();
    let mut world = World::new(seed, operations).await;
    for operation in 1..=operations {
        world.step().await;
        if operation % 250 == 0 {
            world.compare(operation).await;
        }
    }
    world.end().await;
    world.compare(operations).await;
    world.app.assert_verified();
    eprintln!("{operations} operations in {:?}: {:?}", began.elapsed(), world.tally);
    world.assert_seen();
}
