//! What the chance of a right answer is, given ability.

use std::f64::consts::PI;

/// Mean difficulty in logits of questions that their author calls 1 (easiest) to 5: the means of the fifths of
/// Normal(0, 0.6²).
const AUTHOR_LEVELS: [f64; 5] = [-0.84, -0.32, 0.0, 0.32, 0.84];

/// Standard deviation in logits of the true difficulty around an author's estimate: one that correlates 0.6 with it.
const AUTHOR_SD: f64 = 0.8;

/// Slope of a question of which nothing is known.
pub const DEFAULT_SLOPE: f64 = 1.0;

/// What is known of a question's difficulty, in logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difficulty {
    /// The best guess.
    pub mean: f64,
    /// How far off it may be, squared.
    pub variance: f64,
}

/// A question as the item-response model sees it.
///
/// Invariant: all three numbers are finite, the slope is positive and the guessing chance within 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    slope: f64,
    difficulty: f64,
    guessing: f64,
}

impl Difficulty {
    /// Returns what an author's level, 1 (easiest) to 5, says of the difficulty; other levels as the nearest.
    #[must_use]
    pub fn of_author_level(level: u8) -> Self {
        let position = usize::from(level.clamp(1, 5)) - 1;
        let mean = AUTHOR_LEVELS.get(position).copied().unwrap_or(0.0);
        Self { mean, variance: AUTHOR_SD * AUTHOR_SD }
    }

    /// Returns a difficulty that was estimated from so many answers that it counts as known.
    #[must_use]
    pub fn known(mean: f64) -> Self {
        Self { mean, variance: 0.0 }
    }
}

impl Item {
    /// Returns a question of this slope, difficulty and expected mark of a random answer.
    ///
    /// The uncertain difficulty is integrated over by a flatter slope (MacKay 1992, "The evidence framework applied
    /// to classification networks"; Bishop 2006, equations 4.153 and 4.154): a_eff = a / √(1 + π a² s² / 8), with s²
    /// the variance of b. Worked: a = 1 and s² = 0.64 give 0.893953. Numbers that make no sense are replaced by
    /// harmless ones.
    #[must_use]
    pub fn new(slope: f64, difficulty: Difficulty, guessing: f64) -> Self {
        let slope = if slope.is_finite() && slope > 0.0 { slope } else { DEFAULT_SLOPE };
        let variance = if difficulty.variance.is_finite() { difficulty.variance.max(0.0) } else { 0.0 };
        Self {
            slope: slope / (1.0 + PI * slope * slope * variance / 8.0).sqrt(),
            difficulty: if difficulty.mean.is_finite() { difficulty.mean } else { 0.0 },
            guessing: if guessing.is_finite() { guessing.clamp(0.0, 0.99) } else { 0.0 },
        }
    }

    /// Returns a question of which nothing is known but that its author gave it no difficulty: `single` of five.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new(DEFAULT_SLOPE, Difficulty::of_author_level(3), 0.2)
    }

    /// Returns the expected mark of a random answer.
    #[must_use]
    pub fn guessing(&self) -> f64 {
        self.guessing
    }

    /// Returns the chance of a right answer at ability `theta` in logits.
    ///
    /// Birnbaum 1968, in Lord & Novick, "Statistical theories of mental test scores", chapter 17, the
    /// three-parameter logistic model: P = c + (1 − c) / (1 + exp(−a (θ − b))). Worked: a = 1.2, b = 0.5, c = 0.2
    /// at θ = 1 gives 0.716525.
    #[must_use]
    pub fn probability(&self, theta: f64) -> f64 {
        self.guessing + (1.0 - self.guessing) * self.knowing(theta)
    }

    /// Returns ln P and ln(1 − P) at ability `theta`, finite at any ability.
    #[must_use]
    pub fn log_probabilities(&self, theta: f64) -> (f64, f64) {
        let knowing = self.knowing(theta);
        let not_knowing = self.knowing_of(-self.slope * (theta - self.difficulty));
        let right = self.guessing + (1.0 - self.guessing) * knowing;
        let wrong = (1.0 - self.guessing) * not_knowing;
        (right.max(f64::MIN_POSITIVE).ln(), wrong.max(f64::MIN_POSITIVE).ln())
    }

    /// Returns the Fisher information at ability `theta`, per square logit.
    ///
    /// Lord 1980, "Applications of item response theory to practical testing problems", chapter 5:
    /// I = a² ((P − c) / (1 − c))² (1 − P) / P. Worked: a = 1.2, b = 0.5, c = 0.2 at θ = 1 gives 0.237492.
    #[must_use]
    pub fn information(&self, theta: f64) -> f64 {
        let knowing = self.knowing(theta);
        let right = self.guessing + (1.0 - self.guessing) * knowing;
        let wrong = (1.0 - self.guessing) * (1.0 - knowing);
        if right <= 0.0 {
            return 0.0;
        }
        self.slope * self.slope * knowing * knowing * wrong / right
    }

    fn knowing(&self, theta: f64) -> f64 {
        self.knowing_of(self.slope * (theta - self.difficulty))
    }

    fn knowing_of(&self, logit: f64) -> f64 {
        1.0 / (1.0 + (-logit).exp())
    }
}

