//! What the server does not wait for and does not hold (R31), spoken to over bare sockets.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use talka::web::FloodLimits;

use crate::support::{TestApp, until};

const FORM: &str = "application/x-www-form-urlencoded";

/// A connection that stays open: it has been answered once.
fn held(app: &TestApp) -> TcpStream {
    let mut stream = TcpStream::connect(app.address).unwrap();
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", app.address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).unwrap();
    assert!(answer[..length].starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer[..length]));
    stream
}

fn asked(app: &TestApp) -> String {
    app.visitor().raw("GET /healthz HTTP/1.1", &[])
}

#[tokio::test]
async fn an_address_holds_so_many_connections_and_no_more() {
    assert_eq!(FloodLimits::default().connections, 256);
    let app = TestApp::with().connections(3).spawn().await;
    let mut open: Vec<TcpStream> = (0..3).map(|_| held(&app)).collect();
    let mut over = TcpStream::connect(app.address).unwrap();
    over.write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", app.address).as_bytes()).unwrap();
    let mut answer = String::new();
    // To its end: the server closes the connection, though nobody has asked it to.
    over.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 429 "), "{answer}");
    let head = answer.to_lowercase();
    assert!(head.contains("\r\nconnection: close\r\n") && head.contains("\r\nretry-after: 5\r\n"), "{answer}");
    assert!(answer.contains("Too many connections"), "{answer}");
    // One that was refused takes nobody's place; one that ends makes room, as soon as the server has noticed.
    open.pop();
    let served = async || asked(&app).starts_with("HTTP/1.1 200 ");
    until("a place is free again", Duration::from_secs(5), served).await;
}

#[tokio::test]
async fn a_trusted_proxy_brings_everybody() {
    let app = TestApp::with().connections(3).setting("TALKA_TRUSTED_PROXIES", "127.0.0.1").spawn().await;
    let open: Vec<TcpStream> = (0..8).map(|_| held(&app)).collect();
    assert!(asked(&app).starts_with("HTTP/1.1 200 "));
    drop(open);
}

#[tokio::test]
async fn a_head_that_trickles_is_not_waited_for() {
    let app = TestApp::spawn().await;
    let mut stream = TcpStream::connect(app.address).unwrap();
    let began = Instant::now();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nX-Long: ").unwrap();
    let (answer, took) = fed(stream, began);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(took > Duration::from_secs(3) && took < Duration::from_secs(15), "{took:?}");
}

/// Sends the head of a request and the beginning of its body, then a byte now and then; answers what came back, and
/// after how long.
fn trickled(app: &TestApp, path: &str, headers: &[(&str, &str)], beginning: &str) -> (String, Duration) {
    let mut stream = TcpStream::connect(app.address).unwrap();
    let mut head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: 100000\r\n", app.address);
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let began = Instant::now();
    stream.write_all(format!("{head}\r\n{beginning}").as_bytes()).unwrap();
    fed(stream, began)
}

/// Feeds a byte now and then to a connection until the server ends it; answers what came back, and after how long.
fn fed(mut stream: TcpStream, began: Instant) -> (String, Duration) {
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while began.elapsed() < Duration::from_secs(30) {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => answer.extend_from_slice(&piece[..length]),
            // Nothing said yet: one byte more. Where the server has closed meanwhile, the next reading tells.
            Err(error) if error.kind() == ErrorKind::WouldBlock => drop(stream.write_all(b"a")),
            Err(_) => break,
        }
    }
    (String::from_utf8_lossy(&answer).into_owned(), began.elapsed())
}

#[tokio::test]
async fn a_body_that_trickles_is_not_waited_for() {
    let app = TestApp::spawn().await;
    let ada = app.member("ada").await;
    let token = ada.token_from("/no-such-page").await;
    let cookie = format!("talka={}", ada.cookie("talka").unwrap());
    let form = [("Content-Type", FORM)];
    let upload =
        [("Content-Type", "multipart/form-data; boundary=x"), ("Cookie", cookie.as_str()), ("X-CSRF", token.as_str())];
    let answers = std::thread::scope(|scope| {
        let form = scope.spawn(|| trickled(&app, "/theme", &form, "theme=dark&return_to=/"));
        let upload = scope.spawn(|| trickled(&app, "/images", &upload, "--x\r\n"));
        [form.join().unwrap(), upload.join().unwrap()]
    });
    for (answer, took) in answers {
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.to_lowercase().contains("\r\nconnection: close\r\n"), "{answer}");
        assert!(took > Duration::from_secs(4) && took < Duration::from_secs(15), "{took:?}");
    }
    app.visitor().get("/healthz").await.expect(200);
}
