//! Which closed questions are duplicates.

use super::store;
use crate::cli::import::dump::Table;
use crate::cli::import::report::Item;
use crate::cli::import::run::Run;
use crate::cli::import::store::{Kind, Mapped, remember};
use crate::error::Result;

/// The value of `LinkTypeId` of a duplicate.
const DUPLICATE: i64 = 3;

/// Reads PostLinks.xml: a closed question with a duplicate gets that as its reason. Other links are left.
pub fn duplicates(run: &mut Run<'_>) -> Result<()> {
    run.pass(
        Table::PostLinks,
        "links",
        |row, report| {
            report.found(Item::PostLinks, 1);
            if row.number("LinkTypeId") != Some(DUPLICATE) {
                report.left(Item::PostLinks, "related questions have no place here", 1);
                return None;
            }
            let link = row.number("Id").zip(row.number("PostId"));
            if link.is_none() {
                report.left(Item::PostLinks, "rows without a number or a post", 1);
            }
            link
        },
        |run, batch| {
            let batch = run.fresh(Kind::Duplicate, Item::PostLinks, batch, |(link, _)| link.to_string())?;
            let all = batch.len();
            let source = run.site.source.clone();
            let taken = run.write(move |conn| {
                let foreign: Vec<String> = batch.iter().map(|(_, post)| post.to_string()).collect();
                let posts = store::posts(conn, &source, &foreign)?;
                let mut lines = Vec::new();
                for (link, post) in &batch {
                    if let Some(post) = posts.get(post)
                        && store::mark_duplicate(conn, post.topic)?
                    {
                        lines.push(Mapped::new(&source, Kind::Duplicate, link, post.topic.0));
                    }
                }
                remember(conn, &lines)?;
                Ok(lines.len())
            })?;
            run.report.taken(Item::PostLinks, taken);
            run.report.left(Item::PostLinks, "duplicates of questions that are open or not in the dump", all - taken);
            Ok(())
        },
    )
}
