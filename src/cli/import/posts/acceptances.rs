//! Which answers their askers accepted.

use std::collections::HashMap;

use super::{QUESTION, store};
use crate::cli::import::dump::Table;
use crate::cli::import::people::store::{Written, count_written};
use crate::cli::import::report::Item;
use crate::cli::import::run::Run;
use crate::cli::import::store::{Kind, Mapped, remember};
use crate::error::Result;

/// Marks accepted answers, as of the time they were written; the votes date them later, where they do.
pub fn acceptances(run: &mut Run<'_>) -> Result<()> {
    run.pass(
        Table::Posts,
        "acceptances",
        |row, report| {
            let question = (row.number("PostTypeId") == Some(QUESTION)).then(|| row.number("Id"))??;
            let answer = row.number("AcceptedAnswerId")?;
            report.found(Item::Acceptances, 1);
            Some((question, answer))
        },
        |run, batch| {
            let batch = run.fresh(Kind::Acceptance, Item::Acceptances, batch, |(question, _)| question.to_string())?;
            let all = batch.len();
            let source = run.site.source.clone();
            let taken = run.write(move |conn| {
                let foreign: Vec<String> = batch.iter().flat_map(|(q, a)| [q.to_string(), a.to_string()]).collect();
                let posts = store::posts(conn, &source, &foreign)?;
                let mut written = HashMap::<_, Written>::new();
                let mut lines = Vec::new();
                for (question, answer) in &batch {
                    let (Some(asked), Some(given)) = (posts.get(question), posts.get(answer)) else { continue };
                    if given.topic != asked.topic || given.id == asked.id || !store::accept(conn, given, asked.author)?
                    {
                        continue;
                    }
                    lines.push(Mapped::new(&source, Kind::Acceptance, question, given.id.0));
                    if given.author != asked.author && given.is_public {
                        written.entry(given.author).or_default().accepted += 1;
                    }
                }
                count_written(conn, &written)?;
                remember(conn, &lines)?;
                Ok(lines.len())
            })?;
            run.report.taken(Item::Acceptances, taken);
            run.report.left(Item::Acceptances, "the answer is not among the question's answers", all - taken);
            Ok(())
        },
    )
}
