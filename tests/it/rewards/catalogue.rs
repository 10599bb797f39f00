//! What admins make: rewards, their pictures, their codes.

use diesel::prelude::*;
use image::{ImageFormat, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use talka::db::schema::{reward_codes, rewards};

use super::{asked, offer, voucher};
use crate::support::{Client, Reply, TestApp};

#[tokio::test]
async fn a_reward_is_made_changed_and_withdrawn() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.rich("ada", &[500]).await);
    let path = "/admin/rewards/new";
    for (field, value) in [
        ("cost", "-5"),
        ("cost", "0"),
        ("cost", "1.5"),
        ("cost", ""),
        ("stock", "-1"),
        ("stock", "0.5"),
        ("per_member", "-2"),
        ("first", "tomorrow"),
        ("last", "2026-02-30"),
        ("kind", "cash"),
        ("name", " "),
    ] {
        let mut fields = vec![("name", "Airtime"), ("kind", "credit"), ("cost", "100")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let reply = admin.post_form(path, &fields).await.expect(422);
        assert!(reply.find(&format!("#f-{field}-error")).is_some(), "{field} {value}: {reply:?}");
    }
    admin.post_form(path, &[("name", "Airtime"), ("kind", "credit"), ("cost", "5"), ("taken", "-9")]).await.expect(422);
    let id = offer(&admin, "credit", "100", &[("stock", "3"), ("first", "2026-11-21"), ("last", "2026-12-31")]).await;
    let own = format!("/admin/rewards/{id}");
    let form = admin.get(&own).await.expect(200);
    assert_eq!(form.attr("#f-last", "value").unwrap(), "2026-12-31");
    asked(&ada, id, "100").await;
    asked(&ada, id, "100").await;
    let few = [("name", "Airtime"), ("kind", "credit"), ("cost", "90"), ("stock", "1")];
    let reply = admin.post_form(&own, &few).await.expect(422);
    assert!(reply.find("#f-stock-error").unwrap().contains('2'), "{reply:?}");
    // Its kind stays, whatever is sent.
    admin
        .post_form(&own, &[("name", "Airtime"), ("kind", "charity"), ("cost", "90"), ("stock", "2")])
        .await
        .expect(303);
    let row: (String, i64, Option<i64>) = app
        .read(move |c| Ok(rewards::table.find(id).select((rewards::kind, rewards::cost, rewards::stock)).first(c)?))
        .await;
    assert_eq!(row, ("credit".to_owned(), 90, Some(2)));
    for (deed, shown) in [("withdraw", 0), ("withdraw", 0), ("offer", 1)] {
        admin.post_form(&format!("{own}/{deed}"), &[]).await.expect(303);
        assert_eq!(ada.get("/rewards").await.expect(200).find_all(".offer").len(), shown);
    }
    ada.get(&own).await.expect(404);
    ada.post_form(&format!("{own}/withdraw"), &[]).await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn a_list_with_doubles_is_refused_whole_and_its_lines_are_named() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let id = voucher(&admin, "100", "ONE\nTWO").await;
    let path = format!("/admin/rewards/{id}/codes");
    let count = || app.read(|c| Ok(reward_codes::table.count().get_result::<i64>(c)?));
    for (list, lines) in [("A\nB\nA\n\n B ", "3, 4"), ("NEW\nTWO\nNEWER\nONE", "2, 4"), ("", "at least one")] {
        let reply = admin.post_form(&path, &[("codes", list)]).await.expect(422);
        assert!(reply.find("#f-codes-error").unwrap().contains(lines), "{reply:?}");
        assert_eq!(count().await, 2);
    }
    // Also when another reward has it, and when the same list comes twice.
    let other = voucher(&admin, "100", "THREE").await;
    let reply = admin.post_form(&format!("/admin/rewards/{other}/codes"), &[("codes", "ONE")]).await.expect(422);
    assert!(reply.text().contains("loaded before"), "{reply:?}");
    let replies = admin.post_at_once(10, &path, &[("codes", "FOUR\nFIVE")]).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 303).count(), 1, "{replies:?}");
    assert_eq!(count().await, 5);
    let page = admin.get(&path).await.expect(200);
    assert!(page.text().contains("4 codes are unused") && !page.text().contains("FOUR"), "{page:?}");
    let credit = offer(&admin, "credit", "100", &[]).await;
    admin.get(&format!("/admin/rewards/{credit}/codes")).await.expect(404);
    admin.post_form(&format!("/admin/rewards/{credit}/codes"), &[("codes", "SIX")]).await.expect(409);
    app.assert_verified();
}

async fn upload(client: &Client, path: &str, bytes: Vec<u8>) -> Reply {
    let token = client.token_from("/settings").await;
    let form = Form::new().text("csrf", token).part("file", Part::bytes(bytes).file_name("x.png"));
    client.send(client.request(Method::POST, path).multipart(form)).await
}

#[tokio::test]
async fn a_reward_has_a_picture() {
    let app = TestApp::spawn().await;
    let admin = app.admin().await;
    let id = offer(&admin, "credit", "100", &[]).await;
    let path = format!("/admin/rewards/{id}/picture");
    let mut png = std::io::Cursor::new(Vec::new());
    RgbImage::new(30, 20).write_to(&mut png, ImageFormat::Png).unwrap();
    upload(&admin, &path, png.into_inner()).await.expect(303);
    let shown = app.visitor().get("/rewards").await.expect(200).attr(".offer img", "src").unwrap();
    app.visitor().get(&shown).await.expect(200);
    let reply = upload(&admin, &path, b"no picture".to_vec()).await;
    assert!(reply.status.is_client_error() && reply.find("#f-file-error").is_some(), "{reply:?}");
    upload(&app.member("ada").await, &path, b"x".to_vec()).await.expect(404);
}
