//! Unusual votes: what the nights find, what is decided about it, and appeals.

mod deciding;
mod devices;
mod night;
mod rings;

use diesel::prelude::*;
use talka::db::schema::{fraud_findings, users};
use talka::fraud::State;
use talka::ids::{FindingId, PostId};

use crate::support::{Client, TestApp};
use crate::votes::vote;

/// Why an admin decides so.
pub const WHY: &str = "They vote for each other and for nobody else.";

/// Two who earn, and the answers of each that the other has voted up.
struct Ring {
    ann: Client,
    bob: Client,
    of_ann: Vec<PostId>,
    of_bob: Vec<PostId>,
}

impl TestApp {
    /// Somebody who decides: there may be several.
    async fn judge(&self, handle: &str) -> Client {
        let client = self.member(handle).await;
        let id = client.id();
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::is_admin.eq(true)).execute(tx)?;
            Ok(())
        })
        .await;
        self.sign_in(id, handle, true).await
    }

    /// The findings with their states, by their numbers.
    async fn findings(&self) -> Vec<(FindingId, State)> {
        self.read(|c| {
            Ok(fraud_findings::table
                .order(fraud_findings::id)
                .select((fraud_findings::id, fraud_findings::state))
                .load(c)?)
        })
        .await
    }

    /// Two who vote for each other and for nobody else.
    async fn ring(&self) -> Ring {
        self.terms().await;
        let (ann, bob) = (self.earner("ann").await, self.earner("bob").await);
        let mut ring = Ring { ann, bob, of_ann: Vec::new(), of_bob: Vec::new() };
        self.more(&mut ring, "first", 6).await;
        ring
    }

    /// As many answers and votes more.
    async fn more(&self, ring: &mut Ring, name: &str, count: usize) {
        let board = self.board(&format!("of-{name}")).await;
        let asker = self.member(&format!("asker-{name}")).await;
        for number in 0..count {
            let asked = self.ask(&asker, board, &format!("What is the {name} thing {number}?"), "phones").await;
            let (a, b) = (
                self.answer(&ring.ann, &asked, "An answer that is long enough.").await,
                self.answer(&ring.bob, &asked, "Another answer that is long enough.").await,
            );
            vote(&ring.bob, a, 1).await.expect(303);
            vote(&ring.ann, b, 1).await.expect(303);
            ring.of_ann.push(a);
            ring.of_bob.push(b);
        }
    }
}

async fn decide(by: &Client, finding: FindingId, decision: &str) -> crate::support::Reply {
    let page = format!("/admin/fraud/{finding}");
    by.post_form_from(&page, &page, &[("decision", decision), ("reason", WHY)]).await
}
