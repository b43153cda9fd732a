//! Readiness: how far somebody is, as the expected share right on a role's 40-question form.

use crate::advice::ranking::{Draws, N_DRAWS};
use crate::framework::{FORM_LENGTH, N_DOMAINS};
use crate::measure::grid::{N_NODES, SPAN, STEP, nodes};
use crate::measure::item::Item;
use crate::measure::normal::CdfTable;
use crate::measure::posterior::Abilities;

/// Draws that are taken together; divides [`N_DRAWS`].
const BLOCK: usize = 8;

/// Bins in which percentiles are looked for.
const N_BINS: usize = 512;

/// Mean response curve of a domain's pool at the nodes of the grid: the expected share right.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve([f64; N_NODES]);

/// Readiness for one role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readiness {
    /// Expected share right on the role's form, 0 to 1.
    pub mean: f64,
    /// Lower end of its 90 % interval.
    pub low: f64,
    /// Upper end of its 90 % interval.
    pub high: f64,
    /// Probability of reaching the cut score on a drawn form.
    pub p_pass: f64,
}

impl Curve {
    /// Returns the mean curve of these questions; without any, that of a question of which nothing is known.
    #[must_use]
    pub fn of(items: &[Item]) -> Self {
        let unknown = [Item::unknown()];
        let items = if items.is_empty() { &unknown } else { items };
        let mut curve = [0.0; N_NODES];
        for (place, theta) in curve.iter_mut().zip(nodes()) {
            *place = items.iter().map(|item| item.probability(theta)).sum::<f64>() / items.len() as f64;
        }
        Self(curve)
    }

    /// Returns the expected share right at ability `theta`, 0 to 1, straight between two nodes.
    #[must_use]
    pub fn at(&self, theta: f64) -> f64 {
        let place = ((theta + SPAN) / STEP).clamp(0.0, (N_NODES - 1) as f64);
        let place = if place.is_nan() { 0.0 } else { place };
        let left_ix = (place as usize).min(N_NODES - 2);
        match self.0.get(left_ix..left_ix + 2) {
            Some([left, right]) => left + (right - left) * (place - left_ix as f64),
            _ => 0.0,
        }
    }
}

/// Returns the expected share right on a form for abilities that are known: Σ w_d τ_d(θ_d).
#[must_use]
pub fn true_share(
    blueprint: &[f64; N_DOMAINS],
    curves: &[Curve; N_DOMAINS],
    theta: &[f64; N_DOMAINS],
) -> f64 {
    blueprint.iter().zip(curves).zip(theta).map(|((weight, curve), theta)| weight * curve.at(*theta)).sum()
}

/// Returns the readiness for each of the `blueprints` (shares adding up to 1) against its cut score.
///
/// Over the draws: the mean and the 5th and 95th percentile of T = Σ w_d τ_d(θ_d), and
/// P(pass) = E Φ((T − cut) / sd), sd² = Σ w_d τ_d (1 − τ_d) / 40 being how much forms of 40 questions differ: a mark
/// on a question drawn from a pool is right with chance τ. Worked: a curve of 0.5 everywhere against a cut of 0.5
/// gives a readiness of 0.5 and P(pass) = 0.5.
#[must_use]
pub fn readiness(
    blueprints: &[([f64; N_DOMAINS], f64)],
    curves: &[Curve; N_DOMAINS],
    abilities: &Abilities<N_DOMAINS>,
    draws: &Draws,
) -> Vec<Readiness> {
    let blocks = blocks(curves, abilities, draws);
    let normal = CdfTable::new();
    blueprints.iter().map(|(blueprint, cut)| of_role(blueprint, *cut, &blocks, &normal)).collect()
}

/// The expected share right of each domain in a few draws, domains × draws, and its square: so few that a role's sums
/// over the domains stay in registers.
struct Block {
    shares: [[f64; BLOCK]; N_DOMAINS],
    squares: [[f64; BLOCK]; N_DOMAINS],
}

fn blocks(curves: &[Curve; N_DOMAINS], abilities: &Abilities<N_DOMAINS>, draws: &Draws) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(N_DRAWS / BLOCK);
    let mut drawn = draws.abilities(abilities);
    // A few draws that do not fill a block are left out.
    while let Some(thetas) = next_block(&mut drawn) {
        let mut shares = [[0.0; BLOCK]; N_DOMAINS];
        for (theta, place) in thetas.iter().zip(0..BLOCK) {
            for ((of_domain, curve), theta) in shares.iter_mut().zip(curves).zip(theta) {
                if let Some(share) = of_domain.get_mut(place) {
                    *share = curve.at(*theta);
                }
            }
        }
        let squares = shares.map(|of_domain| of_domain.map(|share| share * share));
        blocks.push(Block { shares, squares });
    }
    blocks
}

fn next_block(drawn: &mut impl Iterator<Item = [f64; N_DOMAINS]>) -> Option<[[f64; N_DOMAINS]; BLOCK]> {
    let mut block = [[0.0; N_DOMAINS]; BLOCK];
    for place in &mut block {
        *place = drawn.next()?;
    }
    Some(block)
}

/// Returns Σ w_d x_d for each draw of a block.
fn weighted(blueprint: &[f64; N_DOMAINS], values: &[[f64; BLOCK]; N_DOMAINS]) -> [f64; BLOCK] {
    let mut sums = [0.0; BLOCK];
    for (weight, of_domain) in blueprint.iter().zip(values) {
        for (sum, value) in sums.iter_mut().zip(of_domain) {
            *sum += weight * value;
        }
    }
    sums
}

