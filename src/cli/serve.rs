//! `talka serve`

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use tracing_subscriber::EnvFilter;

use crate::accounts::first_admin;
use crate::app::{App, metrics_server};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{AppError, Result};
use crate::mail::Mailer;
use crate::search;
use crate::web::FloodLimits;

/// Runs the server until it is asked to stop.
pub(super) fn run(mut config: Config) -> Result<ExitCode> {
    start_log(&config);
    let listeners = bind(&mut config)?;
    actix_web::rt::System::new().block_on(serve(config, listeners, |_| Ok(())))
}

/// Structured lines on standard error: one JSON object each.
pub(super) fn start_log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start in the same process (a test) keeps the first one's.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A line that cannot be written is lost: telling standard error that standard error is gone would panic.
        .log_internal_errors(false)
        .try_init();
}

/// The addresses that this process has for itself.
pub(super) struct Listeners {
    site: TcpListener,
    metrics: Option<TcpListener>,
}

/// Takes the configured addresses; where port 0 asks for any free one, the configuration then names the one it got.
pub(super) fn bind(config: &mut Config) -> Result<Listeners> {
    let take = |key: &str, address: SocketAddr| {
        TcpListener::bind(address)
            .map_err(|error| AppError::Unavailable { reason: format!("{key}={address}: {error}") })
    };
    let site = take("TALKA_LISTEN", config.listen)?;
    config.bound_to(site.local_addr().map_err(AppError::internal)?);
    let metrics = config.metrics_listen.map(|address| take("TALKA_METRICS_LISTEN", address)).transpose()?;
    Ok(Listeners { site, metrics })
}

/// Opens everything, lets `prepare` do its part, and answers until SIGTERM or SIGINT.
pub(super) async fn serve(
    config: Config,
    listeners: Listeners,
    prepare: impl FnOnce(&App) -> Result<()>,
) -> Result<ExitCode> {
    let mailer = Mailer::new(&config).map_err(AppError::internal)?;
    let app = App::build(config, Clock::System, FloodLimits::default(), mailer)?;
    prepare(&app)?;
    invite_first_admin(&app).await?;
    let now = app.shared.clock.now();
    app.shared.db.write(move |tx| search::begin_if_missing(tx, now)).await?;
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let server = app.server(listeners.site, workers).map_err(AppError::internal)?;
    let handle = server.handle();
    tracing::info!(
        listen = %app.shared.config.listen,
        base_url = %app.shared.config.base_url,
        database = ?app.shared.config.database,
        "talka is running"
    );
    if let Some(listener) = listeners.metrics {
        actix_web::rt::spawn(metrics_server(listener).map_err(AppError::internal)?);
    }
    let (stop_jobs, jobs_stop) = tokio::sync::watch::channel(false);
    let jobs = app.runner.clone().spawn(jobs_stop);
    let shared = app.shared.clone();
    actix_web::rt::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping: no new requests, those under way are finished");
        shared.stopping.store(true, Ordering::SeqCst);
        handle.stop(true).await;
    });
    server.await.map_err(AppError::internal)?;
    // Jobs under way are finished; what was counted in memory is written.
    let _ = stop_jobs.send(true);
    jobs.await.map_err(AppError::internal)?;
    let (views, deflections, db) = (app.views.clone(), app.deflections.clone(), app.shared.db.clone());
    let written = move || deflections.flush(&db).and(views.flush(&db));
    tokio::task::spawn_blocking(written).await.map_err(AppError::internal)??;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// While there is no admin, the one at the terminal gets a link to make one. It is a secret, so it is in no log.
async fn invite_first_admin(app: &App) -> Result<()> {
    let now = app.shared.clock.now();
    if let Some(secret) = app.shared.db.write(move |tx| first_admin::link(tx, now)).await? {
        let link = app.shared.config.absolute(&format!("/first-admin/{secret}"));
        let text = "There is no admin yet. Make the first one within 24 hours, at this link, which works once:";
        // Nobody may be reading; the server runs all the same.
        let _ = writeln!(std::io::stdout(), "{text}\n{link}");
    }
    Ok(())
}

async fn asked_to_stop() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
