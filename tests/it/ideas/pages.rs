//! The pages of ideas: the list, an idea, the form, and where else ideas are shown.

use talka::ids::BoardId;

use super::{decide, open, status, titles};
use crate::support::{Client, Reply, TestApp};
use crate::votes::vote;

const TITLE: &str = "Share spare data with family";
const BODY: &str = "Four of us, and one always runs out.\n\nLet us move a **gigabyte** across.";

/// Sends the form for an idea.
async fn propose(by: &Client, board: BoardId, title: &str, more: &[(&str, &str)]) -> Reply {
    let board = board.to_string();
    let fields = [("title", title), ("board", board.as_str()), ("tags", "data"), ("body", BODY), ("form_key", "a")];
    by.post_form("/ideas/new", &[&fields, more].concat()).await
}

#[tokio::test]
async fn an_idea_is_proposed_read_and_voted_on() {
    let app = TestApp::spawn().await;
    let (ada, bob, board) = (app.member("ada").await, app.member("bob").await, app.idea_board("plans").await);
    app.visitor().get("/ideas/new").await.expect(303);
    app.unverified("new").await.get("/ideas/new").await.expect(403);
    let form = open(&ada, "/ideas/new").await;
    assert_eq!(form.attr("select[name=board] option[selected]", "value"), Some(board.to_string()), "the only board");
    assert_eq!(form.attr("[data-similar]", "data-similar").as_deref(), Some("/similar?kind=idea&title="));

    let wrong = ada.post_form("/ideas/new", &[("title", "Short"), ("body", "")]).await.expect(422);
    let summary = wrong.find_all(".errsum li");
    assert_eq!(summary.len(), 4, "everything at once: {summary:?}");
    let preview = propose(&ada, board, TITLE, &[("preview", "1")]).await.expect(200);
    assert_eq!(preview.find("section .prose strong").as_deref(), Some("gigabyte"));
    assert!(titles(&open(&ada, "/ideas").await).is_empty());

    let posted = propose(&ada, board, TITLE, &[]).await.expect(303);
    let path = posted.location().to_owned();
    assert!(path.starts_with("/ideas/") && path.ends_with("/share-spare-data-with-family"), "{path}");
    let again = propose(&ada, board, TITLE, &[("reviewed", "1")]).await.expect(303);
    assert_eq!(again.location(), path, "one form is taken once");
    let page = open(&ada, &path).await;
    assert_eq!(page.find("h1").as_deref(), Some(TITLE));
    assert_eq!(page.find("article .pill").as_deref(), Some("New"));
    assert_eq!(page.find(".prose strong").as_deref(), Some("gigabyte"));
    assert_eq!(page.find("nav[aria-label='Main'] [aria-current]").as_deref(), Some("Ideas"));
    assert_eq!(page.find("aside button[aria-pressed=true]").as_deref(), Some("Following"), "one's own is followed");
    assert!(page.find("article form.vote").is_none(), "nobody votes on their own");

    let id = path.split('/').nth(2).unwrap();
    assert_eq!(app.visitor().get(&format!("/ideas/{id}")).await.expect(301).location(), path);
    assert_eq!(app.visitor().get(&format!("/ideas/{id}/other-words")).await.expect(301).location(), path);
    assert_eq!(app.visitor().get(&format!("/questions/{id}/x")).await.expect(301).location(), path);
    app.visitor().get("/ideas/999999/x").await.expect(404);
    let seen = open(&app.visitor(), &path).await;
    let sign_in = seen.attr("article .vote a", "href").unwrap();
    assert!(sign_in.starts_with("/sign-in?return_to=") && sign_in.ends_with("%23idea"), "{sign_in}");

    let post: i64 = page.attr("a.linkbtn[href$='/edit']", "href").unwrap().split('/').nth(2).unwrap().parse().unwrap();
    vote(&bob, talka::ids::PostId(post), 1).await.expect(303);
    let page = open(&bob, &path).await;
    assert_eq!(page.attr("article .vote--box [aria-pressed=true]", "value").as_deref(), Some("0"), "pressed again");
    assert_eq!(page.find("article output .vh").as_deref(), Some("1: 1 up, 0 down"));
    assert!(page.text().contains("9 of 10 left"), "{page:?}");
    let comment = [("body", "Can the limit be per person?"), ("form_key", "c")];
    let place = bob.post_form(&format!("/posts/{post}/comments"), &comment).await.expect(303).location().to_owned();
    assert!(place.starts_with(&path), "{place}");
    let page = open(&bob, &path).await;
    assert_eq!(page.find("#comments").as_deref(), Some("1 comment"));
    assert_eq!(page.find(".comment__b").as_deref(), Some("Can the limit be per person?"));
    app.assert_verified();
}

