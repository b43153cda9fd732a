//! How well a placement tells roles apart: simulated people through the code that runs live.
//!
//! These figures hold for simulated people; no real ones have been compared.

mod counts;
pub mod passing;
pub mod people;
pub mod tally;

use crate::advice::fit::Contrasts;
use crate::advice::ranking::{Draws, Ranking, ranking};
use crate::framework::N_DOMAINS;
use crate::measure::item::{Difficulty, Item};
use crate::measure::matrix::{dot, quadratic_form};
use crate::measure::normal::cdf;
use crate::measure::posterior::{Abilities, PRIOR_CORRELATION, prior_covariance};
use crate::power::counts::{Counts, Suggested, Truth, fit_of};
use crate::power::people::{Answered, GUESSING, Question, Told};
use crate::power::tally::Calibration;
use crate::seed::{Random, Seed, Stream};
use crate::selection::placement::{Candidate, Placement};

/// Level that counts as ready in the calibration of readiness: so many standard deviations above the mean.
const READY_SD: f64 = 0.25;

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

/// Figures of the suggestion over all people.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
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
    /// The largest P(best) of each person, ascending.
    pub p_largest: Vec<f64>,
    /// Share of people for whom each role is first, in the order of the blueprints.
    pub first_shares: Vec<f64>,
    /// Mean of the posterior means of each domain.
    pub mean_abilities: [f64; N_DOMAINS],
}

/// What is the same for all people of a row.
struct Setting<'a> {
    condition: Condition,
    n_questions: usize,
    contrasts: &'a Contrasts,
    open: &'a [usize],
    draws: Draws,
    /// Standard deviation of w'θ among people, one a role.
    spreads: Vec<f64>,
}

impl Condition {
    /// People as the prior says, who guess.
    #[must_use]
    pub fn usual(told: Told) -> Self {
        let people = People::Varied { level: 0.0, correlation: PRIOR_CORRELATION };
        Self { told, people, manner: Manner::Guessing }
    }
}

/// Returns the figures of one condition with the roles `open`; `progress` is told each person that is done.
#[must_use]
pub fn row(
    condition: Condition,
    extent: Extent,
    contrasts: &Contrasts,
    open: &[usize],
    progress: &mut dyn FnMut(usize),
) -> Row {
    let setting = Setting::new(condition, extent, contrasts, open);
    let mut random = extent.seed.stream(Stream::Simulation);
    let mut counts = Counts { n_first: vec![0; contrasts.n_roles()], ..Counts::default() };
    for person in 0..extent.n_people {
        setting.person(&mut random, &mut counts);
        progress(person + 1);
    }
    counts.row(extent.n_people)
}

impl<'a> Setting<'a> {
    fn new(condition: Condition, extent: Extent, contrasts: &'a Contrasts, open: &'a [usize]) -> Self {
        let covariance = prior_covariance(PRIOR_CORRELATION);
        let spread = |blueprint| quadratic_form(&covariance, blueprint).sqrt();
        Self {
            condition,
            n_questions: extent.n_questions,
            contrasts,
            open,
            draws: Draws::new(extent.seed),
            spreads: contrasts.blueprints().iter().map(spread).collect(),
        }
    }

    fn person(&self, random: &mut Random, counts: &mut Counts) {
        let theta = self.theta(random);
        let pool = people::pool(self.condition.told, random);
        let truth = self.truth(theta);
        let own_seed = Seed(random.below(usize::MAX) as u64);
        // A stream of the person's own: the answers of two conditions stay those of the same people.
        let mut own = own_seed.stream(Stream::Simulation);
        let abilities = self.placement(&theta, &pool, own_seed, &mut own);
        let ranking = ranking(self.contrasts, &abilities, self.open, &self.draws);
        self.count_suggestion(&abilities, &ranking, &truth, counts);
        let shares = self.share_right(&theta, &pool, &mut own);
        self.count_naive(&shares, &truth, &mut counts.naive);
    }

    fn theta(&self, random: &mut Random) -> [f64; N_DOMAINS] {
        match self.condition.people {
            People::Varied { level, correlation } => people::abilities(level, correlation, random),
            People::WithoutProfile => [people::normal(random); N_DOMAINS],
        }
    }

    fn truth(&self, theta: [f64; N_DOMAINS]) -> Truth {
        let fits = self.contrasts.fits(&theta);
        let best = self.open.iter().copied().max_by(|a, b| fit_of(&fits, *a).total_cmp(&fit_of(&fits, *b)));
        Truth { theta, best_ix: best.unwrap_or(0), fits }
    }

    fn placement(
        &self,
        theta: &[f64; N_DOMAINS],
        pool: &[Question],
        seed: Seed,
        random: &mut Random,
    ) -> Abilities<N_DOMAINS> {
        let candidates: Vec<Candidate> = pool.iter().map(|question| question.candidate).collect();
        let placement = Placement::new(candidates, seed);
        let mut abilities = Abilities::default();
        let mut asked = Vec::new();
        while asked.len() < self.n_questions {
            let Some(next) = placement.next(&asked, &abilities, self.contrasts, self.open) else { break };
            let Some(question) = pool.get(next) else { break };
            let mark = self.mark(question.answered(theta, random));
            abilities.answer(question.candidate.domain_ix, &question.candidate.item, mark);
            asked.push(next);
        }
        abilities
    }

