//! The questions that names ask of Unicode.

use unicode_normalization::char::is_combining_mark;
use unicode_security::MixedScript;
use unicode_security::mixed_script::AugmentedScriptSet;

/// Characters that show nothing, turn the reading direction, break a line or belong to nobody:
/// Default_Ignorable_Code_Point, the bidirectional controls, line and paragraph separators,
/// interlinear annotations, the blank Braille cell, and the private use areas.
const UNSEEN: &[(char, char)] = &[
    ('\u{00AD}', '\u{00AD}'),
    ('\u{034F}', '\u{034F}'),
    ('\u{061C}', '\u{061C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{E000}', '\u{F8FF}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFD}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{10FFFF}'),
];

/// Whether a character is a control or one that nobody sees.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_control() || UNSEEN.iter().any(|&(first, last)| (first..=last).contains(&character))
}

/// Whether marks are piled up: more than four on one letter, or the same one twice (UTS 39, 5.4).
pub(super) fn piles_marks(text: &str) -> bool {
    let mut run: Vec<char> = Vec::new();
    for character in text.chars() {
        if !is_combining_mark(character) {
            run.clear();
            continue;
        }
        if run.len() == 4 || run.last() == Some(&character) {
            return true;
        }
        run.push(character);
    }
    false
}

/// Whether a word mixes scripts, other than Latin with Japanese, Chinese or Korean (the level
/// "highly restrictive" of UTS 39).
pub(super) fn mixes_scripts(word: &str) -> bool {
    if word.is_single_script() {
        return false;
    }
    let beside_latin: String =
        word.chars().filter(|&c| !['a', c].iter().collect::<String>().as_str().is_single_script()).collect();
    let scripts = AugmentedScriptSet::for_str(&beside_latin);
    !(scripts.jpan || scripts.hanb || scripts.kore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        for word in ["Anna", "Анна", "山田タロウ", "Tokyoタワー", "홍길동abc", "R2D2", "O'Neil", ""] {
            assert!(!mixes_scripts(word), "{word}");
        }
        for word in ["Аnna", "pаypal", "Ωmega", "Αnna", "山田Анна", "שaלום"] {
            assert!(mixes_scripts(word), "{word}");
        }
    }

    #[test]
    fn piles_of_marks_are_found() {
        assert!(!piles_marks("Việt e\u{301} हिन्दी שָׁלוֹם"));
        assert!(piles_marks("a\u{301}\u{301}"));
        assert!(piles_marks("a\u{301}\u{302}\u{303}\u{304}\u{305}"));
    }

    #[test]
    fn what_nobody_sees_is_known() {
        for unseen in ['\0', '\n', '\u{7f}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{e0041}'] {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
        for seen in ['a', ' ', '\u{a0}', 'é', '😀', '\u{301}', '山'] {
            assert!(!is_unseen(seen), "{seen:?}");
        }
    }
}
