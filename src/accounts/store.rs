//! The SQL of accounts.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{mailboxes, posts, users};
use crate::error::Result;
use crate::ids::UserId;
use crate::policy::{PostKind, State};

/// Why an account gets no mail, when its owner wished so (`mailboxes.off_why`).
pub const ASKED: &str = "asked";

/// An account, as getting in asks about it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Account {
    /// Its row.
    pub id: UserId,
    /// Unique name.
    pub handle: String,
    /// Shown name.
    pub name: String,
    /// Where mail goes; imported accounts may have none.
    pub email: Option<String>,
    /// When the address was proven.
    pub verified_at: Option<Timestamp>,
    /// The stored password; none until an imported account is claimed.
    pub password: Option<String>,
    moderator: bool,
    staff: bool,
    admin: bool,
}

impl Account {
    /// Holds a role: sessions are shorter.
    #[must_use]
    pub const fn with_role(&self) -> bool {
        self.moderator || self.staff || self.admin
    }
}

type Columns = (
    users::id,
    users::handle,
    users::display_name,
    users::email,
    users::email_verified_at,
    users::password_hash,
    users::is_moderator,
    users::is_staff,
    users::is_admin,
);
const COLUMNS: Columns = (
    users::id,
    users::handle,
    users::display_name,
    users::email,
    users::email_verified_at,
    users::password_hash,
    users::is_moderator,
    users::is_staff,
    users::is_admin,
);

pub(super) fn by_id(c: &mut Conn, id: UserId) -> Result<Option<Account>> {
    Ok(users::table.filter(users::id.eq(id)).select(COLUMNS).first(c).optional()?)
}

pub(super) fn by_email(c: &mut Conn, key: &str) -> Result<Option<Account>> {
    Ok(users::table.filter(users::email_key.eq(key)).select(COLUMNS).first(c).optional()?)
}

/// By the skeleton: the handle itself may still be another that looks alike.
pub(super) fn by_handle(c: &mut Conn, skeleton: &str) -> Result<Option<Account>> {
    Ok(users::table.filter(users::handle_key.eq(skeleton)).select(COLUMNS).first(c).optional()?)
}

/// A new account.
#[derive(Debug)]
pub(super) struct New<'a> {
    pub handle: &'a str,
    pub handle_key: &'a str,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub email_key: Option<&'a str>,
    pub verified_at: Option<Timestamp>,
    pub password: Option<&'a str>,
    pub admin: bool,
}

pub(super) fn insert(tx: &mut Conn, new: &New<'_>, now: Timestamp) -> Result<UserId> {
    Ok(diesel::insert_into(users::table)
        .values((
            users::handle.eq(new.handle),
            users::handle_key.eq(new.handle_key),
            users::display_name.eq(new.name),
            users::email.eq(new.email),
            users::email_key.eq(new.email_key),
            users::email_verified_at.eq(new.verified_at),
            users::password_hash.eq(new.password),
            users::is_admin.eq(new.admin),
            users::created_at.eq(now),
        ))
        .returning(users::id)
        .get_result(tx)?)
}

/// Marks the address as proven; an earlier proof keeps its time.
pub(super) fn set_verified(tx: &mut Conn, id: UserId, now: Timestamp) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id)).filter(users::email_verified_at.is_null()))
        .set(users::email_verified_at.eq(Some(now)))
        .execute(tx)?;
    mail_arrives(tx, id, now)
}

/// A link from a mail was opened: what a mail relay reported of the address is past, and mail goes there again, unless
/// its owner turned it off.
fn mail_arrives(tx: &mut Conn, id: UserId, now: Timestamp) -> Result<()> {
    let mailbox = mailboxes::table.filter(mailboxes::user_id.eq(id));
    diesel::update(mailbox).set(mailboxes::proved_at.eq(now)).execute(tx)?;
    diesel::update(mailbox.filter(mailboxes::off_why.ne(ASKED)))
        .set((mailboxes::off_at.eq(None::<Timestamp>), mailboxes::off_why.eq("")))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_password(tx: &mut Conn, id: UserId, phc: &str) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id))).set(users::password_hash.eq(Some(phc))).execute(tx)?;
    Ok(())
}

