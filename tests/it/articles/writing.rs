//! Writing an article, and making one of a question.

use diesel::prelude::*;
use talka::db::schema::{article_sources, articles, posts, revisions, topics};

use super::{BODY, TITLE, in_editor, publish};
use crate::support::TestApp;

#[tokio::test]
async fn an_article_stands_on_its_board_with_its_contents() {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.article_board("guides").await);
    let article = app.article(&staff, board, TITLE).await;
    assert!(article.path.starts_with("/articles/"));
    let page = app.visitor().get(&article.path).await.expect(200);
    assert_eq!(page.find("h1").unwrap(), TITLE);
    assert_eq!(page.find_all(".side .jump a"), ["What you need", "Which phones", "Įjunkite"]);
    assert_eq!(page.find_all("details.toc .jump a").len(), 3);
    for anchor in ["h-what-you-need", "h-which-phones", "h-ijunkite"] {
        assert!(page.find(&format!("article .prose [id={anchor}]")).is_some(), "{anchor}");
        assert!(page.text().contains(&format!("href=\"#{anchor}\"")), "{anchor}");
    }
    assert!(page.text().contains("\"@type\":\"TechArticle\""));
    // It is in the lists of its kind, and in none of questions.
    let visitor = app.visitor();
    for list in ["/articles", "/articles?tab=top", "/boards/guides", "/tags/esim", "/boards/guides/feed.atom"] {
        assert!(visitor.get(list).await.expect(200).text().contains(TITLE), "{list}");
    }
    for list in ["/", "/?tab=newest", "/?tab=unanswered", "/tags/esim?tab=unanswered", "/feed.atom", "/unanswered.atom"]
    {
        assert!(!visitor.get(list).await.expect(200).text().contains(TITLE), "{list}");
    }
    assert!(visitor.get("/sitemaps/1.xml").await.expect(200).text().contains(&article.path));
    visitor.get("/boards/guides?tab=unanswered").await.expect(400);
    // Every address of it leads there.
    let (id, post) = (article.topic, article.post);
    for path in [
        format!("/articles/{id}"),
        format!("/articles/{id}/x"),
        format!("/questions/{id}"),
        format!("/questions/{id}/x"),
    ] {
        assert_eq!(visitor.get(&path).await.expect(301).location(), article.path, "{path}");
    }
    assert_eq!(
        visitor.get(&format!("/posts/{post}")).await.expect(303).location(),
        format!("{}#article", article.path)
    );
    visitor.get(&format!("/questions/{id}/feed.atom")).await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn an_article_is_edited_voted_and_remarked_on_like_everything_else() {
    let app = TestApp::spawn().await;
    let (staff, member, board) = (app.staff().await, app.member("ada").await, app.article_board("guides").await);
    let other = app.article_board("other").await.to_string();
    let questions = app.board("phones").await.to_string();
    let article = app.article(&staff, board, TITLE).await;
    let (post, id) = (article.post, article.topic);
    member.post_form(&format!("/posts/{post}/vote"), &[("value", "1")]).await.expect(303);
    staff.post_form(&format!("/posts/{post}/vote"), &[("value", "1")]).await.expect(403);
    let remark = [("body", "This helped me a lot.")];
    let at = member.post_form(&format!("/posts/{post}/comments"), &remark).await.expect(303).location().to_owned();
    assert!(at.starts_with(&article.path), "{at}");
    member.post_form(&format!("/questions/{id}/answers"), &[("body", "An answer to an article.")]).await.expect(403);
    member.post_form(&format!("/questions/{id}/me-too"), &[("on", "true")]).await.expect(403);
    member.post_form(&format!("/posts/{post}/accept"), &[("on", "true")]).await.expect(403);
    app.clock.advance(301);
    let edit = |board: &str, version: &str| {
        [
            ("title", "Set up your eSIM in two minutes"),
            ("board", board),
            ("tags", "esim, phones"),
            ("lang", "en"),
            ("body", "# One\n\nText\n\n# Two\n\nText"),
            ("version", version),
            ("reason", "Quicker."),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    let send = async |board: &str, version: &str| {
        let fields = edit(board, version);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.post_form(&format!("/posts/{post}/edit"), &fields).await
    };
    // Not among questions.
    send(&questions, "1").await.expect(422);
    let path = send(&other, "1").await.expect(303).location().to_owned();
    assert!(path.ends_with("set-up-your-esim-in-two-minutes#article"), "{path}");
    send(&other, "1").await.expect(409);
    let page = app.visitor().get(path.trim_end_matches("#article")).await.expect(200);
    assert_eq!(page.find_all(".side .jump a"), ["One", "Two"]);
    let kept: i64 =
        app.read(move |c| Ok(revisions::table.filter(revisions::post_id.eq(post)).count().get_result(c)?)).await;
    assert_eq!(kept, 2);
    let back = [("number", "1"), ("version", "2")];
    staff.post_form(&format!("/posts/{post}/restore-version"), &back).await.expect(303);
    let page = app.visitor().get(&article.path).await.expect(200);
    assert_eq!(page.find("h1").unwrap(), TITLE);
    assert_eq!(page.find_all(".side .jump a").len(), 3, "restored with its anchors");
    let score: (i64, i64) = app
        .read(move |c| {
            Ok((
                topics::table.find(id).select(topics::score).first(c)?,
                posts::table.find(post).select(posts::score).first(c)?,
            ))
        })
        .await;
    assert_eq!(score, (1, 1));
    app.assert_verified();
}

#[tokio::test]
async fn a_form_is_taken_once_and_what_was_typed_is_kept() {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.article_board("guides").await.to_string());
    let mut fields =
        vec![("title", TITLE), ("board", &board), ("tags", "esim"), ("lang", "en"), ("body", BODY), ("form_key", "k")];
    let first = staff.post_form("/articles/new", &fields).await.expect(303).location().to_owned();
    assert_eq!(staff.post_form("/articles/new", &fields).await.expect(303).location(), first);
    fields[0].1 = "Short";
    let again = staff.post_form("/articles/new", &fields).await.expect(422);
    assert_eq!(in_editor(&again), BODY);
    fields.push(("preview", "1"));
    assert!(staff.post_form("/articles/new", &fields).await.expect(200).find(".prose h3").is_some());
    // A draft is kept and comes back.
    let draft = [("draft", "article"), ("title", "A draft of an article"), ("body", "Half a text")];
    staff.post_form("/drafts", &draft).await.expect(200);
    let form = staff.get("/articles/new").await.expect(200);
    assert_eq!(in_editor(&form), "Half a text");
}

#[tokio::test]
async fn an_article_is_made_of_a_solved_question_in_two_clicks() {
    let app = TestApp::spawn().await;
    let (ada, bob, staff) = (app.member("ada").await, app.member("bob").await, app.staff().await);
    let (phones, guides) = (app.board("phones").await, app.article_board("guides").await.to_string());
    let asked = app.ask(&ada, phones, "Why does my eSIM not activate?", "esim").await;
    let answer = app.answer(&bob, &asked, "Switch airplane mode on and off.").await;
    let make = format!("/articles/new?question={}", asked.topic);
    // Not before it is solved, and not by everybody.
    assert!(!staff.get(&asked.path).await.text().contains(&make));
    staff.get(&make).await.expect(403);
    ada.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    assert!(!ada.get(&asked.path).await.text().contains(&make));
    ada.get(&make).await.expect(403);
    assert!(staff.get(&asked.path).await.text().contains(&make));
    let form = staff.get(&make).await.expect(200);
    let body = in_editor(&form);
    assert!(
        body.contains("# The problem\n\nThe body of Why does") && body.contains("# The solution\n\nSwitch airplane"),
        "{body}"
    );
    assert_eq!(form.attr("select[name=board] option[selected]", "value"), Some(guides.clone()), "nothing to choose");
    let (source, html) = (asked.topic.to_string(), form.html());
    let value = |name: &str| {
        let input = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
        html.select(&input).next().unwrap().attr("value").unwrap().to_owned()
    };
    assert_eq!(
        (value("title"), value("tags"), value("source")),
        ("Why does my eSIM not activate?".into(), "esim".into(), source.clone())
    );
    let fields = [
        ("title", "When an eSIM does not activate"),
        ("board", guides.as_str()),
        ("tags", "esim"),
        ("lang", "en"),
        ("body", body.as_str()),
        ("source", source.as_str()),
    ];
    let path = staff.post_form("/articles/new", &fields).await.expect(303).location().to_owned();
    let visitor = app.visitor();
    let page = visitor.get(&path).await.expect(200);
    assert_eq!(page.find_all(".credit a"), ["Why does my eSIM not activate?", "ada", "bob"]);
    assert!(visitor.get(&asked.path).await.expect(200).text().contains(&path));
    // What is hidden since is not named, and hidden articles are not led to.
    let moderator = app.moderator().await;
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{answer}/hide"), &reason).await.expect(303);
    assert_eq!(visitor.get(&path).await.find_all(".credit a"), ["Why does my eSIM not activate?", "ada"]);
    moderator.post_form(&format!("/mod/posts/{}/hide", asked.post), &reason).await.expect(303);
    assert!(visitor.get(&path).await.expect(200).find(".credit").is_none());
    moderator.post_form(&format!("/mod/posts/{}/restore", asked.post), &reason).await.expect(303);
    let article = app.at(&path).await;
    moderator.post_form(&format!("/mod/posts/{}/hide", article.post), &reason).await.expect(303);
    assert!(!visitor.get(&asked.path).await.expect(200).text().contains(&path));
    let rows: (i64, i64) =
        app.read(|c| Ok((article_sources::table.count().get_result(c)?, articles::table.count().get_result(c)?))).await;
    assert_eq!(rows, (1, 1));
    app.assert_verified();
}

#[tokio::test]
async fn what_few_may_read_is_published_only_by_who_knows_it() {
    let app = TestApp::spawn().await;
    let (insider, admin) = (app.member("insider").await, app.admin().await);
    let (secret, guides) = (app.board_for("secret", &[&insider]).await, app.article_board("guides").await.to_string());
    let asked = app.ask(&insider, secret, "Where is the secret antenna?", "hush").await;
    let answer = app.answer(&insider, &asked, "Below the old lighthouse.").await;
    insider.post_form(&format!("/posts/{answer}/accept"), &[("on", "true")]).await.expect(303);
    let staff = app.staff().await;
    staff.get(&format!("/articles/new?question={}", asked.topic)).await.expect(404);
    let source = asked.topic.to_string();
    let mut fields = vec![
        ("title", "Where antennas stand in the city"),
        ("board", guides.as_str()),
        ("tags", "antennas"),
        ("lang", "en"),
        ("body", "On roofs, and on towers."),
        ("source", source.as_str()),
    ];
    staff.post_form("/articles/new", &fields).await.expect(404);
    let refused = admin.post_form("/articles/new", &fields).await.expect(422);
    assert!(refused.find("input[name=knows_readers][aria-invalid]").is_some());
    fields.push(("knows_readers", "true"));
    let path = admin.post_form("/articles/new", &fields).await.expect(303).location().to_owned();
    // The question, its title and its people are named to nobody who may not read them.
    let page = app.visitor().get(&path).await.expect(200);
    assert!(page.find(".credit").is_none() && !page.text().contains("secret antenna"));
    assert!(insider.get(&path).await.expect(200).text().contains("secret antenna"));
    app.visitor().get(&asked.path).await.expect(404);
}

#[tokio::test]
async fn each_board_holds_its_kind() {
    let app = TestApp::spawn().await;
    let (staff, admin) = (app.staff().await, app.admin().await);
    let (phones, guides) = (app.board("phones").await, app.article_board("guides").await);
    publish(&staff, phones, TITLE, BODY).await.expect(422);
    let board = guides.to_string();
    let question =
        [("title", TITLE), ("board", board.as_str()), ("tags", "esim"), ("lang", "en"), ("body", "Why is that?")];
    staff.post_form("/ask", &question).await.expect(422);
    // The kind of a board changes while nothing stands there, and not after.
    let as_kind = |kind: &'static str| {
        [("name", "Guides"), ("description", ""), ("kind", kind), ("hue", "1"), ("readers", "everyone")]
    };
    let path = format!("/admin/boards/{guides}");
    admin.post_form(&path, &as_kind("stories")).await.expect(422);
    admin.post_form(&path, &as_kind("ideas")).await.expect(303);
    admin.post_form(&path, &as_kind("questions")).await.expect(303);
    admin.post_form(&path, &as_kind("articles")).await.expect(303);
    app.article(&staff, guides, TITLE).await;
    admin.post_form(&path, &as_kind("questions")).await.expect(422);
    admin.post_form(&path, &as_kind("ideas")).await.expect(422);
    admin.post_form(&path, &as_kind("articles")).await.expect(303);
    assert!(admin.get("/admin/audit").await.expect(200).text().contains("What stands on it"));
}