#[tokio::test]
async fn what_is_like_an_idea_is_shown_before_it_is_posted() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let (board, phones) = (app.idea_board("plans").await, app.board("phones").await);
    app.ask(&ada, phones, "How do I share spare data with my family?", "data").await;
    let like = app.idea(&ada, board, "Share spare data with the whole family").await;
    app.run_jobs().await;
    // By the script: ideas only, while who asks is shown everything.
    let query = "title=Share+spare+data+with+family";
    let panel = open(&app.visitor(), &format!("/similar?kind=idea&{query}")).await;
    assert_eq!(panel.find_all(".likes a"), ["Share spare data with the whole family"]);
    assert_eq!(panel.attr(".likes a", "href").as_deref(), Some(like.path.as_str()), "no answer that was sought");
    assert_eq!(open(&app.visitor(), &format!("/similar?{query}")).await.find_all(".likes a").len(), 2);
    // Without it: a step between.
    let step = propose(&bob, board, TITLE, &[]).await.expect(200);
    assert_eq!(step.attr("main form", "action").as_deref(), Some("/ideas/new"));
    assert_eq!(step.find_all(".likes a"), ["Share spare data with the whole family"]);
    assert_eq!(step.attr("main input[name=title]", "value").as_deref(), Some(TITLE));
    // The text waits as a draft for whoever looks at one of these.
    assert_eq!(open(&bob, "/ideas/new").await.attr("input[name=title]", "value").as_deref(), Some(TITLE));
    let back = propose(&bob, board, TITLE, &[("reviewed", "1"), ("back", "1")]).await.expect(200);
    assert!(back.find("textarea[name=body]").unwrap().contains("gigabyte"), "{back:?}");
    propose(&bob, board, TITLE, &[("reviewed", "1")]).await.expect(303);
    assert_eq!(open(&bob, "/ideas/new").await.attr("input[name=title]", "value").as_deref(), Some(""), "posted");
}

#[tokio::test]
async fn a_draft_of_an_idea_is_kept() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.idea_board("plans").await);
    app.idea_board("network").await;
    let board = board.to_string();
    let sent =
        [("draft", "idea"), ("title", "Share sp"), ("board", board.as_str()), ("body", "Four of"), ("reviewed", "")];
    ada.post_form("/drafts", &sent).await.expect(200);
    let form = open(&ada, "/ideas/new").await;
    assert_eq!(form.attr("input[name=title]", "value").as_deref(), Some("Share sp"));
    assert_eq!(form.find("textarea[name=body]").as_deref(), Some("Four of"));
    assert_eq!(form.attr("select[name=board] option[selected]", "value"), Some(board));
    assert_eq!(
        open(&ada, "/ask").await.attr("input[name=title]", "value").as_deref(),
        Some(""),
        "a question is another"
    );
}

