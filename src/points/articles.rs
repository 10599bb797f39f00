//! Articles that were made of members' answers: the authors of the answers share what an article gives. A job looks at
//! the newest articles, as long as an award of theirs may be pending.

use std::collections::{BTreeMap, BTreeSet};

use super::earn::{self, Claim};
use super::store::{self, Source};
use super::{AwardKind, Cause, rules};
use crate::clock::{Timestamp, days};
use crate::db::{Conn, Db, dialect};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::jobs::Handler;
use crate::ledger::Month;
use crate::reputation::tail::Stands;
use crate::settings;

/// The kind of the job.
pub const ARTICLES: &str = "points.articles";
/// Answers that are looked at in one transaction.
const SOURCES: i64 = 500;

/// What the jobs of kind [`ARTICLES`] do.
#[must_use]
pub fn handler(db: &Db) -> Handler {
    let db = db.clone();
    Handler::new(move |_, attempt| {
        let (mut after, now) = (None, attempt.now);
        loop {
            after = db.write_now(move |tx| step(tx, after, now))?;
            if after.is_none() {
                return db.write_now(move |tx| withdrawn(tx, now)).map_err(Into::into);
            }
        }
    })
}

/// Gives for the next articles of the last weeks; answers after which the run, which begins with none, goes on.
///
/// # Errors
/// When the database refuses.
pub fn step(
    tx: &mut Conn,
    after: Option<(Timestamp, TopicId)>,
    now: Timestamp,
) -> Result<Option<(Timestamp, TopicId)>> {
    let since = now - rules::PENDING - days(1);
    let mut sources = store::sources_after(tx, after.unwrap_or((since, TopicId(0))), SOURCES)?;
    let is_full = i64::try_from(sources.len()).unwrap_or(0) == SOURCES;
    // The last article may have more: it comes next, whole.
    if let Some(last) = sources.last().map(|source| source.article).filter(|_| is_full) {
        sources.retain(|source| source.article != last);
    }
    let next = sources.last().map(|source| (source.made_at, source.article));
    let users: Vec<UserId> = sources.iter().map(|source| source.author).collect();
    dialect::lock_users(tx, &users)?;
    let site = settings::load(tx)?;
    let mut by_article: BTreeMap<TopicId, Vec<&Source>> = BTreeMap::new();
    for source in &sources {
        by_article.entry(source.article).or_default().push(source);
    }
    for sources in by_article.values() {
        // Whoever wrote several of the answers has one share.
        let mut authors: BTreeSet<UserId> = BTreeSet::new();
        let first: Vec<&&Source> = sources.iter().filter(|source| authors.insert(source.author)).collect();
        let share = rules::ARTICLE / i64::try_from(first.len()).unwrap_or(1).max(1);
        for source in first {
            let stands = Stands { at: source.made_at, day: source.made_at.day_in(&site.zone), amount: 0 };
            let claim = Claim { cause: cause(source.post, source.author), stands: Some(stands), amount: share };
            earn::compare(tx, &claim, (&site, now))?;
        }
    }
    Ok(next.filter(|_| is_full))
}

const fn cause(post: PostId, user: UserId) -> Cause {
    Cause { post, kind: AwardKind::Article, user, giver: UserId(0) }
}

/// Takes back what is pending for articles or answers that are not there any more.
///
/// # Errors
/// When the database refuses.
pub fn withdrawn(tx: &mut Conn, now: Timestamp) -> Result<()> {
    let site = settings::load(tx)?;
    let present = Month::of(now, &site.zone);
    let gone = store::pending_without_article(tx, (Month(present.0 - 1), present))?;
    let users: Vec<UserId> = gone.iter().map(|(_, user)| *user).collect();
    dialect::lock_users(tx, &users)?;
    for (post, user) in gone {
        let claim = Claim { cause: cause(post, user), stands: None, amount: 0 };
        if let Some(month) = earn::compare(tx, &claim, (&site, now))? {
            earn::look_again(tx, user, month, now)?;
        }
    }
    Ok(())
}
