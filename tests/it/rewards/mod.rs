//! Rewards: what is offered, asked for, decided, handed to billing and given; every point of it stands in the ledger.

mod billing;
mod catalogue;
mod deciding;
mod races;
mod redeeming;
mod verified;

use diesel::prelude::*;
use talka::clock::Timestamp;
use talka::db::Conn;
use talka::db::schema::{awards, point_lots, redemptions, reward_consents, reward_terms, users};
use talka::error::Result;
use talka::ids::{AwardId, LedgerId, RedemptionId, RewardId, UserId};
use talka::ledger::{self, Account, Below, Kind, Month, Posting};
use talka::rewards::RedemptionState;

use crate::support::{Client, Reply, TestApp};

pub const WHY: &str = "It was asked for twice.";

/// What a member has to spend, and what is held.
pub async fn purse(app: &TestApp, of: &Client) -> (i64, i64) {
    let id = of.id();
    app.read(move |c| Ok((ledger::balance(c, Account::available(id))?, ledger::balance(c, Account::reserved(id))?)))
        .await
}

impl TestApp {
    /// A member who accepted the terms and has so many points to spend, in lots of these sizes.
    pub async fn rich(&self, handle: &str, lots: &[i64]) -> Client {
        let client = self.member(handle).await;
        self.enrich(&client, lots).await;
        client
    }

    /// Gives a member, who accepts the terms, so many points.
    pub async fn enrich(&self, client: &Client, lots: &[i64]) {
        let (id, lots, now) = (client.id(), lots.to_vec(), self.clock.now());
        self.write(move |tx| {
            consent(tx, id, now)?;
            lots.iter().try_for_each(|amount| earn(tx, id, *amount, now))
        })
        .await;
    }

    /// One more admin.
    pub async fn admin_named(&self, handle: &str) -> Client {
        let id = self.member(handle).await.id();
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::is_admin.eq(true)).execute(tx)?;
            Ok(())
        })
        .await;
        self.sign_in(id, handle, true).await
    }

    /// How far a redemption is.
    pub async fn state(&self, id: RedemptionId) -> RedemptionState {
        self.read(move |c| Ok(redemptions::table.find(id).select(redemptions::state).first(c)?)).await
    }
}

fn consent(tx: &mut Conn, user: UserId, now: Timestamp) -> Result<()> {
    let known: i64 = reward_terms::table.count().get_result(tx)?;
    if known == 0 {
        let values = (
            reward_terms::version.eq(1),
            reward_terms::source.eq("Terms"),
            reward_terms::html.eq("<p>Terms</p>"),
            reward_terms::published_at.eq(now),
        );
        diesel::insert_into(reward_terms::table).values(values).execute(tx)?;
    }
    let values = (reward_consents::user_id.eq(user), reward_consents::version.eq(1), reward_consents::at.eq(now));
    diesel::insert_into(reward_consents::table).values(values).execute(tx)?;
    Ok(())
}

/// Points out of goodwill that have become final.
fn earn(tx: &mut Conn, user: UserId, amount: i64, now: Timestamp) -> Result<()> {
    let month = Month::of(now, &jiff::tz::TimeZone::UTC);
    let award: AwardId = diesel::insert_into(awards::table)
        .values((
            awards::kind.eq("goodwill"),
            awards::user_id.eq(user),
            awards::giver_id.eq(0),
            awards::number.eq(1),
            awards::amount.eq(amount),
            awards::kept.eq(amount),
            awards::month.eq(month.0),
            awards::state.eq("final"),
            awards::reason.eq(""),
            awards::at.eq(now),
            awards::release_at.eq(now),
        ))
        .returning(awards::id)
        .get_result(tx)?;
    let book = |tx: &mut Conn, name: &str, kind, ways: (Account, Account)| -> Result<LedgerId> {
        let entries = [(ways.0, -amount), (ways.1, amount)];
        let posting = Posting {
            key: format!("{name}:{award}:1"),
            kind,
            subject: award.0,
            month,
            actor: None,
            reason: "goodwill",
            note: "",
            reverses: None,
            entries: &entries,
            below: Below::Never,
        };
        Ok(ledger::post(tx, &posting, now)?.id())
    };
    let given = book(tx, "award", Kind::Goodwill, (Account::GOODWILL, Account::pending(user)))?;
    diesel::update(awards::table.find(award)).set(awards::transaction_id.eq(given)).execute(tx)?;
    let released = book(tx, "release", Kind::Release, (Account::pending(user), Account::available(user)))?;
    diesel::insert_into(point_lots::table)
        .values((
            point_lots::user_id.eq(user),
            point_lots::transaction_id.eq(released),
            point_lots::award_id.eq(award),
            point_lots::amount.eq(amount),
            point_lots::remains.eq(amount),
            point_lots::expired.eq(0),
            point_lots::expires_at.eq(now + talka::clock::days(365)),
            point_lots::told.eq(0),
        ))
        .execute(tx)?;
    Ok(())
}

/// Makes a reward by the form: kind, points, and what else is typed.
pub async fn offer(admin: &Client, kind: &str, cost: &str, more: &[(&str, &str)]) -> RewardId {
    let mut fields = vec![("name", "Something good"), ("kind", kind), ("cost", cost)];
    fields.extend_from_slice(more);
    let reply = admin.post_form("/admin/rewards/new", &fields).await.expect(303);
    reply.location().trim_start_matches("/admin/rewards/").parse().unwrap()
}

/// A voucher with these codes.
pub async fn voucher(admin: &Client, cost: &str, codes: &str) -> RewardId {
    let id = offer(admin, "voucher", cost, &[]).await;
    admin.post_form(&format!("/admin/rewards/{id}/codes"), &[("codes", codes)]).await.expect(303);
    id
}

/// Asks for a reward as the page would.
pub async fn ask(by: &Client, reward: RewardId, cost: &str) -> Reply {
    by.post_form(&format!("/rewards/{reward}/redeem"), &[("cost", cost), ("customer", "C-17")]).await
}

/// The redemption that a reply leads to.
pub fn number(reply: &Reply) -> RedemptionId {
    reply.location().trim_start_matches("/rewards/redemptions/").parse().unwrap()
}

/// Asks for a reward and gets as far as a request.
pub async fn asked(by: &Client, reward: RewardId, cost: &str) -> RedemptionId {
    number(&ask(by, reward, cost).await.expect(303))
}

pub async fn approve(by: &Client, id: RedemptionId) -> Reply {
    by.post_form(&format!("/admin/redemptions/{id}/approve"), &[]).await
}

pub async fn reject(by: &Client, id: RedemptionId) -> Reply {
    by.post_form(&format!("/admin/redemptions/{id}/reject"), &[("reason", WHY)]).await
}

/// Hands everything that is approved to billing; answers the address of the file.
pub async fn hand_over(admin: &Client) -> String {
    admin.post_form("/admin/batches", &[]).await.expect(303);
    let page = admin.get("/admin/batches").await.expect(200);
    page.attr("ul.rows a[href$='/file']", "href").unwrap()
}

pub async fn answer(admin: &Client, lines: &str) -> Reply {
    admin.post_form("/admin/batches/answers", &[("answers", lines)]).await
}
