//! What members ask, answer, remark, choose and vote on, as their requests do it.

use super::play::{Stage, ago};
use super::script::{Deed, Event, Script};
use crate::clock::Timestamp;
use crate::comments;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PostId, TopicId, UserId};
use crate::markdown::CommentBody;
use crate::moderation::{By, closing};
use crate::policy::{self, Action, Actor, CommentFacts, Direction, PostFacts};
use crate::questions::{self, Choice, MeToo, NewAnswer, QuestionForm};
use crate::topics;
use crate::votes::{self, Ballot};

/// What the play has brought in so far, in the order of the script's places.
pub(super) struct Played {
    pub posts: Vec<Option<(TopicId, PostId, PostFacts)>>,
    comments: Vec<Option<(CommentId, CommentFacts)>>,
}

impl Played {
    /// Nothing yet.
    pub(super) fn nothing(script: &Script) -> Self {
        Self { posts: vec![None; script.posts.len()], comments: vec![None; script.comments.len()] }
    }
}

impl Stage<'_> {
    /// Does what an event says.
    pub(super) fn act(&self, tx: &mut Conn, script: &Script, played: &mut Played, event: Event) -> Result<()> {
        let now = ago(self.now, event.at);
        let actor = &self.actors[event.who];
        let early = || AppError::internal("it is about something that comes later");
        match event.deed {
            Deed::Post(place) => {
                let post = script.posts[place];
                let question = &self.content.questions[post.question];
                let id = match post.answer {
                    None => {
                        let form = QuestionForm {
                            title: question.title.clone(),
                            board: self
                                .boards
                                .get(question.board.as_str())
                                .map(ToString::to_string)
                                .unwrap_or_default(),
                            tags: question.tags.join(" "),
                            lang: question.lang.clone(),
                            body: question.body.clone(),
                        };
                        let (topic, _) = questions::ask(tx, actor, &form.parse()?, now)?;
                        topics::own_post(tx, topic)?.id
                    }
                    Some(number) => {
                        let (topic, ..) = played.posts[post.topic].ok_or_else(early)?;
                        let answer = NewAnswer::parse(topic, &question.answers[number].body)?;
                        questions::answer(tx, actor, &answer, now)?.0
                    }
                };
                let (topic, post, facts) = topics::readable_post(tx, actor, id)?;
                played.posts[place] = Some((topic.id, post.id, facts));
            }
            Deed::Comment(place) => {
                let remark = &script.comments[place];
                let (_, post, _) = played.posts[remark.post].ok_or_else(early)?;
                let text = CommentBody::parse(&remark.body).map_err(AppError::internal)?;
                let loaded = comments::add(tx, actor, post, &text, now)?;
                played.comments[place] = Some((loaded.comment.id, loaded.facts));
            }
            Deed::Vote(place, way) => {
                let (_, post, facts) = played.posts[place].ok_or_else(early)?;
                policy::check(actor, Action::Vote(facts, way))?;
                votes::cast(tx, &self.ballot(post, facts.author, actor, way, now)?)?;
            }
            Deed::VoteComment(place) => {
                let (comment, facts) = played.comments[place].ok_or_else(early)?;
                policy::check(actor, Action::VoteComment(facts))?;
                votes::cast_on_comment(tx, &self.ballot(comment, facts.author, actor, Direction::Up, now)?)?;
            }
            Deed::MeToo(place) => {
                let (topic, ..) = played.posts[place].ok_or_else(early)?;
                questions::set_me_too(tx, actor, topic, MeToo::On, now)?;
            }
            Deed::Accept(place) => {
                let (_, post, _) = played.posts[place].ok_or_else(early)?;
                questions::accept(tx, actor, post, Choice::Accept, now)?;
            }
            Deed::Close(place) => {
                let (topic, ..) = played.posts[place].ok_or_else(early)?;
                if let Some(why) = self.content.questions[script.posts[place].question].closed {
                    closing::close(tx, By { actor, ip: "", now }, topic, why, None)?;
                }
            }
        }
        Ok(())
    }

    fn ballot<T>(
        &self,
        on: T,
        receiver: UserId,
        actor: &Actor,
        way: Direction,
        now: Timestamp,
    ) -> Result<Ballot<'_, T>> {
        let giver = actor.id().ok_or(AppError::SignIn)?;
        Ok(Ballot { on, receiver, edited_at: None, giver, way, now, site: &self.site })
    }
}
