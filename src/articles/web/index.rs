//! All articles: the newest, those of a board, and the series.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::articles;
use crate::boards::{self, BoardKind};
use crate::error::{AppError, Result};
use crate::message::Message;
use crate::policy::{self, Action, TopicKind, visibility};
use crate::topics::{self, BoardView, Cursor, Order, Scope};
use crate::web::{Cx, Page};

/// The orders of the list; the first is the usual one.
const ORDERS: [Order; 3] = [Order::Newest, Order::Active, Order::Top];

/// Which list, and where in it.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    tab: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

#[derive(Debug, Serialize)]
struct SeriesView {
    url: String,
    title: String,
    parts: i64,
}

/// `GET /articles`
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn index(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let unknown = || AppError::BadRequest(Message::new("error-400-text"));
        let order = match shown.tab.as_deref() {
            None => Order::Newest,
            Some(tab) => Order::parse(tab).filter(|order| ORDERS.contains(order)).ok_or_else(unknown)?,
        };
        let after = Cursor::parse(shown.after.as_deref())?;
        let rows = topics::list(c, &visibility(&me.actor), Scope::Site(TopicKind::Article), order, after)?;
        let (articles, next) = rows.views();
        let href = |order: Order| match order {
            Order::Newest => "/articles".to_owned(),
            Order::Active | Order::Unanswered | Order::Top => format!("/articles?tab={}", order.as_str()),
        };
        let older = next.map(|next| {
            let join = if order == Order::Newest { '?' } else { '&' };
            format!("{}{join}after={next}", href(order))
        });
        let tabs = ORDERS.map(|one| Tab {
            href: href(one),
            label: inner.shared.texts.say(&inner, &Message::new("questions-tab").with("tab", one.as_str().to_owned())),
            current: one == order,
            count: -1,
        });
        let boards: Vec<BoardView> = boards::list(c, &me.actor)?
            .into_iter()
            .filter(|board| board.kind == BoardKind::Articles)
            .map(|board| BoardView::of(&board.slug, &board.name, board.hue))
            .collect();
        let series: Vec<SeriesView> = articles::series(c, &me.actor)?
            .into_iter()
            .map(|one| SeriesView { url: one.path(), parts: one.parts, title: one.title })
            .collect();
        let page = Page::new("pages/articles/index.html")
            .title_key(Message::new("articles-title"))
            .section("articles")
            .feed(inner.shared.texts.say(&inner, &Message::new("articles-title")), "/articles")
            .set("tabs", &tabs)
            .set("articles", &articles)
            .set("boards", &boards)
            .set("series", &series)
            .set("can_keep", &policy::check(&me.actor, Action::KeepArticles).is_ok())
            .set("newest", &if shown.after.is_some() { href(order) } else { String::new() })
            .set("older", &older.unwrap_or_default());
        Ok(if shown.after.is_some() { page.noindex() } else { page.canonical(href(order)) })
    })
    .await
}
