//! What the tests of points share: terms, people who accepted them, and a look at the numbers.

use diesel::prelude::*;
use talka::clock::days;
use talka::db::schema::{awards, users};
use talka::moderation::By;
use talka::points::terms;
use talka::points::wallet::{self, Balances};
use talka::policy::Actor;

use crate::support::{Client, TestApp};

/// Text for terms.
pub const TERMS: &str = "You get points for helping others. They are worth something.";

impl TestApp {
    /// Publishes terms.
    pub async fn terms(&self) {
        self.terms_saying(TERMS).await;
    }

    /// Publishes these terms.
    pub async fn terms_saying(&self, text: &'static str) {
        let now = self.clock.now();
        self.write(move |tx| terms::publish(tx, By { actor: &Actor::System, ip: "", now }, text)).await;
    }

    /// A member who has accepted the terms and has a post that stood, so that their votes are paid.
    pub async fn earner(&self, handle: &str) -> Client {
        let client = self.member(handle).await;
        let token = client.token_from("/wallet").await;
        client.post_without_token("/wallet/terms", &[("csrf", token.as_str()), ("version", "1")]).await.expect(303);
        client
    }

    /// So many members whose votes are paid.
    pub async fn givers(&self, name: &str, count: usize) -> Vec<Client> {
        let board = self.board(&format!("of-{name}")).await;
        let mut givers = Vec::new();
        for number in 0..count {
            let client = self.member(&format!("{name}{number}")).await;
            self.ask(&client, board, &format!("What do I ask as number {number}?"), "phones").await;
            givers.push(client);
        }
        givers
    }

    /// What somebody has.
    pub async fn points(&self, of: &Client) -> Balances {
        let id = of.id();
        self.read(move |c| wallet::balances(c, id)).await
    }

    /// Pending, available.
    pub async fn has(&self, of: &Client) -> (i64, i64) {
        let Balances { pending, available, .. } = self.points(of).await;
        (pending, available)
    }

    /// Kind, state and reason of everything that could have given somebody points.
    pub async fn awards_of(&self, of: &Client) -> Vec<(String, String, String)> {
        let id = of.id();
        self.read(move |c| {
            Ok(awards::table
                .filter(awards::user_id.eq(id))
                .order(awards::id)
                .select((awards::kind, awards::state, awards::reason))
                .load(c)?)
        })
        .await
    }

    /// A minute passes, and the jobs that are due run.
    pub async fn settle(&self) {
        self.clock.advance(60);
        self.run_jobs().await;
    }

    /// The same member in a browser of today: sessions end.
    pub async fn back(&self, client: &Client) -> Client {
        self.sign_in(client.id(), client.handle(), false).await
    }

    /// Days pass, and the jobs that are due run.
    pub async fn days_pass(&self, count: u64) {
        self.clock.advance(i64::try_from(days(count).as_secs()).unwrap());
        self.run_jobs().await;
    }

    /// Makes somebody an employee.
    pub async fn hires(&self, whom: &Client) {
        let id = whom.id();
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::is_staff.eq(true)).execute(tx)?;
            Ok(())
        })
        .await;
    }
}
