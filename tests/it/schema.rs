//! The schema: both engines end where `src/db/schema.rs` says, and every step can be taken back and taken again.

use std::collections::BTreeMap;

use diesel::migration::MigrationSource;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use talka::db::{Access, Conn, Db, Manager};

use crate::support::{TestApp, TestDatabase};

/// Name of a column, its type as diesel calls it, whether it may be NULL.
type Column = (String, &'static str, bool);
/// Tables with their columns in order.
type Tables = BTreeMap<String, Vec<Column>>;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    data_type: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    nullable: bool,
}

/// But for the full-text index, which each engine has in its own way.
const IN_SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, upper(c.type) AS data_type, \
     c.\"notnull\" = 0 AS nullable FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     AND m.name NOT LIKE 'search\\_index%' ESCAPE '\\' ORDER BY m.name, c.cid";
const IN_POSTGRES: &str = "SELECT table_name::text, column_name::text, upper(data_type)::text AS data_type, \
     is_nullable = 'YES' AS nullable FROM information_schema.columns NATURAL JOIN information_schema.tables \
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND (table_name <> 'search_docs' \
     OR column_name NOT IN ('tsv', 'pairs', 'filler')) ORDER BY table_name, ordinal_position";

fn open(database: &TestDatabase) -> Conn {
    Manager { url: database.url().clone(), access: Access::Write }.open().unwrap()
}

/// The tables of a database, diesel's own aside.
fn tables(conn: &mut Conn) -> Tables {
    let sql = match conn {
        Conn::Sqlite(_) => IN_SQLITE,
        Conn::Pg(_) => IN_POSTGRES,
    };
    let found: Vec<Found> = diesel::sql_query(sql).load(conn).unwrap();
    let mut tables = Tables::new();
    for column in found.into_iter().filter(|column| column.table_name != "__diesel_schema_migrations") {
        let kind = match column.data_type.as_str() {
            "INTEGER" | "BIGINT" => "BigInt",
            "TEXT" => "Text",
            "BOOLEAN" => "Bool",
            "BLOB" | "BYTEA" => "Binary",
            other => panic!("{}.{}: {other} is not the same on both engines", column.table_name, column.column_name),
        };
        tables.entry(column.table_name).or_default().push((column.column_name, kind, column.nullable));
    }
    tables
}

/// The tables as `src/db/schema.rs` declares them.
fn declared() -> Tables {
    let text = include_str!("../../src/db/schema.rs");
    let mut tables = Tables::new();
    for block in text.split("diesel::table! {").skip(1) {
        let (head, rest) = block.split_once(") {").unwrap();
        let name = head.split_once('(').unwrap().0.trim().to_owned();
        let columns = rest.split('}').next().unwrap().lines().filter_map(|line| line.split_once("->"));
        let columns = columns.map(|(column, kind)| {
            let kind = kind.trim().trim_end_matches(',');
            let inner = kind.strip_prefix("Nullable<").and_then(|inner| inner.strip_suffix('>'));
            let known = ["BigInt", "Text", "Bool", "Binary"].into_iter().find(|known| *known == inner.unwrap_or(kind));
            (column.trim().to_owned(), known.unwrap_or_else(|| panic!("{name}.{column}: {kind}")), inner.is_some())
        });
        let columns = columns.collect();
        tables.insert(name, columns);
    }
    tables
}

fn assert_same(found: &Tables, declared: &Tables) {
    let names = |tables: &Tables| tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(declared), "tables");
    for (name, columns) in declared {
        assert_eq!(&found[name], columns, "columns of {name}");
    }
}

#[test]
fn the_migrations_end_in_the_declared_schema() {
    let database = TestDatabase::empty();
    let done = Db::open(database.url()).unwrap().migrate().unwrap();
    assert!(done.applied.is_empty() && !done.pending.is_empty() && done.unknown.is_empty(), "{done:?}");
    let declared = declared();
    assert!(declared.len() > 20);
    assert_same(&tables(&mut open(&database)), &declared);
    let again = Db::open(database.url()).unwrap().migration_state().unwrap();
    assert!(again.pending.is_empty(), "{again:?}");
}

/// Takes every step back from the last on, and all of them again, with people in the tables.
#[tokio::test]
async fn every_step_can_be_taken_back_and_taken_again() {
    let app = TestApp::spawn().await;
    app.member("anna").await;
    app.admin().await;
    let folder = |engine: &str| {
        FileBasedMigrations::from_path(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine))
            .unwrap()
    };
    let mut conn = open(app.database());
    let full = tables(&mut conn);
    let steps = match &mut conn {
        Conn::Sqlite(c) => down_and_up::<Sqlite, SqliteConnection>(c, &folder("sqlite")),
        Conn::Pg(c) => down_and_up::<Pg, PgConnection>(c, &folder("postgres")),
    };
    assert!(steps > 0);
    assert_same(&tables(&mut conn), &full);
    // And what is there now is as good as new.
    app.member("boris").await.get("/readyz").await.expect(200);
    match &mut conn {
        Conn::Sqlite(c) => c.revert_all_migrations(folder("sqlite")).map(drop).unwrap(),
        Conn::Pg(c) => c.revert_all_migrations(folder("postgres")).map(drop).unwrap(),
    }
    assert_eq!(tables(&mut conn), Tables::new(), "nothing stays behind");
    drop(conn);
    Db::open(app.database().url()).unwrap().migrate().unwrap();
    app.member("clara").await.get("/readyz").await.expect(200);
}

/// Each step back and forth by itself, then all the way down and up; answers how many steps there are.
fn down_and_up<DB, C>(conn: &mut C, steps: &FileBasedMigrations) -> usize
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    FileBasedMigrations: MigrationSource<DB>,
{
    let all = MigrationSource::<DB>::migrations(steps).unwrap();
    for _ in &all {
        conn.revert_last_migration(steps.clone()).unwrap();
    }
    for _ in &all {
        conn.run_next_migration(steps.clone()).unwrap();
        conn.revert_last_migration(steps.clone()).unwrap();
        conn.run_next_migration(steps.clone()).unwrap();
    }
    assert!(!conn.has_pending_migration(steps.clone()).unwrap());
    all.len()
}
