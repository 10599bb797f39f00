//! Posts as the pages of topics show them: with their comments, their votes and what the reader can do about them.

use std::collections::HashMap;

use serde::Serialize;

use crate::badges::{self, Tiers};
use crate::comments::{self, CommentView};
use crate::db::Conn;
use crate::error::Result;
use crate::follows;
use crate::ids::{PostId, UserId};
use crate::policy::{self, Action, PostFacts, PostKind, State, TopicFacts};
use crate::reputation;
use crate::sessions::Me;
use crate::topics::{self, PostRow, Topic};
use crate::votes;
use crate::web::{Cx, MemberView, member_view};

/// A post as the component `post.card` takes it.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "described by the component post.card")]
pub struct PostView {
    pub id: PostId,
    pub anchor: String,
    pub label: String,
    pub kind: &'static str,
    pub html: String,
    pub lang: String,
    pub author: MemberView,
    pub standing: StandingView,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    pub revisions: i64,
    pub score: i64,
    pub ups: i64,
    pub downs: i64,
    pub mine: i64,
    pub vote_state: &'static str,
    pub accepted: bool,
    /// The reader has blocked its author.
    pub folded: bool,
    pub state: &'static str,
    pub comments: Vec<CommentView>,
    pub comments_count: i64,
    pub more_comments: i64,
    pub can: Can,
}

/// What an author has earned, beside the name; employees show none of it.
#[derive(Debug, Serialize)]
pub struct StandingView {
    /// As shown: at least 1; 0 for the word of an employee.
    pub reputation: i64,
    /// Badges; none without any.
    pub tiers: Option<Tiers>,
}

/// What this reader can do about a post.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the acts by their names")]
pub struct Can {
    pub comment: bool,
    pub edit: bool,
    pub suggest: bool,
    pub delete: bool,
    pub undelete: bool,
    pub hide: bool,
    pub restore: bool,
    pub accept: bool,
}

/// These posts of a topic for this reader, with their comments; a fixed number of statements.
///
/// # Errors
/// When the database refuses.
pub fn views(
    cx: &Cx,
    c: &mut Conn,
    me: &Me,
    (topic, facts): (&Topic, TopicFacts),
    rows: Vec<PostRow>,
) -> Result<Vec<PostView>> {
    let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
    let commented: Vec<PostId> = rows.iter().filter(|row| row.comments_count > 0).map(|row| row.id).collect();
    let of_post: Vec<(PostId, PostFacts)> = rows.iter().map(|row| (row.id, row.facts(facts))).collect();
    let find = |id: PostId| of_post.iter().find(|(post, _)| *post == id).map(|(_, facts)| *facts);
    let comment_rows = comments::of_posts(c, &commented)?;
    let mut comments = comments::views(c, me, comment_rows, find)?;
    let (mine, blocked) = match me.actor.id() {
        Some(user) => {
            let authors: Vec<UserId> = rows.iter().map(|row| row.author_id).collect();
            (votes::mine(c, user, &ids)?, follows::blocked_among(c, user, &authors)?)
        }
        None => Default::default(),
    };
    let authors: Vec<UserId> = rows.iter().filter(|row| !row.by_staff).map(|row| row.author_id).collect();
    let tiers = badges::tiers(c, &authors)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let own: Vec<CommentView> = comments.extract_if(.., |comment| comment.post == row.id).collect();
            let value = mine.iter().find(|(post, _)| *post == row.id).map_or(0, |(_, value)| *value);
            // The word of an office is shown, whoever says it.
            let folded = blocked.contains(&row.author_id) && !row.by_staff;
            let standing = standing(&row, &tiers);
            PostView { folded, standing, ..view(cx, me, (topic, facts), row, (own, value)) }
        })
        .collect())
}

fn standing(row: &PostRow, tiers: &HashMap<UserId, Tiers>) -> StandingView {
    if row.by_staff {
        return StandingView { reputation: 0, tiers: None };
    }
    StandingView { reputation: reputation::shown(row.reputation), tiers: tiers.get(&row.author_id).copied() }
}

fn view(
    cx: &Cx,
    me: &Me,
    (topic, facts): (&Topic, TopicFacts),
    row: PostRow,
    (comments, mine): (Vec<CommentView>, i64),
) -> PostView {
    let post = row.facts(facts);
    let can = |action| policy::check(&me.actor, action).is_ok();
    let moderate = can(Action::HidePost(post));
    let label = match row.kind {
        PostKind::Question => "questions-by",
        PostKind::Article => "articles-by",
        PostKind::Idea => "ideas-by",
        PostKind::Answer => "questions-answer-by",
    };
    let label = cx.shared.texts.i18n.text(cx.lang, label, &[("name", row.display_name.as_str().into())]).into_owned();
    PostView {
        id: row.id,
        anchor: topics::anchor(row.kind, row.id),
        label,
        kind: row.kind.as_str(),
        lang: topic.lang.clone(),
        author: member_view(row.author_id, row.handle, row.display_name, &row.photo, row.by_staff, row.job_title)
            .super_user(row.is_super),
        standing: StandingView { reputation: 0, tiers: None },
        created_at: row.created_at,
        edited_at: row.edited_at,
        revisions: row.revisions_count,
        score: row.score,
        ups: row.ups,
        downs: row.downs,
        mine,
        vote_state: comments::vote_state(me, row.author_id, comments::may_vote(me, post)),
        accepted: row.accepted,
        folded: false,
        state: row.state.as_str(),
        comments_count: row.comments_count,
        more_comments: row.comments_count - i64::try_from(comments.len()).unwrap_or(0),
        comments,
        can: Can {
            comment: can(Action::Comment(post)),
            edit: can(Action::EditPost(post)),
            suggest: can(Action::SuggestEdit(post)),
            delete: can(Action::DeletePost(post)),
            undelete: can(Action::UndeletePost(post)),
            hide: moderate && row.state == State::Visible,
            restore: moderate && row.state == State::Hidden,
            accept: row.kind == PostKind::Answer && can(Action::Accept(post, cx.now)),
        },
        html: row.html,
    }
}
