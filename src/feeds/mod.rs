//! Feeds, in Atom and in RSS: of the site, a board, a tag, a question, a member, a search, the articles, what is
//! unanswered, what was accepted, the ideas and what staff say of them; and the secret one of somebody's inbox.
//!
//! Whoever asks, a feed (the secret one apart) holds what everybody may read: it looks at no cookie, so it may be kept by anybody for a
//! minute. `404` stands for a feed that never was or belongs to something not open to all, a tag that stands on no
//! public question included: the two cannot be told apart. `410` stands for the feed of a question on an open board
//! that was deleted or hidden: it tells a reader program to stop asking, and of the question nothing but that it was
//! there.
//!
//! An entry is known by a tag URI (RFC 4151) made of the number of its topic, answer or update, so it stays the same through
//! edits of title, text and tags. Its time of change follows edits, answers, remarks and acceptance, never votes.

mod atom;
mod ideas;
mod inbox;
pub mod jsonld;
mod read;
mod rss;
mod store;
pub mod web;
pub mod xml;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::{self, StatusId, TopicId};
use crate::markdown::Html;

pub use inbox::inbox;
pub use read::{Found, read};

/// Entries of a feed at most.
pub const ENTRIES: usize = 30;

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Atom 1.0.
    Atom,
    /// RSS 2.0.
    Rss,
}

impl Format {
    /// The end of its addresses.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rss => "application/rss+xml; charset=utf-8",
        }
    }

    /// The feed as a document of this format; links of this site are completed with `base`.
    ///
    /// # Errors
    /// None that a memory buffer has.
    pub fn write(self, feed: &Feed, base: &Url) -> Result<String> {
        match self {
            Self::Atom => atom::write(feed, base),
            Self::Rss => rss::write(feed, base),
        }
    }
}

/// What a feed is about, by what stands in its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The newest questions of the site.
    Newest,
    /// The newest questions without an answer.
    Unanswered,
    /// The answers that were accepted last.
    Accepted,
    /// The newest articles of the site.
    Articles,
    /// The newest topics that a search finds.
    Search(String),
    /// The newest topics of a board, by its slug.
    Board(String),
    /// The newest topics with a tag.
    Tag(String),
    /// A question and its newest answers.
    Question(TopicId),
    /// The newest ideas of the site.
    Ideas,
    /// The ideas that have a status.
    Status(StatusId),
    /// An idea and what staff say of it.
    Idea(TopicId),
    /// What staff say of ideas.
    Roadmap,
    /// The ideas that were delivered.
    Changelog,
    /// What a member asked, answered and published, by the handle.
    Member(String),
}

/// A feed, whatever its format.
#[derive(Debug, Serialize)]
pub struct Feed {
    /// A tag URI.
    pub id: String,
    /// In the reader's language.
    pub title: String,
    /// What it holds, in a sentence.
    pub subtitle: String,
    /// The language of both, as BCP 47 writes it.
    pub lang: &'static str,
    /// Its own full address.
    pub self_url: String,
    /// The full address of the page with the same content.
    pub html_url: String,
    /// The latest change of an entry; the epoch when there is none.
    pub updated: Timestamp,
    /// At most [`ENTRIES`], newest first.
    pub entries: Vec<Entry>,
}

impl Feed {
    /// The digest of all that it holds: equal for equal feeds as long as the program is the same.
    #[must_use]
    pub fn version(&self) -> String {
        // A model of texts and numbers cannot fail to become JSON; if it did, every feed would look the same.
        let model = serde_json::to_string(self).unwrap_or_else(|_| ids::secret());
        ids::digest(&format!("{} {model}", env!("CARGO_PKG_VERSION")))
    }
}

/// A topic, an answer or a word of staff in a feed.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// A tag URI.
    pub id: String,
    /// Its full address.
    pub url: String,
    /// The topic's title; an answer's says whose it is, and an update's which status it gives.
    pub title: String,
    /// The language it is written in, as BCP 47 writes it.
    pub lang: String,
    /// Who wrote it.
    pub author: Author,
    /// When it was written.
    pub published: Timestamp,
    /// When it was last edited, answered or accepted.
    pub updated: Timestamp,
    /// Its whole text, as stored; [`Format::write`] completes its links.
    pub html: Html,
    /// Its tags.
    pub categories: Vec<String>,
}

/// The author of an entry.
#[derive(Debug, Serialize)]
pub struct Author {
    /// Shown name.
    pub name: String,
    /// The full address of the profile.
    pub url: String,
}

/// A tag URI under the site's name. Whoever runs the site held that name in the year the first Talka was released.
fn tag_uri(base: &Url, specific: &str) -> String {
    let authority = match base.host() {
        // A tag URI has no room for colons in a name.
        Some(Host::Ipv6(ip)) => ip.segments().map(|segment| format!("{segment:x}")).join("-"),
        Some(host) => host.to_string(),
        None => "localhost".into(),
    };
    format!("tag:{authority},2026:{specific}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_tag_uri_carries_the_name_of_the_site_and_no_port() {
        let of = |base: &str| tag_uri(&Url::parse(base).unwrap(), "question/12");
        assert_eq!(of("https://ask.example.org:8443"), "tag:ask.example.org,2026:question/12");
        assert_eq!(of("http://[::1]:8080"), "tag:0-0-0-0-0-0-0-1,2026:question/12");
    }
}
