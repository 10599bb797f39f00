//! What search engines should read: `robots.txt`, and the sitemap with every public topic.
//!
//! The sitemap comes in parts by ranges of numbers, so that a part stays the same however many topics follow, and
//! none costs more to read than its own topics. The first part has the boards and tags besides.

mod store;

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use crate::boards;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::feeds::xml::Xml;
use crate::i18n::rfc3339;
use crate::ids;
use crate::policy::Actor;
use crate::tags;
use crate::topics;
use crate::web::{Cx, Validators};

/// Numbers of questions that one part spans. The protocol's limit is 50,000 addresses.
pub const SPAN: i64 = 10_000;
/// Tags in the first part at most.
const TAGS: i64 = 5_000;

const XML: &str = "application/xml; charset=utf-8";
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// What holds nothing for a search engine, by the beginnings of its paths.
const PRIVATE: [&str; 6] = ["/sign-in", "/settings", "/ask", "/posts/", "/admin", "/mod"];

/// `GET /robots.txt`
pub async fn robots(cx: Cx) -> HttpResponse {
    let mut text = String::from("User-agent: *\n");
    for path in PRIVATE {
        text.push_str("Disallow: ");
        text.push_str(path);
        text.push('\n');
    }
    text.push_str("\nSitemap: ");
    text.push_str(&cx.shared.config.absolute("/sitemap.xml"));
    text.push('\n');
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(text)
}

/// `GET /sitemap.xml`: the parts that there are.
///
/// # Errors
/// Of the database.
pub async fn index(cx: Cx) -> Result<HttpResponse> {
    let reader = cx.clone();
    answer(&cx, move |c| {
        // The first part is there without any question: it has the pages.
        let mut parts = store::parts(c)?;
        if parts.first() != Some(&1) {
            parts.insert(0, 1);
        }
        Xml::document("sitemapindex", &[NAMESPACE], |xml| {
            parts.iter().try_for_each(|part| {
                let url = reader.shared.config.absolute(&format!("/sitemaps/{part}.xml"));
                xml.element("sitemap", &[], |xml| xml.text("loc", &[], &url))
            })
        })
    })
    .await
}

/// `GET /sitemaps/{number}.xml`
///
/// # Errors
/// [`AppError::NotFound`] when there is no such part.
pub async fn part(cx: Cx, number: web::Path<i64>) -> Result<HttpResponse> {
    let (reader, number) = (cx.clone(), *number);
    answer(&cx, move |c| {
        let mut urls = Vec::new();
        if number == 1 {
            let used = store::tags(c, TAGS)?;
            let boards = boards::list(c, &Actor::Visitor)?;
            urls.extend(["/", "/ideas", "/boards", "/tags"].map(|path| (path.to_owned(), None)));
            urls.extend(["/roadmap", "/changelog"].map(|path| (path.to_owned(), None)));
            urls.extend(boards.iter().map(|board| (board.url(), None)));
            urls.extend(used.iter().map(|slug| (tags::url(slug), None)));
        }
        let last = number.checked_mul(SPAN).filter(|&last| last > 0).ok_or(AppError::NotFound)?;
        let topics = store::topics(c, last - SPAN, last)?;
        urls.extend(topics.into_iter().map(|row| (topics::path(row.kind, row.id, &row.slug), Some(row.updated_at))));
        if urls.is_empty() {
            return Err(AppError::NotFound);
        }
        Xml::document("urlset", &[NAMESPACE], |xml| {
            urls.iter().try_for_each(|(path, updated_at)| {
                xml.element("url", &[], |xml| {
                    xml.text("loc", &[], &reader.shared.config.absolute(path))?;
                    updated_at.map_or(Ok(()), |at| xml.text("lastmod", &[], &rfc3339(at.0)))
                })
            })
        })
    })
    .await
}

/// A document that is the same for everybody, whoever asks.
async fn answer(cx: &Cx, write: impl FnOnce(&mut Conn) -> Result<String> + Send + 'static) -> Result<HttpResponse> {
    let body = cx.shared.db.read(write).await?;
    let validators = Validators::new(ids::digest(&body), None);
    let fresh = cx.has_current(&validators);
    Ok(cx.public(XML, &validators, (!fresh).then_some(body)))
}
