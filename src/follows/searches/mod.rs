//! Searches that a person keeps, each of them followed.

mod store;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{SearchId, TopicId, UserId};
use crate::message::Message;

use super::{Subject, follow, unfollow};

pub use store::SavedSearch;

/// Characters of a search's name at most.
pub const MAX_NAME: usize = 60;
/// Characters of a search at most.
pub const MAX_QUERY: usize = 300;
/// Searches a person may keep: each is asked at every new topic.
pub const MAX_SEARCHES: usize = 20;

/// Keeps a search under a name (without one, under its own words) and follows it.
///
/// # Errors
/// [`AppError::Invalid`] when the search is empty or too long, or when as many are kept as may be.
pub fn keep_search(tx: &mut Conn, user: UserId, (name, query): (&str, &str), now: Timestamp) -> Result<SearchId> {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let query = squeezed(query);
    let mut wrong = Invalid::default();
    if query.is_empty() || query.chars().count() > MAX_QUERY {
        wrong.push("query", Message::new("follows-search-query").with("max", MAX_QUERY));
    }
    let name = match squeezed(name) {
        empty if empty.is_empty() => query.chars().take(MAX_NAME).collect(),
        name => name,
    };
    if name.chars().count() > MAX_NAME {
        wrong.push("name", Message::new("follows-search-name").with("max", MAX_NAME));
    }
    // Under the account's guard row, or two requests at once would count the same number.
    crate::db::dialect::lock_users(tx, &[user])?;
    if store::count(tx, user)? >= MAX_SEARCHES {
        wrong.push("query", Message::new("follows-search-many").with("max", MAX_SEARCHES));
    }
    wrong.into_result()?;
    let id = store::insert(tx, user, (&name, &query), now)?;
    follow(tx, user, Subject::Search(id), super::SubjectKind::Search.default_level(), now)?;
    Ok(id)
}

/// One's own search.
///
/// # Errors
/// [`AppError::NotFound`] for none, or somebody else's.
pub fn search(c: &mut Conn, user: UserId, id: SearchId) -> Result<SavedSearch> {
    store::find(c, user, id)?.ok_or(AppError::NotFound)
}

/// Forgets one's own search, and with it the follow.
///
/// # Errors
/// As [`search`].
pub fn remove_search(tx: &mut Conn, user: UserId, id: SearchId) -> Result<()> {
    search(tx, user, id)?;
    unfollow(tx, user, Subject::Search(id))?;
    store::remove(tx, id)
}

/// The kept searches that a new topic is found by; the fan-out tells their followers. None as long as there is nothing
/// to search with: the search's own feature answers here.
///
/// # Errors
/// When the database refuses.
pub const fn matching(_c: &mut Conn, _topic: TopicId) -> Result<Vec<SearchId>> {
    Ok(Vec::new())
}
