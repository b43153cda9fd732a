//! The blind guesser: how many questions can be answered without reading them.
//!
//! A conditional logit (McFadden 1974, equation 12) over the cues of each choice: P(choice i) = exp(β·x_i) / Σ_j
//! exp(β·x_j). It is fitted by Newton's method with a ridge penalty on four fifths of the questions and guesses the
//! fifth that it has not seen; the figure is the mean over seeded splits.

use crate::check::cues::{Surface, SurfaceChoice};
use crate::measure::interval::{Interval, wilson};
use crate::seed::{Seed, Stream};

/// Names of the cues, in the order of a choice's numbers.
pub const CUES: [&str; N_CUES] = [
    "length against the others",
    "being the longest",
    "being the shortest",
    "second by length",
    "place: first",
    "place: last",
    "place: in the middle",
    "words of the stem",
    "stem words in it alone",
    "absolutes",
    "hedges",
    "exactness (figures, capitals, brackets)",
    "likeness to the other choices",
    "beginning like others",
];

/// How many cues there are.
const N_CUES: usize = 14;

/// Parts into which questions are split; four are learned from, one is guessed.
const N_FOLDS: usize = 5;

/// Splits over which the figure is the mean.
const N_SPLITS: u64 = 20;

/// Weight of the ridge penalty, in questions: keeps the weights of cues that never vary at 0.
const RIDGE: f64 = 2.0;

/// Steps of Newton's method; the objective is concave, six are enough for three digits.
const N_STEPS: usize = 6;

/// Questions that a split looks at where there are more: enough for an interval of less than two points.
const MOST_QUESTIONS: usize = 4_000;

/// What the guesser reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Guesses {
    /// Questions that it guessed.
    pub n: usize,
    /// Mean share right, 0 to 1.
    pub share: f64,
    /// Wilson 95 % interval of that share.
    pub interval: Interval,
    /// Share right of somebody who chooses at random.
    pub chance: f64,
    /// Cues with their mean weights, the heaviest first; positive speaks for a choice.
    pub weights: Vec<(&'static str, f64)>,
    /// Positions of the questions in what was given, with the mean probability of the key, the surest first.
    pub surest: Vec<(usize, f64)>,
}

type Numbers = [f64; N_CUES];

/// A question as numbers.
struct Item {
    choices: Vec<Numbers>,
    key: usize,
}

