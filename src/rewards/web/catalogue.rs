//! `GET /rewards`

use std::collections::BTreeMap;

use actix_web::HttpResponse;

use super::{Purse, RewardView};
use crate::error::Result;
use crate::message::Message;
use crate::points::{rules, terms};
use crate::rewards::{self, CANCEL_WITHIN, TWO_APPROVE_ABOVE};
use crate::web::{Cx, Page};

const DAY: u64 = 86_400;

/// The numbers that the rules in plain words name.
fn numbers() -> BTreeMap<&'static str, i64> {
    let days = |time: std::time::Duration| i64::try_from(time.as_secs() / DAY).unwrap_or(i64::MAX);
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    BTreeMap::from([
        ("accepted", rules::ACCEPTED),
        ("first", rules::ACCEPTED_FIRST),
        ("of_question", rules::ACCEPTED_OF_QUESTION),
        ("vote", rules::ANSWER_UP),
        ("votes", rules::VOTES_OF_ANSWER),
        ("delivered", rules::DELIVERED),
        ("quality", rules::QUALITY_OF_MONTH),
        ("month", rules::MONTH),
        ("pair", rules::PAIR),
        ("pair_days", days(rules::PAIR_DAYS)),
        ("events", whole(rules::EVENTS_BEFORE_SHARE)),
        ("age", days(rules::GIVER_AGE)),
        ("pending", days(rules::PENDING)),
        ("months", rules::MONTHS_TO_LIVE),
        ("again", days(rules::LIVES_AGAIN)),
        ("minutes", i64::try_from(CANCEL_WITHIN.as_secs() / 60).unwrap_or(i64::MAX)),
        ("two", TWO_APPROVE_ABOVE),
    ])
}

/// `GET /rewards`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let user = me.actor.id();
        let purse = user.map(|user| Purse::of(c, user)).transpose()?;
        let accepted = match user {
            Some(user) => terms::has_newest(c, user)?,
            None => false,
        };
        let available = purse.map_or(i64::MAX, |purse| purse.available);
        let offers: Vec<RewardView> =
            rewards::offered(c)?.iter().map(|reward| RewardView::of(&inner, reward, available)).collect();
        // The cheapest of those that one cannot have yet, where nothing else stands in the way.
        let next = offers.iter().find(|offer| offer.missing > 0 && offer.closed.is_empty());
        Ok(Page::new("pages/rewards/index.html")
            .title_key(Message::new("rewards-title"))
            .description(inner.shared.texts.say(&inner, &Message::new("rewards-lede")))
            .section("rewards")
            .canonical("/rewards")
            .set("next", &next)
            .set("purse", &purse)
            .set("accepted", &accepted)
            .set("n", &numbers())
            .set("offers", &offers))
    })
    .await
}
