//! What reputation opens: refusals that say what is missing, the pages that show it, the numbers as settings, and
//! limits that hold under fifty requests at once.

use diesel::prelude::*;
use talka::admin::standing::Numbers;
use talka::clock::Timestamp;
use talka::db::schema::{posts, topics, users, votes};
use talka::ids::{PostId, UserId};
use talka::policy::Thresholds;
use talka::settings::{self, Cause, key};

use crate::support::{Asked, Client, Reply, TestApp, with_status};
use crate::votes::{questions_of, vote};

impl TestApp {
    /// From how much reputation on a privilege is open.
    async fn open_from(&self, privilege: &'static str, reputation: i64) {
        let now = self.clock.now();
        let (key, value) = (format!("{}{privilege}", key::PRIVILEGE), reputation.to_string());
        self.write(move |tx| settings::set(tx, &key, &value, now)).await;
        self.app.shared.site_changed();
    }

    /// As if somebody had joined this long ago.
    async fn joined(&self, member: &Client, seconds_ago: i64) {
        let (id, since) = (member.id(), Timestamp(self.clock.now().0 - seconds_ago * 1_000_000));
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::created_at.eq(since)).execute(tx)?;
            Ok(())
        })
        .await;
    }
}

async fn answer(by: &Client, to: &Asked, body: &str) -> Reply {
    by.post_form(&format!("/questions/{}/answers", to.topic), &[("body", body)]).await
}

#[tokio::test]
async fn a_refusal_says_the_rule_the_number_and_what_is_missing() {
    let app = TestApp::spawn().await;
    let (ann, bob, cid, board) =
        (app.member("ann").await, app.member("bob").await, app.member("cid").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    app.open_from("vote_down", 12).await;
    let refused = vote(&bob, asked.post, -1).await.expect(403).text();
    assert!(refused.contains("Voting down takes 12 reputation. You have 1: 11 more"), "{refused}");
    let said = app.answer(&bob, &asked, "It was switched off all day.").await;
    vote(&cid, said, 1).await.expect(303);
    assert_eq!(app.earned(&bob).await, 10);
    vote(&bob, asked.post, -1).await.expect(403);
    // Up is everybody's, and ideas are judged both ways by everybody.
    vote(&bob, asked.post, 1).await.expect(303);
    let ideas = app.idea_board("wishes").await;
    let idea = app.propose(&ann, ideas, "Let me pay by the minute").await;
    vote(&bob, idea.post, -1).await.expect(303);
    app.open_from("vote_down", 11).await;
    let other = app.ask(&ann, board, "Why is it so quiet?", "phones").await;
    vote(&bob, other.post, -1).await.expect(303);
    // An office needs no standing.
    app.open_from("vote_down", 1_000).await;
    vote(&app.staff().await, other.post, -1).await.expect(303);
}

#[tokio::test]
async fn links_and_new_tags_take_standing_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    app.open_from("links", 15).await;
    app.open_from("create_tags", 150).await;
    let three = "See https://a.example, https://b.example and https://c.example about this.";
    let refused = answer(&bob, &asked, three).await.expect(422);
    assert!(refused.text().contains("More than two links in a text take 15 reputation"));
    assert!(refused.text().contains("https://c.example"), "what was typed stands in the form");
    answer(&bob, &asked, "See https://a.example and https://b.example, @ann, about this.").await.expect(303);
    let form = [("title", "Where is the loudspeaker?"), ("board", &board.to_string()), ("lang", "en")];
    let form = |tags: &'static str| {
        form.iter().copied().chain([("tags", tags), ("body", "I hear nothing at all."), ("reviewed", "1")])
    };
    let refused = bob.post_form("/ask", &form("phones loud").collect::<Vec<_>>()).await.expect(422);
    assert!(refused.text().contains("no tag “loud”"), "{}", refused.text());
    assert!(refused.text().contains("149 more and it is yours"), "{}", refused.text());
    app.visitor().get("/tags/loud").await.expect(404);
}

