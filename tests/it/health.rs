//! For those who watch over the server: its state, the database going away and coming back, ids of requests.

use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::Method;
use talka::routes;

use crate::support::database::on_server;
use crate::support::{Engine, TestApp, until};

#[tokio::test]
async fn the_process_and_its_database_are_well() {
    let app = TestApp::spawn().await;
    assert_eq!(app.visitor().get("/healthz").await.expect(200).text(), "ok\n");
    assert_eq!(app.visitor().get("/readyz").await.expect(200).text(), "ready\n");
}

#[tokio::test]
async fn a_server_that_is_stopping_takes_no_new_visitors() {
    let app = TestApp::spawn().await;
    app.app.shared.stopping.store(true, Ordering::SeqCst);
    let reply = app.visitor().get("/readyz").await.expect(503);
    assert!(!reply.header("retry-after").is_empty());
    app.visitor().get("/healthz").await.expect(200);
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own_and_an_error_page_shows_it() {
    let app = TestApp::spawn().await;
    let (visitor, path) = (app.visitor(), "/no-such-page");
    let first = visitor.get(path).await.expect(404);
    let second = visitor.get(path).await.expect(404);
    let id = first.header("x-request-id");
    assert_eq!(id.len(), 22);
    assert_ne!(id, second.header("x-request-id"));
    assert!(first.find("main").unwrap().contains(id), "{}", first.text());
}

#[tokio::test]
async fn an_id_that_the_browser_sends_is_not_believed() {
    let app = TestApp::spawn().await;
    let visitor = app.visitor();
    let request = visitor.request(Method::GET, "/no-such-page").header("x-request-id", "<script>chosen</script>");
    let reply = visitor.send(request).await;
    assert!(!reply.header("x-request-id").contains("chosen") && !reply.text().contains("chosen"));
}

/// Takes the server's database away and gives it back: no page may fail otherwise than by 503, and nothing has to be
/// started again. An embedded database cannot go away.
#[tokio::test]
async fn pages_come_back_with_the_database() {
    if Engine::of_this_run() == Engine::Sqlite {
        return;
    }
    let app = TestApp::spawn().await;
    let member = app.member("anna").await;
    let name = app.database().name();
    let plain: Vec<&str> = routes::table()
        .iter()
        .filter(|route| route.method == Method::GET.as_str() && !route.path.contains('{'))
        .map(|route| route.path)
        .collect();

    on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
    on_server(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).unwrap();
    for client in [&app.visitor(), &member] {
        for path in &plain {
            let reply = client.get(path).await;
            if reply.status.is_server_error() {
                assert_eq!(reply.status.as_u16(), 503, "{path}: {reply:?}");
                assert!(!reply.header("retry-after").is_empty(), "{path}");
            }
        }
        client.get("/readyz").await.expect(503);
        client.get("/healthz").await.expect(200);
        client.get("/no-such-page").await.expect(404);
    }

    on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).unwrap();
    let ready = async || app.visitor().get("/readyz").await.status == 200;
    until("ready after the database came back", Duration::from_secs(5), ready).await;
    let page = member.get("/no-such-page").await.expect(404);
    assert!(page.find("header").unwrap().contains("anna"), "still signed in");
}
