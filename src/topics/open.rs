//! A topic begins: its row, its own post and its tags.

use super::{EXCERPT, NewPost, NewTopic, Wording, insert_post, insert_topic, path, tagging};
use crate::boards;
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{Invalid, Result};
use crate::ids::{PostId, TopicId, UserId};
use crate::markdown::{self, Html};
use crate::message::Message;
use crate::newcomers::{self, Writes};
use crate::policy::{self, Action, Actor, TopicKind};

/// Puts a topic on its board and answers its id, that of its own post, and its path. Finding it and telling of it are the caller's.
///
/// # Errors
/// [`AppError::Denied`](crate::error::AppError::Denied) by the policy;
/// [`AppError::Invalid`](crate::error::AppError::Invalid) when the board is not there for this actor, is of another
/// kind, or is retired.
pub fn open(
    tx: &mut Conn,
    (actor, author): (&Actor, UserId),
    (kind, new): (TopicKind, &Wording),
    now: Timestamp,
) -> Result<(TopicId, PostId, String)> {
    let board = boards::hold(tx, new.board)?
        .filter(|board| board.kind.holds() == kind && policy::check(actor, Action::ReadBoard(*board)).is_ok())
        .ok_or_else(|| Invalid::field("board", Message::new("questions-board-missing")))?;
    // It may have been retired while the text was being written.
    if board.retired {
        return Err(Invalid::field("board", Message::new("policy-board-retired")).into());
    }
    policy::check(
        actor,
        match kind {
            TopicKind::Question => Action::Ask(board),
            TopicKind::Article => Action::WriteArticle(board),
            TopicKind::Idea => Action::Propose(board),
        },
    )?;
    super::check_links(actor, board.id, new.body.html(), &Html::default())?;
    dialect::lock_users(tx, &[author])?;
    newcomers::check(tx, actor, Writes::Topic, now)?;
    newcomers::check_text(tx, actor, (new.body.source(), new.body.html()), now)?;
    let slug = new.title.slug();
    let excerpt = markdown::excerpt(new.body.source(), EXCERPT);
    let topic = insert_topic(
        tx,
        &NewTopic {
            kind,
            board,
            author,
            title: new.title.as_str(),
            slug: &slug,
            lang: new.lang,
            tags: &new.tags,
            excerpt: &excerpt,
            at: now,
        },
    )?;
    let post = insert_post(
        tx,
        &NewPost {
            topic,
            kind: kind.post(),
            author,
            // What staff enter for somebody else is not the word of staff.
            by_staff: actor.is(author) && actor.is_staff(),
            source: new.body.source(),
            html: new.body.html().as_str(),
            at: now,
        },
    )?;
    tagging::set(tx, actor, topic, &new.tags, now)?;
    Ok((topic, post, path(kind, topic, &slug)))
}
