//! The application: its parts put together, and the server around them.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as ActixApp, HttpResponse, HttpServer, web};

use crate::accounts::{self, password::Hasher};
use crate::articles;
use crate::badges::award;
use crate::boards;
use crate::clock::{Clock, Timestamp, days, hours, minutes};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::drafts;
use crate::error::{AppError, Result};
use crate::ideas::{self, freshness};
use crate::images::Workshop;
use crate::jobs::{Handler, HandlerTable, Runner, Schedule};
use crate::leaders::roll;
use crate::ledger::seal;
use crate::letters;
use crate::mail::{self, Mailer};
use crate::moderation::calls;
use crate::notify::{self, OnDelivered, inbox};
use crate::points::{close, earn, expire, release, report};
use crate::reputation::walk;
use crate::routes;
use crate::search;
use crate::similar::{self, Deflections};
use crate::submissions;
use crate::super_users::judge;
use crate::tags::{self, merging};
use crate::topics::Views;
use crate::web::{Connections, Flood, FloodLimits, Shared, Texts, Unread, guard, metrics, upload_limits};

/// How long requests under way may take when the server is asked to stop (D11).
const DRAIN_SECONDS: u64 = 20;
/// A browser that has not finished its headers by then is not waited for (R31).
const HEADERS: Duration = Duration::from_secs(5);

/// The parts of a running Talka.
#[derive(Debug, Clone)]
pub struct App {
    /// What every request shares.
    pub shared: web::Data<Shared>,
    /// Passwords.
    pub hasher: web::Data<Hasher>,
    /// Counts views in memory.
    pub views: web::Data<Views>,
    /// Counts in memory what was opened instead of asking.
    pub deflections: web::Data<Deflections>,
    /// Runs what is due.
    pub runner: Runner,
    /// Uploaded pictures.
    pub workshop: web::Data<Workshop>,
    connections: Arc<Connections>,
}

impl App {
    /// Opens the database, brings its schema up to date and reads templates and texts.
    ///
    /// # Errors
    /// What cannot be opened, and why.
    pub fn build(config: Config, clock: Clock, flood: FloodLimits, mailer: Mailer) -> Result<Self> {
        let texts = Texts::load(config.pseudo_locale).map_err(AppError::Internal)?;
        let db = Db::open(&config.database)?;
        db.check_writable()?;
        db.migrate()?;
        let views = web::Data::new(Views::default());
        let deflections = web::Data::new(Deflections::default());
        let connections = Connections::new(flood.connections, config.trusted_proxies.clone());
        let unread = Unread::new(|c, actor| Ok(notify::web::shown_count(inbox::unread(c, actor)?)));
        let shared = web::Data::new(Shared::new((config, db.clone()), clock.clone(), texts, Flood::new(flood), unread));
        let runner = Runner::new(db, clock, handlers(&shared, mailer, (&views, &deflections)), schedules());
        Ok(Self {
            views,
            deflections,
            runner,
            shared,
            hasher: web::Data::new(Hasher::default()),
            workshop: web::Data::new(Workshop::default()),
            connections,
        })
    }

    /// The server on a listener that is already bound.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub fn server(&self, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
        let (app, connections) = (self.clone(), Arc::clone(&self.connections));
        let server = HttpServer::new(move || {
            ActixApp::new()
                .app_data(app.shared.clone())
                .app_data(app.hasher.clone())
                .app_data(app.views.clone())
                .app_data(app.deflections.clone())
                .app_data(app.workshop.clone())
                .app_data(upload_limits())
                .app_data(web::PathConfig::default().error_handler(|_, _| AppError::NotFound.into()))
                .app_data(web::QueryConfig::default().error_handler(|_, _| AppError::Unreadable.into()))
                .wrap(from_fn(guard))
                // Outermost, so that the guard's error pages are compressed too.
                .wrap(Compress::default())
                .configure(routes::configure)
                .default_service(web::to(|| async { Err::<HttpResponse, _>(AppError::NotFound) }))
        })
        .workers(workers)
        .on_connect(move |io, keeps| connections.enter(io, keeps))
        .client_request_timeout(HEADERS)
        .shutdown_timeout(DRAIN_SECONDS)
        .disable_signals()
        .listen(listener)?;
        Ok(server.run())
    }
}

