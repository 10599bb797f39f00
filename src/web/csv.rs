//! Rows of a table as RFC 4180 wants them, for spreadsheets.

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A number of ours: stays one, whatever its sign.
    Number(i64),
    /// Somebody's words, or a date.
    Text(String),
    /// Nothing.
    Empty,
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// What a text begins with that a spreadsheet would reckon as a formula; the wide forms are taken for the narrow ones.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes a row and its end.
pub fn write(out: &mut String, cells: &[Cell]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Text(text) => write_text(out, text),
        }
    }
    out.push_str("\r\n");
}

/// A text that would be a formula begins with an apostrophe: a spreadsheet shows what follows as it is.
fn write_text(out: &mut String, text: &str) {
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        out.push('"');
        out.push_str(guard);
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[Cell]) -> String {
        let mut out = String::new();
        write(&mut out, cells);
        out
    }

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        let text = |text: &str| Cell::from(text);
        assert_eq!(row(&[text("a"), text("b c"), Cell::Empty, 7.into()]), "a,b c,,7\r\n");
        assert_eq!(
            row(&[text("a,b"), text("say \"hi\""), text("two\nlines")]),
            "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n"
        );
        assert_eq!(row(&[text(" a"), Cell::from(None::<i64>), Cell::from(Some("x"))]), "\" a\",,x\r\n");
    }

    #[test]
    fn a_text_is_never_a_formula_and_a_number_always_a_number() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            let cell = row(&[Cell::from(formula)]);
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell:?}");
        }
        assert_eq!(row(&[Cell::from("=cmd|' /C calc'!A0,1")]), "\"'=cmd|' /C calc'!A0,1\"\r\n");
        assert_eq!(row(&[Cell::Number(-12), Cell::from("1-2"), Cell::from("a=b")]), "-12,1-2,a=b\r\n");
    }
}
