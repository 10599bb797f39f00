//! Editing with a history.
//!
//! A post that was never edited has no revisions: its row is its only text. The first edit after the grace writes the
//! text as it was (revision 1) and the new one (revision 2). An edit by the same person within five minutes of their
//! last version replaces that version; what was suggested is a version of its own, however soon it comes.

use diesel::prelude::*;

use super::{Post, Topic, tagging};
use crate::clock::Timestamp;
use crate::db::schema::{posts, revisions, topics};
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{PostId, SuggestionId, UserId};
use crate::policy::{Actor, BoardFacts, Limits};
use crate::reputation;

/// What a post should say from now on. For a question also its title, tags, language and board.
#[derive(Debug, Clone)]
pub struct Revision<'a> {
    /// Markdown.
    pub source: &'a str,
    /// The same, rendered and sanitised.
    pub html: &'a str,
    /// Why it was changed.
    pub reason: &'a str,
    /// Of a question.
    pub question: Option<QuestionRevision<'a>>,
}

/// What else a question's edit sets.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct QuestionRevision<'a> {
    pub title: &'a str,
    pub slug: &'a str,
    pub excerpt: &'a str,
    pub tags: &'a [String],
    pub lang: &'a str,
    pub board: BoardFacts,
}

/// Who edits, and when.
#[derive(Debug, Clone, Copy)]
pub struct Editor<'a> {
    /// Who decides that it is so; what they may do counts.
    pub actor: &'a Actor,
    /// The suggestion that they approve.
    pub suggested: Option<Suggested>,
    /// When.
    pub now: Timestamp,
}

/// A suggestion that becomes a version of its post.
#[derive(Debug, Clone, Copy)]
pub struct Suggested {
    /// Which.
    pub id: SuggestionId,
    /// Whose words the version holds.
    pub words_of: UserId,
}

impl Editor<'_> {
    /// Whose words they are.
    #[must_use]
    pub fn author(&self) -> Option<UserId> {
        self.suggested.map(|suggested| suggested.words_of).or(self.actor.id())
    }
}

/// How an edit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revised {
    /// A new revision was written.
    Kept,
    /// The last version was replaced, within the grace.
    Replaced,
    /// Nothing was different.
    Same,
}

/// Somebody else has edited since the editor opened the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale;

/// Sets a post's text, unless its version is no longer the one the editor saw.
///
/// # Errors
/// By the policy when a tag is new; when the database refuses. `Ok(Err(Stale))` when somebody else was faster.
pub fn revise(
    tx: &mut Conn,
    (topic, post): (&Topic, &Post),
    seen_version: i64,
    new: &Revision<'_>,
    by: &Editor<'_>,
) -> Result<Result<Revised, Stale>> {
    let Editor { actor, suggested, now } = *by;
    let author = by.author().ok_or(AppError::SignIn)?;
    dialect::lock_post(tx, post.id)?;
    let (version, count): (i64, i64) =
        posts::table.find(post.id).select((posts::version, posts::revisions_count)).first(tx)?;
    if version != seen_version || version != post.version {
        return Ok(Err(Stale));
    }
    // What the history keeps are the tags that the question carries.
    let (tags, resolved);
    let new = match &new.question {
        Some(question) => {
            tags = tagging::resolve(tx, actor, question.tags, now)?;
            let question = QuestionRevision { tags: tags.slugs(), ..question.clone() };
            resolved = Revision { question: Some(question), ..new.clone() };
            &resolved
        }
        None => new,
    };
    if unchanged(topic, post, new) {
        return Ok(Ok(Revised::Same));
    }
    let last = last_version(tx, post)?;
    let within_grace = suggested.is_none() && last.author == author && now.since(last.at) <= Limits::EDIT_GRACE;
    let mut count = count;
    if !within_grace {
        if count == 0 {
            count += 1;
            insert(tx, post.id, count, &Kept::first(topic, post))?;
        }
        count += 1;
        insert(tx, post.id, count, &Kept::of(new, (author, suggested.map(|one| one.id)), now))?;
    } else if count > 0 {
        replace_last(tx, post.id, count, new)?;
    }
    diesel::update(posts::table.find(post.id))
        .set((
            posts::source.eq(new.source),
            posts::html.eq(new.html),
            posts::version.eq(posts::version + 1),
            posts::revisions_count.eq(count),
            posts::edited_at.eq(if within_grace { post.edited_at } else { Some(now) }),
        ))
        .execute(tx)?;
    if let Some(question) = &new.question {
        set_question(tx, topic, question, (actor, now))?;
    }
    Ok(Ok(if within_grace { Revised::Replaced } else { Revised::Kept }))
}

