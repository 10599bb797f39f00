//! Boards, tags and members: which are there for whom.

use super::lines::{get, post};
use super::{WHO, cast, letter};
use crate::support::TestApp;

const FOLLOW: &[(&str, &str)] = &[("level", "all")];
const NAMED: &[(&str, &str)] = &[("name", "Phones"), ("query", "phone")];

/// Everybody's own things, and what belongs to nobody: who may ask, before anything is looked up.
#[tokio::test]
async fn everybody_and_their_own_things() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    #[rustfmt::skip]
    let pages = [
        ("/feeds", "22222222222"),
        ("/search.atom?q=phone", "22222222222"),
        ("/articles.rss", "22222222222"),
        ("/ideas.atom", "22222222222"),
        ("/roadmap", "22222222222"),
        ("/roadmap.atom", "22222222222"),
        ("/changelog", "22222222222"),
        ("/changelog.rss", "22222222222"),
        ("/storms", "22222222222"),
        ("/storms/new", "s!!!2!!!2!!"),
        ("/ideas.csv", "s!!!2!!!2!!"),
        ("/ideas/merges/99999999/undo", "s!4444444!4"),
        ("/ideas/updates.csv", "s!!!2!!!2!!"),
        ("/leaders", "22222222222"),
        ("/leaders?period=all&board=secret", "44444444444"),
        ("/badges", "22222222222"),
        ("/badges/helping-hand", "22222222222"),
        ("/super-users", "22222222222"),
        ("/members/author/super", "s!!!22!!2!!"),
        ("/members/nobody/super", "s!4444444!4"),
        ("/members/author/points", "s!!!22!!2!!"),
        ("/members/nobody/points", "s!4444444!4"),
        ("/wallet", "s2222222222"),
        ("/wallet/unpaid", "s2222222222"),
        ("/inbox", "s2222222222"),
        ("/inbox/count", "s2222222222"),
        ("/inbox/feed/none.atom", "44444444444"),
        ("/following", "s2222222222"),
        ("/settings/following", "s2222222222"),
    ];
    for (path, expected) in pages {
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let reply = who.0.get(path).await;
            assert_eq!(letter(&get("", [""; 6]), &reply), expected, "{path} as {name}: {reply:?}");
        }
    }
    #[rustfmt::skip]
    let forms = [
        ("/inbox/read", &[][..], "u3333333333"),
        ("/members/author/super", &[("decision", "grant"), ("reason", "Helps many people.")], "u!!!3c!!c!!"),
        ("/members/author/points", &[("gift", "goodwill"), ("points", "5"), ("reason", "Sorry for that.")], "u!!!cc!!c!!"),
        ("/wallet/terms", &[("version", "1")], "u!cc!!ccc!c"),
        ("/roadmap/99999999/move", &[("way", "up")], "u!4444444!4"),
        ("/ideas/99999999/plan", &[], "u!4444444!4"),
        ("/storms/99999999/end", &[], "u!!!4!!!4!!"),
        ("/inbox/99999999/read", &[], "u4444444444"),
        ("/inbox/topics/99999999/read", &[], "u4444444444"),
        ("/inbox/feed", &[], "u2222222222"),
        ("/inbox/feed/revoke", &[], "u3333333333"),
        (&format!("/follow/board/{}", cast.open), FOLLOW, "u!3333333!3"),
        (&format!("/follow/board/{}", cast.secret), FOLLOW, "u4434434343"),
        ("/searches", NAMED, "u!3333333!3"),
        ("/searches/99999999/remove", &[], "u4444444444"),
        ("/members/author/block", &[("on", "true")], "u33!3333333"),
        ("/settings/following", &[], "u3333333333"),
    ];
    for (path, fields, expected) in forms {
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let sent: Vec<(&str, &str)> =
                std::iter::once(("csrf", who.1.as_str())).chain(fields.iter().copied()).collect();
            let reply = who.0.post_without_token(path, &sent).await;
            assert_eq!(letter(&post("", &[], [""; 6]), &reply), expected, "{path} as {name}: {reply:?}");
        }
    }
}

