//! One ability: its expectation given the answers.

use crate::measure::grid::{LogLikelihood, N_NODES, SPAN, STEP, nodes, normal_at_nodes};

/// An ability as far as it is known, in logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ability {
    /// Its expectation.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
}

/// Returns the posterior weights of the nodes, adding up to 1, for a Normal(0, 1) prior.
#[must_use]
pub fn posterior_at_nodes(answers: &LogLikelihood) -> [f64; N_NODES] {
    let mut weights = normal_at_nodes(0.0, 1.0);
    for (weight, likelihood) in weights.iter_mut().zip(answers.likelihoods()) {
        *weight *= likelihood;
    }
    let total: f64 = weights.iter().sum();
    if total > 0.0 { weights.map(|weight| weight / total) } else { [1.0 / N_NODES as f64; N_NODES] }
}

/// Returns the expected ability a posteriori and its standard deviation, for a Normal(0, 1) prior.
///
/// Bock & Mislevy 1982, "Adaptive EAP estimation of ability in a microcomputer environment", equations 1 and 2: sums
/// over the nodes. Worked: one right answer to a question with a = 1, b = 0, c = 0 gives 0.4132 ± 0.9106.
#[must_use]
pub fn expected_ability(answers: &LogLikelihood) -> Ability {
    let (mut mean, mut square) = (0.0, 0.0);
    for (weight, theta) in posterior_at_nodes(answers).into_iter().zip(nodes()) {
        mean += weight * theta;
        square += weight * theta * theta;
    }
    Ability { mean, sd: (square - mean * mean).max(0.0).sqrt() }
}

/// Returns the logarithm of the largest likelihood among abilities of at least `theta` and of at most `theta`, in
/// this order, up to a constant that is the same for both.
///
/// Between two nodes the log-likelihood is taken as straight.
#[must_use]
pub fn largest_logs_beside(answers: &LogLikelihood, above: f64, below: f64) -> (f64, f64) {
    let logs = answers.logs();
    let over = |is_in: &dyn Fn(f64) -> bool| {
        logs.iter()
            .zip(nodes())
            .filter(|(_, theta)| is_in(*theta))
            .map(|(log, _)| *log)
            .fold(f64::MIN, f64::max)
    };
    let at_least = over(&|theta| theta >= above).max(log_at(&logs, above));
    let at_most = over(&|theta| theta <= below).max(log_at(&logs, below));
    (at_least, at_most)
}

fn log_at(logs: &[f64; N_NODES], theta: f64) -> f64 {
    let place = ((theta + SPAN) / STEP).clamp(0.0, (N_NODES - 1) as f64);
    let left_ix = (place.floor() as usize).min(N_NODES - 2);
    match logs.get(left_ix..left_ix + 2) {
        Some([left, right]) => left + (right - left) * (place - left_ix as f64),
        _ => f64::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::item::{Difficulty, Item};

    fn answered(answers: &[(f64, f64)]) -> LogLikelihood {
        let mut sum = LogLikelihood::default();
        for (difficulty, mark) in answers {
            sum.add(&Item::new(1.0, Difficulty::known(*difficulty), 0.0), *mark, 1.0);
        }
        sum
    }

    #[test]
    fn one_right_answer_gives_the_worked_ability() {
        let ability = expected_ability(&answered(&[(0.0, 1.0)]));
        assert!((ability.mean - 0.4132).abs() < 5e-5 && (ability.sd - 0.9106).abs() < 5e-5, "{ability:?}");
    }

    #[test]
    fn no_answer_gives_the_prior_and_opposite_answers_opposite_abilities() {
        let nobody = expected_ability(&answered(&[]));
        assert!(nobody.mean.abs() < 1e-12 && (nobody.sd - 1.0).abs() < 1e-4, "{nobody:?}");
        let good = expected_ability(&answered(&[(0.5, 1.0), (1.0, 1.0), (-0.3, 0.0)]));
        let mirrored = expected_ability(&answered(&[(-0.5, 0.0), (-1.0, 0.0), (0.3, 1.0)]));
        assert!((good.mean + mirrored.mean).abs() < 1e-9 && (good.sd - mirrored.sd).abs() < 1e-9);
    }

    #[test]
    fn the_better_side_has_the_larger_likelihood() {
        let (above, below) = largest_logs_beside(&answered(&[(0.0, 1.0); 9]), 0.3, -0.2);
        assert!((above - 0.0).abs() < 1e-12 && below < -2.0, "{above} {below}");
        let (above, below) = largest_logs_beside(&answered(&[]), 0.3, -0.2);
        assert_eq!((above, below), (0.0, 0.0));
    }
}
