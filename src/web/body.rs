//! A request's body: read whole, under a limit, and not from somebody who keeps the server waiting (R31).

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::body::{BodyStream, MessageBody};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use tokio::time::sleep;

use crate::error::{AppError, Result};

/// How slowly a body may come.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// For the way to the first bytes, and for pauses.
    grace: Duration,
    /// What each KiB adds to that.
    per_kib: Duration,
    /// Whatever has come by then.
    longest: Duration,
}

/// At least 1 KiB/s, after a start as long as that of the headers; whole within 20 seconds.
const PACE: Pace =
    Pace { grace: Duration::from_secs(5), per_kib: Duration::from_secs(1), longest: Duration::from_secs(20) };

/// The length that the request says its body has, in bytes.
pub(super) fn declared(request: &HttpRequest) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads a body of at most `max` bytes.
///
/// # Errors
/// [`AppError::TooLarge`], [`AppError::Slow`]; [`AppError::Unreadable`] when it ends too early.
pub(super) async fn read(payload: Payload, max: usize) -> Result<Bytes> {
    gather(BodyStream::new(payload), max, PACE).await
}

async fn gather(body: impl MessageBody, max: usize, pace: Pace) -> Result<Bytes> {
    let mut body = pin!(body);
    let mut end = pin!(sleep(pace.longest));
    let mut late = pin!(sleep(pace.grace));
    let mut gathered = BytesMut::new();
    loop {
        let next = tokio::select! {
            biased;
            () = &mut end => return Err(AppError::Slow),
            () = &mut late => return Err(AppError::Slow),
            next = poll_fn(|cx| body.as_mut().poll_next(cx)) => next,
        };
        let Some(piece) = next else { return Ok(gathered.freeze()) };
        let piece = piece.map_err(|_| AppError::Unreadable)?;
        if gathered.len() + piece.len() > max {
            return Err(AppError::TooLarge { max_bytes: max });
        }
        gathered.extend_from_slice(&piece);
        let bytes = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        let later = late.deadline() + pace.per_kib.mul_f64(f64::from(bytes) / 1024.0);
        late.as_mut().reset(later);
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use actix_web::body::BodySize;
    use tokio::time::{Interval, interval};

    use super::*;

    /// A piece of so many bytes at each tick.
    struct Trickle {
        ticks: Interval,
        piece: usize,
        left: usize,
    }

    impl MessageBody for Trickle {
        type Error = Infallible;

        fn size(&self) -> BodySize {
            BodySize::Stream
        }

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            self.ticks.poll_tick(cx).map(|_| {
                self.left -= 1;
                Some(Ok(Bytes::from(vec![b'a'; self.piece])))
            })
        }
    }

    /// The rule a hundred times as fast: 100 KiB/s after 50 ms, whole within 200 ms.
    const FAST: Pace = Pace {
        grace: Duration::from_millis(50),
        per_kib: Duration::from_millis(10),
        longest: Duration::from_millis(200),
    };

    async fn sent(every: Duration, piece: usize, pieces: usize) -> Result<usize> {
        let body = Trickle { ticks: interval(every), piece, left: pieces };
        gather(body, 100_000, FAST).await.map(|bytes| bytes.len())
    }

    #[actix_web::test]
    async fn what_comes_fast_enough_is_read() {
        assert!(matches!(sent(Duration::from_millis(1), 1_000, 20).await, Ok(20_000)));
        assert!(matches!(sent(Duration::from_millis(1), 1, 0).await, Ok(0)));
    }

    #[actix_web::test]
    async fn what_trickles_or_never_ends_is_not_waited_for() {
        assert!(matches!(sent(Duration::from_millis(5), 1, 1_000).await, Err(AppError::Slow)), "below the rate");
        assert!(matches!(sent(Duration::from_millis(5), 2_000, 1_000).await, Err(AppError::Slow)), "past the end");
        assert!(matches!(sent(Duration::from_secs(60), 2_000, 2).await, Err(AppError::Slow)), "silent");
    }

    #[actix_web::test]
    async fn the_limit_is_the_last_byte_that_is_taken() {
        let of = |bytes: usize| gather(Bytes::from(vec![b'a'; bytes]), 1_024, FAST);
        assert!(of(1_024).await.is_ok());
        assert!(matches!(of(1_025).await, Err(AppError::TooLarge { max_bytes: 1_024 })));
    }
}
