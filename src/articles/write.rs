//! Writing an article: from scratch, or of a solved question.

use std::collections::BTreeSet;

use super::{REVIEW_DAYS, store};
use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{TopicId, UserId};
use crate::message::Message;
use crate::notify::{self, Event, Kind};
use crate::policy::{self, Action, Actor, TopicKind};
use crate::search;
use crate::topics::{self, TopicForm, Wording};

/// An article that keeps the rules of its fields.
#[derive(Debug, Clone)]
pub struct NewArticle {
    /// Its words.
    pub wording: Wording,
    /// The solved question it is made of.
    pub question: Option<TopicId>,
    /// The writer knows that the question is not for everybody, and that the article may have other readers.
    pub knows_readers: bool,
}

/// Writes an article and answers its id and path. Its draft goes.
///
/// # Errors
/// As [`topics::open`]; [`AppError::Denied`] by the policy about the question; [`AppError::Invalid`] (`knows_readers`)
/// when the question is not for everybody and nobody said that this is known.
pub fn write(tx: &mut Conn, actor: &Actor, new: &NewArticle, now: Timestamp) -> Result<(TopicId, String)> {
    let author = actor.id().ok_or(AppError::SignIn)?;
    let (answers, asker) = match new.question {
        Some(question) => {
            let (topic, facts) = topics::readable(tx, actor, question)?;
            policy::check(actor, Action::MakeArticle(facts))?;
            // Two boards have the same readers only today: their groups change.
            if topic.audience != 0 && !new.knows_readers {
                return Err(Invalid::field("knows_readers", Message::new("articles-readers-unknown")).into());
            }
            (store::accepted(tx, question)?, Some(topic.author))
        }
        None => (Vec::new(), None),
    };
    let (topic, post, path) = topics::open(tx, (actor, author), (TopicKind::Article, &new.wording), now)?;
    search::index_post(tx, post)?;
    store::insert(tx, topic, author, now + days(REVIEW_DAYS))?;
    let named = notify::mentioned(tx, new.wording.body.source())?;
    notify::tell(tx, &Event::new(Kind::Article, topic).post(post).by(Some(author)).naming(named), now)?;
    if let Some(question) = new.question {
        for answer in &answers {
            store::insert_source(tx, topic, question, answer.id)?;
        }
        let people: BTreeSet<UserId> = asker.into_iter().chain(answers.iter().map(|answer| answer.author)).collect();
        for person in people.into_iter().filter(|person| *person != author) {
            notify::tell(tx, &Event::new(Kind::Credited, topic).by(Some(author)).only_for(person), now)?;
        }
    }
    drafts::discard(tx, author, drafts::Kind::Article, new.question.unwrap_or(TopicId(0)))?;
    Ok((topic, path))
}

/// A form filled with a solved question: its title, tags and language, and under headings its text and the accepted
/// answers. `heading` names the parts: `articles-problem`, `articles-solution`, `articles-another-solution`.
///
/// # Errors
/// [`AppError::NotFound`] and [`AppError::Denied`] by the policy.
pub fn suggestion(
    c: &mut Conn,
    actor: &Actor,
    question: TopicId,
    heading: impl Fn(&str, &'static str) -> String,
) -> Result<TopicForm> {
    let (topic, facts) = topics::readable(c, actor, question)?;
    policy::check(actor, Action::MakeArticle(facts))?;
    let problem = topics::own_post(c, question)?;
    let mut body = format!("# {}\n\n{}", heading(&topic.lang, "articles-problem"), problem.source);
    for (number, answer) in store::accepted(c, question)?.into_iter().enumerate() {
        let key = if number == 0 { "articles-solution" } else { "articles-another-solution" };
        body.push_str(&format!("\n\n# {}\n\n{}", heading(&topic.lang, key), answer.source));
    }
    Ok(TopicForm {
        title: topic.title,
        board: String::new(),
        tags: topic.tags.replace(' ', ", "),
        lang: topic.lang,
        body,
    })
}
