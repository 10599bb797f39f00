//! What stands in a digest: unread events as chosen, questions for those who answer, answers for the others.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Window;
use super::store::{self, Due, Entry};
use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{TopicId, UpdateId};
use crate::letters::still::Subject;
use crate::letters::store::{self as letters, Reader};
use crate::letters::{About, Choices, Timing, choices};
use crate::markdown;
use crate::notify::Kind;
use crate::policy::{self, Actor};
use crate::statuses::Status;
use crate::topics::{self, Cursor, Order, Scope, Topic, TopicRow};

/// Topics with news; more are counted.
const NEWS: usize = 15;
/// Characters of a word of staff.
const SAID: usize = 240;
/// Unanswered questions.
const QUESTIONS: usize = 5;
/// Helpful answers.
const ANSWERS: usize = 3;
/// Who has answered within this time is one who answers.
const ANSWERS_WITHIN: std::time::Duration = days(90);
/// Questions older than this are left to those who look for them.
const STILL_FRESH: std::time::Duration = days(30);
/// Tags that are looked through for questions.
const TAGS: usize = 10;

/// The news of one topic.
#[derive(Debug)]
struct News {
    topic: Topic,
    /// How many of which kind, in the order of the first.
    counts: Vec<(Kind, i64)>,
    /// The newest word of staff among it: what becomes of the idea, and how it begins.
    said: Option<(UpdateId, Status, String)>,
}

/// What a digest says.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    news: Vec<News>,
    /// Topics with news beyond those.
    pub more: i64,
    questions: Vec<TopicRow>,
    answers: Vec<(Topic, crate::ids::PostId)>,
    subjects: Vec<Subject>,
}

#[derive(Debug, Serialize)]
pub(super) struct NewsView {
    title: String,
    url: String,
    /// Key of a line, and how many.
    lines: Vec<(&'static str, i64)>,
    /// Of the newest word of staff: what becomes of the idea, by name, and how it begins.
    status: String,
    text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct LinkView {
    title: String,
    url: String,
    excerpt: String,
    metoo: i64,
}

impl Gathered {
    /// Nothing to send.
    pub fn is_empty(&self) -> bool {
        self.news.is_empty() && self.questions.is_empty() && self.answers.is_empty()
    }

    /// Everything it tells of.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        let shown = self.questions.iter().map(|row| Subject::Topic(row.id));
        let answers = self.answers.iter().map(|(_, post)| Subject::Post(*post));
        self.subjects.iter().copied().chain(shown).chain(answers)
    }

    pub fn news(&self, absolute: impl Fn(&str) -> String, name: impl Fn(&Status) -> String) -> Vec<NewsView> {
        let view = |news: &News| {
            let (path, said) = (news.topic.path(), news.said.as_ref());
            NewsView {
                title: news.topic.title.clone(),
                url: absolute(&said.map_or(path.clone(), |(update, ..)| format!("{path}#u{update}"))),
                lines: news.counts.iter().map(|(kind, count)| (line(*kind), *count)).collect(),
                status: said.map(|(_, status, _)| name(status)).unwrap_or_default(),
                text: said.map(|(.., text)| text.clone()).unwrap_or_default(),
            }
        };
        self.news.iter().map(view).collect()
    }

    pub fn questions(&self, absolute: impl Fn(&str) -> String) -> Vec<LinkView> {
        let view = |row: &TopicRow| LinkView {
            title: row.title.clone(),
            url: absolute(&topics::path(row.kind, row.id, &row.slug)),
            excerpt: row.excerpt.clone(),
            metoo: row.metoo_count,
        };
        self.questions.iter().map(view).collect()
    }

    pub fn answers(&self, absolute: impl Fn(&str) -> String) -> Vec<LinkView> {
        let view = |(topic, post): &(Topic, crate::ids::PostId)| LinkView {
            title: topic.title.clone(),
            url: absolute(&format!("/posts/{post}")),
            excerpt: String::new(),
            metoo: 0,
        };
        self.answers.iter().map(view).collect()
    }
}

/// How many of a kind, as a line below a title with the variable `count`.
const fn line(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "letters-news-question",
        Kind::Article => "letters-news-article",
        Kind::Idea => "letters-news-idea",
        Kind::Status => "letters-news-status",
        Kind::Answer => "letters-news-answers",
        Kind::Comment => "letters-news-comments",
        Kind::Mention => "letters-news-mentions",
        Kind::Accepted => "letters-news-accepted",
        Kind::Closed => "letters-news-closed",
        Kind::Reopened => "letters-news-reopened",
        Kind::Edited => "letters-news-edited",
        Kind::Credited => "letters-news-credited",
        Kind::Extended => "letters-news-extended",
        Kind::Suggested => "letters-news-suggested",
        Kind::SuggestionApproved => "letters-news-suggestion-approved",
        Kind::SuggestionRejected => "letters-news-suggestion-rejected",
        Kind::ReviewDue => "letters-news-review-due",
        Kind::Badge => "letters-news-badge",
        Kind::Super => "letters-news-super",
        Kind::Fraud => "letters-news-fraud",
    }
}

