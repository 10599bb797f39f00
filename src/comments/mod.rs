//! Comments: short remarks under a post.

mod store;
mod view;
pub mod web;

use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PostId};
use crate::markdown::{CommentBody, Html};
use crate::newcomers::{self, Writes};
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor, CommentFacts, State};
use crate::search;
use crate::topics::{self, Post, Topic};

pub use store::{Comment, CommentRow, of_many, of_post, of_posts};
pub use view::{CommentView, WrittenUnder, may_vote, views, vote_state};

/// Comments shown under a post before one asks for all.
pub const SHOWN: usize = 5;
/// Comments on the page that shows all of a post.
pub const PAGE: usize = 50;

/// A comment with everything it stands under.
#[derive(Debug)]
pub struct Loaded {
    /// The topic.
    pub topic: Topic,
    /// The post.
    pub post: Post,
    /// The comment.
    pub comment: Comment,
    /// What the policy asks.
    pub facts: CommentFacts,
}

/// A comment, if there is one with this id.
///
/// # Errors
/// When the database refuses.
pub fn load(c: &mut Conn, id: CommentId) -> Result<Option<Loaded>> {
    let Some(comment) = store::find(c, id)? else { return Ok(None) };
    let Some((topic, post)) = topics::load_post(c, comment.post)? else { return Ok(None) };
    let topic_facts = topics::facts(c, &topic)?;
    let facts =
        CommentFacts { post: topics::post_facts(topic_facts, &post), author: comment.author, state: comment.state };
    Ok(Some(Loaded { topic, post, comment, facts }))
}

/// Adds a comment.
///
/// # Errors
/// [`AppError::NotFound`] for a post the actor may not see, [`AppError::Denied`] by the policy.
pub fn add(tx: &mut Conn, actor: &Actor, post: PostId, body: &CommentBody, now: Timestamp) -> Result<Loaded> {
    newcomers::hold(tx, actor, now)?;
    let (topic, post, facts) = topics::held_post(tx, actor, post)?;
    policy::check(actor, Action::Comment(facts))?;
    let author = actor.id().ok_or(AppError::SignIn)?;
    if topic.author != author {
        newcomers::check(tx, actor, Writes::Reply, now)?;
    }
    newcomers::check_text(tx, actor, (body.source(), body.html()), now)?;
    topics::check_links(actor, topic.board, body.html(), &Html::default())?;
    let id = store::insert(tx, &topic, &post, (author, actor.is_staff()), body, now)?;
    search::index_comment(tx, id)?;
    topics::touch(tx, topic.id, now)?;
    let named = notify::mentioned(tx, body.source())?;
    let event = Event::new(Kind::Comment, topic.id).post(post.id).comment(id).by(Some(author));
    notify::tell(tx, &event.naming(named), now)?;
    load(tx, id)?.ok_or_else(|| AppError::internal("a comment that was just written is not there"))
}

/// Changes a comment's words.
///
/// # Errors
/// As [`add`].
pub fn edit(tx: &mut Conn, actor: &Actor, id: CommentId, body: &CommentBody, now: Timestamp) -> Result<Loaded> {
    let loaded = load(tx, id)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::EditComment(loaded.facts))?;
    newcomers::check_text(tx, actor, (body.source(), body.html()), now)?;
    let before = Html::from_stored(loaded.comment.html.clone());
    topics::check_links(actor, loaded.topic.board, body.html(), &before)?;
    store::update(tx, id, body, now)?;
    search::index_comment(tx, id)?;
    let event = Event::new(Kind::Mention, loaded.topic.id).post(loaded.post.id).comment(id).by(actor.id());
    notify::tell_newly_named(tx, &event, (&loaded.comment.source, body.source()), now)?;
    Ok(loaded)
}

/// Takes one's comment back.
///
/// # Errors
/// As [`add`].
pub fn delete(tx: &mut Conn, actor: &Actor, id: CommentId) -> Result<Loaded> {
    let loaded = load(tx, id)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::DeleteComment(loaded.facts))?;
    set_state(tx, &loaded, State::Deleted)?;
    Ok(loaded)
}

/// Sets the state of a comment, with its post's count.
///
/// # Errors
/// When the database refuses.
pub fn set_state(tx: &mut Conn, loaded: &Loaded, state: State) -> Result<()> {
    dialect::lock_post(tx, loaded.post.id)?;
    store::set_state(tx, loaded.comment.id, loaded.post.id, state)?;
    search::index_comment(tx, loaded.comment.id)
}
