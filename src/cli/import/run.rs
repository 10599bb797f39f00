//! What every pass of an import shares: where rows come from, where they go, and the count of both.

use std::collections::HashSet;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::convert::Converter;
use super::dump::{Dump, Row, Table};
use super::report::{Item, Report};
use super::store::{self, Kind};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::ids::BoardId;

/// Rows in one transaction: few enough that a site in use is not kept waiting.
const BATCH: usize = 500;

/// Where rows go: to the site batch by batch, or into one transaction that is taken back.
pub enum Target<'a> {
    /// Each batch is a transaction of its own.
    Site(&'a Db),
    /// A dry run's transaction.
    Trial(&'a mut Conn),
}

/// What a batch needs to know to be written; cheap to clone.
#[derive(Debug, Clone)]
pub struct Site {
    /// The import's name in `import_map`.
    pub source: Arc<str>,
    /// The host name of the site that is imported.
    pub host: Arc<str>,
    /// Where questions go.
    pub board: BoardId,
    /// Who may read them, as in `topics.audience`.
    pub audience: i64,
    /// When the import began.
    pub now: Timestamp,
}

/// An import under way.
pub struct Run<'a> {
    /// See [`Target`].
    pub target: Target<'a>,
    /// The dump.
    pub dump: &'a Dump,
    /// See [`Site`].
    pub site: Site,
    /// What has been done.
    pub report: Report,
    /// HTML to Markdown.
    pub converter: Converter,
    /// How far it is.
    pub bar: ProgressBar,
}

impl Run<'_> {
    /// Reads a table from its beginning: `pick` makes a record of a row or counts why not, `store` takes the records
    /// in batches.
    pub fn pass<T>(
        &mut self,
        table: Table,
        title: &'static str,
        pick: impl Fn(&Row, &mut Report) -> Option<T>,
        mut store: impl FnMut(&mut Self, Vec<T>) -> Result<()>,
    ) -> Result<()> {
        self.bar.set_message(title);
        let start = self.bar.position();
        let mut rows = self.dump.rows(table)?;
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(row) = rows.next() {
            batch.extend(pick(&row?, &mut self.report));
            if batch.len() == BATCH {
                store(self, std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))?;
                self.bar.set_position(start + rows.position());
            }
        }
        if !batch.is_empty() {
            store(self, batch)?;
        }
        self.bar.set_position(start + self.dump.bytes(table));
        Ok(())
    }

    /// Of a batch, what has not been brought in yet; counts what has.
    pub fn fresh<T>(
        &mut self,
        kind: Kind,
        item: Item,
        batch: Vec<T>,
        foreign: impl Fn(&T) -> String,
    ) -> Result<Vec<T>> {
        let all = batch.len();
        let fresh = self.unknown(kind, batch, foreign)?;
        self.report.known(item, all - fresh.len());
        Ok(fresh)
    }

    /// The same without counting.
    pub fn unknown<T>(&mut self, kind: Kind, batch: Vec<T>, foreign: impl Fn(&T) -> String) -> Result<Vec<T>> {
        let ids: Vec<String> = batch.iter().map(&foreign).collect();
        let source = Arc::clone(&self.site.source);
        let mut known: HashSet<String> =
            self.read(|conn| store::known(conn, &source, kind, &ids))?.into_keys().collect();
        Ok(batch.into_iter().filter(|record| known.insert(foreign(record))).collect())
    }

    /// Reads from the database.
    pub fn read<T>(&mut self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        match &mut self.target {
            Target::Site(db) => db.read_now(f),
            Target::Trial(conn) => f(conn),
        }
    }

    /// Writes a batch with its lines of `import_map`, all or nothing. May run more than once.
    pub fn write<T, F>(&mut self, mut f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &mut self.target {
            Target::Site(db) => db.write_now(f),
            Target::Trial(conn) => f(conn),
        }
    }
}

/// A bar on stderr over the bytes that all passes will read; nothing when stderr is no terminal.
pub fn progress(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    if let Ok(style) = ProgressStyle::with_template("{msg:>12} [{wide_bar}] {percent:>3} % {eta_precise}") {
        bar.set_style(style);
    }
    bar
}
