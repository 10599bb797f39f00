//! An idea with what is said of it: its votes, what staff say, what others add.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, Subject};
use crate::ideas::view::board_view;
use crate::ideas::{Idea, find, merging, roadmap, statuses, updates};
use crate::ids::TopicId;
use crate::message::Message;
use crate::notify::web::Opened;
use crate::policy::{State, TopicKind};
use crate::posts;
use crate::sessions::Me;
use crate::similar::{self, Deflections};
use crate::statuses::StatusView;
use crate::topics::{self, BoardView, TagView, Topic, Views};
use crate::votes::{self, Budget};
use crate::web::{Cx, Page};

/// How one came.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Came {
    /// Where the link stood, or the idea that became part of this one and led here.
    from: Option<String>,
    /// "1": an idea that became part of another is shown all the same.
    stay: Option<String>,
}

impl Came {
    /// An idea's address with what was asked of it.
    fn at(&self, path: String) -> String {
        let fields = [("from", &self.from), ("stay", &self.stay)];
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    fn stays(&self) -> bool {
        self.stay.as_deref() == Some("1")
    }
}

/// The idea itself.
#[derive(Debug, Serialize)]
struct Head {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    board: BoardView,
    tags: Vec<TagView>,
    status: StatusView,
    /// It takes votes.
    open: bool,
    state: &'static str,
    created_at: i64,
    views: i64,
}

/// `GET /ideas/{id}`: to the full address.
///
/// # Errors
/// 404 for an idea that this reader may not see.
pub async fn show_short(cx: Cx, path: web::Path<TopicId>, came: web::Query<Came>) -> Result<HttpResponse> {
    let id = path.into_inner();
    cx.page(move |c, me| Ok(Page::moved(came.at(topics::readable(c, &me.actor, id)?.0.path())))).await
}

/// `GET /ideas/{id}/{slug}`
///
/// # Errors
/// 404 for an idea that this reader may not see.
pub async fn show(
    cx: Cx,
    path: web::Path<(TopicId, String)>,
    came: web::Query<Came>,
    views: web::Data<Views>,
    deflections: web::Data<Deflections>,
) -> Result<HttpResponse> {
    let ((id, slug), came) = (path.into_inner(), came.into_inner());
    let (inner, opened, from) = (cx.clone(), Opened::default(), came.from.clone());
    let seen = opened.clone();
    let mut response = cx.page(move |c, me| build(&inner, c, me, (id, &slug), &came, &seen)).await?;
    opened.note(&cx);
    similar::web::opened(&cx, &mut response, from.as_deref(), &deflections);
    if response.status().is_success() {
        views.count(id, &cx.client.agent);
    }
    Ok(response)
}

fn build(cx: &Cx, c: &mut Conn, me: &Me, (id, slug): (TopicId, &str), came: &Came, opened: &Opened) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    // A number names one topic, whatever it is.
    if topic.kind != TopicKind::Idea || slug != topic.slug {
        return Ok(Page::moved(came.at(topic.path())));
    }
    if !came.stays()
        && let Some(path) = merging::shown::leads_to(c, &me.actor, &topic)?
    {
        return Ok(Page::elsewhere(path));
    }
    let idea = find(c, id)?.ok_or(AppError::NotFound)?;
    let row = topics::own_row(c, &topic)?;
    let is_public = topic.audience == 0 && topic.state == State::Visible;
    let post = posts::views(cx, c, me, (&topic, facts), vec![row])?.pop();
    opened.look(c, me, id)?;
    let page = Page::new("pages/ideas/show.html")
        .title(topic.title.clone())
        .description(topic.excerpt.clone())
        .canonical(topic.path())
        .section("ideas")
        .set("timeline", &updates::show(cx, c, me, (&topic, facts), &idea)?)
        .set("idea", &head(cx, c, &topic, &idea)?)
        .set("post", &post)
        .set("budget", &budget(cx, c, me)?)
        .set("follow", &follows::view(c, &me.actor, Subject::Topic(id))?)
        .set("plan", &roadmap::web::planned(cx, me, &idea, facts))
        .set("related", &similar::related(c, &me.actor, id)?);
    let page = merging::web::on_page(page, c, me, (&topic, facts), came.from.as_deref())?;
    let updates = || cx.shared.texts.say(cx, &Message::new("feeds-idea").with("title", topic.title.clone()));
    Ok(if is_public { page.feed(updates(), format!("/ideas/{id}/feed")) } else { page.noindex() })
}

/// What is left of this reader's budget; none for visitors, and where there is no limit.
pub(super) fn budget(cx: &Cx, c: &mut Conn, me: &Me) -> Result<Option<Budget>> {
    let Some(user) = me.actor.id() else { return Ok(None) };
    let site = cx.shared.site(c, cx.now)?;
    votes::budget(c, user, site.idea_budget)
}

fn head(cx: &Cx, c: &mut Conn, topic: &Topic, idea: &Idea) -> Result<Head> {
    let status = statuses::by_id(c, idea.status)?
        .ok_or_else(|| AppError::internal(format!("the idea {} has a status that is not there", topic.id)))?;
    Ok(Head {
        id: topic.id,
        url: topic.path(),
        title: topic.title.clone(),
        lang: topic.lang.clone(),
        board: board_view(&topic.board_slug, &topic.board_name, topic.board_hue),
        tags: TagView::all(&topic.tags),
        status: StatusView::of(&status, &cx.shared.texts.i18n, cx.lang),
        open: topic.closed_at.is_none() && topic.state == State::Visible,
        state: topic.state.as_str(),
        created_at: topic.created_at.0,
        views: topic.views,
    })
}
