//! The same formulas written down straight, without a thought for speed: what the ratios are taken against.

use hitquiz::advice::fit::Contrasts;
use hitquiz::advice::readiness::Curve;
use hitquiz::framework::N_DOMAINS;
use hitquiz::measure::grid::nodes;
use hitquiz::measure::item::Item;
use hitquiz::measure::normal::{cdf, quantile};
use hitquiz::measure::posterior::{Abilities, PRIOR_CORRELATION};
use hitquiz::seed::{Random, Seed, Stream};
use hitquiz::selection::placement::{Candidate, Line, knowledge_gradient};

type Matrix = Vec<Vec<f64>>;

/// A normal posterior.
pub(crate) struct Posterior {
    pub(crate) mean: Vec<f64>,
    pub(crate) covariance: Matrix,
}

fn likelihood(items: &[Item], marks: &[f64], theta: f64) -> f64 {
    let of_answer = |(item, mark): (&Item, &f64)| {
        let p = item.probability(theta);
        p.powf(*mark) * (1.0 - p).powf(1.0 - mark)
    };
    items.iter().zip(marks).map(of_answer).product()
}

/// Returns the expected ability from all answers anew.
pub(crate) fn expected_ability(items: &[Item], marks: &[f64]) -> f64 {
    let weight = |theta: f64| (-theta * theta / 2.0).exp() * likelihood(items, marks, theta);
    let total: f64 = nodes().map(weight).sum();
    nodes().map(|theta| theta * weight(theta)).sum::<f64>() / total
}

/// Returns the most informative of the items after those asked first, the ability found from all answers anew.
pub(crate) fn next_of_exam(items: &[Item], n_asked: usize, marks: &[f64]) -> usize {
    let theta = expected_ability(&items[..n_asked], marks);
    let information = |ix: usize| items[ix].information(theta);
    (n_asked..items.len()).max_by(|a, b| information(*a).total_cmp(&information(*b))).unwrap_or(0)
}

fn inverse(matrix: &Matrix) -> Matrix {
    let n = matrix.len();
    let mut left = matrix.clone();
    let mut right: Matrix = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for pivot in 0..n {
        let divisor = left[pivot][pivot];
        for column in 0..n {
            left[pivot][column] /= divisor;
            right[pivot][column] /= divisor;
        }
        for row in (0..n).filter(|row| *row != pivot) {
            let factor = left[row][pivot];
            for column in 0..n {
                left[row][column] -= factor * left[pivot][column];
                right[row][column] -= factor * right[pivot][column];
            }
        }
    }
    right
}

fn prior() -> Matrix {
    let cell = |i, j| if i == j { 1.0 } else { PRIOR_CORRELATION };
    (0..N_DOMAINS).map(|i| (0..N_DOMAINS).map(|j| cell(i, j)).collect()).collect()
}

/// Returns the posterior by expectation propagation from nothing: eight sweeps, the whole inverted after each site.
pub(crate) fn posterior(answers: &[(usize, Item, f64)]) -> Posterior {
    let prior_precision = inverse(&prior());
    let mut sites = [(0.0, 0.0); N_DOMAINS];
    let mut known = Posterior { mean: vec![0.0; N_DOMAINS], covariance: prior() };
    for _ in 0..8 {
        for domain in 0..N_DOMAINS {
            let of_domain: Vec<_> = answers.iter().filter(|(at, _, _)| *at == domain).collect();
            if of_domain.is_empty() {
                continue;
            }
            let items: Vec<Item> = of_domain.iter().map(|(_, item, _)| *item).collect();
            let marks: Vec<f64> = of_domain.iter().map(|(_, _, mark)| *mark).collect();
            let (precision, precision_mean): (f64, f64) = sites[domain];
            let variance = known.covariance[domain][domain];
            let cavity = 1.0 / (1.0 / variance - precision);
            let center = cavity * (known.mean[domain] / variance - precision_mean);
            let weight = |theta: f64| {
                (-(theta - center).powi(2) / (2.0 * cavity)).exp() * likelihood(&items, &marks, theta)
            };
            let total: f64 = nodes().map(weight).sum();
            let mean = nodes().map(|theta| theta * weight(theta)).sum::<f64>() / total;
            let square = nodes().map(|theta| (theta - mean).powi(2) * weight(theta)).sum::<f64>() / total;
            sites[domain] = (1.0 / square - 1.0 / cavity, mean / square - center / cavity);
            let mut whole = prior_precision.clone();
            for (at, (precision, _)) in sites.iter().enumerate() {
                whole[at][at] += precision;
            }
            known.covariance = inverse(&whole);
            let shifts: Vec<f64> = sites.iter().map(|(_, precision_mean)| *precision_mean).collect();
            known.mean = known
                .covariance
                .iter()
                .map(|row| row.iter().zip(&shifts).map(|(a, b)| a * b).sum())
                .collect();
        }
    }
    known
}

