//! Ideas as pages show them.

use serde::Serialize;

use super::list::{IdeaRow, ListFacts};
use super::statuses;
use super::updates::{self, UpdateView};
use crate::comments;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{PostId, TopicId, UpdateId};
use crate::policy::{BoardFacts, BoardKind, PostFacts, State, TopicFacts, TopicKind};
use crate::sessions::Me;
use crate::topics::{self, BoardView, TagView, TopicRow};
use crate::votes;
use crate::web::{Cx, MemberView};

pub use crate::statuses::StatusView;

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
            board: BoardView::of(&topic.board_slug, &topic.board_name, topic.board_hue),
            title: topic.title,
            excerpt: topic.excerpt,
            lang: topic.lang,
        })
    };
    Ok(rows.into_iter().filter_map(&mut view).collect())
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
        },
        kind: TopicKind::Idea.post(),
        author: topic.author_id,
        state: State::Visible,
        accepted: false,
        accepted_by: None,
    }
}
