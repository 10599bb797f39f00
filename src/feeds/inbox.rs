//! The secret feed of somebody's inbox: what they were told, as far as they may see it now.

use std::collections::HashMap;

use super::read::{Found, Head, author};
use super::store::{self, TextRow};
use super::{Author, ENTRIES, Entry, Format, tag_uri};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PostId, TopicId, UpdateId};
use crate::markdown::Html;
use crate::message::Message;
use crate::notify::inbox::{self, Cursor, Filter, Group};
use crate::notify::{self, Reason};
use crate::topics;
use crate::web::Cx;

/// Texts of what entries are about.
struct Texts {
    posts: HashMap<PostId, TextRow>,
    comments: HashMap<CommentId, TextRow>,
    updates: HashMap<UpdateId, TextRow>,
    topics: HashMap<TopicId, TextRow>,
}

/// Reads the feed that a key opens: the latest entries of the inbox as it is for its owner.
///
/// # Errors
/// [`AppError::NotFound`] for a key that opens nothing.
pub fn inbox(c: &mut Conn, cx: &Cx, key: &str, format: Format) -> Result<Found> {
    let owner = notify::feed::owner(c, key, cx.now)?;
    let id = owner.id().ok_or(AppError::NotFound)?;
    let site = cx.shared.site(c, cx.now)?.name.clone();
    let listed = inbox::list(c, &owner, Filter::All, Cursor::parse(None)?)?;
    let mut told: Vec<(&Group, &inbox::Entry)> =
        listed.groups.iter().flat_map(|(group, entries)| entries.iter().map(move |entry| (group, entry))).collect();
    told.sort_unstable_by_key(|(_, entry)| std::cmp::Reverse((entry.at, entry.id)));
    told.truncate(ENTRIES);
    let texts = Texts::read(c, &told)?;
    let entry = |(group, entry): &(&Group, &inbox::Entry)| Some(of_entry(cx, &site, group, entry, texts.of(entry)?));
    let entries = told.iter().filter_map(entry).collect();
    let head = Head::new(
        &format!("inbox/{id}"),
        &notify::feed::path(key),
        "/inbox",
        Message::new("feeds-inbox").with("site", site.clone()),
        Message::new("feeds-inbox-text"),
    );
    Ok(Found::Feed(head.over(cx, entries, format)))
}

impl Texts {
    /// Four statements at most.
    fn read(c: &mut Conn, told: &[(&Group, &inbox::Entry)]) -> Result<Self> {
        let comments: Vec<CommentId> = told.iter().filter_map(|(_, entry)| entry.comment_id).collect();
        let without_comment = || told.iter().filter(|(_, entry)| entry.comment_id.is_none());
        let posts: Vec<PostId> = without_comment().filter_map(|(_, entry)| entry.post_id).collect();
        let alone = without_comment().filter(|(_, entry)| entry.post_id.is_none());
        let (said, alone): (Vec<_>, Vec<_>) = alone.partition(|(_, entry)| entry.update.is_some());
        let updates: Vec<UpdateId> =
            said.iter().filter_map(|(_, entry)| entry.update.as_ref()).map(|told| told.id).collect();
        let topics: Vec<TopicId> = alone.iter().map(|(group, _)| group.topic_id).collect();
        Ok(Self {
            posts: store::post_texts(c, &posts)?,
            comments: store::comment_texts(c, &comments)?,
            updates: store::update_texts(c, &updates)?,
            topics: store::own_texts(c, &topics)?,
        })
    }

    /// The comment it is about, or the post, or what staff said, or the topic's own text.
    fn of(&self, entry: &inbox::Entry) -> Option<&TextRow> {
        match (entry.comment_id, entry.post_id, &entry.update) {
            (Some(comment), _, _) => self.comments.get(&comment),
            (None, Some(post), _) => self.posts.get(&post),
            (None, None, Some(told)) => self.updates.get(&told.id),
            (None, None, None) => self.topics.get(&entry.topic_id),
        }
    }
}

fn of_entry(cx: &Cx, site: &str, group: &Group, entry: &inbox::Entry, text: &TextRow) -> Entry {
    let config = &cx.shared.config;
    let say = |message: &Message| cx.shared.texts.say(cx, message);
    let topic = topics::path(group.kind, group.topic_id, &group.slug);
    let name = entry.actor_name.clone().unwrap_or_default();
    let sentence = Message::new(entry.kind.sentence(entry.reason == Reason::Own)).with("name", name.clone());
    let what = say(&sentence.with("count", 1_i64).with("others", 0_i64));
    let published = Timestamp(entry.at);
    Entry {
        id: tag_uri(&config.base_url, &format!("inbox/{}", entry.id)),
        url: config.absolute(&notify::web::place(entry, &topic)),
        title: say(&Message::new("feeds-inbox-entry").with("what", what).with("title", group.title.clone())),
        lang: group.lang.clone(),
        author: match &entry.actor_handle {
            Some(handle) => author(cx, name, handle),
            // Nobody did it: the site tells.
            None => Author { name: site.to_owned(), url: config.absolute("/") },
        },
        published,
        updated: text.edited_at.map_or(published, |edited| edited.max(published)),
        html: Html::from_stored(text.html.clone()),
        categories: Vec::new(),
    }
}
