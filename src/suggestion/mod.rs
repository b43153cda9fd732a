//! Find my role: from what is known of somebody to the roles their profile leans to, as numbers.
//!
//! Invariant: every number follows from the evidence, the person's answers and the pool alone; the draws behind the
//! probabilities are always the same, so that the same answers give the same digits.

pub mod chooser;
pub mod evidence;
pub mod expected;
pub mod explanation;
pub mod gathered;
pub mod room;
pub mod scale;

use crate::advice::certainty::{Certainty, certainty, named};
use crate::advice::fit::{Contrasts, Fit};
use crate::advice::gates::{Closed, Gate, Person, gates, n_closed, open_roles};
use crate::advice::ranking::{Draws, Ranking, ranking};
use crate::advice::readiness::{Readiness, readiness};
use crate::framework::{DomainId, RoleId, framework};
use crate::seed::Seed;
use crate::suggestion::evidence::Evidence;
use crate::suggestion::scale::Scale;

/// The number from which the draws of every suggestion follow.
const DRAWS: Seed = Seed(1);

/// Interest of a role of which no statement was answered: the middle of 1 to 5.
pub const MIDDLE_INTEREST: f64 = 3.0;

/// What is suggested to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// How many answers it rests on.
    pub n_answers: usize,
    /// How sure it is.
    pub certainty: Certainty,
    /// The roles that are named: one that stands out, up to three that it leans to, none where it is open.
    pub named: Vec<RoleId>,
    /// The smallest set of roles that holds the best with probability 0.9, the likeliest first.
    pub set_90: Vec<RoleId>,
    /// How much fit is lost on average by taking the first, in standard deviations among people.
    pub regret: f64,
    /// What the person said of themselves.
    pub person: Person,
    /// All roles in the order in which they are shown: the open ones ranked, then the closed ones by fit.
    pub roles: Vec<RoleAdvice>,
    /// What is known of each domain, in the framework's order.
    pub domains: Vec<DomainAbility>,
}

/// What is said of one role.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleAdvice {
    /// The role.
    pub role: RoleId,
    /// Why it is closed; nothing for an open one.
    pub closed: Option<Closed>,
    /// What is noted beside it, open or closed.
    pub notes: Vec<&'static str>,
    /// How well the profile fits it, with a 90 % interval.
    pub fit: Fit,
    /// Probability that it fits best of the open roles; 0 for a closed one.
    pub p_best: f64,
    /// Probability that it is among the three of the open roles that fit best; 0 for a closed one.
    pub p_top3: f64,
    /// How far the person is, and the chance to pass its form.
    pub readiness: Readiness,
    /// Interest in it, 1 to 5, where one of its statements was answered.
    pub interest: Option<f64>,
}

/// What is known of the ability in a domain, in logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DomainAbility {
    /// The domain.
    pub domain: DomainId,
    /// Its expectation; 0 is the mean among people.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// How many answers of the domain count.
    pub n_answers: usize,
}

/// Everything that suggestions are made with and that no answer changes; made once.
#[derive(Clone, Debug)]
pub struct Advisor {
    contrasts: Contrasts,
    draws: Draws,
    scale: Scale,
}

impl RoleAdvice {
    /// Is it open to the person?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

impl Suggestion {
    /// Returns the open roles in the order in which they are shown.
    pub fn open(&self) -> impl Iterator<Item = &RoleAdvice> {
        self.roles.iter().filter(|role| role.is_open())
    }

    /// Returns the closed roles in the order in which they are shown.
    pub fn closed(&self) -> impl Iterator<Item = &RoleAdvice> {
        self.roles.iter().filter(|role| !role.is_open())
    }

    /// Returns how many roles were closed for this reason.
    #[must_use]
    pub fn n_closed(&self, reason: Closed) -> usize {
        n_closed(&gates(&self.person), reason)
    }

    /// Returns what is said of a role.
    #[must_use]
    pub fn role(&self, role: RoleId) -> Option<&RoleAdvice> {
        self.roles.iter().find(|advice| advice.role == role)
    }

    /// Returns the two open roles of the largest expected fit, whatever the order in which they are shown.
    #[must_use]
    pub fn two_best(&self) -> Vec<RoleId> {
        let mut open: Vec<&RoleAdvice> = self.open().collect();
        open.sort_by(|a, b| b.fit.mean.total_cmp(&a.fit.mean));
        open.iter().take(2).map(|advice| advice.role).collect()
    }

    /// Was any statement of interest answered?
    #[must_use]
    pub fn has_interests(&self) -> bool {
        self.roles.iter().any(|advice| advice.interest.is_some())
    }

    /// Returns the open roles by fit and interest together: mean fit + `weight` × (interest − 3), the largest first.
    ///
    /// A weight of 0 gives the order of the fits.
    #[must_use]
    pub fn order_with_interest(&self, weight: f64) -> Vec<RoleId> {
        let worth = |role: &RoleAdvice| role.fit.mean + weight * (interest_or_middle(role) - MIDDLE_INTEREST);
        let mut open: Vec<&RoleAdvice> = self.open().collect();
        open.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        open.iter().map(|advice| advice.role).collect()
    }
}

impl Advisor {
    /// Returns what suggestions over the framework's roles are made with.
    #[must_use]
    pub fn new(scale: Scale) -> Self {
        Self { contrasts: Contrasts::of_framework(), draws: Draws::new(DRAWS), scale }
    }