/// Returns the expected mark of a random answer to a question with `n` equally likely answers of which one is right.
///
/// For `single`, and `order` marked by neighbours, with n choices; for `match` with n rights. 0 for n = 0.
#[must_use]
pub fn guessing_of_one_in(n: usize) -> f64 {
    if n == 0 { 0.0 } else { 1.0 / n as f64 }
}

/// Returns the expected mark of random ticks on `n_choices`, marked all-or-nothing.
///
/// Any set but the empty one is as likely: 1 / (2^m − 1). Where the screen says how many are right, any set of that
/// many: 1 / C(m, n). Worked: 5 choices give 1/31, and 1/10 where 2 are said to be right.
#[must_use]
pub fn guessing_of_ticks(n_choices: usize, n_said: Option<usize>) -> f64 {
    let n_sets = match n_said {
        None => 2_f64.powi(i32::try_from(n_choices).unwrap_or(i32::MAX)) - 1.0,
        Some(n_said) => {
            let n_said = n_said.min(n_choices);
            (0..n_said).fold(1.0, |sets, taken| sets * (n_choices - taken) as f64 / (taken + 1) as f64)
        }
    };
    if n_sets >= 1.0 { 1.0 / n_sets } else { 0.0 }
}

/// Returns the expected mark of a line picked at random, `n_right` of `n_lines` being right; 0 without lines.
#[must_use]
pub fn guessing_of_lines(n_right: usize, n_lines: usize) -> f64 {
    if n_lines == 0 { 0.0 } else { (n_right as f64 / n_lines as f64).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked() -> Item {
        Item::new(1.2, Difficulty::known(0.5), 0.2)
    }

    #[test]
    fn worked_numbers_are_right() {
        assert!((worked().probability(1.0) - 0.716_525).abs() < 1e-6, "{}", worked().probability(1.0));
        assert!((worked().information(1.0) - 0.237_492).abs() < 1e-6, "{}", worked().information(1.0));
        let by_author = Item::new(1.0, Difficulty::of_author_level(3), 0.0);
        assert!((by_author.slope - 0.893_953).abs() < 1e-6, "{}", by_author.slope);
        assert!((guessing_of_ticks(5, None) - 1.0 / 31.0).abs() < 1e-15);
        assert!((guessing_of_ticks(5, Some(2)) - 0.1).abs() < 1e-15);
        assert_eq!((guessing_of_one_in(4), guessing_of_lines(2, 8)), (0.25, 0.25));
    }

    #[test]
    fn information_is_the_squared_slope_of_the_curve_over_its_variance() {
        for theta in [-3.0, -1.0, 0.0, 0.7, 2.5] {
            let p = worked().probability(theta);
            let slope = (worked().probability(theta + 1e-5) - worked().probability(theta - 1e-5)) / 2e-5;
            assert!((worked().information(theta) - slope * slope / (p * (1.0 - p))).abs() < 1e-8);
        }
    }

    #[test]
    fn the_flatter_slope_stands_for_the_average_over_difficulties() {
        let uncertain = Item::new(1.0, Difficulty { mean: 0.0, variance: 0.64 }, 0.0);
        for theta in [-3.0, -1.0, 0.0, 1.0, 3.0] {
            let n_nodes = 2_001;
            let (mut sum, mut weights) = (0.0, 0.0);
            for node in 0..n_nodes {
                let z = -8.0 + 16.0 * f64::from(node) / f64::from(n_nodes - 1);
                let weight = (-0.5 * z * z).exp();
                sum += weight * Item::new(1.0, Difficulty::known(0.8 * z), 0.0).probability(theta);
                weights += weight;
            }
            assert!((uncertain.probability(theta) - sum / weights).abs() < 0.006);
        }
    }

    #[test]
    fn numbers_that_make_no_sense_do_no_harm() {
        let odd = Item::new(f64::NAN, Difficulty { mean: f64::INFINITY, variance: f64::NAN }, 7.0);
        for theta in [-1e9, 0.0, 1e9] {
            let (right, wrong) = odd.log_probabilities(theta);
            assert!(right.is_finite() && wrong.is_finite() && odd.information(theta).is_finite());
        }
        assert_eq!(Difficulty::of_author_level(9), Difficulty::of_author_level(5));
        assert_eq!(
            (guessing_of_one_in(0), guessing_of_ticks(0, None), guessing_of_lines(1, 0)),
            (0.0, 0.0, 0.0)
        );
    }
}
