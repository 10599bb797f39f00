//! Reads XML strictly, and knows the rules of the formats: RFC 4287 and its schema, RSS 2.0, sitemaps.org.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// An element with what is in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

/// Reads a document; what is not well-formed XML 1.0 fails the test.
pub fn parse(document: &str) -> Element {
    let illegal = |c: &char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\u{7f}') || *c == '\u{ffff}';
    assert_eq!(document.chars().find(illegal), None, "a character that XML does not know");
    let mut reader = Reader::from_str(document);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(opened(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(opened(&start)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(name) => {
                open.last_mut().unwrap().text.push_str(&unescape(&format!("&{};", &*name)).unwrap());
            }
            Event::Decl(_) => assert_eq!(open.len(), 1),
            Event::Eof => break,
            other @ (Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_)) => {
                panic!("{other:?} has no place in these documents")
            }
        }
    }
    assert_eq!(open.len(), 1, "an element is left open");
    let mut outside = open.pop().unwrap();
    assert_eq!((outside.children.len(), outside.text.trim()), (1, ""));
    outside.children.pop().unwrap()
}

fn opened(start: &BytesStart<'_>) -> Element {
    let pair = |attribute: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
        let attribute = attribute.unwrap();
        (attribute.key.as_ref().to_owned(), unescape(&attribute.value).unwrap().into_owned())
    };
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: start.attributes().map(pair).collect(),
        ..Element::default()
    }
}

impl Element {
    pub fn all(&self, name: &str) -> Vec<&Element> {
        self.children.iter().filter(|child| child.name == name).collect()
    }

