//! The questions that most people came for, with their accepted answers.

use std::cmp::Reverse;

use super::store;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TopicId;
use crate::language::{self, Language};
use crate::policy::Visibility;

/// Questions on the page at most.
pub const FAQ: usize = 30;

/// A solved question with its best accepted answer.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are described by their migration")]
pub struct Asked {
    pub topic: TopicId,
    pub title: String,
    pub slug: String,
    pub lang: String,
    pub views: i64,
    pub board_slug: String,
    pub board_name: String,
    pub board_hue: i64,
    /// Markdown of the accepted answer.
    pub answer: String,
}

/// The most-seen solved questions that this reader may see, at most [`FAQ`], of one language or of all.
///
/// # Errors
/// When the database refuses.
pub fn faq(c: &mut Conn, seen: &Visibility, lang: Option<Language>) -> Result<Vec<Asked>> {
    let mut found = Vec::new();
    for audience in seen.audiences() {
        found.extend(store::most_seen(c, audience, lang.map(|lang| lang.code))?);
    }
    found.sort_by_key(|asked| Reverse((asked.views, asked.topic)));
    found.truncate(FAQ);
    Ok(found)
}

/// The languages in which the reader may see a solved question.
///
/// # Errors
/// When the database refuses.
pub fn faq_languages(c: &mut Conn, seen: &Visibility) -> Result<Vec<Language>> {
    let mut codes: Vec<String> = Vec::new();
    for audience in seen.audiences() {
        codes.extend(store::solved_languages(c, audience)?);
    }
    Ok(language::all().filter(|language| codes.iter().any(|code| code == language.code)).collect())
}
