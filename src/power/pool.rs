//! Which questions simulated people are asked: drawn from nothing, or those of banks.

use std::sync::Arc;

use crate::bank::question::{Parameters, Question as BankQuestion};
use crate::framework::N_DOMAINS;
use crate::measure::item::{Difficulty, Item};
use crate::measure::normal::quantile;
use crate::power::people::{Question, Told, normal};
use crate::seed::Random;
use crate::selection::placement::Candidate;
use crate::selection::pool::guessing;

/// Questions of each domain in the standard pool.
pub const N_OF_DOMAIN: usize = 50;

/// Expected mark of a random answer in the standard pool.
pub const GUESSING: f64 = 0.2;

/// Standard deviation of the logarithm of true slopes.
const SLOPE_SD: f64 = 0.25;

/// Standard deviation in logits of what authors can see of difficulty.
const LEVEL_SD: f64 = 0.6;

/// Domains whose levels are drawn at random where two domains' levels are worthless.
const N_WORTHLESS: usize = 2;

/// Where the questions come from.
#[derive(Clone, Debug)]
pub enum Pool {
    /// [`N_OF_DOMAIN`] questions a domain, drawn anew for each person.
    Standard,
    /// These questions; what is not known of them is drawn anew for each person.
    Banks(Vec<Known>),
}

/// What is known of a bank's question.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    domain_ix: usize,
    guessing: f64,
    difficulty: Estimate,
}

/// How difficult a question is said to be.
#[derive(Clone, Copy, Debug)]
enum Estimate {
    /// The author's level, 1 to 5.
    Level(u8),
    /// Estimated from answers: taken as the truth.
    Parameters(Parameters),
}

/// What is true of a question.
#[derive(Clone, Copy)]
struct Truth {
    slope: f64,
    difficulty: f64,
}

impl Known {
    /// Returns what is known of a question.
    #[must_use]
    pub fn of(question: &BankQuestion) -> Self {
        let domain_ix = question.subject.domain.index();
        match question.rules.parameters {
            Some(parameters) => {
                Self { domain_ix, guessing: parameters.c, difficulty: Estimate::Parameters(parameters) }
            }
            None => Self {
                domain_ix,
                guessing: guessing(question),
                difficulty: Estimate::Level(question.subject.difficulty),
            },
        }
    }

    fn drawn(&self, told: Told, random: &mut Random) -> Question {
        // As many numbers for every question, so that two conditions ask the same people the same.
        let (slope, noise, share_said) = (slope(random), normal(random), random.unit());
        let (truth, item) = match self.difficulty {
            Estimate::Parameters(Parameters { a, b, c, .. }) => {
                (Truth { slope: a, difficulty: b }, Item::new(a, Difficulty::known(b), c))
            }
            Estimate::Level(level) => {
                let said = Difficulty::of_author_level(level);
                let truth = Truth { slope, difficulty: said.mean + said.variance.sqrt() * noise };
                let worthless = Difficulty::of_author_level(level_of(share_said));
                let told_difficulty = match told {
                    Told::LevelsWorthlessInTwoDomains if self.domain_ix < N_WORTHLESS => worthless,
                    Told::Levels | Told::LevelsWorthlessInTwoDomains | Told::Parameters => said,
                };
                (truth, told_item(told, truth, told_difficulty, self.guessing))
            }
        };
        let candidate = Candidate { domain_ix: self.domain_ix, item };
        Question { slope: truth.slope, difficulty: truth.difficulty, candidate }
    }
}

impl Pool {
    /// Returns the pool of these questions.
    #[must_use]
    pub fn of_banks(questions: &[Arc<BankQuestion>]) -> Self {
        Self::Banks(questions.iter().map(|question| Known::of(question)).collect())
    }

    /// Returns how many questions each domain has.
    #[must_use]
    pub fn n_of_domains(&self) -> [usize; N_DOMAINS] {
        match self {
            Self::Standard => [N_OF_DOMAIN; N_DOMAINS],
            Self::Banks(known) => std::array::from_fn(|domain_ix| {
                known.iter().filter(|known| known.domain_ix == domain_ix).count()
            }),
        }
    }

