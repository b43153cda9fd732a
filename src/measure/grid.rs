//! What answers say of one ability: a log-likelihood on a grid.
//!
//! Invariant: a log-likelihood is a sum of whole numbers, so that answers add up to the same digits in any order and
//! sessions merge exactly.

use crate::measure::item::Item;

/// Nodes of the grid.
pub const N_NODES: usize = 81;

/// Ability at the last node, logits; the first is its negative.
pub const SPAN: f64 = 5.0;

/// Distance between two nodes, logits.
pub const STEP: f64 = 2.0 * SPAN / (N_NODES as f64 - 1.0);

/// Units of a natural logarithm: 2⁻⁴⁰ each, so that millions of answers still fit.
const UNITS: f64 = (1_u64 << 40) as f64;

/// Days after which an answer counts half.
const HALF_WEIGHT_DAYS: f64 = 500.0;

/// The log-likelihood of an ability at the nodes, in whole units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLikelihood([i64; N_NODES]);

/// Returns the abilities at the nodes, ascending.
pub fn nodes() -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
    (0..N_NODES).map(|node| -SPAN + STEP * node as f64)
}

/// Returns how much an answer of `days` ago counts, 0 to 1: 1 / (1 + t/500), negative ages as 0.
///
/// Worked: 125 days give 0.8.
#[must_use]
pub fn weight_of_age(days: f64) -> f64 {
    if days.is_nan() { 1.0 } else { 1.0 / (1.0 + days.max(0.0) / HALF_WEIGHT_DAYS) }
}

impl Default for LogLikelihood {
    fn default() -> Self {
        Self([0; N_NODES])
    }
}

impl LogLikelihood {
    /// Adds an answer: `mark` 0 to 1, `weight` 0 to 1 (see [`weight_of_age`]).
    ///
    /// A partial mark y enters as y ln P + (1 − y) ln(1 − P). "I don't know" is given as the mark
    /// [`Item::guessing`] (Lord 1974, "Estimation of latent ability and item parameters when there are omitted
    /// responses"): on average it neither costs nor gains against a blind guess. Worked: a = 1, b = 0, c = 0.2 and
    /// the mark 1 add ln 0.6 = −0.510826 at θ = 0.
    pub fn add(&mut self, item: &Item, mark: f64, weight: f64) {
        let mark = if mark.is_nan() { 0.0 } else { mark.clamp(0.0, 1.0) };
        let weight = if weight.is_nan() { 0.0 } else { weight.clamp(0.0, 1.0) };
        for (sum, theta) in self.0.iter_mut().zip(nodes()) {
            let (right, wrong) = item.log_probabilities(theta);
            let term = weight * (mark * right + (1.0 - mark) * wrong);
            *sum = sum.saturating_add((term * UNITS).round() as i64);
        }
    }

    /// Adds what other answers say.
    pub fn merge(&mut self, other: &Self) {
        for (sum, term) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(term);
        }
    }

    /// Returns the log-likelihood at the nodes, up to a constant: its largest is 0.
    #[must_use]
    pub fn logs(&self) -> [f64; N_NODES] {
        let largest = self.0.iter().copied().max().unwrap_or(0);
        self.0.map(|sum| sum.saturating_sub(largest) as f64 / UNITS)
    }

    /// Returns the likelihood at the nodes, up to a factor: its largest is 1.
    #[must_use]
    pub fn likelihoods(&self) -> [f64; N_NODES] {
        self.logs().map(f64::exp)
    }
}

