//! Rewards, what was asked for, and what admins keep of it: for whom.

use super::lines::{get, post};
use super::{WHO, cast, letter};
use crate::rewards::{asked, offer};
use crate::support::TestApp;

#[tokio::test]
async fn everybody_and_rewards() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let (author, keeper) = (&cast.who[3].0, &cast.who[8].0);
    app.enrich(author, &[100]).await;
    let reward = offer(keeper, "charity", "5", &[]).await.to_string();
    let voucher = offer(keeper, "voucher", "5", &[]).await.to_string();
    let asked_for = asked(author, reward.parse().unwrap(), "5").await.to_string();
    for client in [author, keeper] {
        client.get("/no-such-page").await;
    }
    const REASON: &[(&str, &str)] = &[("reason", "A reason of some words.")];
    const REWARD: &[(&str, &str)] = &[("name", "Airtime"), ("kind", "charity"), ("cost", "5")];
    #[rustfmt::skip]
    let lines = [
        ("GET", "/rewards", &[][..], "22222222222"),
        ("GET", "/rewards/redemptions", &[], "s2222222222"),
        ("GET", "/rewards/redemptions/{asked}", &[], "s4424444244"),
        ("GET", "/rewards/redemptions/99999999", &[], "s4444444444"),
        ("GET", "/rewards/{reward}/redeem", &[], "s!2222222!2"),
        ("GET", "/rewards/99999999/redeem", &[], "s4444444444"),
        // Only the author has accepted the terms.
        ("POST", "/rewards/{reward}/redeem", &[("cost", "5")], "u!c3ccccc!c"),
        ("GET", "/admin/rewards", &[], "s4444444244"),
        ("GET", "/admin/rewards/new", &[], "s4444444244"),
        ("GET", "/admin/rewards/{reward}", &[], "s4444444244"),
        ("GET", "/admin/rewards/{voucher}/codes", &[], "s4444444244"),
        ("GET", "/admin/redemptions", &[], "s4444444244"),
        ("GET", "/admin/redemptions/{asked}", &[], "s4444444244"),
        ("GET", "/admin/batches", &[], "s4444444244"),
        ("POST", "/admin/rewards/new", REWARD, "u4444444344"),
        ("POST", "/admin/rewards/{reward}", REWARD, "u4444444344"),
        ("POST", "/admin/rewards/{reward}/withdraw", &[], "u4444444344"),
        ("POST", "/admin/rewards/{reward}/offer", &[], "u4444444344"),
        ("POST", "/admin/rewards/{voucher}/codes", &[("codes", "A")], "u4444444344"),
        ("POST", "/admin/batches", &[], "u4444444c44"),
        ("POST", "/admin/redemptions/{asked}/approve", &[], "u4444444344"),
        ("POST", "/admin/batches", &[], "u4444444344"),
        ("GET", "/admin/batches/1/file", &[], "s4444444244"),
        ("POST", "/admin/redemptions/{asked}/reject", REASON, "u4444444c44"),
        ("POST", "/admin/batches/answers", &[("answers", "99999999,paid")], "u4444444244"),
        ("POST", "/rewards/redemptions/{asked}/cancel", &[], "u44c4444444"),
    ];
    for (method, pattern, fields, expected) in lines {
        assert_eq!(expected.len(), WHO.len(), "{method} {pattern}");
        let path = pattern.replace("{reward}", &reward).replace("{voucher}", &voucher).replace("{asked}", &asked_for);
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let (line, reply) = if method == "GET" {
                (get("", [""; 6]), who.0.get(&path).await)
            } else {
                let sent: Vec<(&str, &str)> =
                    std::iter::once(("csrf", who.1.as_str())).chain(fields.iter().copied()).collect();
                (post("", &[], [""; 6]), who.0.post_without_token(&path, &sent).await)
            };
            assert_eq!(letter(&line, &reply), expected, "{method} {path} as {name}: {reply:?}");
        }
    }
    app.assert_verified();
}
