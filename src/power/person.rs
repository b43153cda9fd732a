//! One simulated person: truth, placement, and what is counted of both.

use crate::advice::certainty::certainty;
use crate::advice::ranking::{Draws, Ranking, ranking};
use crate::framework::N_DOMAINS;
use crate::measure::item::{Difficulty, Item};
use crate::measure::matrix::{dot, quadratic_form};
use crate::measure::normal::cdf;
use crate::measure::posterior::{Abilities, PRIOR_CORRELATION, prior_covariance};
use crate::power::apart::pairs;
use crate::power::counts::{Counts, Suggested, Truth, fit_of};
use crate::power::people::{self, Answered, Question};
use crate::power::world::World;
use crate::power::{Condition, Manner, People};
use crate::seed::{Random, Seed, Stream};
use crate::selection::placement::{Candidate, Placement};

/// Level that counts as ready in the calibration of readiness: so many standard deviations above the mean.
const READY_SD: f64 = 0.25;

/// What is the same for all people of a row.
pub(crate) struct Setting<'a> {
    pub(crate) condition: Condition,
    pub(crate) n_questions: usize,
    pub(crate) world: &'a World,
    pub(crate) open: &'a [usize],
    pub(crate) draws: &'a Draws,
}

/// A simulated person before the first question.
pub(crate) struct Person {
    pub(crate) theta: [f64; N_DOMAINS],
    pub(crate) pool: Vec<Question>,
    pub(crate) seed: Seed,
    /// For their answers, a stream of its own: two conditions ask the same people.
    pub(crate) answers: Random,
}

impl Setting<'_> {
    /// Returns the person of this seed.
    pub(crate) fn person(&self, seed: Seed) -> Person {
        let mut random = seed.stream(Stream::Simulation);
        let seed = random.seed();
        let theta = match self.condition.people {
            People::Varied { level, correlation } => people::abilities(level, correlation, &mut random),
            People::WithoutProfile => [people::normal(&mut random); N_DOMAINS],
        };
        let pool = self.world.pool.drawn(self.condition.told, &mut random);
        Person { theta, pool, seed, answers: seed.stream(Stream::Simulation) }
    }

    /// Returns what is counted of the person of this seed.
    pub(crate) fn counts(&self, seed: Seed) -> Counts {
        let mut person = self.person(seed);
        let abilities = self.placement(&mut person, &mut |_, _| {});
        let truth = self.truth(person.theta);
        let mut counts = Counts::new(self.world.contrasts.n_roles());
        self.count_suggestion(&abilities, &truth, &mut counts);
        let shares = share_right(self.n_questions, &mut person);
        let just_ready = just_ready(&person.pool);
        self.count_naive(&shares, &just_ready, &truth, &mut counts.naive);
        counts
    }

    /// Returns the person's largest P(best) after as many questions as each of `lengths` says, ascending.
    pub(crate) fn p_largest_after(&self, lengths: &[usize], seed: Seed) -> Vec<f64> {
        let mut found = Vec::with_capacity(lengths.len());
        let abilities = self.placement(&mut self.person(seed), &mut |n_asked, abilities| {
            if lengths.contains(&n_asked) {
                found.push(self.ranking(abilities).largest_p_best());
            }
        });
        // A pool that is too small ends the placement early.
        found.resize_with(lengths.len(), || self.ranking(&abilities).largest_p_best());
        found
    }

    /// Returns the abilities after the placement; `after` is told each state and after how many questions it is.
    pub(crate) fn placement(
        &self,
        person: &mut Person,
        after: &mut dyn FnMut(usize, &Abilities<N_DOMAINS>),
    ) -> Abilities<N_DOMAINS> {
        let candidates: Vec<Candidate> = person.pool.iter().map(|question| question.candidate).collect();
        let placement = Placement::new(candidates, person.seed);
        let mut abilities = Abilities::default();
        let mut asked = Vec::new();
        while asked.len() < self.n_questions {
            let next = placement.next(&asked, &abilities, &self.world.contrasts, self.open);
            let Some((next, question)) = next.and_then(|next| Some((next, person.pool.get(next)?))) else {
                break;
            };
            let answered = question.answered(&person.theta, &mut person.answers);
            let mark = self.mark(answered, question.guessing());
            abilities.answer(question.candidate.domain_ix, &question.candidate.item, mark);
            asked.push(next);
            after(asked.len(), &abilities);
        }
        abilities
    }

    fn mark(&self, answered: Answered, guessing: f64) -> f64 {
        match (answered, self.condition.manner) {
            (Answered::Knowing, Manner::Guessing | Manner::SayingSo)
            | (Answered::Luckily, Manner::Guessing) => 1.0,
            (Answered::Wrongly, Manner::Guessing) => 0.0,
            (Answered::Luckily | Answered::Wrongly, Manner::SayingSo) => guessing,
        }
    }

    fn ranking(&self, abilities: &Abilities<N_DOMAINS>) -> Ranking {
        ranking(&self.world.contrasts, abilities, self.open, self.draws)
    }

    fn truth(&self, theta: [f64; N_DOMAINS]) -> Truth {
        let fits = self.world.contrasts.fits(&theta);
        let best = self.open.iter().copied().max_by(|a, b| fit_of(&fits, *a).total_cmp(&fit_of(&fits, *b)));
        Truth { theta, best_ix: best.unwrap_or(0), fits }
    }

    fn count_suggestion(&self, abilities: &Abilities<N_DOMAINS>, truth: &Truth, counts: &mut Counts) {
        let ranking = self.ranking(abilities);
        let order: Vec<usize> = ranking.roles.iter().map(|role| role.role_ix).collect();
        counts.suggestion.count(&order, truth);
        counts.coverage.add_if(ranking.set_90.contains(&truth.best_ix));
        counts.set_size.add(ranking.set_90.len() as f64);
        let n_answers = abilities.n_answers().iter().sum();
        counts.count_said(certainty(&ranking, n_answers), ranking.first().map(|first| first.role_ix));
        for (mean, ability) in counts.abilities.iter_mut().zip(abilities.mean()) {
            mean.add(*ability);
        }
        let found = self.world.contrasts.fits(abilities.mean());
        for ((first, second), told_apart) in pairs(found.len()).zip(&mut counts.told_apart) {
            let difference = |fits: &[f64]| fit_of(fits, first) - fit_of(fits, second);
            told_apart.add_if(difference(&found) * difference(&truth.fits) > 0.0);
        }
        for blueprint in self.world.contrasts.blueprints() {
            let cut = cut_of(blueprint);
            let sd = quadratic_form(abilities.covariance(), blueprint).sqrt().max(f64::MIN_POSITIVE);
            let said = cdf((dot(blueprint, abilities.mean()) - cut) / sd);
            counts.suggestion.ready.add(said, dot(blueprint, &truth.theta) >= cut);
        }
    }

    fn count_naive(
        &self,
        shares: &[f64; N_DOMAINS],
        just_ready: &Item,
        truth: &Truth,
        naive: &mut Suggested,
    ) {
        let blueprints = self.world.contrasts.blueprints();
        let score = |role_ix: usize| blueprints.get(role_ix).map_or(0.0, |blueprint| dot(blueprint, shares));
        let mut order = self.open.to_vec();
        order.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
        naive.count(&order, truth);
        for (role_ix, blueprint) in blueprints.iter().enumerate() {
            let cut = cut_of(blueprint);
            let said = f64::from(u8::from(score(role_ix) >= just_ready.probability(cut)));
            naive.ready.add(said, dot(blueprint, &truth.theta) >= cut);
        }
    }
}

