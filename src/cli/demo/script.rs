//! The sample community as a play: everything anybody did, in the order of time.

use std::collections::HashMap;

use super::content::{Comment, Content, Question, Role};
use super::random::Sequence;
use super::voters::{Ago, Ballots, Planned, Target, Voter, soon_after};
use crate::error::{AppError, Result};
use crate::policy::Direction;

/// One who asks, answers or remarks, by place in [`Content::members`].
type Person = usize;

/// A post, by place in [`Script::posts`].
pub(super) type PostPlace = usize;
/// A comment, by place in [`Script::comments`].
pub(super) type CommentPlace = usize;

/// An asker tries an answer out for so long at most.
const CHOICE: Ago = 12 * 3_600;
/// A moderator closes a question so long after its last answer at most.
const CLOSING: Ago = 2 * 3_600;

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Asked or answered.
    Post(PostPlace),
    /// Remarked.
    Comment(CommentPlace),
    /// Voted on a post.
    Vote(PostPlace, Direction),
    /// Voted a comment up.
    VoteComment(CommentPlace),
    /// Has the question of this place too.
    MeToo(PostPlace),
    /// Accepted an answer.
    Accept(PostPlace),
    /// Closed the question of this place.
    Close(PostPlace),
}

/// When, who, what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    pub at: Ago,
    pub who: Person,
    pub deed: Deed,
}

/// A question or an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    /// By place in [`Content::questions`].
    pub question: usize,
    /// By place in its answers; none for the question itself.
    pub answer: Option<usize>,
    /// The post of the question.
    pub topic: PostPlace,
}

/// A comment.
#[derive(Debug, Clone)]
pub(super) struct Remark {
    /// What it stands under.
    pub post: PostPlace,
    /// Its text.
    pub body: String,
}

/// The whole play.
#[derive(Debug)]
pub(super) struct Script {
    pub posts: Vec<Post>,
    pub comments: Vec<Remark>,
    /// The earliest first.
    pub events: Vec<Event>,
    /// What everybody has given by the end of it.
    pub ballots: Ballots,
}

/// Writes the play.
///
/// # Errors
/// When the content names somebody who is not there, or asks for more votes than there are voters.
pub(super) fn write(content: &Content) -> Result<Script> {
    let people: HashMap<&str, Person> =
        content.members.iter().enumerate().map(|(place, member)| (member.handle.as_str(), place)).collect();
    let voters = content
        .members
        .iter()
        .map(|member| Voter { joined: seconds(member.joined_days_ago * 86_400.0), insider: !member.roles.is_empty() });
    let moderator = content.members.iter().position(|member| member.is(Role::Moderator));
    let mut writer = Writer {
        moderator: moderator.ok_or_else(|| AppError::internal("the sample community has no moderator"))?,
        people,
        sequence: Sequence::of("events"),
        script: Script {
            posts: Vec::new(),
            comments: Vec::new(),
            events: Vec::new(),
            ballots: Ballots::new(voters.collect()),
        },
    };
    for (place, question) in content.questions.iter().enumerate() {
        let inside = content.boards.iter().any(|board| board.slug == question.board && !board.restricted_to.is_empty());
        writer
            .question(place, question, inside)
            .map_err(|reason| AppError::internal(format!("the sample question {:?}: {reason}", question.title)))?;
    }
    let mut script = writer.script;
    // Stable: what happens in the same second keeps the order in which it was written down.
    script.events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(script)
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a year or two")]
fn seconds(given: f64) -> Ago {
    given.round() as Ago
}

struct Writer<'a> {
    moderator: Person,
    people: HashMap<&'a str, Person>,
    sequence: Sequence,
    script: Script,
}

impl Writer<'_> {
    fn question(&mut self, place: usize, question: &Question, inside: bool) -> Result<(), String> {
        let asker = self.person(&question.author)?;
        let asked = seconds(question.days_ago * 86_400.0);
        let target = Target { author: asker, written: asked, inside };
        let topic = self.script.posts.len();
        self.post(Post { question: place, answer: None, topic }, target, (question.up, question.down))?;
        self.comments(topic, &question.comments, target)?;
        let has_too = self.script.ballots.me_too(target, question.metoo).ok_or("too many have it too")?;
        self.given(has_too, |_| Deed::MeToo(topic));
        let mut last = asked;
        for (number, answer) in question.answers.iter().enumerate() {
            let written = asked - seconds(answer.minutes_after * 60.0);
            let author = self.person(&answer.author)?;
            let target = Target { author, written, inside };
            let post = self.script.posts.len();
            self.post(Post { question: place, answer: Some(number), topic }, target, (answer.up, answer.down))?;
            self.comments(post, &answer.comments, target)?;
            if answer.accepted {
                let at = soon_after(written, CHOICE, &mut self.sequence);
                self.event(at, asker, Deed::Accept(post))?;
            }
            last = last.min(written);
        }
        if question.closed.is_some() {
            // After the last answer: a closed question takes none.
            self.event(last - (last / 2).min(CLOSING), self.moderator, Deed::Close(topic))?;
        }
        Ok(())
    }

    fn post(&mut self, post: Post, target: Target, (ups, downs): (usize, usize)) -> Result<(), String> {
        let place = self.script.posts.len();
        self.script.posts.push(post);
        self.event(target.written, target.author, Deed::Post(place))?;
        let votes = self.script.ballots.on_post(target, ups, downs).ok_or("more votes than voters")?;
        self.given(votes, |way| Deed::Vote(place, way));
        Ok(())
    }

    fn comments(&mut self, post: PostPlace, comments: &[Comment], under: Target) -> Result<(), String> {
        for comment in comments {
            let author = self.person(&comment.author)?;
            let written = under.written - seconds(comment.minutes_after * 60.0);
            let place = self.script.comments.len();
            self.script.comments.push(Remark { post, body: comment.body.clone() });
            self.event(written, author, Deed::Comment(place))?;
            let target = Target { author, written, inside: under.inside };
            let votes =
                self.script.ballots.on_comment(target, comment.up).ok_or("more votes on a comment than voters")?;
            self.given(votes, |_| Deed::VoteComment(place));
        }
        Ok(())
    }

    fn given(&mut self, votes: Vec<Planned>, deed: impl Fn(Direction) -> Deed) {
        self.script.events.extend(votes.into_iter().map(|vote| Event {
            at: vote.at,
            who: vote.giver,
            deed: deed(vote.way),
        }));
    }

    fn event(&mut self, at: Ago, who: Person, deed: Deed) -> Result<(), String> {
        if at < 0 {
            return Err(format!("{deed:?} lies ahead"));
        }
        self.script.events.push(Event { at, who, deed });
        Ok(())
    }

    fn person(&self, handle: &str) -> Result<Person, String> {
        self.people.get(handle).copied().ok_or_else(|| format!("there is no {handle}"))
    }
}
