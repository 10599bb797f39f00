//! Answering.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::follows::{self, Subject, Why};
use crate::ids::{PostId, TopicId};
use crate::markdown::{Body, Html};
use crate::newcomers::{self, Writes};
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor, PostKind};
use crate::search;
use crate::topics::{self, NewPost};

use super::store;

/// An answer that keeps the rules.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// Which question.
    pub topic: TopicId,
    /// Its text.
    pub body: Body,
}

impl NewAnswer {
    /// Checks the text.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn parse(topic: TopicId, body: &str) -> Result<Self> {
        let body = Body::parse(body).map_err(|e| Invalid::field("body", e.into()))?;
        Ok(Self { topic, body })
    }
}

/// Answers a question; answers the post's id and its path with anchor. Its draft goes.
///
/// # Errors
/// [`AppError::NotFound`] and [`AppError::Denied`] by the policy.
pub fn answer(tx: &mut Conn, actor: &Actor, new: &NewAnswer, now: Timestamp) -> Result<(PostId, String)> {
    let author = actor.id().ok_or(AppError::SignIn)?;
    let (topic, facts) = topics::held(tx, actor, new.topic, &[author])?;
    policy::check(actor, Action::Answer(facts))?;
    if topic.author != author {
        newcomers::check(tx, actor, Writes::Reply, now)?;
    }
    newcomers::check_text(tx, actor, (new.body.source(), new.body.html()), now)?;
    topics::check_links(actor, topic.board, new.body.html(), &Html::default())?;
    let post = topics::insert_post(
        tx,
        &NewPost {
            topic: topic.id,
            kind: PostKind::Answer,
            author,
            by_staff: actor.is_staff(),
            source: new.body.source(),
            html: new.body.html().as_str(),
            at: now,
        },
    )?;
    search::index_post(tx, post)?;
    store::count_answer(tx, &topic, author, actor.is_staff(), now)?;
    let named = notify::mentioned(tx, new.body.source())?;
    notify::tell(tx, &Event::new(Kind::Answer, topic.id).post(post).by(Some(author)).naming(named), now)?;
    follows::follow_by(tx, author, Subject::Topic(topic.id), (Why::Answered, now))?;
    drafts::discard(tx, author, drafts::Kind::Answer, topic.id)?;
    Ok((post, format!("{}#{}", topic.path(), topics::anchor(PostKind::Answer, post))))
}