#[tokio::test]
async fn who_sees_what_was_deleted_sees_what_its_author_took_back_and_nothing_else() {
    let app = TestApp::spawn().await;
    let (ann, bob, cid, board) =
        (app.member("ann").await, app.member("bob").await, app.member("cid").await, app.board("phones").await);
    let (moderator, asked) = (app.moderator().await, app.ask(&ann, board, "Why does it not ring?", "phones").await);
    let taken_back = app.answer(&bob, &asked, "I retract quokkas.").await;
    let hidden = app.answer(&bob, &asked, "Hidden wombats.").await;
    bob.post_form(&format!("/posts/{taken_back}/delete"), &[]).await.expect(303);
    moderator.post_form(&format!("/mod/posts/{hidden}/hide"), &[("reason", "It has to be so.")]).await.expect(303);
    let sees = async |word: &str| cid.get(&asked.path).await.expect(200).text().contains(word);
    assert!(!sees("quokkas").await && !sees("wombats").await);
    cid.get(&format!("/posts/{taken_back}/history")).await.expect(404);
    app.open_from("see_deleted", 1).await;
    assert!(sees("quokkas").await);
    assert!(!sees("wombats").await, "what a moderator hid stays hidden");
    cid.get(&format!("/posts/{taken_back}/history")).await.expect(200);
    cid.get(&format!("/posts/{hidden}/history")).await.expect(404);
    vote(&cid, taken_back, 1).await.expect(403);
    let visitor = app.visitor().get(&asked.path).await.expect(200).text();
    assert!(!visitor.contains("quokkas"));
}

#[tokio::test]
async fn everybody_reads_what_opens_and_a_member_how_far_they_are() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    for (privilege, reputation) in [("links", 15), ("vote_down", 50), ("see_deleted", 2_000)] {
        app.open_from(privilege, reputation).await;
    }
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    let said = app.answer(&bob, &asked, "It was switched off all day.").await;
    vote(&ann, said, 1).await.expect(303);
    let page = app.visitor().get("/privileges").await.expect(200).text();
    assert!(page.contains("from 2,000 reputation on") && page.contains("Sign in to see how far you are"));
    let page = bob.get("/privileges").await.expect(200);
    assert!(page.text().contains("You have 11.") && page.text().contains("39 to go"), "{}", page.text());
    // What an office opens is said as the policy has it: to moderators everything, to staff what they need to help.
    let page = app.moderator().await.get("/privileges").await.expect(200).text();
    assert!(page.contains("by your office") && !page.contains("to go"));
    let page = app.staff().await.get("/privileges").await.expect(200).text();
    assert!(page.contains("by your office") && page.contains("1,999 to go") && !page.contains("49 to go"), "{page}");
}

#[tokio::test]
async fn ones_own_reputation_is_listed_with_why_and_nobody_else_reads_it() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    let said = app.answer(&bob, &asked, "It was switched off all day.").await;
    let empty = bob.get("/members/bob/reputation").await.expect(200).text();
    assert!(empty.contains("Nothing yet"));
    vote(&ann, said, 1).await.expect(303);
    vote(&ann, said, 0).await.expect(303);
    vote(&bob, asked.post, -1).await.expect(303);
    let own = bob.get("/members/bob/reputation").await.expect(200).text();
    assert!(own.contains("Your answer was voted up") && own.contains("+10"), "{own}");
    assert!(own.contains("Taken back: Your answer was voted up") && own.contains("−10"), "{own}");
    assert!(!own.contains("@ann") && !own.contains(">ann<"), "who voted is nobody's business");
    for other in [&app.visitor(), &ann, &app.moderator().await] {
        let page = other.get("/members/bob/reputation").await.expect(200).text();
        assert!(page.contains("<h1>") && !page.contains("voted up"), "{page}");
    }
    app.visitor().get("/members/nobody/reputation").await.expect(404);
    bob.get("/members/bob/reputation?after=x").await.expect(400);
}

