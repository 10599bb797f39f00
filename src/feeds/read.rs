//! Which entries a feed has. Each feed takes a fixed number of queries.

use url::form_urlencoded::Serializer;

use super::store::{self, PostRow, PostsOf};
use super::{Author, ENTRIES, Entry, Feed, Format, Source, ideas, tag_uri};
use crate::accounts::profile;
use crate::boards;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{self, PostId, TopicId};
use crate::markdown::Html;
use crate::message::Message;
use crate::policy::{self, Action, Actor, PostKind, TopicKind, Visibility};
use crate::search::find::{Reader, Sort, find};
use crate::search::query;
use crate::slug::TagSlug;
use crate::tags;
use crate::topics::{self, Cursor, Order, Scope, TopicRow};
use crate::web::Cx;

/// What is at a feed's address.
#[derive(Debug)]
pub enum Found {
    /// The feed.
    Feed(Feed),
    /// The path at which it is, spelt as it should be.
    Moved(String),
    /// The path of the feed of what its topic became part of, as long as that is not taken back.
    Merged(String),
}

/// What stands above the entries.
pub(super) struct Head {
    /// The part of the tag URI after the name.
    id: String,
    /// The feed's path without the end that tells the format, which a query follows.
    path: String,
    /// The path of the page with the same content.
    page: String,
    title: Message,
    subtitle: Message,
}

/// Reads a feed as it is for everybody.
///
/// # Errors
/// [`AppError::NotFound`] and [`AppError::Gone`], as the module says.
pub fn read(c: &mut Conn, cx: &Cx, source: &Source, format: Format) -> Result<Found> {
    let site = cx.shared.site(c, cx.now)?.name.clone();
    let about = |key| Message::new(key).with("site", site.clone());
    let (head, entries) = match source {
        Source::Newest => {
            let head = Head::new("site", "/feed", "/?tab=newest", about("feeds-newest"), about("feeds-newest-text"));
            (head, listed(c, cx, Scope::Site(TopicKind::Question), Order::Newest)?)
        }
        Source::Unanswered => {
            let (title, text) = (about("feeds-unanswered"), about("feeds-unanswered-text"));
            let head = Head::new("unanswered", "/unanswered", "/?tab=unanswered", title, text);
            (head, listed(c, cx, Scope::Site(TopicKind::Question), Order::Unanswered)?)
        }
        Source::Accepted => {
            let (title, text) = (about("feeds-accepted"), about("feeds-accepted-text"));
            let entries = entries(cx, store::posts(c, PostsOf::Accepted)?);
            (Head::new("accepted", "/accepted", "/", title, text), entries)
        }
        Source::Articles => {
            let head =
                Head::new("articles", "/articles", "/articles", about("feeds-articles"), about("feeds-articles-text"));
            (head, listed(c, cx, Scope::Site(TopicKind::Article), Order::Newest)?)
        }
        Source::Search(typed) => search(c, cx, typed)?,
        Source::Board(slug) => {
            let board = boards::by_slug(c, slug)?.ok_or(AppError::NotFound)?;
            policy::check(&Actor::Visitor, Action::ReadBoard(board.facts()))?;
            let page = board.url();
            let title = about("feeds-board").with("board", board.name.clone());
            let text = about("feeds-board-text").with("board", board.name);
            let head = Head::new(&format!("board/{}", board.id), &format!("{page}/feed"), &page, title, text);
            (head, listed(c, cx, Scope::Board(board.id), Order::Newest)?)
        }
        Source::Tag(typed) => {
            let slug = TagSlug::parse(typed).map_err(|_| AppError::NotFound)?;
            let tag = tags::by_slug(c, &Actor::Visitor, slug.as_str())?.ok_or(AppError::NotFound)?;
            let page = tags::url(&tag.slug);
            if tag.slug != *typed {
                return Ok(moved(&page, format));
            }
            let title = about("feeds-tag").with("tag", tag.slug.clone());
            let text = about("feeds-tag-text").with("tag", tag.slug);
            let head = Head::new(&format!("tag/{}", tag.id), &format!("{page}/feed"), &page, title, text);
            (head, listed(c, cx, Scope::Tag(tag.id), Order::Newest)?)
        }
        Source::Question(id) => question(c, cx, *id)?,
        Source::Ideas => {
            let head = Head::new("ideas", "/ideas", "/ideas", about("feeds-ideas"), about("feeds-ideas-text"));
            (head, listed(c, cx, Scope::Site(TopicKind::Idea), Order::Newest)?)
        }
        Source::Status(id) => ideas::with_status(c, cx, &site, *id)?,
        Source::Idea(id) => match ideas::one(c, cx, *id)? {
            ideas::Found::Here(found) => *found,
            ideas::Found::Merged(into) => {
                return Ok(Found::Merged(format!("/ideas/{into}/feed.{}", format.extension())));
            }
        },
        Source::Roadmap => {
            let (title, text) = (about("feeds-roadmap"), about("feeds-roadmap-text"));
            (Head::new("roadmap", "/roadmap", "/roadmap", title, text), ideas::updates(c, cx)?)
        }
        Source::Changelog => {
            let (title, text) = (about("feeds-changelog"), about("feeds-changelog-text"));
            (Head::new("changelog", "/changelog", "/changelog", title, text), ideas::delivered(c, cx)?)
        }
        Source::Member(typed) => {
            let member = profile::read(c, &Actor::Visitor, typed)?;
            let page = page_of(&member.handle);
            if member.handle != *typed {
                return Ok(moved(&page, format));
            }
            let title = about("feeds-member").with("name", member.name.clone());
            let text = about("feeds-member-text").with("name", member.name);
            let head = Head::new(&format!("member/{}", member.id), &format!("{page}/feed"), &page, title, text);
            let mut entries = entries(cx, store::posts(c, PostsOf::AnswersBy(member.id))?);
            for kind in TopicKind::ALL {
                entries.extend(listed(c, cx, Scope::Author(member.id, *kind), Order::Newest)?);
            }
            (head, newest_first(entries))
        }
    };
    Ok(Found::Feed(head.over(cx, entries, format)))
}