/// Returns the w'θ from which on somebody counts as ready: [`READY_SD`] of its standard deviations among people.
fn cut_of(blueprint: &[f64; N_DOMAINS]) -> f64 {
    READY_SD * quadratic_form(&prior_covariance(PRIOR_CORRELATION), blueprint).sqrt()
}

/// Returns a question whose curve is about the mean one of the pool: difficulties have variance 1.
fn just_ready(pool: &[Question]) -> Item {
    let guessing = pool.iter().map(Question::guessing).sum::<f64>() / pool.len().max(1) as f64;
    Item::new(1.0, Difficulty { mean: 0.0, variance: 1.0 }, guessing)
}

/// Returns the share right of each domain on a random form with as many questions of each; that of the whole form for
/// a domain without questions.
fn share_right(n_questions: usize, person: &mut Person) -> [f64; N_DOMAINS] {
    let n_of_domain = (n_questions / N_DOMAINS).max(1);
    let mut counts = [(0_usize, 0_usize); N_DOMAINS];
    for (domain_ix, (n_right, n_asked)) in counts.iter_mut().enumerate() {
        let mut of_domain: Vec<&Question> =
            person.pool.iter().filter(|question| question.candidate.domain_ix == domain_ix).collect();
        person.answers.shuffle(&mut of_domain);
        for question in of_domain.into_iter().take(n_of_domain) {
            let answered = question.answered(&person.theta, &mut person.answers);
            *n_right += usize::from(answered != Answered::Wrongly);
            *n_asked += 1;
        }
    }
    let (n_right, n_asked) =
        counts.iter().fold((0, 0), |sum, of_domain| (sum.0 + of_domain.0, sum.1 + of_domain.1));
    let of_all = n_right as f64 / n_asked.max(1) as f64;
    counts.map(|(n_right, n_asked)| if n_asked == 0 { of_all } else { n_right as f64 / n_asked as f64 })
}
