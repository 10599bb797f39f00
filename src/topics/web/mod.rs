//! Lists of questions as pages: a board's. The home page is `pages/home.rs` and a tag's `tags/web.rs`, of the same
//! parts.

pub mod fields;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::follows::{self, FollowView, Subject};
use crate::ids::BoardId;
use crate::message::Message;
use crate::policy::{self, Action, BoardFacts, BoardKind, TopicKind, visibility};
use crate::sessions::Me;
use crate::topics::{Cursor, ListPage, Order, Scope, list};
use crate::web::{Cx, Page};

/// Which list, and where in it.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    /// One of the orders, or `mine`.
    pub tab: Option<String>,
    /// Where the page begins.
    pub after: Option<String>,
}

/// A tab over a list.
#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

/// The orders of articles, which have no answers to wait for.
const ARTICLES: [Order; 3] = [Order::Newest, Order::Active, Order::Top];

/// What a list's page is about.
pub struct About<'a> {
    /// Its address without a query.
    pub path: &'a str,
    /// What it lists.
    pub scope: Scope,
    /// Heading, or empty on the home page.
    pub heading: String,
    /// Text under it.
    pub intro: String,
    /// Where one writes with what this list suggests; empty for who writes nothing here.
    pub ask: String,
    /// The page's template, which includes `partials/question_list.html`.
    pub template: &'static str,
    /// The orders it can have, the usual one first.
    pub orders: &'a [Order],
}

/// The page of a list that has nothing beside it.
pub const LIST: &str = "pages/questions/list.html";

/// The page of a list.
///
/// # Errors
/// [`AppError::BadRequest`] for an order or a cursor that there is not; when the database refuses.
pub fn list_page(cx: &Cx, c: &mut Conn, me: &Me, about: &About<'_>, shown: &Shown) -> Result<Page> {
    let usual = about.orders.first().copied().unwrap_or(Order::Active).as_str();
    let tab = shown.tab.as_deref().unwrap_or(usual);
    let seen = visibility(&me.actor);
    let after = Cursor::parse(shown.after.as_deref())?;
    let is_home = about.scope == Scope::Site(TopicKind::Question);
    let rows: ListPage = match (tab, me.actor.id()) {
        ("mine", Some(user)) if is_home => {
            list(c, &seen, Scope::Author(user, TopicKind::Question), Order::Newest, after)?
        }
        ("mine", None) if is_home => return Err(AppError::SignIn),
        (tab, _) => {
            let order = Order::parse(tab)
                .filter(|order| about.orders.contains(order))
                .ok_or(AppError::BadRequest(Message::new("error-400-text")))?;
            list(c, &seen, about.scope, order, after)?
        }
    };
    let (questions, next) = rows.views();
    let href = |tab: &str| if tab == usual { about.path.to_owned() } else { format!("{}?tab={tab}", about.path) };
    let older = next.map(|next| {
        let join = if tab == usual { '?' } else { '&' };
        format!("{}{join}after={next}", href(tab))
    });
    let mut names: Vec<&str> = about.orders.iter().map(|order| order.as_str()).collect();
    if is_home && me.actor.id().is_some() {
        names.push("mine");
    }
    let tabs: Vec<Tab> = names
        .into_iter()
        .map(|name| Tab {
            href: href(name),
            label: cx.shared.texts.say(cx, &Message::new("questions-tab").with("tab", name.to_owned())),
            current: name == tab,
            count: -1,
        })
        .collect();
    let newest = if shown.after.is_some() { href(tab) } else { String::new() };
    let page = Page::new(about.template)
        .section("questions")
        .set("home", &(is_home))
        .set("heading", &about.heading)
        .set("intro", &about.intro)
        .set("tabs", &tabs)
        .set("questions", &questions)
        .set("older", &older.unwrap_or_default())
        .set("newest", &newest)
        .set("follow", &None::<FollowView>)
        .set("ask", &about.ask);
    Ok(if shown.after.is_some() { page.noindex() } else { page.canonical(href(tab)) })
}

/// `GET /boards/{slug}`
///
/// # Errors
/// 404 for a board that this reader may not see.
pub async fn board(cx: Cx, slug: web::Path<String>, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (slug, shown, inner) = (slug.into_inner(), shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let board = crate::topics::places::board_by_slug(c, &slug)?.ok_or(AppError::NotFound)?;
        policy::check(&me.actor, Action::ReadBoard(board.facts))?;
        let BoardFacts { id: BoardId(id), kind, restricted, .. } = board.facts;
        // Ideas have lists of their own.
        if kind == BoardKind::Ideas {
            return Ok(Page::moved(format!("/ideas?board={slug}")));
        }
        let writes = policy::check(&me.actor, Action::WriteArticle(board.facts)).is_ok();
        let about = About {
            path: &format!("/boards/{slug}"),
            scope: Scope::Board(board.facts.id),
            heading: board.name.clone(),
            intro: board.description.clone(),
            ask: match kind {
                BoardKind::Questions | BoardKind::Ideas => format!("/ask?board={id}"),
                BoardKind::Articles if writes => format!("/articles/new?board={id}"),
                BoardKind::Articles => String::new(),
            },
            orders: match kind {
                BoardKind::Questions | BoardKind::Ideas => Order::ALL,
                BoardKind::Articles => &ARTICLES,
            },
            template: LIST,
        };
        let page = list_page(&inner, c, me, &about, &shown)?
            .set("follow", &follows::view(c, &me.actor, Subject::Board(board.facts.id))?)
            .title_key(Message::new("questions-board-title").with("name", board.name.clone()))
            .description(board.description)
            .set("articles", &(kind == BoardKind::Articles));
        Ok(if restricted { page.noindex() } else { page.feed(board.name, format!("/boards/{slug}/feed")) })
    })
    .await
}
