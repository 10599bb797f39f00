//! Searches that a person keeps, each of them followed.

mod store;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{SearchId, TopicId, UserId};
use crate::message::Message;
use crate::policy::Visibility;
use crate::search::find::Reader;
use crate::search::held::{self, New};
use crate::search::query;
use crate::settings;

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
    if let Some(id) = kept_as(tx, user, &query)? {
        return Ok(id);
    }
    // Under the account's guard row, or two requests at once would count the same number.
    crate::db::dialect::lock_users(tx, &[user])?;
    if store::count(tx, user)? >= MAX_SEARCHES {
        wrong.push("query", Message::new("follows-search-many").with("max", MAX_SEARCHES));
    }
    wrong.into_result()?;
    let id = store::insert(tx, user, (&name, &query), now)?;
    let keys = held::keys(tx, &query::parse(&query))?;
    store::set_keys(tx, id, &keys)?;
    follow(tx, user, Subject::Search(id), super::SubjectKind::Search.default_level(), now)?;
    Ok(id)
}

/// The search that a person keeps already with this query.
///
/// # Errors
/// When the database refuses.
pub fn kept_as(c: &mut Conn, user: UserId, query: &str) -> Result<Option<SearchId>> {
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    store::kept_as(c, user, &query)
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

/// Searches that are held to a topic between two looks at the database.
const BATCH: usize = 500;
/// Keys that are looked up at once.
const KEYS: usize = 500;

/// The kept searches that a new topic is found by; the fan-out tells their followers, those who may read it.
///
/// # Errors
/// When the database refuses.
pub fn matching(c: &mut Conn, topic: TopicId) -> Result<Vec<SearchId>> {
    let Some(new) = New::load(c, topic)? else { return Ok(Vec::new()) };
    let (zone, everything) = (settings::load(c)?.zone, Visibility::public());
    let other_names = store::other_names(c, topic)?;
    let mut found = Vec::new();
    for keys in new.keys(&other_names).chunks(KEYS) {
        let mut after = SearchId(0);
        loop {
            let candidates = store::candidates(c, keys, after, BATCH)?;
            for (id, owner, query) in &candidates {
                let reader = Reader { seen: &everything, id: Some(*owner), zone: &zone, now: Timestamp(0) };
                if new.is_found(c, &query::parse(query), &reader)? {
                    found.push(*id);
                }
            }
            match candidates.last() {
                Some((last, ..)) if candidates.len() == BATCH => after = *last,
                Some(_) | None => break,
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
