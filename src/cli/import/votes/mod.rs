//! Votes. The dump says when each was given and which way, never by whom: each is given to somebody of the site.

mod scores;
pub mod store;
mod voters;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub use scores::scores;
use store::NewVote;
pub use voters::Voters;

use super::dump::{Row, Table};
use super::posts::store::{Post, date_acceptance, posts};
use super::report::{Item, Report};
use super::run::Run;
use super::store::{Kind, Mapped, remember};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{PostId, UserId};

/// The value of `VoteTypeId` of an acceptance, of a vote up and of a vote down.
const ACCEPTANCE: i64 = 1;
const UP: i64 = 2;
const DOWN: i64 = 3;

/// A row of Votes.xml that means something here.
#[derive(Debug, Clone, Copy)]
struct Vote {
    foreign: i64,
    post: i64,
    kind: i64,
    /// A day: the dump leaves the time out.
    at: Timestamp,
}

/// The day on which a vote counts. An import knows no site day: the dump's days are UTC's.
pub fn site_day(at: Timestamp) -> i64 {
    at.day_in(&jiff::tz::TimeZone::UTC)
}

/// Brings in Votes.xml: votes on questions and answers, and the dates of acceptances.
pub fn votes(run: &mut Run<'_>, voters: &Arc<Voters>) -> Result<()> {
    run.pass(Table::Votes, "votes", pick, |run, batch| {
        let (dates, votes): (Vec<_>, Vec<_>) = batch.into_iter().partition(|vote| vote.kind == ACCEPTANCE);
        let foreign = |vote: &Vote| vote.foreign.to_string();
        let votes = run.fresh(Kind::Vote, Item::Votes, votes, foreign)?;
        let dates = run.fresh(Kind::Vote, Item::AcceptanceDates, dates, foreign)?;
        let (all, all_dates) = (votes.len(), dates.len());
        let source = run.site.source.clone();
        let voters = Arc::clone(voters);
        let (given, absent, dated) = run.write(move |conn| {
            let (given, absent) = give(conn, &source, &voters, &votes)?;
            Ok((given, absent, date(conn, &source, &dates)?))
        })?;
        run.report.taken(Item::Votes, given);
        run.report.left(Item::Votes, "on posts that are no questions or answers of the dump", absent);
        run.report.left(Item::Votes, "there are fewer people than votes", all - given - absent);
        run.report.taken(Item::AcceptanceDates, dated);
        run.report.left(Item::AcceptanceDates, "the post is no accepted answer", all_dates - dated);
        Ok(())
    })
}

fn pick(row: &Row, report: &mut Report) -> Option<Vote> {
    let kind = row.number("VoteTypeId").unwrap_or(0);
    let item = match kind {
        UP | DOWN => Item::Votes,
        ACCEPTANCE => Item::AcceptanceDates,
        _ => Item::OtherVotes,
    };
    report.found(item, 1);
    if item == Item::OtherVotes {
        report.left(item, other_kind(kind), 1);
        return None;
    }
    let (foreign, post, at) = (row.number("Id"), row.number("PostId"), row.date("CreationDate"));
    let (Some(foreign), Some(post), Some(at)) = (foreign, post, at) else {
        report.left(item, "rows without a number, a post or a date", 1);
        return None;
    };
    Some(Vote { foreign, post, kind, at })
}

/// The dump's own names of what else its votes are.
fn other_kind(kind: i64) -> String {
    let name = match kind {
        4 => "offensive",
        5 => "bookmark",
        6 => "close",
        7 => "reopen",
        8 => "bounty start",
        9 => "bounty end",
        10 => "deletion",
        11 => "undeletion",
        12 => "spam",
        13 => "inform moderator",
        15 => "moderator review",
        16 => "approved suggestion",
        _ => return format!("of kind {kind}, which is not known"),
    };
    format!("of kind {kind} ({name}), no vote on a text")
}

/// Gives votes to people; answers how many, and how many are on posts that are not here.
fn give(conn: &mut Conn, source: &str, voters: &Voters, votes: &[Vote]) -> Result<(usize, usize)> {
    let foreign: HashSet<String> = votes.iter().map(|vote| vote.post.to_string()).collect();
    let posts = posts(conn, source, &foreign.into_iter().collect::<Vec<_>>())?;
    let mut given = givers(conn, posts.values())?;
    let (mut rows, mut lines, mut absent) = (Vec::new(), Vec::new(), 0);
    for vote in votes {
        let Some(post) = posts.get(&vote.post) else {
            absent += 1;
            continue;
        };
        let givers = given.entry(post.id).or_default();
        if let Some(voter) = voters.choose(post.id.0, post.author, givers, vote.at) {
            givers.insert(voter);
            rows.push(ballot(post, voter, if vote.kind == UP { 1 } else { -1 }, vote.at));
            lines.push(Mapped::new(source, Kind::Vote, &vote.foreign, post.id.0));
        }
    }
    store::insert_votes(conn, &rows, &posts.values().map(|post| (post.id, post.clone())).collect())?;
    remember(conn, &lines)?;
    Ok((lines.len(), absent))
}

/// A vote as a row. The dump's dates are whole days; no vote stands before its post.
fn ballot(post: &Post, by: UserId, value: i64, at: Timestamp) -> NewVote {
    let cast_at = at.max(post.created_at);
    NewVote {
        post_id: post.id,
        user_id: by,
        receiver_id: post.author,
        value,
        day: site_day(cast_at),
        cast_at,
        imported: true,
    }
}

/// Who has voted on these posts.
fn givers<'a>(conn: &mut Conn, posts: impl Iterator<Item = &'a Post>) -> Result<HashMap<PostId, HashSet<UserId>>> {
    let ids: Vec<PostId> = posts.map(|post| post.id).collect();
    let mut givers: HashMap<PostId, HashSet<UserId>> = HashMap::new();
    for cast in store::cast(conn, &ids)? {
        givers.entry(cast.post).or_default().insert(cast.by);
    }
    Ok(givers)
}

/// Dates acceptances; answers how many.
fn date(conn: &mut Conn, source: &str, dates: &[Vote]) -> Result<usize> {
    let foreign: Vec<String> = dates.iter().map(|vote| vote.post.to_string()).collect();
    let posts = posts(conn, source, &foreign)?;
    let mut lines = Vec::new();
    for vote in dates {
        if let Some(answer) = posts.get(&vote.post).filter(|post| post.accepted) {
            date_acceptance(conn, answer.id, vote.at.max(answer.created_at))?;
            lines.push(Mapped::new(source, Kind::Vote, &vote.foreign, answer.id.0));
        }
    }
    remember(conn, &lines)?;
    Ok(lines.len())
}
