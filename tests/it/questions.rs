//! Asking and answering: what is taken, what is refused and how, and that nothing typed is lost.

use diesel::prelude::*;
use talka::db::schema::{posts, topics, users};
use talka::ids::BoardId;

use crate::support::{Client, PASSWORD, Reply, TestApp};

/// A question's form, filled in.
fn form<'a>(title: &'a str, board: &'a str, tags: &'a str, body: &'a str) -> [(&'static str, &'a str); 6] {
    [("title", title), ("board", board), ("tags", tags), ("body", body), ("lang", ""), ("reviewed", "1")]
}

async fn ask(by: &Client, board: BoardId, title: &str, body: &str) -> Reply {
    by.post_form("/ask", &form(title, &board.to_string(), "phones", body)).await
}

async fn count(app: &TestApp) -> (i64, i64) {
    app.read(|c| Ok((topics::table.count().get_result(c)?, posts::table.count().get_result(c)?))).await
}

const TITLE: &str = "Why does my phone not ring?";

#[tokio::test]
async fn a_question_stands_where_it_was_asked() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let reply = ada.post_form("/ask", &form(TITLE, &board.to_string(), "eSIM, roaming esim", "It is *silent*.")).await;
    let path = reply.expect(303).location().to_owned();
    assert_eq!(path, "/questions/1/why-does-my-phone-not-ring");
    let page = app.visitor().get(&path).await.expect(200);
    assert_eq!(page.find("h1").unwrap(), TITLE);
    assert_eq!(page.find(".prose em").unwrap(), "silent");
    assert_eq!(page.find_all("main .tag"), ["esim", "roaming"]);
    assert_eq!(page.attr("link[rel=canonical]", "href").unwrap(), app.app.shared.config.absolute(&path));
    for list in ["/", "/boards/phones", "/tags/esim", "/?tab=unanswered"] {
        assert_eq!(app.visitor().get(list).await.expect(200).find_all("main .q__t"), [TITLE], "{list}");
    }
    let profile = app.visitor().get("/members/ada").await.expect(200);
    assert!(profile.find("main").unwrap().contains("Questions1"), "{profile:?}");
    app.assert_verified();
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once_and_the_text_comes_back() {
    let app = TestApp::spawn().await;
    let ada = app.member("ada").await;
    let body = "z".repeat(65_537);
    let many = "a b c d e f";
    let fields = [("title", "Short"), ("board", "none"), ("tags", many), ("body", body.as_str()), ("lang", "xx")];
    let reply = ada.post_form("/ask", &fields).await.expect(422);
    for field in ["title", "board", "tags", "lang", "body"] {
        assert!(reply.find(&format!("#f-{field}-error")).is_some(), "{field}: {reply:?}");
    }
    assert_eq!(reply.find_all(".errsum li").len(), 5);
    assert_eq!(reply.attr("input[name=title]", "value").unwrap(), "Short");
    assert_eq!(reply.attr("input[name=tags]", "value").unwrap(), many);
    assert_eq!(reply.find("textarea[name=body]").unwrap(), body);
    assert!(reply.find("#f-body-error").unwrap().contains("65,536"), "the sentence says the limit");
    let reply = ada.post_form("/ask", &[]).await.expect(422);
    assert_eq!(reply.find_all(".errsum li").len(), 4);
    for (field, says) in [("title", "Enter a title."), ("tags", "Enter 1 to 5 tags"), ("body", "Enter a text.")] {
        assert!(reply.find(&format!("#f-{field}-error")).unwrap().contains(says), "{field}: {reply:?}");
    }
    assert_eq!(count(&app).await, (0, 0));
}

#[tokio::test]
async fn sixty_four_kib_of_cyrillic_are_posted_and_one_byte_more_is_not() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let full = "Не звонит. ".repeat(65_536 / 19 + 1);
    let mut end = 65_536;
    while !full.is_char_boundary(end) {
        end -= 1;
    }
    let mut text = full[..end].trim_end().to_owned();
    text.push_str(&"z".repeat(65_536 - text.len()));
    assert_eq!(text.len(), 65_536);
    ask(&ada, board, "Телефон не звонит, почему?", &text).await.expect(303);
    let reply = ask(&ada, board, "Телефон не звонит, почему?", &(text.clone() + "z")).await.expect(422);
    assert!(reply.find("#f-body-error").unwrap().contains("65,537"), "{reply:?}");
    assert_eq!(reply.find("textarea[name=body]").unwrap().len(), 65_537);
    ada.post_form("/questions/1/answers", &[("body", text.as_str())]).await.expect(303);
    ada.post_form("/questions/1/answers", &[("body", &format!("{text}z"))]).await.expect(422);
    assert_eq!(count(&app).await, (1, 2));
}

