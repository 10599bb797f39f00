//! Whose words an article was made of, as far as the reader may see them.

use serde::Serialize;

use super::store;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TopicId;
use crate::policy::{self, Action, Actor, State};
use crate::topics;
use crate::web::MemberView;

/// The question an article was made of, with those who are to thank.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as the names say")]
pub struct Credit {
    pub url: String,
    pub title: String,
    pub lang: String,
    pub asker: MemberView,
    pub answers: Vec<Credited>,
}

/// An answer that an article was made of.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as the names say")]
pub struct Credited {
    pub url: String,
    pub author: MemberView,
}

/// An article that was made of a question.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as the names say")]
pub struct Made {
    pub url: String,
    pub title: String,
    pub lang: String,
}

/// What an article was made of; nothing when that was nothing, or is not (any more) there for this reader.
///
/// # Errors
/// When the database refuses.
pub fn credit(c: &mut Conn, actor: &Actor, article: TopicId) -> Result<Option<Credit>> {
    let sources = store::sources(c, article)?;
    let Some(question) = sources.first().map(|source| source.question) else { return Ok(None) };
    let Some(titled) = topics::titled(c, &[question.0])?.remove(&question) else { return Ok(None) };
    if policy::check(actor, Action::ReadTopic(titled.facts)).is_err() || titled.facts.state != State::Visible {
        return Ok(None);
    }
    let Some(asker) = store::member(c, titled.facts.author)? else { return Ok(None) };
    let path = titled.path(question);
    let answers = sources
        .into_iter()
        .filter(|source| source.state == State::Visible)
        .map(|source| Credited { url: format!("{path}#a{}", source.post), author: source.author })
        .collect();
    Ok(Some(Credit { url: path, title: titled.title, lang: titled.lang, asker, answers }))
}

/// The articles that were made of a question and are there for this reader, newest first.
///
/// # Errors
/// When the database refuses.
pub fn made_of(c: &mut Conn, actor: &Actor, question: TopicId) -> Result<Vec<Made>> {
    let ids = store::made_of(c, question)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let raw: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut found = topics::titled(c, &raw)?;
    let is_there = |titled: &topics::Titled| {
        titled.facts.state == State::Visible && policy::check(actor, Action::ReadTopic(titled.facts)).is_ok()
    };
    Ok(ids
        .into_iter()
        .filter_map(|id| Some((id, found.remove(&id)?)))
        .filter(|(_, titled)| is_there(titled))
        .map(|(id, titled)| Made { url: titled.path(id), title: titled.title, lang: titled.lang })
        .collect())
}
