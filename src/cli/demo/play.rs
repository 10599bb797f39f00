//! Plays the sample community into a database, through the same commands that a person's requests go through: what
//! the rules would refuse cannot be in it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::articles::{self, Place};
use super::content::{Content, Role};
use super::curating;
use super::ideas;
use super::portrait::portrait;
use super::script::{self, Deed, Event, Script};
use super::store;
use super::voters::Ago;
use crate::accounts::names::Handle;
use crate::boards::{self, NewBoard, Readers};
use crate::clock::Timestamp;
use crate::comments;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::follows::{self, Level, Subject};
use crate::ids::{BoardId, CommentId, PostId, TopicId, UserId};
use crate::images::{self, Processed};
use crate::letters::{self, Choices, Wishes};
use crate::markdown::{Body, CommentBody};
use crate::moderation::{By, closing};
use crate::notify;
use crate::policy::{
    self, Action, Actor, CommentFacts, Direction, Member, ModeratorOf, PostFacts, Standing, Thresholds,
};
use crate::questions::{self, Choice, MeToo, NewAnswer, QuestionForm};
use crate::settings::{self, Site};
use crate::similar;
use crate::tags;
use crate::topics;
use crate::votes::{self, Ballot};

/// The community's name.
const NAME: &str = "Wren Community";
const TAGLINE: &str = "Customers of Wren Mobile help each other, and so do the people who build it.";
/// Of the members without a role, every so many have a photo.
const PHOTO_OF: usize = 3;

/// What the first member wants to hear of, whatever the board.
const SEARCH: &str = "roaming is:question";

/// What is older has been read.
const READ_AFTER: Duration = Duration::from_secs(3 * 86_400);

/// Fills an empty database, in one transaction: it is all there, or nothing of it; what is like what comes after. Everybody gets the password of
/// this hash.
///
/// # Errors
/// When the content breaks a rule, or the database refuses.
pub(super) fn fill(db: &Db, now: Timestamp, password_hash: &str) -> Result<()> {
    let content = super::content::load()?;
    let script = script::write(&content)?;
    let mut photos: HashMap<usize, Processed> = HashMap::new();
    for (place, member) in content.members.iter().enumerate() {
        if !member.roles.is_empty() || place % PHOTO_OF == 0 {
            photos.insert(place, portrait(&member.handle)?);
        }
    }
    let parts = Arc::new((content, script, photos, password_hash.to_owned()));
    db.write_now(move |tx| {
        let (content, script, photos, password_hash) = &*parts;
        let stage = Stage::set(tx, content, photos, password_hash, now)?;
        stage.play(tx, script)
    })?;
    while similar::make_missing(db, now)? {}
    Ok(())
}

/// Everything that is there before the first question.
struct Stage<'a> {
    content: &'a Content,
    now: Timestamp,
    site: Site,
    actors: Vec<Actor>,
    boards: HashMap<&'a str, BoardId>,
}

/// What the play has brought in so far, in the order of the script's places.
struct Played {
    posts: Vec<Option<(TopicId, PostId, PostFacts)>>,
    comments: Vec<Option<(CommentId, CommentFacts)>>,
}

