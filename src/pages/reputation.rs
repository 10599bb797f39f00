//! `GET /members/{handle}/reputation`: the chart for everybody, each event and why for its owner.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::accounts::profile;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{TopicId, UserId};
use crate::message::Message;
use crate::policy::{self, Action, PostFacts};
use crate::reputation::listed::{self, Listed, Place};
use crate::reputation::shown;
use crate::sessions::Me;
use crate::topics::{self, Titled};
use crate::web::chart::Line;
use crate::web::{Cx, Page, member_view};

/// Months in the chart.
const MONTHS: usize = 12;

/// A month in the chart: how much reputation there was at its end.
#[derive(Debug, Serialize)]
struct Month {
    name: String,
    gained: i64,
    reputation: i64,
}

/// An event in the list.
#[derive(Debug, Serialize)]
struct View {
    at: Timestamp,
    amount: String,
    why: String,
    /// Address and title of what it is about; empty when the reader may not see it (any more).
    url: String,
    title: String,
    lang: String,
}

/// Which page of the list.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    after: Option<String>,
}

/// `GET /members/{handle}/reputation`
///
/// # Errors
/// When there is no such member, or none that this reader may see.
pub async fn show(cx: Cx, handle: web::Path<String>, place: web::Query<Shown>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let member = profile::read(c, &me.actor, &handle)?;
        let own = me.actor.is(member.id);
        let months = months(&inner, c, (member.id, shown(member.reputation)))?;
        let line = Line::through(&months.iter().map(|month| month.reputation).collect::<Vec<_>>());
        let (events, next) = if own {
            let (events, next) = listed::page(c, member.id, Place::parse(place.after.as_deref())?)?;
            (views(&inner, c, me, &events)?, next)
        } else {
            (Vec::new(), None)
        };
        let view = member_view(member.id, member.handle, member.name, &member.photo, member.staff, member.job_title);
        let path = format!("{}/reputation", view.url);
        Ok(Page::new("pages/reputation/show.html")
            .title_key(Message::new("reputation-title").with("name", view.name.clone()))
            .noindex()
            .set("member", &view)
            .set("own", &own)
            .set("reputation", &shown(member.reputation))
            .set("months", &months)
            .set("gained", &months.iter().map(|month| month.gained).sum::<i64>())
            .set("line", &line)
            .set("names", &[months.first(), months.last()].map(|month| month.map(|month| month.name.as_str())))
            .set("events", &events)
            .set("newest", &if place.after.is_some() { path.clone() } else { String::new() })
            .set("older", &next.map(|next| format!("{path}?after={next}")).unwrap_or_default()))
    })
    .await
}

/// The last months, the present one last, and how much there was at the end of each: counted back from what there is.
fn months(cx: &Cx, c: &mut Conn, (user, now): (UserId, i64)) -> Result<Vec<Month>> {
    let zone = cx.shared.site(c, cx.now)?.zone.clone();
    let firsts = cx.now.months_in(&zone, MONTHS);
    let gained = listed::months(c, user, &firsts.iter().map(|first| first.day).collect::<Vec<_>>())?;
    let mut left = now;
    let mut months = Vec::new();
    for first in firsts.iter().rev() {
        let gained = gained.get(&first.day).copied().unwrap_or(0);
        let name =
            Message::new("reputation-month").with("month", i64::from(first.month)).with("year", first.year.to_string());
        months.push(Month { name: cx.shared.texts.say(cx, &name), gained, reputation: left.max(1) });
        left -= gained;
    }
    months.reverse();
    Ok(months)
}

fn views(cx: &Cx, c: &mut Conn, me: &Me, events: &[Listed]) -> Result<Vec<View>> {
    let ids: Vec<i64> = events.iter().map(|event| event.topic.0).collect();
    let topics = topics::titled(c, &ids)?;
    Ok(events.iter().map(|event| view(cx, me, event, &topics)).collect())
}

/// A number with its sign.
pub(super) fn signed(cx: &Cx, amount: i64) -> String {
    let sign = match amount {
        0 => "nothing",
        1.. => "gives",
        _ => "takes",
    };
    let message = Message::new("reputation-amount").with("sign", sign).with("amount", amount.abs());
    cx.shared.texts.say(cx, &message)
}

fn view(cx: &Cx, me: &Me, event: &Listed, topics: &HashMap<TopicId, Titled>) -> View {
    let way = match (event.taken_back, event.given_again) {
        (true, _) => "back",
        (false, true) => "again",
        (false, false) => "given",
    };
    let why = Message::new("reputation-why").with("cause", event.cause.as_str()).with("kind", event.kind.as_str());
    let why = cx.shared.texts.say(cx, &why);
    let why = cx.shared.texts.say(cx, &Message::new("reputation-way").with("way", way).with("why", why));
    let topic = topics.get(&event.topic).filter(|topic| {
        let facts = PostFacts {
            topic: topic.facts,
            kind: event.kind,
            author: event.author,
            state: event.state,
            accepted: false,
            accepted_by: None,
        };
        policy::check(&me.actor, Action::ReadPost(facts)).is_ok()
    });
    let at = Timestamp(event.at.0);
    let (url, title, lang) = topic.map_or_else(Default::default, |topic| {
        let url = format!("{}#{}", topic.path(event.topic), topics::anchor(event.kind, event.post));
        (url, topic.title.clone(), topic.lang.clone())
    });
    View { at, amount: signed(cx, event.amount), why, url, title, lang }
}