#[tokio::test]
async fn a_change_of_the_numbers_is_shown_before_it_is_made() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let (admin, asked) = (app.admin().await, app.ask(&ann, board, "Why does my phone not ring?", "phones").await);
    let said = app.answer(&bob, &asked, "It was switched off all day.").await;
    vote(&ann, said, 1).await.expect(303);
    app.run_jobs().await;
    admin.get("/admin/standing").await.expect(200);
    let today = app.clock.now().day_in(&settings::Site::default().zone);
    let numbers = app
        .read(move |c| {
            let site = settings::load(c)?;
            Numbers::load(c, &site, today)
        })
        .await;
    let mut fields: Vec<(String, String)> =
        numbers.fields().into_iter().map(|(name, number)| (name.to_owned(), number.to_string())).collect();
    let mut set = |name: &str, value: &str| {
        fields.iter_mut().find(|(field, _)| field == name).unwrap_or_else(|| panic!("no field {name}")).1 =
            value.into();
    };
    set("answer_up", "20");
    set("vote_down", "5");
    set("see_deleted", "100000");
    set("cap", "100");
    let form = |more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
        fields.iter().cloned().chain(more.iter().map(|(name, value)| ((*name).into(), (*value).into()))).collect()
    };
    let send = async |form: Vec<(String, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        admin.post_form("/admin/standing", &form).await
    };
    let preview = send(form(&[])).await.expect(200).text();
    for said in ["20 instead of 10", "would have given 20", "No member has that much", "100 at most instead of 200"] {
        assert!(preview.contains(said), "{said}: {preview}");
    }
    assert_eq!(app.read(|c| Ok(settings::load(c)?.amounts.of(Cause::AnswerUp))).await, 10, "nothing is changed yet");
    send(form(&[("save", "yes")])).await.expect(303);
    let site = app.read(settings::load).await;
    assert_eq!((site.amounts.of(Cause::AnswerUp), site.thresholds.0[1]), (20, 5));
    // What was given stays as it was; what is given from now on is more.
    assert_eq!(app.earned(&bob).await, 10);
    let more = app.answer(&bob, &asked, "Or it was in another room.").await;
    vote(&ann, more, 1).await.expect(303);
    assert_eq!(app.earned(&bob).await, 30);
    vote(&ann, said, 0).await.expect(303);
    assert_eq!(app.earned(&bob).await, 20, "taken back as it was given");
    let caps = app.read(move |c| Ok((talka::reputation::cap_on(c, today)?, talka::reputation::cap_on(c, today + 1)?)));
    assert_eq!(caps.await, (200, 100));
    app.assert_verified();
    // Out of range, and no field at all.
    for (name, value) in [("vote_down", "0"), ("vote_down", "100001"), ("down", "1"), ("answer_up", "1.5"), ("cap", "")]
    {
        let wrong =
            form(&[]).into_iter().map(|(field, old)| if field == name { (field, value.into()) } else { (field, old) });
        let reply = send(wrong.collect()).await.expect(422);
        assert!(reply.text().contains("Enter a whole number from"), "{name} {value}");
    }
    send(vec![("nonsense".into(), "1".into())]).await.expect(422);
    let preset = send(form(&[("preset", "large")])).await.expect(200).text();
    assert!(preset.contains(&format!("value=\"{}\"", Thresholds::LARGE.0[1])), "{preset}");
    for other in [&app.visitor(), &bob] {
        assert_ne!(other.get("/admin/standing").await.status, 200);
    }
}

/// Fifty different votes at once by one who has all but so many left.
async fn at_the_edge(app: &TestApp, by: &Client, posts: &[PostId], value: &str) -> (usize, i64) {
    let forms: Vec<(String, Vec<(&str, &str)>)> =
        posts.iter().map(|post| (format!("/posts/{post}/vote"), vec![("value", value)])).collect();
    let replies = by.post_all_at_once(&forms).await;
    let id: UserId = by.id();
    let cast = app.read(move |c| Ok(votes::table.filter(votes::user_id.eq(id)).count().get_result(c)?)).await;
    assert_eq!(with_status(&replies, 303) + with_status(&replies, 429), posts.len(), "{replies:?}");
    (with_status(&replies, 303), cast)
}

