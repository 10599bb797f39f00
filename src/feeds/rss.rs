//! RSS 2.0, with what it lacks from Atom (the feed's own address, the time of a change) and Dublin Core (an author
//! without an e-mail address, the language of an item).

use url::Url;

use super::xml::Xml;
use super::{Entry, Feed};
use crate::error::Result;
use crate::i18n::{rfc2822, rfc3339};

/// The feed as an RSS document; links of this site are completed with `base`.
///
/// # Errors
/// None that a memory buffer has.
pub fn write(feed: &Feed, base: &Url) -> Result<String> {
    let root = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    Xml::document("rss", &root, |xml| {
        xml.element("channel", &[], |xml| {
            xml.text("title", &[], &feed.title)?;
            xml.text("link", &[], &feed.html_url)?;
            xml.text("description", &[], &feed.subtitle)?;
            xml.text("language", &[], feed.lang)?;
            xml.text("lastBuildDate", &[], &rfc2822(feed.updated.0))?;
            xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.self_url)])?;
            feed.entries.iter().try_for_each(|entry| xml.element("item", &[], |xml| write_item(xml, entry, base)))
        })
    })
}

fn write_item(xml: &mut Xml<'_>, entry: &Entry, base: &Url) -> Result<()> {
    xml.text("title", &[], &entry.title)?;
    xml.text("link", &[], &entry.url)?;
    xml.text("guid", &[("isPermaLink", "false")], &entry.id)?;
    xml.text("pubDate", &[], &rfc2822(entry.published.0))?;
    xml.text("atom:updated", &[], &rfc3339(entry.updated.0))?;
    xml.text("dc:creator", &[], &entry.author.name)?;
    xml.text("dc:language", &[], &entry.lang)?;
    entry.categories.iter().try_for_each(|tag| xml.text("category", &[], tag))?;
    xml.text("description", &[], entry.html.with_base(base).as_str())
}
