//! Counts and times for Prometheus, by route pattern: never by address, which would not end.

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::http::StatusCode;
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder};

struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
}

/// None when the names clash, which they do not; a page must not fail for its metrics.
static METRICS: LazyLock<Option<Metrics>> = LazyLock::new(|| build().ok());

fn build() -> prometheus::Result<Metrics> {
    let registry = Registry::new();
    let requests = IntCounterVec::new(Opts::new("talka_requests_total", "Answered requests"), &["route", "status"])?;
    let seconds = HistogramVec::new(
        HistogramOpts::new("talka_request_seconds", "Time to answer")
            .buckets(vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0]),
        &["route"],
    )?;
    registry.register(Box::new(requests.clone()))?;
    registry.register(Box::new(seconds.clone()))?;
    Ok(Metrics { registry, requests, seconds })
}

pub(super) fn observe(route: Option<&str>, status: StatusCode, took: Duration) {
    let Some(metrics) = &*METRICS else { return };
    let route = route.unwrap_or("-");
    metrics.requests.with_label_values(&[route, status.as_str()]).inc();
    metrics.seconds.with_label_values(&[route]).observe(took.as_secs_f64());
}

/// Everything counted so far, as Prometheus reads it.
#[must_use]
pub fn text() -> String {
    let Some(metrics) = &*METRICS else { return String::new() };
    let mut out = Vec::new();
    match TextEncoder::new().encode(&metrics.registry.gather(), &mut out) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(error) => {
            tracing::error!(%error, "metrics could not be written");
            String::new()
        }
    }
}
