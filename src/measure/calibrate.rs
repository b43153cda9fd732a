//! Slopes and difficulties from answers: marginal maximum likelihood of the two-parameter model.

use crate::measure::item::{Difficulty, Item};

/// Nodes of the quadrature over ability.
const N_NODES: usize = 121;

/// Ability at the last node, logits.
const SPAN: f64 = 6.0;

/// Rounds of expectation and maximisation at most.
const N_ROUNDS: usize = 5_000;

/// Largest change of a parameter at which they count as found.
const SETTLED: f64 = 1e-9;

/// Newton steps of a maximisation.
const N_NEWTON_STEPS: usize = 4;

/// Largest slope and intercept that are looked at: where all or none are right there is no maximum.
const LARGEST: f64 = 20.0;

/// Answers that several people have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Right or not, in the order of the questions.
    pub is_right: Vec<bool>,
    /// How many people answered so.
    pub n_people: u64,
}

/// What was estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Slope and difficulty of each question.
    pub parameters: Vec<Estimate>,
    /// Marginal log-likelihood of all answers.
    pub log_likelihood: f64,
}

/// A question's estimated parameters, in logits of an ability distributed as Normal(0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Slope a.
    pub slope: f64,
    /// Difficulty b.
    pub difficulty: f64,
}

/// A question during the estimation: P = 1 / (1 + exp(−(slope θ + intercept))).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    slope: f64,
    intercept: f64,
}

/// A node of the quadrature with its share of the prior.
#[derive(Clone, Copy, Debug)]
struct Node {
    theta: f64,
    prior: f64,
}

/// People expected at a node, and how many of them are right.
#[derive(Clone, Copy, Debug, Default)]
struct Expected {
    n: f64,
    n_right: f64,
}

impl Estimate {
    /// Returns the question as the item model sees it, without guessing.
    #[must_use]
    pub fn item(&self) -> Item {
        Item::new(self.slope, Difficulty::known(self.difficulty), 0.0)
    }
}

/// Returns slopes and difficulties of `n_items` questions by marginal maximum likelihood.
///
/// Bock & Aitkin 1981, "Marginal maximum likelihood estimation of item parameters: application of an EM algorithm",
/// equations 10 to 14, ability being Normal(0, 1). Worked: section 7 of the Law School Admission Test gives a
/// log-likelihood of −2658.805.
#[must_use]
pub fn fitted(patterns: &[Pattern], n_items: usize) -> Fit {
    let nodes = nodes();
    let mut lines = vec![Line { slope: 1.0, intercept: 0.0 }; n_items];
    for _ in 0..N_ROUNDS {
        let (expected, _) = expectation(patterns, &lines, &nodes);
        let after: Vec<Line> =
            lines.iter().zip(&expected).map(|(line, expected)| maximised(*line, &nodes, expected)).collect();
        let change = lines.iter().zip(&after).map(|(a, b)| a.distance(*b)).fold(0.0, f64::max);
        lines = after;
        if change < SETTLED {
            break;
        }
    }
    let (_, log_likelihood) = expectation(patterns, &lines, &nodes);
    let estimate = |line: &Line| Estimate { slope: line.slope, difficulty: -line.intercept / line.slope };
    Fit { parameters: lines.iter().map(estimate).collect(), log_likelihood }
}

/// Returns the information of a test at ability `theta`, the sum over its questions (Birnbaum 1968).
#[must_use]
pub fn test_information(items: &[Item], theta: f64) -> f64 {
    items.iter().map(|item| item.information(theta)).sum()
}

/// Returns the expected ability for each sum score from 0 to the number of questions, for a Normal(0, 1) prior.
///
/// The likelihood of a sum score by the recursion of Lord & Wingersky 1984, equation 2; then as Thissen, Pommerich,
/// Billeaud & Williams 1995. Worked: five right of section 7 of the Law School Admission Test give 0.727.
#[must_use]
pub fn expected_ability_by_score(items: &[Item]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); items.len() + 1];
    for node in nodes() {
        for ((mass, first), likelihood) in sums.iter_mut().zip(score_likelihoods(items, node.theta)) {
            *mass += node.prior * likelihood;
            *first += node.prior * likelihood * node.theta;
        }
    }
    sums.into_iter().map(|(mass, first)| if mass > 0.0 { first / mass } else { 0.0 }).collect()
}