#[tokio::test]
async fn text_of_any_script_is_kept_as_it_was_typed() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    for (title, body) in [
        ("لماذا لا يرن هاتفي الجديد؟", "الهاتف صامت تمامًا منذ أمس."),
        ("为什么我的手机从昨天开始一直不响铃呢请问", "从昨天开始就没有声音了。"),
        ("Why 🤔 does my phone 📱 not ring", "👩‍👩‍👧‍👦 all of us 🇱🇹"),
        ("Zalgo t̸̢̛e̶x̷t̵ in a title of a question", "Zalgo t̸̢̛e̶x̷t̵ here too."),
    ] {
        let path = ask(&ada, board, title, body).await.expect(303).location().to_owned();
        assert!(path.is_ascii(), "{path}");
        let page = app.visitor().get(&path).await.expect(200);
        assert!(page.text().contains(body), "{page:?}");
        let question = path.split('/').nth(2).unwrap().parse::<i64>().unwrap();
        let source: String = app
            .read(move |c| Ok(posts::table.filter(posts::topic_id.eq(question)).select(posts::source).first(c)?))
            .await;
        assert_eq!(source, body);
    }
    // What turns the text around it is no part of a title, and a NUL is no part of anything.
    for title in ["Why does \u{202e}my phone not ring", "Why does \u{7}my phone not ring", "??????????????????????"] {
        let reply = ask(&ada, board, title, "It stays silent.").await.expect(422);
        assert!(reply.find("#f-title-error").is_some(), "{title:?}");
    }
    ask(&ada, board, TITLE, "It \0 stays silent.").await.expect(422);
    ask(&ada, board, "Why does \0my phone not ring", "It stays silent.").await.expect(422);
    app.assert_verified();
}

#[tokio::test]
async fn a_question_goes_only_where_its_author_may_ask() {
    let app = TestApp::spawn().await;
    let (ada, secret) = (app.member("ada").await, app.closed_board("secret").await);
    let retired = app.board("retired").await;
    let now = app.clock.now();
    app.write(move |tx| talka::boards::set_retired(tx, retired, Some(now))).await;
    // A board that is not for Ada is answered like one that is not there.
    let hidden = ask(&ada, secret, TITLE, "It stays silent.").await.expect(422);
    let absent = ask(&ada, BoardId(4_711), TITLE, "It stays silent.").await.expect(422);
    assert_eq!(hidden.find_all(".err"), absent.find_all(".err"));
    assert!(!hidden.text().contains("secret"));
    let refused = ask(&ada, retired, TITLE, "It stays silent.").await.expect(422);
    assert!(refused.find("#f-board-error").unwrap().contains("takes nothing new"), "{refused:?}");
    for board in ["-1", "0", "9223372036854775808", "1e3", " ", "phones"] {
        ada.post_form("/ask", &form(TITLE, board, "phones", "It stays silent.")).await.expect(422);
    }
    assert_eq!(count(&app).await, (0, 0));
    let admin = app.admin().await;
    ask(&admin, secret, TITLE, "It stays silent.").await.expect(303);
}

