//! For those who watch over the server.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::web::Cx;

const TEXT: &str = "text/plain; charset=utf-8";

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type(TEXT).body("ok\n")
}

/// `GET /readyz`: the database answers within a second, and the server is not stopping.
pub async fn readyz(cx: Cx) -> HttpResponse {
    let not_ready = |why: &str| {
        HttpResponse::ServiceUnavailable()
            .insert_header((header::RETRY_AFTER, 2))
            .content_type(TEXT)
            .body(format!("{why}\n"))
    };
    if cx.shared.stopping.load(Ordering::SeqCst) {
        return not_ready("stopping");
    }
    let asked = tokio::time::timeout(Duration::from_secs(1), cx.read(|_, _| Ok(()))).await;
    match asked {
        Ok(Ok(())) => HttpResponse::Ok().content_type(TEXT).body("ready\n"),
        Ok(Err(_)) | Err(_) => not_ready("the database does not answer"),
    }
}
