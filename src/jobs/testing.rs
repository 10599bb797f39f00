//! Databases for tests: SQLite always, and PostgreSQL when `TALKA_TEST_POSTGRES` holds the address of a server.

#![allow(clippy::unwrap_used, reason = "tests")]

use diesel::connection::SimpleConnection;

use crate::config::DatabaseUrl;
use crate::db::{Access, Db, Manager};
use crate::ids;

/// An empty database with the schema in place; gone when dropped.
pub(crate) struct TestDb {
    pub(crate) db: Db,
    url: DatabaseUrl,
    cleanup: Cleanup,
}

enum Cleanup {
    Folder { _folder: tempfile::TempDir },
    Schema { server: DatabaseUrl, name: String },
}

/// One of each kind that there is.
pub(crate) fn databases() -> Vec<TestDb> {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("talka.db"));
    let mut all = vec![TestDb::open(url, Cleanup::Folder { _folder: folder })];
    if let Ok(server) = std::env::var("TALKA_TEST_POSTGRES") {
        let name = format!("t{}", &ids::digest(&ids::secret())[..16]);
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = DatabaseUrl::Postgres(format!("{server}{joint}options=-csearch_path%3D{name}"));
        let server = DatabaseUrl::Postgres(server);
        execute(&server, &format!("CREATE SCHEMA {name}"));
        all.push(TestDb::open(url, Cleanup::Schema { server, name }));
    }
    all
}

impl TestDb {
    fn open(url: DatabaseUrl, cleanup: Cleanup) -> Self {
        let db = Db::open(&url).unwrap();
        db.migrate().unwrap();
        Self { db, url, cleanup }
    }

    /// The same database as another node has it open.
    pub(crate) fn other_node(&self) -> Db {
        Db::open(&self.url).unwrap()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Cleanup::Schema { server, name } = &self.cleanup {
            execute(server, &format!("DROP SCHEMA {name} CASCADE"));
        }
    }
}

fn execute(server: &DatabaseUrl, sql: &str) {
    Manager { url: server.clone(), access: Access::Write }.open().unwrap().batch_execute(sql).unwrap();
}