fn moved(page: &str, format: Format) -> Found {
    Found::Moved(format!("{page}/feed.{}", format.extension()))
}

fn newest_first(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.published));
    entries.truncate(ENTRIES);
    entries
}

impl Head {
    pub(super) fn new(id: &str, path: &str, page: &str, title: Message, subtitle: Message) -> Self {
        Self { id: format!("feed/{id}"), path: path.into(), page: page.into(), title, subtitle }
    }

    pub(super) fn over(self, cx: &Cx, entries: Vec<Entry>, format: Format) -> Feed {
        let config = &cx.shared.config;
        let (path, query) = self.path.split_at(self.path.find('?').unwrap_or(self.path.len()));
        Feed {
            id: tag_uri(&config.base_url, &self.id),
            title: cx.shared.texts.say(cx, &self.title),
            subtitle: cx.shared.texts.say(cx, &self.subtitle),
            lang: cx.lang.code(),
            self_url: config.absolute(&format!("{path}.{}{query}", format.extension())),
            html_url: config.absolute(&self.page),
            updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_default(),
            entries,
        }
    }
}

/// A question with its newest answers. The question comes last: it is the oldest.
fn question(c: &mut Conn, cx: &Cx, id: TopicId) -> Result<(Head, Vec<Entry>)> {
    let topic = topics::load(c, id)?.ok_or(AppError::NotFound)?;
    policy::check(&Actor::Visitor, Action::ReadBoard(topic.board_facts()))?;
    // An article has no answers to wait for.
    if topic.audience != 0 || topic.kind != TopicKind::Question {
        return Err(AppError::NotFound);
    }
    let facts = topics::facts(c, &topic)?;
    policy::check(&Actor::Visitor, Action::ReadTopic(facts)).map_err(|_| AppError::Gone)?;
    let mut rows = store::posts(c, PostsOf::AnswersTo(id))?;
    rows.truncate(ENTRIES - 1);
    rows.extend(store::posts(c, PostsOf::Question(id))?);
    let title = Message::new("feeds-question").with("title", topic.title.clone());
    let subtitle = Message::new("feeds-question-text").with("title", topic.title.clone());
    let head = Head::new(&format!("question/{id}"), &format!("/questions/{id}/feed"), &topic.path(), title, subtitle);
    Ok((head, entries(cx, rows)))
}

