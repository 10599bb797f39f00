//! The history of a post: who changed what, when and why; any version can be restored.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::diff::{self, Chunk};
use crate::error::{AppError, Result};
use crate::ids::PostId;
use crate::markdown::Body;
use crate::message::Message;
use crate::policy::{self, Action, PostKind};
use crate::questions::{Edit, Edited, QuestionForm, edit};
use crate::topics::{self, Origin, RevisionRow};
use crate::web::{Cx, Form, MemberView, Page, member_view};

/// Versions on a page.
const SHOWN: usize = 10;
/// All versions of a page together have the patience of one comparison.
const PATIENCE: Duration = Duration::from_millis(diff::PATIENCE.as_millis() as u64 / SHOWN as u64);

/// Which versions.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    before: Option<i64>,
}

/// A version with what it changed.
#[derive(Debug, Serialize)]
struct VersionView {
    number: i64,
    author: MemberView,
    at: i64,
    reason: String,
    /// Key and name of "approved by", for what was suggested; or an empty key.
    origin_key: &'static str,
    origin_name: String,
    title: Vec<Chunk>,
    tags: Vec<Chunk>,
    body: Vec<Chunk>,
    current: bool,
}

/// `GET /posts/{id}/history`
///
/// # Errors
/// 404 for a post that this reader may not see.
pub async fn history(cx: Cx, path: web::Path<PostId>, query: web::Query<Query>) -> Result<HttpResponse> {
    let (id, before) = (path.into_inner(), query.before);
    cx.page(move |c, me| {
        let (topic, post, facts) = topics::readable_post(c, &me.actor, id)?;
        let rows = topics::revisions(c, id, before.unwrap_or(i64::MAX))?;
        let latest = post.revisions_count;
        let origins = topics::origins(c, &rows)?;
        let view = |(place, row): (usize, &RevisionRow)| {
            let origin = origins.iter().find(|origin| row.suggestion == Some(origin.id));
            version(row, rows.get(place + 1), origin, latest)
        };
        let versions: Vec<VersionView> = rows.iter().enumerate().take(SHOWN).map(view).collect();
        let next = rows.get(SHOWN).and_then(|_| versions.last()).map(|version| version.number);
        Ok(Page::new("pages/questions/history.html")
            .title_key(Message::new("questions-history-title").with("title", topic.title.clone()))
            .section("questions")
            .noindex()
            .set("id", &id)
            .set("version", &post.version)
            .set("lang", &topic.lang)
            .set("back", &format!("{}#{}", topic.path(), topics::anchor(post.kind, id)))
            .set("topic_title", &topic.title)
            .set("versions", &versions)
            .set("next", &next)
            .set("can_restore", &policy::check(&me.actor, Action::EditPost(facts)).is_ok()))
    })
    .await
}

/// What is said of a version that was suggested: who approved it, or whose suggestion it improves.
fn said_of(row: &RevisionRow, origin: Option<&Origin>) -> (&'static str, String) {
    match origin {
        Some(origin) if origin.author_id == row.author => {
            ("suggestions-version-approved", origin.decider_name.clone().unwrap_or_default())
        }
        Some(origin) => ("suggestions-version-improved", origin.author_name.clone()),
        None => ("", String::new()),
    }
}

fn version(row: &RevisionRow, before: Option<&RevisionRow>, origin: Option<&Origin>, latest: i64) -> VersionView {
    let (origin_key, origin_name) = said_of(row, origin);
    let changed = |old: Option<&str>, new: Option<&str>| match (old, new) {
        (_, None) => Vec::new(),
        (Some(old), Some(new)) if old == new => Vec::new(),
        (old, Some(new)) => diff::words(old.unwrap_or(new), new, PATIENCE),
    };
    VersionView {
        number: row.number,
        author: member_view(
            row.author,
            row.handle.clone(),
            row.display_name.clone(),
            &row.photo,
            row.is_staff,
            row.job_title.clone(),
        )
        .super_user(row.is_super),
        at: row.created_at.0,
        reason: row.reason.clone(),
        origin_key,
        origin_name,
        title: changed(before.and_then(|b| b.title.as_deref()), row.title.as_deref()),
        tags: changed(before.and_then(|b| b.tags.as_deref()), row.tags.as_deref()),
        body: diff::words(before.map_or(row.source.as_str(), |b| b.source.as_str()), &row.source, PATIENCE),
        current: row.number == latest,
    }
}

/// Which version is to stand again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoreForm {
    number: i64,
    version: i64,
}

/// `POST /posts/{id}/restore-version`: an old version stands again, as a new one.
///
/// # Errors
/// By the policy; 409 when somebody has edited meanwhile.
pub async fn restore(cx: Cx, path: web::Path<PostId>, Form(form): Form<RestoreForm>) -> Result<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now);
    let RestoreForm { number, version } = form;
    let edited = cx
        .write(move |tx, me| {
            let (topic, post, facts) = topics::readable_post(tx, &me.actor, id)?;
            policy::check(&me.actor, Action::EditPost(facts))?;
            let old = topics::revision_texts(tx, id, number)?.ok_or(AppError::NotFound)?;
            let form = QuestionForm {
                title: old.title.unwrap_or(topic.title),
                board: topic.board.to_string(),
                tags: old.tags.unwrap_or(topic.tags),
                lang: topic.lang,
                body: old.source,
            };
            let new = match post.kind {
                PostKind::Answer => Edit::Answer(Body::parse(&form.body).map_err(|_| AppError::Unreadable)?),
                PostKind::Question | PostKind::Idea => Edit::Topic(form.parse()?),
                PostKind::Article => Edit::Topic(form.parse_article()?),
            };
            edit(tx, &me.actor, (id, version), &new, (&format!("#{number}"), now))
        })
        .await?;
    match edited {
        Edited::Done(path) => Ok(cx.see_other_with(&path, "notice-restored")),
        Edited::Stale { .. } => Err(AppError::Conflict(Message::new("questions-restore-stale"))),
    }
}
