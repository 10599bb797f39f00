//! Following, muting and blocking, and what comes into whose inbox.

mod crowd;
mod delivery;
mod pages;

use diesel::prelude::*;
use talka::db::schema::{inbox, inbox_topics};
use talka::follows::{self, Level, Subject};
use talka::ids::{TagId, UserId};
use talka::notify::{Kind, Reason};

use crate::support::{Client, TestApp};

/// An entry of somebody's inbox: what, and why.
pub type Entry = (Kind, Reason);

impl TestApp {
    /// Somebody follows something.
    pub async fn follow(&self, who: &Client, subject: Subject, level: Level) {
        let (user, now) = (who.id(), self.clock.now());
        self.write(move |tx| follows::follow(tx, user, subject, level, now)).await;
    }

    /// All that a person was told, oldest first, whether or not they may see it now. What waits is told first.
    pub async fn told(&self, who: &Client) -> Vec<Entry> {
        self.run_jobs().await;
        self.told_id(who.id()).await
    }

    /// The same by number, and nothing is told first. Badges come besides, by jobs of their own.
    pub async fn told_id(&self, user: UserId) -> Vec<Entry> {
        self.read(move |c| {
            Ok(inbox::table
                .filter(inbox::user_id.eq(user))
                .filter(inbox::kind.ne(Kind::Badge))
                .order(inbox::event_id)
                .select((inbox::kind, inbox::reason))
                .load(c)?)
        })
        .await
    }

    /// Forgets what a person was told.
    pub async fn empty_inbox(&self, who: &Client) {
        self.run_jobs().await;
        let user = who.id();
        self.write(move |tx| {
            diesel::delete(inbox::table.filter(inbox::user_id.eq(user))).execute(tx)?;
            diesel::delete(inbox_topics::table.filter(inbox_topics::user_id.eq(user))).execute(tx)?;
            Ok(())
        })
        .await;
    }

    /// The number of a tag.
    pub async fn tag(&self, slug: &str) -> TagId {
        use talka::db::schema::tags;
        let slug = slug.to_owned();
        self.read(move |c| Ok(tags::table.filter(tags::slug.eq(slug)).select(tags::id).first(c)?)).await
    }
}
