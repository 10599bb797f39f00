//! Articles: writing them, making them of questions, looking after them, series, and what is asked most.

mod asked_most;
mod everybody;
mod keeping;
mod series;
mod writing;

use talka::boards::{self, BoardKind, NewBoard, Readers};
use talka::ids::{BoardId, PostId, TopicId};
use talka::topics;

use crate::support::{Asked, Client, Reply, TestApp};

pub const TITLE: &str = "Set up your eSIM in five minutes";
pub const BODY: &str =
    "Before you begin.\n\n# What you need\n\nA phone.\n\n## Which phones\n\nMost.\n\n# Įjunkite\n\nDone.";

impl TestApp {
    /// A board of articles, open to all.
    pub async fn article_board(&self, slug: &str) -> BoardId {
        let (slug, now) = (slug.to_owned(), self.clock.now());
        self.write(move |tx| {
            let new = NewBoard {
                slug: slug.clone(),
                name: format!("Board {slug}"),
                description: String::new(),
                kind: BoardKind::Articles,
                hue: 2,
            };
            boards::create(tx, &new, now)
        })
        .await
    }

    /// A board of articles that nobody reads but its moderators and admins.
    pub async fn closed_article_board(&self, slug: &str) -> BoardId {
        let id = self.article_board(slug).await;
        self.write(move |tx| boards::set_readers(tx, id, &Readers::Groups(Vec::new()))).await;
        id
    }

    /// An article, by the form.
    pub async fn article(&self, by: &Client, board: BoardId, title: &str) -> Asked {
        let path = publish(by, board, title, BODY).await.expect(303).location().to_owned();
        self.at(&path).await
    }

    /// The topic of an article's path.
    pub async fn at(&self, path: &str) -> Asked {
        let topic = TopicId(path.split('/').nth(2).unwrap().parse().unwrap());
        let post: PostId = self.read(move |c| Ok(topics::own_post(c, topic)?.id)).await;
        Asked { topic, post, path: path.to_owned() }
    }
}

/// Sends the form for an article.
pub async fn publish(by: &Client, board: BoardId, title: &str, body: &str) -> Reply {
    let board = board.to_string();
    let fields = [("title", title), ("board", &board), ("tags", "esim"), ("lang", "en"), ("body", body)];
    by.post_form("/articles/new", &fields).await
}

/// The text in the editor, as it stands there.
pub fn in_editor(page: &Reply) -> String {
    let html = page.html();
    let editor = html.select(&scraper::Selector::parse("textarea[name=body]").unwrap()).next().unwrap();
    editor.text().collect::<String>().trim().to_owned()
}
