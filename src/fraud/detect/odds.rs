//! What chance does, and what a few cases say about a share.

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts of votes fit in 53 bits")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// How likely at least so many are where this many are expected (Poisson).
pub(super) fn at_least(count: usize, expected: f64) -> f64 {
    let logs: f64 = (1..=count).map(|n| real(n).ln()).sum();
    if real(count) <= expected {
        return 1.0;
    }
    let mut term = (real(count) * expected.ln() - expected - logs).exp();
    let (mut sum, mut n) = (0.0, count);
    while term > sum * 1e-9 && term > 0.0 {
        sum += term;
        n += 1;
        term *= expected / real(n);
    }
    sum
}

/// The lower end of the share that so many of all may truly stand for (Wilson's interval, two deviations).
pub(super) fn share(part: usize, all: usize) -> f64 {
    if part == 0 || all == 0 {
        return 0.0;
    }
    let (n, p, square) = (real(all), real(part) / real(all), 4.0);
    let middle = p + square / (2.0 * n);
    let spread = (square * (p * (1.0 - p) + square / (4.0 * n)) / n).sqrt();
    (middle - spread) / (1.0 + square / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_cases_say_little() {
        assert!(share(2, 2) < share(10, 10) && share(10, 10) < share(100, 100));
        assert!(share(50, 100) < 0.5 && share(50, 100) > 0.4);
        assert!(share(0, 10).abs() < f64::EPSILON);
    }

    #[test]
    fn what_is_expected_is_likely() {
        assert!((at_least(2, 1.0) - 0.264_2).abs() < 1e-3);
        assert!((at_least(3, 1.0) - 0.080_3).abs() < 1e-3);
        assert!(at_least(20, 1.0) < 1e-15);
        assert!(at_least(500, 490.0) > 0.1);
    }
}