/// Gathers what a digest of this window says to its reader.
pub(super) fn gather(
    c: &mut Conn,
    (reader, actor): (&Reader, &Actor),
    (mailbox, window): (Due, Window),
    entries: Vec<Entry>,
    now: Timestamp,
) -> Result<Gathered> {
    let choices = choices(c, reader.id)?;
    let mut gathered = Gathered::default();
    let wanted = entries.into_iter().filter(|entry| is_due(choices, mailbox, window, entry)).collect();
    gather_news(c, actor, wanted, &mut gathered)?;
    let since = match choices.of(About::Topics) {
        Timing::Daily => Some(window.daily_since()),
        Timing::Weekly if window.weekly => Some(window.weekly_since()),
        // Who hears of new questions at once has heard of these.
        Timing::Weekly | Timing::AtOnce | Timing::Never => None,
    };
    let Some(since) = since else { return Ok(gathered) };
    match subjects_of(c, (reader, actor), now)? {
        Some(scopes) => gathered.questions = questions(c, (reader, actor), &scopes, (since, now), &gathered)?,
        None if window.weekly => gathered.answers = answers(c, (reader, actor), window)?,
        None => {}
    }
    Ok(gathered)
}

/// Whether an entry belongs into this digest.
fn is_due(choices: Choices, mailbox: Due, window: Window, entry: &Entry) -> bool {
    match choices.of(About::of(entry.kind)) {
        Timing::Daily => entry.id > mailbox.daily_upto,
        Timing::Weekly => window.weekly && entry.id > mailbox.weekly_upto,
        Timing::AtOnce | Timing::Never => false,
    }
}

fn gather_news(c: &mut Conn, actor: &Actor, entries: Vec<Entry>, gathered: &mut Gathered) -> Result<()> {
    let mut by_topic: Vec<(TopicId, Vec<Entry>)> = Vec::new();
    for entry in entries {
        match by_topic.iter_mut().find(|(topic, _)| *topic == entry.topic_id) {
            Some((_, entries)) => entries.push(entry),
            None => by_topic.push((entry.topic_id, vec![entry])),
        }
    }
    for (id, entries) in by_topic {
        let mut counts: Vec<(Kind, i64)> = Vec::new();
        let mut told = Vec::new();
        let mut newest = None;
        for entry in entries {
            let subject = match (entry.comment_id, entry.post_id) {
                (Some(comment), _) => Subject::Comment(comment),
                (None, Some(post)) => Subject::Post(post),
                (None, None) => Subject::Topic(id),
            };
            if !subject.is_told_to(c, actor)? {
                continue;
            }
            told.push(subject);
            newest = newest.or(entry.update_id);
            match counts.iter_mut().find(|(kind, _)| *kind == entry.kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((entry.kind, 1)),
            }
        }
        let Some(topic) = topics::load(c, id)?.filter(|_| !counts.is_empty()) else { continue };
        if gathered.news.len() == NEWS {
            gathered.more += 1;
        } else {
            let said = match newest {
                Some(id) => letters::said(c, id)?.map(|(status, text)| (id, status, markdown::excerpt(&text, SAID))),
                None => None,
            };
            gathered.subjects.append(&mut told);
            gathered.news.push(News { topic, counts, said });
        }
    }
    Ok(())
}

