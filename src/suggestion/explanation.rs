//! Why a role, what separates it from the next, what to study, and which questions would tell most.

use std::sync::Arc;

use crate::advice::explanation::{Term, gap, separating, terms};
use crate::advice::plan::{Step, plan};
use crate::bank::question::{Question, Status};
use crate::framework::{DomainId, N_DOMAINS, RoleId, framework};
use crate::selection::pool::item;
use crate::suggestion::evidence::Evidence;
use crate::suggestion::{Advisor, Suggestion};

/// Questions that are offered to settle which of two roles it is.
pub const N_PRACTISE_NEXT: usize = 6;

/// Domains that are named as speaking for or against a role, or as separating two.
pub const N_NAMED_DOMAINS: usize = 3;

/// Share of the most separating domain's part that a domain needs to be named with it.
const NAMED_SHARE: f64 = 0.5;

/// A domain's part in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The domain.
    pub domain: DomainId,
    /// Its part; logits times shares where it speaks for or against, standard deviations of fit in a gap.
    pub value: f64,
}

/// Why a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The role.
    pub role: RoleId,
    /// Domains above the person's own mean, times what the role asks of them, the largest part first.
    pub speaks_for: Vec<Part>,
    /// Domains below the person's own mean, times what the role asks of them, the largest part first.
    pub speaks_against: Vec<Part>,
    /// The open role next to it in the order of fits, the one behind it where there is one.
    pub other: Option<RoleId>,
    /// By how much each domain puts its fit above that of the other, the largest first; adds up to the gap.
    pub gap: Vec<Part>,
    /// Domains that could still separate the two, the most telling first.
    pub separating: Vec<Part>,
    /// Topics to study, the largest gain in readiness first.
    pub plan: Vec<Step>,
}

impl Advisor {
    /// Returns why a role.
    #[must_use]
    pub fn explanation(&self, evidence: &Evidence, suggestion: &Suggestion, role: RoleId) -> Explanation {
        let terms = self.own_terms(evidence, role);
        let other = neighbour(suggestion, role);
        Explanation {
            role,
            speaks_for: parts(terms.iter().filter(|term| term.value > 0.0)),
            speaks_against: parts(terms.iter().rev().filter(|term| term.value < 0.0)),
            other,
            gap: other.map(|other| self.gap(evidence, role, other)).unwrap_or_default(),
            separating: other.map(|other| self.separating(evidence, role, other)).unwrap_or_default(),
            plan: self.plan(evidence, Some(role)),
        }
    }

    /// Returns the topics to study for a role, or over the whole pool where none is named, the largest gain first.
    #[must_use]
    pub fn plan(&self, evidence: &Evidence, role: Option<RoleId>) -> Vec<Step> {
        let even = [1.0 / N_DOMAINS as f64; N_DOMAINS];
        let blueprint = role.map_or(even, |role| self.blueprint(role));
        plan(&blueprint, self.scale().curves(), evidence.abilities(), &evidence.topics())
    }

    /// Returns by how much each domain puts the fit of `role` above that of `other`, the largest first.
    #[must_use]
    pub fn gap(&self, evidence: &Evidence, role: RoleId, other: RoleId) -> Vec<Part> {
        parts(gap(self.contrasts(), evidence.abilities(), role.index(), other.index()).iter())
    }

    /// Returns the domains that could still separate two roles, the most telling first: those with at least half the
    /// part of the first, [`N_NAMED_DOMAINS`] at most.
    #[must_use]
    pub fn separating(&self, evidence: &Evidence, role: RoleId, other: RoleId) -> Vec<Part> {
        let terms = separating(self.contrasts(), evidence.abilities(), role.index(), other.index());
        let most = terms.first().map_or(0.0, |term| term.value);
        parts(
            terms
                .iter()
                .filter(|term| term.value > 0.0 && term.value >= NAMED_SHARE * most)
                .take(N_NAMED_DOMAINS),
        )
    }

    /// Returns the questions of `pool` that would tell most about which of the two best open roles it is: of the
    /// domains that separate them in turn, the most informative first, `n` at most.
    ///
    /// `pool` holds what may be asked; drafts and retired questions in it are left out.
    #[must_use]
    pub fn practise_next(
        &self,
        evidence: &Evidence,
        suggestion: &Suggestion,
        pool: &[Arc<Question>],
        n: usize,
    ) -> Vec<Arc<Question>> {
        let [first, second] = suggestion.two_best()[..] else { return Vec::new() };
        let domains = self.separating(evidence, first, second);
        let mut piles: Vec<Vec<Arc<Question>>> =
            domains.iter().map(|part| most_informative(evidence, part.domain, pool)).collect();
        let mut next = Vec::new();
        while next.len() < n && piles.iter().any(|pile| !pile.is_empty()) {
            let drawn: Vec<Arc<Question>> = piles.iter_mut().filter_map(Vec::pop).collect();
            next.extend(drawn.into_iter().take(n - next.len()));
        }
        next
    }

    /// Returns the terms w_d (m_d − m̄) of a role, the largest first, m̄ the mean over all domains.
    ///
    /// Which role it is does not depend on the level, so the level must not speak against every role of somebody who
    /// begins, nor for every role of somebody who knows much.
    fn own_terms(&self, evidence: &Evidence, role: RoleId) -> Vec<Term> {
        let blueprint = self.blueprint(role);
        let level = evidence.abilities().mean().iter().sum::<f64>() / N_DOMAINS as f64;
        let mut terms = terms(&blueprint, evidence.abilities());
        for term in &mut terms {
            term.value -= level * blueprint.get(term.domain_ix).copied().unwrap_or(0.0);
        }
        terms.sort_by(|a, b| b.value.total_cmp(&a.value));
        terms
    }

    fn blueprint(&self, role: RoleId) -> [f64; N_DOMAINS] {
        self.contrasts().blueprints().get(role.index()).copied().unwrap_or([0.0; N_DOMAINS])
    }
}

/// Returns the live questions of a domain, the most informative last.
fn most_informative(evidence: &Evidence, domain: DomainId, pool: &[Arc<Question>]) -> Vec<Arc<Question>> {
    let theta = evidence.abilities().mean().get(domain.index()).copied().unwrap_or(0.0);
    let is_asked = |question: &&Arc<Question>| {
        question.subject.domain == domain && question.rules.status == Status::Live
    };
    let mut pile: Vec<(f64, &Arc<Question>)> =
        pool.iter().filter(is_asked).map(|question| (item(question).information(theta), question)).collect();
    pile.sort_by(|(a, a_question), (b, b_question)| {
        a.total_cmp(b).then_with(|| b_question.key.cmp(&a_question.key))
    });
    pile.into_iter().map(|(_, question)| Arc::clone(question)).collect()
}

/// Returns the open role behind `role` in the order of fits, or before it where it is the last; for a closed role the
/// first open one.
fn neighbour(suggestion: &Suggestion, role: RoleId) -> Option<RoleId> {
    let order = suggestion.order_with_interest(0.0);
    let Some(position) = order.iter().position(|open| *open == role) else { return order.first().copied() };
    let before = position.checked_sub(1).and_then(|before| order.get(before));
    order.get(position + 1).or(before).copied()
}

fn parts<'term>(terms: impl Iterator<Item = &'term Term>) -> Vec<Part> {
    let part = |term: &Term| {
        let domain = framework().domains().nth(term.domain_ix)?;
        Some(Part { domain, value: term.value })
    };
    terms.filter_map(part).collect()
}