/// Returns what a guesser who sees only the surface reaches; nothing for fewer than ten questions.
#[must_use]
pub fn guesses(surfaces: &[&Surface], seed: Seed) -> Option<Guesses> {
    if surfaces.len() < 2 * N_FOLDS {
        return None;
    }
    // Only of those that a split looks at: of a large bank that is a small part.
    let mut items: Vec<Option<Item>> = surfaces.iter().map(|_| None).collect();
    let n_splits = if items.len() > MOST_QUESTIONS { 1 } else { N_SPLITS };
    let mut sure = vec![0.0; items.len()];
    let mut weights = [0.0; N_CUES];
    let (mut n_right, mut n_guessed) = (0.0, 0_usize);
    for split in 0..n_splits {
        let mut order: Vec<usize> = (0..items.len()).collect();
        Seed(seed.0.wrapping_add(split)).stream(Stream::Questions).shuffle(&mut order);
        order.truncate(MOST_QUESTIONS);
        for item_ix in &order {
            if let (Some(place), Some(surface)) = (items.get_mut(*item_ix), surfaces.get(*item_ix)) {
                place.get_or_insert_with(|| item(surface));
            }
        }
        for fold in 0..N_FOLDS {
            let is_held_out = |rank: usize| rank % N_FOLDS == fold;
            let of = |held_out: bool| {
                let order = order.iter().enumerate();
                order.filter(move |(rank, _)| is_held_out(*rank) == held_out).map(|(_, item_ix)| *item_ix)
            };
            let learned: Vec<&Item> = of(false).filter_map(|item_ix| items.get(item_ix)?.as_ref()).collect();
            let beta = fitted(&learned);
            for (total, weight) in weights.iter_mut().zip(beta) {
                *total += weight / (n_splits as f64 * N_FOLDS as f64);
            }
            for item_ix in of(true) {
                let Some(Some(item)) = items.get(item_ix) else { continue };
                let chances = probabilities(item, &beta);
                n_right += share_of_best(&chances, item.key);
                n_guessed += 1;
                if let Some(sum) = sure.get_mut(item_ix) {
                    *sum += chances.get(item.key).copied().unwrap_or(0.0) / n_splits as f64;
                }
            }
        }
    }
    let n = items.len().min(MOST_QUESTIONS);
    let share = n_right / n_guessed as f64;
    let mut weights: Vec<(&'static str, f64)> = CUES.into_iter().zip(weights).collect();
    weights.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
    let mut surest: Vec<(usize, f64)> = sure.into_iter().enumerate().collect();
    surest.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let of_chance = surfaces.iter().map(|surface| 1.0 / surface.choices.len() as f64);
    let chance = of_chance.sum::<f64>() / items.len() as f64;
    Some(Guesses { n, share, interval: wilson(share * n as f64, n), chance, weights, surest })
}

/// Returns a question's choices as numbers, each cue centred over the choices so that only differences count.
fn item(surface: &Surface) -> Item {
    let n = surface.choices.len();
    let mean_length = surface.choices.iter().map(|choice| f64::from(choice.length)).sum::<f64>() / n as f64;
    let mut choices: Vec<Numbers> = surface
        .choices
        .iter()
        .enumerate()
        .map(|(choice_ix, choice)| numbers(surface, choice_ix, choice, mean_length))
        .collect();
    for cue in 0..N_CUES {
        let mean = choices.iter().filter_map(|numbers| numbers.get(cue)).sum::<f64>() / n as f64;
        for number in choices.iter_mut().filter_map(|numbers| numbers.get_mut(cue)) {
            *number -= mean;
        }
    }
    Item { choices, key: surface.key }
}

fn numbers(surface: &Surface, choice_ix: usize, choice: &SurfaceChoice, mean_length: f64) -> Numbers {
    let lengths = || surface.choices.iter().map(|choice| choice.length);
    let n_longer = lengths().filter(|length| *length > choice.length).count();
    let n_shorter = lengths().filter(|length| *length < choice.length).count();
    let last = surface.choices.len() - 1;
    let flag = |is_so: bool| f64::from(u8::from(is_so));
    let capped = |count: u16| f64::from(count.min(3));
    [
        (f64::from(choice.length) / mean_length.max(1.0)).min(3.0),
        flag(n_longer == 0),
        flag(n_shorter == 0),
        flag(n_longer == 1),
        flag(choice_ix == 0),
        flag(choice_ix == last),
        flag(choice_ix != 0 && choice_ix != last),
        capped(choice.n_stem_words),
        capped(choice.n_lone_stem_words),
        capped(choice.n_absolutes),
        capped(choice.n_hedges),
        f64::from(choice.n_specifics).ln_1p(),
        f64::from(choice.likeness),
        capped(choice.n_same_beginning),
    ]
}

fn probabilities(item: &Item, beta: &Numbers) -> Vec<f64> {
    let scores: Vec<f64> = item.choices.iter().map(|choice| dot(choice, beta)).collect();
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = scores.iter().map(|score| (score - highest).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    exponentials.into_iter().map(|exponential| exponential / sum).collect()
}

/// Returns 1 where the key is the likeliest, its share where several are as likely, else 0.
fn share_of_best(chances: &[f64], key: usize) -> f64 {
    let best = chances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let is_best = |chance: f64| chance >= best - 1e-12;
    let n_best = chances.iter().filter(|chance| is_best(**chance)).count();
    if chances.get(key).is_some_and(|chance| is_best(*chance)) { 1.0 / n_best as f64 } else { 0.0 }
}

fn dot(one: &Numbers, other: &Numbers) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Returns the weights of greatest penalised likelihood.
fn fitted(items: &[&Item]) -> Numbers {
    let mut beta = [0.0; N_CUES];
    for _ in 0..N_STEPS {
        let mut gradient: Numbers = beta.map(|weight| -RIDGE * weight);
        let mut curvature = [[0.0; N_CUES]; N_CUES];
        for (cue, row) in curvature.iter_mut().enumerate() {
            if let Some(diagonal) = row.get_mut(cue) {
                *diagonal = RIDGE;
            }
        }
        for item in items {
            add_question(item, &beta, &mut gradient, &mut curvature);
        }
        let step = solved(curvature, gradient);
        for (weight, change) in beta.iter_mut().zip(step) {
            *weight += change;
        }
    }
    beta
}

/// Adds one question's part of the gradient Σ (y − p) x and of the negative Hessian Σ p (x − x̄)(x − x̄)'.
fn add_question(item: &Item, beta: &Numbers, gradient: &mut Numbers, curvature: &mut [Numbers; N_CUES]) {
    let chances = probabilities(item, beta);
    let mut mean = [0.0; N_CUES];
    for (choice, chance) in item.choices.iter().zip(&chances) {
        for (total, number) in mean.iter_mut().zip(choice) {
            *total += chance * number;
        }
    }
    if let Some(key) = item.choices.get(item.key) {
        for ((slope, number), expected) in gradient.iter_mut().zip(key).zip(&mean) {
            *slope += number - expected;
        }
    }
    for (choice, chance) in item.choices.iter().zip(&chances) {
        let mut apart = *choice;
        for (number, expected) in apart.iter_mut().zip(&mean) {
            *number -= expected;
        }
        for (row, left) in curvature.iter_mut().zip(&apart) {
            let weight = chance * left;
            for (cell, right) in row.iter_mut().zip(&apart) {
                *cell += weight * right;
            }
        }
    }
}

/// Solves the symmetric positive definite system by Gaussian elimination; the ridge keeps every pivot above 0.
fn solved(mut matrix: [Numbers; N_CUES], mut right: Numbers) -> Numbers {
    for pivot_ix in 0..N_CUES {
        let (above, below) = matrix.split_at_mut(pivot_ix + 1);
        let (Some(pivot_row), Some(pivot_right)) = (above.last(), right.get(pivot_ix).copied()) else {
            continue;
        };
        let Some(pivot) = pivot_row.get(pivot_ix).copied() else { continue };
        for (row, row_right) in below.iter_mut().zip(right.iter_mut().skip(pivot_ix + 1)) {
            let factor = row.get(pivot_ix).copied().unwrap_or(0.0) / pivot;
            for (cell, above) in row.iter_mut().zip(pivot_row).skip(pivot_ix) {
                *cell -= factor * above;
            }
            *row_right -= factor * pivot_right;
        }
    }
    let mut solution = [0.0; N_CUES];
    for row_ix in (0..N_CUES).rev() {
        let Some(row) = matrix.get(row_ix) else { continue };
        let known: f64 = row.iter().zip(&solution).skip(row_ix + 1).map(|(cell, known)| cell * known).sum();
        let pivot = row.get(row_ix).copied().unwrap_or(1.0);
        let value = (right.get(row_ix).copied().unwrap_or(0.0) - known) / pivot;
        if let Some(place) = solution.get_mut(row_ix) {
            *place = value;
        }
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(length: usize) -> SurfaceChoice {
        SurfaceChoice { length: u32::try_from(length).unwrap(), ..SurfaceChoice::default() }
    }

    /// Guesses as [`guesses`] does.
    fn guessed(surfaces: &[Surface], seed: Seed) -> Option<Guesses> {
        guesses(&surfaces.iter().collect::<Vec<_>>(), seed)
    }

    /// Questions of four choices with lengths and keys at random.
    fn without_cues(n: usize) -> Vec<Surface> {
        let mut random = Seed(11).stream(Stream::Choices);
        (0..n)
            .map(|_| Surface {
                choices: (0..4).map(|_| choice(20 + random.below(30))).collect(),
                key: random.below(4),
            })
            .collect()
    }

    #[test]
    fn without_cues_the_guesser_stays_at_chance() {
        let guesses = guessed(&without_cues(400), Seed(1)).unwrap();
        assert!((guesses.share - 0.25).abs() < 0.06, "{}", guesses.share);
        assert!((guesses.chance - 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_key_that_is_always_longest_is_found_every_time() {
        let mut surfaces = without_cues(200);
        for surface in &mut surfaces {
            surface.choices[surface.key].length = 80;
        }
        let guesses = guessed(&surfaces, Seed(1)).unwrap();
        assert!(guesses.share > 0.99, "{}", guesses.share);
        assert!(["being the longest", "length against the others"].contains(&guesses.weights[0].0));
        assert_eq!(guesses.surest.len(), 200);
    }

    #[test]
    fn a_key_that_is_always_second_is_found_too() {
        let mut surfaces = without_cues(200);
        for surface in &mut surfaces {
            let mut lengths = [60, 40, 30, 20];
            let key = surface.key;
            lengths.swap(0, 1);
            lengths.swap(0, key);
            for (choice, length) in surface.choices.iter_mut().zip(lengths) {
                choice.length = length;
            }
        }
        assert!(guessed(&surfaces, Seed(1)).unwrap().share > 0.9);
    }

    #[test]
    fn the_same_seed_gives_the_same_figure_and_too_few_give_none() {
        let surfaces = without_cues(50);
        assert_eq!(guessed(&surfaces, Seed(3)), guessed(&surfaces, Seed(3)));
        assert_eq!(guessed(&surfaces[..9], Seed(3)), None);
    }
}