pub(super) fn set_email(tx: &mut Conn, id: UserId, email: &str, key: &str, now: Timestamp) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((users::email.eq(Some(email)), users::email_key.eq(Some(key)), users::email_verified_at.eq(Some(now))))
        .execute(tx)?;
    mail_arrives(tx, id, now)
}

pub(super) fn has_admin(c: &mut Conn) -> Result<bool> {
    let first: Option<UserId> = users::table.filter(users::is_admin.eq(true)).select(users::id).first(c).optional()?;
    Ok(first.is_some())
}

/// What an account shows of itself.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Shown {
    /// Its row.
    pub id: UserId,
    /// Unique name.
    pub handle: String,
    /// Shown name.
    pub name: String,
    /// File name of the photo, or empty.
    pub photo: String,
    /// Name in life; staff only.
    pub real_name: String,
    /// Their job; staff only.
    pub job_title: String,
    /// An employee.
    pub staff: bool,
    /// A moderator.
    pub moderator: bool,
    /// An admin.
    pub admin: bool,
    /// Markdown about oneself.
    pub bio: String,
    /// The same, sanitised.
    pub bio_html: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When the address was proven.
    pub verified_at: Option<Timestamp>,
    /// Until when it is suspended, if it was.
    pub suspended_until: Option<Timestamp>,
    /// Came with an import.
    pub imported: bool,
    /// Questions that stand.
    pub questions: i64,
    /// Answers that stand.
    pub answers: i64,
    /// Answers that were accepted.
    pub accepted: i64,
    /// What was earned: the sum, not what is shown of it.
    pub reputation: i64,
}

type ShownColumns = (
    users::id,
    users::handle,
    users::display_name,
    users::photo,
    users::real_name,
    users::job_title,
    users::is_staff,
    users::is_moderator,
    users::is_admin,
    users::bio,
    users::bio_html,
    users::created_at,
    users::email_verified_at,
    users::suspended_until,
    users::imported,
    users::questions_count,
    users::answers_count,
    users::accepted_count,
    users::reputation,
);
const SHOWN: ShownColumns = (
    users::id,
    users::handle,
    users::display_name,
    users::photo,
    users::real_name,
    users::job_title,
    users::is_staff,
    users::is_moderator,
    users::is_admin,
    users::bio,
    users::bio_html,
    users::created_at,
    users::email_verified_at,
    users::suspended_until,
    users::imported,
    users::questions_count,
    users::answers_count,
    users::accepted_count,
    users::reputation,
);

pub(super) fn shown(c: &mut Conn, id: UserId) -> Result<Option<Shown>> {
    Ok(users::table.filter(users::id.eq(id)).select(SHOWN).first(c).optional()?)
}

pub(super) fn shown_by_handle(c: &mut Conn, skeleton: &str) -> Result<Option<Shown>> {
    Ok(users::table.filter(users::handle_key.eq(skeleton)).select(SHOWN).first(c).optional()?)
}

/// Whether an idea by this account stands where everybody reads it.
pub(super) fn has_public_idea(c: &mut Conn, id: UserId) -> Result<bool> {
    let ideas = posts::table
        .filter(posts::author_id.eq(id))
        .filter(posts::kind.eq(PostKind::Idea))
        .filter(posts::state.eq(State::Visible))
        .filter(posts::audience.eq(0));
    Ok(diesel::select(diesel::dsl::exists(ideas)).get_result(c)?)
}

pub(super) fn set_profile(tx: &mut Conn, id: UserId, name: &str, bio: &str, bio_html: &str) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((users::display_name.eq(name), users::bio.eq(bio), users::bio_html.eq(bio_html)))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_staff(tx: &mut Conn, id: UserId, real_name: &str, job_title: &str) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id)))
        .set((users::real_name.eq(real_name), users::job_title.eq(job_title)))
        .execute(tx)?;
    Ok(())
}

pub(super) fn set_photo(tx: &mut Conn, id: UserId, file: &str) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(id))).set(users::photo.eq(file)).execute(tx)?;
    Ok(())
}
