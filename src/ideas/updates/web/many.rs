//! One status and one text for many ideas.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::choices;
use crate::clock::days;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ideas::list::{self, Only};
use crate::ideas::updates::{self, MAX_DAYS, MAX_MANY, Many, UpdateForm};
use crate::ideas::{Order, Status, StatusKind, statuses};
use crate::ids::{StatusId, TopicId, UpdateId};
use crate::message::Message;
use crate::moderation::By;
use crate::policy::{self, Action};
use crate::sessions::Me;
use crate::statuses::StatusView;
use crate::topics::web::fields;
use crate::topics::{self, Cursor};
use crate::web::{Cx, Form, Page};

/// Which ideas are offered.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    only: Option<StatusId>,
    after: Option<String>,
}

/// Updates as sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The ideas, each with the newest update that was seen: `12.34`, or `12.0`.
    #[serde(default)]
    idea: Vec<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    next_word: String,
    #[serde(default)]
    owner: String,
    /// Where the form stood.
    #[serde(default)]
    only: String,
    #[serde(default)]
    after: String,
    preview: Option<String>,
}

impl Sent {
    fn form(&self) -> UpdateForm {
        UpdateForm {
            status: self.status.clone(),
            body: self.body.clone(),
            next_word: self.next_word.clone(),
            owner: self.owner.clone(),
            corrects: String::new(),
        }
    }

    /// The ideas that were chosen, with what was seen of each.
    fn chosen(&self) -> Result<Vec<(TopicId, Option<UpdateId>)>> {
        let one = |text: &String| {
            let (id, seen) = text.split_once('.')?;
            let seen: UpdateId = seen.parse().ok()?;
            Some((id.parse().ok()?, Some(seen).filter(|seen| seen.0 > 0)))
        };
        self.idea.iter().map(|text| one(text).ok_or(AppError::Unreadable)).collect()
    }

    fn place(&self) -> Result<Shown> {
        let only = Some(&self.only).filter(|only| !only.is_empty());
        let only = only.map(|only| only.parse().map_err(|_| AppError::Unreadable)).transpose()?;
        Ok(Shown { only, after: Some(self.after.clone()) })
    }
}

#[derive(Debug, Serialize)]
struct RowView {
    value: String,
    url: String,
    title: String,
    lang: String,
    score: i64,
    status: Option<StatusView>,
    checked: bool,
}