/// Returns a normal density at the nodes, up to a factor.
///
/// Neighbouring values are in a ratio that itself changes by a constant factor, so that no node needs an exponential
/// of its own; it starts beside the mean, since from far outside nothing could be told from 0.
#[must_use]
pub fn normal_at_nodes(mean: f64, variance: f64) -> [f64; N_NODES] {
    let mut densities = [0.0; N_NODES];
    let start_ix = ((mean + SPAN) / STEP).round().clamp(0.0, N_NODES as f64 - 1.0) as usize;
    let offset = STEP * start_ix as f64 - SPAN - mean;
    let change = (-STEP * STEP / variance).exp();
    let ratio = |direction: f64| (-(STEP * (2.0 * direction * offset + STEP)) / (2.0 * variance)).exp();
    let (below, above) = densities.split_at_mut(start_ix);
    fill_outwards(above.iter_mut(), (1.0, ratio(1.0)), change);
    let first_below = ratio(-1.0);
    fill_outwards(below.iter_mut().rev(), (first_below, first_below * change), change);
    densities
}

fn fill_outwards<'a>(places: impl Iterator<Item = &'a mut f64>, (value, ratio): (f64, f64), change: f64) {
    let (mut value, mut ratio) = (value, ratio);
    for place in places {
        *place = value;
        value *= ratio;
        ratio *= change;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::item::Difficulty;

    fn item(difficulty: f64) -> Item {
        Item::new(1.0, Difficulty::known(difficulty), 0.2)
    }

    proptest! {
        #[test]
        fn answers_add_up_to_the_same_digits_in_any_order(answers in prop::collection::vec((-3.0..3.0, 0.0..1.0, 0.0..900.0), 1..30), cut in 0_usize..30) {
            let sum = |answers: &mut dyn Iterator<Item = &(f64, f64, f64)>| {
                let mut sum = LogLikelihood::default();
                for (difficulty, mark, days) in answers {
                    sum.add(&item(*difficulty), *mark, weight_of_age(*days));
                }
                sum
            };
            let cut = cut.min(answers.len());
            let mut merged = sum(&mut answers[cut..].iter());
            merged.merge(&sum(&mut answers[..cut].iter()));
            prop_assert_eq!(sum(&mut answers.iter()), merged.clone());
            prop_assert_eq!(sum(&mut answers.iter().rev()), merged);
        }

        #[test]
        fn the_ratio_gives_the_normal_density(mean in -7.0..7.0_f64, sd in 0.05..3.0_f64) {
            let densities = normal_at_nodes(mean, sd * sd);
            let log = |theta: f64| -0.5 * ((theta - mean) / sd).powi(2);
            let largest = nodes().map(log).fold(f64::NEG_INFINITY, f64::max);
            for (density, theta) in densities.into_iter().zip(nodes()) {
                prop_assert!((density - (log(theta) - largest).exp()).abs() < 1e-11);
            }
        }
    }

    #[test]
    fn old_answers_count_less_and_those_of_the_future_like_new_ones() {
        assert!((weight_of_age(125.0) - 0.8).abs() < 1e-15);
        assert_eq!((weight_of_age(-3.0), weight_of_age(f64::NAN)), (1.0, 1.0));
    }

    #[test]
    fn not_knowing_weighs_like_a_guess_on_average() {
        let mut honest = LogLikelihood::default();
        honest.add(&item(0.0), item(0.0).guessing(), 1.0);
        let mut guessing = LogLikelihood::default();
        guessing.add(&item(0.0), 1.0, 0.2);
        guessing.add(&item(0.0), 0.0, 0.8);
        for (a, b) in honest.logs().iter().zip(guessing.logs()) {
            assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn a_right_answer_adds_the_logarithm_of_its_chance() {
        let mut sum = LogLikelihood::default();
        sum.add(&item(0.0), 1.0, 1.0);
        let middle = sum.0[N_NODES / 2] as f64 / UNITS;
        assert!((middle - -0.510_826).abs() < 1e-6, "{middle}");
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        let mut sum = LogLikelihood::default();
        sum.add(&item(0.0), f64::NAN, f64::NAN);
        sum.add(&item(0.0), 5.0, 5.0);
        assert!(sum.likelihoods().iter().all(|likelihood| (0.0..=1.0).contains(likelihood)));
    }
}
