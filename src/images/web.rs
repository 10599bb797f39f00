//! Pictures over HTTP.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::{Purpose, Workshop};
use crate::error::Result;
use crate::web::{Cx, Upload};

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

/// `POST /images`: a picture for a post, sent by the editor's script. Answers the Markdown that shows it.
///
/// # Errors
/// What is wrong with the picture, and those of [`super::add`].
pub async fn upload(cx: Cx, workshop: web::Data<Workshop>, upload: Upload) -> Result<HttpResponse> {
    let picture = workshop.process(upload.file, Purpose::Post).await?;
    let now = cx.now;
    let address = cx.write(move |tx, me| super::add(tx, &me.actor, &picture, now)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(serde_json::json!({ "markdown": format!("![]({address})") })))
}