fn unchanged(topic: &Topic, post: &Post, new: &Revision<'_>) -> bool {
    let same_question = new.question.as_ref().is_none_or(|q| {
        q.title == topic.title && q.lang == topic.lang && q.board.id == topic.board && tagging::same(topic, q.tags)
    });
    post.source == new.source && same_question
}

struct Last {
    author: UserId,
    at: Timestamp,
}

fn last_version(c: &mut Conn, post: &Post) -> Result<Last> {
    let row: Option<(UserId, Timestamp)> = revisions::table
        .filter(revisions::post_id.eq(post.id))
        .order(revisions::number.desc())
        .select((revisions::author_id, revisions::created_at))
        .first(c)
        .optional()?;
    let (author, at) = row.unwrap_or((post.author, post.created_at));
    Ok(Last { author, at })
}

struct Kept<'a> {
    author: UserId,
    title: Option<&'a str>,
    tags: Option<String>,
    source: &'a str,
    reason: &'a str,
    suggestion: Option<SuggestionId>,
    at: Timestamp,
}

impl<'a> Kept<'a> {
    fn first(topic: &'a Topic, post: &'a Post) -> Self {
        let of_topic = post.kind.is_own();
        Self {
            author: post.author,
            title: of_topic.then_some(topic.title.as_str()),
            tags: of_topic.then(|| topic.tags.clone()),
            source: &post.source,
            reason: "",
            suggestion: None,
            at: post.created_at,
        }
    }

    fn of(new: &'a Revision<'a>, (author, suggestion): (UserId, Option<SuggestionId>), at: Timestamp) -> Self {
        Self {
            author,
            title: new.question.as_ref().map(|q| q.title),
            tags: new.question.as_ref().map(|q| q.tags.join(" ")),
            source: new.source,
            reason: new.reason,
            suggestion,
            at,
        }
    }
}

fn insert(tx: &mut Conn, post: PostId, number: i64, kept: &Kept<'_>) -> Result<()> {
    diesel::insert_into(revisions::table)
        .values((
            revisions::post_id.eq(post),
            revisions::number.eq(number),
            revisions::author_id.eq(kept.author),
            revisions::title.eq(kept.title),
            revisions::tags.eq(kept.tags.as_deref()),
            revisions::source.eq(kept.source),
            revisions::reason.eq(kept.reason),
            revisions::suggestion_id.eq(kept.suggestion),
            revisions::created_at.eq(kept.at),
        ))
        .execute(tx)?;
    Ok(())
}

fn replace_last(tx: &mut Conn, post: PostId, number: i64, new: &Revision<'_>) -> Result<()> {
    diesel::update(revisions::table.filter(revisions::post_id.eq(post)).filter(revisions::number.eq(number)))
        .set((
            revisions::source.eq(new.source),
            revisions::title.eq(new.question.as_ref().map(|q| q.title)),
            revisions::tags.eq(new.question.as_ref().map(|q| q.tags.join(" "))),
        ))
        .execute(tx)?;
    Ok(())
}

fn set_question(
    tx: &mut Conn,
    topic: &Topic,
    new: &QuestionRevision<'_>,
    (actor, now): (&Actor, Timestamp),
) -> Result<()> {
    let audience = if new.board.restricted { new.board.id.0 } else { 0 };
    diesel::update(topics::table.find(topic.id))
        .set((
            topics::title.eq(new.title),
            topics::slug.eq(new.slug),
            topics::excerpt.eq(new.excerpt),
            topics::lang.eq(new.lang),
            topics::board_id.eq(new.board.id),
            topics::audience.eq(audience),
            // What is like it is looked for anew.
            topics::related_at.eq(None::<Timestamp>),
            topics::updated_at.eq(now),
        ))
        .execute(tx)?;
    if !tagging::same(topic, new.tags) {
        tagging::set(tx, actor, topic.id, new.tags, now)?;
    }
    if audience != topic.audience {
        super::counters::recount_writers(tx, topic.id)?;
        reputation::settle_topic(tx, topic.id, now)?;
    }
    Ok(())
}
