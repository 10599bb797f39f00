//! Atom 1.0 (RFC 4287).

use url::Url;

use super::xml::Xml;
use super::{Entry, Feed};
use crate::error::Result;
use crate::i18n::rfc3339;

/// The feed as an Atom document; links of this site are completed with `base`.
///
/// # Errors
/// None that a memory buffer has.
pub fn write(feed: &Feed, base: &Url) -> Result<String> {
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.lang)];
    Xml::document("feed", &root, |xml| {
        xml.text("id", &[], &feed.id)?;
        xml.text("title", &[], &feed.title)?;
        xml.text("subtitle", &[], &feed.subtitle)?;
        xml.text("updated", &[], &rfc3339(feed.updated.0))?;
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.self_url)])?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.html_url)])?;
        feed.entries.iter().try_for_each(|entry| xml.element("entry", &[], |xml| write_entry(xml, entry, base)))
    })
}

fn write_entry(xml: &mut Xml<'_>, entry: &Entry, base: &Url) -> Result<()> {
    let lang = entry.lang.as_str();
    xml.text("id", &[], &entry.id)?;
    xml.text("title", &[("xml:lang", lang)], &entry.title)?;
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("hreflang", lang), ("href", &entry.url)])?;
    xml.text("published", &[], &rfc3339(entry.published.0))?;
    xml.text("updated", &[], &rfc3339(entry.updated.0))?;
    xml.element("author", &[], |xml| {
        xml.text("name", &[], &entry.author.name)?;
        xml.text("uri", &[], &entry.author.url)
    })?;
    entry.categories.iter().try_for_each(|tag| xml.empty("category", &[("term", tag)]))?;
    xml.text("content", &[("type", "html"), ("xml:lang", lang)], entry.html.with_base(base).as_str())
}
