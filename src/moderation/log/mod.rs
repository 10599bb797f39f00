//! Lines of the audit table as pages show them: with names and titles, as far as the reader may see those.

mod change;
mod store;

use std::collections::HashMap;

use serde::Serialize;

use change::ChangeView;

use super::audit::Line;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{BoardId, CommentId, GroupId, PostId, RewardId, StatusId, TagId, TopicId, UserId};
use crate::policy::{self, Action, Actor};
use crate::topics::{self, TagView, Titled};
use crate::web::MemberView;

/// A line for a page.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    id: i64,
    at: i64,
    action: String,
    actor: Option<MemberView>,
    subject: SubjectView,
    reason: String,
    changes: Vec<ChangeView>,
    erased: bool,
    ip: String,
}

/// What a line is about.
#[derive(Debug, Clone, Default, Serialize)]
struct SubjectView {
    kind: String,
    id: i64,
    /// Its name or title; empty when the reader may not see it (any more).
    name: String,
    lang: String,
    url: String,
}

/// The lines with what they are about; a fixed number of statements.
///
/// # Errors
/// When the database refuses.
pub fn views(c: &mut Conn, reader: &Actor, lines: Vec<Line>) -> Result<Vec<LineView>> {
    let names = Names::load(c, reader, &lines)?;
    Ok(lines
        .into_iter()
        .map(|line| {
            let subject = names.subject(&line.subject_kind, line.subject_id);
            let (reason, changes, ip, erased) = match line.words {
                Some(words) => (words.reason, words.changes, words.ip, false),
                None => (String::new(), Vec::new(), String::new(), true),
            };
            LineView {
                id: line.id.0,
                at: line.at.0,
                action: line.action,
                actor: line.actor.and_then(|id| names.members.get(&id).cloned()),
                subject,
                reason,
                changes: changes.into_iter().map(ChangeView::from).collect(),
                erased,
                ip,
            }
        })
        .collect())
}

/// Everything that the lines of a page name.
struct Names {
    members: HashMap<UserId, MemberView>,
    boards: HashMap<BoardId, String>,
    groups: HashMap<GroupId, String>,
    statuses: HashMap<StatusId, String>,
    tags: HashMap<TagId, String>,
    rewards: HashMap<RewardId, String>,
    posts: HashMap<PostId, (TopicId, policy::PostKind)>,
    comments: HashMap<CommentId, PostId>,
    topics: HashMap<TopicId, Titled>,
}

impl Names {
    fn load(c: &mut Conn, reader: &Actor, lines: &[Line]) -> Result<Self> {
        let of = |kind: &str| -> Vec<i64> {
            lines.iter().filter(|line| line.subject_kind == kind).map(|line| line.subject_id).collect()
        };
        let comments = store::comments(c, &of("comment"))?;
        let posts: Vec<i64> = of("post").into_iter().chain(comments.values().map(|post| post.0)).collect();
        let posts = store::posts(c, &posts)?;
        let topics: Vec<i64> = of("topic").into_iter().chain(posts.values().map(|(topic, _)| topic.0)).collect();
        let mut topics = topics::titled(c, &topics)?;
        topics.retain(|_, topic| policy::check(reader, Action::ReadTopic(topic.facts)).is_ok());
        let members: Vec<i64> =
            of("member").into_iter().chain(lines.iter().filter_map(|line| line.actor).map(|id| id.0)).collect();
        Ok(Self {
            members: store::members(c, &members)?,
            boards: store::boards(c, &of("board"))?,
            groups: store::groups(c, &of("group"))?,
            statuses: store::statuses(c, &of("status"))?,
            tags: store::tags(c, &of("tag"))?,
            rewards: store::rewards(c, &of("reward"))?,
            posts,
            comments,
            topics,
        })
    }

    fn subject(&self, kind: &str, id: i64) -> SubjectView {
        let found = match kind {
            "member" => self.members.get(&UserId(id)).map(|member| (member.name.clone(), member.url.clone())),
            "board" => self.boards.get(&BoardId(id)).map(|name| (name.clone(), format!("/admin/boards/{id}"))),
            "group" => self.groups.get(&GroupId(id)).map(|name| (name.clone(), format!("/admin/groups/{id}"))),
            "status" => self.statuses.get(&StatusId(id)).map(|name| (name.clone(), format!("/admin/statuses/{id}"))),
            "tag" => self.tags.get(&TagId(id)).map(|name| (name.clone(), TagView::of(name).url)),
            "reward" => self.rewards.get(&RewardId(id)).map(|name| (name.clone(), format!("/admin/rewards/{id}"))),
            "topic" | "post" | "comment" => return self.content(kind, id),
            _ => None,
        };
        let (name, url) = found.unwrap_or_default();
        SubjectView { kind: kind.to_owned(), id, name, url, lang: String::new() }
    }

    fn content(&self, kind: &str, id: i64) -> SubjectView {
        let post = match kind {
            "post" => Some(PostId(id)),
            "comment" => self.comments.get(&CommentId(id)).copied(),
            _ => None,
        };
        let (topic, anchor) = match post.and_then(|post| Some((post, self.posts.get(&post)?))) {
            Some((post, (topic, kind))) => (*topic, format!("#{}", topics::anchor(*kind, post))),
            None => (TopicId(id), String::new()),
        };
        let unnamed = SubjectView { kind: kind.to_owned(), id, ..SubjectView::default() };
        match self.topics.get(&topic) {
            Some(titled) if kind == "topic" || post.is_some() => SubjectView {
                name: titled.title.clone(),
                lang: titled.lang.clone(),
                url: titled.path(topic) + &anchor,
                ..unnamed
            },
            Some(_) | None => unnamed,
        }
    }
}