fn of_role(blueprint: &[f64; N_DOMAINS], cut: f64, blocks: &[Block], normal: &CdfTable) -> Readiness {
    let mut scores = Vec::with_capacity(blocks.len() * BLOCK);
    let (mut sum, mut sum_pass) = (0.0, 0.0);
    for block in blocks {
        let of_block = weighted(blueprint, &block.shares);
        let squares = weighted(blueprint, &block.squares);
        let mut places = [0.0; BLOCK];
        for ((place, score), square) in places.iter_mut().zip(&of_block).zip(squares) {
            let variance = (score - square) * (1.0 / FORM_LENGTH as f64);
            *place = (score - cut) / variance.max(f64::MIN_POSITIVE).sqrt();
        }
        for (place, score) in places.into_iter().zip(of_block) {
            sum += score;
            sum_pass += normal.at(place);
        }
        scores.extend_from_slice(&of_block);
    }
    let n = scores.len().max(1) as f64;
    let (low, high) = percentiles(&scores);
    Readiness { mean: sum / n, low, high, p_pass: (sum_pass / n).clamp(0.0, 1.0) }
}

/// Returns the 5th and the 95th percentile of shares; 0 of nothing.
fn percentiles(shares: &[f64]) -> (f64, f64) {
    let bin = |share: f64| ((share * N_BINS as f64) as usize).min(N_BINS - 1);
    let mut counts = [0_usize; N_BINS];
    for share in shares {
        if let Some(n) = counts.get_mut(bin(*share)) {
            *n += 1;
        }
    }
    let percentile = |percentile: f64| {
        let place = (percentile * shares.len().saturating_sub(1) as f64).round() as usize;
        let mut n_below = 0;
        for (bin_ix, n) in counts.iter().enumerate() {
            if n_below + n > place {
                let mut of_bin: Vec<f64> =
                    shares.iter().copied().filter(|share| bin(*share) == bin_ix).collect();
                of_bin.sort_by(f64::total_cmp);
                return of_bin.get(place - n_below).copied().unwrap_or(0.0);
            }
            n_below += n;
        }
        0.0
    };
    (percentile(0.05), percentile(0.95))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::item::Difficulty;
    use crate::measure::normal::cdf;
    use crate::seed::Seed;

    fn curves() -> [Curve; N_DOMAINS] {
        let items: Vec<Item> =
            (1..=5).map(|level| Item::new(1.0, Difficulty::of_author_level(level), 0.2)).collect();
        std::array::from_fn(|_| Curve::of(&items))
    }

    fn even(cut: f64) -> ([f64; N_DOMAINS], f64) {
        ([1.0 / 11.0; N_DOMAINS], cut)
    }

    fn able(level: f64) -> Abilities<N_DOMAINS> {
        let mut abilities = Abilities::default();
        for n in 0..66 {
            let mark = f64::from(u8::from(f64::from(n / 11) < 6.0 * level));
            abilities.record(n as usize % 11, &Item::new(1.0, Difficulty::known(0.0), 0.2), mark, 1.0);
        }
        abilities.settle();
        abilities
    }

    #[test]
    fn a_flat_curve_gives_the_worked_numbers() {
        let half: [Curve; N_DOMAINS] = std::array::from_fn(|_| Curve([0.5; N_NODES]));
        let found = readiness(&[even(0.5)], &half, &able(0.5), &Draws::new(Seed(1)));
        assert!((found[0].mean - 0.5).abs() < 1e-12 && (found[0].p_pass - 0.5).abs() < 1e-12);
    }

    #[test]
    fn percentiles_are_those_of_the_sorted_values() {
        let values: Vec<f64> = (0..101).map(|n| f64::from(n * 37 % 101) / 101.0).collect();
        assert_eq!(percentiles(&values), (5.0 / 101.0, 95.0 / 101.0));
        assert_eq!((percentiles(&[]), percentiles(&[0.3])), ((0.0, 0.0), (0.3, 0.3)));
        assert_eq!(percentiles(&[1.0, 0.0]), (0.0, 1.0));
        assert_eq!(percentiles(&[0.50001, 0.50003, 0.50002]), (0.50001, 0.50003));
    }

    #[test]
    fn more_right_answers_make_readier() {
        let draws = Draws::new(Seed(1));
        let found =
            [0.2, 0.5, 0.8, 1.0].map(|level| readiness(&[even(0.7)], &curves(), &able(level), &draws)[0]);
        assert!(found.windows(2).all(|pair| pair[0].mean < pair[1].mean && pair[0].p_pass < pair[1].p_pass));
        for readiness in found {
            assert!(readiness.low < readiness.mean && readiness.mean < readiness.high);
            assert!((0.0..=1.0).contains(&readiness.low) && (0.0..=1.0).contains(&readiness.high));
        }
    }

    #[test]
    fn the_chance_to_pass_is_that_of_drawn_forms() {
        // Known abilities: the chance is the normal one, close to the binomial of 40 questions of equal chance.
        let share = 0.72;
        let flat: [Curve; N_DOMAINS] = std::array::from_fn(|_| Curve([share; N_NODES]));
        let found = readiness(&[even(0.7)], &flat, &able(0.5), &Draws::new(Seed(1)))[0].p_pass;
        let sd = (share * (1.0 - share) / 40.0_f64).sqrt();
        assert!((found - cdf((share - 0.7) / sd)).abs() < 1e-5);
    }

    #[test]
    fn a_domain_without_questions_has_a_curve_too() {
        let curve = Curve::of(&[]);
        assert!(curve.at(-9.0) < curve.at(0.0) && curve.at(0.0) < curve.at(9.0) && curve.at(f64::NAN) >= 0.0);
    }
}
