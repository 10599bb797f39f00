//! `talka import`: content of other sites.
//!
//! A Stack Exchange dump is read in passes, each over one of its files, one row in memory at a time. Every batch of
//! rows is written in one transaction together with its lines of `import_map`, so that a run that was ended at any
//! moment goes on where it was, and a run that came to its end adds nothing the second time.

mod comments;
mod convert;
mod dump;
mod links;
mod people;
mod posts;
mod report;
mod run;
mod store;
mod tags;
mod texts;
mod votes;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use report::{Item, Report, Tally};

use crate::clock::{Clock, Timestamp};
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::reputation::walk;
use convert::Converter;
use dump::{Dump, Table};
use run::{Run, Site, Target, progress};
use votes::Voters;

/// What to import.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// Where the content comes from.
    #[command(subcommand)]
    pub from: Origin,
}

/// A kind of site.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Origin {
    /// A folder with the XML files of a Stack Exchange site, as published at archive.org.
    Stackexchange(StackExchange),
}

/// A Stack Exchange dump.
#[derive(Debug, Clone, clap::Args)]
pub struct StackExchange {
    /// The folder with Posts.xml, Users.xml and so on. Its name identifies the import: a second run of the same
    /// folder adds only what the first did not bring.
    pub dir: PathBuf,
    /// Address of the board that gets the questions; it is made when there is none. Default: the folder's name.
    #[arg(long, value_name = "SLUG")]
    pub board: Option<String>,
    /// Host name of the site, to find links to itself in its texts. Default: the folder's name, with
    /// .stackexchange.com behind it when it has no dot.
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
    /// Do everything, print the report, keep nothing. An embedded database takes no other writes meanwhile.
    #[arg(long)]
    pub dry_run: bool,
}

/// The passes over each file, for the progress bar.
const PASSES: [(Table, u64); 6] = [
    (Table::Users, 1),
    (Table::Tags, 1),
    (Table::Posts, 6),
    (Table::Comments, 1),
    (Table::Votes, 1),
    (Table::PostLinks, 1),
];

/// Imports and reports.
///
/// # Errors
/// When a file cannot be read or is no XML, the board is of another kind, or the database refuses. What was brought
/// in before stays; a further run goes on from there.
pub fn run(db: &Db, clock: &Clock, args: &ImportArgs) -> Result<Report> {
    let Origin::Stackexchange(args) = &args.from;
    let dump = Dump::open(&args.dir)?;
    let now = clock.now();
    if !args.dry_run {
        return import(Target::Site(db), &dump, args, now);
    }
    // The same work in a transaction that fails at its end: the report is true, and nothing is left of it.
    let slot = Arc::new(Mutex::new(None));
    let (found, args) = (Arc::clone(&slot), args.clone());
    let ended = db.write_now(move |conn| {
        let report = import(Target::Trial(conn), &dump, &args, now)?;
        *found.lock().map_err(AppError::internal)? = Some(report);
        Err::<(), _>(AppError::internal("the end of a dry run"))
    });
    match (slot.lock().map_err(AppError::internal)?.take(), ended) {
        (Some(report), _) => Ok(report),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(AppError::internal("a dry run without a report")),
    }
}

/// Prints a report.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub fn print(report: &Report) {
    print!("{report}");
}

fn import(mut target: Target<'_>, dump: &Dump, args: &StackExchange, now: Timestamp) -> Result<Report> {
    let slug = args.board.clone().unwrap_or_else(|| texts::slug(dump.name()));
    if texts::slug(&slug) != slug {
        return Err(AppError::internal(format!("--board {slug:?}: expected lower-case letters, digits and hyphens")));
    }
    let host = args.host.clone().unwrap_or_else(|| match dump.name() {
        name if name.contains('.') => name.to_owned(),
        name => format!("{name}.stackexchange.com"),
    });
    let name = dump.name().to_owned();
    let (board, audience) = {
        let slug = slug.clone();
        let f = move |conn: &mut Conn| board(conn, &slug, &name, now);
        match &mut target {
            Target::Site(db) => db.write_now(f)?,
            Target::Trial(conn) => f(conn)?,
        }
    };
    let source = format!("stackexchange:{}", dump.name());
    let mut run = Run {
        target,
        dump,
        site: Site { source: source.clone().into(), host: host.into(), board, audience, now },
        report: Report {
            source,
            board: slug,
            dry_run: args.dry_run,
            unused: dump.unused().collect(),
            ..Report::default()
        },
        converter: Converter::default(),
        bar: progress(PASSES.iter().map(|(table, times)| dump.bytes(*table) * times).sum()),
    };
    people::people(&mut run)?;
    tags::tags(&mut run)?;
    posts::questions(&mut run)?;
    posts::answers(&mut run)?;
    posts::links(&mut run)?;
    posts::acceptances(&mut run)?;
    let voters = Arc::new(Voters::load(&mut run)?);
    comments::comments(&mut run, &voters)?;
    votes::votes(&mut run, &voters)?;
    votes::scores(&mut run, &voters)?;
    posts::duplicates(&mut run)?;
    let mut from = crate::search::Fill::default();
    while let Some((next, _)) = run.write(move |tx| crate::search::fill(tx, from))? {
        from = next;
    }
    while run.write(crate::boards::fold_counts)? {}
    while run.write(crate::tags::fold_counts)? {}
    // Should it be stopped here, the server's job goes on with it.
    run.bar.set_message("reputation");
    run.write(move |tx| walk::begin(tx, Some(board), now))?;
    while run.write(move |tx| walk::step(tx, now))? {}
    run.bar.finish_and_clear();
    Ok(run.report)
}

/// The board that gets the questions, and who may read it, as in `topics.audience`.
fn board(conn: &mut Conn, slug: &str, name: &str, now: Timestamp) -> Result<(crate::ids::BoardId, i64)> {
    match store::board(conn, slug)? {
        Some(board) if board.kind != "questions" => {
            Err(AppError::internal(format!("the board {slug} is for {}, not for questions: name another", board.kind)))
        }
        Some(board) => Ok((board.id, if board.restricted { board.id.0 } else { 0 })),
        None => Ok((store::make_board(conn, slug, name, now)?, 0)),
    }
}
