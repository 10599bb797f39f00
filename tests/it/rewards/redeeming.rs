//! What members do: look, ask, cancel, and what they are told when it cannot be.

use diesel::prelude::*;
use talka::db::schema::{point_lots, redemptions, users};
use talka::rewards::RedemptionState;

use super::{WHY, approve, ask, asked, number, offer, purse, reject, voucher};
use crate::support::TestApp;

#[tokio::test]
async fn everybody_reads_the_rules_and_what_is_missing() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[300]).await);
    let empty = app.visitor().get("/rewards").await.expect(200);
    assert!(empty.text().contains("Nothing is offered yet") && empty.text().contains("50 for an answer"), "{empty:?}");
    let cheap = offer(&admin, "credit", "200", &[("per_member", "2")]).await;
    offer(&admin, "charity", "500", &[]).await;
    offer(&admin, "credit", "10000", &[("last", "2026-11-20")]).await;
    let page = ada.get("/rewards").await.expect(200);
    assert_eq!(page.find(".wallet .big").unwrap(), "300 points");
    assert_eq!(page.find_all(".offer a.btn").len(), 1);
    assert_eq!(page.attr(".offer a.btn", "href").unwrap(), format!("/rewards/{cheap}/redeem"));
    assert!(page.text().contains("200 points more, and you can have Something good"), "{page:?}");
    assert!(page.find_all(".offer").iter().any(|offer| offer.contains("This reward is over")), "{page:?}");
    app.visitor().get(&format!("/rewards/{cheap}/redeem")).await.expect(303);
}

#[tokio::test]
async fn points_are_held_from_the_request_on_and_come_back_when_it_is_cancelled() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[100, 300]).await);
    let reward = offer(&admin, "credit", "250", &[("stock", "1")]).await;
    let form = ada.get(&format!("/rewards/{reward}/redeem")).await.expect(200);
    assert!(
        form.text().contains("You will have 150 points left") && form.find("button.btn--pri").unwrap().contains("250")
    );
    let reply = ask(&ada, reward, "250").await.expect(303);
    let (id, path) = (number(&reply), reply.location().to_owned());
    assert_eq!(purse(&app, &ada).await, (150, 250));
    let lots =
        || app.read(|c| Ok(point_lots::table.order(point_lots::id).select(point_lots::remains).load::<i64>(c)?));
    assert_eq!(lots().await, [0, 150], "the oldest first");
    app.assert_verified();
    let page = ada.get(&path).await.expect(200);
    assert!(page.text().contains("Waits for approval") && page.text().contains("C-17"), "{page:?}");
    assert_eq!(page.header("cache-control"), "no-store");
    let bob = app.rich("bob", &[900]).await;
    bob.get(&path).await.expect(404);
    bob.post_form(&format!("{path}/cancel"), &[]).await.expect(404);
    ask(&bob, reward, "250").await.expect(409);
    app.clock.advance(600);
    for _ in 0..2 {
        ada.post_form(&format!("{path}/cancel"), &[]).await.expect(303);
    }
    assert_eq!((purse(&app, &ada).await, lots().await[..2].to_vec()), ((400, 0), vec![100, 300]));
    assert_eq!(app.state(id).await, RedemptionState::Cancelled);
    // What she left is there for somebody else.
    let his = asked(&bob, reward, "250").await;
    app.clock.advance(601);
    bob.post_form(&format!("/rewards/redemptions/{his}/cancel"), &[]).await.expect(409);
    assert!(!bob.get(&format!("/rewards/redemptions/{his}")).await.text().contains("take the points back"));
    let list = ada.get("/rewards/redemptions").await.expect(200);
    assert_eq!(list.find_all("tbody tr").len(), 1);
    app.assert_verified();
}

