//! Who looks through what others suggest, and who closes together with others.

use super::reading::{read_post, read_topic};
use super::rules::{active, close_topic, edit_post, ok_if, speaks, uneditable, visible};
use super::standing::privileged;
use super::{Actor, Denied, Member, PostFacts, PostKind, Privilege, State, TopicFacts, TopicKind};
use crate::ids::UserId;

/// Whoever may write, where they may not edit. An idea is its proposer's, and an article that is open to members is
/// edited by them.
pub(super) fn suggest_edit(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    read_post(actor, post)?;
    speaks(actor)?;
    visible(post.topic, post.state).map_err(uneditable)?;
    match post.kind {
        PostKind::Question | PostKind::Answer => {}
        PostKind::Idea | PostKind::Article => return Err(Denied::because("policy-suggest-none")),
    }
    ok_if(edit_post(actor, post).is_err(), "policy-suggest-edit")
}

/// Those who decide about it, and who suggested it. To others it is not there, like every text that is not posted.
pub(super) fn read_suggestion(actor: &Actor, post: PostFacts, suggester: UserId) -> Result<(), Denied> {
    read_post(actor, post)?;
    active(actor)?;
    let may = actor.is(suggester) || decides(actor, post).is_ok();
    if may { Ok(()) } else { Err(Denied::hidden()) }
}

/// The post's author, and who could have edited it; super-users and employees without that too.
pub(super) fn decide_suggestion(actor: &Actor, post: PostFacts, suggester: UserId) -> Result<(), Denied> {
    read_suggestion(actor, post, suggester)?;
    speaks(actor)?;
    visible(post.topic, post.state).map_err(uneditable)?;
    ok_if(!actor.is(suggester), "policy-own-suggestion")
}

fn decides(actor: &Actor, post: PostFacts) -> Result<(), Denied> {
    if actor.is(post.author) || actor.is_staff() || is_super(actor) {
        return Ok(());
    }
    privileged(actor, Privilege::EditPosts, Some(post.topic.board.id))
}

fn is_super(actor: &Actor) -> bool {
    actor.member().is_some_and(|member: &Member| member.standing.super_user)
}

/// Who could close or open it at once does that instead.
pub(super) fn vote_to_close(actor: &Actor, topic: TopicFacts) -> Result<(), Denied> {
    read_topic(actor, topic)?;
    active(actor)?;
    visible(topic, State::Visible)?;
    match topic.kind {
        TopicKind::Question => {}
        TopicKind::Idea => return Err(Denied::because("policy-idea-status")),
        TopicKind::Article => return Err(Denied::because("policy-moderators")),
    }
    ok_if(close_topic(actor, topic).is_err(), "policy-close-at-once")?;
    privileged(actor, Privilege::VoteToClose, Some(topic.board.id))
}

/// Whoever may do something about what waits there.
pub(super) fn review(actor: &Actor) -> Result<(), Denied> {
    active(actor)?;
    if actor.is_staff() {
        return Ok(());
    }
    // Super-users have the second one.
    privileged(actor, Privilege::EditPosts, None).or_else(|_| privileged(actor, Privilege::VoteToClose, None))
}
