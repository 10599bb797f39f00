//! Uploaded pictures.

use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::{Client, Reply, TestApp};

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 7]));
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Png)
}

async fn upload(client: &Client, path: &str, bytes: Vec<u8>, name: &'static str) -> Reply {
    let token = client.token_from("/settings").await;
    let form = Form::new().text("csrf", token).part("file", Part::bytes(bytes).file_name(name));
    client.send(client.request(Method::POST, path).multipart(form)).await
}

/// As the editor's script sends a picture.
async fn upload_by_script(client: &Client, bytes: Vec<u8>) -> Reply {
    let token = client.token_from("/settings").await;
    let form = Form::new().text("csrf", token).part("file", Part::bytes(bytes).file_name("x.png"));
    client.send(client.request(Method::POST, "/images").header("x-fragment", "1").multipart(form)).await
}

/// The address in the Markdown of a picture.
fn address(markdown: &str) -> &str {
    markdown.strip_prefix("![](").and_then(|rest| rest.strip_suffix(')')).unwrap()
}

/// A page that says this beside the field, tied to it, and in the summary above the form.
#[track_caller]
fn assert_refused(reply: &Reply, sentence: &str) {
    let beside = reply.find("#f-file-error").unwrap_or_else(|| panic!("nothing stands beside the field: {reply:?}"));
    assert!(beside.contains(sentence), "{beside}");
    assert_eq!(reply.attr("#f-file", "aria-invalid").unwrap(), "true");
    assert!(reply.attr("#f-file", "aria-describedby").unwrap().contains("f-file-error"));
    assert!(reply.find(".errsum a[href='#f-file']").unwrap().contains(sentence));
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
    let reply = upload_by_script(&anna, png(2_400, 600)).await.expect(200);
    let answer: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    let address = address(answer["markdown"].as_str().unwrap());
    let picture = image::load_from_memory(&app.visitor().get(address).await.expect(200).body).unwrap();
    assert_eq!((picture.width(), picture.height()), (2_000, 500));

    let refused = upload_by_script(&anna, b"no picture".to_vec()).await.expect(415);
    assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn a_picture_for_a_post_is_added_without_scripts() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let form = anna.get("/images/new").await.expect(200);
    assert_eq!(form.attr("main form", "action").unwrap(), "/images");
    assert_eq!(form.attr("main form", "enctype").unwrap(), "multipart/form-data");
    assert_eq!(form.find("main label[for=f-file]").unwrap(), "Picture");
    assert!(form.find("#f-file-error").is_none() && form.find(".errsum").is_none(), "{form:?}");

    for (format, kind) in [
        (ImageFormat::Png, "image/png"),
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::WebP, "image/png"),
        (ImageFormat::Gif, "image/png"),
    ] {
        // What the browser calls the file says nothing.
        let added = upload(&anna, "/images", picture(2_400, 600, format), "x.bin").await.expect(200);
        assert_eq!(added.header("cache-control"), "no-store");
        let markdown = added.attr("main #f-markdown[readonly]", "value").unwrap();
        assert_eq!(added.find("main label[for=f-markdown]").unwrap(), "Markdown");
        assert_eq!(added.attr("main img", "src").unwrap(), address(&markdown));
        assert!(!added.attr("main img", "alt").unwrap().is_empty());
        assert_eq!(added.attr("main .row a", "href").unwrap(), "/images/new");
        let file = app.visitor().get(address(&markdown)).await.expect(200);
        assert_eq!(file.header("content-type"), kind, "{format:?}");
        let stored = image::load_from_memory(&file.body).unwrap();
        assert_eq!((stored.width(), stored.height()), (2_000, 500), "{format:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_file_stands_beside_its_field() {
    let app = TestApp::spawn().await;
    let anna = app.member("anna").await;
    let mut cut = png(50, 50);
    cut.truncate(80);
    for path in ["/images", "/settings/photo"] {
        for (file, status, sentence) in [
            (vec![], 422, "Choose a file."),
            (b"no picture".to_vec(), 415, "Choose a PNG, JPEG, WebP or GIF picture."),
            (cut.clone(), 422, "Choose another picture. This file is damaged or incomplete."),
            // More than the file may have, and more than the whole body may.
            (vec![0; 5 * 1024 * 1024 + 1], 413, "Choose a picture of at most 5 MB."),
            (vec![0; 6 * 1024 * 1024], 413, "Choose a picture of at most 5 MB."),
        ] {
            assert_refused(&upload(&anna, path, file, "x.png").await.expect(status), sentence);
        }
        let token = anna.token_from("/settings").await;
        let without_file = anna.request(Method::POST, path).multipart(Form::new().text("csrf", token));
        assert_refused(&anna.send(without_file).await.expect(422), "Choose a file.");
    }
}

#[tokio::test]
async fn only_members_add_pictures() {
    let app = TestApp::spawn().await;
    let reply = app.visitor().get("/images/new").await.expect(303);
    assert_eq!(reply.location(), "/sign-in?return_to=%2Fimages%2Fnew");
    for client in [app.unverified("new").await, app.suspended("old").await] {
        client.get("/images/new").await.expect(403);
        upload(&client, "/images", png(5, 5), "x.png").await.expect(403);
        upload(&client, "/images", vec![0; 6 * 1024 * 1024], "x.png").await.expect(403);
    }
    let token = app.member("anna").await.token_from("/settings").await;
    let forged = Form::new().text("csrf", token).part("file", Part::bytes(png(5, 5)).file_name("x.png"));
    let bob = app.member("bob").await;
    bob.send(bob.request(Method::POST, "/images").multipart(forged)).await.expect(403);
}

#[tokio::test]
async fn the_editor_leads_to_it_where_no_script_runs() {
    let app = TestApp::spawn().await;
    let page = app.member("anna").await.get("/ask").await.expect(200);
    let link = ".editor__foot a.nojs-only[href='/images/new']";
    assert_eq!(page.find(link).unwrap(), "Add a picture (opens in a new tab)");
    assert_eq!(page.attr(link, "target").unwrap(), "_blank");
    assert_eq!(page.attr(link, "rel").unwrap(), "noopener");
    assert_eq!(page.find_all(".editor__foot .js-only"), ["Paste or drop pictures.", "Drafts are kept"]);
    let visitors = app.visitor().get("/ask").await.expect(200);
    assert!(visitors.find(link).is_none(), "visitors add no pictures");
    assert_eq!(visitors.find_all(".editor__foot .js-only"), ["Drafts are kept"]);
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
        upload(&anna, path, vec![0; 5 * 1024 * 1024 + 1], "x.png").await.expect(413);
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
    assert_refused(&reply, "You can add 60 pictures an hour.");
    let told = upload_by_script(&anna, png(2, 2)).await.expect(429);
    assert!(told.text().starts_with("You can add 60 pictures an hour."), "{told:?}");
    app.clock.advance(3_601);
    upload(&anna, "/images", png(2, 2), "x.png").await.expect(200);
}
