//! Merging by the pages: what is said before, what readers find afterwards, and what stands in the way.

use talka::boards::{self, Readers};
use talka::ids::MergeId;

use crate::support::{Asked, Client, Reply, TestApp, with_status};
use crate::votes::{counts, vote};

const WHY: &str = "Both ask for the same thing.";

async fn merge(by: &Client, from: &Asked, into: impl ToString) -> Reply {
    let into = into.to_string();
    by.post_form(&format!("/ideas/{}/merge", from.topic), &[("into", &into), ("reason", WHY)]).await
}

async fn undo(by: &Client, merge: MergeId) -> Reply {
    by.post_form(&format!("/ideas/merges/{merge}/undo"), &[("reason", WHY)]).await
}

/// The newest merge of an idea.
async fn merge_of(app: &TestApp, idea: &Asked) -> MergeId {
    use diesel::prelude::*;
    use talka::db::schema::merges;
    let topic = idea.topic;
    app.read(move |c| {
        Ok(merges::table.filter(merges::from_id.eq(topic)).order(merges::id.desc()).select(merges::id).first(c)?)
    })
    .await
}

/// Staff, and ideas by people of their own.
async fn stage(titles: &[&str]) -> (TestApp, Client, Vec<Asked>) {
    let app = TestApp::spawn().await;
    let (staff, board) = (app.staff().await, app.idea_board("wishes").await);
    let mut ideas = Vec::new();
    for (number, title) in titles.iter().enumerate() {
        let author = app.member(&format!("author{number}")).await;
        ideas.push(app.propose(&author, board, title).await);
    }
    (app, staff, ideas)
}

#[tokio::test]
async fn what_will_happen_is_said_before_and_found_afterwards() {
    let (app, staff, ideas) = stage(&["Roaming packs for a day abroad", "Day passes for roaming abroad"]).await;
    let (from, into) = (&ideas[0], &ideas[1]);
    let (ada, bob, eve) = (app.member("ada").await, app.member("bob").await, app.member("eve").await);
    vote(&ada, from.post, 1).await.expect(303);
    vote(&bob, into.post, -1).await.expect(303);
    app.clock.advance(60);
    vote(&bob, from.post, 1).await.expect(303);
    vote(&eve, into.post, 1).await.expect(303);
    app.comment(&ada, from, from.post, "Also in Norway.").await;

    let form = format!("/ideas/{}/merge", from.topic);
    app.run_jobs().await;
    let first = staff.get(&form).await.expect(200);
    assert!(first.find_all("main li a").iter().any(|title| title.contains("Day passes")), "{first:?}");
    for typed in [into.topic.to_string(), format!("%23{}", into.topic), format!("http://x.org{}", into.path)] {
        let preview = staff.get(&format!("{form}?into={typed}")).await.expect(200);
        let said = preview.find("main ul").unwrap();
        for sentence in [
            "2 voters come along",
            "1 of them counts there already",
            "1 voted differently there",
            "3 for and 0 against",
            "1 comment is shown",
        ] {
            assert!(said.contains(sentence), "{sentence}: {said}");
        }
    }
    assert_eq!(counts(&app, into.post).await, (1, 1, 0), "nothing has happened yet");
    assert_eq!(merge(&staff, from, into.topic).await.expect(303).location(), into.path);
    assert_eq!(counts(&app, into.post).await, (3, 0, 3));
    assert_eq!(counts(&app, from.post).await, (2, 0, 2), "the votes stay where they were given, too");

    let visitor = app.visitor();
    let led = visitor.get(&from.path).await.expect(302);
    assert_eq!(led.location(), format!("{}?from={}", into.path, from.topic));
    let page = visitor.get(led.location()).await.expect(200);
    assert!(page.find(".notice").unwrap().contains("What you looked for is part of this idea now"), "{page:?}");
    assert!(page.find("aside").unwrap().contains("2 votes came along. 1 of them counted here already."), "{page:?}");
    let remarks = page.find_all(".comment");
    assert!(
        remarks.iter().any(|one| one.contains("Also in Norway.") && one.contains("from: Roaming packs")),
        "{remarks:?}"
    );
    let stayed = visitor.get(&format!("{}?stay=1", from.path)).await.expect(200);
    assert!(stayed.find(".notice").unwrap().contains("This became part of another idea: Day passes"), "{stayed:?}");
    assert!(stayed.find("main").unwrap().contains(WHY), "the reason stands in its history");
    let all = visitor.get(&format!("/ideas/{}/merged", into.topic)).await.expect(200);
    assert!(all.find("main").unwrap().contains("Also in Norway."));
    assert!(!visitor.get("/ideas").await.expect(200).text().contains(&from.path), "it stands in no list");
    assert!(!visitor.get("/search?q=roaming").await.expect(200).text().contains(&from.path));
    app.assert_verified();
}

