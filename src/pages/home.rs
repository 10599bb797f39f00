//! The home page: the ask box, and the questions.

use actix_web::{HttpResponse, web};

use crate::error::Result;
use crate::message::Message;
use crate::policy::TopicKind;
use crate::topics::web::{About, LIST, Shown, list_page};
use crate::topics::{Order, Scope};
use crate::web::Cx;

/// `GET /`
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn home(cx: Cx, shown: web::Query<Shown>) -> Result<HttpResponse> {
    let (shown, inner) = (shown.into_inner(), cx.clone());
    cx.page(move |c, me| {
        let about = About {
            path: "/",
            scope: Scope::Site(TopicKind::Question),
            heading: String::new(),
            intro: String::new(),
            ask: "/ask".into(),
            template: LIST,
            orders: Order::ALL,
        };
        let site = inner.shared.site(c, inner.now)?;
        Ok(list_page(&inner, c, me, &about, &shown)?
            .title_key(Message::new("questions-home-title"))
            .description(site.tagline.clone())
            .feed(site.name.clone(), "/feed"))
    })
    .await
}
