//! Reputation: what gives it, what takes it back, and that it can be recounted from its events at any time.

mod events;
mod model;

use diesel::prelude::*;
use talka::db::schema::{posts, users};
use talka::ids::{PostId, UserId};
use talka::settings::{Cause, Site};
use talka::votes::{self, Ballot};

use crate::support::{Client, TestApp};

impl TestApp {
    /// What a member has earned.
    pub async fn earned(&self, member: &Client) -> i64 {
        let id = member.id();
        self.read(move |c| Ok(users::table.find(id).select(users::reputation).first(c)?)).await
    }

    /// Finds a member's vote to be none; whether it counted.
    pub async fn void(&self, post: PostId, giver: UserId) -> bool {
        let now = self.clock.now();
        self.write(move |tx| {
            let on = (post, giver);
            let receiver: UserId = posts::table.find(on.0).select(posts::author_id).first(tx)?;
            let site = Site::default();
            let way = talka::policy::Direction::None;
            votes::void(tx, &Ballot { on: on.0, receiver, edited_at: None, giver: on.1, way, now, site: &site })
        })
        .await
    }

    /// Makes a cause give something else from now on.
    pub async fn set_amount(&self, cause: Cause, amount: i64) {
        let (key, value) = (format!("{}{}", talka::settings::key::REPUTATION, cause.as_str()), amount.to_string());
        let now = self.clock.now();
        self.write(move |tx| talka::settings::set(tx, &key, &value, now)).await;
        self.app.shared.site_changed();
    }
}
