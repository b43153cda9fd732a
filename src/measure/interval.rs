//! How sure a share right is.

use statrs::function::beta::beta_reg;

/// Standard normal quantile of 0.975, for two-sided 95 % intervals.
const Z_95: f64 = 1.959_963_984_540_054;

/// An interval within 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Returns the 95 % interval of a share: `sum` of marks, each 0 to 1, over `n` questions.
///
/// Wilson 1927, "Probable inference, the law of succession, and statistical inference", as given by Brown, Cai &
/// DasGupta 2001, equation 4: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Approximate where marks are
/// partial. The whole of 0 to 1 for n = 0. Worked: 8 of 10 gives 0.4902 to 0.9433.
#[must_use]
pub fn wilson(sum: f64, n: usize) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let n = n as f64;
    let p = (sum / n).clamp(0.0, 1.0);
    let z2 = Z_95 * Z_95;
    let middle = p + z2 / (2.0 * n);
    let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Interval { low: ((middle - half) / scale).max(0.0), high: ((middle + half) / scale).min(1.0) }
}

/// Returns the probability that the true share is at least `cut`, given the `sum` of marks over `n` questions.
///
/// The upper tail of the posterior Beta(sum + ½, n − sum + ½) from Jeffreys' prior (Brown, Cai & DasGupta 2001,
/// section 4.1.1). Worked: 28 of 40 against 0.7 gives 0.4907.
#[must_use]
pub fn probability_at_least(cut: f64, sum: f64, n: usize) -> f64 {
    let sum = sum.clamp(0.0, n as f64);
    1.0 - beta_reg(sum + 0.5, n as f64 - sum + 0.5, cut.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_published_intervals() {
        // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
        for (right, n, low, high) in [
            (81.0, 263, 0.2553, 0.3662),
            (15.0, 148, 0.0624, 0.1605),
            (0.0, 20, 0.0, 0.1611),
            (1.0, 29, 0.0061, 0.1718),
        ] {
            let interval = wilson(right, n);
            assert!((interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5, "{interval:?}");
        }
        let worked = wilson(8.0, 10);
        assert!((worked.low - 0.4902).abs() < 5e-5 && (worked.high - 0.9433).abs() < 5e-5, "{worked:?}");
    }

    #[test]
    fn the_chance_of_passing_grows_with_the_score() {
        let chances: Vec<f64> =
            (0..=40).map(|right| probability_at_least(0.7, f64::from(right), 40)).collect();
        assert!(chances.windows(2).all(|pair| pair[0] <= pair[1]) && chances[20] < chances[28]);
        assert!((chances[28] - 0.4907).abs() < 5e-4, "{}", chances[28]);
        assert!(chances[0] >= 0.0 && chances[40] <= 1.0);
        assert_eq!(wilson(0.0, 0), Interval { low: 0.0, high: 1.0 });
        assert!(probability_at_least(0.7, 0.0, 0).is_finite());
    }
}
