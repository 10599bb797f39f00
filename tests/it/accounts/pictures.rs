//! Uploaded pictures.

use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::{Client, Reply, TestApp};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 7]));
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn upload(client: &Client, path: &str, bytes: Vec<u8>, name: &'static str) -> Reply {
    let token = client.token_from("/settings").await;
    let form = Form::new().text("csrf", token).part("file", Part::bytes(bytes).file_name(name));
    client.send(client.request(Method::POST, path).multipart(form)).await
}

#[tokio::test]
async fn a_photo_is_shown_everywhere_and_replaced() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let photo = async || anna.get("/members/anna").await.attr(".me img", "src");
    assert_eq!(photo().await, None);
    upload(&anna, "/settings/photo", png(600, 400), "me.png").await.expect(303);
    let first = photo().await.unwrap();
    let file = app.visitor().get(&first).await.expect(200);
    assert_eq!(file.header("content-type"), "image/png");
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let picture = image::load_from_memory(&file.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (256, 256));
    app.visitor().get(&first.replace(".png", ".jpg")).await.expect(404);

    upload(&anna, "/settings/photo", png(300, 300), "me.png").await.expect(303);
    assert_ne!(photo().await.unwrap(), first);
    app.visitor().get(&first).await.expect(404);
    anna.post_form("/settings/photo/remove", &[]).await.expect(303);
    assert_eq!(photo().await, None);
}

#[tokio::test]
async fn a_picture_for_a_post_comes_back_as_markdown() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let reply = upload(&anna, "/images", png(2_400, 600), "big.png").await.expect(200);
    let answer: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    let markdown = answer["markdown"].as_str().unwrap();
    let address = markdown.strip_prefix("![](").and_then(|rest| rest.strip_suffix(')')).unwrap();
    let picture = image::load_from_memory(&app.visitor().get(address).await.expect(200).body).unwrap();
    assert_eq!((picture.width(), picture.height()), (2_000, 500));
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    for path in ["/images", "/settings/photo"] {
        for name in ["x.svg", "x.png"] {
            upload(&anna, path, svg.clone(), name).await.expect(415);
        }
        let mut cut = png(50, 50);
        cut.truncate(80);
        upload(&anna, path, cut, "x.png").await.expect(422);
        let large = upload(&anna, path, vec![0; 5 * 1024 * 1024 + 1], "x.png").await.expect(413);
        assert!(large.text().contains("at most 5 MB"), "{large:?}");
        upload(&app.unverified(&format!("new{}", path.len())).await, path, png(5, 5), "x.png").await.expect(403);
        let visitor = app.visitor();
        let token = visitor.token_from("/sign-in").await;
        let form = Form::new().text("csrf", token).part("file", Part::bytes(png(5, 5)));
        visitor.send(visitor.request(Method::POST, path).multipart(form)).await.expect(401);
    }
    for path in ["/images/", "/images/x", "/images/x.png", "/images/..%2Fx.png", "/images/%00.png"] {
        app.visitor().get(path).await.expect(404);
    }
}

#[tokio::test]
async fn an_hour_has_room_for_sixty() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    for _ in 0..60 {
        upload(&anna, "/images", png(2, 2), "x.png").await.expect(200);
    }
    let reply = upload(&anna, "/images", png(2, 2), "x.png").await.expect(429);
    assert!(!reply.header("retry-after").is_empty());
    app.clock.advance(3_601);
    upload(&anna, "/images", png(2, 2), "x.png").await.expect(200);
}
