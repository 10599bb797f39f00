//! Parts of the index. PostgreSQL has no order of its own in it, and is asked for some parts at a time, the newest first.
//!
//! The smallest part has the documents of 4,096 posts or comments that were written one after the other; four parts
//! that begin at a multiple of four make one of the next size. A document has a token of each size, so that few of them
//! name many documents: PostgreSQL compares every document with every token that it is asked for.

/// Documents of a smallest part, as a power of two.
const SMALLEST: u32 = 12;
/// Parts of a larger one, as a power of two.
const STEP: u32 = 2;
/// Sizes.
const SIZES: u32 = 5;

/// Begins the tokens of parts with posts.
pub const POSTS: char = '+';
/// Begins those of parts with comments.
pub const COMMENTS: char = '-';

/// The tokens of the parts that a post or comment is in, by its own number.
pub fn tokens(kind: char, number: i64) -> impl Iterator<Item = String> {
    (0..SIZES).map(move |size| token(kind, size, number >> SMALLEST))
}

fn token(kind: char, size: u32, part: i64) -> String {
    format!("{kind}{size}/{}", part >> (size * STEP))
}

/// Whether a token is that of a part.
pub fn is_part(token: &str) -> bool {
    token.starts_with([POSTS, COMMENTS])
}

/// The parts that were not asked for yet: posts before comments, the newest of each first.
#[derive(Debug, Clone)]
pub struct Parts {
    kinds: [Kind; 2],
}

#[derive(Debug, Clone)]
struct Kind {
    sign: char,
    newest: i64,
    /// The newest smallest part that is left; -1 when none is.
    next: i64,
}

impl Parts {
    /// All of them, up to this post and this comment.
    #[must_use]
    pub fn down_from(post: i64, comment: i64) -> Self {
        let kind = |sign, number: i64| {
            let newest = number.max(0) >> SMALLEST;
            Kind { sign, newest, next: newest }
        };
        Self { kinds: [kind(POSTS, post), kind(COMMENTS, comment)] }
    }

    /// How many of the smallest size are left.
    #[must_use]
    pub fn count(&self) -> usize {
        let left: i64 = self.kinds.iter().map(|kind| kind.next + 1).sum();
        usize::try_from(left).unwrap_or(0)
    }

    /// The next so many of the smallest size, by tokens of as few as can be; none when nothing is left.
    pub fn take(&mut self, count: usize) -> Vec<String> {
        let mut tokens = Vec::new();
        let mut wanted = i64::try_from(count).unwrap_or(i64::MAX);
        for kind in &mut self.kinds {
            while wanted > 0 && kind.next >= 0 {
                let (size, first) = kind.largest(wanted);
                tokens.push(token(kind.sign, size, first));
                wanted -= kind.next - first + 1;
                kind.next = first - 1;
            }
        }
        tokens
    }
}

impl Kind {
    /// The size of the largest part that has the next one, none that was taken, and no more than are wanted; and its
    /// first smallest one.
    fn largest(&self, wanted: i64) -> (u32, i64) {
        let fits = |size: &u32| {
            let first = self.next >> (size * STEP) << (size * STEP);
            let ends_here = self.next == self.newest || (self.next + 1).trailing_zeros() >= size * STEP;
            (ends_here && self.next - first < wanted).then_some((*size, first))
        };
        (0..SIZES).rev().find_map(|size| fits(&size)).unwrap_or((0, self.next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_tokens_name_many_parts() {
        let mut parts = Parts::down_from(48 << 12 | 5, 100);
        assert_eq!(parts.count(), 50);
        assert_eq!(parts.take(3), ["+2/3", "+0/47", "+0/46"], "nothing is newer than the newest");
        assert_eq!(parts.take(12), ["+0/45", "+0/44", "+1/10", "+1/9", "+0/35", "+0/34"]);
        assert_eq!(parts.take(1_000), ["+0/33", "+0/32", "+2/1", "+2/0", "-4/0"]);
        assert_eq!((parts.count(), parts.take(1)), (0, Vec::new()));
        assert_eq!(tokens(COMMENTS, (300 << 12) + 1).collect::<Vec<_>>(), ["-0/300", "-1/75", "-2/18", "-3/4", "-4/1"]);
        assert!(is_part("+0/300") && is_part("-4/1") && !is_part("e:part"));
    }

    proptest! {
        #[test]
        fn each_document_is_in_one_group_and_newer_ones_come_earlier(
            newest in 0_i64..9_000_000, at in 0.0..=1.0_f64, sizes in proptest::collection::vec(1_usize..400, 1..6)
        ) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any number up to the newest")]
            let post = (newest as f64 * at) as i64;
            let mut parts = Parts::down_from(newest, 0);
            let mut groups: Vec<Vec<String>> = sizes.into_iter().map(|size| parts.take(size)).collect();
            groups.push(parts.take(usize::MAX));
            let own: Vec<String> = tokens(POSTS, post).collect();
            let found = groups.concat().iter().filter(|token| own.contains(*token)).count();
            prop_assert_eq!(found, 1);
            let group_of = |post: i64| {
                let own: Vec<String> = tokens(POSTS, post).collect();
                groups.iter().position(|group| group.iter().any(|token| own.contains(token)))
            };
            prop_assert!(group_of(newest) <= group_of(post));
        }
    }
}
