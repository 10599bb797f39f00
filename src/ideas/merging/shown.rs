//! What readers see of merges: where an idea went, what became part of one, and the remarks that came along.

use std::collections::HashMap;

use serde::Serialize;

use super::{MOST_PARTS, Merge, end_of, store};
use crate::comments::{self, CommentView, WrittenUnder};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{CommentId, MergeId, PostId, TopicId};
use crate::policy::{self, Action, Actor, CommentFacts, PostFacts, PostKind, State};
use crate::sessions::Me;
use crate::topics::{self, Titled, Topic};

/// Ideas named on the page of the one that they became part of; all of them are on a page of their own.
pub const PARTS: usize = 10;
/// Remarks that came along, on the page of an idea; all of them are on a page of their own.
pub const COMMENTS: usize = 10;

/// An idea by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its page; of one that is part of another the page where it can be read still.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub lang: String,
}

/// An idea that is part of another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Which.
    pub idea: Named,
    /// The merge.
    pub merge: MergeId,
    /// Since when, and how many votes came along, some of people who counted there already.
    pub at: i64,
    /// Votes that came along.
    pub votes: i64,
    /// Of people who counted there already.
    pub known: i64,
    /// The reader may take it back: nothing has to be taken back before.
    pub can_undo: bool,
}

/// What came to an idea with others.
#[derive(Debug, Default, Serialize)]
pub struct Merged {
    /// The ideas, the latest first.
    pub parts: Vec<Part>,
    /// Their remarks, the oldest first.
    pub comments: Vec<CommentView>,
    /// There are more ideas or remarks than these; all are on the page of its own.
    pub more: bool,
    /// Where the next page of remarks begins.
    pub next: Option<CommentId>,
}

fn named(id: TopicId, titled: &Titled) -> Named {
    let stay = if titled.facts.state == State::Merged { "?stay=1" } else { "" };
    Named { url: titled.path(id) + stay, title: titled.title.clone(), lang: titled.lang.clone() }
}

/// Where the address of an idea leads that is part of another: none for one that stands by itself.
///
/// # Errors
/// [`AppError::NotFound`] when the actor may not see the one it leads to.
pub fn leads_to(c: &mut Conn, actor: &Actor, topic: &Topic) -> Result<Option<String>> {
    if topic.state != State::Merged {
        return Ok(None);
    }
    let end = end_of(c, topic.id)?;
    let (end, _) = topics::readable(c, actor, end)?;
    Ok(Some(format!("{}?from={}", end.path(), topic.id)))
}

/// The idea that this one is part of, as far as the actor may see it.
///
/// # Errors
/// When the database refuses.
pub fn part_of(c: &mut Conn, actor: &Actor, topic: &Topic) -> Result<Option<Named>> {
    if topic.state != State::Merged {
        return Ok(None);
    }
    let end = end_of(c, topic.id)?;
    Ok(readable(c, actor, end)?.map(|titled| named(end, &titled)))
}

/// The idea by whose address one came here, if it is part of this one and the actor may see it.
///
/// # Errors
/// When the database refuses.
pub fn came_from(c: &mut Conn, actor: &Actor, topic: TopicId, from: Option<TopicId>) -> Result<Option<Named>> {
    let Some(from) = from.filter(|from| *from != topic) else { return Ok(None) };
    if end_of(c, from)? != topic {
        return Ok(None);
    }
    let from_there = readable(c, actor, from)?.filter(|titled| titled.facts.state == State::Merged);
    Ok(from_there.map(|titled| named(from, &titled)))
}

fn readable(c: &mut Conn, actor: &Actor, id: TopicId) -> Result<Option<Titled>> {
    let titled = topics::titled(c, &[id.0])?.remove(&id);
    Ok(titled.filter(|titled| policy::check(actor, Action::ReadTopic(titled.facts)).is_ok()))
}

/// Everything that is part of an idea now, whoever may see it: what became part of it, and what was part of that.
fn tree(c: &mut Conn, idea: TopicId) -> Result<Vec<Merge>> {
    let (mut all, mut level) = (Vec::new(), vec![idea]);
    while !level.is_empty() && all.len() < MOST_PARTS {
        let merges = store::standing_into(c, &level, MOST_PARTS - all.len())?;
        level = merges.iter().map(|merge| merge.from).collect();
        all.extend(merges);
    }
    Ok(all)
}

