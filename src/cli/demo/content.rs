//! The sample community as it is written down, in the TOML files beside this one.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::boards::BoardKind;
use crate::error::{AppError, Result};
use crate::moderation::closing::CloseReason;

/// Everybody, every board, tag and question.
#[derive(Debug)]
pub(super) struct Content {
    pub members: Vec<Member>,
    pub boards: Vec<Board>,
    pub tags: Vec<Tag>,
    pub questions: Vec<Question>,
}

/// A role that a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    Moderator,
    Staff,
    Admin,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub handle: String,
    pub name: String,
    pub bio: String,
    pub joined_days_ago: f64,
    #[serde(default)]
    pub roles: Vec<Role>,
    #[serde(default)]
    pub real_name: String,
    #[serde(default)]
    pub job_title: String,
    /// Their time zone, when it is not the site's.
    #[serde(default)]
    pub zone: String,
    /// When they want to be mailed what, where they chose otherwise.
    #[serde(default)]
    pub mail: BTreeMap<String, String>,
}

impl Member {
    /// Holds this role.
    pub(super) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Board {
    pub slug: String,
    pub name: String,
    pub description: String,
    /// 1 to 6.
    pub hue: i64,
    pub kind: BoardKind,
    /// Slugs of groups; empty when everybody may read it.
    #[serde(default)]
    pub restricted_to: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    pub slug: String,
    /// Markdown.
    pub description: String,
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// The tag that it has become a part of.
    pub merged_into: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub title: String,
    pub board: String,
    pub tags: Vec<String>,
    pub lang: String,
    pub author: String,
    pub days_ago: f64,
    pub up: usize,
    pub down: usize,
    pub views: i64,
    /// Members who have this too.
    pub metoo: usize,
    /// Members who say that the accepted answer solved it, and who say that it did not.
    #[serde(default)]
    pub solved: [usize; 2],
    /// Why it takes no answers any more.
    pub closed: Option<CloseReason>,
    pub body: String,
    #[serde(default, rename = "comment")]
    pub comments: Vec<Comment>,
    #[serde(default, rename = "answer")]
    pub answers: Vec<Answer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub author: String,
    /// After the question.
    pub minutes_after: f64,
    pub up: usize,
    pub down: usize,
    #[serde(default)]
    pub accepted: bool,
    pub body: String,
    #[serde(default, rename = "comment")]
    pub comments: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comment {
    pub author: String,
    /// After the post it stands under.
    pub minutes_after: f64,
    pub up: usize,
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Community {
    #[serde(rename = "member")]
    members: Vec<Member>,
    #[serde(rename = "board")]
    boards: Vec<Board>,
    #[serde(rename = "tag")]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    #[serde(rename = "question")]
    questions: Vec<Question>,
}

const QUESTIONS: [(&str, &str); 9] = [
    ("questions-1.toml", include_str!("questions-1.toml")),
    ("questions-2.toml", include_str!("questions-2.toml")),
    ("questions-3.toml", include_str!("questions-3.toml")),
    ("questions-4.toml", include_str!("questions-4.toml")),
    ("questions-5.toml", include_str!("questions-5.toml")),
    ("questions-6.toml", include_str!("questions-6.toml")),
    ("questions-lt.toml", include_str!("questions-lt.toml")),
    ("questions-pl.toml", include_str!("questions-pl.toml")),
    ("questions-ru.toml", include_str!("questions-ru.toml")),
];

/// Reads the files.
///
/// # Errors
/// The file that does not fit, and where.
pub(super) fn load() -> Result<Content> {
    let Community { members, boards, tags } = parse("community.toml", include_str!("community.toml"))?;
    let mut questions = Vec::new();
    for (name, text) in QUESTIONS {
        questions.extend(parse::<Questions>(name, text)?.questions);
    }
    Ok(Content { members, boards, tags, questions })
}

pub(super) fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| AppError::internal(format!("{name}: {error}")))
}
