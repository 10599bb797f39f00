//! Ideas as pages show them.

use std::collections::HashMap;

use serde::Serialize;

use super::list::{IdeaRow, ListFacts};
use super::updates::{self, UpdateView};
use super::{Status, statuses};
use crate::comments;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{PostId, StatusId, TopicId, UpdateId};
use crate::policy::{BoardFacts, BoardKind, PostFacts, State, TopicFacts, TopicKind};
use crate::sessions::Me;
use crate::statuses::StatusView;
use crate::topics::{self, BoardView, TagView, TopicRow};
use crate::votes;
use crate::web::{Cx, MemberView};

/// Every status as this reader sees it, by its row.
///
/// # Errors
/// When the database refuses.
pub fn statuses(cx: &Cx, c: &mut Conn) -> Result<HashMap<StatusId, StatusView>> {
    let view = |status: &Status| (status.id, StatusView::of(status, &cx.shared.texts.i18n, cx.lang));
    Ok(statuses::all(c)?.iter().map(view).collect())
}

/// An idea in a list, as the component `ideas.row` takes it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "described by the component ideas.row")]
pub struct IdeaView {
    pub id: TopicId,
    pub post: PostId,
    pub url: String,
    pub title: String,
    pub excerpt: String,
    pub lang: String,
    pub author: MemberView,
    pub created_at: i64,
    pub comments: i64,
    pub score: i64,
    pub ups: i64,
    pub downs: i64,
    pub mine: i64,
    pub vote_state: &'static str,
    pub status: Option<StatusView>,
    /// The newest word of staff.
    pub update: Option<UpdateView>,
    pub tags: Vec<TagView>,
    pub board: BoardView,
}

/// These ideas of a list for this reader, in their order; a fixed number of statements.
///
/// # Errors
/// When the database refuses.
pub fn views(cx: &Cx, c: &mut Conn, me: &Me, rows: Vec<IdeaRow>) -> Result<Vec<IdeaView>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let posts: Vec<PostId> = rows.iter().map(|row| row.facts.post).collect();
    let mine = match me.actor.id() {
        Some(user) => votes::mine(c, user, &posts)?,
        None => Vec::new(),
    };
    let boards = topics::boards(c, BoardKind::Ideas)?;
    let all = statuses::all(c)?;
    let said: Vec<UpdateId> = rows.iter().filter_map(|row| row.facts.update).collect();
    let mut updates = updates::latest(cx, c, (me, &all), &said)?;
    let statuses: Vec<StatusView> =
        all.iter().map(|status| StatusView::of(status, &cx.shared.texts.i18n, cx.lang)).collect();
    let mut view = |IdeaRow { topic, facts }: IdeaRow| {
        let (board, _) = boards.iter().find(|(board, _)| board.id == facts.board)?;
        let post = post_facts(*board, &topic, &facts);
        Some(IdeaView {
            id: topic.id,
            post: facts.post,
            url: topics::path(TopicKind::Idea, topic.id, &topic.slug),
            author: topics::author_view(&topic),
            created_at: topic.created_at,
            comments: facts.comments,
            score: topic.score,
            ups: facts.ups,
            downs: facts.downs,
            mine: mine.iter().find(|(post, _)| *post == facts.post).map_or(0, |(_, value)| *value),
            vote_state: comments::vote_state(me, topic.author_id, comments::may_vote(me, post)),
            status: statuses.iter().find(|status| status.id == facts.status).cloned(),
            update: updates.remove(&topic.id),
            tags: TagView::all(&topic.tags),
            board: board_view(&topic.board_slug, &topic.board_name, topic.board_hue),
            title: topic.title,
            excerpt: topic.excerpt,
            lang: topic.lang,
        })
    };
    Ok(rows.into_iter().filter_map(&mut view).collect())
}

/// The board of an idea, whose page is the list of its ideas.
#[must_use]
pub fn board_view(slug: &str, name: &str, hue: i64) -> BoardView {
    BoardView { url: format!("/ideas?board={slug}"), ..BoardView::of(slug, name, hue) }
}

/// The statuses of these ideas, by their topics; what is no idea has none. For lists that hold other topics too.
///
/// # Errors
/// When the database refuses.
pub fn statuses_of(cx: &Cx, c: &mut Conn, ids: &[TopicId]) -> Result<Vec<(TopicId, StatusView)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = statuses::all(c)?;
    let of = |(topic, status): (TopicId, StatusId)| {
        let status = all.iter().find(|one| one.id == status)?;
        Some((topic, StatusView::of(status, &cx.shared.texts.i18n, cx.lang)))
    };
    Ok(super::store::statuses_of(c, ids)?.into_iter().filter_map(of).collect())
}

/// What the policy asks about an idea of a list, where all are visible.
fn post_facts(board: BoardFacts, topic: &TopicRow, facts: &ListFacts) -> PostFacts {
    PostFacts {
        topic: TopicFacts {
            board,
            kind: TopicKind::Idea,
            author: topic.author_id,
            state: State::Visible,
            closed: topic.closed_at.is_some(),
            created_at: crate::clock::Timestamp(topic.created_at),
            answers: 0,
            accepted: 0,
            has_upvotes: facts.ups > 0,
            wiki: false,
        },
        kind: TopicKind::Idea.post(),
        author: topic.author_id,
        state: State::Visible,
        accepted: false,
        accepted_by: None,
    }
}