    fn mark(&self, answered: Answered) -> f64 {
        match (answered, self.condition.manner) {
            (Answered::Knowing, Manner::Guessing | Manner::SayingSo)
            | (Answered::Luckily, Manner::Guessing) => 1.0,
            (Answered::Wrongly, Manner::Guessing) => 0.0,
            (Answered::Luckily | Answered::Wrongly, Manner::SayingSo) => GUESSING,
        }
    }

    /// Returns the share right of each domain on a random form with as many questions of each.
    fn share_right(
        &self,
        theta: &[f64; N_DOMAINS],
        pool: &[Question],
        random: &mut Random,
    ) -> [f64; N_DOMAINS] {
        let n_of_domain = (self.n_questions / N_DOMAINS).max(1);
        let mut shares = [0.0; N_DOMAINS];
        for (domain_ix, share) in shares.iter_mut().enumerate() {
            let mut of_domain: Vec<&Question> =
                pool.iter().filter(|question| question.candidate.domain_ix == domain_ix).collect();
            random.shuffle(&mut of_domain);
            let form = of_domain.into_iter().take(n_of_domain);
            let n_right =
                form.filter(|question| question.answered(theta, random) != Answered::Wrongly).count();
            *share = n_right as f64 / n_of_domain as f64;
        }
        shares
    }

    fn count_suggestion(
        &self,
        abilities: &Abilities<N_DOMAINS>,
        ranking: &Ranking,
        truth: &Truth,
        counts: &mut Counts,
    ) {
        let order: Vec<usize> = ranking.roles.iter().map(|role| role.role_ix).collect();
        counts.suggestion.count(&order, truth);
        counts.coverage.add_if(ranking.set_90.contains(&truth.best_ix));
        counts.set_size.add(ranking.set_90.len() as f64);
        counts.p_largest.push(ranking.largest_p_best());
        if let Some(n) = ranking.first().and_then(|first| counts.n_first.get_mut(first.role_ix)) {
            *n += 1;
        }
        for (mean, ability) in counts.abilities.iter_mut().zip(abilities.mean()) {
            mean.add(*ability);
        }
        for (blueprint, spread) in self.contrasts.blueprints().iter().zip(&self.spreads) {
            let cut = READY_SD * spread;
            let sd = quadratic_form(abilities.covariance(), blueprint).sqrt().max(f64::MIN_POSITIVE);
            let said = cdf((dot(blueprint, abilities.mean()) - cut) / sd);
            counts.suggestion.ready.add(said, dot(blueprint, &truth.theta) >= cut);
        }
    }

    fn count_naive(&self, shares: &[f64; N_DOMAINS], truth: &Truth, naive: &mut Suggested) {
        let score = |role_ix: usize| self.contrasts.blueprints().get(role_ix).map_or(0.0, |w| dot(w, shares));
        let mut order = self.open.to_vec();
        order.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
        naive.count(&order, truth);
        // The share right that somebody just ready has on average over such questions.
        let average = Item::new(1.0, Difficulty { mean: 0.0, variance: 1.0 }, GUESSING);
        for (role_ix, (blueprint, spread)) in
            self.contrasts.blueprints().iter().zip(&self.spreads).enumerate()
        {
            let cut = READY_SD * spread;
            let said = f64::from(u8::from(score(role_ix) >= average.probability(cut)));
            naive.ready.add(said, dot(blueprint, &truth.theta) >= cut);
        }
    }
}

/// Returns the 80th percentile of the largest P(best) among simulated people without a profile: from which P(best)
/// on a profile leans to a role. The table [`crate::advice::certainty::LEANS_TO`] holds what this gives.
#[must_use]
pub fn leaning_threshold(extent: Extent, contrasts: &Contrasts, open: &[usize]) -> f64 {
    let condition = Condition { people: People::WithoutProfile, ..Condition::usual(Told::Levels) };
    let row = row(condition, extent, contrasts, open, &mut |_| {});
    row.p_largest.get(row.p_largest.len() * 4 / 5).copied().unwrap_or(1.0)
}

/// Returns P(pass) as the product states it, after a placement over the roles `open`, against what simulated people
/// reached on a 40-question form drawn for each role.
#[must_use]
pub fn pass_calibration(
    condition: Condition,
    extent: Extent,
    contrasts: &Contrasts,
    open: &[usize],
) -> Calibration {
    let setting = Setting::new(condition, extent, contrasts, open);
    let mut random = extent.seed.stream(Stream::Simulation);
    let mut calibration = Calibration::default();
    let blueprints = contrasts.blueprints();
    for _ in 0..extent.n_people {
        let theta = setting.theta(&mut random);
        let pool = people::pool(condition.told, &mut random);
        let seed = Seed(random.below(usize::MAX) as u64);
        let mut own = seed.stream(Stream::Simulation);
        let abilities = setting.placement(&theta, &pool, seed, &mut own);
        let said = passing::said(blueprints, &pool, &abilities, &setting.draws);
        passing::count(&said, blueprints, (&theta, &pool), &mut own, &mut calibration);
    }
    calibration
}

#[cfg(test)]
mod tests;
