//! Badges: given once, whatever happens to the job; told once; shown.

mod giving;
mod pages;

use diesel::prelude::*;
use talka::badges::award;
use talka::db::schema::{badge_awards, posts};
use talka::ids::PostId;

use crate::support::{Client, TestApp};

impl TestApp {
    /// Walks all members once.
    pub async fn award_all(&self) {
        let now = self.clock.now();
        while self.write(move |tx| award::step(tx, now)).await {}
    }

    /// Counts for one member; answers how many badges are new.
    pub async fn award(&self, member: &Client) -> usize {
        let (id, now) = (member.id(), self.clock.now());
        self.write(move |tx| award::give(tx, id, now)).await
    }

    /// Gives a post a score, as votes would.
    pub async fn post_scored(&self, post: PostId, score: i64) {
        self.write(move |tx| {
            diesel::update(posts::table.find(post)).set((posts::score.eq(score), posts::ups.eq(score))).execute(tx)?;
            Ok(())
        })
        .await;
    }
}

/// The keys of what a member holds, sorted.
async fn held(app: &TestApp, member: &Client) -> Vec<String> {
    let id = member.id();
    app.read(move |c| {
        Ok(badge_awards::table
            .filter(badge_awards::user_id.eq(id))
            .order(badge_awards::badge)
            .select(badge_awards::badge)
            .load(c)?)
    })
    .await
}