#[tokio::test]
async fn a_visitors_question_is_posted_when_the_new_account_is_proven() {
    let app = TestApp::spawn().await;
    let (visitor, board) = (app.visitor(), app.board("phones").await);
    let board = board.to_string();
    let body = "First line of it.\n\nSecond line: \"quoted\" & <b>.";
    let sent = visitor.post_form_from("/ask", "/ask", &form(TITLE, &board, "phones", body)).await.expect(401);
    assert_eq!(sent.attr("input[name=carry_body]", "value").unwrap(), body);
    let carried: Vec<(String, String)> = hidden(&sent, "form[action='/sign-in']");
    let carried: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sign_up = visitor.post_without_token("/sign-up/carry", &carried).await.expect(200);
    let mut fields = hidden(&sign_up, "form[action='/sign-up']");
    for (name, value) in
        [("email", "new@example.org"), ("handle", "newcomer"), ("display_name", "New Comer"), ("password", PASSWORD)]
    {
        fields.push((name.into(), value.into()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post_without_token("/sign-up", &fields).await.expect(200);
    assert_eq!(count(&app).await, (0, 0), "nothing is in public yet");
    let mail = app.mails().await.pop().unwrap();
    let text = mail.text.clone();
    let link = text.split_whitespace().find_map(|word| word.find("/verify-email/").map(|at| &word[at..])).unwrap();
    // The letter may be opened elsewhere.
    let elsewhere = app.visitor();
    elsewhere.get(link).await.expect(200);
    assert_eq!(count(&app).await, (0, 0), "looking at a link changes nothing");
    let posted = elsewhere.post_form_from(link, link, &[]).await.expect(303);
    assert_eq!(posted.location(), "/questions/1/why-does-my-phone-not-ring");
    let source: String = app.read(|c| Ok(posts::table.select(posts::source).first(c)?)).await;
    assert_eq!(source.replace("\r\n", "\n"), body);
    elsewhere.post_form_from("/sign-in", link, &[]).await.expect(410);
    assert_eq!(count(&app).await, (1, 1), "and it is posted once");
    app.assert_verified();
}

/// The hidden fields of a form, its token among them.
pub fn hidden(page: &Reply, form: &str) -> Vec<(String, String)> {
    let html = page.html();
    let selector = scraper::Selector::parse(&format!("{form} input[type=hidden]")).unwrap();
    html.select(&selector)
        .map(|field| (field.attr("name").unwrap().to_owned(), field.attr("value").unwrap_or_default().to_owned()))
        .collect()
}

#[tokio::test]
async fn an_unverified_members_question_waits_even_if_it_is_typed_on() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.unverified("ada").await, app.board("phones").await);
    let reply = ask(&ada, board, TITLE, "It stays silent.").await.expect(303);
    assert_eq!(reply.location(), "/ask");
    let page = ada.get("/ask").await.expect(200);
    assert!(page.text().contains("will be posted when you confirm"), "the notice says so");
    assert_eq!(page.find("textarea[name=body]").unwrap(), "It stays silent.");
    // The page's script keeps what is typed on: the question waits as before.
    let board = board.to_string();
    let typed_on = [
        ("draft", "question"),
        ("title", TITLE),
        ("board", board.as_str()),
        ("tags", "phones"),
        ("lang", ""),
        ("body", "It stays silent since yesterday."),
    ];
    ada.post_form("/drafts", &typed_on).await.expect(200);
    assert_eq!(count(&app).await, (0, 0));
    ada.post_form("/settings/verify-email", &[]).await.expect(303);
    let mail = app.mails().await.pop().unwrap();
    let text = mail.text.clone();
    let link = text.split_whitespace().find_map(|word| word.find("/verify-email/").map(|at| &word[at..])).unwrap();
    let posted = ada.post_form(link, &[]).await.expect(303);
    assert_eq!(posted.location(), "/questions/1/why-does-my-phone-not-ring");
    let source: String = app.read(|c| Ok(posts::table.select(posts::source).first(c)?)).await;
    assert_eq!(source, "It stays silent since yesterday.");
}

#[tokio::test]
async fn answers_count_and_stand_in_their_order() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let staff = app.staff().await;
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let path = format!("/questions/{}/answers", asked.topic);
    app.clock.advance(90);
    // The asker's own is no first answer of another.
    ada.post_form(&path, &[("body", "I found out something myself.")]).await.expect(303);
    app.clock.advance(60);
    let reply = bob.post_form(&path, &[("body", "It was switched off.")]).await.expect(303);
    let anchor = reply.location().rsplit_once("#a").unwrap().1.to_owned();
    app.clock.advance(60);
    staff.post_form(&path, &[("body", "We have repaired it on our side.")]).await.expect(303);
    bob.post_form(&format!("/posts/{anchor}/accept"), &[("on", "true")]).await.expect(403);
    ada.post_form(&format!("/posts/{anchor}/accept"), &[("on", "true")]).await.expect(303);
    let page = app.visitor().get(&asked.path).await.expect(200);
    let shown = page.find_all(".answer .prose");
    assert_eq!(shown, ["It was switched off.", "I found out something myself.", "We have repaired it on our side."]);
    let page = app.visitor().get(&format!("{}?sort=newest", asked.path)).await.expect(200);
    assert_eq!(page.find_all(".answer .prose")[0], "We have repaired it on our side.");
    let topic = asked.topic;
    let counted: (i64, i64, bool, Option<i64>) = app
        .read(move |c| {
            let columns =
                (topics::answers_count, topics::accepted_count, topics::staff_replied, topics::first_answer_at);
            Ok(topics::table.find(topic).select(columns).first(c)?)
        })
        .await;
    let first = app.clock.now().0 - 60_000_000;
    assert_eq!(counted, (3, 1, true, Some(first)));
    let id = bob.id();
    let of_bob: (i64, i64) = app
        .read(move |c| Ok(users::table.find(id).select((users::answers_count, users::accepted_count)).first(c)?))
        .await;
    assert_eq!(of_bob, (1, 1));
    app.assert_verified();
}

