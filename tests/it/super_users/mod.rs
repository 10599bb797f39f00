//! Super-users: by the numbers, by a decision, and what it opens.

mod deciding;
mod judging;
mod opens;

use diesel::prelude::*;
use talka::db::schema::{posts, super_users, users};
use talka::ids::{BoardId, PostId};
use talka::super_users::{State, judge};

use crate::support::{Client, TestApp};

impl TestApp {
    /// Looks at everybody, as the job does each night.
    pub async fn judge_all(&self) {
        let now = self.clock.now();
        while self.write(move |tx| judge::step(tx, now)).await {}
    }

    /// Makes somebody a super-user by a row of the table.
    pub async fn named(&self, member: &Client) {
        let (id, now) = (member.id(), self.clock.now());
        self.write(move |tx| {
            diesel::insert_into(super_users::table)
                .values((
                    super_users::user_id.eq(id),
                    super_users::state.eq(State::Granted),
                    super_users::answers.eq(0),
                    super_users::people.eq(0),
                    super_users::since.eq(now),
                    super_users::counted_at.eq(now),
                ))
                .execute(tx)?;
            diesel::update(users::table.find(id)).set(users::is_super.eq(true)).execute(tx)?;
            Ok(())
        })
        .await;
    }

    /// Whether somebody is a super-user, and how that came.
    pub async fn is_super(&self, member: &Client) -> (bool, Option<State>) {
        let id = member.id();
        self.read(move |c| {
            let holds = users::table.find(id).select(users::is_super).first(c)?;
            Ok((holds, super_users::table.find(id).select(super_users::state).first(c).optional()?))
        })
        .await
    }
}

/// So many answers that helped, for this many people, one after the other.
async fn helped(app: &TestApp, by: &Client, board: BoardId, (answers, people): (usize, usize)) -> Vec<PostId> {
    let mut questions = Vec::new();
    for number in 0..people {
        let asker = app.member(&format!("asker-{number}-{}", by.handle())).await;
        questions.push(app.ask(&asker, board, "Why does it not ring?", "phones").await);
    }
    let mut made = Vec::new();
    for number in 0..answers {
        made.push(app.answer(by, &questions[number % people], "An answer that is long enough.").await);
    }
    let (ids, now) = (made.clone(), app.clock.now());
    app.write(move |tx| {
        for (number, post) in ids.iter().enumerate() {
            // Half of them were accepted, half are at a score of 2.
            let row = diesel::update(posts::table.find(post));
            if number % 2 == 0 {
                row.set((posts::accepted.eq(true), posts::accepted_at.eq(now))).execute(tx)?;
            } else {
                row.set((posts::score.eq(2), posts::ups.eq(2))).execute(tx)?;
            }
        }
        Ok(())
    })
    .await;
    made
}
