//! What `talka verify` says of rewards: each kind of damage is done once.

use super::{answer, approve, asked, hand_over, offer, voucher};
use crate::cli::verify::rolled_back;
use crate::support::TestApp;

#[tokio::test]
async fn each_damage_is_found_and_named() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[1_000]).await);
    let (codes, credit) =
        (voucher(&admin, "100", "A\nB\nC").await, offer(&admin, "credit", "50", &[("stock", "9")]).await);
    let given = asked(&ada, codes, "100").await;
    approve(&admin, given).await.expect(303);
    let waits = asked(&ada, codes, "100").await;
    let billed = asked(&ada, credit, "50").await;
    approve(&admin, billed).await.expect(303);
    hand_over(&admin).await;
    let back = asked(&ada, credit, "50").await;
    approve(&admin, back).await.expect(303);
    hand_over(&admin).await;
    answer(&admin, &format!("{back},failed,x")).await.expect(200);
    app.assert_verified();
    let damages = [
        (format!("UPDATE rewards SET taken = taken - 1 WHERE id = {credit}"), format!("rewards {credit} taken")),
        (format!("UPDATE rewards SET stock = stock + 1 WHERE id = {codes}"), format!("rewards {codes} codes")),
        (
            format!("UPDATE reward_codes SET redemption_id = NULL WHERE redemption_id = {given}"),
            format!("redemptions {given} code"),
        ),
        (
            format!("UPDATE reward_codes SET redemption_id = {waits} WHERE redemption_id = {given}"),
            format!("redemptions {waits} code"),
        ),
        (
            format!("UPDATE reward_codes SET redemption_id = {billed} WHERE redemption_id IS NULL AND id = 2"),
            "reward_codes 2 redemption_id".to_owned(),
        ),
        (
            format!("UPDATE redemption_lots SET amount = 99 WHERE redemption_id = {waits}"),
            format!("redemptions {waits} lots"),
        ),
        (format!("UPDATE redemptions SET cost = 99 WHERE id = {waits}"), format!("redemptions {waits} reserved")),
        (format!("UPDATE redemptions SET state = 'paid' WHERE id = {billed}"), format!("redemptions {billed} given")),
        (
            format!("UPDATE redemptions SET state = 'failed' WHERE id = {billed}"),
            format!("redemptions {billed} returned"),
        ),
        (
            format!("UPDATE redemptions SET state = 'approved' WHERE id = {billed}"),
            format!("redemptions {billed} line"),
        ),
        (
            format!("UPDATE redemptions SET state = 'requested' WHERE id = {back}"),
            format!("users {} reserved points", ada.id()),
        ),
        (
            "UPDATE redemption_batches SET redemptions_count = 7 WHERE id = 1".to_owned(),
            "redemption_batches 1 redemptions_count".to_owned(),
        ),
    ];
    let db = app.app.shared.db.clone();
    // On a thread of its own, for it waits.
    let found =
        std::thread::spawn(move || damages.map(|(damage, expected)| (rolled_back(&db, &damage), damage, expected)));
    for (found, damage, expected) in found.join().unwrap() {
        assert!(found.contains(&expected), "{damage}: {found:?}");
    }
}
