//! Links between the texts that were brought in.

use std::collections::{HashMap, HashSet};

use super::{ANSWER, QUESTION, store};
use crate::cli::import::dump::Table;
use crate::cli::import::links::{Syntax, relink, targets};
use crate::cli::import::report::Item;
use crate::cli::import::run::Run;
use crate::cli::import::store::{Kind, Mapped, remember};
use crate::cli::import::texts;
use crate::db::Conn;
use crate::error::Result;
use crate::policy::{PostKind, TopicKind};
use crate::topics;

/// Why a link to the old site stays one.
pub const NOT_HERE: &str = "they lead to posts that are not in the dump";

/// The addresses here of questions and answers, by their foreign ids.
pub fn addresses(conn: &mut Conn, source: &str, foreign: &HashSet<i64>) -> Result<HashMap<i64, String>> {
    let foreign: Vec<String> = foreign.iter().map(ToString::to_string).collect();
    let posts = store::posts(conn, source, &foreign)?;
    let threads: HashSet<_> = posts.values().map(|post| post.topic).collect();
    let slugs = store::slugs(conn, &threads.into_iter().collect::<Vec<_>>())?;
    let address = |post: &store::Post| {
        let slug = slugs.get(&post.topic)?;
        let path = topics::path(TopicKind::Question, post.topic, slug);
        Some(match post.kind {
            PostKind::Question | PostKind::Article | PostKind::Idea => path,
            PostKind::Answer => format!("{path}#{}", topics::anchor(post.kind, post.id)),
        })
    };
    Ok(posts.iter().filter_map(|(foreign, post)| Some((*foreign, address(post)?))).collect())
}

/// Once everything has its address here: texts that link to questions and answers of the old site lead here.
pub fn links(run: &mut Run<'_>) -> Result<()> {
    let host = run.site.host.clone();
    run.pass(
        Table::Posts,
        "links",
        |row, _| {
            let html = row.text("Body").filter(|_| matches!(row.number("PostTypeId"), Some(QUESTION | ANSWER)))?;
            let targets = targets(html, Syntax::Html, &host);
            (!targets.is_empty()).then(|| row.number("Id"))?.map(|post| (post, html.to_owned(), targets))
        },
        |run, batch| {
            let foreign: HashSet<i64> = batch.iter().flat_map(|(.., targets)| targets.iter().copied()).collect();
            let (source, host) = (run.site.source.clone(), run.site.host.clone());
            let addresses = run.read(|conn| addresses(conn, &source, &foreign))?;
            let local = |batch: &[(i64, String, Vec<i64>)]| {
                batch.iter().flat_map(|(.., targets)| targets).filter(|post| addresses.contains_key(post)).count()
            };
            let (all, all_local) = (batch.iter().map(|(.., targets)| targets.len()).sum::<usize>(), local(&batch));
            run.report.found(Item::TextLinks, all);
            run.report.left(Item::TextLinks, NOT_HERE, all - all_local);
            let batch = run.unknown(Kind::Links, batch, |(post, ..)| post.to_string())?;
            run.report.known(Item::TextLinks, all_local - local(&batch));
            let texts: Vec<(i64, usize, texts::Text)> = batch
                .into_iter()
                .map(|(post, html, _)| {
                    let relinked = relink(&html, Syntax::Html, &host, |post| addresses.get(&post).cloned());
                    let text = texts::body(&run.converter.markdown(&relinked.text));
                    (post, relinked.local, text)
                })
                .collect();
            let (local, edited) = run.write(move |conn| {
                let ids: Vec<String> = texts.iter().map(|(post, ..)| post.to_string()).collect();
                let posts = store::posts(conn, &source, &ids)?;
                let (mut local, mut edited) = (0, 0);
                let mut lines = Vec::new();
                for (id, links, text) in &texts {
                    let replaced = match posts.get(id) {
                        Some(post) if *links > 0 => store::replace_text(conn, post.id, &text.source, &text.html)?,
                        Some(_) | None => false,
                    };
                    if replaced {
                        local += links;
                        lines.extend(posts.get(id).map(|post| Mapped::new(&source, Kind::Links, id, post.id.0)));
                    } else {
                        edited += links;
                    }
                }
                remember(conn, &lines)?;
                Ok((local, edited))
            })?;
            run.report.taken(Item::TextLinks, local);
            run.report.left(
                Item::TextLinks,
                "the text was edited here, or its own question is not in the dump",
                edited,
            );
            Ok(())
        },
    )
}
