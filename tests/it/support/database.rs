//! A database for each test, copied from one that was migrated once in this process.

use std::path::Path;
use std::sync::OnceLock;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use talka::cli::demo;
use talka::config::DatabaseUrl;
use talka::db::schema::jobs;
use talka::db::{Conn, Db, dialect};
use talka::error::Result;
use talka::ids;
use talka::policy::Privilege;
use talka::reputation::walk;
use talka::settings;
use tempfile::TempDir;

use super::NOON;

/// Which database this run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded SQLite.
    Sqlite,
    /// The server that `TALKA_TEST_POSTGRES` names.
    Postgres,
}

impl Engine {
    /// As `TALKA_TEST_DATABASE` says.
    pub fn of_this_run() -> Self {
        match std::env::var("TALKA_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Self::Sqlite,
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("TALKA_TEST_DATABASE={other}: expected sqlite or postgres"),
        }
    }
}

/// A database of one test; gone when dropped.
pub struct TestDatabase {
    url: DatabaseUrl,
    folder: TempDir,
}

impl TestDatabase {
    /// One with the schema in place.
    pub fn create() -> Self {
        Self::copy_of(&FRESH)
    }

    /// One with the sample community of `talka demo`, as of noon.
    pub fn sample() -> Self {
        Self::copy_of(&SAMPLE)
    }

    fn copy_of(template: &Template) -> Self {
        match Engine::of_this_run() {
            Engine::Sqlite => {
                let database = Self::sqlite();
                std::fs::write(database.folder.path().join("talka.db"), template.sqlite()).unwrap();
                database
            }
            Engine::Postgres => Self::postgres(&format!("TEMPLATE {}", template.postgres())),
        }
    }

    /// One with nothing in it, for tests of the migrations.
    pub fn empty() -> Self {
        match Engine::of_this_run() {
            Engine::Sqlite => Self::sqlite(),
            Engine::Postgres => Self::postgres(""),
        }
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: DatabaseUrl::Sqlite(folder.path().join("talka.db")), folder }
    }

    fn postgres(options: &str) -> Self {
        let name = unique("talka_test");
        on_server(&format!("CREATE DATABASE {name} {options}")).unwrap();
        Self { url: DatabaseUrl::Postgres(address_of(&name)), folder: tempfile::tempdir().unwrap() }
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// A folder that lives as long as it does.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its name on the PostgreSQL server.
    ///
    /// # Panics
    /// With SQLite, which has no server.
    pub fn name(&self) -> String {
        let DatabaseUrl::Postgres(url) = &self.url else { panic!("only a server's databases have names") };
        url::Url::parse(url).unwrap().path().trim_start_matches('/').to_owned()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if matches!(self.url, DatabaseUrl::Postgres(_)) {
            let dropped = on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name()));
            if let Err(error) = dropped {
                eprintln!("a test's database stays behind: {error}");
            }
        }
    }
}

/// What databases are copied from; made once in this process, when it is first asked for.
struct Template {
    sqlite: OnceLock<Vec<u8>>,
    postgres: OnceLock<String>,
    fill: fn(&Db),
}

/// What a test is about should not begin with earning: what opens with reputation is open, until a test sets thresholds.
/// All but others' posts: whom a post belongs to, and who sees it, is what many a test is about.
static FRESH: Template = Template::new(|db| {
    let open = |tx: &mut Conn| {
        let others = [Privilege::EditPosts, Privilege::SeeDeleted];
        Privilege::ALL.iter().filter(|privilege| !others.contains(privilege)).try_for_each(|privilege| {
            let key = format!("{}{}", settings::key::PRIVILEGE, privilege.as_str());
            settings::set(tx, &key, "1", NOON)
        })
    };
    db.write_now(open).unwrap();
    // There is nothing yet that could give reputation.
    while db.write_now(|tx| walk::step(tx, NOON)).unwrap() {}
});
static SAMPLE: Template = Template::new(|db| demo::fill(db, NOON, "nobody's hash").unwrap());

impl Template {
    const fn new(fill: fn(&Db)) -> Self {
        Self { sqlite: OnceLock::new(), postgres: OnceLock::new(), fill }
    }

    fn make(&self, url: &DatabaseUrl) {
        let db = Db::open(url).unwrap();
        db.migrate().unwrap();
        // On a thread of its own: a test's is driving its runtime, and filling waits.
        std::thread::scope(|scope| scope.spawn(|| (self.fill)(&db)).join().unwrap());
    }

    /// The bytes of a file: in memory, so that nothing stays behind when the process ends.
    fn sqlite(&self) -> &[u8] {
        self.sqlite.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let url = DatabaseUrl::Sqlite(folder.path().join("template.db"));
            self.make(&url);
            let copy = folder.path().join("copy.db");
            dialect::backup(&url, &copy).unwrap();
            std::fs::read(copy).unwrap()
        })
    }

    /// The name of a database on the server. Those that earlier processes left behind are dropped first.
    fn postgres(&self) -> &str {
        self.postgres.get_or_init(|| {
            drop_old_templates();
            let name = unique(&format!("talka_template_{}", std::process::id()));
            on_server(&format!("CREATE DATABASE {name}")).unwrap();
            self.make(&DatabaseUrl::Postgres(address_of(&name)));
            // The pools close in the background, and a database that is in use cannot be copied.
            on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
            on_server(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
                .unwrap();
            name
        })
    }
}

/// No process can clean up after its own end, so the next one does.
fn drop_old_templates() {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = diesel::sql_types::Text)]
        datname: String,
    }
    let mut server = PgConnection::establish(&server()).unwrap();
    let left: Vec<Named> =
        diesel::sql_query("SELECT datname::text AS datname FROM pg_database WHERE datname LIKE 'talka\\_template\\_%'")
            .load(&mut server)
            .unwrap();
    for Named { datname } in left {
        let process = datname.split('_').nth(2).unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            // Another process may be quicker.
            let _ = on_server(&format!("DROP DATABASE IF EXISTS {datname} WITH (FORCE)"));
        }
    }
}

fn unique(prefix: &str) -> String {
    format!("{prefix}_{}", &ids::digest(&ids::secret())[..12])
}

/// Address of the server's maintenance database.
fn server() -> String {
    std::env::var("TALKA_TEST_POSTGRES")
        .expect("TALKA_TEST_DATABASE=postgres needs TALKA_TEST_POSTGRES=postgres://user@host:port/postgres")
}

fn address_of(name: &str) -> String {
    let mut url = url::Url::parse(&server()).unwrap();
    url.set_path(name);
    url.into()
}

/// Runs a statement in the server's maintenance database.
///
/// # Errors
/// The server's.
pub fn on_server(sql: &str) -> QueryResult<()> {
    PgConnection::establish(&server()).expect("the PostgreSQL server of TALKA_TEST_POSTGRES").batch_execute(sql)
}

/// Kind and last error of every job that has failed for good.
///
/// # Errors
/// When the database refuses.
pub fn dead_jobs(c: &mut Conn) -> Result<Vec<(String, String)>> {
    Ok(jobs::table.filter(jobs::state.eq("dead")).select((jobs::kind, jobs::last_error)).load(c)?)
}
