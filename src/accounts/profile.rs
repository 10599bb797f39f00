//! What a member shows of themselves.

use super::names::{DisplayName, Handle};
use super::sign_up::note;
use super::store;
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::{AppError, Invalid, Result};
use crate::ids::UserId;
use crate::images::{self, Processed};
use crate::markdown::Body;
use crate::message::Message;
use crate::policy::{self, Action, Actor, ProfileFacts};

pub use store::Shown;

/// Most characters of what members write about themselves.
pub const MAX_BIO: usize = 2_000;

impl Shown {
    fn facts(&self, c: &mut Conn) -> Result<ProfileFacts> {
        let is_known = self.verified_at.is_some() || self.imported || self.questions > 0 || self.answers > 0;
        // An idea may be by a customer for whom staff entered it.
        let public = is_known || store::has_public_idea(c, self.id)?;
        Ok(ProfileFacts { id: self.id, public })
    }

    /// Suspended at this time.
    #[must_use]
    pub fn is_suspended(&self, now: Timestamp) -> bool {
        self.suspended_until.is_some_and(|until| until > now)
    }
}

/// The profile of a handle, in whatever case it is written.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or none that this actor may see.
pub fn read(c: &mut Conn, actor: &Actor, handle: &str) -> Result<Shown> {
    let handle = Handle::parse_official(handle).map_err(|_| AppError::NotFound)?;
    let shown = store::shown_by_handle(c, &handle.skeleton())?
        .filter(|shown| shown.handle == handle.as_str())
        .ok_or(AppError::NotFound)?;
    policy::check(actor, Action::ReadProfile(shown.facts(c)?))?;
    Ok(shown)
}

/// The profile of an account.
///
/// # Errors
/// As [`read`].
pub fn read_by_id(c: &mut Conn, actor: &Actor, id: UserId) -> Result<Shown> {
    let shown = store::shown(c, id)?.ok_or(AppError::NotFound)?;
    policy::check(actor, Action::ReadProfile(shown.facts(c)?))?;
    Ok(shown)
}

/// One's own profile, to change it.
///
/// # Errors
/// [`AppError::NotFound`] when the account is gone.
pub fn own(c: &mut Conn, user: UserId) -> Result<Shown> {
    store::shown(c, user)?.ok_or(AppError::NotFound)
}

/// What a member typed about themselves, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// Shown name; for staff their real one.
    pub name: &'a str,
    /// Markdown.
    pub bio: &'a str,
    /// For staff.
    pub job_title: &'a str,
}

/// A profile that keeps the rules.
#[derive(Debug, Clone)]
pub struct Profile {
    name: DisplayName,
    bio: Option<Body>,
    job_title: Option<DisplayName>,
}

impl Profile {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every field that breaks a rule, by the names `display_name`, `bio` and `job_title`.
    pub fn parse(typed: Typed<'_>) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = note(&mut invalid, "display_name", DisplayName::parse(typed.name));
        let mut bio = None;
        if typed.bio.chars().count() > MAX_BIO {
            let length = typed.bio.chars().count();
            invalid.push("bio", Message::new("accounts-bio-too-long").with("max", MAX_BIO).with("length", length));
        } else if !typed.bio.trim().is_empty() {
            bio = note(&mut invalid, "bio", Body::parse(typed.bio));
        }
        let mut job_title = None;
        if !typed.job_title.trim().is_empty() {
            let parsed = DisplayName::parse(typed.job_title).map_err(|_| Message::new("accounts-job-title-wrong"));
            job_title = note(&mut invalid, "job_title", parsed);
        }
        match name {
            Some(name) if invalid.fields.is_empty() => Ok(Self { name, bio, job_title }),
            Some(_) | None => Err(invalid),
        }
    }
}

/// Changes one's own profile. Staff are shown under their real name; others have no job title.
///
/// # Errors
/// [`AppError::Denied`] for who may put nothing in public.
pub fn edit(tx: &mut Conn, actor: &Actor, profile: &Profile) -> Result<()> {
    policy::check(actor, Action::EditProfile)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    let (bio, html) = match &profile.bio {
        Some(bio) => (bio.source(), bio.html().as_str()),
        None => ("", ""),
    };
    store::set_profile(tx, user, profile.name.as_str(), bio, html)?;
    if actor.is_staff() {
        let job_title = profile.job_title.as_ref().map_or("", DisplayName::as_str);
        store::set_staff(tx, user, profile.name.as_str(), job_title)?;
    }
    Ok(())
}

/// Sets one's photo, or takes it away; the one before it goes.
///
/// # Errors
/// [`AppError::Denied`] for who may put nothing in public.
pub fn set_photo(tx: &mut Conn, actor: &Actor, photo: Option<&Processed>, now: Timestamp) -> Result<()> {
    policy::check(actor, Action::EditProfile)?;
    let user = actor.id().ok_or(AppError::SignIn)?;
    dialect::lock_users(tx, &[user])?;
    let before = own(tx, user)?.photo;
    let file = match photo {
        Some(picture) => images::keep(tx, user, picture, now)?,
        None => String::new(),
    };
    store::set_photo(tx, user, &file)?;
    if before.is_empty() { Ok(()) } else { images::remove(tx, user, &before) }
}
