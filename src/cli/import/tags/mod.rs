//! Tags and their descriptions.

pub mod store;

use std::cell::RefCell;
use std::collections::HashMap;

use super::dump::Table;
use super::report::Item;
use super::run::Run;
use super::store::{Kind, Mapped, known, remember};
use super::texts;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::TagId;
use crate::tags::{Description, describe_new};

/// The tag that a post describes, by the post's foreign id: as many as the site has tags.
type Described = HashMap<i64, String>;

/// Brings in Tags.xml, then the descriptions, which stand among the posts.
pub fn tags(run: &mut Run<'_>) -> Result<()> {
    let described = RefCell::new(Described::new());
    run.pass(
        Table::Tags,
        "tags",
        |row, report| {
            report.found(Item::Tags, 1);
            let Some(name) = row.text("TagName").and_then(texts::tag) else {
                report.left(Item::Tags, "names that no tag here can have", 1);
                return None;
            };
            if let Some(post) = row.number("ExcerptPostId") {
                described.borrow_mut().insert(post, name.clone());
            }
            Some(name)
        },
        |run, batch| {
            let batch = run.fresh(Kind::Tag, Item::Tags, batch, Clone::clone)?;
            let site = run.site.clone();
            let taken = run.write(move |conn| Ok(ids(conn, &site.source, site.now, &batch)?.1))?;
            run.report.taken(Item::Tags, taken);
            Ok(())
        },
    )?;
    descriptions(run, &described.into_inner())
}

fn descriptions(run: &mut Run<'_>, described: &Described) -> Result<()> {
    run.pass(
        Table::Posts,
        "tags",
        |row, report| {
            let kind = row.number("PostTypeId");
            match kind {
                Some(1 | 2) => return None,
                Some(4) => report.found(Item::TagDescriptions, 1),
                Some(_) | None => report.found(Item::OtherPosts, 1),
            }
            if kind != Some(4) {
                report.left(Item::OtherPosts, other_kind(kind), 1);
                return None;
            }
            let (id, text) = (row.number("Id")?, row.text("Body").unwrap_or_default().trim());
            let Some(tag) = described.get(&id) else {
                report.left(Item::TagDescriptions, "no tag says that it is described by it", 1);
                return None;
            };
            if text.is_empty() {
                report.left(Item::TagDescriptions, "empty", 1);
                return None;
            }
            let Ok(text) = Description::parse(text) else {
                report.left(Item::TagDescriptions, "no text that a tag can have here", 1);
                return None;
            };
            Some((id, tag.clone(), text))
        },
        |run, batch| {
            let batch = run.fresh(Kind::TagDescription, Item::TagDescriptions, batch, |(post, ..)| post.to_string())?;
            let all = batch.len();
            let site = run.site.clone();
            let taken = run.write(move |conn| {
                let names: Vec<String> = batch.iter().map(|(_, tag, _)| tag.clone()).collect();
                let (tags, _) = ids(conn, &site.source, site.now, &names)?;
                let mut lines = Vec::new();
                for (post, name, text) in &batch {
                    if let Some(tag) = tags.get(name)
                        && describe_new(conn, *tag, text)?
                    {
                        lines.push(Mapped::new(&site.source, Kind::TagDescription, post, tag.0));
                    }
                }
                remember(conn, &lines)?;
                Ok(lines.len())
            })?;
            run.report.taken(Item::TagDescriptions, taken);
            run.report.left(Item::TagDescriptions, "the tag has a description here", all - taken);
            Ok(())
        },
    )
}

/// Names of a question's tags as they are here: a synonym's tag in its place, each once.
pub fn current(names: &[String], synonyms: &HashMap<String, String>) -> Vec<String> {
    let mut current: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let name = synonyms.get(name).unwrap_or(name);
        if !current.contains(name) {
            current.push(name.clone());
        }
    }
    current
}

/// What a post is that is neither question nor answer, in the dump's own terms.
fn other_kind(kind: Option<i64>) -> &'static str {
    match kind {
        Some(3) => "orphaned tag wikis have no place here",
        Some(5) => "tag wikis have no place here",
        Some(6) => "nominations of moderators have no place here",
        Some(7) => "texts of the old site's own pages",
        Some(8) => "texts of the old site's privileges",
        Some(_) | None => "of a kind that is not known",
    }
}

/// The ids of tags by their names, and how many of them this import meets for the first time; makes those that the
/// site does not have.
pub fn ids(conn: &mut Conn, source: &str, now: Timestamp, names: &[String]) -> Result<(HashMap<String, TagId>, usize)> {
    let mapped = known(conn, source, Kind::Tag, names)?;
    let mut ids: HashMap<String, TagId> = mapped.into_iter().map(|(name, id)| (name, TagId(id))).collect();
    let unmapped: Vec<String> = names.iter().filter(|name| !ids.contains_key(*name)).cloned().collect();
    let here = store::tags(conn, &unmapped)?;
    let mut lines = Vec::new();
    for name in unmapped {
        if ids.contains_key(&name) {
            continue;
        }
        let id = match here.get(&name) {
            Some(id) => *id,
            None => store::insert_tag(conn, &name, now)?,
        };
        lines.push(Mapped::new(source, Kind::Tag, &name, id.0));
        ids.insert(name, id);
    }
    remember(conn, &lines)?;
    Ok((ids, lines.len()))
}
