//! Comments, with as many votes as their scores say.

pub mod store;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use store::{NewComment, NewCommentVote};

use super::convert::without_references;
use super::dump::Table;
use super::links::{Syntax, relink, targets};
use super::people::{Author, authors};
use super::posts::{NOT_HERE, addresses, store as posts};
use super::report::Item;
use super::run::{Run, Site};
use super::store::{Kind, Mapped, remember};
use super::texts;
use super::votes::{Voters, site_day};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::policy::State;

struct Comment {
    foreign: i64,
    post: i64,
    author: Author,
    text: String,
    score: usize,
    created: Timestamp,
}

/// What a batch of comments became.
#[derive(Default)]
struct Done {
    comments: usize,
    votes: usize,
    votes_left: usize,
    votes_of_left: usize,
    authors: usize,
}

/// Brings in Comments.xml. The dump gives a comment's score, no votes: they are given the comment's date.
pub fn comments(run: &mut Run<'_>, voters: &Arc<Voters>) -> Result<()> {
    run.pass(
        Table::Comments,
        "comments",
        |row, report| {
            report.found(Item::Comments, 1);
            let (foreign, post, created) = (row.number("Id"), row.number("PostId"), row.date("CreationDate"));
            let (Some(foreign), Some(post), Some(created)) = (foreign, post, created) else {
                report.left(Item::Comments, "rows without a number, a post or a date", 1);
                return None;
            };
            Some(Comment {
                foreign,
                post,
                author: Author::of(row, "UserId", "UserDisplayName"),
                text: row.text("Text").unwrap_or_default().to_owned(),
                score: row.number("Score").and_then(|score| usize::try_from(score).ok()).unwrap_or(0),
                created,
            })
        },
        |run, batch| {
            let (source, host) = (run.site.source.clone(), run.site.host.clone());
            let links = |comment: &Comment| targets(&comment.text, Syntax::Markdown, &host);
            let foreign: HashSet<i64> = batch.iter().flat_map(links).collect();
            let addresses = run.read(|conn| addresses(conn, &source, &foreign))?;
            let local =
                |batch: &[Comment]| batch.iter().flat_map(links).filter(|id| addresses.contains_key(id)).count();
            let votes = |batch: &[Comment]| batch.iter().map(|comment| comment.score).sum::<usize>();
            let (all, all_local, all_votes) = (batch.iter().flat_map(links).count(), local(&batch), votes(&batch));

            let batch = run.fresh(Kind::Comment, Item::Comments, batch, |comment| comment.foreign.to_string())?;
            run.report.found(Item::TextLinks, all);
            run.report.left(Item::TextLinks, NOT_HERE, all - all_local);
            run.report.known(Item::TextLinks, all_local - local(&batch));
            run.report.taken(Item::TextLinks, local(&batch));
            run.report.found(Item::CommentVotes, all_votes);
            run.report.known(Item::CommentVotes, all_votes - votes(&batch));

            let batch = render(run, &addresses, batch);
            let count = batch.len();
            let (site, voters) = (run.site.clone(), Arc::clone(voters));
            let done = run.write(move |conn| insert(conn, &site, &voters, &batch))?;
            run.report.taken(Item::Comments, done.comments);
            run.report.left(
                Item::Comments,
                "they stand under no question and no answer of the dump",
                count - done.comments,
            );
            run.report.taken(Item::CommentVotes, done.votes);
            run.report.left(Item::CommentVotes, "there are fewer people than votes", done.votes_left);
            run.report.left(Item::CommentVotes, "their comments are left out", done.votes_of_left);
            run.report.made("accounts of authors who are not in Users.xml", done.authors);
            Ok(())
        },
    )
}

/// Comments are Markdown in the dump already; their links lead here, and their HTML is made.
fn render(run: &mut Run<'_>, addresses: &HashMap<i64, String>, batch: Vec<Comment>) -> Vec<(Comment, texts::Text)> {
    let host = run.site.host.clone();
    let mut rendered = Vec::with_capacity(batch.len());
    for comment in batch {
        let relinked = relink(&comment.text, Syntax::Markdown, &host, |post| addresses.get(&post).cloned());
        let text = texts::comment(&without_references(&relinked.text));
        if let Some(limit) = &text.beyond {
            run.report.oversized(format!("comment {}: {limit}", comment.foreign));
        }
        rendered.push((comment, text));
    }
    rendered
}

fn insert(conn: &mut Conn, site: &Site, voters: &Voters, batch: &[(Comment, texts::Text)]) -> Result<Done> {
    let source = &*site.source;
    let foreign: HashSet<String> = batch.iter().map(|(comment, _)| comment.post.to_string()).collect();
    let posts = posts::posts(conn, source, &foreign.into_iter().collect::<Vec<_>>())?;
    let placed = || batch.iter().filter_map(|row| Some((row, posts.get(&row.0.post)?)));
    let (people, authors) = authors(conn, source, placed().map(|(row, _)| (&row.0.author, row.0.created)))?;
    let mut done = Done { authors, ..Done::default() };
    let (mut lines, mut votes) = (Vec::new(), Vec::new());
    for ((comment, text), post) in placed() {
        let Some(author) = people.get(&comment.author).copied() else { continue };
        let mut given = HashSet::new();
        while given.len() < comment.score
            && let Some(voter) = voters.choose(comment.foreign, author, &given, comment.created)
        {
            given.insert(voter);
        }
        let new = NewComment {
            topic_id: post.topic,
            post_id: post.id,
            author_id: author,
            source: text.source.clone(),
            html: text.html.clone(),
            ups: i64::try_from(given.len()).unwrap_or(i64::MAX),
            state: State::Visible,
            created_at: comment.created,
        };
        let id = store::insert_comment(conn, &new)?;
        done.votes += given.len();
        done.votes_left += comment.score - given.len();
        votes.extend(given.into_iter().map(|voter| NewCommentVote {
            comment_id: id,
            user_id: voter,
            receiver_id: author,
            value: 1,
            day: site_day(comment.created),
            cast_at: comment.created,
        }));
        lines.push(Mapped::new(source, Kind::Comment, &comment.foreign, id.0));
    }
    store::insert_comment_votes(conn, &votes)?;
    remember(conn, &lines)?;
    done.comments = lines.len();
    let scores: usize = batch.iter().map(|(comment, _)| comment.score).sum();
    done.votes_of_left = scores - done.votes - done.votes_left;
    Ok(done)
}
