//! Comments as pages show them.

use serde::Serialize;

use super::{CommentRow, store};
use crate::db::Conn;
use crate::error::Result;
use crate::follows;
use crate::ids::{CommentId, PostId, UserId};
use crate::policy::{self, Action, CommentFacts, Direction, PostFacts, PostKind, State};
use crate::sessions::Me;
use crate::votes;
use crate::web::{MemberView, member_view};

/// A comment, with what this reader can do about it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "described by the component post.comment")]
pub struct CommentView {
    pub id: CommentId,
    #[serde(skip)]
    pub post: PostId,
    pub html: String,
    pub author: MemberView,
    pub created_at: i64,
    pub edited: bool,
    pub ups: i64,
    pub mine: i64,
    pub vote_state: &'static str,
    pub removed: bool,
    /// The reader has blocked its author.
    pub folded: bool,
    pub can_edit: bool,
    pub can_delete: bool,
    pub can_hide: bool,
    pub can_restore: bool,
    /// It became part of the idea it stands under.
    pub extends: bool,
    pub can_extend: bool,
    /// Where it was written, when it is shown elsewhere.
    pub under: Option<WrittenUnder>,
}

/// The topic under which a comment was written.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in its row")]
pub struct WrittenUnder {
    pub url: String,
    pub title: String,
    pub lang: String,
}

/// These comments for this reader; `facts` tells a post's facts.
///
/// # Errors
/// When the database refuses.
pub fn views(
    c: &mut Conn,
    me: &Me,
    rows: Vec<CommentRow>,
    facts: impl Fn(PostId) -> Option<PostFacts>,
) -> Result<Vec<CommentView>> {
    let ids: Vec<CommentId> = rows.iter().map(|row| row.id).collect();
    let (mine, blocked) = match me.actor.id() {
        Some(user) if !ids.is_empty() => {
            let authors: Vec<UserId> = rows.iter().map(|row| row.author_id).collect();
            (votes::mine_on_comments(c, user, &ids)?, follows::blocked_among(c, user, &authors)?)
        }
        Some(_) | None => Default::default(),
    };
    let of_ideas = rows.iter().any(|row| facts(row.post_id).is_some_and(|post| post.kind == PostKind::Idea));
    let extending = if of_ideas { store::extending(c, &ids)? } else { Vec::new() };
    let view = |row: CommentRow| {
        let post = facts(row.post_id)?;
        let facts = CommentFacts { post, author: row.author_id, state: row.state };
        let can = |action| policy::check(&me.actor, action).is_ok();
        Some(CommentView {
            id: row.id,
            post: row.post_id,
            author: member_view(row.author_id, row.handle, row.display_name, &row.photo, row.by_staff, row.job_title)
                .super_user(row.is_super),
            html: row.html,
            created_at: row.created_at,
            edited: row.edited_at.is_some(),
            ups: row.ups,
            mine: i64::from(mine.contains(&row.id)),
            vote_state: vote_state(me, row.author_id, can(Action::VoteComment(facts))),
            removed: row.state != State::Visible,
            folded: blocked.contains(&row.author_id) && !row.by_staff,
            can_edit: can(Action::EditComment(facts)),
            can_delete: can(Action::DeleteComment(facts)),
            can_hide: row.state == State::Visible && can(Action::HideComment(facts)),
            can_restore: row.state == State::Hidden && can(Action::HideComment(facts)),
            extends: extending.contains(&row.id),
            can_extend: can(Action::ExtendIdea(facts)),
            under: None,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// How a vote box stands for this reader.
#[must_use]
pub fn vote_state(me: &Me, author: UserId, allowed: bool) -> &'static str {
    match me.actor.id() {
        None => "signed-out",
        Some(user) if user == author => "own",
        Some(_) if allowed => "open",
        Some(_) => "closed",
    }
}

/// Whether this reader may vote on a post.
#[must_use]
pub fn may_vote(me: &Me, post: PostFacts) -> bool {
    policy::check(&me.actor, Action::Vote(post, Direction::Up)).is_ok()
}
