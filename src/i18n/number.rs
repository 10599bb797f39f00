//! Whole numbers with their digits grouped, as each language writes them.

use fluent_bundle::FluentValue;

use super::Lang;

/// What stands between groups of three digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Grouping {
    Comma,
    Period,
    /// No-break, or a number could be torn apart at the end of a line.
    Space,
    /// Narrow and no-break.
    NarrowSpace,
}

impl Grouping {
    fn separator(self) -> char {
        match self {
            Grouping::Comma => ',',
            Grouping::Period => '.',
            Grouping::Space => '\u{a0}',
            Grouping::NarrowSpace => '\u{202f}',
        }
    }

    /// How a Fluent bundle writes a number. It is a plain function for each grouping because a
    /// bundle's formatter can carry no data.
    pub(super) fn in_fluent<M>(self) -> fn(&FluentValue<'_>, &M) -> Option<String> {
        match self {
            Grouping::Comma => |value, _| format(Grouping::Comma, value),
            Grouping::Period => |value, _| format(Grouping::Period, value),
            Grouping::Space => |value, _| format(Grouping::Space, value),
            Grouping::NarrowSpace => |value, _| format(Grouping::NarrowSpace, value),
        }
    }
}

/// `12345` → `12,345` in English, `12 345` (with a no-break space) in Russian.
pub fn num(lang: Lang, number: i64) -> String {
    group(lang.grouping(), &number.to_string())
}

fn format(grouping: Grouping, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping => Some(group(grouping, &number.as_string())),
        FluentValue::Number(_)
        | FluentValue::String(_)
        | FluentValue::Custom(_)
        | FluentValue::None
        | FluentValue::Error => None,
    }
}

/// Groups the digits before the point; sign and fraction stay as they are.
fn group(grouping: Grouping, decimal: &str) -> String {
    let start = decimal.len() - decimal.trim_start_matches('-').len();
    let end = decimal.find('.').unwrap_or(decimal.len());
    let mut grouped = String::with_capacity(decimal.len() + 8);
    for (at, digit) in decimal.char_indices() {
        if at > start && at < end && (end - at).is_multiple_of(3) {
            grouped.push(grouping.separator());
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_000, "-1,000"),
            (-999, "-999"),
            (1_234_567, "1,234,567"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(num(Lang::EN, number), text);
        }
        let russian = Lang::from_code("ru").unwrap();
        assert_eq!(num(russian, 1_234), "1\u{a0}234");
    }

    #[test]
    fn a_fraction_is_not_grouped() {
        assert_eq!(group(Grouping::Comma, "-12345.67891"), "-12,345.67891");
    }
}
