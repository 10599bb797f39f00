//! What is stored beside what the model says.

use std::collections::BTreeMap;

use diesel::prelude::*;
use talka::db::Conn;
use talka::db::schema::{awards, ledger_accounts, point_lots, point_months};
use talka::error::Result;
use talka::ledger::{self, AccountKind};

use super::book::Purse;
use super::world::World;

type Of = (i64, String, Option<i64>, i64, i64, i64, i64, i64);
type Stands = (i64, String, String, Option<i64>, i64, i64);
type Month = (i64, String, Option<i64>, Option<i64>, Option<i64>);
type Lot = (i64, i64, i64, i64, i64, i64);

/// Everything that is stored about points.
struct Stored {
    awards: Vec<(Of, Stands)>,
    lots: Vec<Lot>,
    months: Vec<Month>,
    purses: BTreeMap<i64, Purse>,
    house: [i64; 4],
}

fn stored(c: &mut Conn) -> Result<Stored> {
    use awards as a;
    use point_lots as l;
    use point_months as m;
    let awards = a::table
        .order(a::id)
        .select((
            (a::id, a::kind, a::post_id, a::user_id, a::giver_id, a::number, a::amount, a::kept),
            (a::month, a::state, a::reason, a::transaction_id, a::at, a::release_at),
        ))
        .load(c)?;
    let lots = l::table
        .order(l::id)
        .select((l::award_id, l::user_id, l::amount, l::remains, l::expired, l::expires_at))
        .load(c)?;
    let months = m::table.order(m::month).select((m::month, m::state, m::budget, m::factor, m::earned)).load(c)?;
    let balances: Vec<(String, i64, Option<i64>)> = ledger_accounts::table
        .select((ledger_accounts::kind, ledger_accounts::owner, ledger_accounts::balance))
        .load(c)?;
    let mut purses: BTreeMap<i64, Purse> = BTreeMap::new();
    for (kind, owner, balance) in balances {
        match kind.as_str() {
            "pending" => purses.entry(owner).or_default().0 = balance.unwrap(),
            "available" => purses.entry(owner).or_default().1 = balance.unwrap(),
            "reserved" => purses.entry(owner).or_default().2 = balance.unwrap(),
            _ => assert_eq!(balance, None, "{kind}"),
        }
    }
    let mut house = [0; 4];
    let kinds = [AccountKind::Issuance, AccountKind::Goodwill, AccountKind::Expired, AccountKind::Redeemed];
    for (sum, kind) in house.iter_mut().zip(kinds) {
        *sum = ledger::sum(c, kind)?;
    }
    Ok(Stored { awards, lots, months, purses, house })
}

impl World {
    pub async fn compare(&self, operation: u64) {
        let Stored { awards, lots, months, purses, house } = self.app.read(stored).await;
        self.assert_posts().await;
        let book = &self.book;
        let numbers: Vec<i64> = awards.iter().map(|(of, _)| of.0).collect();
        assert_eq!(awards.len(), book.awards.len(), "awards, after {operation}");
        for (place, (of, stands)) in awards.into_iter().enumerate() {
            let award = book.awards[place];
            let stored = (
                (of.1.as_str(), of.2.unwrap_or(0), of.3, of.4, of.5, of.6, of.7),
                (stands.0, stands.1.as_str(), stands.2.as_str(), stands.3.is_some(), stands.4, stands.5),
            );
            let wanted = (
                (award.kind, award.post, award.user, award.giver, award.number, award.amount, award.kept),
                (award.month, award.state, award.why, award.given, award.at, award.release_at),
            );
            assert_eq!(stored, wanted, "award {} of {}, after {operation}", place, of.0);
        }
        let wanted: Vec<Lot> = book
            .lots
            .iter()
            .map(|lot| (numbers[lot.award], lot.user, lot.amount, lot.remains, lot.expired, lot.expires_at))
            .collect();
        assert_eq!(lots, wanted, "lots, after {operation}");
        let wanted: Vec<Month> = book
            .months
            .iter()
            .map(|(number, month)| (*number, month.state.to_owned(), month.budget, month.factor, month.earned))
            .collect();
        assert_eq!(months, wanted, "months, after {operation}");
        let some = |purse: &(&i64, &Purse)| *purse.1 != (0, 0, 0);
        let stored: Vec<_> = purses.iter().filter(some).collect();
        let wanted: Vec<_> = book.purses.iter().filter(some).collect();
        assert_eq!(stored, wanted, "balances, after {operation}");
        assert_eq!(house, [book.issuance, book.goodwill, book.expired, book.redeemed], "the house, after {operation}");
        let sum: i64 =
            purses.values().map(|purse| purse.0 + purse.1 + purse.2).sum::<i64>() + house.iter().sum::<i64>();
        assert_eq!(sum, 0, "no point comes from nowhere, after {operation}");
    }
}