/// Ideas and calls for them, on an open board and on one that is for the author and the insider.
#[tokio::test]
async fn everybody_and_what_is_planned() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let (author, keeper, insider) = (&cast.who[3].0, &cast.who[8].0, &cast.who[10].0);
    let open = app.board_of_ideas("wishes").await;
    let secret = app.board_for("few", &[author, insider]).await;
    app.write(move |tx| talka::boards::set_kind(tx, secret, talka::boards::BoardKind::Ideas)).await;
    let mut numbers = Vec::new();
    for board in [open, secret] {
        let idea = app.proposed(author, board, "An idea that somebody has").await.topic.to_string();
        let board = board.to_string();
        let days = [("first", "2026-11-21"), ("last", "2026-11-22")];
        let fields = [("title", "A theme of some words"), ("board", &board), ("body", "Text"), days[0], days[1]];
        let path = keeper.post_form("/storms/new", &fields).await.expect(303).location().to_owned();
        keeper.get("/no-such-page").await;
        numbers.push((idea, path.split('/').nth(2).unwrap().to_owned()));
    }
    author.get("/no-such-page").await;
    #[rustfmt::skip]
    let lines = [
        ("GET", "/ideas/{idea}/feed.atom", "22222222222", "44444444444"),
        ("GET", "/ideas/{idea}/merge", "s!!!2!2!2!!", "s!4!44242!!"),
        ("GET", "/ideas/{idea}/merged", "22222222222", "44424424242"),
        ("GET", "/ideas/{idea}/behalf", "s!!!2!!!2!!", "s!4!44!42!!"),
        ("GET", "/ideas/{idea}/plan", "s!!!2!!!2!!", "s!4!44!42!!"),
        ("GET", "/storms/{storm}", "11111111111", "44414414141"),
        ("GET", "/storms/{storm}/a-theme-of-some-words", "22222222222", "44424424242"),
        ("GET", "/storms/{storm}/edit", "s!!!2!!!2!!", "s!!!4!!!2!!"),
        ("POST", "/ideas/{idea}/plan", "u!!!3!!!3!!", "u!4!44!43!!"),
        ("POST", "/roadmap/{idea}/move", "u!!!c!!!c!!", "u!4!44!4c!!"),
        ("POST", "/storms/{storm}/end", "u!!!3!!!c!!", "u!!!4!!!3!!"),
    ];
    for (method, pattern, of_all, of_few) in lines {
        for ((idea, storm), expected) in numbers.iter().zip([of_all, of_few]) {
            let path = pattern.replace("{idea}", idea).replace("{storm}", storm);
            for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
                let (line, reply) = match method {
                    "GET" => (get("", [""; 6]), who.0.get(&path).await),
                    _ => {
                        let mut sent = vec![("csrf", who.1.as_str())];
                        sent.extend(pattern.ends_with("/move").then_some(("way", "up")));
                        (post("", &[], [""; 6]), who.0.post_without_token(&path, &sent).await)
                    }
                };
                assert_eq!(letter(&line, &reply), expected, "{method} {path} as {name}: {reply:?}");
            }
        }
    }
}

/// Places that are there for some: a board, a tag that stands on it only, and an account that nobody has heard of.
#[tokio::test]
async fn everybody_and_places() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let author = &cast.who[3].0;
    app.ask(author, cast.open, "A question for everybody here", "roaming").await;
    app.ask(author, cast.secret, "A question for a few only", "hush").await;
    for (tag, synonym) in [("roaming", "abroad"), ("hush", "quiet")] {
        let moderator = &cast.who[6].0;
        moderator.post_form(&format!("/tags/{tag}/synonyms"), &[("synonym", synonym)]).await.expect(303);
        moderator.get("/no-such-page").await;
    }
    #[rustfmt::skip]
    let places = [
        ("/boards/open", "22222222222"),
        ("/boards/open/feed.atom", "22222222222"),
        ("/boards/secret", "44424424242"),
        ("/boards/secret/feed.atom", "44444444444"),
        ("/tags/roaming", "22222222222"),
        ("/tags/hush", "44424424242"),
        ("/tags/hush/feed.atom", "44444444444"),
        ("/tags/abroad", "11111111111"),
        ("/tags/abroad/feed.atom", "11111111111"),
        ("/tags/quiet", "44414414141"),
        ("/tags/quiet/feed.atom", "44444444444"),
        ("/tags/roaming/merge", "s444442!244"),
        ("/tags/hush/merge", "s4444424244"),
        ("/tags/hush/edit", "s444442424" /* the insider: */),
        ("/members/author", "22222222222"),
        ("/members/unverified", "42444422244"),
        ("/members/unverified/feed.atom", "44444444444"),
    ];
    for (path, expected) in places {
        let expected = format!("{expected:4<11}");
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let line = get("", [""; 6]);
            let reply = who.0.get(path).await;
            assert_eq!(letter(&line, &reply), expected, "{path} as {name}: {reply:?}");
            if expected == '4' {
                let nowhere = path.replace("secret", "nowhere").replace("hush", "nowhere").replace("quiet", "nowhere");
                let nowhere = nowhere.replace("unverified", "nowhere");
                let other = who.0.get(&nowhere).await;
                assert_eq!(reply.bare(path), other.bare(&nowhere), "{path} as {name}");
            }
        }
    }
}
