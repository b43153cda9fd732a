//! What is counted over the people of a row.

use crate::advice::certainty::Certainty;
use crate::framework::N_DOMAINS;
use crate::power::apart::pairs;
use crate::power::tally::{Calibration, Mean};
use crate::power::{Details, Figures, Row};

/// A simulated person's truth.
pub(crate) struct Truth {
    pub(crate) theta: [f64; N_DOMAINS],
    pub(crate) fits: Vec<f64>,
    pub(crate) best_ix: usize,
}

/// Counts for one way of suggesting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suggested {
    pub(crate) top1: Mean,
    pub(crate) top3: Mean,
    pub(crate) regret: Mean,
    pub(crate) ready: Calibration,
}

/// Counts of a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) suggestion: Suggested,
    pub(crate) naive: Suggested,
    pub(crate) coverage: Mean,
    pub(crate) set_size: Mean,
    pub(crate) abilities: [Mean; N_DOMAINS],
    /// One a pair of roles.
    pub(crate) told_apart: Vec<Mean>,
    said: Said,
}

/// What people were told.
#[derive(Clone, Debug, Default)]
struct Said {
    stands_out: Mean,
    leans_to: Mean,
    /// Was it first? One a role.
    first: Vec<Mean>,
}

impl Suggested {
    pub(crate) fn count(&mut self, order: &[usize], truth: &Truth) {
        self.top1.add_if(order.first() == Some(&truth.best_ix));
        self.top3.add_if(order.iter().take(3).any(|role_ix| *role_ix == truth.best_ix));
        if let Some(first) = order.first() {
            self.regret.add(fit_of(&truth.fits, truth.best_ix) - fit_of(&truth.fits, *first));
        }
    }

    fn merge(&mut self, other: &Self) {
        self.top1.merge(other.top1);
        self.top3.merge(other.top3);
        self.regret.merge(other.regret);
        self.ready.merge(&other.ready);
    }

    fn figures(&self) -> Figures {
        Figures {
            top1: self.top1.value(),
            top3: self.top3.value(),
            regret: self.regret.value(),
            ece: self.ready.ece(),
        }
    }
}

impl Counts {
    pub(crate) fn new(n_roles: usize) -> Self {
        let said = Said { first: vec![Mean::default(); n_roles], ..Said::default() };
        Self { told_apart: vec![Mean::default(); pairs(n_roles).count()], said, ..Self::default() }
    }

    pub(crate) fn count_said(&mut self, certainty: Certainty, first_ix: Option<usize>) {
        self.said.stands_out.add_if(certainty == Certainty::StandsOut);
        self.said.leans_to.add_if(certainty == Certainty::LeansTo);
        for (role_ix, first) in self.said.first.iter_mut().enumerate() {
            first.add_if(first_ix == Some(role_ix));
        }
    }

    /// Adds what was counted of others; in one order of people the sums have the same digits.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.suggestion.merge(&other.suggestion);
        self.naive.merge(&other.naive);
        self.coverage.merge(other.coverage);
        self.set_size.merge(other.set_size);
        self.said.stands_out.merge(other.said.stands_out);
        self.said.leans_to.merge(other.said.leans_to);
        merge_all(&mut self.abilities, &other.abilities);
        self.told_apart.resize(other.told_apart.len(), Mean::default());
        merge_all(&mut self.told_apart, &other.told_apart);
        self.said.first.resize(other.said.first.len(), Mean::default());
        merge_all(&mut self.said.first, &other.said.first);
    }

    pub(crate) fn row(&self) -> Row {
        let values = |means: &[Mean]| means.iter().map(|mean| mean.value()).collect();
        Row {
            suggestion: self.suggestion.figures(),
            naive: self.naive.figures(),
            brier: self.suggestion.ready.brier(),
            coverage: self.coverage.value(),
            set_size: self.set_size.value(),
            details: Details {
                stands_out: self.said.stands_out.value(),
                leans_to: self.said.leans_to.value(),
                first_shares: values(&self.said.first),
                mean_abilities: self.abilities.map(|mean| mean.value()),
                told_apart: values(&self.told_apart),
            },
        }
    }
}

fn merge_all(means: &mut [Mean], others: &[Mean]) {
    for (mean, other) in means.iter_mut().zip(others) {
        mean.merge(*other);
    }
}

/// Returns a role's fit, the least possible for a role that is not there.
pub(crate) fn fit_of(fits: &[f64], role_ix: usize) -> f64 {
    fits.get(role_ix).copied().unwrap_or(f64::NEG_INFINITY)
}