/// Where somebody who answers looks for questions; none for the others.
fn subjects_of(c: &mut Conn, (reader, actor): (&Reader, &Actor), now: Timestamp) -> Result<Option<Vec<Scope>>> {
    let (tags, boards) = store::followed(c, reader.id)?;
    let mut times: BTreeMap<i64, usize> = BTreeMap::new();
    for audience in policy::visibility(actor).audiences() {
        for tag in store::answered_tags(c, reader.id, audience, now - ANSWERS_WITHIN)? {
            *times.entry(tag.0).or_default() += 1;
        }
    }
    let mut often: Vec<(i64, usize)> = times.into_iter().collect();
    often.sort_by_key(|(_, times)| Reverse(*times));
    let often = often.into_iter().map(|(tag, _)| crate::ids::TagId(tag)).filter(|tag| !tags.contains(tag));
    let tags: Vec<_> = tags.iter().copied().chain(often).take(TAGS).map(Scope::Tag).collect();
    let mut scopes = tags;
    for board in boards {
        let facts = crate::boards::facts(c, board)?;
        if facts.is_some_and(|facts| policy::check(actor, policy::Action::ReadBoard(facts)).is_ok()) {
            scopes.push(Scope::Board(board));
        }
    }
    Ok(Some(scopes).filter(|scopes| !scopes.is_empty()))
}

/// The best unanswered questions there, if one of them is new since the last digest or there are other news: a digest
/// that only repeats itself is none.
fn questions(
    c: &mut Conn,
    (reader, actor): (&Reader, &Actor),
    scopes: &[Scope],
    (since, now): (Timestamp, Timestamp),
    gathered: &Gathered,
) -> Result<Vec<TopicRow>> {
    let seen = policy::visibility(actor);
    let mut found: BTreeMap<i64, TopicRow> = BTreeMap::new();
    for scope in scopes {
        let page = topics::list(c, &seen, *scope, Order::Unanswered, Cursor::parse(None)?)?;
        found.extend(page.rows.into_iter().map(|row| (row.id.0, row)));
    }
    let told: Vec<TopicId> = gathered.news.iter().map(|news| news.topic.id).collect();
    found.retain(|_, row| {
        row.author_id != reader.id && row.created_at > (now - STILL_FRESH).0 && !told.contains(&row.id)
    });
    let ids: Vec<TopicId> = found.values().map(|row| row.id).collect();
    for read in store::read_among(c, reader.id, &ids)? {
        found.remove(&read.0);
    }
    let mut best: Vec<TopicRow> = found.into_values().collect();
    best.sort_by_key(|row| Reverse((row.score + row.metoo_count, row.created_at, row.id)));
    best.truncate(QUESTIONS);
    let is_news = !gathered.news.is_empty() || best.iter().any(|row| row.created_at > since.0);
    Ok(if is_news { best } else { Vec::new() })
}

/// The most helpful answers of the week: accepted in it, by score.
fn answers(
    c: &mut Conn,
    (reader, actor): (&Reader, &Actor),
    window: Window,
) -> Result<Vec<(Topic, crate::ids::PostId)>> {
    let mut found = Vec::new();
    for audience in policy::visibility(actor).audiences() {
        found.extend(store::accepted(c, audience, window.weekly_since())?);
    }
    found.retain(|answer| answer.author_id != reader.id);
    found.sort_by_key(|answer| Reverse((answer.score, answer.id)));
    let mut best = Vec::new();
    for answer in found {
        if best.len() == ANSWERS {
            break;
        }
        if Subject::Post(answer.id).is_told_to(c, actor)?
            && let Some((topic, _)) = topics::load_post(c, answer.id)?
        {
            best.push((topic, answer.id));
        }
    }
    Ok(best)
}
