//! The order of a column, and the ranks that make it.

use crate::error::{AppError, Result};
use crate::ids::TopicId;
use crate::message::Message;

/// Where an idea stands in its column: the greater comes first. By rank and score; of what is delivered, by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub(super) first: i64,
    pub(super) second: i64,
    pub(super) topic: TopicId,
}

impl Place {
    /// Before everything.
    pub const START: Self = Self { first: i64::MAX, second: i64::MAX, topic: TopicId(i64::MAX) };

    /// Reads a place from an address; nothing means the beginning.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] when it is not one of ours.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Self::START) };
        let mut parts = text.splitn(3, '.').map(|part| part.parse::<i64>().ok());
        match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
            (Some(first), Some(second), Some(topic)) => Ok(Self { first, second, topic: TopicId(topic) }),
            _ => Err(AppError::BadRequest(Message::new("error-400-text"))),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.first, self.second, self.topic)
    }
}

/// An idea in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub place: Place,
    pub quarter: Option<i64>,
}

/// The ranks that bring the ideas of a column into this order; only of those whose rank has to change. From the last one
/// up, each that does not stand above its neighbour by itself gets the next higher rank.
pub(super) fn ranks(wanted: &[Key]) -> Vec<(TopicId, i64)> {
    let mut changed = Vec::new();
    let mut below: Option<Place> = None;
    for key in wanted.iter().rev() {
        let mut place = key.place;
        if let Some(below) = below.filter(|below| place < *below) {
            place.first = below.first + 1;
            changed.push((place.topic, place.first));
        }
        below = Some(place);
    }
    changed
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(first: i64, second: i64, topic: i64) -> Key {
        Key { place: Place { first, second, topic: TopicId(topic) }, quarter: None }
    }

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        let place = key(2, -5, 7).place;
        assert_eq!(Place::parse(Some(&place.to_string())).unwrap(), place);
        assert_eq!(Place::parse(None).unwrap(), Place::START);
        for wrong in ["x", "1", "1.2", "1.2.x", "1.2.3.4", "9999999999999999999999.1.1"] {
            assert!(Place::parse(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn moving_one_gives_ranks_to_those_above_it_and_to_no_other() {
        // The third goes before the second: those two and nothing below get what tells them apart.
        let wanted = [key(0, 100, 1), key(0, 10, 3), key(0, 50, 2), key(0, 5, 4)];
        assert_eq!(ranks(&wanted), [(TopicId(3), 1), (TopicId(1), 2)]);
        assert_eq!(ranks(&[key(9, 0, 1), key(3, 0, 2), key(0, 7, 3)]), []);
    }

    proptest! {
        #[test]
        fn any_order_can_be_had(places in proptest::collection::vec((0_i64..4, -3_i64..4), 0..20)) {
            let mut keys: Vec<Key> =
                places.iter().zip(1..).map(|((rank, score), id)| key(*rank, *score, id)).collect();
            for (id, rank) in ranks(&keys) {
                keys.iter_mut().find(|key| key.place.topic == id).unwrap().place.first = rank;
            }
            prop_assert!(keys.is_sorted_by_key(|key| std::cmp::Reverse(key.place)));
        }
    }
}