    /// Returns what each role asks for beyond the others.
    #[must_use]
    pub fn contrasts(&self) -> &Contrasts {
        &self.contrasts
    }

    /// Returns the draws behind every probability.
    #[must_use]
    pub fn draws(&self) -> &Draws {
        &self.draws
    }

    /// Returns the curves of the pool and the roles' cut scores.
    #[must_use]
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Returns what is suggested to a person of whom this is known; `interests` has one entry a role, in the
    /// framework's order (see [`crate::advice::interest::interests`]).
    #[must_use]
    pub fn suggestion(&self, evidence: &Evidence, person: &Person, interests: &[Option<f64>]) -> Suggestion {
        let gates = gates(person);
        let ranking = self.ranking(evidence, person);
        let certainty = certainty(&ranking, evidence.n_answers());
        let mut roles = self.roles(evidence, &gates, &ranking, interests);
        put_in_order(&mut roles, certainty);
        Suggestion {
            n_answers: evidence.n_answers(),
            certainty,
            named: role_ids(&named(&ranking, certainty)),
            set_90: role_ids(&ranking.set_90),
            regret: ranking.regret,
            person: person.clone(),
            roles,
            domains: domains(evidence),
        }
    }

    /// Returns the ranking of the roles that are open to a person.
    #[must_use]
    pub fn ranking(&self, evidence: &Evidence, person: &Person) -> Ranking {
        let open = open_roles(&gates(person));
        ranking(&self.contrasts, evidence.abilities(), &open, &self.draws)
    }

    /// Returns the readiness for each role, in the framework's order.
    #[must_use]
    pub fn readiness(&self, evidence: &Evidence) -> Vec<Readiness> {
        let forms: Vec<_> = self.contrasts.blueprints().iter().copied().zip(self.scale.cuts()).collect();
        readiness(&forms, self.scale.curves(), evidence.abilities(), &self.draws)
    }

    fn roles(
        &self,
        evidence: &Evidence,
        gates: &[Gate],
        ranking: &Ranking,
        interests: &[Option<f64>],
    ) -> Vec<RoleAdvice> {
        let fits = self.contrasts.posterior(evidence.abilities());
        let interests = interests.iter().copied().chain(std::iter::repeat(None));
        gates
            .iter()
            .zip(fits)
            .zip(self.readiness(evidence))
            .zip(interests)
            .map(|(((gate, fit), readiness), interest)| {
                let ranked = ranking.roles.iter().find(|ranked| ranked.role_ix == gate.role.index());
                RoleAdvice {
                    role: gate.role,
                    closed: gate.closed,
                    notes: gate.notes.clone(),
                    fit,
                    p_best: ranked.map_or(0.0, |ranked| ranked.p_best),
                    p_top3: ranked.map_or(0.0, |ranked| ranked.p_top3),
                    readiness,
                    interest,
                }
            })
            .collect()
    }
}

/// Puts open roles before closed ones; the open ones by fit, but by interest alone and then by title where knowledge
/// does not separate them.
fn put_in_order(roles: &mut [RoleAdvice], certainty: Certainty) {
    let by_fit = |a: &RoleAdvice, b: &RoleAdvice| b.fit.mean.total_cmp(&a.fit.mean);
    let by_interest = |a: &RoleAdvice, b: &RoleAdvice| {
        let interest = interest_or_middle(b).total_cmp(&interest_or_middle(a));
        interest.then_with(|| a.role.title().cmp(b.role.title()))
    };
    roles.sort_by(|a, b| {
        let is_closed = a.closed.is_some().cmp(&b.closed.is_some());
        is_closed.then_with(|| match certainty {
            Certainty::Open if a.is_open() => by_interest(a, b),
            Certainty::Open | Certainty::LeansTo | Certainty::StandsOut => by_fit(a, b),
        })
    });
}

fn interest_or_middle(role: &RoleAdvice) -> f64 {
    role.interest.unwrap_or(MIDDLE_INTEREST)
}

fn domains(evidence: &Evidence) -> Vec<DomainAbility> {
    let abilities = evidence.abilities();
    let known = abilities.mean().iter().zip(abilities.sd()).zip(abilities.n_answers());
    framework()
        .domains()
        .zip(known)
        .map(|(domain, ((mean, sd), n_answers))| DomainAbility { domain, mean: *mean, sd, n_answers })
        .collect()
}

/// Returns the roles at these positions of the framework.
fn role_ids(role_ixs: &[usize]) -> Vec<RoleId> {
    role_ixs.iter().filter_map(|role_ix| framework().roles().nth(*role_ix)).collect()
}

#[cfg(test)]
pub(crate) mod tests;