#[tokio::test]
async fn the_list_can_be_narrowed() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let (plans, network) = (app.idea_board("plans").await, app.idea_board("network").await);
    let shared = app.idea(&ada, plans, "Share data with the family").await;
    app.clock.advance(60);
    let cap = app.idea(&ada, network, "A spending cap for roaming").await;
    vote(&bob, shared.post, 1).await.expect(303);
    vote(&bob, cap.post, -1).await.expect(303);
    decide(&app, cap.topic, "planned").await;
    while app.write(talka::ideas::list::fold_counts).await {}

    let all = open(&bob, "/ideas").await;
    assert_eq!(titles(&all), ["Share data with the family", "A spending cap for roaming"], "what is wanted first");
    assert_eq!(all.find_all(".idea .pill"), ["New", "Planned"]);
    assert_eq!(all.find_all("ul[aria-label=Status] a"), ["All2", "New1", "Planned1"]);
    assert_eq!(all.find_all("ul[aria-label=Boards] a"), ["All boards", "Board plans", "Board network"]);
    assert_eq!(titles(&open(&bob, "/ideas?order=newest").await)[0], "A spending cap for roaming");
    let planned = status(&app, "planned").await;
    let of_status = open(&bob, &format!("/ideas?status={planned}")).await;
    assert_eq!(titles(&of_status), ["A spending cap for roaming"]);
    assert_eq!(of_status.find("ul[aria-label=Status] [aria-current]").as_deref(), Some("Planned1"));
    assert_eq!(of_status.attr("a[href*='order=top']", "href"), Some(format!("/ideas?status={planned}&order=top")));
    let of_board = open(&bob, "/ideas?board=plans").await;
    assert_eq!(of_board.find("h1").as_deref(), Some("Board plans"));
    assert_eq!(titles(&of_board), ["Share data with the family"]);
    assert_eq!(of_board.find_all("ul[aria-label=Status] a"), ["All1", "New1"]);
    assert_eq!(bob.get("/boards/plans").await.expect(301).location(), "/ideas?board=plans");
    let mine = open(&bob, "/ideas?mine=votes").await;
    assert_eq!(titles(&mine).len(), 2);
    assert_eq!(mine.find("ul.tabs [aria-current]").as_deref(), Some("My votes"));
    vote(&bob, cap.post, 0).await.expect(303);
    assert_eq!(titles(&open(&bob, "/ideas?mine=votes").await), ["Share data with the family"]);
    assert!(open(&ada, "/ideas?mine=votes").await.find(".empty").is_some());
    app.visitor().get("/ideas?mine=votes").await.expect(303);
    assert_eq!(open(&app.visitor(), "/ideas").await.find("ul.tabs li:last-child").as_deref(), Some("Controversial"));
    for wrong in ["order=hot", "status=x", "mine=all", "mine=votes&order=top", "after=x"] {
        bob.get(&format!("/ideas?{wrong}")).await.expect(400);
    }
    bob.get("/ideas?board=nowhere").await.expect(404);
}

#[tokio::test]
async fn ideas_stand_among_the_rest_as_what_they_are() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let (plans, phones) = (app.idea_board("plans").await, app.board("phones").await);
    app.ask(&ada, phones, "How do I share data abroad?", "wishes").await;
    let idea = app.idea(&ada, plans, "Share data with the family").await;
    vote(&bob, idea.post, 1).await.expect(303);
    app.run_jobs().await;

    let found = open(&bob, "/search?q=share+data").await;
    assert_eq!(found.find_all(".q").len(), 2);
    assert!(found.find_all(".chips a").contains(&"Ideas 1".to_owned()), "{found:?}");
    let found = open(&bob, "/search?q=share+data+is:idea").await;
    assert_eq!(found.find_all(".q__t"), ["Share data with the family"]);
    assert_eq!(found.find(".q .q__n").as_deref(), Some("Idea"), "and no word of answers");
    assert_eq!(found.find(".q .pill").as_deref(), Some("New"));
    assert_eq!(found.find(".q .it .vh").as_deref(), Some("Score 1"));
    let waiting = open(&bob, "/search?q=share+data+is:unanswered").await;
    assert_eq!(waiting.find_all(".q__t"), ["How do I share data abroad?"], "an idea waits for no answer");
    assert!(open(&bob, "/search?q=share+is:unanswered+is:idea").await.find(".q").is_none());
    let suggested = open(&bob, "/search/suggest?q=share+data+with").await;
    assert!(suggested.find("small").unwrap().contains("Idea"), "{suggested:?}");

    let tag = open(&bob, "/tags/wishes").await;
    assert_eq!(tag.find_all(".q").len(), 2);
    assert!(tag.find_all(".q__n").contains(&"Idea".to_owned()), "{tag:?}");
    let profile = open(&bob, "/members/ada?tab=ideas").await;
    assert_eq!(profile.find_all(".idea h2"), ["Share data with the family"]);
    assert_eq!(open(&bob, "/members/bob?tab=ideas").await.find("main p.muted.mbs").as_deref(), Some("No idea yet."));
    let boards = open(&bob, "/boards").await;
    assert!(boards.text().contains("href=\"/ideas?board=plans\""), "{boards:?}");
    assert!(boards.find("main").unwrap().contains("1 idea"), "{boards:?}");
    let sitemap = open(&app.visitor(), "/sitemaps/1.xml").await;
    assert!(sitemap.text().contains(&idea.path) && sitemap.text().contains("/ideas</loc>"), "{}", sitemap.text());
    let home = open(&bob, "/").await;
    assert!(!home.find("main").unwrap().contains("family"), "the questions are on the home page");
}

