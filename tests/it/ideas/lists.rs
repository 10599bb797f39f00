//! Lists of ideas by every order, page by page.

use std::collections::BTreeMap;

use diesel::prelude::*;
use talka::db::schema::ideas;
use talka::ideas::Order;
use talka::ideas::list::{self, IdeaRow, Only};
use talka::ids::{BoardId, TopicId};
use talka::policy::State;
use talka::topics::Cursor;

use super::{decide, open, status, titles};
use crate::support::TestApp;
use crate::votes::vote;

/// Ideas on two boards with votes as different as a few voters can make them; some decided, some gone.
async fn filled(app: &TestApp) -> Vec<BoardId> {
    let boards = vec![app.idea_board("plans").await, app.idea_board("network").await];
    let (mut voters, mut authors) = (Vec::new(), Vec::new());
    for number in 0..4 {
        voters.push(app.member(&format!("voter{number}")).await);
    }
    for number in 0..15 {
        authors.push(app.member(&format!("author{number}")).await);
    }
    app.set_idea_budget(0).await;
    for number in 0..75_usize {
        // Some at the same moment: then the newer number is first.
        if number % 3 == 0 {
            app.clock.advance(7_200);
        }
        let author = &authors[number % authors.len()];
        let idea = app.idea(author, boards[number % 2], &format!("The idea with the number {number}")).await;
        for (place, voter) in voters.iter().enumerate().filter(|(place, _)| ((number % 16) >> place) & 1 == 1) {
            vote(voter, idea.post, if place == number % 4 { -1 } else { 1 }).await.expect(303);
        }
        if number % 5 == 0 {
            decide(app, idea.topic, "planned").await;
        }
        if number % 16 == 0 {
            author.post_form(&format!("/posts/{}/delete", idea.post), &[]).await.expect(303);
        }
    }
    boards
}

/// A row as the test reads it.
type Row = (TopicId, BoardId, String, i64, i64, i64, i64, i64, i64);

#[tokio::test]
async fn every_order_is_walked_without_gaps_or_repeats() {
    let app = TestApp::spawn().await;
    let boards = filled(&app).await;
    let rows: Vec<Row> = app
        .read(|c| {
            Ok(ideas::table
                .select((
                    ideas::topic_id,
                    ideas::board_id,
                    ideas::status_kind,
                    ideas::heat,
                    ideas::score,
                    ideas::created_at,
                    ideas::said_at,
                    ideas::split,
                    ideas::status_id,
                ))
                .filter(ideas::state.eq(State::Visible))
                .load(c)?)
        })
        .await;
    assert!(rows.len() > 2 * talka::ideas::PAGE, "{}", rows.len());
    let planned = status(&app, "planned").await;
    let every: Vec<(Vec<BoardId>, Only)> = vec![
        (boards.clone(), Only::Everything),
        (vec![boards[0]], Only::Everything),
        (boards.clone(), Only::Status(planned)),
        (vec![boards[1]], Only::Status(planned)),
        (Vec::new(), Only::Everything),
    ];
    for (boards, only) in every {
        for order in Order::ALL {
            let key = |row: &Row| match order {
                Order::Trending => row.3,
                Order::Top => row.4,
                Order::Newest => row.5,
                Order::Updated => row.6,
                Order::Controversial => row.7,
            };
            let mut expected: Vec<(i64, TopicId)> = rows
                .iter()
                .filter(|row| boards.contains(&row.1))
                .filter(|row| only == Only::Everything || row.8 == planned.0)
                .map(|row| (key(row), row.0))
                .collect();
            expected.sort_unstable_by_key(|row| std::cmp::Reverse(*row));
            let expected: Vec<TopicId> = expected.into_iter().map(|(_, id)| id).collect();
            let (mut walked, mut after) = (Vec::new(), None::<String>);
            loop {
                let (boards, order, start) = (boards.clone(), *order, after.take());
                let page =
                    app.read(move |c| list::list(c, &boards, only, order, Cursor::parse(start.as_deref())?)).await;
                walked.extend(page.ideas.iter().map(|row: &IdeaRow| row.topic.id));
                let Some(next) = page.next else { break };
                after = Some(next.to_string());
            }
            assert_eq!(walked, expected, "{order:?} {only:?} {boards:?}");
        }
    }
    app.assert_verified();
}

#[tokio::test]
async fn the_links_of_the_pages_lead_through_the_list() {
    let app = TestApp::spawn().await;
    let (ada, board) = (app.member("ada").await, app.idea_board("plans").await);
    let bob = app.member("bob").await;
    app.set_idea_budget(0).await;
    let mut all = BTreeMap::new();
    for number in 0..35 {
        let author = app.member(&format!("author{number}")).await;
        let title = format!("The idea with the number {number}");
        let idea = app.idea(&author, board, &title).await;
        vote(&bob, idea.post, 1).await.expect(303);
        all.insert(title, ());
    }
    for list in ["/ideas", "/ideas?order=top", "/ideas?board=plans&order=newest", "/ideas?mine=votes"] {
        let first = open(&bob, list).await;
        let next = first.attr("a[rel=next]", "href").unwrap();
        let second = open(&bob, &next).await;
        assert_eq!(second.attr("a[rel=prev]", "href").as_deref(), Some(list));
        assert!(second.attr("a[rel=next]", "href").is_none(), "{list}");
        let shown: BTreeMap<String, ()> = titles(&first).into_iter().chain(titles(&second)).map(|t| (t, ())).collect();
        assert_eq!((titles(&first).len(), &shown), (30, &all), "{list}");
    }
    assert!(open(&ada, "/ideas?mine=votes").await.find(".empty").is_some());
}
