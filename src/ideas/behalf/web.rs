//! Giving a customer's vote: by address or by handle; and proposing for them.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::Given;
use crate::accounts::customers::Customer;
use crate::db::Conn;
use crate::error::{AppError, Invalid, Result};
use crate::ids::{self, TopicId};
use crate::message::Message;
use crate::moderation::By;
use crate::policy::{self, Action, Direction, TopicFacts};
use crate::sessions::Me;
use crate::submissions::{Submission, once};
use crate::topics;
use crate::web::{Cx, Form, MemberView, Page};

/// What stands beside an idea of what staff gave for customers.
#[derive(Debug, Serialize)]
pub struct Behalf {
    /// Who entered the idea for its author.
    pub by: Option<MemberView>,
    /// Votes given for customers, as far as a hundred.
    pub votes: i64,
    /// Each by name, for staff.
    pub given: Vec<Given>,
    /// The reader may give one.
    pub can_vote: bool,
}

/// The same for this reader.
///
/// # Errors
/// When the database refuses.
pub fn view(c: &mut Conn, me: &Me, (idea, facts): (TopicId, TopicFacts)) -> Result<Behalf> {
    let post = topics::own_post(c, idea)?;
    let votes = super::how_many(c, post.id)?;
    let staff = policy::check(&me.actor, Action::KeepIdeas).is_ok();
    Ok(Behalf {
        by: super::submitted_by(c, idea)?,
        votes,
        given: if staff && votes > 0 { super::given(c, post.id)? } else { Vec::new() },
        can_vote: policy::check(&me.actor, Action::VoteFor(topics::post_facts(facts, &post))).is_ok(),
    })
}

/// For whom, and which way.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    customer: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: String,
    /// One form is taken once.
    #[serde(default)]
    form_key: String,
}

fn page(c: &mut Conn, me: &Me, id: TopicId, (typed, errors): (&Vote, Invalid)) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    let post = topics::own_post(c, id)?;
    policy::check(&me.actor, Action::VoteFor(topics::post_facts(facts, &post)))?;
    Ok(Page::new("pages/ideas/behalf.html")
        .title_key(Message::new("ideas-behalf-title"))
        .section("ideas")
        .noindex()
        .set("id", &id)
        .set("url", &topic.path())
        .set("title", &topic.title)
        .set("lang", &topic.lang)
        .set("customer", &typed.customer)
        .set("name", &typed.name)
        .set("value", if typed.value == "-1" { "-1" } else { "1" })
        .set("form_key", &ids::random_key())
        .errors(errors))
}

/// `GET /ideas/{id}/behalf`
///
/// # Errors
/// By the policy.
pub async fn form(cx: Cx, id: web::Path<TopicId>) -> Result<HttpResponse> {
    let id = id.into_inner();
    cx.page(move |c, me| page(c, me, id, (&Vote::default(), Invalid::default()))).await
}

/// `POST /ideas/{id}/behalf`
///
/// # Errors
/// As [`super::vote`].
pub async fn vote(cx: Cx, id: web::Path<TopicId>, Form(form): Form<Vote>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let way = match form.value.as_str() {
        "1" => Direction::Up,
        "-1" => Direction::Down,
        _ => return Err(AppError::Unreadable),
    };
    let typed = [form.customer.as_str(), &form.name, &form.value];
    let submission = Submission::of(&form.form_key, &format!("ideas/{id}/behalf"), &typed)?;
    let given = match Customer::parse(&form.customer, &form.name) {
        Ok(customer) => {
            let inner = cx.clone();
            cx.write(move |tx, me| {
                let site = inner.shared.site(tx, inner.now)?;
                once(tx, (me.id()?, &submission, inner.now), |tx| {
                    super::vote(tx, By::of(&inner, me), id, (&customer, way), &site)
                })
            })
            .await
        }
        Err(wrong) => Err(wrong.into()),
    };
    match given {
        Ok(path) => Ok(cx.see_other_with(&path, "notice-ideas-vote-given")),
        Err(AppError::Invalid(errors)) => cx.page(move |c, me| page(c, me, id, (&form, errors))).await,
        Err(error) => Err(error),
    }
}
