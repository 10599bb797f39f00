//! Fifty at once: of the last item one is given, of one balance as much as there is.

use talka::ids::RewardId;
use talka::rewards::RedemptionState;
use tokio::task::JoinSet;

use super::{approve, ask, asked, offer, purse, voucher};
use crate::support::{Client, TestApp, with_status};

const AT_ONCE: usize = 50;

#[tokio::test]
async fn of_fifty_who_want_the_last_one_one_gets_it() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let reward = offer(&admin, "credit", "100", &[("stock", "1")]).await;
    let mut people: Vec<Client> = Vec::new();
    for number in 0..AT_ONCE {
        people.push(app.rich(&format!("member{number}"), &[100]).await);
    }
    let mut running = JoinSet::new();
    for person in people {
        running.spawn(async move { (until_served(&person, reward).await, person) });
    }
    let mut got = 0;
    let mut people = Vec::new();
    while let Some(ended) = running.join_next().await {
        let (status, person) = ended.unwrap();
        assert!(matches!(status, 303 | 409), "{status}");
        got += usize::from(status == 303);
        people.push((status, person));
    }
    assert_eq!(got, 1);
    for (status, person) in &people {
        let expected = if *status == 303 { (0, 100) } else { (100, 0) };
        assert_eq!(purse(&app, person).await, expected);
    }
    app.assert_verified();
}

/// Asks until the server is not too busy; answers the status.
async fn until_served(person: &Client, reward: RewardId) -> u16 {
    loop {
        let status = ask(person, reward, "100").await.status.as_u16();
        if status != 503 {
            return status;
        }
    }
}

#[tokio::test]
async fn of_fifty_wishes_for_one_balance_one_is_granted() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[60, 60]).await);
    let reward = offer(&admin, "charity", "100", &[]).await;
    let replies = ada.post_at_once(AT_ONCE, &format!("/rewards/{reward}/redeem"), &[("cost", "100")]).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 409)), (1, AT_ONCE - 1), "{replies:?}");
    assert_eq!(purse(&app, &ada).await, (20, 100));
    app.assert_verified();
}

#[tokio::test]
async fn a_limit_for_one_member_holds_under_parallel_wishes() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[10_000]).await);
    let reward = offer(&admin, "charity", "100", &[("per_member", "3")]).await;
    let replies = ada.post_at_once(AT_ONCE, &format!("/rewards/{reward}/redeem"), &[("cost", "100")]).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 409)), (3, AT_ONCE - 3), "{replies:?}");
    app.assert_verified();
}

#[tokio::test]
async fn a_reward_that_is_withdrawn_meanwhile_is_given_or_not_but_whole() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[10_000]).await);
    let reward = offer(&admin, "charity", "100", &[]).await;
    let (ask, withdraw, offer) = (
        format!("/rewards/{reward}/redeem"),
        format!("/admin/rewards/{reward}/withdraw"),
        format!("/admin/rewards/{reward}/offer"),
    );
    let wishes: Vec<_> = (0..20).map(|_| (ask.clone(), vec![("cost", "100")])).collect();
    let turns: Vec<_> = (0..10).flat_map(|_| [(withdraw.clone(), vec![]), (offer.clone(), vec![])]).collect();
    let (wished, turned) = tokio::join!(ada.post_all_at_once(&wishes), admin.post_all_at_once(&turns));
    assert!(turned.iter().all(|reply| reply.status == 303), "{turned:?}");
    let granted = i64::try_from(with_status(&wished, 303)).unwrap();
    assert_eq!(with_status(&wished, 409) + with_status(&wished, 303), 20, "{wished:?}");
    assert_eq!(purse(&app, &ada).await, (10_000 - 100 * granted, 100 * granted));
    admin.post_form(&withdraw, &[]).await.expect(303);
    // What was asked for before goes on.
    if granted > 0 {
        let list = ada.get("/rewards/redemptions").await.expect(200).attr("tbody th a", "href").unwrap();
        let id = list.rsplit('/').next().unwrap().parse().unwrap();
        approve(&admin, id).await.expect(303);
        assert_eq!(app.state(id).await, RedemptionState::Approved);
    }
    app.assert_verified();
}

#[tokio::test]
async fn approvals_and_cancellations_at_once_end_in_one_of_them() {
    let app = TestApp::spawn().await;
    let (first, second) = (app.admin_named("first").await, app.admin_named("second").await);
    let ada = app.rich("ada", &[2_000]).await;
    let codes: Vec<String> = (0..10).map(|n| format!("CODE-{n}")).collect();
    let reward = voucher(&first, "100", &codes.join("\n")).await;
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(asked(&ada, reward, "100").await);
    }
    let forms = |end: &str, of: &str| -> Vec<(String, Vec<(&str, &str)>)> {
        ids.iter().map(|id| (format!("{of}/{id}/{end}"), vec![])).collect()
    };
    let (approvals, cancels) = (forms("approve", "/admin/redemptions"), forms("cancel", "/rewards/redemptions"));
    let (a, b, c) = tokio::join!(
        first.post_all_at_once(&approvals),
        second.post_all_at_once(&approvals),
        ada.post_all_at_once(&cancels)
    );
    for reply in [a, b, c].iter().flatten() {
        assert!(matches!(reply.status.as_u16(), 303 | 409), "{reply:?}");
    }
    let mut paid = 0;
    for id in ids {
        match app.state(id).await {
            RedemptionState::Paid => paid += 1,
            RedemptionState::Cancelled => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(purse(&app, &ada).await, (2_000 - 100 * paid, 0));
    app.assert_verified();
}
