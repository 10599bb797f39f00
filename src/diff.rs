//! What changed between two texts, word by word.

use std::time::Duration;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// What a page may spend on comparing: it must open whatever was pasted.
pub const PATIENCE: Duration = Duration::from_millis(200);

/// Unchanged lines kept in sight on each side of a change.
const CONTEXT_LINES: usize = 3;

/// Fewer unchanged lines than this are not worth folding away.
const MIN_FOLDED_LINES: usize = 4;

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// In both texts.
    Same,
    /// In both texts, whole lines far from any change: may be folded away.
    Folded,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
}

/// A stretch of text; neighbours differ in kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chunk {
    /// What happened to it.
    pub kind: Kind,
    /// The text, with its spaces and line ends.
    pub text: String,
}

/// Compares two texts by Unicode words. Without what was added the chunks make the old text, without what was
/// removed the new one; where both stand together, what was removed comes first. Very different texts are compared
/// as long as `patience` lasts, and roughly after that.
pub fn words(old: &str, new: &str, patience: Duration) -> Vec<Chunk> {
    let mut changes = Changes::default();
    for change in TextDiff::configure().timeout(patience).diff_unicode_words(old, new).iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => changes.keep(change.value()),
            ChangeTag::Delete => changes.next_change().removed.push_str(change.value()),
            ChangeTag::Insert => changes.next_change().added.push_str(change.value()),
        }
    }
    fold(changes.finish())
}

/// Gathers single words into stretches.
#[derive(Default)]
struct Changes {
    chunks: Vec<Chunk>,
    removed: String,
    added: String,
    /// The space since the last changed word: between two replaced words it belongs to the replacement, so that a
    /// rewritten sentence reads as two sentences and not as pairs of words.
    space: String,
}

impl Changes {
    fn keep(&mut self, word: &str) {
        let replacing = !self.removed.is_empty() && !self.added.is_empty();
        if replacing && word.trim().is_empty() && !word.contains('\n') {
            self.space.push_str(word);
        } else {
            self.flush();
            self.push(Kind::Same, word);
        }
    }

    fn next_change(&mut self) -> &mut Self {
        let space = std::mem::take(&mut self.space);
        self.removed.push_str(&space);
        self.added.push_str(&space);
        self
    }

    fn flush(&mut self) {
        let (removed, added, space) =
            (std::mem::take(&mut self.removed), std::mem::take(&mut self.added), std::mem::take(&mut self.space));
        self.push(Kind::Removed, &removed);
        self.push(Kind::Added, &added);
        self.push(Kind::Same, &space);
    }

    fn push(&mut self, kind: Kind, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.chunks.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            Some(_) | None => self.chunks.push(Chunk { kind, text: text.to_owned() }),
        }
    }

    fn finish(mut self) -> Vec<Chunk> {
        self.flush();
        self.chunks
    }
}

fn fold(chunks: Vec<Chunk>) -> Vec<Chunk> {
    if chunks.len() < 2 {
        return chunks;
    }
    let last = chunks.len() - 1;
    let mut folded = Vec::with_capacity(chunks.len());
    for (index, chunk) in chunks.into_iter().enumerate() {
        let before = if index == 0 { 0 } else { CONTEXT_LINES };
        let after = if index == last { 0 } else { CONTEXT_LINES };
        let lines: Vec<&str> = chunk.text.split_inclusive('\n').collect();
        if chunk.kind != Kind::Same || lines.len() < before + after + MIN_FOLDED_LINES {
            folded.push(chunk);
            continue;
        }
        let (head, rest) = lines.split_at(before);
        let (middle, tail) = rest.split_at(rest.len() - after);
        for (kind, lines) in [(Kind::Same, head), (Kind::Folded, middle), (Kind::Same, tail)] {
            if !lines.is_empty() {
                folded.push(Chunk { kind, text: lines.concat() });
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use proptest::prelude::*;

    use super::{Kind::*, *};

    fn chunks(old: &str, new: &str) -> Vec<(Kind, String)> {
        words(old, new, PATIENCE).into_iter().map(|chunk| (chunk.kind, chunk.text)).collect()
    }

    fn text(chunks: &[Chunk], without: Kind) -> String {
        chunks.iter().filter(|chunk| chunk.kind != without).map(|chunk| chunk.text.as_str()).collect()
    }

    #[test]
    fn shows_words_not_letters() {
        assert_eq!(
            chunks("Restart the phone.", "Restart your phone."),
            [(Same, "Restart ".into()), (Removed, "the".into()), (Added, "your".into()), (Same, " phone.".into())]
        );
        assert_eq!(chunks("a", "a b"), [(Same, "a".into()), (Added, " b".into())]);
        assert_eq!(chunks("Перезагрузи телефон", "Перезагрузи модем").len(), 3);
        assert_eq!(chunks("", ""), []);
        assert_eq!(chunks("same", "same"), [(Same, "same".into())]);
    }

    #[test]
    fn a_rewritten_phrase_stays_together() {
        assert_eq!(
            chunks("go one two now", "go three four now"),
            [(Same, "go ".into()), (Removed, "one two".into()), (Added, "three four".into()), (Same, " now".into())]
        );
    }

    #[test]
    fn folds_lines_far_from_changes() {
        let lines = |from: usize, to: usize| (from..to).map(|n| format!("line {n}\n")).collect::<String>();
        let old = lines(0, 20) + "old\n" + &lines(20, 40);
        let new = lines(0, 20) + "new\n" + &lines(20, 40);
        let kinds: Vec<Kind> = words(&old, &new, PATIENCE).iter().map(|chunk| chunk.kind).collect();
        assert_eq!(kinds, [Folded, Same, Removed, Added, Same, Folded]);
    }

    #[test]
    fn serialises_for_templates() {
        let json = serde_json::to_value(words("a", "b", PATIENCE)).ok();
        assert_eq!(json, Some(serde_json::json!([{"kind": "removed", "text": "a"}, {"kind": "added", "text": "b"}])));
    }

    #[test]
    fn large_different_texts_take_bounded_time() {
        let old: String = (0..12_000).map(|n| format!("a{} ", n % 7_919)).collect();
        let new: String = (0..12_000).map(|n| format!("a{} ", (n * 31) % 7_907)).collect();
        let begin = Instant::now();
        let chunks = words(&old[..64 * 1024], &new[..64 * 1024], PATIENCE);
        assert!(begin.elapsed() < 10 * PATIENCE, "{:?}", begin.elapsed());
        assert_eq!(text(&chunks, Added), old[..64 * 1024]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back(old in "[ab \n\u{436}]{0,60}", new in "[ab \n\u{436}]{0,60}") {
            let chunks = words(&old, &new, PATIENCE);
            prop_assert_eq!(text(&chunks, Added), old);
            prop_assert_eq!(text(&chunks, Removed), new);
            prop_assert!(chunks.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        }
    }
}
