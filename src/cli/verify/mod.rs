//! `talka verify`: everything that is stored twice is compared with what it was made from (D2).
//!
//! Each row is compared within one statement, so a server that runs meanwhile makes no difference. The numbers of
//! topics on boards and tags, and of ideas by status, are compared together with what waits to be added to them.

mod checks;
mod rewards;
mod store;

use std::fmt;
use std::process::ExitCode;

use crate::config::Config;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::TopicId;
use crate::ledger::proof;
use crate::moderation::audit;
use crate::reputation::{self, walk};
use crate::votes;

/// A row that does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its table.
    pub table: String,
    /// Its key.
    pub id: String,
    /// Its column, or what is counted about it.
    pub column: String,
    /// What stands there.
    pub stored: String,
    /// What should.
    pub recounted: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, id, column, stored, recounted } = self;
        write!(f, "{table} {id} {column}: stored {stored}, recounted {recounted}")
    }
}

/// Verifies the configured database and lists what differs.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(config: &Config) -> Result<ExitCode> {
    let db = super::existing(config)?;
    let differences = db.read_now(|c| verify(c, &mut |found| println!("{found}")))?;
    if differences > 0 {
        println!("{differences} differences");
        return Ok(ExitCode::FAILURE);
    }
    println!("no difference");
    Ok(ExitCode::SUCCESS)
}

/// Gives every difference to `found`, page by page, and answers how many there were. Takes the same memory for a
/// table of any size.
///
/// # Errors
/// When the database cannot be read.
pub fn verify(c: &mut Conn, found: &mut dyn FnMut(&Difference)) -> Result<u64> {
    let mut count = 0;
    let mut note = |difference: Difference| {
        count += 1;
        found(&difference);
    };
    let (damages, references) = dialect::integrity(c)?;
    for damage in damages {
        note(Difference {
            table: "the file".into(),
            id: "itself".into(),
            column: "integrity".into(),
            stored: damage,
            recounted: "ok".into(),
        });
    }
    for reference in references {
        note(Difference {
            table: reference.table_name,
            id: reference.row_id.map_or_else(|| "?".into(), |row| row.to_string()),
            column: "reference".into(),
            stored: format!("a row of {}", reference.parent),
            recounted: "no such row".into(),
        });
    }
    for table in checks::tables() {
        let mut after = 0;
        while let Some(last) = store::page_end(c, &table, after)? {
            for check in &table.checks {
                store::differing(c, &table, check, (after, last))?.into_iter().for_each(&mut note);
            }
            after = last;
        }
    }
    trending(c, &mut note)?;
    causes(c, &mut note)?;
    points(c, &mut note)?;
    let mut after = 0;
    loop {
        let lines = store::audit(c, after)?;
        let Some(last) = lines.last() else { break };
        after = last.id;
        for line in lines {
            let recounted = audit::text_digest(&line.reason, &line.detail)?;
            if recounted != line.text_digest {
                note(Difference {
                    table: "audit".into(),
                    id: line.id.to_string(),
                    column: "text_digest".into(),
                    stored: line.text_digest,
                    recounted,
                });
            }
        }
    }
    Ok(count)
}

/// Topics of which so many are compared between two looks at the table.
const TOPICS: i64 = 50;

/// What gives reputation, with the events that stand for it. While a walk is under way, some do not stand yet.
fn causes(c: &mut Conn, note: &mut dyn FnMut(Difference)) -> Result<()> {
    if !walk::under_way(c)?.is_empty() {
        return Ok(());
    }
    let amount = |amount: Option<i64>| amount.map_or_else(|| "nothing".to_owned(), |amount| amount.to_string());
    let mut after = TopicId(0);
    while let Some((posts, last)) = walk::posts_after(c, after, TOPICS)? {
        after = last;
        for differs in reputation::differences(c, &posts)? {
            let reputation::Name { post, cause, user, from } = differs.name;
            note(Difference {
                table: "reputation_events".into(),
                id: format!("{post}/{}/{user}/{from}", cause.as_str()),
                column: "amount".into(),
                stored: amount(differs.stands),
                recounted: amount(differs.wanted),
            });
        }
    }
    Ok(())
}

/// The ledger, row by row.
fn points(c: &mut Conn, note: &mut dyn FnMut(Difference)) -> Result<()> {
    proof::prove(c, &mut |damage| {
        note(Difference {
            table: damage.table.to_owned(),
            id: damage.row.to_string(),
            column: damage.what.to_owned(),
            stored: damage.stored,
            recounted: damage.wanted,
        });
    })
    .map(drop)
}

/// Ideas of which so many are compared between two looks at the table.
const IDEAS: i64 = 1_000;
/// Keys of the order "trending" that differ by less are the same: they are sums in another order.
const SAME: f64 = 1e-9;

/// The keys of ideas' lists, which no database can reckon.
fn trending(c: &mut Conn, note: &mut dyn FnMut(Difference)) -> Result<()> {
    let mut after = TopicId(0);
    loop {
        let stored = votes::stored_keys(c, after, IDEAS)?;
        let Some((last, _)) = stored.last() else { return Ok(()) };
        after = *last;
        for (idea, stored) in stored {
            let reckoned = votes::reckoned(c, idea)?;
            let differs = |column: &str, stored: String, recounted: String| Difference {
                table: "ideas".into(),
                id: idea.to_string(),
                column: column.into(),
                stored,
                recounted,
            };
            if !stored.heat.is_about(reckoned.heat, SAME) {
                note(differs("heat", format!("{:?}", stored.heat.key()), format!("{:?}", reckoned.heat.key())));
            }
            if stored.split != reckoned.split {
                note(differs("split", stored.split.to_string(), reckoned.split.to_string()));
            }
        }
    }
}
