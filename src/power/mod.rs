//! How well a placement tells roles apart: simulated people through the code that runs live.
//!
//! These figures hold for simulated people; no real ones have been compared.

pub mod apart;
mod counts;
pub mod gating;
pub mod leaning;
pub mod limits;
pub mod passing;
pub mod people;
mod person;
mod plan;
pub mod pool;
pub mod table;
pub mod tally;
pub mod world;

use std::ops::ControlFlow;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::advice::ranking::Draws;
use crate::framework::N_DOMAINS;
use crate::measure::posterior::PRIOR_CORRELATION;
use crate::power::counts::Counts;
use crate::power::people::Told;
use crate::power::person::Setting;
use crate::power::world::World;
use crate::seed::{Seed, Stream};

/// What is simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// What the engine is told of the questions.
    pub told: Told,
    /// Who the people are.
    pub people: People,
    /// What they do where they do not know.
    pub manner: Manner,
}

/// Who the simulated people are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum People {
    /// Abilities of this mean, variance 1 and this correlation.
    Varied {
        /// Mean ability, logits.
        level: f64,
        /// Correlation of two domains.
        correlation: f64,
    },
    /// The same ability in all domains, Normal(0, 1) among people.
    WithoutProfile,
}

/// What somebody does where they do not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Guesses.
    Guessing,
    /// Says so.
    SayingSo,
}

/// How much is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Questions a placement.
    pub n_questions: usize,
    /// People.
    pub n_people: usize,
    /// Where everything random comes from.
    pub seed: Seed,
}

/// Who is told of each person that is done, on any thread, and says whether to go on.
#[derive(Clone, Copy)]
pub struct Watch<'a>(pub &'a (dyn Fn() -> ControlFlow<()> + Sync));

/// Figures of the suggestion over all people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Share of people whose best role is named first.
    pub top1: f64,
    /// Share of people whose best role is among the first three.
    pub top3: f64,
    /// Mean loss of fit by the first, in standard deviations among people.
    pub regret: f64,
    /// Expected calibration error of the probability of being ready.
    pub ece: f64,
}

/// A row of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Of the suggestion.
    pub suggestion: Figures,
    /// Of counting right answers instead, on a form with as many questions of each domain.
    pub naive: Figures,
    /// Mean squared error of the probability of being ready.
    pub brier: f64,
    /// Share of people whose best role is in the 90 % set.
    pub coverage: f64,
    /// Mean size of that set.
    pub set_size: f64,
    /// What is told of single rows only.
    pub details: Details,
}

/// What is told of single rows only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Share of people of whom it is said that a role stands out.
    pub stands_out: f64,
    /// Share of people of whom it is said that they lean to roles.
    pub leans_to: f64,
    /// Share of people for whom each role is first, in the order of the blueprints.
    pub first_shares: Vec<f64>,
    /// Mean of the posterior means of each domain.
    pub mean_abilities: [f64; N_DOMAINS],
    /// Share of people for whom the better of two roles has the larger expected fit, one a pair (see [`apart`]).
    pub told_apart: Vec<f64>,
}

impl Condition {
    /// People as the prior says, who guess.
    #[must_use]
    pub fn usual(told: Told) -> Self {
        let people = People::Varied { level: 0.0, correlation: PRIOR_CORRELATION };
        Self { told, people, manner: Manner::Guessing }
    }
}

/// Returns the figures of one condition with the roles `open`, the same whatever the number of threads; nothing where
/// `watch` stops it.
#[must_use]
pub fn row(
    condition: Condition,
    extent: Extent,
    world: &World,
    open: &[usize],
    watch: Watch<'_>,
) -> Option<Row> {
    let draws = Draws::new(extent.seed);
    let setting = Setting { condition, n_questions: extent.n_questions, world, open, draws: &draws };
    let of_people = over_people(extent, watch, |seed| setting.counts(seed))?;
    let mut counts = Counts::default();
    for of_person in &of_people {
        counts.merge(of_person);
    }
    Some(counts.row())
}

/// Returns what `one` gives for the seed of each person, in their order; nothing where `watch` stops it.
fn over_people<T: Send>(extent: Extent, watch: Watch<'_>, one: impl Fn(Seed) -> T + Sync) -> Option<Vec<T>> {
    let mut random = extent.seed.stream(Stream::Simulation);
    let seeds: Vec<Seed> = (0..extent.n_people).map(|_| random.seed()).collect();
    seeds
        .into_par_iter()
        .map(|seed| {
            let done = one(seed);
            (watch.0)().is_continue().then_some(done)
        })
        .collect()
}

#[cfg(test)]
mod tests;
