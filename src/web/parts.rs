//! Files that are made a part at a time, because they grow with what the site holds: no part is in memory longer than it
//! takes to be sent, and no snapshot of the database is held open between two.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header;
use actix_web::web::Bytes;

use super::Cx;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::sessions::Me;

/// A part of a file.
#[derive(Debug)]
pub struct Part<S> {
    /// Its text; there may be none.
    pub text: String,
    /// Where the next part begins, if there is one.
    pub next: Option<S>,
}

type Reading<S> = Pin<Box<dyn Future<Output = Result<Part<S>>>>>;

enum State<S> {
    Made(Part<S>),
    Reading(Reading<S>),
    End,
}

struct Parts<S, F> {
    cx: Cx,
    make: Arc<F>,
    state: State<S>,
}

impl Cx {
    /// A file to be kept by this reader and by nothing in between. Each part is read by itself, and who asks is loaded
    /// anew for it. What goes wrong with the first one is answered as for a page; with a later one the file breaks off.
    ///
    /// # Errors
    /// Those of the first part.
    pub async fn file<S, F>(&self, media_type: &'static str, name: &str, start: S, make: F) -> Result<HttpResponse>
    where
        S: Send + Unpin + 'static,
        F: Fn(&mut Conn, &Me, S) -> Result<Part<S>> + Send + Sync + 'static,
    {
        let make = Arc::new(make);
        let first = read(self.clone(), Arc::clone(&make), start).await?;
        Ok(HttpResponse::Ok()
            .content_type(media_type)
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(Parts { cx: self.clone(), make, state: State::Made(first) }))
    }
}

async fn read<S, F>(cx: Cx, make: Arc<F>, from: S) -> Result<Part<S>>
where
    S: Send + 'static,
    F: Fn(&mut Conn, &Me, S) -> Result<Part<S>> + Send + Sync + 'static,
{
    cx.read(move |c, me| make(c, me, from)).await
}

impl<S, F> MessageBody for Parts<S, F>
where
    S: Send + Unpin + 'static,
    F: Fn(&mut Conn, &Me, S) -> Result<Part<S>> + Send + Sync + 'static,
{
    type Error = AppError;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let this = self.get_mut();
        loop {
            match std::mem::replace(&mut this.state, State::End) {
                State::End => return Poll::Ready(None),
                State::Made(Part { text, next }) => {
                    if let Some(from) = next {
                        let part = read(this.cx.clone(), Arc::clone(&this.make), from);
                        this.state = State::Reading(Box::pin(part));
                    }
                    // An empty chunk would end the body.
                    if !text.is_empty() {
                        return Poll::Ready(Some(Ok(Bytes::from(text))));
                    }
                }
                State::Reading(mut reading) => match reading.as_mut().poll(context) {
                    Poll::Ready(Ok(part)) => this.state = State::Made(part),
                    Poll::Ready(Err(error)) => {
                        tracing::error!(%error, request = this.cx.id, "a file broke off");
                        return Poll::Ready(Some(Err(error)));
                    }
                    Poll::Pending => {
                        this.state = State::Reading(reading);
                        return Poll::Pending;
                    }
                },
            }
        }
    }
}
