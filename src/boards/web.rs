//! The page that lists the boards.

use actix_web::HttpResponse;
use serde::Serialize;

use super::Board;
use crate::error::Result;
use crate::message::Message;
use crate::web::{Cx, Page};

/// A board as pages show it; fits `ui.board` too.
#[derive(Debug, Clone, Serialize)]
pub struct BoardView {
    /// Its name.
    pub name: String,
    /// What belongs there.
    pub description: String,
    /// The address of its page.
    pub url: String,
    /// Its colour, 1 to 6.
    pub hue: i64,
    /// Read by some groups only.
    pub restricted: bool,
    /// Takes nothing new.
    pub retired: bool,
    /// What stands on it: questions, articles or ideas.
    pub kind: &'static str,
    /// Topics to be seen there.
    pub topics: i64,
}

impl From<Board> for BoardView {
    fn from(board: Board) -> Self {
        Self {
            url: board.url(),
            retired: board.retired_at.is_some(),
            kind: board.kind.as_str(),
            name: board.name,
            description: board.description,
            hue: board.hue,
            restricted: board.restricted,
            topics: board.topics_count,
        }
    }
}

/// `GET /boards`
///
/// # Errors
/// When the database refuses.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    cx.page(|c, me| {
        let boards: Vec<BoardView> = super::list(c, &me.actor)?.into_iter().map(BoardView::from).collect();
        let (retired, open): (Vec<_>, Vec<_>) = boards.into_iter().partition(|board| board.retired);
        Ok(Page::new("pages/boards/index.html")
            .title_key(Message::new("boards-title"))
            .section("boards")
            .canonical("/boards")
            .set("boards", &open)
            .set("retired", &retired))
    })
    .await
}