#[tokio::test]
async fn forty_votes_a_day_hold_under_fifty_at_once() {
    let app = TestApp::spawn().await;
    let (bob, board) = (app.member("bob").await, app.board("phones").await);
    let mut posts = Vec::new();
    for number in 0..10 {
        let author = app.member(&format!("author{number}")).await;
        posts.extend(questions_of(&app, &author, board, 5).await.iter().map(|asked| asked.post));
    }
    for post in &posts[..39] {
        vote(&bob, *post, 1).await.expect(303);
    }
    let mut rest = posts[39..].to_vec();
    rest.extend_from_slice(&posts[39..]);
    rest.truncate(50);
    let forms: Vec<(String, Vec<(&str, &str)>)> =
        rest.iter().map(|post| (format!("/posts/{post}/vote"), vec![("value", "1")])).collect();
    bob.post_all_at_once(&forms).await;
    let id = bob.id();
    let cast: i64 = app.read(move |c| Ok(votes::table.filter(votes::user_id.eq(id)).count().get_result(c)?)).await;
    assert_eq!(cast, 40);
    app.assert_verified();
}

#[tokio::test]
async fn six_votes_and_three_downs_for_one_author_hold_under_fifty_at_once() {
    let app = TestApp::spawn().await;
    let (ann, board) = (app.member("ann").await, app.board("phones").await);
    let posts: Vec<PostId> = questions_of(&app, &ann, board, 50).await.iter().map(|asked| asked.post).collect();
    let bob = app.member("bob").await;
    assert_eq!(at_the_edge(&app, &bob, &posts, "1").await, (6, 6));
    let cid = app.member("cid").await;
    assert_eq!(at_the_edge(&app, &cid, &posts, "-1").await, (3, 3));
    assert_eq!(app.earned(&ann).await, 6 * 5 - 3 * 2);
    app.assert_verified();
}

#[tokio::test]
async fn what_somebody_new_may_write_holds_under_fifty_at_once() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    app.joined(&bob, 3_600).await;
    // All at once: the pause lets one through.
    let path = format!("/questions/{}/answers", asked.topic);
    let forms: Vec<(String, Vec<(&str, &str)>)> =
        (0..50).map(|_| (path.clone(), vec![("body", "It was switched off all day.")])).collect();
    let count = async |kind: &'static str| -> i64 {
        let id = bob.id();
        app.read(move |c| {
            let own = posts::table.filter(posts::author_id.eq(id)).filter(posts::kind.eq(kind));
            Ok(own.count().get_result(c)?)
        })
        .await
    };
    bob.post_all_at_once(&forms).await;
    assert_eq!(count("answer").await, 1);
    for _ in 0..8 {
        app.clock.advance(30);
        answer(&bob, &asked, "Or it was in another room.").await.expect(303);
    }
    app.clock.advance(30);
    bob.post_all_at_once(&forms).await;
    assert_eq!(count("answer").await, 10);
    app.clock.advance(30);
    let refused = answer(&bob, &asked, "And another thing.").await.expect(422).text();
    assert!(refused.contains("On your first day you may reply 10 times") && refused.contains("And another thing."));
    // Under one's own question replies are free, and topics are counted apart.
    for number in 0..3 {
        app.clock.advance(120);
        let own = app.ask(&bob, board, &format!("What about number {number}?"), "phones").await;
        answer(&bob, &own, "I found it out myself.").await.expect(303);
    }
    app.clock.advance(120);
    let board_text = board.to_string();
    let fourth = [
        ("title", "And one more question?"),
        ("board", &board_text),
        ("lang", "en"),
        ("tags", "phones"),
        ("body", "I would like to know."),
        ("reviewed", "1"),
    ];
    let refused = bob.post_form("/ask", &fourth).await.expect(422).text();
    assert!(refused.contains("On your first day you may begin 3"), "{refused}");
    let id = bob.id();
    let begun: i64 = app.read(move |c| Ok(topics::table.filter(topics::author_id.eq(id)).count().get_result(c)?)).await;
    assert_eq!(begun, 3);
    // Something of theirs was found useful: nobody is new for ever.
    let own: PostId = app
        .read(move |c| {
            let answers = posts::table.filter(posts::author_id.eq(id)).filter(posts::kind.eq("answer"));
            Ok(answers.select(posts::id).order(posts::id).first(c)?)
        })
        .await;
    vote(&ann, own, 1).await.expect(303);
    bob.post_form("/ask", &fourth).await.expect(303);
}

