//! The pages of badges, and where else they are seen.

use talka::badges::CATALOGUE;
use talka::ids::PostId;
use talka::reputation::Cause;

use crate::leaders::TODAY;
use crate::support::TestApp;

#[tokio::test]
async fn every_badge_has_a_page_with_those_who_hold_it() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let page = app.visitor().get("/badges").await.expect(200);
    assert_eq!(page.find_all(".badge b").len(), CATALOGUE.len());
    assert!(!page.text().contains("You hold"));
    for badge in CATALOGUE {
        let page = app.visitor().get(&format!("/badges/{}", badge.key)).await.expect(200);
        assert!(page.text().contains("Nobody holds it yet"), "{}", badge.key);
        let name = page.find("h1").unwrap();
        assert!(!name.is_empty() && name != "Badge", "{} has a name", badge.key);
        assert!(!page.text().contains("does not know yet"), "{} has a description", badge.key);
    }
    app.visitor().get("/badges/none").await.expect(404);
    app.visitor().get("/badges/helping-hand?after=x").await.expect(400);

    let asked = app.ask(&bob, board, "Why does it not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "An answer that is long enough.").await;
    app.give(&ada, Cause::Accepted, (answer, board), bob.id().0, TODAY).await;
    app.award(&ada).await;
    let page = ada.get("/badges/helping-hand").await.expect(200);
    assert_eq!(page.find_all(".people .person div > a"), ["ada"]);
    assert!(page.text().contains("Held by 1 member") && page.text().contains("Yours since"));
    assert!(page.text().contains("Why does it not ring?"));
    assert!(ada.get("/badges").await.text().contains(&format!("You hold 1 of {} badges.", CATALOGUE.len())));
    // A topic that was hidden since is not named.
    app.restrict(board, "few", &[&bob]).await;
    assert!(!app.visitor().get("/badges/helping-hand").await.text().contains("Why does it not ring?"));
    assert!(bob.get("/badges/helping-hand").await.text().contains("Why does it not ring?"));
}

#[tokio::test]
async fn they_stand_on_profiles_and_beside_the_names_of_authors() {
    let app = TestApp::spawn().await;
    let (ada, bob, staff) = (app.member("ada").await, app.member("bob").await, app.staff().await);
    let board = app.board("phones").await;
    let asked = app.ask(&bob, board, "Why does it not ring?", "phones").await;
    let answer = app.answer(&ada, &asked, "An answer that is long enough.").await;
    let body = [("body", "An answer of somebody who works here.")];
    let place =
        staff.post_form_from(&asked.path, &format!("/questions/{}/answers", asked.topic), &body).await.expect(303);
    let official: PostId = place.location().rsplit("#a").next().unwrap().parse().unwrap();
    app.give(&ada, Cause::Accepted, (answer, board), bob.id().0, TODAY).await;
    app.give(&staff, Cause::Accepted, (official, board), bob.id().0, TODAY).await;
    app.post_scored(answer, 30).await;
    app.award_all().await;
    let question = app.visitor().get(&asked.path).await.expect(200);
    let card = format!("#a{answer} .post__head");
    assert_eq!(
        question.attr(&format!("{card} .tiers"), "title").as_deref(),
        Some("Badges: 0 gold, 1 silver, 2 bronze")
    );
    assert_eq!(question.attr(&format!("{card} .rep"), "title").as_deref(), Some("16 reputation"));
    let office = format!("#a{official} .post__head");
    assert!(question.find(&format!("{office} .tiers")).is_none() && question.find(&format!("{office} .rep")).is_none());
    let profile = app.visitor().get("/members/ada").await.expect(200);
    assert_eq!(profile.find_all("[aria-labelledby=badges] .badge b").len(), 3);
    assert!(app.visitor().get("/members/bob").await.find("[aria-labelledby=badges]").is_none());
}