/// Returns the probability of each sum score at ability `theta`.
fn score_likelihoods(items: &[Item], theta: f64) -> Vec<f64> {
    let mut likelihoods = vec![1.0];
    for item in items {
        let p = item.probability(theta);
        let wrong = likelihoods.iter().map(|likelihood| likelihood * (1.0 - p)).chain([0.0]);
        let right = [0.0].into_iter().chain(likelihoods.iter().map(|likelihood| likelihood * p));
        likelihoods = wrong.zip(right).map(|(wrong, right)| wrong + right).collect();
    }
    likelihoods
}

fn nodes() -> Vec<Node> {
    let theta = |node: usize| SPAN * (2.0 * node as f64 / (N_NODES - 1) as f64 - 1.0);
    let total: f64 = (0..N_NODES).map(|node| (-0.5 * theta(node).powi(2)).exp()).sum();
    (0..N_NODES)
        .map(|node| Node { theta: theta(node), prior: (-0.5 * theta(node).powi(2)).exp() / total })
        .collect()
}

impl Line {
    fn probability(self, theta: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * theta + self.intercept)).exp())
    }

    fn distance(self, other: Self) -> f64 {
        (self.slope - other.slope).abs().max((self.intercept - other.intercept).abs())
    }
}

/// Returns the expected counts, questions × nodes, and the marginal log-likelihood.
fn expectation(patterns: &[Pattern], lines: &[Line], nodes: &[Node]) -> (Vec<Vec<Expected>>, f64) {
    let chances: Vec<Vec<f64>> =
        lines.iter().map(|line| nodes.iter().map(|node| line.probability(node.theta)).collect()).collect();
    let mut expected = vec![vec![Expected::default(); nodes.len()]; lines.len()];
    let mut log_likelihood = 0.0;
    for pattern in patterns.iter().filter(|pattern| pattern.n_people > 0) {
        let mut weights: Vec<f64> = nodes.iter().map(|node| node.prior).collect();
        for (chances, is_right) in chances.iter().zip(&pattern.is_right) {
            for (weight, chance) in weights.iter_mut().zip(chances) {
                *weight *= if *is_right { *chance } else { 1.0 - chance };
            }
        }
        let marginal: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let n_people = pattern.n_people as f64;
        log_likelihood += n_people * marginal.ln();
        for (expected, is_right) in expected.iter_mut().zip(&pattern.is_right) {
            for (expected, weight) in expected.iter_mut().zip(&weights) {
                let n = n_people * weight / marginal;
                expected.n += n;
                expected.n_right += if *is_right { n } else { 0.0 };
            }
        }
    }
    (expected, log_likelihood)
}

/// Returns the line that fits the expected counts best, by Newton's method.
fn maximised(line: Line, nodes: &[Node], expected: &[Expected]) -> Line {
    let mut line = line;
    for _ in 0..N_NEWTON_STEPS {
        let (mut slope, mut intercept) = (0.0, 0.0);
        let (mut ss, mut si, mut ii) = (0.0, 0.0, 0.0);
        for (node, expected) in nodes.iter().zip(expected) {
            let p = line.probability(node.theta);
            let residual = expected.n_right - expected.n * p;
            let weight = expected.n * p * (1.0 - p);
            slope += residual * node.theta;
            intercept += residual;
            ss += weight * node.theta * node.theta;
            si += weight * node.theta;
            ii += weight;
        }
        let determinant = ss * ii - si * si;
        if determinant <= f64::MIN_POSITIVE {
            return line;
        }
        let step = |change: f64| (change / determinant).clamp(-1.0, 1.0);
        line.slope = (line.slope + step(ii * slope - si * intercept)).clamp(1e-3, LARGEST);
        line.intercept = (line.intercept + step(ss * intercept - si * slope)).clamp(-LARGEST, LARGEST);
    }
    line
}

#[cfg(test)]
mod tests;