#[tokio::test]
async fn a_closed_question_takes_comments_and_no_answers_and_keeps_the_text() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let close = format!("/mod/topics/{}/close", asked.topic);
    ada.post_form(&close, &[("close_reason", "resolved_elsewhere"), ("reason", "")]).await.expect(303);
    let typed = "A long answer that took me half an hour to type.";
    let refused = bob.post_form(&format!("/questions/{}/answers", asked.topic), &[("body", typed)]).await.expect(403);
    assert!(refused.find("main").unwrap().contains("This question is closed"), "{refused:?}");
    assert_eq!(refused.find("main textarea").unwrap(), typed);
    for (client, says) in [(&app.visitor(), false), (&bob, true)] {
        let page = client.get(&asked.path).await.expect(200);
        let main = page.find("main").unwrap();
        assert!(!main.contains("Your answer") && !main.contains("write it below"), "{page:?}");
        assert!(
            page.find("a[href='#ya']").is_none() && page.find("main a.btn--pri[href^='/sign-in']").is_none(),
            "{page:?}"
        );
        assert_eq!(page.find("#ya").is_some_and(|text| text.contains("takes no new answers")), says, "{page:?}");
    }
    bob.post_form(&format!("/posts/{}/comments", asked.post), &[("body", "How was it solved?")]).await.expect(303);
    app.assert_verified();
}

#[tokio::test]
async fn a_question_has_one_address() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let short = format!("/questions/{}", asked.topic);
    let wrong =
        ["", "/x", "/why-does-my-phone-not-ring-", "/Why-Does-My-Phone-Not-Ring", "/%D0%B0", "/..%2f..%2fadmin"];
    for slug in wrong {
        let reply = app.visitor().get(&format!("{short}{slug}")).await.expect(301);
        assert_eq!(reply.location(), asked.path, "{slug}");
        let reply = app.visitor().get(&format!("{short}{slug}?sort=newest&utm_source=x")).await.expect(301);
        assert_eq!(reply.location(), format!("{}?sort=newest", asked.path), "{slug}");
    }
    app.clock.advance(301);
    let edit = [
        ("title", "Why does my new phone stay silent?"),
        ("board", &board.to_string()),
        ("tags", "phones"),
        ("body", "It stays silent."),
        ("version", "1"),
    ];
    let edited = ada.post_form(&format!("/posts/{}/edit", asked.post), &edit).await.expect(303).location().to_owned();
    assert_eq!(edited, format!("{short}/why-does-my-new-phone-stay-silent#q"));
    let reply = app.visitor().get(&asked.path).await.expect(301);
    assert_eq!(format!("{}#q", reply.location()), edited);
    let reply = app.visitor().get(&format!("/posts/{}", asked.post)).await.expect(303);
    assert_eq!(reply.location(), edited);
}

#[tokio::test]
async fn views_are_counted_without_robots() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.board("phones").await);
    let asked = app.ask(&ada, board, TITLE, "phones").await;
    let visitor = app.visitor();
    let look = async |agent: &str, path: &str| {
        let request = visitor.request(reqwest::Method::GET, path).header("user-agent", agent);
        visitor.send(request).await
    };
    for agent in ["Mozilla/5.0 (Android 16; Mobile) Firefox/150.0", "Googlebot/2.1", "curl/8", "", "Feedly/1.0"] {
        look(agent, &asked.path).await.expect(200);
    }
    look("Mozilla/5.0", "/questions/999/none").await.expect(404);
    app.clock.advance(60);
    app.run_jobs().await;
    let views: i64 = app.read(|c| Ok(topics::table.select(topics::views).first(c)?)).await;
    assert_eq!(views, 1);
    let page = app.visitor().get(&asked.path).await.expect(200);
    assert!(page.text().contains("1 view"));
}

#[tokio::test]
async fn the_first_answer_is_the_earliest_whichever_is_written_first() {
    let app = TestApp::spawn().await;
    let board = app.board("help").await;
    let (anna, bob, carol) = (app.member("anna").await, app.member("bob").await, app.member("carol").await);
    let asked = app.ask(&anna, board, "Why is my phone so warm today?", "phones").await;
    app.clock.advance(60);
    app.answer(&bob, &asked, "It charges, and the sun shines on it.").await;
    // Sent earlier, and held up on its way to the database.
    app.clock.advance(-30);
    app.answer(&carol, &asked, "Take it out of its case for an hour.").await;
    app.assert_verified();
}
