//! `GET /leaders`: who gained most, and where the reader stands.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Board, Cursor, Leader, PLACES, Period, Standing};
use crate::boards;
use crate::error::{AppError, Result};
use crate::message::Message;
use crate::policy::Actor;
use crate::web::{Cx, MemberView, Page};

/// Which list, and where in it.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    period: Option<String>,
    board: Option<String>,
    after: Option<String>,
}

/// A tab or a chip.
#[derive(Debug, Serialize)]
struct Choice {
    href: String,
    label: String,
    current: bool,
    count: i64,
}

#[derive(Debug, Serialize)]
struct Row {
    place: i64,
    member: MemberView,
    gained: i64,
    accepted: i64,
    helped: i64,
    mine: bool,
}

/// The reader's own place.
#[derive(Debug, Serialize)]
struct Own {
    place: i64,
    /// It is this place or a later one.
    later: bool,
    gained: i64,
}

impl Shown {
    fn period(&self) -> Result<Period> {
        self.period.as_deref().map_or(Some(Period::Week), Period::parse).ok_or_else(unreadable)
    }
}

fn unreadable() -> AppError {
    AppError::BadRequest(Message::new("error-400-text"))
}

fn path(period: Period, board: Option<&str>) -> String {
    let board = board.map(|slug| format!("&board={slug}")).unwrap_or_default();
    format!("/leaders?period={}{board}", period.as_str())
}

/// `GET /leaders?period=week|month|quarter|all&board=slug&after=`
///
/// # Errors
/// [`AppError::NotFound`] for a board that is not there for everybody; [`AppError::BadRequest`] for a period or a cursor
/// that there is not.
pub async fn show(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    let now = cx.now;
    cx.page(move |c, me| {
        let (period, from) = (shown.period()?, Cursor::parse(shown.after.as_deref())?);
        // What is restricted gives no reputation, so its board has no list for its readers either.
        let boards = boards::list(c, &Actor::Visitor)?;
        let board = match shown.board.as_deref() {
            None => None,
            Some(slug) => Some(boards.iter().find(|board| board.slug == slug).ok_or(AppError::NotFound)?),
        };
        let slug = board.map(|board| board.slug.as_str());
        let today = now.day_in(&inner.shared.site(c, now)?.zone);
        let list = Board { period, starts: period.start(today), board: board.map(|board| board.id) };
        let (members, next) = super::members(c, list, from)?;
        let staff = if from == Cursor::START { super::staff(c, list)? } else { Vec::new() };
        let own = match me.actor.id() {
            Some(user) => super::place_of(c, list, user)?.map(own),
            None => None,
        };
        let tabs: Vec<Choice> = Period::ALL
            .iter()
            .map(|one| Choice {
                href: path(*one, slug),
                label: inner.shared.texts.say(&inner, &Message::new("leaders-period").with("period", one.as_str())),
                current: *one == period,
                count: -1,
            })
            .collect();
        let places: Vec<Choice> = boards
            .iter()
            .filter(|board| board.retired_at.is_none())
            .map(|board| Choice {
                href: path(period, Some(&board.slug)),
                label: board.name.clone(),
                current: slug == Some(board.slug.as_str()),
                count: -1,
            })
            .collect();
        let here = path(period, slug);
        let rows = |leaders: Vec<Leader>, before: i64| -> Vec<Row> {
            let places = before.saturating_add(1)..;
            places.zip(leaders).map(|(place, leader)| row(place, leader, &me.actor)).collect()
        };
        let page = Page::new("pages/leaders/index.html")
            .title_key(Message::new("leaders-title"))
            .canonical(here.clone())
            .set("tabs", &tabs)
            .set("boards", &places)
            .set("board", &board.map(|board| board.name.as_str()))
            .set("every_board", &path(period, None))
            .set("members", &rows(members, from.place))
            .set("staff", &rows(staff, 0))
            .set("own", &own)
            .set("older", &next.map(|next| format!("{here}&after={next}")).unwrap_or_default())
            .set("newest", if from == Cursor::START { "" } else { &here });
        Ok(if from == Cursor::START { page } else { page.noindex() })
    })
    .await
}

fn row(place: i64, leader: Leader, reader: &Actor) -> Row {
    let Standing { gained, accepted, helped, user } = leader.standing;
    Row { place, member: leader.member, gained, accepted, helped, mine: reader.is(user) }
}

const fn own((place, standing): (i64, Standing)) -> Own {
    Own { place, later: place >= PLACES, gained: standing.gained }
}
