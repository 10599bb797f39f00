//! The leaderboard: what the job keeps against a slow recount, and the page.

mod page;
mod rolling;

use diesel::prelude::*;
use talka::db::schema::walks;
use talka::ids::{BoardId, PostId};
use talka::leaders::roll;
use talka::reputation::{self, Cause, Given, Name};

use crate::support::{Client, TestApp};

/// The site day of NOON (2026-11-21, a Saturday).
pub const TODAY: i64 = 20_778;

impl TestApp {
    /// Writes an event, as votes and acceptances do.
    pub async fn give(&self, to: &Client, cause: Cause, (post, board): (PostId, BoardId), from: i64, day: i64) {
        let name = Name { post, cause, user: to.id(), from };
        let (given, now) = (Given { name, board, day, amount: cause.usual() }, self.clock.now());
        self.write(move |tx| reputation::give(tx, &[given], now)).await;
    }

    /// Takes back what [`TestApp::give`] gave.
    pub async fn take(&self, from_whom: &Client, cause: Cause, post: PostId, from: i64) {
        let name = Name { post, cause, user: from_whom.id(), from };
        let now = self.clock.now();
        self.write(move |tx| reputation::take_back(tx, &[name], now)).await;
    }

    /// Runs the job to its end.
    pub async fn roll_up(&self) {
        let (mut after, now) = (None, self.clock.now());
        loop {
            after = self.write(move |tx| roll::step(tx, after, now)).await;
            if after.is_none() {
                return;
            }
        }
    }
}

/// How far a job has noted that it is.
async fn position(app: &TestApp, job: &'static str) -> i64 {
    app.read(move |c| Ok(walks::table.find((job, 0_i64)).select(walks::position).first(c).optional()?))
        .await
        .unwrap_or(0)
}

/// Lets a job begin from the first event again.
async fn forget(app: &TestApp, job: &'static str) {
    app.write(move |tx| Ok(diesel::delete(walks::table.find((job, 0_i64))).execute(tx).map(drop)?)).await;
}