#[tokio::test]
async fn what_is_part_of_another_takes_nothing_more() {
    let (app, staff, ideas) = stage(&["Roaming packs for a day abroad", "Day passes for roaming abroad"]).await;
    let (ada, author) = (app.member("ada").await, app.member("writer").await);
    let comment = app.comment(&author, &ideas[0], ideas[0].post, "Also in Norway.").await;
    merge(&staff, &ideas[0], ideas[1].topic).await.expect(303);
    for value in [1, -1, 0] {
        let reply = vote(&ada, ideas[0].post, value).await.expect(403);
        assert!(reply.find("main").unwrap().contains("became part of another idea"), "{reply:?}");
    }
    let text = [("body", "One more thing to say.")];
    ada.post_form(&format!("/posts/{}/comments", ideas[0].post), &text).await.expect(403);
    author.post_form(&format!("/comments/{comment}/edit"), &text).await.expect(403);
    author.get(&format!("/comments/{comment}/edit")).await.expect(403);
    staff.post_form(&format!("/comments/{comment}/extend"), &[]).await.expect(403);
    vote(&ada, ideas[1].post, 1).await.expect(303);
    undo(&staff, merge_of(&app, &ideas[0]).await).await.expect(303);
    vote(&ada, ideas[0].post, 1).await.expect(303);
    assert_eq!(counts(&app, ideas[1].post).await, (1, 0, 1), "what was given later stays");
    app.assert_verified();
}

#[tokio::test]
async fn what_cannot_be_merged_says_why_and_nothing_is_half_done() {
    let titles = ["The first of these wishes", "The second of these wishes", "The third of these wishes"];
    let (app, staff, ideas) = stage(&titles).await;
    let [one, two, three] = ideas.as_slice() else { panic!() };
    let said = |reply: Reply| reply.find("main").unwrap();
    assert!(said(merge(&staff, one, one.topic).await.expect(422)).contains("This is the idea itself"));
    for typed in ["999999", "", "nothing like it", "/questions/1"] {
        assert!(said(merge(&staff, one, typed).await.expect(422)).contains("no idea of this number"), "{typed}");
    }
    let short = [("into", &*two.topic.to_string()), ("reason", "  ")].map(|(name, value)| (name, value.to_owned()));
    let short: Vec<(&str, &str)> = short.iter().map(|(name, value)| (*name, value.as_str())).collect();
    staff.post_form(&format!("/ideas/{}/merge", one.topic), &short).await.expect(422);

    merge(&staff, one, two.topic).await.expect(303);
    assert!(said(merge(&staff, one, three.topic).await.expect(409)).contains("part of another one already"));
    staff.get(&format!("/ideas/{}/merge", one.topic)).await.expect(409);
    assert!(said(merge(&staff, two, one.topic).await.expect(422)).contains("is part of this one already"));
    let into_merged = said(merge(&staff, three, one.topic).await.expect(422));
    assert!(into_merged.contains(&format!("part of idea {} now", two.topic)), "{into_merged}");

    let closed = app.idea_board("inner").await;
    let secret = app.propose(&app.member("inner").await, closed, "A wish that few people read").await;
    app.write(move |tx| boards::set_readers(tx, closed, &Readers::Groups(Vec::new()))).await;
    assert!(said(merge(&staff, three, secret.topic).await.expect(422)).contains("no idea of this number"));
    let admin = app.admin().await;
    assert!(said(merge(&admin, three, secret.topic).await.expect(422)).contains("read by different people"));
    let member = app.member("nobody").await;
    merge(&member, three, two.topic).await.expect(403);
    app.assert_verified();
}

