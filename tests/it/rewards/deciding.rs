//! Who approves and who rejects, once.

use diesel::prelude::*;
use talka::db::schema::audit;
use talka::rewards::RedemptionState;

use super::{approve, ask, asked, number, offer, purse, reject, voucher};
use crate::support::TestApp;

#[tokio::test]
async fn nobody_approves_what_they_asked_for() {
    let app = TestApp::spawn().await;
    let admin = app.admin_named("first").await;
    let own = app.rich("second", &[500]).await;
    let reward = offer(&admin, "credit", "100", &[]).await;
    let id = asked(&own, reward, "100").await;
    let user = own.id();
    app.write(move |tx| {
        use talka::db::schema::users;
        diesel::update(users::table.find(user)).set(users::is_admin.eq(true)).execute(tx)?;
        Ok(())
    })
    .await;
    let own = app.sign_in(user, "second", true).await;
    let page = own.get(&format!("/admin/redemptions/{id}")).await.expect(200);
    assert!(page.text().contains("somebody else decides") && page.find("form button.btn--pri").is_none(), "{page:?}");
    approve(&own, id).await.expect(403);
    reject(&own, id).await.expect(403);
    approve(&admin, id).await.expect(303);
    approve(&admin, id).await.expect(409);
    assert_eq!((app.state(id).await, purse(&app, &own).await), (RedemptionState::Approved, (400, 100)));
    // Approved is not given: it can be rejected until billing has it.
    reject(&admin, id).await.expect(303);
    reject(&admin, id).await.expect(409);
    approve(&admin, id).await.expect(409);
    assert_eq!((app.state(id).await, purse(&app, &own).await), (RedemptionState::Rejected, (500, 0)));
    let deeds: Vec<String> = app
        .read(|c| {
            Ok(audit::table
                .filter(audit::subject_kind.eq("redemption"))
                .order(audit::id)
                .select(audit::action)
                .load(c)?)
        })
        .await;
    assert_eq!(deeds, ["redemption-approve", "redemption-reject"]);
    let log = admin.get("/admin/audit").await.expect(200);
    assert!(log.text().contains("Approved a redemption") && log.text().contains("Made a reward"), "{log:?}");
    app.assert_verified();
}

#[tokio::test]
async fn above_ten_thousand_points_it_takes_two() {
    let app = TestApp::spawn().await;
    let (first, second, third) =
        (app.admin_named("first").await, app.admin_named("second").await, app.admin_named("third").await);
    let ada = app.rich("ada", &[40_000]).await;
    let (much, just) = (voucher(&first, "10001", "A\nB").await, offer(&first, "charity", "10000", &[]).await);
    let one = asked(&ada, just, "10000").await;
    approve(&first, one).await.expect(303);
    assert_eq!(app.state(one).await, RedemptionState::Approved);
    let two = asked(&ada, much, "10001").await;
    approve(&first, two).await.expect(303);
    assert_eq!(app.state(two).await, RedemptionState::Requested);
    approve(&first, two).await.expect(403);
    let page = second.get(&format!("/admin/redemptions/{two}")).await.expect(200);
    assert!(page.text().contains("One has approved it"), "{page:?}");
    approve(&second, two).await.expect(303);
    assert_eq!(app.state(two).await, RedemptionState::Paid);
    approve(&third, two).await.expect(409);
    assert!(ada.get(&format!("/rewards/redemptions/{two}")).await.text().contains("value=\"A\""));
    // Whoever approved first may still say no.
    let three = asked(&ada, much, "10001").await;
    approve(&third, three).await.expect(303);
    reject(&third, three).await.expect(303);
    assert_eq!((app.state(three).await, purse(&app, &ada).await), (RedemptionState::Rejected, (19_999, 10_000)));
    app.assert_verified();
}

#[tokio::test]
async fn a_reason_is_wanted_and_what_was_typed_stays() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let reward = offer(&admin, "credit", "100", &[]).await;
    let id = number(&ask(&ada, reward, "100").await.expect(303));
    let reply = admin.post_form(&format!("/admin/redemptions/{id}/reject"), &[("reason", "no")]).await.expect(422);
    assert_eq!(reply.find("textarea[name=reason]").unwrap(), "no");
    let queue = admin.get("/admin/redemptions").await.expect(200);
    assert_eq!(queue.attr("tbody th a", "href").unwrap(), format!("/admin/redemptions/{id}"));
    assert!(admin.get("/admin/redemptions?state=paid").await.expect(200).find("tbody th a").is_none());
    admin.get("/admin/redemptions?state=nothing").await.expect(400);
    admin.get("/admin/redemptions/99999").await.expect(404);
    ada.get("/admin/redemptions").await.expect(404);
    app.assert_verified();
}