/// Returns the candidate with the largest knowledge gradient, every one of them scored.
pub(crate) fn next_of_placement(known: &Posterior, pool: &[Candidate], contrasts: &Contrasts) -> usize {
    let gain = |candidate: &Candidate| {
        let domain = candidate.domain_ix;
        let information = candidate.item.information(known.mean[domain]);
        let scale = (information / (1.0 + information * known.covariance[domain][domain])).sqrt();
        let mut lines: Vec<Line> = contrasts
            .directions()
            .iter()
            .map(|direction| Line {
                mean: direction.iter().zip(&known.mean).map(|(a, b)| a * b).sum(),
                slope: scale
                    * direction.iter().zip(&known.covariance).map(|(a, row)| a * row[domain]).sum::<f64>(),
            })
            .collect();
        knowledge_gradient(&mut lines)
    };
    (0..pool.len()).max_by(|a, b| gain(&pool[*a]).total_cmp(&gain(&pool[*b]))).unwrap_or(0)
}

/// Returns readiness and P(pass) of each role over 4,000 draws, after counting who is best.
pub(crate) fn report(
    contrasts: &Contrasts,
    abilities: &Abilities<N_DOMAINS>,
    curves: &[Curve; N_DOMAINS],
) -> Vec<(f64, f64)> {
    let mut random = Seed(4).stream(Stream::Ranking);
    let factor = factor(abilities);
    let draws: Matrix = (0..4_000).map(|_| drawn(abilities.mean(), &factor, &mut random)).collect();
    let mut n_best = vec![0; contrasts.n_roles()];
    for theta in &draws {
        let fits: Vec<f64> = contrasts.directions().iter().map(|direction| sum(direction, theta)).collect();
        let mut order: Vec<usize> = (0..fits.len()).collect();
        order.sort_by(|a, b| fits[*b].total_cmp(&fits[*a]));
        n_best[order[0]] += 1;
    }
    let of_role = |blueprint: &[f64; N_DOMAINS]| {
        let mut scores = Vec::new();
        let mut sum_pass = 0.0;
        for theta in &draws {
            let shares: Vec<f64> = curves.iter().zip(theta).map(|(curve, theta)| curve.at(*theta)).collect();
            let score = sum(blueprint, &shares);
            let parts: Vec<f64> = shares.iter().map(|share| share * (1.0 - share)).collect();
            sum_pass += cdf((score - 0.7) / (sum(blueprint, &parts) / 40.0).sqrt());
            scores.push(score);
        }
        scores.sort_by(f64::total_cmp);
        (scores.iter().sum::<f64>() / scores.len() as f64, sum_pass / scores.len() as f64)
    };
    contrasts.blueprints().iter().map(of_role).collect()
}

fn sum(weights: &[f64; N_DOMAINS], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

/// Returns L with L L' the covariance.
fn factor(abilities: &Abilities<N_DOMAINS>) -> Matrix {
    let covariance = abilities.covariance();
    let mut factor = vec![vec![0.0; N_DOMAINS]; N_DOMAINS];
    for i in 0..N_DOMAINS {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let left = covariance[i][j] - known;
            factor[i][j] = if i == j { left.sqrt() } else { left / factor[j][j] };
        }
    }
    factor
}

/// Returns abilities drawn from their posterior.
fn drawn(mean: &[f64; N_DOMAINS], factor: &Matrix, random: &mut Random) -> Vec<f64> {
    let normals: Vec<f64> = (0..N_DOMAINS).map(|_| quantile(random.unit())).collect();
    let away = |row: &Vec<f64>| row.iter().zip(&normals).map(|(a, b)| a * b).sum::<f64>();
    mean.iter().zip(factor).map(|(mean, row)| mean + away(row)).collect()
}