#[tokio::test]
async fn chains_lead_to_their_end_and_unwind_last_first() {
    let titles = ["The first of these wishes", "The second of these wishes", "The third of these wishes"];
    let (app, staff, ideas) = stage(&titles).await;
    let [one, two, three] = ideas.as_slice() else { panic!() };
    let ada = app.member("ada").await;
    vote(&ada, one.post, 1).await.expect(303);
    app.comment(&ada, one, one.post, "Said under the first.").await;
    merge(&staff, one, two.topic).await.expect(303);
    merge(&staff, two, three.topic).await.expect(303);
    assert_eq!(counts(&app, three.post).await, (1, 0, 1));
    for idea in [one, two] {
        let led = app.visitor().get(&idea.path).await.expect(302);
        assert_eq!(led.location(), format!("{}?from={}", three.path, idea.topic));
    }
    assert!(app.visitor().get(&three.path).await.text().contains("Said under the first."));
    let (first, second) = (merge_of(&app, one).await, merge_of(&app, two).await);
    let refused = undo(&staff, first).await.expect(409);
    assert!(refused.find("main").unwrap().contains("The second of these wishes"), "{refused:?}");
    staff.get(&format!("/ideas/merges/{first}/undo")).await.expect(409);
    assert!(
        staff.get(&format!("/ideas/merges/{second}/undo")).await.expect(200).text().contains("1 vote that came along")
    );
    undo(&staff, second).await.expect(303);
    assert_eq!(counts(&app, three.post).await, (0, 0, 0));
    assert_eq!(counts(&app, two.post).await, (1, 0, 1));
    undo(&staff, first).await.expect(303);
    assert!(undo(&staff, first).await.expect(409).find("main").unwrap().contains("taken back already"));
    for idea in &ideas {
        app.visitor().get(&idea.path).await.expect(200);
    }
    staff.get("/ideas/merges/999999/undo").await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn votes_of_mine_show_the_idea_that_others_became_part_of_once() {
    let titles = ["first", "second", "third", "fourth"].map(|word| format!("The {word} of these wishes"));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (app, staff, ideas) = stage(&titles).await;
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    vote(&bob, ideas[0].post, -1).await.expect(303);
    for idea in [&ideas[0], &ideas[3], &ideas[1], &ideas[2]] {
        app.clock.advance(60);
        vote(&ada, idea.post, 1).await.expect(303);
    }
    let mine = async |by: &Client| super::titles(&super::open(by, "/ideas?mine=votes").await);
    let all = [titles[2], titles[1], titles[3], titles[0]];
    assert_eq!(mine(&ada).await, all);
    merge(&staff, &ideas[0], ideas[1].topic).await.expect(303);
    assert_eq!(mine(&ada).await, [titles[2], titles[1], titles[3]], "the newest of several votes says when");
    assert_eq!(mine(&bob).await, [titles[1]], "who voted on the one has a say in the other");
    merge(&staff, &ideas[2], ideas[1].topic).await.expect(303);
    assert_eq!(mine(&ada).await, [titles[1], titles[3]]);
    merge(&staff, &ideas[1], ideas[3].topic).await.expect(303);
    assert_eq!((mine(&ada).await, mine(&bob).await), (vec![titles[3].to_owned()], vec![titles[3].to_owned()]));
    app.clock.advance(60);
    vote(&bob, ideas[3].post, 0).await.expect(303);
    assert!(mine(&bob).await.is_empty(), "what was taken back since is no vote");
    for idea in [1, 2, 0] {
        undo(&staff, merge_of(&app, &ideas[idea]).await).await.expect(303);
    }
    assert_eq!(mine(&ada).await, all);
    assert_eq!(mine(&bob).await, [titles[0]]);
    app.assert_verified();
}

#[tokio::test]
async fn of_many_merges_at_once_one_takes_effect() {
    let titles = ["first", "second", "third", "fourth", "fifth"].map(|word| format!("The {word} of these wishes"));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (app, staff, ideas) = stage(&titles).await;
    let form = |from: &Asked, into: &Asked| {
        let into: &'static str = into.topic.to_string().leak();
        (format!("/ideas/{}/merge", from.topic), vec![("into", into), ("reason", WHY)])
    };
    // Each into the other, which would be a circle; and one into two others.
    let pairs = [(0, 1), (1, 0), (2, 3), (2, 4)];
    let forms: Vec<_> = (0..6).flat_map(|_| pairs.map(|(from, into)| form(&ideas[from], &ideas[into]))).collect();
    let replies = staff.post_all_at_once(&forms).await;
    assert_eq!(with_status(&replies, 303), 2, "{replies:?}");
    app.assert_verified();
}

#[tokio::test]
async fn hiding_either_idea_leads_nowhere_and_back() {
    let (app, staff, ideas) = stage(&["Roaming packs for a day abroad", "Day passes for roaming abroad"]).await;
    let (from, into) = (&ideas[0], &ideas[1]);
    let moderator = app.moderator().await;
    merge(&staff, from, into.topic).await.expect(303);
    let act = |idea: &Asked, verb: &str| format!("/mod/posts/{}/{verb}", idea.post);
    moderator.post_form(&act(into, "hide"), &[("reason", WHY)]).await.expect(303);
    app.visitor().get(&from.path).await.expect(404);
    moderator.get(&from.path).await.expect(302);
    moderator.post_form(&act(into, "restore"), &[("reason", WHY)]).await.expect(303);
    app.visitor().get(&from.path).await.expect(302);
    moderator.post_form(&act(from, "hide"), &[("reason", WHY)]).await.expect(303);
    app.visitor().get(&from.path).await.expect(404);
    assert!(!app.visitor().get(&into.path).await.expect(200).text().contains(&from.path));
    app.assert_verified();
    moderator.post_form(&act(from, "restore"), &[("reason", WHY)]).await.expect(303);
    app.visitor().get(&from.path).await.expect(302);
    app.assert_verified();
    moderator.post_form(&act(from, "hide"), &[("reason", WHY)]).await.expect(303);
    undo(&moderator, merge_of(&app, from).await).await.expect(303);
    app.visitor().get(&from.path).await.expect(404);
    app.assert_verified();
}

#[tokio::test]
async fn followers_hear_once_that_it_was_merged_and_follow_on() {
    let (app, staff, ideas) = stage(&["Roaming packs for a day abroad", "Day passes for roaming abroad"]).await;
    let ada = app.member("ada").await;
    ada.post_form(&format!("/follow/topic/{}", ideas[0].topic), &[("level", "all")]).await.expect(303);
    merge(&staff, &ideas[0], ideas[1].topic).await.expect(303);
    app.run_jobs().await;
    let inbox = ada.get("/inbox").await.expect(200);
    assert!(inbox.find("main").unwrap().contains("Roaming packs"), "{inbox:?}");
    app.comment(&app.member("eve").await, &ideas[1], ideas[1].post, "Said under the second.").await;
    app.run_jobs().await;
    assert!(ada.get("/inbox").await.expect(200).find("main").unwrap().contains("Day passes"));
    app.assert_verified();
}