/// A way to see fewer ideas.
#[derive(Debug, Serialize)]
struct Filter {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

/// What the page shows besides the ideas.
#[derive(Default)]
struct Typed {
    form: UpdateForm,
    chosen: Vec<String>,
    preview: String,
    /// Titles of ideas, and what is wrong with each.
    refused: Vec<(String, Message)>,
}

/// `GET /ideas/update`
///
/// # Errors
/// By the policy; 400 for a cursor that is not one of ours.
pub async fn form(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (inner, shown) = (cx.clone(), shown.into_inner());
    cx.page(move |c, me| build(&inner, c, me, &shown, &Typed::default())).await
}

fn build(cx: &Cx, c: &mut Conn, me: &Me, shown: &Shown, typed: &Typed) -> Result<Page> {
    policy::check(&me.actor, Action::KeepIdeas)?;
    let all = statuses::all(c)?;
    let site = cx.shared.site(c, cx.now)?;
    let boards = list::boards(c, &me.actor)?;
    let after = Cursor::parse(shown.after.as_deref())?;
    let page = list::list(c, &boards, shown.only.map_or(Only::Everything, Only::Status), Order::Top, after)?;
    let i18n = &cx.shared.texts.i18n;
    let ideas: Vec<RowView> = page
        .ideas
        .into_iter()
        .map(|row| {
            let value = format!("{}.{}", row.facts.topic, row.facts.update.map_or(0, |id| id.0));
            RowView {
                url: topics::path(row.topic.kind, row.topic.id, &row.topic.slug),
                title: row.topic.title,
                lang: row.topic.lang,
                score: row.topic.score,
                status: all.iter().find(|one| one.id == row.facts.status).map(|one| StatusView::of(one, i18n, cx.lang)),
                checked: typed.chosen.contains(&value),
                value,
            }
        })
        .collect();
    let only = shown.only.map(|id| id.to_string()).unwrap_or_default();
    let older = page.next.map(|next| match shown.only {
        Some(only) => format!("/ideas/update?only={only}&after={next}"),
        None => format!("/ideas/update?after={next}"),
    });
    let refused: Vec<(&str, String)> =
        typed.refused.iter().map(|(title, why)| (title.as_str(), cx.shared.texts.say(cx, why))).collect();
    Ok(Page::new("pages/ideas/update_many.html")
        .title_key(Message::new("ideas-many-title"))
        .section("ideas")
        .noindex()
        .set("ideas", &ideas)
        .set("filters", &filters(cx, &all, shown.only))
        .set("only", &only)
        .set("after", shown.after.as_deref().unwrap_or_default())
        .set("older", &older.unwrap_or_default())
        .set("newest", if after == Cursor::parse(None)? { "" } else { "/ideas/update" })
        .set("typed", &typed.form)
        .set("preview", &typed.preview)
        .set("refused", &refused)
        .set("statuses", &choices(cx, &all, |kind| kind != StatusKind::Refused))
        .set("max", &MAX_MANY)
        .set("max_days", &MAX_DAYS)
        .set("first_day", &(cx.now + days(1)).date_in(&site.zone))
        .set("may_upload", &policy::check(&me.actor, Action::Upload).is_ok()))
}

fn filters(cx: &Cx, all: &[Status], only: Option<StatusId>) -> Vec<Filter> {
    let everything = Filter {
        href: "/ideas/update".into(),
        label: cx.shared.texts.say(cx, &Message::new("ideas-many-all")),
        current: only.is_none(),
        count: -1,
    };
    let one = |status: &Status| Filter {
        href: format!("/ideas/update?only={}", status.id),
        label: status.name(&cx.shared.texts.i18n, cx.lang),
        current: only == Some(status.id),
        count: -1,
    };
    let with_ideas = all.iter().filter(|status| status.key != statuses::MERGED);
    std::iter::once(everything).chain(with_ideas.map(one)).collect()
}

/// `POST /ideas/update`
///
/// # Errors
/// By the policy.
pub async fn save(cx: Cx, Form(sent): Form<Sent>) -> Result<HttpResponse> {
    let (chosen, place) = (sent.chosen()?, sent.place()?);
    let mut typed = Typed { form: sent.form(), chosen: sent.idea, ..Typed::default() };
    if sent.preview.is_some() {
        typed.preview = fields::look(&typed.form.body);
        return again(&cx, place, typed, Invalid::default()).await;
    }
    let word = match typed.form.parse(&cx.shared.last_site().zone, cx.now) {
        Ok(word) => word,
        Err(AppError::Invalid(wrong)) => return again(&cx, place, typed, wrong).await,
        Err(error) => return Err(error),
    };
    let inner = cx.clone();
    match cx.write(move |tx, me| updates::say_of_all(tx, By::of(&inner, me), &chosen, &word)).await {
        Ok(Many::Done(_)) => Ok(cx.see_other_with("/ideas/update", "notice-ideas-updated")),
        Ok(Many::Refused(refused)) => {
            typed.refused = refused;
            let wrong = Invalid::field("idea", Message::new("ideas-many-none"));
            again(&cx, place, typed, wrong).await
        }
        Err(AppError::Invalid(wrong)) => again(&cx, place, typed, wrong).await,
        Err(error) => Err(error),
    }
}

async fn again(cx: &Cx, place: Shown, typed: Typed, wrong: Invalid) -> Result<HttpResponse> {
    let inner = cx.clone();
    cx.page(move |c, me| Ok(build(&inner, c, me, &place, &typed)?.errors(wrong))).await
}
