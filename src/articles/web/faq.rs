//! The questions that most people came for.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::articles::{self, Asked};
use crate::error::{AppError, Result};
use crate::feeds::jsonld::faq_page;
use crate::language::{self, Language};
use crate::markdown;
use crate::message::Message;
use crate::policy::{Actor, TopicKind, visibility};
use crate::topics::{self, BoardView};
use crate::web::{Cx, Page};

/// Characters of an answer on the page.
const EXCERPT: usize = 400;

/// Of which language.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    lang: Option<String>,
}

#[derive(Debug, Serialize)]
struct LanguageView {
    href: String,
    label: String,
    lang: &'static str,
    current: bool,
}

#[derive(Debug, Serialize)]
struct AskedView {
    url: String,
    title: String,
    lang: String,
    answer: String,
}

/// A board with its questions.
#[derive(Debug, Serialize)]
struct Group {
    board: BoardView,
    questions: Vec<AskedView>,
}

/// `GET /faq`
///
/// # Errors
/// 400 for a language that there is not.
pub async fn faq(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let chosen = match shown.lang.as_deref() {
            None => None,
            Some(code) => Some(language::find(code).ok_or(AppError::BadRequest(Message::new("error-400-text")))?),
        };
        let seen = visibility(&me.actor);
        let found = articles::faq(c, &seen, chosen)?;
        let languages = languages(&inner, &articles::faq_languages(c, &seen)?, chosen);
        // For search engines, who come without an account; nobody else pays for it.
        let data = if me.actor == Actor::Visitor { structured(&inner, &found) } else { None };
        let page = Page::new("pages/articles/faq.html")
            .title_key(Message::new("articles-faq-title"))
            .description(inner.shared.texts.say(&inner, &Message::new("articles-faq-lede")))
            .canonical(chosen.map_or("/faq".to_owned(), |lang| format!("/faq?lang={}", lang.code)))
            .section("articles")
            .set("languages", &languages)
            .set("groups", &groups(found));
        Ok(match data {
            Some(data) => page.jsonld(data),
            None => page,
        })
    })
    .await
}

fn languages(cx: &Cx, there: &[Language], chosen: Option<Language>) -> Vec<LanguageView> {
    // One language is no choice.
    if there.len() < 2 {
        return Vec::new();
    }
    let all = LanguageView {
        href: "/faq".into(),
        label: cx.shared.texts.say(cx, &Message::new("articles-faq-all-languages")),
        lang: cx.lang.code(),
        current: chosen.is_none(),
    };
    let view = |language: &Language| LanguageView {
        href: format!("/faq?lang={}", language.code),
        label: language.name.to_owned(),
        lang: language.code,
        current: chosen == Some(*language),
    };
    std::iter::once(all).chain(there.iter().map(view)).collect()
}

/// By board, each where its most-seen question puts it.
fn groups(found: Vec<Asked>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for asked in found {
        let board = BoardView::of(&asked.board_slug, &asked.board_name, asked.board_hue);
        let view = AskedView {
            url: topics::path(TopicKind::Question, asked.topic, &asked.slug),
            answer: markdown::excerpt(&asked.answer, EXCERPT),
            title: asked.title,
            lang: asked.lang,
        };
        match groups.iter_mut().find(|group| group.board.url == board.url) {
            Some(group) => group.questions.push(view),
            None => groups.push(Group { board, questions: vec![view] }),
        }
    }
    groups
}

fn structured(cx: &Cx, found: &[Asked]) -> Option<serde_json::Value> {
    let entries: Vec<[String; 4]> = found
        .iter()
        .map(|asked| {
            let url = cx.shared.config.absolute(&topics::path(TopicKind::Question, asked.topic, &asked.slug));
            [asked.title.clone(), markdown::plain_text(&asked.answer), url, asked.lang.clone()]
        })
        .collect();
    faq_page(&entries)
}
