//! Keeping the index: every visible text has its row, nothing else has one.

mod job;
mod store;

pub use job::{REINDEX, begin_if_missing, handler};

use std::collections::BTreeMap;

use super::document::{Document, Source};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{CommentId, PostId, TopicId};

/// Documents that one [`fill`] writes at most: few enough that others who write are not kept waiting.
const BATCH: usize = 100;
/// Changes that one [`fold_counts`] takes at most.
const FOLDED: i64 = 100;

/// Brings the row of a post up to what stands in the database: call it when it was written, or its text has changed.
///
/// # Errors
/// When the database refuses.
pub fn index_post(tx: &mut Conn, id: PostId) -> Result<()> {
    for row in store::post(tx, id)? {
        refresh(tx, &row)?;
    }
    Ok(())
}

/// The same with its comments: call it when its state has changed, for nobody sees the comments of what is hidden.
///
/// # Errors
/// When the database refuses.
pub fn index_post_and_comments(tx: &mut Conn, id: PostId) -> Result<()> {
    index_post(tx, id)?;
    for row in store::comments_of(tx, id)? {
        refresh(tx, &row)?;
    }
    Ok(())
}

/// The same for all of a topic: call it when its title, tags, board or language have changed.
///
/// # Errors
/// When the database refuses.
pub fn index_topic(tx: &mut Conn, id: TopicId) -> Result<()> {
    let rows = store::posts_of_topic(tx, id)?.into_iter().chain(store::comments_of_topic(tx, id)?);
    for row in rows {
        refresh(tx, &row)?;
    }
    Ok(())
}

/// The same for a comment: call it when it was written, changed, deleted, hidden or brought back.
///
/// # Errors
/// When the database refuses.
pub fn index_comment(tx: &mut Conn, id: CommentId) -> Result<()> {
    for row in store::comment(tx, id)? {
        refresh(tx, &row)?;
    }
    Ok(())
}

/// What a topic's own text is found by; none when it cannot be found.
///
/// # Errors
/// When the database refuses.
pub fn document_of(c: &mut Conn, topic: TopicId) -> Result<Option<Document>> {
    let rows = store::posts_of_topic(c, topic)?;
    Ok(rows.iter().find(|row| row.visible && row.source.is_question).map(|row| Document::of(&row.source)))
}

/// A text, and whether it can be found.
struct Row {
    source: Source,
    visible: bool,
}

fn refresh(tx: &mut Conn, row: &Row) -> Result<()> {
    let id = row.source.id();
    let change = match (store::is_there(tx, id)?, row.visible) {
        (false, false) => return Ok(()),
        (true, true) => 0,
        (false, true) => 1,
        (true, false) => -1,
    };
    let document = Document::of(&row.source);
    if row.visible {
        store::write(tx, &row.source, &document)?;
    } else {
        store::remove(tx, &row.source)?;
    }
    // A word counts from when its text is first indexed. What an edit adds or takes is left out: counts weigh words
    // against each other, and texts change little.
    if change != 0 {
        let counted: Vec<&str> = document.counted().into_iter().collect();
        store::note_change(tx, change, &counted.join(" "))?;
    }
    Ok(())
}

/// How far [`fill`] has come: the last post and the last comment that it has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Fill {
    /// Posts up to this number are done.
    pub post: i64,
    /// Comments up to this number are done; they come after all posts.
    pub comment: i64,
}

/// Whether nothing is indexed though something could be: the database is older than the index.
///
/// # Errors
/// When the database refuses.
pub fn is_missing(c: &mut Conn) -> Result<bool> {
    Ok(!store::has_documents(c)? && store::has_posts(c)?)
}

/// How many texts there are, whether they can be found or not.
///
/// # Errors
/// When the database refuses.
pub fn texts(c: &mut Conn) -> Result<u64> {
    store::texts(c)
}

/// Forgets everything that is indexed.
///
/// # Errors
/// When the database refuses.
pub fn clear(tx: &mut Conn) -> Result<()> {
    store::clear(tx)
}

/// Indexes the next texts that are not, and answers how far it came and how many it looked at; none at the end. What another has indexed
/// meanwhile is left as it is, so it may be run at any time, and again from anywhere.
///
/// # Errors
/// When the database refuses.
pub fn fill(tx: &mut Conn, from: Fill) -> Result<Option<(Fill, u64)>> {
    let posts = store::next_posts(tx, from.post)?;
    if let Some(last) = posts.last() {
        let next = Fill { post: last.source.post.0, ..from };
        add(tx, &posts)?;
        return Ok(Some((next, posts.len() as u64)));
    }
    let comments = store::next_comments(tx, from.comment)?;
    let Some(last) = comments.last().and_then(|row| row.source.comment) else { return Ok(None) };
    add(tx, &comments)?;
    Ok(Some((Fill { comment: last.0, ..from }, comments.len() as u64)))
}

fn add(tx: &mut Conn, rows: &[Row]) -> Result<()> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.visible) {
        if store::is_there(tx, row.source.id())? {
            continue;
        }
        let document = Document::of(&row.source);
        store::write(tx, &row.source, &document)?;
        for word in document.counted() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    store::count(tx, &counts)
}

/// Adds what has changed since the last time to the number of documents of each word. Run seconds after the fact by a
/// job. Takes a bounded number of changes: true when it found as many, so that there may be more.
///
/// # Errors
/// When the database refuses.
pub fn fold_counts(tx: &mut Conn) -> Result<bool> {
    let changes = store::take_changes(tx, FOLDED)?;
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (change, words) in &changes {
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            *counts.entry(word.to_owned()).or_default() += change;
        }
    }
    store::count(tx, &counts)?;
    Ok(i64::try_from(changes.len()) == Ok(FOLDED))
}
