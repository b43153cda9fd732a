//! Simulated people, and how they answer.

use crate::framework::N_DOMAINS;
use crate::measure::item::{Difficulty, Item};
use crate::measure::matrix::{cholesky, times};
use crate::measure::normal::quantile;
use crate::measure::posterior::prior_covariance;
use crate::seed::Random;
use crate::selection::placement::Candidate;

/// What the engine is told of the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The author's level and the type, or the parameters that the bank states.
    Levels,
    /// The same, but in the first two domains the levels are drawn at random.
    LevelsWorthlessInTwoDomains,
    /// The true slope and difficulty.
    Parameters,
}

/// A question as it is and as the engine knows it.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// True slope.
    pub slope: f64,
    /// True difficulty, logits.
    pub difficulty: f64,
    /// What the engine is told.
    pub candidate: Candidate,
}

/// How a person answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Knew it.
    Knowing,
    /// Did not know it and guessed rightly.
    Luckily,
    /// Did not know it and guessed wrongly.
    Wrongly,
}

/// Returns a standard normal number.
pub fn normal(random: &mut Random) -> f64 {
    quantile(random.unit())
}

/// Returns abilities of mean `level`, variance 1 and this correlation.
#[must_use]
pub fn abilities(level: f64, correlation: f64, random: &mut Random) -> [f64; N_DOMAINS] {
    let normals = std::array::from_fn(|_| normal(random));
    times(&cholesky(&prior_covariance(correlation)), &normals).map(|ability| level + ability)
}

impl Question {
    /// Returns how somebody of these abilities answers it.
    pub fn answered(&self, theta: &[f64; N_DOMAINS], random: &mut Random) -> Answered {
        let theta = theta.get(self.candidate.domain_ix).copied().unwrap_or(0.0);
        let knowing = 1.0 / (1.0 + (-self.slope * (theta - self.difficulty)).exp());
        // Both are always drawn, so that a person who says "I don't know" has the luck of the one who guesses.
        let (knows, is_lucky) = (random.unit() < knowing, random.unit() < self.guessing());
        if knows {
            Answered::Knowing
        } else if is_lucky {
            Answered::Luckily
        } else {
            Answered::Wrongly
        }
    }

    /// Returns the chance that somebody of these abilities is right.
    #[must_use]
    pub fn chance(&self, theta: &[f64; N_DOMAINS]) -> f64 {
        let theta = theta.get(self.candidate.domain_ix).copied().unwrap_or(0.0);
        Item::new(self.slope, Difficulty::known(self.difficulty), self.guessing()).probability(theta)
    }

    /// Returns the expected mark of a random answer.
    #[must_use]
    pub fn guessing(&self) -> f64 {
        self.candidate.item.guessing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::power::pool::Pool;
    use crate::seed::{Seed, Stream};

    #[test]
    fn people_have_the_wanted_level_and_correlation() {
        let mut random = Seed(2).stream(Stream::Simulation);
        let people: Vec<_> = (0..4_000).map(|_| abilities(-1.0, 0.6, &mut random)).collect();
        let mean = |of: &dyn Fn(&[f64; N_DOMAINS]) -> f64| people.iter().map(of).sum::<f64>() / 4_000.0;
        assert!((mean(&|theta| theta[3]) + 1.0).abs() < 0.06);
        let together = mean(&|theta| (theta[3] + 1.0) * (theta[7] + 1.0));
        assert!((together - 0.6).abs() < 0.07, "{together}");
    }

    #[test]
    fn answers_are_right_as_often_as_the_curve_says() {
        let mut random = Seed(3).stream(Stream::Simulation);
        let theta = [0.4; N_DOMAINS];
        let pool = Pool::Standard.drawn(Told::Levels, &mut random);
        let wanted: f64 = pool.iter().map(|question| question.chance(&theta)).sum();
        let n_right = |random: &mut Random| {
            pool.iter().filter(|question| question.answered(&theta, random) != Answered::Wrongly).count()
        };
        let found: usize = (0..20).map(|_| n_right(&mut random)).sum();
        assert!((found as f64 / 20.0 - wanted).abs() < 10.0, "{found} {wanted}");
    }
}
