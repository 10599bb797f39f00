//! `talka verify` finds what says two things about who stands how.

use diesel::prelude::*;
use talka::db::schema::{badge_awards, badge_counts, leaders, users};
use talka::reputation::Cause;

use crate::leaders::TODAY;
use crate::support::TestApp;

#[tokio::test]
async fn every_rule_finds_what_breaks_it() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&bob, board, "Why does it not ring?", "phones").await;
    let other = app.ask(&bob, board, "And what does this mean?", "phones").await;
    let answer = app.answer(&ada, &asked, "An answer that is long enough.").await;
    app.give(&ada, Cause::Accepted, (answer, board), bob.id().0, TODAY).await;
    app.award_all().await;
    app.roll_up().await;
    app.named(&bob).await;
    app.assert_honours_verified();
    let (first, second) = (ada.id(), bob.id());
    app.write(move |tx| {
        diesel::update(badge_counts::table).set(badge_counts::holders.eq(2)).execute(tx)?;
        diesel::update(users::table.find(first)).set(users::is_super.eq(true)).execute(tx)?;
        diesel::update(users::table.find(second)).set(users::is_super.eq(false)).execute(tx)?;
        diesel::update(leaders::table.filter(leaders::period.eq("week")).filter(leaders::board_id.eq(0)))
            .set(leaders::is_staff.eq(true))
            .execute(tx)?;
        diesel::update(badge_awards::table).set(badge_awards::topic_id.eq(other.topic)).execute(tx)?;
        Ok(())
    })
    .await;
    let mut found = app.honours_differing();
    found.sort();
    let expected = [
        format!("badge_awards {first}/helping-hand post_id: stored {}, recounted {}", other.topic, asked.topic),
        "badge_counts helping-hand holders: stored 2, recounted 1".to_owned(),
    ];
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(found[..2], expected);
    app.write(|tx| Ok(diesel::delete(badge_counts::table).execute(tx).map(drop)?)).await;
    assert!(app.honours_differing().iter().any(|line| line.contains("/helping-hand badge:")));
}
