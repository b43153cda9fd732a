//! Which question of an adaptive exam comes next, and when it may end.

use crate::advice::readiness::{Curve, true_share};
use crate::framework::N_DOMAINS;
use crate::measure::eap::{expected_ability, largest_logs_beside};
use crate::measure::grid::{LogLikelihood, SPAN};
use crate::seed::{Seed, Stream};
use crate::selection::placement::Candidate;

/// Half the width in logits of the zone around the cut in which nothing is decided.
const DELTA: f64 = 0.25;

/// Accepted rate of passing somebody below the zone, and of failing somebody above it.
const ERROR_RATE: f64 = 0.05;

/// Halvings in looking for the ability at the cut.
const N_HALVINGS: usize = 60;

/// What the answers so far decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Above the cut.
    Above,
    /// Below the cut.
    Below,
    /// Neither yet.
    Undecided,
}

/// The questions that an adaptive exam may ask.
///
/// Invariant: what comes next follows from seed, candidates and answers alone, so that an exam replays.
#[derive(Clone, Debug)]
pub struct Adaptive {
    candidates: Vec<Candidate>,
    /// Between 0 and 1, one a candidate.
    luck: Vec<f64>,
    /// Questions that the blueprint gives each domain.
    quotas: [usize; N_DOMAINS],
}

impl Adaptive {
    /// Returns an exam over these questions with so many of each domain (see
    /// [`crate::selection::form::largest_remainders`]).
    #[must_use]
    pub fn new(candidates: Vec<Candidate>, quotas: [usize; N_DOMAINS], seed: Seed) -> Self {
        let mut random = seed.stream(Stream::Placement);
        let luck = candidates.iter().map(|_| random.unit()).collect();
        Self { candidates, luck, quotas }
    }

    /// Returns how many questions the exam has at most.
    #[must_use]
    pub fn length(&self) -> usize {
        self.quotas.iter().sum::<usize>().min(self.candidates.len())
    }

    /// Returns the candidate at a position.
    #[must_use]
    pub fn candidate(&self, candidate_ix: usize) -> Option<&Candidate> {
        self.candidates.get(candidate_ix)
    }

    /// Returns the position of the question to ask after those at `asked`, or nothing where the exam is at its length.
    ///
    /// The largest (1 − W) R max I + W I f: progressive randomisation (Revuelta & Ponsoda 1998) with W the part of
    /// the exam that is done and R the question's luck; f = (X − x) / X, the part of its domain's X places that is
    /// left, is the priority index of Cheng & Chang 2009, "The maximum priority index method for severely
    /// constrained item selection in computerized adaptive testing". Questions of a full domain only come where no
    /// other domain has any left.
    #[must_use]
    pub fn next(&self, asked: &[usize], answers: &LogLikelihood) -> Option<usize> {
        if asked.len() >= self.length() {
            return None;
        }
        let priorities = self.priorities(asked);
        let theta = expected_ability(answers).mean;
        let priority = |candidate: &Candidate| priorities.get(candidate.domain_ix).copied().unwrap_or(0.0);
        let mut is_asked = vec![false; self.candidates.len()];
        for candidate_ix in asked {
            if let Some(is_asked) = is_asked.get_mut(*candidate_ix) {
                *is_asked = true;
            }
        }
        let left: Vec<(usize, f64, f64, f64)> = self
            .candidates
            .iter()
            .enumerate()
            .zip(&self.luck)
            .zip(is_asked)
            .filter(|(_, is_asked)| !is_asked)
            .map(|(((candidate_ix, candidate), luck), _)| {
                (candidate_ix, candidate.item.information(theta), priority(candidate), *luck)
            })
            .collect();
        let has_place = left.iter().any(|(_, _, priority, _)| *priority > 0.0);
        let largest = left.iter().map(|(_, information, _, _)| *information).fold(0.0, f64::max);
        let done = asked.len() as f64 / self.length() as f64;
        let worth = |(_, information, priority, luck): &(usize, f64, f64, f64)| {
            let priority = if has_place { *priority } else { 1.0 };
            (1.0 - done) * luck * largest + done * information * priority
        };
        left.iter()
            .filter(|(_, _, priority, _)| !has_place || *priority > 0.0)
            .max_by(|a, b| worth(a).total_cmp(&worth(b)))
            .map(|(candidate_ix, _, _, _)| *candidate_ix)
    }

    /// Returns the part of each domain's places that is left.
    fn priorities(&self, asked: &[usize]) -> [f64; N_DOMAINS] {
        let mut n_of_domain = [0_usize; N_DOMAINS];
        for candidate in asked.iter().filter_map(|candidate_ix| self.candidate(*candidate_ix)) {
            if let Some(n) = n_of_domain.get_mut(candidate.domain_ix) {
                *n += 1;
            }
        }
        let mut priorities = [0.0; N_DOMAINS];
        for ((priority, quota), n) in priorities.iter_mut().zip(self.quotas).zip(n_of_domain) {
            *priority = quota.saturating_sub(n) as f64 / quota.max(1) as f64;
        }
        priorities
    }
}

/// Returns the ability at which the expected share right on the role's form is `cut`, within −5 to 5: one ability
/// for all domains.
#[must_use]
pub fn ability_at_cut(blueprint: &[f64; N_DOMAINS], curves: &[Curve; N_DOMAINS], cut: f64) -> f64 {
    let (mut low, mut high) = (-SPAN, SPAN);
    for _ in 0..N_HALVINGS {
        let middle = f64::midpoint(low, high);
        if true_share(blueprint, curves, &[middle; N_DOMAINS]) < cut {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Returns whether the answers put the ability above or below `ability_at_cut`.
///
/// Generalised likelihood ratio (Thompson 2011, "Termination criteria for computerized classification testing"): the
/// largest likelihood above the cut + 0.25 against the largest below the cut − 0.25, decided by Wald's bounds
/// ±ln((1 − β) / α) = ±2.944439 for α = β = 0.05.
#[must_use]
pub fn verdict(answers: &LogLikelihood, ability_at_cut: f64) -> Verdict {
    let bound = ((1.0 - ERROR_RATE) / ERROR_RATE).ln();
    let (above, below) = largest_logs_beside(answers, ability_at_cut + DELTA, ability_at_cut - DELTA);
    if above - below >= bound {
        Verdict::Above
    } else if below - above >= bound {
        Verdict::Below
    } else {
        Verdict::Undecided
    }
}

#[cfg(test)]
mod tests;