impl<'a> Stage<'a> {
    fn set(
        tx: &mut Conn,
        content: &'a Content,
        photos: &HashMap<usize, Processed>,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Self> {
        let first_day = now - Duration::from_secs(400 * 86_400);
        settings::set_all(tx, &[(settings::key::NAME, NAME), (settings::key::TAGLINE, TAGLINE)], first_day)?;
        let mut places = HashMap::new();
        let mut inside = Vec::new();
        for board in &content.boards {
            let new = NewBoard {
                slug: board.slug.clone(),
                name: board.name.clone(),
                description: board.description.clone(),
                kind: board.kind,
                hue: board.hue,
            };
            let id = boards::create(tx, &new, first_day)?;
            if !board.restricted_to.is_empty() {
                let groups = board.restricted_to.iter().map(|slug| store::group(tx, slug)).collect::<Result<_>>()?;
                boards::set_readers(tx, id, &Readers::Groups(groups))?;
                inside.push(id);
            }
            places.insert(board.slug.as_str(), id);
        }
        for tag in &content.tags {
            tags::create(tx, &tag.slug, &tag.description, first_day)?;
        }
        let mut actors = Vec::new();
        for (place, member) in content.members.iter().enumerate() {
            let handle = Handle::parse_official(&member.handle)
                .map_err(|error| AppError::internal(format!("the handle {}: {error}", member.handle)))?;
            let bio_html = if member.bio.is_empty() { String::new() } else { body(&member.bio)?.html().to_string() };
            let account = store::Account {
                member,
                handle_key: &handle.skeleton(),
                email: &super::address_of(&member.handle),
                password_hash,
                bio_html: &bio_html,
                joined: ago(now, days(member.joined_days_ago)),
            };
            let id = store::insert_member(tx, &account)?;
            if let Some(photo) = photos.get(&place) {
                let file = images::keep(tx, id, photo, account.joined)?;
                store::set_photo(tx, id, &file)?;
            }
            if !member.zone.is_empty() || !member.mail.is_empty() {
                let choices = Choices::default().parse(|about| member.mail.get(about.as_str()).map(String::as_str))?;
                let zone = letters::parse_zone(&member.zone)?;
                letters::wish(tx, id, &Wishes { choices, lang: None, zone, off: false }, account.joined)?;
            }
            let insider = member.is(Role::Staff) || member.is(Role::Moderator);
            actors.push(Actor::Member(Member {
                id,
                verified: true,
                suspended_until: None,
                moderates: if member.is(Role::Moderator) { ModeratorOf::Everything } else { ModeratorOf::Nothing },
                staff: member.is(Role::Staff),
                admin: member.is(Role::Admin),
                boards: if insider { inside.clone() } else { Vec::new() },
                presentable: member.is(Role::Staff),
                since: account.joined,
                // What everybody does in the sample is theirs to do.
                standing: Standing { reputation: 1, super_user: false, thresholds: Thresholds::OPEN },
            }));
        }
        let site = settings::load(tx)?;
        Ok(Self { content, now, site, actors, boards: places })
    }

    /// Everybody follows a board, and every other one all that is said there; the first member keeps a search.
    fn follow(&self, tx: &mut Conn) -> Result<()> {
        let open: Vec<BoardId> = self
            .content
            .boards
            .iter()
            .filter(|board| board.restricted_to.is_empty())
            .filter_map(|board| self.boards.get(board.slug.as_str()).copied())
            .collect();
        for (place, (actor, member)) in self.actors.iter().zip(&self.content.members).enumerate() {
            let (Some(user), Some(board)) = (actor.id(), open.get(place % open.len().max(1))) else { continue };
            let level = if place % 2 == 0 { Level::All } else { Level::Topics };
            follows::follow(tx, user, Subject::Board(*board), level, ago(self.now, days(member.joined_days_ago)))?;
        }
        if let Some(user) = self.actors.first().and_then(Actor::id) {
            follows::keep_search(tx, user, ("", SEARCH), self.now)?;
        }
        Ok(())
    }

    fn play(&self, tx: &mut Conn, script: &Script) -> Result<()> {
        let mut played = Played { posts: vec![None; script.posts.len()], comments: vec![None; script.comments.len()] };
        self.follow(tx)?;
        for event in &script.events {
            self.act(tx, script, &mut played, *event)
                .map_err(|error| AppError::internal(format!("the sample community: {event:?}: {error}")))?;
        }
        let views: Vec<(TopicId, i64)> = script
            .posts
            .iter()
            .zip(&played.posts)
            .filter(|(post, _)| post.answer.is_none())
            .filter_map(|(post, played)| played.map(|(topic, ..)| (topic, self.content.questions[post.question].views)))
            .collect();
        topics::add_views(tx, &views)?;
        curating::tags(tx, self.content, (self.moderator()?, self.now))?;
        for (post, topic) in script.posts.iter().zip(&played.posts).filter(|(post, _)| post.answer.is_none()) {
            let (question, topic) = (&self.content.questions[post.question], topic.map(|(topic, ..)| topic));
            curating::replies(tx, self.content, (question, topic), (&self.actors, self.now))?;
        }
        let named = self.content.members.iter().zip(&self.actors);
        let place = Place {
            actors: named.map(|(member, actor)| (member.handle.as_str(), actor)).collect(),
            boards: &self.boards,
            site: &self.site,
            now: self.now,
        };
        articles::play(tx, &place)?;
        ideas::play(tx, &place, &self.content.members, script.ballots.clone())?;
        notify::expand_waiting(tx, self.now)?;
        store::settle_inboxes(tx, self.now - READ_AFTER, self.now)?;
        while boards::fold_counts(tx)? {}
        while tags::fold_counts(tx)? {}
        while crate::ideas::list::fold_counts(tx)? {}
        Ok(())
    }

    fn moderator(&self) -> Result<&Actor> {
        let place = self.content.members.iter().position(|member| member.is(Role::Moderator));
        place
            .and_then(|place| self.actors.get(place))
            .ok_or_else(|| AppError::internal("the sample community has no moderator"))
    }

    fn act(&self, tx: &mut Conn, script: &Script, played: &mut Played, event: Event) -> Result<()> {
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

/// A moment so many seconds ago.
pub(super) fn ago(now: Timestamp, seconds: Ago) -> Timestamp {
    now - Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a year or two")]
fn days(number: f64) -> Ago {
    (number * 86_400.0).round() as Ago
}

fn body(text: &str) -> Result<Body> {
    Body::parse(text).map_err(AppError::internal)
}
