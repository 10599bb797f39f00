//! The pages of badges.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Award, Badge, CATALOGUE, Group, PAGE};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::UserId;
use crate::message::Message;
use crate::policy::{self, Action, Actor};
use crate::topics;
use crate::web::{Cx, MemberView, Page};

/// A badge as the component `badges.item` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeView {
    key: &'static str,
    tier: &'static str,
    icon: &'static str,
    from: i64,
    /// How many hold it; 0 where that is not shown.
    holders: i64,
    /// Since when it is held by whom the page is about; 0 when it is not.
    since: i64,
}

impl BadgeView {
    fn of(badge: &Badge, holders: i64, since: Option<Timestamp>) -> Self {
        Self {
            key: badge.key,
            tier: badge.tier.as_str(),
            icon: badge.icon,
            from: badge.from,
            holders,
            since: since.map_or(0, |at| at.0),
        }
    }
}

impl From<Award> for BadgeView {
    fn from(award: Award) -> Self {
        Self::of(award.badge, 0, Some(award.at))
    }
}

/// The badges of a group.
#[derive(Debug, Serialize)]
struct GroupView {
    group: &'static str,
    badges: Vec<BadgeView>,
}

#[derive(Debug, Serialize)]
struct HolderView {
    member: MemberView,
    at: i64,
    /// The topic of the last straw; empty when the reader may not see it.
    title: String,
    lang: String,
    url: String,
}

/// What the reader holds.
fn own(c: &mut Conn, actor: &Actor) -> Result<HashMap<&'static str, Timestamp>> {
    let Some(user) = actor.id() else { return Ok(HashMap::new()) };
    Ok(super::of_member(c, user)?.into_iter().map(|award| (award.badge.key, award.at)).collect())
}

/// `GET /badges`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, me| {
        let (counts, own) = (super::counts(c)?, own(c, &me.actor)?);
        let view = |badge: &Badge| {
            let holders = counts.get(badge.key).copied().unwrap_or(0);
            BadgeView::of(badge, holders, own.get(badge.key).copied())
        };
        let groups: Vec<GroupView> = Group::ALL
            .iter()
            .map(|group| GroupView {
                group: group.as_str(),
                badges: CATALOGUE.iter().filter(|badge| badge.group == *group).map(view).collect(),
            })
            .collect();
        Ok(Page::new("pages/badges/index.html")
            .title_key(Message::new("badges-title"))
            .canonical("/badges")
            .set("groups", &groups)
            .set("own", &own.len())
            .set("all", &CATALOGUE.len()))
    })
    .await
}

/// Where in the list of holders.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    after: Option<String>,
}

impl Place {
    fn parse(&self) -> Result<(Timestamp, UserId)> {
        let Some(text) = self.after.as_deref().filter(|text| !text.is_empty()) else {
            return Ok((Timestamp(i64::MAX), UserId(i64::MAX)));
        };
        text.split_once('.')
            .and_then(|(at, user)| Some((Timestamp(at.parse().ok()?), user.parse().ok()?)))
            .ok_or(AppError::BadRequest(Message::new("error-400-text")))
    }
}

/// `GET /badges/{key}`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such badge.
pub async fn show(cx: Cx, key: web::Path<String>, place: web::Query<Place>) -> Result<HttpResponse> {
    let (inner, place) = (cx.clone(), place.into_inner());
    cx.page(move |c, me| {
        let badge = super::by_key(&key).ok_or(AppError::NotFound)?;
        let after = place.parse()?;
        let count = super::counts(c)?.get(badge.key).copied().unwrap_or(0);
        let since = own(c, &me.actor)?.get(badge.key).copied();
        let mut holders = super::holders(c, badge, after)?;
        let more = holders.len() > PAGE;
        holders.truncate(PAGE);
        let older = holders.last().filter(|_| more);
        let older = older.map(|last| format!("/badges/{}?after={}.{}", badge.key, last.at.0, last.user));
        let topics: Vec<i64> = holders.iter().map(|holder| holder.topic.0).collect();
        let mut titled = topics::titled(c, &topics)?;
        titled.retain(|_, topic| policy::check(&me.actor, Action::ReadTopic(topic.facts)).is_ok());
        let rows: Vec<HolderView> = holders
            .into_iter()
            .map(|holder| {
                let topic = titled.get(&holder.topic);
                HolderView {
                    member: holder.member,
                    at: holder.at.0,
                    title: topic.map(|topic| topic.title.clone()).unwrap_or_default(),
                    lang: topic.map(|topic| topic.lang.clone()).unwrap_or_default(),
                    url: topic.map(|topic| topic.path(holder.topic)).unwrap_or_default(),
                }
            })
            .collect();
        let path = format!("/badges/{}", badge.key);
        let name = inner.shared.texts.say(&inner, &Message::new("badges-name").with("badge", badge.key));
        Ok(Page::new("pages/badges/show.html")
            .title(name)
            .canonical(path.clone())
            .set("badge", &BadgeView::of(badge, count, since))
            .set("group", badge.group.as_str())
            .set("holders", &rows)
            .set("older", &older.unwrap_or_default())
            .set("newest", if place.after.is_some() { path.as_str() } else { "" }))
    })
    .await
}