#[tokio::test]
async fn what_is_for_a_few_is_nowhere_for_others() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let (open_board, beta) = (app.idea_board("plans").await, app.idea_board("beta").await);
    app.restrict(beta, "testers", &[&ada]).await;
    app.idea(&ada, open_board, "Share data with the family").await;
    let secret = app.idea(&ada, beta, "A secret phone that folds").await;
    app.run_jobs().await;
    let id = secret.topic;
    assert_eq!(titles(&open(&ada, "/ideas").await).len(), 2);
    assert!(open(&ada, "/ideas?board=beta").await.text().contains("noindex"));
    for who in [&bob, &app.visitor()] {
        who.get(&secret.path).await.expect(404);
        who.get("/ideas?board=beta").await.expect(404);
        who.get("/boards/beta").await.expect(404);
        let places = [
            "/ideas".to_owned(),
            "/ideas?order=newest".to_owned(),
            "/ideas?order=updated".to_owned(),
            "/boards".to_owned(),
            "/search?q=secret+phone".to_owned(),
            "/search/suggest?q=secret".to_owned(),
            "/similar?kind=idea&title=A+secret+phone+that+folds".to_owned(),
            "/members/ada?tab=ideas".to_owned(),
            "/tags/wishes".to_owned(),
            "/sitemaps/1.xml".to_owned(),
            "/feed.atom".to_owned(),
        ];
        for path in places {
            let text = open(who, &path).await.text();
            assert!(!text.contains("folds") && !text.contains("beta"), "{path}");
        }
        assert_eq!(open(who, "/ideas").await.find_all("ul[aria-label=Status] a"), ["All1", "New1"]);
        assert!(open(who, "/ideas").await.find("ul[aria-label=Boards]").is_none(), "one board is no choice");
        assert_eq!(who.get(&format!("/ideas/{id}")).await.expect(404).location(), "");
    }
    vote(&bob, secret.post, 1).await.expect(404);
    let form = open(&bob, "/ideas/new").await;
    assert!(!form.text().contains("beta"), "{form:?}");
    let beta = beta.to_string();
    let sent = [("title", TITLE), ("board", beta.as_str()), ("tags", "wishes"), ("body", BODY), ("reviewed", "1")];
    bob.post_form("/ideas/new", &sent).await.expect(422);
}

#[tokio::test]
async fn admins_open_boards_for_ideas_and_set_the_budget() {
    let app = TestApp::spawn().await;
    let (admin, ada) = (app.admin().await, app.member("ada").await);
    let board = [("name", "Plans"), ("slug", "plans"), ("kind", "ideas"), ("hue", "2"), ("readers", "everyone")];
    admin.post_form("/admin/boards/new", &board).await.expect(303);
    assert!(open(&ada, "/boards").await.text().contains("/ideas?board=plans"));
    let settings =
        |budget| [("name", "Wren"), ("tagline", ""), ("zone", "UTC"), ("sign_up", "open"), ("idea_budget", budget)];
    assert_eq!(open(&admin, "/admin/settings").await.attr("input[name=idea_budget]", "value").as_deref(), Some("10"));
    for wrong in ["-1", "1001", "ten", ""] {
        admin.post_form("/admin/settings", &settings(wrong)).await.expect(422);
    }
    admin.post_form("/admin/settings", &settings("3")).await.expect(303);
    assert!(open(&ada, "/ideas").await.text().contains("3 of 3 left"));
    admin.post_form("/admin/settings", &settings("0")).await.expect(303);
    assert!(!open(&ada, "/ideas").await.text().contains("left"), "as many as one likes");
}