#[tokio::test]
async fn a_text_of_somebody_new_has_few_pictures_and_names() {
    let app = TestApp::spawn().await;
    let (ann, bob, board) = (app.member("ann").await, app.member("bob").await, app.board("phones").await);
    let asked = app.ask(&ann, board, "Why does my phone not ring?", "phones").await;
    app.joined(&bob, 60).await;
    let refused = answer(&bob, &asked, "Ask @ann, @bea and @cid.").await.expect(422).text();
    assert!(refused.contains("name 2 members"), "{refused}");
    answer(&bob, &asked, "Ask @ann and @bea.").await.expect(303);
    // Nor does an edit bring in more.
    let id = bob.id();
    let (own, version): (PostId, i64) = app
        .read(move |c| {
            let answers = posts::table.filter(posts::author_id.eq(id)).filter(posts::kind.eq("answer"));
            Ok(answers.select((posts::id, posts::version)).first(c)?)
        })
        .await;
    let more = [("body", "Ask @ann, @bea and @cid."), ("version", &version.to_string()), ("reason", "")];
    bob.post_form(&format!("/posts/{own}/edit"), &more).await.expect(422);
}

#[tokio::test]
async fn an_article_that_is_open_is_edited_by_members_with_the_standing() {
    let app = TestApp::spawn().await;
    let (ann, staff) = (app.member("ann").await, app.staff().await);
    let board = app.board_of_kind("help", talka::policy::BoardKind::Articles).await;
    let fields = [
        ("title", "How to unlock a phone"),
        ("board", &board.to_string()),
        ("tags", "phones"),
        ("lang", "en"),
        ("body", "Turn it on and wait for a minute."),
    ];
    let path = staff.post_form("/articles/new", &fields).await.expect(303).location().to_owned();
    let id = path.split('/').nth(2).unwrap().to_owned();
    let topic: i64 = id.parse().unwrap();
    let post: PostId = app
        .read(move |c| {
            Ok(posts::table.filter(posts::topic_id.eq(talka::ids::TopicId(topic))).select(posts::id).first(c)?)
        })
        .await;
    let edit = format!("/posts/{post}/edit");
    ann.get(&edit).await.expect(403);
    let keep = [("owner", "staff"), ("days", "90"), ("series", ""), ("wiki", "true")];
    ann.post_form(&format!("/articles/{id}/keep"), &keep).await.expect(403);
    staff.post_form(&format!("/articles/{id}/keep"), &keep).await.expect(303);
    app.open_from("edit_articles", 100).await;
    let refused = ann.get(&edit).await.expect(403).text();
    assert!(refused.contains("Editing this article takes 100 reputation"), "{refused}");
    app.open_from("edit_articles", 1).await;
    let page = ann.get(&edit).await.expect(200);
    let version = page.attr("input[name=version]", "value").unwrap();
    let fields: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "body").collect();
    let more =
        [("body", "Turn it on and wait for two minutes."), ("version", version.as_str()), ("reason", "It took two.")];
    ann.post_form(&edit, &fields.into_iter().chain(more).collect::<Vec<_>>()).await.expect(303);
    assert!(app.visitor().get(&path).await.expect(200).text().contains("two minutes"));
    // What it is and who keeps it stays the company's.
    ann.post_form(&format!("/articles/{id}/keep"), &keep).await.expect(403);
    ann.post_form(&format!("/posts/{post}/delete"), &[]).await.expect(403);
    app.assert_verified();
}
