//! `cargo bench`: the release build under load, on a filled database, over loopback.
//!
//! For each page: requests per second, median and 99th percentile of the answer's time, CPU time of the server for one
//! request, memory; and the same for the same bytes served as a constant by actix-web, whose share says what this
//! machine is worth. SQLite in a folder of `target`, or an empty database that `TALKA_DATABASE_URL` names. Needs wrk
//! (`apt install wrk`). `TALKA_BENCH_SECONDS`: length of each load, 5 at first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod crowd;
mod data;
mod ideas;
mod load;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use actix_web::{App, HttpResponse, HttpServer, web};
use talka::config::{Config, DatabaseUrl};

use load::{Figures, Server};

/// A page under load.
struct Case {
    name: &'static str,
    /// Kind for `load.lua`.
    kind: &'static str,
    signed_in: bool,
    paths: Vec<String>,
}

impl Case {
    fn get(name: &'static str, signed_in: bool, paths: Vec<String>) -> Self {
        Self { name, kind: "get", signed_in, paths }
    }

    fn post(name: &'static str, kind: &'static str) -> Self {
        Self { name, kind, signed_in: true, paths: Vec::new() }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("constant") {
        let (port, file) = (arguments.next().unwrap(), arguments.next().unwrap());
        return actix_web::rt::System::new().block_on(constant(port.parse().unwrap(), file.into()));
    }
    assert!(Command::new("wrk").arg("-v").output().is_ok(), "wrk is missing: apt install wrk");
    let seconds: u32 = std::env::var("TALKA_BENCH_SECONDS").map_or(5, |text| text.parse().expect("seconds"));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder in target");
    let folder = folder.path();
    let url = std::env::var("TALKA_DATABASE_URL").ok();
    let key = |name: &str| match name {
        "TALKA_DATABASE_URL" => url.clone(),
        "TALKA_DATA_DIR" => folder.to_str().map(ToOwned::to_owned),
        _ => None,
    };
    let database = Config::from_parts(None, key).expect("TALKA_DATABASE_URL").database;
    println!("filling {database:?}");
    data::fill(&database).expect("an empty database");
    // Filling waits for the writer, which must not be done on an async thread.
    actix_web::rt::System::new().block_on(run(folder, &database, seconds));
}

async fn run(folder: &Path, database: &DatabaseUrl, seconds: u32) {
    let file = match database {
        DatabaseUrl::Sqlite(path) => path.as_path(),
        DatabaseUrl::Postgres(_) => Path::new(""),
    };
    let mut starts = Vec::new();
    for _ in 0..5 {
        starts.push(talka(folder, database).await.started_in);
    }
    starts.sort_unstable();
    let server = Arc::new(talka(folder, database).await);
    println!("start to ready: {:.0} ms (median of 5)", starts[2].as_secs_f64() * 1e3);
    println!("memory at first: {}", mib(server.resident(file)));
    let members = tokens(&server, folder).await;
    crowd::run(&server, database, &members, seconds).await;

    println!(
        "\n{:30}{:>9}{:>10}{:>10}{:>10}{:>10}{:>12}{:>9}",
        "", "req/s", "p50 ms", "p99 ms", "CPU µs", "memory", "const. µs", "ratio"
    );
    for case in cases() {
        let arguments: Vec<&str> = [case.kind, if case.signed_in { &members } else { "-" }]
            .into_iter()
            .chain(case.paths.iter().map(String::as_str))
            .collect();
        if case.kind == "get" {
            server.load(1, &arguments);
        }
        let figures = server.load(seconds, &arguments);
        let memory = server.resident(file);
        let floor = floor(&case, &server, folder).await;
        print(&case, &figures, memory, &floor);
    }
    println!();
    ideas::run(&server, database, &members, seconds).await;
}

fn cases() -> Vec<Case> {
    let questions = || (1..=200).map(|n| data::question(n * data::WITH_TEN_ANSWERS / 200)).collect::<Vec<_>>();
    vec![
        Case::get("home", false, vec!["/".into()]),
        Case::get("home, signed in", true, vec!["/".into()]),
        Case::get("question, ten answers", false, questions()),
        Case::get("question, signed in", true, questions()),
        Case::get("tags", false, vec!["/tags".into()]),
        Case::get("questions of a tag", false, (1..=50).map(|n| format!("/tags/topic-{n}")).collect()),
        Case::post("posting an answer (durable)", "answer"),
        Case::post("voting (durable)", "vote"),
    ]
}

/// The program as it is shipped. Callers come through a proxy on this machine, each from an address of their own:
/// from one address, so many would be a flood.
async fn talka(folder: &Path, database: &DatabaseUrl) -> Server {
    let url = match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    Server::start("/readyz", |port| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_talka"));
        command
            .arg("serve")
            .env("TALKA_LISTEN", format!("127.0.0.1:{port}"))
            .env("TALKA_DATA_DIR", folder)
            .env("TALKA_DATABASE_URL", url)
            .env("TALKA_TRUSTED_PROXIES", "127.0.0.1")
            .env("TALKA_LOG", "warn");
        command
    })
    .await
}

/// A file with each member's secret, form token and address; answers its path.
async fn tokens(server: &Server, folder: &Path) -> String {
    let mut lines = String::new();
    for member in 1..=data::MEMBERS {
        let secret = data::secret(member);
        let page = server.get("/tags", &format!("talka={secret}")).await.expect("a page for a member");
        let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.expect("a form with a token");
        lines.push_str(&format!("{secret} {token} 10.0.{}.{}\n", member / 250, member % 250 + 1));
    }
    let file = folder.join("members.txt");
    std::fs::write(&file, lines).expect("room in the folder");
    file.display().to_string()
}

/// The same load on a server that does nothing but answer with the same bytes.
async fn floor(case: &Case, server: &Server, folder: &Path) -> Figures {
    let cookie = if case.signed_in { format!("talka={}", data::secret(1)) } else { String::new() };
    let body = match case.paths.first() {
        Some(path) => server.get(path, &cookie).await.expect("a page"),
        None => String::new(),
    };
    let file = folder.join("constant.html");
    std::fs::write(&file, body).expect("room in the folder");
    let constant = Server::start("/", |port| {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("constant").arg(port.to_string()).arg(file);
        command
    })
    .await;
    constant.load(2, &["get", "-", "/"])
}

/// A constant answer to everything, with the headers that come by themselves.
async fn constant(port: u16, file: PathBuf) {
    let body = web::Bytes::from(std::fs::read(file).expect("what to answer"));
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let server = HttpServer::new(move || {
        let body = body.clone();
        App::new().default_service(web::to(move || {
            std::future::ready(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body.clone()))
        }))
    });
    server.workers(workers).bind(("127.0.0.1", port)).expect("the port").run().await.expect("a server");
}

fn mib(bytes: u64) -> String {
    format!("{:.0} MiB", bytes as f64 / f64::from(1 << 20))
}

fn print(case: &Case, figures: &Figures, memory: u64, floor: &Figures) {
    println!(
        "{:30}{:>9.0}{:>10.1}{:>10.1}{:>10.0}{:>10}{:>12.1}{:>9.1}",
        case.name,
        figures.per_second,
        figures.p50 / 1e3,
        figures.p99 / 1e3,
        figures.cpu,
        mib(memory),
        floor.cpu,
        figures.cpu / floor.cpu
    );
}
