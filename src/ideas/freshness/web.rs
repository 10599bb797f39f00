//! The ideas of which staff have something to say.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{LATE_AFTER, PAGE, due, figures, parse_cursor};
use crate::error::Result;
use crate::ideas::{list, statuses};
use crate::ids::{StatusId, TopicId};
use crate::message::Message;
use crate::policy::{self, Action};
use crate::statuses::StatusView;
use crate::topics::{self, Titled};
use crate::web::{Cx, Page, member_view};

/// Where the page begins.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Shown {
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct DueView {
    id: TopicId,
    url: String,
    title: String,
    lang: String,
    score: i64,
    due_at: i64,
    /// A date was promised; else it is due for leading.
    promised: bool,
    late: bool,
    /// Everybody sees that it is late.
    public: bool,
    owner: String,
    owner_url: String,
    status: Option<StatusView>,
    can_update: bool,
}

/// `GET /ideas/due`
///
/// # Errors
/// By the policy; 400 for a cursor that is not one of ours.
pub async fn show(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (after, inner) = (shown.into_inner().after, cx.clone());
    cx.page(move |c, me| {
        policy::check(&me.actor, Action::KeepIdeas)?;
        let boards = list::boards(c, &me.actor)?;
        let mut rows = due(c, &boards, parse_cursor(after.as_deref())?)?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let older = rows.last().filter(|_| more).map(|row| format!("/ideas/due?after={}.{}", row.due_at.0, row.topic));
        let ids: Vec<i64> = rows.iter().map(|row| row.topic.0).collect();
        let mut titled: HashMap<TopicId, Titled> = topics::titled(c, &ids)?;
        let all: HashMap<StatusId, StatusView> = statuses::all(c)?
            .iter()
            .map(|status| (status.id, StatusView::of(status, &inner.shared.texts.i18n, inner.lang)))
            .collect();
        let views: Vec<DueView> = rows
            .into_iter()
            .filter_map(|row| {
                let topic = titled.remove(&row.topic)?;
                // Only for its address.
                let owner = row.owner_handle.map(|handle| {
                    let name = row.owner_name.unwrap_or_default();
                    member_view(crate::ids::UserId(0), handle, name, "", true, String::new())
                });
                Some(DueView {
                    id: row.topic,
                    url: topic.path(row.topic),
                    score: row.score,
                    due_at: row.due_at.0,
                    promised: row.next_word_at.is_some(),
                    late: row.due_at < inner.now,
                    public: row.next_word_at.is_some_and(|at| at + LATE_AFTER < inner.now),
                    owner_url: owner.as_ref().map(|owner| owner.url.clone()).unwrap_or_default(),
                    owner: owner.map(|owner| owner.name).unwrap_or_default(),
                    status: all.get(&row.status).cloned(),
                    can_update: policy::check(&me.actor, Action::UpdateIdea(topic.facts)).is_ok(),
                    title: topic.title,
                    lang: topic.lang,
                })
            })
            .collect();
        Ok(Page::new("pages/ideas/due.html")
            .title_key(Message::new("ideas-due-title"))
            .section("ideas")
            .noindex()
            .set("due", &views)
            .set("figures", &figures(c, inner.now)?)
            .set("newest", if after.is_some() { "/ideas/due" } else { "" })
            .set("older", &older.unwrap_or_default()))
    })
    .await
}
