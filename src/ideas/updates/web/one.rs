//! An update of one idea: the form, and what somebody else said meanwhile.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::choices;
use crate::clock::days;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::updates::{self, MAX_DAYS, MIN_REASON, Said, UpdateForm, UpdateRow};
use crate::ideas::{self, Idea, statuses};
use crate::ids::{TopicId, UpdateId};
use crate::message::Message;
use crate::moderation::{By, members};
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::topics::web::fields;
use crate::topics::{self, Topic};
use crate::web::{Cx, Form, Page};

/// What another page suggests.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Suggested {
    corrects: Option<UpdateId>,
}

/// An update as sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    #[serde(flatten)]
    form: UpdateForm,
    /// The newest update that its writer saw, or nothing.
    #[serde(default)]
    seen: String,
    /// The button that shows instead of publishing.
    preview: Option<String>,
}

/// What the form shows.
struct Shown {
    form: UpdateForm,
    seen: Option<UpdateId>,
    preview: String,
    /// What somebody else has said meanwhile.
    theirs: Option<Box<UpdateRow>>,
}

impl Shown {
    /// As the idea stands; with the words of the update that is to be corrected.
    fn of(c: &mut Conn, idea: &Idea, corrects: Option<UpdateId>) -> Result<Self> {
        let owner = idea.owner.map(|id| members::by_id(c, id)).transpose()?.flatten();
        let corrected = match corrects {
            Some(id) => updates::by_ids(c, &[id])?.into_iter().find(|row| row.topic == idea.topic),
            None => None,
        };
        let form = UpdateForm {
            status: idea.status.to_string(),
            owner: owner.map(|owner| owner.handle).unwrap_or_default(),
            corrects: corrected.as_ref().map(|row| row.id.to_string()).unwrap_or_default(),
            body: corrected.map(|row| row.source).unwrap_or_default(),
            ..UpdateForm::default()
        };
        Ok(Self { form, seen: idea.update, preview: String::new(), theirs: None })
    }
}

/// `GET /ideas/{id}/update`
///
/// # Errors
/// By the policy.
pub async fn form(cx: Cx, id: web::Path<TopicId>, suggested: web::Query<Suggested>) -> Result<HttpResponse> {
    let (inner, corrects) = (cx.clone(), suggested.corrects);
    cx.page(move |c, me| {
        let (topic, idea) = readable(c, me, *id)?;
        let shown = Shown::of(c, &idea, corrects)?;
        build(&inner, c, me, &topic, &shown)
    })
    .await
}

fn readable(c: &mut Conn, me: &Me, id: TopicId) -> Result<(Topic, Idea)> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    policy::check(&me.actor, Action::UpdateIdea(facts))?;
    let idea = ideas::find(c, id)?.ok_or(AppError::NotFound)?;
    Ok((topic, idea))
}

fn build(cx: &Cx, c: &mut Conn, me: &Me, topic: &Topic, shown: &Shown) -> Result<Page> {
    let all = statuses::all(c)?;
    let site = cx.shared.site(c, cx.now)?;
    let theirs: Vec<UpdateRow> = shown.theirs.iter().map(|row| (**row).clone()).collect();
    let theirs = updates::views(cx, me, &all, theirs, |_| false).pop();
    Ok(Page::new("pages/ideas/update.html")
        .title_key(Message::new("ideas-update-title"))
        .section("ideas")
        .noindex()
        .set("id", &topic.id)
        .set("back", &topic.path())
        .set("topic_title", &topic.title)
        .set("typed", &shown.form)
        .set("seen", &shown.seen.map(|id| id.to_string()).unwrap_or_default())
        .set("preview", &shown.preview)
        .set("theirs", &theirs)
        .set("statuses", &choices(cx, &all, |_| true))
        .set("min", &MIN_REASON)
        .set("max_days", &MAX_DAYS)
        .set("first_day", &(cx.now + days(1)).date_in(&site.zone))
        .set("may_upload", &policy::check(&me.actor, Action::Upload).is_ok()))
}

/// `POST /ideas/{id}/update`
///
/// # Errors
/// By the policy. 409 with both texts when somebody else was faster.
pub async fn save(cx: Cx, id: web::Path<TopicId>, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let seen = match sent.seen.as_str() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| AppError::Unreadable)?),
    };
    let mut shown = Shown { form: sent.form, seen, preview: String::new(), theirs: None };
    if sent.preview.is_some() {
        shown.preview = fields::look(&shown.form.body);
        return again(&cx, id, shown, Invalid::default(), StatusCode::OK).await;
    }
    let word = match shown.form.parse(&cx.shared.last_site().zone, cx.now) {
        Ok(word) => word,
        Err(AppError::Invalid(wrong)) => return again(&cx, id, shown, wrong, StatusCode::OK).await,
        Err(error) => return Err(error),
    };
    let inner = cx.clone();
    match cx.write(move |tx, me| updates::say(tx, By::of(&inner, me), (id, seen), &word)).await {
        Ok(Said::Done(path)) => Ok(cx.see_other_with(&path, "notice-idea-updated")),
        Ok(Said::Stale(theirs)) => {
            shown.seen = Some(theirs.id);
            shown.theirs = Some(theirs);
            again(&cx, id, shown, Invalid::default(), StatusCode::CONFLICT).await
        }
        Err(AppError::Invalid(wrong)) => again(&cx, id, shown, wrong, StatusCode::OK).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, id: TopicId, shown: Shown, wrong: Invalid, status: StatusCode) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let (topic, _) = readable(c, me, id)?;
        Ok(build(&inner, c, me, &topic, &shown)?.status(status).errors(wrong))
    })
    .await
}

/// Where the page begins.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Before {
    before: Option<UpdateId>,
}

/// `GET /ideas/{id}/updates`: the earlier ones of a long list.
///
/// # Errors
/// By the policy.
pub async fn updates(cx: Cx, id: web::Path<TopicId>, before: web::Query<Before>) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| {
        let (topic, facts) = topics::readable(c, &me.actor, *id)?;
        let idea = ideas::find(c, *id)?.ok_or(AppError::NotFound)?;
        let before = before.before.unwrap_or(UpdateId(i64::MAX));
        let timeline = updates::page(&inner, c, me, (&topic, facts), (&idea, before))?;
        Ok(Page::new("pages/ideas/updates.html")
            .title_key(Message::new("ideas-updates-title"))
            .section("ideas")
            .noindex()
            .set("topic_title", &topic.title)
            .set("topic_lang", &topic.lang)
            .set("timeline", &timeline))
    })
    .await
}
