//! The calendar of the model, in UTC: proleptic Gregorian days by arithmetic.

pub const SECOND: i64 = 1_000_000;
pub const DAY: i64 = 86_400 * SECOND;

/// Year, month from 1, day from 1.
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let slot = (5 * of_year + 2) / 153;
    let month = if slot < 10 { slot + 3 } else { slot - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, of_year - (153 * slot + 2) / 5 + 1)
}

/// Days since 1970-01-01.
fn day_of((year, month, day): (i64, i64, i64)) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let slot = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * slot + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Twelve times the year, and the months before.
pub fn month_of(at: i64) -> i64 {
    let (year, month, _) = civil(at.div_euclid(DAY));
    year * 12 + month - 1
}

fn first_day(month: i64) -> i64 {
    day_of((month.div_euclid(12), month.rem_euclid(12) + 1, 1))
}

/// The beginning of the fifth working day after a month.
pub fn statement_of(month: i64) -> i64 {
    let mut day = first_day(month + 1);
    let mut working = 0;
    loop {
        // 1970-01-01 was a Thursday.
        working += i64::from((day + 3).rem_euclid(7) < 5);
        if working == 5 {
            return day * DAY;
        }
        day += 1;
    }
}

/// Twelve months later: the last of February for the twenty-ninth.
pub fn a_year_after(at: i64) -> i64 {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let next = year * 12 + month - 1 + 12;
    let length = first_day(next + 1) - first_day(next);
    day_of((year + 1, month, day.min(length))) * DAY + at.rem_euclid(DAY)
}
