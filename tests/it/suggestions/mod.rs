//! Edits that members suggest: what is sent, who decides, and what comes of it.

mod deciding;
mod privacy;
mod sending;
mod verified;

use diesel::prelude::*;
use talka::db::schema::{posts, reputation_events, suggestions, users};
use talka::ids::{PostId, SuggestionId};
use talka::policy::Privilege;
use talka::settings;
use talka::suggestions::State;

use crate::support::{Asked, Client, Reply, TestApp};

/// What an answer says at first, and what is suggested instead.
pub const BEFORE: &str = "It was swiched off all day.";
pub const AFTER: &str = "It was switched off all day.";
pub const REASON: &str = "Mends a typo.";

/// Sends a suggestion for an answer's first version.
pub async fn send(by: &Client, post: PostId, body: &str) -> Reply {
    let fields = [("body", body), ("version", "1"), ("reason", REASON)];
    by.post_form(&format!("/posts/{post}/suggest"), &fields).await
}

/// The number of the suggestion that a reply leads to.
pub fn number(reply: &Reply) -> SuggestionId {
    reply.location().trim_start_matches("/suggestions/").parse().unwrap()
}

/// A question by ada with an answer by bob, and carl, who may not edit it.
pub struct Scene {
    pub app: TestApp,
    pub ada: Client,
    pub bob: Client,
    pub carl: Client,
    pub asked: Asked,
    pub answer: PostId,
}

pub async fn scene() -> Scene {
    let app = TestApp::spawn().await;
    let (ada, bob, carl) = (app.member("ada").await, app.member("bob").await, app.member("carl").await);
    let board = app.board("phones").await;
    let asked = app.ask(&ada, board, "Why does my phone not ring?", "phones").await;
    let answer = app.answer(&bob, &asked, BEFORE).await;
    app.clock.advance(301);
    Scene { app, ada, bob, carl, asked, answer }
}

impl Scene {
    /// Carl's suggestion for the answer.
    pub async fn suggested(&self) -> SuggestionId {
        number(&send(&self.carl, self.answer, AFTER).await.expect(303))
    }

    pub async fn source(&self, post: PostId) -> String {
        self.app.read(move |c| Ok(posts::table.find(post).select(posts::source).first(c)?)).await
    }

    pub async fn state(&self, id: SuggestionId) -> State {
        self.app.read(move |c| Ok(suggestions::table.find(id).select(suggestions::state).first(c)?)).await
    }

    /// What carl has earned, and how many events say so.
    pub async fn earned(&self) -> (i64, i64) {
        let id = self.carl.id();
        self.app
            .read(move |c| {
                Ok((
                    users::table.find(id).select(users::reputation).first(c)?,
                    reputation_events::table.filter(reputation_events::user_id.eq(id)).count().get_result(c)?,
                ))
            })
            .await
    }
}

impl TestApp {
    /// Says from how much reputation on something is open.
    pub async fn set_threshold(&self, privilege: Privilege, reputation: i64) {
        let now = self.clock.now();
        let key = format!("{}{}", settings::key::PRIVILEGE, privilege.as_str());
        self.write(move |tx| settings::set(tx, &key, &reputation.to_string(), now)).await;
        self.app.shared.site_changed();
    }

    /// Makes somebody a super-user.
    pub async fn make_super(&self, who: &Client) {
        let id = who.id();
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::is_super.eq(true)).execute(tx)?;
            Ok(())
        })
        .await;
    }

    /// A member who may edit what others wrote, and that is all that sets them apart: what they have earned lies
    /// outside the ledger of events, so they are no part of what is verified.
    pub async fn editor(&self, handle: &str) -> Client {
        let client = self.member(handle).await;
        self.set_threshold(Privilege::EditPosts, 3).await;
        let (id, now) = (client.id(), self.clock.now());
        self.write(move |tx| {
            let (post, board): (PostId, talka::ids::BoardId) = posts::table
                .inner_join(talka::db::schema::topics::table)
                .select((posts::id, talka::db::schema::topics::board_id))
                .order(posts::id)
                .first(tx)?;
            let given = talka::reputation::Given {
                name: talka::reputation::Name { post, cause: settings::Cause::Suggestion, user: id, from: 0 },
                board,
                day: 0,
                amount: 2,
            };
            talka::reputation::give(tx, &[given], now)
        })
        .await;
        client
    }
}
