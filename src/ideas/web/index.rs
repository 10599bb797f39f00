//! All ideas: what is wanted most, by status and board, and what one voted on.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::show::budget;
use crate::boards::{self, Board, BoardKind};
use crate::error::{AppError, Result};
use crate::follows::{self, Subject};
use crate::ideas::freshness;
use crate::ideas::list::{self, Only};
use crate::ideas::view;
use crate::ideas::{Order, StatusKind, statuses, storms};
use crate::ids::{BoardId, StatusId};
use crate::message::Message;
use crate::policy::{self, Action};
use crate::statuses::StatusView;
use crate::topics::Cursor;
use crate::web::{Cx, Page};

/// Which list, and where in it.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    board: Option<String>,
    status: Option<String>,
    order: Option<String>,
    mine: Option<String>,
    after: Option<String>,
}

/// A list of ideas by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct List {
    /// The slug of its board, if it is of one board.
    board: Option<String>,
    status: Option<StatusId>,
    /// None: what the reader voted on.
    order: Option<Order>,
}

impl List {
    fn parse(shown: &Shown) -> Result<Self> {
        let unknown = || AppError::BadRequest(Message::new("error-400-text"));
        let order = match (shown.mine.as_deref(), shown.order.as_deref()) {
            (Some("votes"), None) => None,
            (None, None) => Some(Order::Trending),
            (None, Some(order)) => Some(Order::parse(order).ok_or_else(unknown)?),
            (Some(_), _) => return Err(unknown()),
        };
        let status = match (shown.status.as_deref(), order) {
            (None, _) => None,
            (Some(id), Some(_)) => Some(id.parse().map_err(|_| unknown())?),
            (Some(_), None) => return Err(unknown()),
        };
        Ok(Self { board: shown.board.clone().filter(|slug| !slug.is_empty()), status, order })
    }

    fn href(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(board) = &self.board {
            query.append_pair("board", board);
        }
        if let Some(status) = self.status {
            query.append_pair("status", &status.to_string());
        }
        match self.order {
            Some(Order::Trending) => {}
            Some(order) => {
                query.append_pair("order", order.as_str());
            }
            None => {
                query.append_pair("mine", "votes");
            }
        }
        let query = query.finish();
        if query.is_empty() { "/ideas".to_owned() } else { format!("/ideas?{query}") }
    }

    fn after(&self, next: Cursor) -> String {
        let href = self.href();
        let join = if href.contains('?') { '&' } else { '?' };
        format!("{href}{join}after={next}")
    }
}

#[derive(Debug, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

/// What became of the ideas of one kind of status, as a part of a bar of the length 100.
#[derive(Debug, PartialEq, Serialize)]
struct Part {
    kind: &'static str,
    class: &'static str,
    count: i64,
    x: f64,
    width: f64,
}

/// `GET /ideas`
///
/// # Errors
/// 400 for a list that there is not, 404 for a board that this reader may not see.
pub async fn index(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let now = List::parse(&shown)?;
        let after = Cursor::parse(shown.after.as_deref())?;
        let mut boards = boards::list(c, &me.actor)?;
        boards.retain(|board| board.kind == BoardKind::Ideas);
        let here = now.board.as_deref().map(|slug| one(&boards, slug)).transpose()?;
        let ids: Vec<BoardId> = here.map_or_else(|| boards.iter().map(|board| board.id).collect(), |one| vec![one.id]);
        let only = now.status.map_or(Only::Everything, Only::Status);
        let page = match (now.order, me.actor.id()) {
            (Some(order), _) => list::list(c, &ids, only, order, after)?,
            (None, Some(user)) => list::voted_by(c, &ids, user, after)?,
            (None, None) => return Err(AppError::SignIn),
        };
        let ideas = view::views(&inner, c, me, page.ideas)?;
        let all = statuses::all(c)?;
        let counts = list::counts(c, &ids)?;
        let count_of = |id: StatusId| counts.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
        let outcome = outcome(&all.iter().map(|status| (status.kind, count_of(status.id))).collect::<Vec<_>>());
        let statuses: Vec<Tab> = all
            .iter()
            .map(|status| (StatusView::of(status, &inner.shared.texts.i18n, inner.lang), count_of(status.id)))
            .filter(|(status, count)| *count > 0 || now.status == Some(status.id))
            .map(|(status, count)| Tab {
                href: List { status: Some(status.id), ..now.clone() }.href(),
                label: status.name,
                current: now.status == Some(status.id),
                count,
            })
            .collect();
        let may_propose = boards.iter().any(|board| policy::check(&me.actor, Action::Propose(board.facts())).is_ok());
        let title = here.map_or_else(
            || Message::new("ideas-title"),
            |board| Message::new("ideas-board-title").with("name", board.name.clone()),
        );
        let follow = match here {
            Some(board) => follows::view(c, &me.actor, Subject::Board(board.id))?,
            None => None,
        };
        let page_view = Page::new("pages/ideas/index.html")
            .title_key(title)
            .description(inner.shared.texts.say(&inner, &Message::new("ideas-lede")))
            .section("ideas")
            .set("tabs", &tabs(&inner, &now, me.actor.id().is_some()))
            .set("boards", &board_tabs(&boards, &now))
            .set("board", &here.map(|board| (&board.name, &board.description)))
            .set("follow", &follow)
            .set("statuses", &statuses)
            .set("all", &List { status: None, ..now.clone() }.href())
            .set("filtered", &now.status.is_some())
            .set("voted", &now.order.is_none())
            .set("total", &counts.iter().map(|(_, count)| count).sum::<i64>())
            .set("outcome", &outcome)
            .set("ideas", &ideas)
            .set("storms", &storms::web::running(&inner, c, &ids)?)
            .set("figures", &freshness::figures(c, inner.now)?)
            .set("can_keep", &policy::check(&me.actor, Action::KeepIdeas).is_ok())
            .set("budget", &budget(&inner, c, me)?)
            .set("new", &if may_propose || me.actor.id().is_none() { new(here) } else { String::new() })
            .set("newest", &if shown.after.is_some() { now.href() } else { String::new() })
            .set("older", &page.next.map(|next| now.after(next)).unwrap_or_default());
        let is_public = here.is_none_or(|board| !board.restricted) && now.order.is_some();
        let say = |key| inner.shared.texts.say(&inner, &Message::new(key));
        let page_view = match here {
            None => page_view.feed(say("ideas-title"), "/ideas"),
            Some(board) if !board.restricted => page_view.feed(board.name.clone(), board.feed()),
            Some(_) => page_view,
        };
        Ok(if shown.after.is_some() || !is_public { page_view.noindex() } else { page_view.canonical(now.href()) })
    })
    .await
}

