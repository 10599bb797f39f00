//! Pictures over HTTP.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::{MAX_BYTES, Purpose, Workshop};
use crate::error::Result;
use crate::message::Message;
use crate::web::{Cx, Page, Refusal, Upload};

/// `GET /images/{file}`: a file that never changes, and cannot do anything even if it were more than a picture (R27).
///
/// # Errors
/// When there is no such picture.
pub async fn serve(cx: Cx, file: web::Path<String>) -> Result<HttpResponse> {
    let file = file.into_inner();
    let picture = cx.shared.db.read(move |c| super::find(c, &file)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, picture.mime))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(picture.bytes))
}

/// `GET /images/new`: the form that adds a picture where no script does.
///
/// # Errors
/// For who may put nothing in public.
pub async fn new(cx: Cx) -> Result<HttpResponse> {
    form(&cx, Refusal::none()).await
}

/// `POST /images`: a picture for a post. Answers the Markdown that shows it: as JSON to the editor's script, else on a
/// page, to be copied from there.
///
/// # Errors
/// For who may put nothing in public, and when too many pictures are being worked on; to the script also what is wrong
/// with the picture.
pub async fn upload(cx: Cx, workshop: web::Data<Workshop>, upload: Result<Upload>) -> Result<HttpResponse> {
    match take(&cx, &workshop, upload).await {
        Ok(address) if cx.fragment => Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(serde_json::json!({ "markdown": markdown(&address) }))),
        Ok(address) => added(&cx, address).await,
        Err(error) if cx.fragment => Err(error),
        Err(error) => form(&cx, Refusal::of(error)?.at("file")).await,
    }
}

async fn take(cx: &Cx, workshop: &Workshop, upload: Result<Upload>) -> Result<String> {
    let picture = workshop.process(upload?.file, Purpose::Post).await?;
    let now = cx.now;
    cx.write(move |tx, me| super::add(tx, &me.actor, &picture, now)).await
}

fn markdown(address: &str) -> String {
    format!("![]({address})")
}

async fn form(cx: &Cx, refusal: Refusal) -> Result<HttpResponse> {
    let shown = refusal.clone();
    let response = cx
        .page(move |_, _| {
            let page = Page::new("pages/images/new.html")
                .title_key(Message::new("uploads-new"))
                .noindex()
                .no_store()
                .set("megabytes", &(MAX_BYTES / (1024 * 1024)));
            Ok(shown.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}

async fn added(cx: &Cx, address: String) -> Result<HttpResponse> {
    cx.page(move |_, _| {
        Ok(Page::new("pages/images/added.html")
            .title_key(Message::new("uploads-added"))
            .noindex()
            .no_store()
            .set("address", &address)
            .set("markdown", &markdown(&address)))
    })
    .await
}
