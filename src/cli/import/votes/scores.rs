//! The dump states a post's score and lists its votes; where the two differ, the score is right: votes of closed
//! accounts and of merged questions are not in the list.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Voters, ballot, store};
use crate::cli::import::dump::Table;
use crate::cli::import::posts::store::posts;
use crate::cli::import::posts::{ANSWER, QUESTION};
use crate::cli::import::report::Item;
use crate::cli::import::run::Run;
use crate::cli::import::store::{Kind, Mapped, remember};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{PostId, UserId};

/// What a batch of scores needed.
#[derive(Debug, Default)]
struct Done {
    equal: usize,
    absent: usize,
    ups: usize,
    downs: usize,
}

/// Adds votes until every question and answer has the dump's score.
pub fn scores(run: &mut Run<'_>, voters: &Arc<Voters>) -> Result<()> {
    run.pass(
        Table::Posts,
        "scores",
        |row, report| {
            let text = matches!(row.number("PostTypeId"), Some(QUESTION | ANSWER));
            let score = text.then(|| row.number("Id").zip(row.number("Score")))??;
            report.found(Item::Scores, 1);
            Some(score)
        },
        |run, batch| {
            let batch = run.fresh(Kind::Score, Item::Scores, batch, |(post, _)| post.to_string())?;
            let all = batch.len();
            let source = run.site.source.clone();
            let voters = Arc::clone(voters);
            let done = run.write(move |conn| level(conn, &source, &voters, &batch))?;
            run.report.taken(Item::Scores, done.equal);
            run.report.left(Item::Scores, "their posts are left out", done.absent);
            run.report.left(Item::Scores, "there are fewer people than votes", all - done.equal - done.absent);
            run.report.made("votes up that the score counts and Votes.xml does not have", done.ups);
            run.report.made("votes down that the score counts and Votes.xml does not have", done.downs);
            Ok(())
        },
    )
}

fn level(conn: &mut Conn, source: &str, voters: &Voters, batch: &[(i64, i64)]) -> Result<Done> {
    let foreign: Vec<String> = batch.iter().map(|(post, _)| post.to_string()).collect();
    let posts = posts(conn, source, &foreign)?;
    let ids: Vec<PostId> = posts.values().map(|post| post.id).collect();
    let mut given: HashMap<PostId, HashSet<UserId>> = HashMap::new();
    let mut sums: HashMap<PostId, i64> = HashMap::new();
    for cast in store::cast(conn, &ids)? {
        given.entry(cast.post).or_default().insert(cast.by);
        // Votes that members of this site gave are theirs, and not part of the dump's score.
        if cast.imported {
            *sums.entry(cast.post).or_default() += cast.value;
        }
    }
    let (mut done, mut rows, mut lines) = (Done::default(), Vec::new(), Vec::new());
    for (foreign, score) in batch {
        let Some(post) = posts.get(foreign) else {
            done.absent += 1;
            continue;
        };
        let mut missing = score - sums.get(&post.id).copied().unwrap_or(0);
        let givers = given.entry(post.id).or_default();
        while missing != 0
            && let Some(voter) = voters.choose(post.id.0, post.author, givers, post.created_at)
        {
            givers.insert(voter);
            rows.push(ballot(post, voter, missing.signum(), post.created_at));
            *(if missing > 0 { &mut done.ups } else { &mut done.downs }) += 1;
            missing -= missing.signum();
        }
        if missing == 0 {
            done.equal += 1;
            lines.push(Mapped::new(source, Kind::Score, foreign, post.id.0));
        }
    }
    store::insert_votes(conn, &rows, &posts.values().map(|post| (post.id, post.clone())).collect())?;
    remember(conn, &lines)?;
    Ok(done)
}
