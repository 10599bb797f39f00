//! Imports of a made-up dump, and of two real sites where `TALKA_TEST_DATA` has them.

mod real;
mod small;
mod store;

use std::path::Path;

use super::{ImportArgs, Origin, Report, StackExchange, run};
use crate::clock::{Clock, Timestamp};
use crate::config::DatabaseUrl;
use crate::db::Db;
use crate::error::Result;

/// A site of its own in a folder that goes with it.
struct Site {
    db: Db,
    _folder: tempfile::TempDir,
}

fn site() -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&DatabaseUrl::Sqlite(folder.path().join("talka.db"))).expect("a database");
    db.migrate().expect("the schema");
    Site { db, _folder: folder }
}

impl Site {
    fn import(&self, dir: &Path, change: impl FnOnce(&mut StackExchange)) -> Result<Report> {
        let mut args = StackExchange { dir: dir.to_owned(), board: None, host: None, dry_run: false };
        change(&mut args);
        let clock = Clock::manual(Timestamp(1_790_000_000_000_000));
        run(&self.db, &clock, &ImportArgs { from: Origin::Stackexchange(args) })
    }
}

/// Every row of the dump was taken, was here or is listed with its reason.
fn assert_complete(report: &Report) {
    for (item, tally) in &report.items {
        assert_eq!(tally.found, tally.taken + tally.known + tally.left, "{item:?}\n{report}");
        let reasons: u64 = report.left.iter().filter(|((of, _), _)| of == item).map(|(_, count)| count).sum();
        assert_eq!(tally.left, reasons, "{item:?}\n{report}");
    }
}