    /// Returns the questions that one person may be asked.
    ///
    /// True difficulties are Normal(mean of the level, 0.8²) and true slopes have a logarithm of Normal(0, 0.25²),
    /// whatever the engine is told.
    #[must_use]
    pub fn drawn(&self, told: Told, random: &mut Random) -> Vec<Question> {
        match self {
            Self::Standard => (0..N_DOMAINS)
                .flat_map(|domain_ix| std::iter::repeat_n(domain_ix, N_OF_DOMAIN))
                .map(|domain_ix| standard(domain_ix, told, random))
                .collect(),
            Self::Banks(known) => known.iter().map(|known| known.drawn(told, random)).collect(),
        }
    }
}

fn standard(domain_ix: usize, told: Told, random: &mut Random) -> Question {
    let slope = slope(random);
    let share_easier = random.unit();
    let hidden_sd = Difficulty::of_author_level(3).variance.sqrt();
    let difficulty = LEVEL_SD * quantile(share_easier) + hidden_sd * normal(random);
    let share_said = random.unit();
    let share = match told {
        Told::LevelsWorthlessInTwoDomains if domain_ix < N_WORTHLESS => share_said,
        Told::Levels | Told::LevelsWorthlessInTwoDomains | Told::Parameters => share_easier,
    };
    let truth = Truth { slope, difficulty };
    let item = told_item(told, truth, Difficulty::of_author_level(level_of(share)), GUESSING);
    Question { slope, difficulty, candidate: Candidate { domain_ix, item } }
}

fn slope(random: &mut Random) -> f64 {
    (SLOPE_SD * normal(random)).exp()
}

/// Returns the author's level of a question that this share of all questions is easier than.
fn level_of(share_easier: f64) -> u8 {
    (share_easier * 5.0) as u8 + 1
}

fn told_item(told: Told, truth: Truth, said: Difficulty, guessing: f64) -> Item {
    match told {
        Told::Parameters => Item::new(truth.slope, Difficulty::known(truth.difficulty), guessing),
        Told::Levels | Told::LevelsWorthlessInTwoDomains => Item::new(1.0, said, guessing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;
    use crate::seed::{Seed, Stream};

    fn drawn(pool: &Pool, told: Told, seed: u64) -> Vec<Question> {
        pool.drawn(told, &mut Seed(seed).stream(Stream::Simulation))
    }

    #[test]
    fn what_the_engine_is_told_changes_no_question() {
        let truths = |pool: &Pool, told| -> Vec<(f64, f64)> {
            drawn(pool, told, 5).iter().map(|question| (question.slope, question.difficulty)).collect()
        };
        for pool in [Pool::Standard, Pool::of_banks(&[Arc::new(sample::single("q", 4))])] {
            assert_eq!(truths(&pool, Told::Levels), truths(&pool, Told::Parameters));
            assert_eq!(truths(&pool, Told::Levels), truths(&pool, Told::LevelsWorthlessInTwoDomains));
        }
    }

    #[test]
    fn a_banks_question_keeps_its_domain_type_and_level() {
        let mut question = sample::single("q", 4);
        question.subject.difficulty = 5;
        let pool = Pool::of_banks(&[Arc::new(question)]);
        let found = drawn(&pool, Told::Levels, 1)[0];
        let wanted = Item::new(1.0, Difficulty::of_author_level(5), 0.25);
        assert_eq!((found.candidate.item, found.candidate.domain_ix), (wanted, 3));
        let n = 2_000;
        let mean = (0..n).map(|seed| drawn(&pool, Told::Levels, seed)[0].difficulty).sum::<f64>() / n as f64;
        assert!((mean - 0.84).abs() < 0.08, "{mean}");
    }

    #[test]
    fn estimated_parameters_are_the_truth_and_are_told() {
        let mut question = sample::single("q", 4);
        question.rules.parameters = Some(Parameters { a: 1.3, b: 0.4, c: 0.1, n: 300 });
        let pool = Pool::of_banks(&[Arc::new(question)]);
        for told in [Told::Levels, Told::Parameters] {
            let found = drawn(&pool, told, 1)[0];
            assert_eq!((found.slope, found.difficulty, found.guessing()), (1.3, 0.4, 0.1));
            assert_eq!(found.candidate.item, Item::new(1.3, Difficulty::known(0.4), 0.1));
        }
    }
}
