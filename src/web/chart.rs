//! Charts as drawings made by the server, with their numbers beside them: no script, and nothing that a screen reader
//! cannot read.

use std::fmt::Write as _;

use serde::Serialize;

/// A line through numbers at equal distances, in a square of 100 by 100 whose corner is at the top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The numbers at the lines of the grid, from the top.
    pub marks: Vec<i64>,
    /// The line, as the `d` of a path.
    pub line: String,
    /// The ground under it.
    pub area: String,
    /// Its last point.
    pub end: String,
}

/// Lines of the grid above the lowest.
const STEPS: i64 = 4;

impl Line {
    /// A line through these numbers; none through fewer than two.
    #[must_use]
    pub fn through(numbers: &[i64]) -> Option<Self> {
        let (least, most) = (*numbers.iter().min()?, *numbers.iter().max()?);
        let last = numbers.len().checked_sub(1).filter(|last| *last > 0)?;
        let step = step((most - least).max(STEPS));
        let floor = least.div_euclid(step) * step;
        // The grid reaches past the highest number.
        let steps = (most - floor).div_euclid(step) + 1;
        let top = floor + step * steps.max(STEPS);
        let mut line = String::new();
        let mut end = String::new();
        for (place, number) in numbers.iter().enumerate() {
            let (x, y) = (share(place, last), share(top.abs_diff(*number), top.abs_diff(floor)));
            let point = format!("{x} {y}");
            // Writing to a string cannot fail.
            let _ = write!(line, "{}{point}", if place == 0 { 'M' } else { 'L' });
            end = format!("M{point}h.001");
        }
        let area = format!("{line}L100 100L0 100Z");
        let marks = (0..=steps.max(STEPS)).rev().map(|at| floor + step * at).collect();
        Some(Self { marks, line, area, end })
    }
}

/// Hundredths of a whole, with two decimals.
fn share<T: TryInto<i128>>(part: T, whole: T) -> String {
    let (part, whole) = (part.try_into().unwrap_or(0), whole.try_into().unwrap_or(1).max(1));
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A round distance between the lines of the grid: 1, 2 or 5 with zeros behind it.
fn step(range: i64) -> i64 {
    let mut unit: i64 = 1;
    loop {
        for step in [unit, unit.saturating_mul(2), unit.saturating_mul(5)] {
            if step.saturating_mul(STEPS) >= range {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_is_round_and_holds_every_number() {
        for numbers in [vec![3_120, 3_570, 4_812], vec![1, 1], vec![-3, 7], vec![0, 1_000_000], vec![i64::MAX / 4, 0]] {
            let line = Line::through(&numbers).unwrap();
            let (top, floor) = (*line.marks.first().unwrap(), *line.marks.last().unwrap());
            assert!(numbers.iter().all(|number| (floor..=top).contains(number)), "{numbers:?} {line:?}");
            assert!((4..=10).contains(&line.marks.len()), "{line:?}");
        }
        assert_eq!(Line::through(&[1]), None);
        assert_eq!(Line::through(&[]), None);
    }

    #[test]
    fn the_line_goes_from_side_to_side() {
        let line = Line::through(&[0, 4]).unwrap();
        assert_eq!(line.line, "M0.00 100.00L100.00 20.00");
        assert_eq!(line.marks, [5, 4, 3, 2, 1, 0]);
    }
}
