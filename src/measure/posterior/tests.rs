//! Expectation propagation against a dense grid and against importance sampling.

use crate::measure::item::{Difficulty, Item};
use crate::measure::normal::quantile;
use crate::measure::posterior::{Abilities, PRIOR_CORRELATION};
use crate::seed::{Seed, Stream};

/// An answer: domain, difficulty, mark.
type Answered = (usize, f64, f64);

fn item(difficulty: f64) -> Item {
    Item::new(1.1, Difficulty { mean: difficulty, variance: 0.3 }, 0.2)
}

fn abilities<const D: usize>(answers: &[Answered]) -> Abilities<D> {
    let mut abilities = Abilities::default();
    for (domain_ix, difficulty, mark) in answers {
        abilities.answer(*domain_ix, &item(*difficulty), *mark);
    }
    abilities
}

fn log_likelihood(answers: &[Answered], theta: &[f64]) -> f64 {
    answers
        .iter()
        .map(|(domain_ix, difficulty, mark)| {
            let p = item(*difficulty).probability(theta[*domain_ix]);
            mark * p.ln() + (1.0 - mark) * (1.0 - p).ln()
        })
        .sum()
}

/// Means and covariances of weighted points.
fn weighted_moments(points: &[(Vec<f64>, f64)]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let d = points[0].0.len();
    let total: f64 = points.iter().map(|(_, weight)| weight).sum();
    let mean: Vec<f64> =
        (0..d).map(|i| points.iter().map(|(theta, w)| theta[i] * w).sum::<f64>() / total).collect();
    let covariance = (0..d)
        .map(|i| {
            let cell = |j: usize| {
                points.iter().map(|(theta, w)| (theta[i] - mean[i]) * (theta[j] - mean[j]) * w).sum::<f64>()
                    / total
            };
            (0..d).map(cell).collect()
        })
        .collect();
    (mean, covariance)
}

fn assert_close<const D: usize>(found: &Abilities<D>, wanted: &(Vec<f64>, Vec<Vec<f64>>), tolerance: f64) {
    for i in 0..D {
        assert!(
            (found.mean()[i] - wanted.0[i]).abs() < tolerance,
            "mean {i}: {:?} {:?}",
            found.mean(),
            wanted.0
        );
        for j in 0..D {
            let (a, b) = (found.covariance()[i][j], wanted.1[i][j]);
            assert!((a - b).abs() < tolerance, "covariance {i} {j}: {a} {b}");
        }
    }
}

#[test]
fn a_dense_grid_in_two_domains_agrees() {
    let answers = [
        (0, -0.8, 1.0),
        (0, 0.0, 1.0),
        (0, 0.8, 0.0),
        (0, 0.3, 1.0),
        (1, 0.0, 0.0),
        (1, -0.5, 0.2),
        (0, 1.5, 1.0),
    ];
    let rho = PRIOR_CORRELATION;
    let axis = || (0..=160).map(|node| -6.0 + 12.0 * f64::from(node) / 160.0);
    let points: Vec<_> = axis()
        .flat_map(|x| axis().map(move |y| (x, y)))
        .map(|(x, y)| {
            let prior = -(x * x - 2.0 * rho * x * y + y * y) / (2.0 * (1.0 - rho * rho));
            let theta = vec![x, y];
            let weight = (prior + log_likelihood(&answers, &theta)).exp();
            (theta, weight)
        })
        .collect();
    let mut settled = abilities::<2>(&answers);
    assert_close(&settled, &weighted_moments(&points), 0.012);
    settled.settle();
    assert_close(&settled, &weighted_moments(&points), 0.012);
}

#[test]
fn importance_sampling_in_three_domains_agrees() {
    let answers: Vec<Answered> = (0..36)
        .map(|n| (n % 3, f64::from(n as u32 % 5) / 2.5 - 0.8, f64::from(u8::from(n % 3 == 0 || n % 4 == 0))))
        .collect();
    let mut random = Seed(11).stream(Stream::Ranking);
    let mut normal = || quantile(random.unit());
    let rho = PRIOR_CORRELATION;
    let points: Vec<_> = (0..100_000)
        .map(|_| {
            // The prior as a shared factor and one of each domain: another way to the same distribution.
            let shared = normal() * rho.sqrt();
            let theta: Vec<f64> = (0..3).map(|_| shared + normal() * (1.0 - rho).sqrt()).collect();
            let weight = log_likelihood(&answers, &theta).exp();
            (theta, weight)
        })
        .collect();
    assert_close(&abilities::<3>(&answers), &weighted_moments(&points), 0.03);
}

#[test]
fn the_same_answers_settle_to_the_same_digits_in_any_order_and_merged() {
    let answers: Vec<Answered> =
        (0..30).map(|n| (n % 4, 0.1 * n as f64 - 1.5, (n % 3) as f64 / 2.0)).collect();
    let settled = |mut abilities: Abilities<4>| {
        abilities.settle();
        (*abilities.mean(), *abilities.covariance())
    };
    let forwards = settled(abilities(&answers));
    let reversed: Vec<Answered> = answers.iter().rev().copied().collect();
    assert_eq!(forwards, settled(abilities(&reversed)));
    let mut merged = abilities::<4>(&answers[..9]);
    merged.merge(&abilities(&answers[9..]));
    assert_eq!(merged.n_answers(), [8, 8, 7, 7]);
    assert_eq!(forwards, settled(merged));
}

#[test]
fn three_sweeps_from_the_last_state_are_enough() {
    let answers: Vec<Answered> =
        (0..66).map(|n| (n * 7 % 11, (n % 5) as f64 / 2.5 - 0.8, f64::from(u8::from(n % 5 < 3)))).collect();
    let live = abilities::<11>(&answers);
    let mut settled = live.clone();
    settled.settle();
    for (a, b) in live.mean().iter().zip(settled.mean()) {
        assert!((a - b).abs() < 2e-3, "{a} {b}");
    }
    for (a, b) in live.sd().iter().zip(settled.sd()) {
        assert!((a - b).abs() < 2e-3, "{a} {b}");
    }
}

#[test]
fn nobody_is_the_prior_and_extremes_stay_finite() {
    let nobody = Abilities::<11>::default();
    assert_eq!((nobody.mean(), nobody.sd()), (&[0.0; 11], [1.0; 11]));
    for mark in [0.0, 1.0] {
        let answers: Vec<Answered> = (0..600).map(|n| (n % 11, 0.0, mark)).collect();
        let abilities = abilities::<11>(&answers);
        let sign = 2.0 * mark - 1.0;
        assert!(
            abilities.mean().iter().all(|mean| (0.5..5.0).contains(&(sign * mean))),
            "{:?}",
            abilities.mean()
        );
        assert!(abilities.sd().iter().all(|sd| (0.05..1.0).contains(sd)), "{:?}", abilities.sd());
    }
}

#[test]
fn an_answer_in_a_domain_that_is_not_there_changes_nothing() {
    let mut abilities = Abilities::<3>::default();
    abilities.answer(3, &item(0.0), 1.0);
    assert_eq!((abilities.mean(), abilities.n_answers()), (&[0.0; 3], [0; 3]));
}

#[test]
fn a_right_answer_in_one_domain_raises_all_and_its_own_most() {
    let abilities = abilities::<3>(&[(1, 0.0, 1.0)]);
    let mean = abilities.mean();
    assert!(mean[0] > 0.0 && mean[1] > mean[0] && (mean[0] - mean[2]).abs() < 1e-12);
    assert!((mean[0] / mean[1] - PRIOR_CORRELATION).abs() < 1e-9);
}