#[tokio::test]
async fn what_stands_in_the_way_is_said_and_nothing_is_taken() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let refused = async |reward, cost: &str, why: &str| {
        let reply = ask(&ada, reward, cost).await.expect(409);
        assert!(reply.text().contains(why), "{why}: {reply:?}");
    };
    let dear = offer(&admin, "credit", "501", &[]).await;
    refused(dear, "501", "points").await;
    let later = offer(&admin, "credit", "5", &[("first", "2026-12-01")]).await;
    refused(later, "5", "offered from").await;
    let over = offer(&admin, "credit", "5", &[("last", "2026-11-20")]).await;
    refused(over, "5", "is over").await;
    let gone = offer(&admin, "credit", "5", &[("stock", "0")]).await;
    refused(gone, "5", "are gone").await;
    let withdrawn = offer(&admin, "credit", "5", &[]).await;
    admin.post_form(&format!("/admin/rewards/{withdrawn}/withdraw"), &[]).await.expect(303);
    refused(withdrawn, "5", "not offered any more").await;
    let once = offer(&admin, "credit", "5", &[("per_member", "1")]).await;
    let first = asked(&ada, once, "5").await;
    refused(once, "5", "as many as one member can have").await;
    reject(&admin, first).await.expect(303);
    asked(&ada, once, "5").await;
    // A price that is not the one that was shown, or none at all.
    for cost in ["4", "-5", "0", "5000000000"] {
        refused(later, cost, "offered from").await;
        refused(dear, cost, "costs something else").await;
    }
    for cost in ["5.0", "1,5", "", "five", "99999999999999999999"] {
        ask(&ada, once, cost).await.expect(422);
    }
    let path = format!("/rewards/{dear}/redeem");
    ada.post_form(&path, &[("cost", "501"), ("amount", "-5")]).await.expect(422);
    // A customer number that is none stays in the form, with what is wrong beside it.
    let fine = offer(&admin, "credit", "6", &[]).await;
    let path = format!("/rewards/{fine}/redeem");
    let reply = ada.post_form(&path, &[("cost", "6"), ("customer", "=cmd|' /C calc'!A0")]).await.expect(422);
    assert!(reply.attr("#f-customer", "value").unwrap().contains("calc") && reply.find("#f-customer-error").is_some());
    assert_eq!(purse(&app, &ada).await, (495, 5));
    app.assert_verified();
}

#[tokio::test]
async fn who_may_not_spend_spends_nothing() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let reward = offer(&admin, "charity", "100", &[]).await;
    let bob = app.member("bob").await;
    let reply = ask(&bob, reward, "100").await.expect(409);
    assert!(reply.text().contains("Accept the terms"), "{reply:?}");
    let running = asked(&ada, reward, "100").await;
    let (id, until) = (ada.id(), app.clock.now() + talka::clock::days(7));
    app.write(move |tx| {
        diesel::update(users::table.find(id)).set(users::suspended_until.eq(until)).execute(tx)?;
        Ok(())
    })
    .await;
    ask(&ada, reward, "100").await.expect(403);
    ada.get(&format!("/rewards/{reward}/redeem")).await.expect(403);
    // Points may come back all the same.
    ada.post_form(&format!("/rewards/redemptions/{running}/cancel"), &[]).await.expect(303);
    assert_eq!(purse(&app, &ada).await, (500, 0));
    ask(&app.unverified("new").await, reward, "100").await.expect(403);
    app.assert_verified();
}

#[tokio::test]
async fn one_form_asks_once() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let reward = offer(&admin, "charity", "100", &[]).await;
    let (path, fields) = (format!("/rewards/{reward}/redeem"), [("cost", "100"), ("form_key", "one-form")]);
    let replies = ada.post_at_once(20, &path, &fields).await;
    assert!(
        replies.iter().all(|reply| reply.status == 303 && reply.location() == replies[0].location()),
        "{replies:?}"
    );
    assert_eq!(purse(&app, &ada).await, (400, 100));
    app.assert_verified();
}

#[tokio::test]
async fn a_reason_and_a_code_are_for_its_member() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let reward = voucher(&admin, "100", "SPRING-1\nSPRING-2").await;
    let (given, not) = (asked(&ada, reward, "100").await, asked(&ada, reward, "100").await);
    approve(&admin, given).await.expect(303);
    reject(&admin, not).await.expect(303);
    let path = format!("/rewards/redemptions/{given}");
    assert_eq!(ada.get(&path).await.expect(200).attr("#f-code", "value").unwrap(), "SPRING-1");
    assert!(!admin.get(&path).await.expect(200).text().contains("SPRING"));
    assert!(!admin.get(&format!("/admin/redemptions/{given}")).await.expect(200).text().contains("SPRING"));
    assert!(!admin.get("/admin/audit").await.expect(200).text().contains("SPRING"));
    let page = ada.get(&format!("/rewards/redemptions/{not}")).await.expect(200);
    assert!(page.text().contains(WHY) && !page.text().contains("SPRING"), "{page:?}");
    ada.post_form(&format!("{path}/cancel"), &[]).await.expect(409);
    assert_eq!(purse(&app, &ada).await, (400, 0));
    let stored: i64 = app
        .read(|c| {
            let kept =
                talka::db::schema::reward_codes::table.filter(talka::db::schema::reward_codes::sealed.like("%SPRING%"));
            Ok(kept.count().get_result::<i64>(c)?
                + redemptions::table.filter(redemptions::reason.like("%SPRING%")).count().get_result::<i64>(c)?)
        })
        .await;
    assert_eq!(stored, 0);
    app.assert_verified();
}
