//! A question with its answers.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::first::first_answer;
use crate::articles;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::drafts;
use crate::error::{AppError, Invalid, Result};
use crate::feeds::jsonld::{QaPage, QaPost, qa_page};
use crate::follows::{self, Subject};
use crate::ids::{self, PostId, TopicId};
use crate::markdown;
use crate::message::Message;
use crate::moderation::calls;
use crate::notify::web::Opened;
use crate::policy::{self, Action, Actor, BoardKind, PostKind, State, TopicFacts, TopicKind};
use crate::posts::{self, PostView};
use crate::questions::is_mine;
use crate::sessions::Me;
use crate::similar::{self, Deflections};
use crate::solved;
use crate::topics::{self, BoardView, PostRow, SortAnswers, TagView, Topic, Views};
use crate::web::{Cx, Page};

/// Which answers.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    sort: Option<String>,
    after: Option<String>,
    /// Where the link stood.
    from: Option<String>,
}

impl Shown {
    /// The question's address with what was asked of it.
    fn at(&self, path: String) -> String {
        let fields = [("sort", &self.sort), ("after", &self.after), ("from", &self.from)];
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// The question itself.
#[derive(Debug, Serialize)]
struct TopicHead {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    board: BoardView,
    tags: Vec<TagView>,
    solved: bool,
    closed_at: Option<i64>,
    close_reason: String,
    state: &'static str,
    created_at: i64,
    views: i64,
    answers: i64,
    metoo: i64,
    metoo_mine: bool,
    can_metoo: bool,
    can_answer: bool,
    can_close: bool,
    can_reopen: bool,
    /// Key and count of "first answer in 4 minutes", or an empty key.
    first_key: &'static str,
    first_count: i64,
}

/// What was typed and not taken, for the page that is shown again.
#[derive(Debug, Default, Clone)]
pub(super) struct Typed {
    pub body: Option<String>,
    pub wrong: Invalid,
}

/// `GET /questions/{id}`: to the full address.
///
/// # Errors
/// 404 for a question that this reader may not see.
pub async fn show_short(cx: Cx, path: web::Path<TopicId>, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let id = path.into_inner();
    let path = cx.read(move |c, me| Ok(topics::readable(c, &me.actor, id)?.0.path())).await?;
    Ok(moved(&shown.at(path)))
}

fn moved(path: &str) -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((actix_web::http::header::LOCATION, path.to_owned()))
        .insert_header((actix_web::http::header::CACHE_CONTROL, "no-cache"))
        .finish()
}

/// `GET /questions/{id}/{slug}`
///
/// # Errors
/// 404 for a question that this reader may not see.
pub async fn show(
    cx: Cx,
    path: web::Path<(TopicId, String)>,
    shown: web::Query<Shown>,
    views: web::Data<Views>,
    deflections: web::Data<Deflections>,
) -> Result<HttpResponse> {
    let (id, slug) = path.into_inner();
    let from = shown.from.clone();
    let mut response = page(&cx, id, Some(slug), shown.into_inner(), Typed::default()).await?;
    similar::web::opened(&cx, &mut response, from.as_deref(), &deflections);
    if response.status().is_success() {
        views.count(id, &cx.client.agent);
    }
    Ok(response)
}

pub(super) async fn page(
    cx: &Cx,
    id: TopicId,
    slug: Option<String>,
    shown: Shown,
    typed: Typed,
) -> Result<HttpResponse> {
    let (inner, opened) = (cx.clone(), Opened::default());
    let seen = opened.clone();
    let response = cx.page(move |c, me| build(&inner, c, me, (id, slug.as_deref()), &shown, typed, &seen)).await?;
    opened.note(cx);
    Ok(response)
}

fn build(
    cx: &Cx,
    c: &mut Conn,
    me: &Me,
    (id, slug): (TopicId, Option<&str>),
    shown: &Shown,
    typed: Typed,
    opened: &Opened,
) -> Result<Page> {
    let (topic, facts) = topics::readable(c, &me.actor, id)?;
    // A number names one topic, whatever it is.
    if topic.kind != TopicKind::Question || slug.is_some_and(|slug| slug != topic.slug) {
        return Ok(Page::moved(shown.at(topic.path())));
    }
    let unknown = || AppError::BadRequest(Message::new("error-400-text"));
    let sort =
        shown.sort.as_deref().map_or(Ok(SortAnswers::Best), |sort| SortAnswers::parse(sort).ok_or_else(unknown))?;
    let question = topics::own_row(c, &topic)?;
    let answers = topics::answers(c, &topic, sort, shown.after.as_deref())?;
    let removed = removed(c, me, (&topic, facts), shown)?;
    let rows: Vec<PostRow> = std::iter::once(question).chain(answers.rows).chain(removed).collect();
    let is_public = topic.audience == 0 && topic.state == State::Visible;
    // For search engines, who come without an account; nobody else pays for it.
    let data = if is_public && me.actor == Actor::Visitor { structured(cx, &topic, &rows) } else { None };
    let mut posts = posts::views(cx, c, me, (&topic, facts), rows)?.into_iter();
    let question = posts.next();
    let (answers_here, removed): (Vec<PostView>, Vec<PostView>) = posts.partition(|post| post.state == "visible");
    let head = head(c, me, &topic, facts)?;
    let draft = draft(c, me, id, &typed)?;
    let browser = cx.browser().map(ids::digest);
    let solved = solved::view(c, &me.actor, (&topic, facts), browser.as_deref())?;
    // Under the first accepted answer of the page.
    let solved_after = answers_here.iter().find(|answer| answer.accepted).map_or(PostId(0), |answer| answer.id);
    let can_make = policy::check(&me.actor, Action::MakeArticle(facts)).is_ok() && writes_somewhere(c, me)?;
    opened.look(c, me, id)?;
    let denied = policy::check(&me.actor, Action::Answer(facts)).err();
    let signed_out = denied.as_ref().is_some_and(|denied| denied.sign_in);
    let page = Page::new("pages/questions/show.html")
        .title(topic.title.clone())
        .description(topic.excerpt.clone())
        .canonical(topic.path())
        .section("questions")
        .set("topic", &head)
        .set("follow", &follows::view(c, &me.actor, Subject::Topic(id))?)
        .set("question", &question)
        .set("answers", &answers_here)
        .set("removed", &removed)
        .set("solved", &solved)
        .set("solved_after", &solved_after)
        .set("related", &similar::related(c, &me.actor, id)?)
        .set("sort", sort.as_str())
        .set("next", &answers.next)
        .set("made", &articles::made_of(c, &me.actor, id)?)
        .set("can_make", &can_make)
        .set("first_page", &shown.after.is_none())
        .set("call", &calls::view(c, &me.actor, (id, facts), cx.now)?)
        .set("draft", &draft)
        .set("form_key", &ids::random_key())
        .set("invites_sign_in", &(signed_out && facts.state == State::Visible && !facts.closed))
        .set(
            "denied",
            &denied.filter(|_| !signed_out).map(|denied| cx.shared.texts.say(cx, &denied.message)).unwrap_or_default(),
        )
        .errors(typed.wrong);
    let page = match is_public {
        true => page.feed(topic.title.clone(), format!("/questions/{id}/feed")),
        false => page.noindex(),
    };
    Ok(match data {
        Some(data) => page.jsonld(data),
        None => page,
    })
}

/// Whether there is a board on which this reader may write articles.
fn writes_somewhere(c: &mut Conn, me: &Me) -> Result<bool> {
    let boards = topics::boards(c, BoardKind::Articles)?;
    Ok(boards.iter().any(|(board, _)| policy::check(&me.actor, Action::WriteArticle(*board)).is_ok()))
}

/// The page as schema.org's `QAPage`: the question and the visible answers of this page.
fn structured(cx: &Cx, topic: &Topic, rows: &[PostRow]) -> Option<serde_json::Value> {
    let url = cx.shared.config.absolute(&topic.path());
    let texts: Vec<[String; 3]> = rows
        .iter()
        .map(|row| {
            let anchor = match row.kind {
                PostKind::Question | PostKind::Article | PostKind::Idea => url.clone(),
                PostKind::Answer => format!("{url}#{}", topics::anchor(row.kind, row.id)),
            };
            let author = cx.shared.config.absolute(&format!("/members/{}", row.handle));
            [markdown::plain_text(&row.source), anchor, author]
        })
        .collect();
    let mut posts = rows.iter().zip(&texts).filter(|(row, _)| row.state == State::Visible).map(|(row, text)| QaPost {
        text: &text[0],
        url: &text[1],
        author: &row.display_name,
        author_url: &text[2],
        created_at: Timestamp(row.created_at),
        edited_at: row.edited_at.map(Timestamp),
        score: row.score,
        accepted: row.accepted,
    });
    let question = posts.next()?;
    qa_page(&QaPage {
        title: &topic.title,
        lang: &topic.lang,
        answers_count: topic.answers_count,
        question,
        answers: posts.collect(),
    })
}

/// Removed answers stand on the first page, for those who may see them.
fn removed(c: &mut Conn, me: &Me, (topic, facts): (&Topic, TopicFacts), shown: &Shown) -> Result<Vec<PostRow>> {
    let Some(user) = me.actor.id().filter(|_| shown.after.is_none()) else { return Ok(Vec::new()) };
    let sees_others =
        me.actor.moderates(topic.board) || policy::check(&me.actor, Action::SeeDeleted(facts.board)).is_ok();
    let mut rows = topics::removed_answers(c, topic, (!sees_others).then_some(user))?;
    rows.retain(|row| policy::check(&me.actor, Action::ReadPost(row.facts(facts))).is_ok());
    Ok(rows)
}

fn head(c: &mut Conn, me: &Me, topic: &Topic, facts: TopicFacts) -> Result<TopicHead> {
    let can = |action| policy::check(&me.actor, action).is_ok();
    let metoo_mine = match me.actor.id() {
        Some(user) if topic.metoo_count > 0 => is_mine(c, topic.id, user)?,
        Some(_) | None => false,
    };
    let (first_key, first_count) = first_answer(topic);
    let may_close = can(Action::CloseTopic(facts));
    Ok(TopicHead {
        id: topic.id,
        url: topic.path(),
        title: topic.title.clone(),
        lang: topic.lang.clone(),
        board: BoardView::of(&topic.board_slug, &topic.board_name, topic.board_hue),
        tags: TagView::all(&topic.tags),
        solved: topic.accepted_count > 0,
        closed_at: topic.closed_at.map(|at| at.0),
        close_reason: topic.close_reason.clone(),
        state: topic.state.as_str(),
        created_at: topic.created_at.0,
        views: topic.views,
        answers: topic.answers_count,
        metoo: topic.metoo_count,
        metoo_mine,
        can_metoo: can(Action::MeToo(facts)),
        can_answer: can(Action::Answer(facts)),
        can_close: may_close && topic.closed_at.is_none(),
        can_reopen: may_close && topic.closed_at.is_some(),
        first_key,
        first_count,
    })
}

/// The text in the answer's box: what was typed just now, else the kept draft.
fn draft(c: &mut Conn, me: &Me, topic: TopicId, typed: &Typed) -> Result<String> {
    if let Some(body) = &typed.body {
        return Ok(body.clone());
    }
    let Some(user) = me.actor.id() else { return Ok(String::new()) };
    Ok(drafts::find(c, user, drafts::Kind::Answer, topic)?.map(|(draft, _)| draft.body).unwrap_or_default())
}