/// What a visitor finds, whatever it is of a topic that was found.
fn search(c: &mut Conn, cx: &Cx, typed: &str) -> Result<(Head, Vec<Entry>)> {
    let (query, seen) = (query::parse(typed), Visibility::public());
    let site = cx.shared.site(c, cx.now)?;
    let reader = Reader { seen: &seen, id: None, zone: &site.zone, now: cx.now };
    let found = find(c, &query, &reader, Sort::Newest)?.topics;
    let newest: Vec<TopicId> = found.into_iter().take(ENTRIES).map(|found| found.facts.id).collect();
    let mut rows = topics::rows(c, &newest)?;
    rows.sort_unstable_by_key(|row| std::cmp::Reverse((row.created_at, row.id)));
    let path = format!("/search?{}", Serializer::new(String::new()).append_pair("q", &query.text).finish());
    let id = format!("search/{}", ids::digest(&query.text));
    let about = |key| Message::new(key).with("site", site.name.clone()).with("query", query.text.clone());
    let head = Head::new(&id, &path, &path, about("feeds-search"), about("feeds-search-text"));
    Ok((head, with_texts(c, cx, rows)?))
}

/// The topics of a list, with their texts.
fn listed(c: &mut Conn, cx: &Cx, scope: Scope, order: Order) -> Result<Vec<Entry>> {
    let rows = topics::list(c, &Visibility::public(), scope, order, Cursor::parse(None)?)?.rows;
    with_texts(c, cx, rows)
}

fn with_texts(c: &mut Conn, cx: &Cx, rows: Vec<TopicRow>) -> Result<Vec<Entry>> {
    let ids: Vec<TopicId> = rows.iter().map(|row| row.id).collect();
    let mut texts = store::topic_texts(c, &ids)?;
    let with_text = |row: TopicRow| texts.remove(&row.id).map(|html| of_topic(cx, row, html));
    Ok(rows.into_iter().filter_map(with_text).collect())
}

pub(super) fn of_topic(cx: &Cx, row: TopicRow, html: String) -> Entry {
    Entry {
        id: topic_id(cx, row.kind, row.id),
        url: cx.shared.config.absolute(&topics::path(row.kind, row.id, &row.slug)),
        title: row.title,
        lang: row.lang,
        author: author(cx, row.display_name, &row.handle),
        published: Timestamp(row.created_at),
        updated: Timestamp(row.updated_at),
        html: Html::from_stored(html),
        categories: topics::split_tags(&row.tags),
    }
}

pub(super) fn entries(cx: &Cx, rows: Vec<PostRow>) -> Vec<Entry> {
    rows.into_iter().map(|row| of_post(cx, row)).collect()
}

fn of_post(cx: &Cx, row: PostRow) -> Entry {
    let topic = topics::path(row.topic_kind, row.topic_id, &row.slug);
    let (id, path, title, updated) = match row.kind {
        PostKind::Question | PostKind::Article | PostKind::Idea => {
            (topic_id(cx, row.topic_kind, row.topic_id), topic, row.title, row.updated_at)
        }
        PostKind::Answer => {
            let title = Message::new("feeds-answer").with("name", row.display_name.clone()).with("title", row.title);
            let changes = [row.edited_at, row.accepted_at];
            let updated = changes.into_iter().flatten().fold(row.created_at, Timestamp::max);
            let path = format!("{topic}#{}", topics::anchor(row.kind, row.id));
            (answer_id(cx, row.id), path, cx.shared.texts.say(cx, &title), updated)
        }
    };
    Entry {
        id,
        url: cx.shared.config.absolute(&path),
        title,
        lang: row.lang,
        author: author(cx, row.display_name, &row.handle),
        published: row.created_at,
        updated,
        html: Html::from_stored(row.html),
        categories: topics::split_tags(&row.tags),
    }
}

fn topic_id(cx: &Cx, kind: TopicKind, id: TopicId) -> String {
    tag_uri(&cx.shared.config.base_url, &format!("{}/{id}", kind.as_str()))
}

fn answer_id(cx: &Cx, id: PostId) -> String {
    tag_uri(&cx.shared.config.base_url, &format!("answer/{id}"))
}

pub(super) fn author(cx: &Cx, name: String, handle: &str) -> Author {
    Author { name, url: cx.shared.config.absolute(&page_of(handle)) }
}

/// The path of a profile, spelt in ASCII: handles are of any script.
fn page_of(handle: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(handle.as_bytes()).collect();
    format!("/members/{encoded}")
}