/// What the job runner can do: the features' handlers, handed up as data.
fn handlers(
    shared: &web::Data<Shared>,
    mailer: Mailer,
    (views, deflections): (&web::Data<Views>, &web::Data<Deflections>),
) -> HandlerTable {
    let deflections = deflections.clone();
    let (counted, flush, fold, tidied) = (views.clone(), shared.db.clone(), shared.db.clone(), shared.clone());
    let mut table = HandlerTable::new();
    // What else happens when somebody is told.
    let letters = letters::Writer::new(Arc::clone(shared));
    table.insert(letters::DIGESTS, letters.digests());
    table.insert(expire::EXPIRE, expire::handler(&shared.db, on_notice(letters.clone())));
    let on_delivered: OnDelivered = Arc::new(move |tx, delivery| letters.tell(tx, delivery));
    table.insert(notify::EXPAND, notify::handler(&shared.db, on_delivered));
    table.insert(mail::SEND, mail::handler(&shared.db, Arc::new(mailer), Arc::new(letters::still_tells)));
    table.insert(merging::MOVE, merging::handler(&shared.db));
    table.insert(
        FLUSH_VIEWS,
        Handler::new(move |_, _| {
            deflections.flush(&flush)?;
            Ok(counted.flush(&flush)?)
        }),
    );
    let due = shared.clone();
    table.insert(
        ARTICLES_DUE,
        Handler::new(move |_, _| {
            let now = due.clock.now();
            while due.db.write_now(move |tx| articles::tell_due(tx, now))? {}
            Ok(())
        }),
    );
    let leading = shared.clone();
    table.insert(
        freshness::TOP,
        Handler::new(move |_, _| {
            let now = leading.clock.now();
            Ok(leading.db.write_now(move |tx| freshness::settle_top(tx, now))?)
        }),
    );
    table.insert(
        TIDY,
        Handler::new(move |_, _| {
            tidied.flood.tidy();
            let now = tidied.clock.now();
            while tidied.db.write_now(move |tx| inbox::tidy(tx, now))? {}
            while tidied.db.write_now(move |tx| calls::tidy(tx, now))? {}
            Ok(tidied.db.write_now(move |tx| tidy(tx, now))?)
        }),
    );
    table.insert(roll::ROLL, roll::handler(&shared.db));
    table.insert(earn::EARN, earn::handler(&shared.db));
    table.insert(release::RELEASE, release::handler(&shared.db));
    table.insert(close::CLOSE, close::handler(&shared.db));
    table.insert(report::REPORT, report::handler(&shared.db));
    table.insert(seal::SEAL, seal::handler(&shared.db));
    table.insert(award::QUICK, award::quick(&shared.db));
    table.insert(award::ALL, award::all(&shared.db));
    table.insert(judge::JUDGE, judge::handler(&shared.db));
    table.insert(similar::MAKE, similar::handler(&shared.db));
    table.insert(walk::WALK, walk::handler(&shared.db));
    table.insert(search::REINDEX, search::handler(&shared.db));
    table.insert(
        COUNT,
        Handler::new(move |_, _| {
            while fold.write_now(boards::fold_counts)? {}
            while fold.write_now(tags::fold_counts)? {}
            while fold.write_now(ideas::list::fold_counts)? {}
            while fold.write_now(search::fold_counts)? {}
            Ok(())
        }),
    );
    table
}

/// Who is told that points run out, is told by a letter.
fn on_notice(letters: letters::Writer) -> expire::OnNotice {
    Arc::new(move |tx, notice, now| {
        let expire::Notice { user, points, days, first } = notice;
        letters.points_run_out(tx, letters::RunOut { user, points, days, first }, now)
    })
}

const FLUSH_VIEWS: &str = "views.flush";
const ARTICLES_DUE: &str = "articles.due";
const TIDY: &str = "site.tidy";
const COUNT: &str = "counts.fold";

fn schedules() -> Vec<Schedule> {
    vec![
        Schedule { name: "views", every: Duration::from_secs(30), kind: FLUSH_VIEWS },
        Schedule { name: "counts", every: Duration::from_secs(10), kind: COUNT },
        Schedule { name: "similar", every: Duration::from_secs(10), kind: similar::MAKE },
        Schedule { name: "reputation", every: minutes(1), kind: walk::WALK },
        Schedule { name: "digests", every: minutes(1), kind: letters::DIGESTS },
        Schedule { name: "leaders", every: minutes(1), kind: roll::ROLL },
        Schedule { name: "badges.quick", every: minutes(1), kind: award::QUICK },
        Schedule { name: "badges", every: days(1), kind: award::ALL },
        Schedule { name: "points", every: minutes(1), kind: earn::EARN },
        Schedule { name: "points.release", every: minutes(10), kind: release::RELEASE },
        Schedule { name: "points.expire", every: hours(1), kind: expire::EXPIRE },
        Schedule { name: "points.months", every: hours(1), kind: close::CLOSE },
        Schedule { name: "points.report", every: hours(1), kind: report::REPORT },
        Schedule { name: "ledger", every: minutes(1), kind: seal::SEAL },
        Schedule { name: "super", every: days(1), kind: judge::JUDGE },
        Schedule { name: "ideas.top", every: minutes(10), kind: freshness::TOP },
        Schedule { name: "articles", every: hours(1), kind: ARTICLES_DUE },
        Schedule { name: "tidy", every: hours(1), kind: TIDY },
    ]
}

/// Forgets what has run out, in small pieces.
fn tidy(tx: &mut Conn, now: Timestamp) -> Result<()> {
    accounts::tidy(tx, now)?;
    drafts::forget_old(tx, now)?;
    letters::forget(tx, now)?;
    submissions::forget(tx, now - days(1))
}

/// The server Prometheus reads from, on an address of its own.
///
/// # Errors
/// When the listener cannot be used.
pub fn metrics_server(listener: TcpListener) -> std::io::Result<Server> {
    let text = || async { HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics::text()) };
    let server = HttpServer::new(move || ActixApp::new().route("/metrics", web::get().to(text)))
        .workers(1)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
