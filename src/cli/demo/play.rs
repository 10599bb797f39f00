//! Plays the sample community into a database, through the same commands that a person's requests go through: what
//! the rules would refuse cannot be in it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::acting::Played;
use super::articles::{self, Place};
use super::content::{Content, Member, Role};
use super::curating;
use super::ideas;
use super::nights;
use super::points;
use super::portrait::portraits;
use super::script::{self, Event, Script};
use super::standing::{Act, Desk, Standing};
use super::store;
use super::voters::Ago;
use crate::accounts::names::Handle;
use crate::boards::{self, NewBoard, Readers};
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::follows::{self, Level, Subject};
use crate::ids::{BoardId, TopicId};
use crate::images::{self, Processed};
use crate::letters::{self, Choices, Wishes};
use crate::markdown::Body;
use crate::notify;
use crate::policy::{self, Actor, ModeratorOf, Thresholds};
use crate::reputation::walk;
use crate::settings::{self, Site};
use crate::similar;
use crate::tags;
use crate::topics;

/// The community's name.
const NAME: &str = "Wren Community";
const TAGLINE: &str = "Customers of Wren Mobile help each other, and so do the people who build it.";
/// Of the members without a role, every so many have a photo.
const PHOTO_OF: usize = 3;

/// What the first member wants to hear of, whatever the board.
const SEARCH: &str = "roaming is:question";

/// When the community was opened.
const FIRST_DAY: Duration = Duration::from_secs(400 * 86_400);

/// What is older has been read.
const READ_AFTER: Duration = Duration::from_secs(3 * 86_400);

/// Fills an empty database, in one transaction: it is all there, or nothing of it; what is like what comes after.
/// Everybody gets the password of this hash.
///
/// # Errors
/// When the content breaks a rule, or the database refuses.
pub(super) fn fill(db: &Db, now: Timestamp, password_hash: &str) -> Result<()> {
    let content = super::content::load()?;
    let script = script::write(&content)?;
    let shown = |(place, member): &(usize, &Member)| !member.roles.is_empty() || place % PHOTO_OF == 0;
    let names: Vec<(usize, &str)> = content
        .members
        .iter()
        .enumerate()
        .filter(shown)
        .map(|(place, member)| (place, member.handle.as_str()))
        .collect();
    let photos: HashMap<usize, Processed> = portraits(&names)?.into_iter().collect();
    let parts = Arc::new((content, script, photos, password_hash.to_owned()));
    db.write_now(move |tx| {
        let (content, script, photos, password_hash) = &*parts;
        // Whatever is done from now on gives its reputation itself: there is no history to go through.
        while walk::step(tx, now)? {}
        let stage = Stage::set(tx, content, photos, password_hash, now)?;
        stage.play(tx, script)
    })?;
    while similar::make_missing(db, now)? {}
    Ok(())
}

/// Everything that is there before the first question.
pub(super) struct Stage<'a> {
    pub content: &'a Content,
    pub now: Timestamp,
    pub site: Site,
    pub actors: Vec<Actor>,
    pub boards: HashMap<&'a str, BoardId>,
}

/// What happens at some time; what is written down elsewhere by its place there.
#[derive(Debug, Clone, Copy)]
enum Scene {
    Script(Event),
    Article(usize),
    Idea(usize),
    Standing(Act),
    Night,
}

impl<'a> Stage<'a> {
    fn set(
        tx: &mut Conn,
        content: &'a Content,
        photos: &HashMap<usize, Processed>,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Self> {
        let first_day = now - FIRST_DAY;
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
            actors.push(Actor::Member(policy::Member {
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
                standing: policy::Standing { reputation: 1, super_user: false, thresholds: Thresholds::OPEN },
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
        for (place, (member, actor)) in self.named().enumerate() {
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
        let place = Place {
            actors: self.named().map(|(member, actor)| (member.handle.as_str(), actor)).collect(),
            boards: &self.boards,
            site: &self.site,
            now: self.now,
        };
        let (library, ideas, standing) = (articles::load()?, ideas::load()?, Standing::load()?);
        let written = articles::Stage::set(tx, &place, &library)?;
        let mut proposed = ideas::Stage::set(tx, &place, (&self.content.members, script.ballots.clone()), &ideas)?;
        let mut desk = Desk::new(&place, &standing);
        let mut scenes: Vec<(Ago, Scene)> = Vec::new();
        scenes.extend(script.events.iter().map(|event| (event.at, Scene::Script(*event))));
        scenes.extend(written.times().map(|(at, article)| (at, Scene::Article(article))));
        scenes.extend(proposed.times().map(|(at, deed)| (at, Scene::Idea(deed))));
        scenes.extend(standing.acts().map(|(at, act)| (at, Scene::Standing(act))));
        scenes.extend(nights::times().map(|at| (at, Scene::Night)));
        // Stable: what happens in the same second keeps the order in which it was written down.
        scenes.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut played = Played::nothing(script);
        self.follow(tx)?;
        self.accept_terms(tx)?;
        for (at, scene) in scenes {
            let now = ago(self.now, at);
            match scene {
                Scene::Script(event) => self.act(tx, script, &mut played, event),
                Scene::Article(article) => written.write(tx, article),
                Scene::Idea(deed) => proposed.act(tx, deed),
                Scene::Standing(act) => desk.act(tx, act, now),
                Scene::Night => nights::pass(tx, now),
            }
            .map_err(|error| AppError::internal(format!("the sample community: {scene:?}: {error}")))?;
        }
        proposed.settle(tx)?;
        self.settle(tx, script, &played)
    }

    /// There are terms for rewards from the first day on.
    fn accept_terms(&self, tx: &mut Conn) -> Result<()> {
        let first_day = self.now - FIRST_DAY;
        points::publish(tx, first_day)?;
        let members = self.named().map(|(member, actor)| (actor, days(member.joined_days_ago)));
        points::accept(tx, members, (first_day, self.now))
    }

    /// What is counted and kept besides the play itself.
    fn settle(&self, tx: &mut Conn, script: &Script, played: &Played) -> Result<()> {
        let asked = || script.posts.iter().zip(&played.posts).filter(|(post, _)| post.answer.is_none());
        let views: Vec<(TopicId, i64)> = asked()
            .filter_map(|(post, played)| played.map(|(topic, ..)| (topic, self.content.questions[post.question].views)))
            .collect();
        topics::add_views(tx, &views)?;
        curating::tags(tx, self.content, (self.moderator()?, self.now))?;
        for (post, topic) in asked() {
            let (question, topic) = (&self.content.questions[post.question], topic.map(|(topic, ..)| topic));
            curating::replies(tx, self.content, (question, topic), (&self.actors, self.now))?;
        }
        nights::catch_up(tx, self.now)?;
        notify::expand_waiting(tx, self.now)?;
        store::settle_inboxes(tx, self.now - READ_AFTER, self.now)?;
        while boards::fold_counts(tx)? {}
        while tags::fold_counts(tx)? {}
        while crate::ideas::list::fold_counts(tx)? {}
        Ok(())
    }

    fn named(&self) -> impl Iterator<Item = (&Member, &Actor)> {
        self.content.members.iter().zip(&self.actors)
    }

    fn moderator(&self) -> Result<&Actor> {
        let place = self.content.members.iter().position(|member| member.is(Role::Moderator));
        place
            .and_then(|place| self.actors.get(place))
            .ok_or_else(|| AppError::internal("the sample community has no moderator"))
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
