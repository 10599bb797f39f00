//! The SQL of accounts.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::users;
use crate::error::Result;
use crate::ids::UserId;

/// An account without a password and without an address.
#[derive(Debug, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser {
    /// May repeat.
    pub display_name: String,
    /// Markdown.
    pub bio: String,
    /// The same as HTML.
    pub bio_html: String,
    /// When they joined.
    pub created_at: Timestamp,
    /// Always true here.
    pub imported: bool,
}

/// A handle that nobody has.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = users)]
pub struct Handle {
    /// As in addresses and mentions.
    pub handle: String,
    /// Unique among accounts.
    pub handle_key: String,
}

/// Which of these handles are in use.
pub fn taken_handles(conn: &mut Conn, keys: &[String]) -> Result<Vec<String>> {
    Ok(users::table.filter(users::handle_key.eq_any(keys)).select(users::handle_key).load(conn)?)
}

/// Writes an account.
pub fn insert_user(conn: &mut Conn, user: &NewUser, handle: &Handle) -> Result<UserId> {
    Ok(diesel::insert_into(users::table).values((user, handle)).returning(users::id).get_result(conn)?)
}

/// What an account has written in public, and earned, since its counters were last right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Questions.
    pub questions: i64,
    /// Answers.
    pub answers: i64,
    /// Answers of theirs that somebody else accepted.
    pub accepted: i64,
}

/// Adds to the counters of accounts, in the order of ids.
pub fn count_written(conn: &mut Conn, written: &HashMap<UserId, Written>) -> Result<()> {
    let mut written: Vec<_> = written.iter().collect();
    written.sort_unstable_by_key(|(user, _)| **user);
    for (user, more) in written {
        diesel::update(users::table.filter(users::id.eq(*user)))
            .set((
                users::questions_count.eq(users::questions_count + more.questions),
                users::answers_count.eq(users::answers_count + more.answers),
                users::accepted_count.eq(users::accepted_count + more.accepted),
            ))
            .execute(conn)?;
    }
    Ok(())
}
