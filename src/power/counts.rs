//! What is counted over the people of a row.

use crate::framework::N_DOMAINS;
use crate::power::tally::{Calibration, Mean};
use crate::power::{Figures, Row};

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
    pub(crate) p_largest: Vec<f64>,
    pub(crate) n_first: Vec<usize>,
    pub(crate) abilities: [Mean; N_DOMAINS],
}

impl Suggested {
    pub(crate) fn count(&mut self, order: &[usize], truth: &Truth) {
        self.top1.add_if(order.first() == Some(&truth.best_ix));
        self.top3.add_if(order.iter().take(3).any(|role_ix| *role_ix == truth.best_ix));
        if let Some(first) = order.first() {
            self.regret.add(fit_of(&truth.fits, truth.best_ix) - fit_of(&truth.fits, *first));
        }
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
    pub(crate) fn row(mut self, n_people: usize) -> Row {
        self.p_largest.sort_by(f64::total_cmp);
        Row {
            suggestion: self.suggestion.figures(),
            naive: self.naive.figures(),
            brier: self.suggestion.ready.brier(),
            coverage: self.coverage.value(),
            set_size: self.set_size.value(),
            first_shares: self.n_first.iter().map(|n| *n as f64 / n_people.max(1) as f64).collect(),
            mean_abilities: self.abilities.map(|mean| mean.value()),
            p_largest: self.p_largest,
        }
    }
}

/// Returns a role's fit, the least possible for a role that is not there.
pub(crate) fn fit_of(fits: &[f64], role_ix: usize) -> f64 {
    fits.get(role_ix).copied().unwrap_or(f64::NEG_INFINITY)
}
