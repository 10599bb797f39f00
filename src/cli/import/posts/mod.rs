//! Questions and answers.

mod acceptances;
mod answers;
mod duplicates;
mod links;
pub mod store;

pub use acceptances::acceptances;
pub use answers::answers;
pub use duplicates::duplicates;
pub use links::{NOT_HERE, addresses, links};

use store::{NewPost, NewTopic};

use super::dump::{Row, Table};
use super::links::{Syntax, relink};
use super::people::store::{Written, count_written};
use super::people::{Author, authors};
use super::report::{Item, Report};
use super::run::{Run, Site};
use super::store::{Kind, Mapped, remember};
use super::tags::store::{NewTopicTag, insert_topic_tags};
use super::{tags, texts};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::policy::{PostKind, State};

/// The value of `PostTypeId` of a question.
pub const QUESTION: i64 = 1;
/// The value of `PostTypeId` of an answer.
pub const ANSWER: i64 = 2;

/// What a question and an answer have in common.
struct Text {
    foreign: i64,
    author: Author,
    html: String,
    created: Timestamp,
    edited: Option<Timestamp>,
}

impl Text {
    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            foreign: row.number("Id")?,
            author: Author::of(row, "OwnerUserId", "OwnerDisplayName"),
            html: row.text("Body").unwrap_or_default().to_owned(),
            created: row.date("CreationDate")?,
            edited: row.date("LastEditDate"),
        })
    }
}

/// Turns a text's HTML into Markdown and that into the HTML that is shown; notes a text that nobody could type.
fn render(run: &mut Run<'_>, text: &Text, what: &str) -> texts::Text {
    let host = run.site.host.clone();
    let absolute = relink(&text.html, Syntax::Html, &host, |_| None).text;
    let rendered = texts::body(&run.converter.markdown(&absolute));
    if let Some(limit) = &rendered.beyond {
        run.report.oversized(format!("{what} {}: {limit}", text.foreign));
    }
    rendered
}

struct Question {
    text: Text,
    title: String,
    tags: Vec<String>,
    views: i64,
    active: Timestamp,
    closed: Option<Timestamp>,
}

/// Brings in the questions of Posts.xml.
pub fn questions(run: &mut Run<'_>) -> Result<()> {
    run.pass(
        Table::Posts,
        "questions",
        |row, report| (row.number("PostTypeId") == Some(QUESTION)).then(|| pick(row, report))?,
        |run, batch| {
            let batch = run.fresh(Kind::Post, Item::Questions, batch, |question| question.text.foreign.to_string())?;
            let batch: Vec<(Question, texts::Text)> = batch
                .into_iter()
                .map(|question| {
                    let rendered = render(run, &question.text, "question");
                    (question, rendered)
                })
                .collect();
            let taken = batch.len();
            let site = run.site.clone();
            let (new_authors, new_tags) = run.write(move |conn| insert(conn, &site, &batch))?;
            run.report.taken(Item::Questions, taken);
            run.report.made("accounts of authors who are not in Users.xml", new_authors);
            run.report.made("tags that are not in Tags.xml", new_tags);
            Ok(())
        },
    )
}

fn pick(row: &Row, report: &mut Report) -> Option<Question> {
    report.found(Item::Questions, 1);
    let Some(text) = Text::of(row) else {
        report.left(Item::Questions, "rows without a number or a date", 1);
        return None;
    };
    let title = texts::title(row.text("Title").unwrap_or_default());
    let title = if title.is_empty() { format!("Question {}", text.foreign) } else { title };
    let tags = tag_names(row.text("Tags").unwrap_or_default(), report);
    for limit in texts::head_beyond(&title, &tags) {
        report.oversized(format!("question {}: {limit}", text.foreign));
    }
    Some(Question {
        title,
        tags,
        views: row.number("ViewCount").unwrap_or(0).max(0),
        active: row.date("LastActivityDate").unwrap_or(text.created).max(text.created),
        closed: row.date("ClosedDate"),
        text,
    })
}

/// The tags of a question, written `<a><b>` or `|a|b|`, each once.
fn tag_names(written: &str, report: &mut Report) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for name in written.split(['<', '>', '|']).filter(|name| !name.is_empty()) {
        match texts::tag(name) {
            Some(tag) if tags.contains(&tag) => {}
            Some(tag) => tags.push(tag),
            None => {
                report.found(Item::UnusableTags, 1);
                report.left(Item::UnusableTags, "names that no tag here can have", 1);
            }
        }
    }
    tags
}

/// Writes questions; answers how many accounts and tags had to be made for them.
fn insert(conn: &mut Conn, site: &Site, batch: &[(Question, texts::Text)]) -> Result<(usize, usize)> {
    let source = &*site.source;
    let (people, new_authors) =
        authors(conn, source, batch.iter().map(|(question, _)| (&question.text.author, question.text.created)))?;
    let names: Vec<String> = batch.iter().flat_map(|(question, _)| question.tags.iter().cloned()).collect();
    let synonyms = tags::store::synonyms(conn, &names)?;
    let names = tags::current(&names, &synonyms);
    let (tag_ids, new_tags) = tags::ids(conn, source, site.now, &names)?;
    let mut written = std::collections::HashMap::<_, Written>::new();
    let (mut lines, mut under) = (Vec::new(), Vec::new());
    for (question, rendered) in batch {
        let Some(author) = people.get(&question.text.author).copied() else { continue };
        let Question { text, .. } = question;
        let tags = tags::current(&question.tags, &synonyms);
        let topic = NewTopic {
            kind: "question".to_owned(),
            board_id: site.board,
            author_id: author,
            slug: texts::slug(&question.title),
            lang: texts::language(&question.title, &rendered.source).to_owned(),
            title: question.title.clone(),
            tags: tags.join(" "),
            excerpt: texts::excerpt(&rendered.source),
            state: State::Visible,
            audience: site.audience,
            views: question.views,
            created_at: text.created,
            updated_at: question.active,
            active_at: question.active,
            imported: true,
        };
        let topic_id = store::insert_topic(conn, &topic, question.closed)?;
        let post = NewPost {
            topic_id,
            kind: PostKind::Question,
            author_id: author,
            source: rendered.source.clone(),
            html: rendered.html.clone(),
            state: State::Visible,
            created_at: text.created,
        };
        let post = store::insert_post(conn, &post, text.edited)?;
        lines.push(Mapped::new(source, Kind::Post, &text.foreign, post.0));
        under.extend(tags.iter().filter_map(|name| tag_ids.get(name)).map(|tag| NewTopicTag {
            tag_id: *tag,
            topic_id,
            audience: site.audience,
            state: State::Visible,
            closed_at: question.closed,
            active_at: question.active,
            created_at: text.created,
            answers_count: 0,
            score: 0,
        }));
        if site.audience == 0 {
            written.entry(author).or_default().questions += 1;
        }
    }
    insert_topic_tags(conn, &under)?;
    count_written(conn, &written)?;
    remember(conn, &lines)?;
    Ok((new_authors, new_tags))
}