fn one<'a>(boards: &'a [Board], slug: &str) -> Result<&'a Board> {
    boards.iter().find(|board| board.slug == slug).ok_or(AppError::NotFound)
}

fn new(here: Option<&Board>) -> String {
    here.map_or_else(|| "/ideas/new".to_owned(), |board| format!("/ideas/new?board={}", board.id))
}

fn tabs(cx: &Cx, now: &List, is_member: bool) -> Vec<Tab> {
    let tab = |order: Option<Order>| Tab {
        // What one voted on has every status in it.
        href: List { order, status: now.status.filter(|_| order.is_some()), ..now.clone() }.href(),
        label: cx
            .shared
            .texts
            .say(cx, &Message::new("ideas-order").with("order", order.map_or("mine", Order::as_str).to_owned())),
        current: order == now.order,
        count: -1,
    };
    let mine = is_member.then_some(None);
    Order::ALL.iter().copied().map(Some).chain(mine).map(tab).collect()
}

/// One board is no choice.
fn board_tabs(boards: &[Board], now: &List) -> Vec<Tab> {
    if boards.len() < 2 {
        return Vec::new();
    }
    let tab = |board: &Board| Tab {
        href: List { board: Some(board.slug.clone()), ..now.clone() }.href(),
        label: board.name.clone(),
        current: now.board.as_ref() == Some(&board.slug),
        count: -1,
    };
    boards.iter().map(tab).collect()
}

/// The parts of the bar, what is done first.
fn outcome(counts: &[(StatusKind, i64)]) -> Vec<Part> {
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let kinds = [
        (StatusKind::Done, "bok"),
        (StatusKind::Accepted, "b1"),
        (StatusKind::Open, "bwarn"),
        (StatusKind::Refused, "b3"),
    ];
    let mut before = 0;
    let part = |(kind, class): (StatusKind, &'static str)| {
        let count = counts.iter().filter(|(of, _)| *of == kind).map(|(_, count)| count).sum();
        let part = Part { kind: kind.as_str(), class, count, x: share(before, total), width: share(count, total) };
        before += count;
        part
    };
    kinds.into_iter().map(part).filter(|part| part.count > 0).collect()
}

#[expect(clippy::cast_precision_loss, reason = "numbers of ideas")]
fn share(count: i64, of: i64) -> f64 {
    (count as f64 * 10_000.0 / of as f64).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str) -> Result<List> {
        let mut shown = Shown::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = Some(value.into_owned());
            match &*name {
                "board" => shown.board = value,
                "status" => shown.status = value,
                "order" => shown.order = value,
                _ => shown.mine = value,
            }
        }
        List::parse(&shown)
    }

    #[test]
    fn a_list_has_one_address() {
        for query in ["", "order=top", "board=plans&status=3&order=newest", "board=plans&mine=votes", "status=1"] {
            let href = if query.is_empty() { "/ideas".to_owned() } else { format!("/ideas?{query}") };
            assert_eq!(shown(query).ok().map(|list| list.href()), Some(href), "{query}");
        }
        for wrong in ["order=hot", "mine=ideas", "mine=votes&status=1", "mine=votes&order=top", "status=new"] {
            assert!(shown(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_parts_of_the_bar_fill_it() {
        let parts = outcome(&[(StatusKind::Open, 1), (StatusKind::Done, 1), (StatusKind::Open, 2)]);
        let drawn: Vec<_> = parts.iter().map(|part| (part.kind, part.count, part.x, part.width)).collect();
        assert_eq!(drawn, [("done", 1, 0.0, 25.0), ("open", 3, 25.0, 75.0)]);
        assert!(outcome(&[]).is_empty());
    }
}
