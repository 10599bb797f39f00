//! What every test stands on: a server of its own, a database of its own, a clock it moves, and people.

mod client;
mod content;
pub mod database;
mod people;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use talka::app::App;
use talka::clock::{Clock, Timestamp};
use talka::config::{Config, DatabaseUrl};
use talka::db::Conn;
use talka::error::Result;
use talka::mail::{Delivery, Mailer, SentMail};
use talka::web::{FloodLimits, Rate};

pub use client::{Client, Reply, with_status};
pub use content::{Asked, STANDING};
pub use database::{Engine, TestDatabase};
pub use people::PASSWORD;

/// Where a test's clock stands at first: 2026-11-21T12:00:00Z.
pub const NOON: Timestamp = Timestamp(1_795_262_400_000_000);

/// A running Talka.
pub struct TestApp {
    /// Its parts.
    pub app: App,
    /// Its clock: stands still until it is moved.
    pub clock: Clock,
    /// Where it listens.
    pub address: SocketAddr,
    sent: Arc<Mutex<Vec<SentMail>>>,
    server: Option<(ServerHandle, JoinHandle<()>)>,
    // Last, so that the database goes after everything that has it open.
    database: TestDatabase,
}

/// What a test wants differently.
pub struct Setup {
    settings: BTreeMap<&'static str, String>,
    flood: u32,
    connections: u32,
}

impl TestApp {
    /// A Talka with nothing special about it.
    pub async fn spawn() -> Self {
        Self::with().spawn().await
    }

    /// A Talka with settings of its own: `TestApp::with().setting("TALKA_LOG", "warn").spawn()`.
    pub fn with() -> Setup {
        Setup { settings: BTreeMap::new(), flood: 1_000_000, connections: 256 }
    }

    /// Somebody without an account.
    pub fn visitor(&self) -> Client {
        Client::new(self.address)
    }

    /// Runs a closure in a transaction, as the features' commands take it. It may run more than once.
    pub async fn write<T, F>(&self, f: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.app.shared.db.write(f).await.unwrap()
    }

    /// Runs a closure on a connection that cannot write.
    pub async fn read<T, F>(&self, f: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.app.shared.db.read(f).await.unwrap()
    }

    /// Runs the jobs that are due, and those that come of them; answers how many attempts were made.
    pub async fn run_jobs(&self) -> usize {
        self.app.runner.run_due().await.unwrap()
    }

    /// The mails that have gone out since the last call, oldest first. What waits is sent first.
    pub async fn mails(&self) -> Vec<SentMail> {
        self.run_jobs().await;
        std::mem::take(&mut *self.sent.lock().unwrap())
    }

    /// The database, to take it away or look at it from outside.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }
}

impl Setup {
    /// Sets a key of the configuration, as in the environment.
    pub fn setting(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.settings.insert(key, value.into());
        self
    }

    /// Writes that one address may send at once (and in a minute), and as many searches and whole feeds.
    pub fn flood(mut self, limit: u32) -> Self {
        self.flood = limit;
        self
    }

    /// Connections that one address may hold.
    pub fn connections(mut self, connections: u32) -> Self {
        self.connections = connections;
        self
    }

    /// Starts it.
    pub async fn spawn(self) -> TestApp {
        let database = TestDatabase::create();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut settings = self.settings;
        settings.insert("TALKA_LISTEN", address.to_string());
        settings.insert("TALKA_DATA_DIR", database.folder().display().to_string());
        settings.insert(
            "TALKA_DATABASE_URL",
            match database.url() {
                DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
                DatabaseUrl::Postgres(url) => url.clone(),
            },
        );
        let config = Config::from_parts(None, |key| settings.get(key).cloned()).unwrap();
        let clock = Clock::manual(NOON);
        let rate = Rate::new(self.flood, self.flood);
        let sent = Arc::new(Mutex::new(Vec::new()));
        let mailer = Mailer::with(&config.mail_from, Delivery::Memory(Arc::clone(&sent))).unwrap();
        let limits = FloodLimits { writes: rate, searches: rate, whole_feeds: rate, connections: self.connections };
        let app = App::build(config, clock.clone(), limits, mailer).unwrap();
        let server = Some(serve(app.clone(), listener));
        TestApp { app, clock, address, sent, server, database }
    }
}

/// Waits until a condition holds, asking again and again. Only for what tells nobody when it changes: a database server
/// that lets itself be reached again, a connection that the other side has noticed to be closed. Whatever does tell (a
/// channel, a process's output, the end of a task) is waited for itself.
///
/// # Panics
/// When it does not hold `within` that time.
pub async fn until(what: &str, within: Duration, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < within, "{what}: not within {within:?}");
        tokio::task::yield_now().await;
    }
}

/// Runs the server on a thread of its own, so that dropping the test's application can end it and wait.
fn serve(app: App, listener: TcpListener) -> (ServerHandle, JoinHandle<()>) {
    let (give, take) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = app.server(listener, 1).unwrap();
            give.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    (take.recv().unwrap(), thread)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.server.take() {
            // The command is sent by the call itself; its answer is the end of the thread.
            drop(handle.stop(false));
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server panicked");
        }
        if !std::thread::panicking() {
            let dead = self.app.shared.db.read_now(database::dead_jobs).unwrap();
            assert!(dead.is_empty(), "jobs died: {dead:?}");
        }
    }
}
