//! Answers.

use std::collections::{HashMap, HashSet};

use super::store::{self, NewPost};
use super::{ANSWER, Text, render};
use crate::cli::import::dump::Table;
use crate::cli::import::people::authors;
use crate::cli::import::people::store::{Written, count_written};
use crate::cli::import::report::Item;
use crate::cli::import::run::{Run, Site};
use crate::cli::import::store::{Kind, Mapped, remember};
use crate::cli::import::texts;
use crate::db::Conn;
use crate::error::Result;
use crate::policy::{PostKind, State};

struct Answer {
    question: i64,
    text: Text,
}

/// Brings in the answers of Posts.xml. They come after all questions: an answer that was moved may stand before its
/// question in the file.
pub fn answers(run: &mut Run<'_>) -> Result<()> {
    run.pass(
        Table::Posts,
        "answers",
        |row, report| {
            if row.number("PostTypeId") != Some(ANSWER) {
                return None;
            }
            report.found(Item::Answers, 1);
            let answer = Text::of(row).zip(row.number("ParentId")).map(|(text, question)| Answer { question, text });
            if answer.is_none() {
                report.left(Item::Answers, "rows without a number, a date or a question", 1);
            }
            answer
        },
        |run, batch| {
            let batch = run.fresh(Kind::Post, Item::Answers, batch, |answer| answer.text.foreign.to_string())?;
            let batch: Vec<(Answer, texts::Text)> = batch
                .into_iter()
                .map(|answer| {
                    let rendered = render(run, &answer.text, "answer");
                    (answer, rendered)
                })
                .collect();
            let all = batch.len();
            let site = run.site.clone();
            let (taken, new_authors) = run.write(move |conn| insert(conn, &site, &batch))?;
            run.report.taken(Item::Answers, taken);
            run.report.left(Item::Answers, "their questions are not in the dump", all - taken);
            run.report.made("accounts of authors who are not in Users.xml", new_authors);
            Ok(())
        },
    )
}

/// Writes answers; answers how many, and how many accounts had to be made for them.
fn insert(conn: &mut Conn, site: &Site, batch: &[(Answer, texts::Text)]) -> Result<(usize, usize)> {
    let source = &*site.source;
    let foreign: HashSet<String> = batch.iter().map(|(answer, _)| answer.question.to_string()).collect();
    let questions = store::posts(conn, source, &foreign.into_iter().collect::<Vec<_>>())?;
    let placed = || batch.iter().filter_map(|(answer, text)| Some((answer, text, questions.get(&answer.question)?)));
    let (people, made) =
        authors(conn, source, placed().map(|(answer, ..)| (&answer.text.author, answer.text.created)))?;
    let mut written = HashMap::<_, Written>::new();
    let mut lines = Vec::new();
    for (Answer { text, .. }, rendered, question) in placed() {
        let Some(author) = people.get(&text.author).copied() else { continue };
        let post = NewPost {
            topic_id: question.topic,
            kind: PostKind::Answer,
            author_id: author,
            source: rendered.source.clone(),
            html: rendered.html.clone(),
            state: State::Visible,
            created_at: text.created,
        };
        let post = store::insert_post(conn, &post, text.edited)?;
        store::count_answer(conn, question.topic, (author != question.author).then_some(text.created))?;
        lines.push(Mapped::new(source, Kind::Post, &text.foreign, post.0));
        if question.is_public {
            written.entry(author).or_default().answers += 1;
        }
    }
    count_written(conn, &written)?;
    remember(conn, &lines)?;
    Ok((lines.len(), made))
}
