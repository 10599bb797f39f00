//! Badges: given once, whatever happens to the job; told once; shown.

mod giving;
mod pages;
mod verifying;

use diesel::prelude::*;
use talka::badges::award;
use talka::cli::verify::verify;
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
    pub async fn award(&self, member: &Client) -> i64 {
        let (id, now) = (member.id(), self.clock.now());
        self.write(move |tx| award::give_all(tx, [id], now)).await
    }

    /// Asserts that what is given for standing says nothing twice and differently. What it stands on (votes, acceptances)
    /// these tests write without their counters.
    #[track_caller]
    pub fn assert_honours_verified(&self) {
        assert_eq!(self.honours_differing(), Vec::<String>::new());
    }

    /// What differs.
    pub fn honours_differing(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.app.shared.db.read_now(|c| verify(c, &mut |difference| found.push(difference.to_string()))).unwrap();
        found.retain(|line| {
            line.contains(" is_super:") || ["badge_", "leaders "].iter().any(|table| line.starts_with(table))
        });
        found
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
