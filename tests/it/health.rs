//! For those who watch over the server, and what stands on every answer.

use crate::support::TestApp;

#[tokio::test]
async fn the_process_says_that_it_is_well() {
    let app = TestApp::spawn().await;
    let reply = app.visitor().get("/healthz").await.expect(200);
    assert_eq!(reply.text(), "ok\n");
    assert_eq!(app.visitor().get("/readyz").await.expect(200).text(), "ready\n");
}
