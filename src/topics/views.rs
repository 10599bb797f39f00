//! Views: counted in memory, without known robots, written in batches. An estimate, and said to be one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::db::Db;
use crate::error::Result;
use crate::ids::TopicId;

/// Topics counted before a flush at most: a flood of addresses must not fill the memory.
const ROOM: usize = 100_000;
/// Rows in one piece of writing.
const BATCH: usize = 500;

/// Words by which robots name themselves.
const ROBOTS: [&str; 12] =
    ["bot", "crawl", "spider", "slurp", "preview", "fetch", "monitor", "curl", "wget", "python-", "headless", "feed"];

/// Whether a program of this name is a robot, or does not say what it is.
#[must_use]
pub fn is_robot(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    agent.is_empty() || ROBOTS.iter().any(|word| agent.contains(word))
}

/// The count since the last flush.
#[derive(Debug, Default)]
pub struct Views(Mutex<HashMap<TopicId, i64>>);

impl Views {
    /// Counts one view, unless a robot looked.
    pub fn count(&self, topic: TopicId, agent: &str) {
        if is_robot(agent) {
            return;
        }
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() < ROOM || counted.contains_key(&topic) {
            *counted.entry(topic).or_default() += 1;
        }
    }

    /// Writes what was counted, in ids' order (two nodes then wait for one another instead of locking up).
    ///
    /// # Errors
    /// When the database refuses; what was not written is lost, which an estimate may be.
    pub fn flush(&self, db: &Db) -> Result<()> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut rows: Vec<(TopicId, i64)> = counted.into_iter().collect();
        rows.sort_unstable();
        for batch in rows.chunks(BATCH) {
            let batch = batch.to_vec();
            db.write_now(move |tx| super::add_views(tx, &batch))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_and_nameless_programs_do_not_count() {
        let views = Views::default();
        views.count(TopicId(1), "Mozilla/5.0 (Android 16; Mobile) Firefox/150.0");
        views.count(TopicId(1), "Googlebot/2.1");
        views.count(TopicId(1), "");
        assert_eq!(views.0.lock().unwrap().get(&TopicId(1)), Some(&1));
    }
}