/// How many remarks stand under an idea and all that is part of it.
///
/// # Errors
/// When the database refuses.
pub fn comments_of(c: &mut Conn, idea: TopicId) -> Result<i64> {
    let mut all: Vec<TopicId> = tree(c, idea)?.into_iter().map(|merge| merge.from).collect();
    all.push(idea);
    Ok(store::posts_of(c, &all)?.into_iter().map(|(_, _, comments)| comments).sum())
}

/// What came to an idea with others, as far as this reader may see it: its first remarks, or those after one.
///
/// # Errors
/// When the database refuses.
pub fn merged(c: &mut Conn, me: &Me, topic: &Topic, shown: Shown) -> Result<Merged> {
    let mut merges = tree(c, topic.id)?;
    if merges.is_empty() {
        return Ok(Merged::default());
    }
    merges.sort_unstable_by_key(|merge| std::cmp::Reverse(merge.id));
    let ids: Vec<i64> = merges.iter().map(|merge| merge.from.0).collect();
    let mut titled = topics::titled(c, &ids)?;
    // What was hidden since is shown nowhere but at its own address.
    titled.retain(|_, one| {
        one.facts.state == State::Merged && policy::check(&me.actor, Action::ReadTopic(one.facts)).is_ok()
    });
    let (after, most) = match shown {
        Shown::First => (CommentId(0), COMMENTS),
        Shown::After(id) => (id, comments::PAGE),
    };
    let (mut comments, next) = remarks(c, me, &titled, (after, most))?;
    for comment in &mut comments {
        comment.can_extend = false;
    }
    let may_undo = policy::check(&me.actor, Action::MergeIdea(topics::facts(c, topic)?)).is_ok();
    let part = |merge: &Merge| {
        let one = titled.get(&merge.from)?;
        // What is part of a part comes after that.
        let can_undo = may_undo && merge.into == topic.id && topic.state == State::Visible;
        let idea = named(merge.from, one);
        Some(Part { idea, merge: merge.id, at: merge.at.0, votes: merge.votes, known: merge.known, can_undo })
    };
    let mut parts: Vec<Part> = merges.iter().filter_map(part).collect();
    let more = shown == Shown::First && (parts.len() > PARTS || next.is_some());
    if shown == Shown::First {
        parts.truncate(PARTS);
    }
    Ok(Merged { parts, comments, more, next })
}

/// Which remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The first few, on the page of the idea.
    First,
    /// A page of those after this one.
    After(CommentId),
}

/// The remarks of these ideas after one, the oldest first; each is asked of the policy.
fn remarks(
    c: &mut Conn,
    me: &Me,
    titled: &HashMap<TopicId, Titled>,
    (after, most): (CommentId, usize),
) -> Result<(Vec<CommentView>, Option<CommentId>)> {
    let ids: Vec<TopicId> = titled.keys().copied().collect();
    let places: HashMap<PostId, TopicId> = store::posts_of(c, &ids)?
        .into_iter()
        .filter(|(_, _, comments)| *comments > 0)
        .map(|(topic, post, _)| (post, topic))
        .collect();
    let facts = |post: PostId| {
        let topic = titled.get(places.get(&post)?)?.facts;
        let author = topic.author;
        Some(PostFacts {
            topic,
            kind: PostKind::Idea,
            author,
            state: State::Visible,
            accepted: false,
            accepted_by: None,
        })
    };
    let posts: Vec<PostId> = places.keys().copied().collect();
    let mut rows = comments::of_many(c, &posts, (after, most + 1))?;
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    rows.retain(|row| {
        facts(row.post_id).is_some_and(|post| {
            let comment = CommentFacts { post, author: row.author_id, state: row.state };
            policy::check(&me.actor, Action::ReadComment(comment)).is_ok()
        })
    });
    let mut views = comments::views(c, me, rows, facts)?;
    for view in &mut views {
        let place = places.get(&view.post).and_then(|id| Some((id, titled.get(id)?)));
        view.under = place.map(|(id, titled)| {
            let Named { url, title, lang } = named(*id, titled);
            WrittenUnder { url, title, lang }
        });
    }
    Ok((views, next))
}

/// A topic that is an idea and that this actor may read.
///
/// # Errors
/// [`AppError::NotFound`] when it is none.
pub fn idea(c: &mut Conn, actor: &Actor, id: TopicId) -> Result<Topic> {
    let (topic, _) = topics::readable(c, actor, id)?;
    if topic.kind == policy::TopicKind::Idea { Ok(topic) } else { Err(AppError::NotFound) }
}
