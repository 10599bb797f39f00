//! Editing a question or an answer.

use crate::boards;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{BoardId, PostId};
use crate::markdown::{self, Body, Html};
use crate::message::Message;
use crate::newcomers;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor, BoardFacts, PostFacts, PostKind, State, TopicFacts};
use crate::search;
use crate::topics::{self, EXCERPT, Editor, Post, QuestionRevision, Revised, Revision, Topic, Wording};

/// Characters of the reason for an edit at most.
pub const MAX_REASON: usize = 200;

/// An edit that keeps the rules of its fields.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Of a topic's own text, with all its fields.
    Topic(Wording),
    /// Of an answer.
    Answer(Body),
}

impl Edit {
    /// Its text.
    #[must_use]
    pub const fn body(&self) -> &Body {
        match self {
            Self::Answer(body) | Self::Topic(Wording { body, .. }) => body,
        }
    }
}

/// How it ended.
#[derive(Debug)]
pub enum Edited {
    /// It stands; where to go on.
    Done(String),
    /// Somebody else was faster: the text as it is now, and its version.
    Stale {
        /// Markdown.
        source: String,
        /// For the next try.
        version: i64,
    },
}

/// Changes a post, unless somebody has done so since `version`.
///
/// # Errors
/// By the policy; [`AppError::Invalid`] when the edit does not fit the post or the reason is too long.
pub fn edit(
    tx: &mut Conn,
    actor: &Actor,
    (id, version): (PostId, i64),
    new: &Edit,
    (reason, now): (&str, Timestamp),
) -> Result<Edited> {
    let held = topics::held_post(tx, actor, id)?;
    policy::check(actor, Action::EditPost(held.2))?;
    if reason.chars().count() > MAX_REASON {
        return Err(Invalid::field("reason", Message::new("questions-reason-long").with("max", MAX_REASON)).into());
    }
    Ok(match revise(tx, &held, version, (new, reason), &Editor { actor, suggested: None, now })? {
        Ok((_, path)) => Edited::Done(path),
        Err(topics::Stale) => {
            let current = topics::load_post(tx, id)?.map(|(_, post)| post).ok_or(AppError::NotFound)?;
            Edited::Stale { source: current.source, version: current.version }
        }
    })
}

/// Changes a post that is held, with everything that hangs on its words; the caller has asked the policy. Answers what
/// came of it and where the post stands, or that its version is another one.
///
/// # Errors
/// As [`edit`].
pub fn revise(
    tx: &mut Conn,
    (topic, post, facts): &(Topic, Post, PostFacts),
    version: i64,
    (new, reason): (&Edit, &str),
    by: &Editor<'_>,
) -> Result<Result<(Revised, String), topics::Stale>> {
    let Editor { actor, now, .. } = *by;
    newcomers::check_text(tx, actor, (new.body().source(), new.body().html()), now)?;
    topics::check_links(actor, topic.board, new.body().html(), &Html::from_stored(post.html.clone()))?;
    let (slug, excerpt);
    let revision = match (new, post.kind) {
        (Edit::Answer(body), PostKind::Answer) => {
            Revision { source: body.source(), html: body.html().as_str(), reason, question: None }
        }
        (
            Edit::Topic(Wording { title, board, tags, lang, body }),
            PostKind::Question | PostKind::Article | PostKind::Idea,
        ) => {
            let board = board_for(tx, actor, (topic, facts.topic), *board)?;
            slug = title.slug();
            excerpt = markdown::excerpt(body.source(), EXCERPT);
            Revision {
                source: body.source(),
                html: body.html().as_str(),
                reason,
                question: Some(QuestionRevision {
                    title: title.as_str(),
                    slug: &slug,
                    excerpt: &excerpt,
                    tags,
                    lang,
                    board,
                }),
            }
        }
        (Edit::Answer(_), PostKind::Question | PostKind::Article | PostKind::Idea)
        | (Edit::Topic(_), PostKind::Answer) => {
            return Err(AppError::Unreadable);
        }
    };
    let Ok(revised) = topics::revise(tx, (topic, post), version, &revision, by)? else { return Ok(Err(topics::Stale)) };
    // What the whole topic is found by stands with its answers and comments too.
    if revision.question.as_ref().is_some_and(|new| differs(topic, new)) {
        search::index_topic(tx, topic.id)?;
    } else {
        search::index_post(tx, post.id)?;
    }
    // What nobody sees moves nothing in the lists.
    if revised == Revised::Kept && post.state == State::Visible {
        topics::touch(tx, topic.id, now)?;
    }
    let event = |kind| Event::new(kind, topic.id).post(post.id).by(by.author());
    if revised == Revised::Kept && !actor.is(post.author) {
        notify::tell(tx, &event(Kind::Edited).only_for(post.author), now)?;
    }
    notify::tell_newly_named(tx, &event(Kind::Mention), (&post.source, revision.source), now)?;
    let slug = revision.question.as_ref().map_or(topic.slug.as_str(), |question| question.slug);
    let path = format!("{}#{}", topics::path(topic.kind, topic.id, slug), topics::anchor(post.kind, post.id));
    Ok(Ok((revised, path)))
}

/// The board where a topic stands from now on.
fn board_for(tx: &mut Conn, actor: &Actor, (topic, facts): (&Topic, TopicFacts), to: BoardId) -> Result<BoardFacts> {
    let board = boards::hold(tx, to)?
        .filter(|board| policy::check(actor, Action::ReadBoard(*board)).is_ok())
        .filter(|board| board.id == topic.board || !board.retired)
        .ok_or_else(|| Invalid::field("board", Message::new("questions-board-missing")))?;
    if board.id != topic.board {
        policy::check(actor, Action::MoveTopic(facts, board))
            .map_err(|denied| Invalid::field("board", denied.message))?;
    }
    Ok(board)
}

fn differs(topic: &Topic, new: &QuestionRevision<'_>) -> bool {
    new.title != topic.title
        || new.lang != topic.lang
        || new.board.id != topic.board
        || !topics::tagging::same(topic, new.tags)
}