    /// The text of the only element of this name.
    #[track_caller]
    pub fn only(&self, name: &str) -> &str {
        let found = self.all(name);
        assert_eq!(found.len(), 1, "<{name}> in <{}>", self.name);
        &found[0].text
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// The addresses of the links of this relation.
    pub fn links(&self, rel: &str) -> Vec<&str> {
        let links = self.children.iter().filter(|child| matches!(child.name.as_str(), "link" | "atom:link"));
        links.filter(|link| link.attribute("rel") == rel).map(|link| link.attribute("href")).collect()
    }

    #[track_caller]
    fn holds_only(&self, names: &[&str]) {
        for child in &self.children {
            assert!(names.contains(&child.name.as_str()), "<{}> in <{}>", child.name, self.name);
        }
    }
}

fn moment(text: &str) -> jiff::Timestamp {
    assert!(text.ends_with('Z') && text.len() == 20, "{text} is no RFC 3339 date in UTC");
    text.parse().unwrap()
}

/// Reads an Atom document and holds it to RFC 4287; answers the feed.
pub fn atom(document: &str, own_address: &str) -> Element {
    let feed = parse(document);
    assert_eq!((feed.name.as_str(), feed.attribute("xmlns")), ("feed", "http://www.w3.org/2005/Atom"));
    feed.holds_only(&["id", "title", "subtitle", "updated", "link", "entry"]);
    tag_uri(feed.only("id"));
    assert!(!feed.only("title").is_empty());
    assert_eq!(feed.links("self"), [own_address]);
    assert_eq!(feed.links("alternate").len(), 1);
    let updated = moment(feed.only("updated"));
    let mut ids = BTreeSet::from([feed.only("id")]);
    for entry in feed.all("entry") {
        entry.holds_only(&["id", "title", "link", "published", "updated", "author", "category", "content"]);
        tag_uri(entry.only("id"));
        assert!(ids.insert(entry.only("id")), "{} stands twice", entry.only("id"));
        let _ = entry.only("title");
        assert_eq!(entry.all("title")[0].attribute("type"), "", "plain text is what no type means");
        assert_eq!(entry.links("alternate").len(), 1);
        full(entry.links("alternate")[0]);
        let changed = moment(entry.only("updated"));
        assert!(moment(entry.only("published")) <= changed && changed <= updated);
        let authors = entry.all("author");
        assert_eq!(authors.len(), 1);
        authors[0].holds_only(&["name", "uri"]);
        let _ = authors[0].only("name");
        full(authors[0].only("uri"));
        assert!(entry.all("category").iter().all(|category| !category.attribute("term").is_empty()));
        let _ = entry.only("content");
        let content = entry.all("content")[0];
        assert_eq!((content.attribute("type"), content.attribute("xml:lang")), ("html", "en"));
    }
    feed
}

/// Reads an RSS document and holds it to RSS 2.0; answers the channel.
pub fn rss(document: &str, own_address: &str) -> Element {
    let rss = parse(document);
    assert_eq!((rss.name.as_str(), rss.attribute("version")), ("rss", "2.0"));
    assert_eq!(rss.attribute("xmlns:atom"), "http://www.w3.org/2005/Atom");
    assert_eq!(rss.attribute("xmlns:dc"), "http://purl.org/dc/elements/1.1/");
    rss.holds_only(&["channel"]);
    assert_eq!(rss.children.len(), 1);
    let channel = rss.children.into_iter().next().unwrap();
    channel.holds_only(&["title", "link", "description", "language", "lastBuildDate", "atom:link", "item"]);
    assert!(!channel.only("title").is_empty() && !channel.only("description").is_empty());
    full(channel.only("link"));
    assert_eq!(channel.links("self"), [own_address]);
    jiff::fmt::rfc2822::parse(channel.only("lastBuildDate")).unwrap();
    let mut ids = BTreeSet::new();
    for item in channel.all("item") {
        let known = ["title", "link", "guid", "pubDate", "atom:updated", "dc:creator", "dc:language", "category"];
        item.holds_only(&[&known[..], &["description"]].concat());
        tag_uri(item.only("guid"));
        assert_eq!(item.all("guid")[0].attribute("isPermaLink"), "false");
        assert!(ids.insert(item.only("guid")));
        full(item.only("link"));
        jiff::fmt::rfc2822::parse(item.only("pubDate")).unwrap();
        moment(item.only("atom:updated"));
        for name in ["title", "dc:creator", "dc:language", "description"] {
            let _ = item.only(name);
        }
    }
    channel
}

/// Reads a part of the sitemap and holds it to its schema; answers addresses and dates.
pub fn urlset(document: &str) -> Vec<(String, Option<String>)> {
    let urls = parse(document);
    assert_eq!((urls.name.as_str(), urls.attribute("xmlns")), ("urlset", SITEMAPS));
    urls.holds_only(&["url"]);
    assert!((1..=50_000).contains(&urls.children.len()));
    let url = |url: &Element| {
        url.holds_only(&["loc", "lastmod"]);
        assert_eq!(url.children[0].name, "loc", "the schema wants an order");
        full(url.only("loc"));
        let changed = url.all("lastmod").first().map(|date| date.text.clone());
        if let Some(date) = &changed {
            moment(date);
        }
        (url.only("loc").to_owned(), changed)
    };
    urls.children.iter().map(url).collect()
}

/// Reads the sitemap's list of parts; answers their addresses.
pub fn sitemap_index(document: &str) -> Vec<String> {
    let index = parse(document);
    assert_eq!((index.name.as_str(), index.attribute("xmlns")), ("sitemapindex", SITEMAPS));
    index.holds_only(&["sitemap"]);
    index.children.iter().map(|part| part.only("loc").to_owned()).collect()
}

const SITEMAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn tag_uri(text: &str) {
    let (authority, specific) = text.strip_prefix("tag:127.0.0.1,2026:").map(|rest| ("127.0.0.1", rest)).unwrap();
    let pchar = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c);
    assert!(!authority.is_empty() && !specific.is_empty() && specific.chars().all(pchar), "{text}");
}

fn full(text: &str) {
    let url = url::Url::parse(text).unwrap();
    assert_eq!(url.as_str(), text, "an address is not written as URIs are");
    assert!(url.has_host() && text.is_ascii(), "{text}");
}
