//! What answers say of several correlated abilities at once: expectation propagation.

use crate::measure::grid::{LogLikelihood, N_NODES, STEP, nodes, normal_at_nodes};
use crate::measure::item::Item;

/// Correlation of two domain abilities among people.
pub const PRIOR_CORRELATION: f64 = 0.6;

/// Sweeps over all sites after an answer.
const N_SWEEPS: usize = 3;

/// Share of a site's change that a sweep takes.
const DAMPING: f64 = 0.8;

/// Sweeps at most where the sites are found from nothing.
const N_SWEEPS_SETTLING: usize = 60;

/// Largest change of a mean, logits, at which the sites count as found.
const SETTLED: f64 = 1e-11;

/// Least precision of a cavity; below it a site is left as it is.
const LEAST_PRECISION: f64 = 1e-6;

/// A normal factor that stands for the answers of one domain.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Site {
    precision: f64,
    precision_mean: f64,
}

/// What the answers of one domain say.
#[derive(Clone, Debug)]
struct Evidence {
    sum: LogLikelihood,
    /// The same, exponentiated once an answer and not once a sweep.
    likelihoods: [f64; N_NODES],
    n_answers: usize,
}

/// Abilities in `D` domains given the answers so far, as a normal distribution.
///
/// Minka 2001, "Expectation propagation for approximate Bayesian inference", section 3: the likelihood of a domain is
/// stood for by one normal factor, found by matching the moments of cavity times likelihood on the grid; a changed
/// site is a rank-1 change of the whole (Rasmussen & Williams 2006, equation 3.70).
#[derive(Clone, Debug)]
pub struct Abilities<const D: usize> {
    mean: [f64; D],
    covariance: [[f64; D]; D],
    sites: [Site; D],
    evidence: [Evidence; D],
    correlation: f64,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { sum: LogLikelihood::default(), likelihoods: [1.0; N_NODES], n_answers: 0 }
    }
}

/// Returns the covariance of `D` abilities of variance 1 that all correlate `correlation`.
#[must_use]
pub fn prior_covariance<const D: usize>(correlation: f64) -> [[f64; D]; D] {
    std::array::from_fn(|row| std::array::from_fn(|column| if row == column { 1.0 } else { correlation }))
}

impl<const D: usize> Default for Abilities<D> {
    fn default() -> Self {
        Self::of_nobody(PRIOR_CORRELATION)
    }
}

impl<const D: usize> Abilities<D> {
    /// Returns the abilities of somebody of whom nothing is known: mean 0, variance 1, all correlating `correlation`.
    #[must_use]
    pub fn of_nobody(correlation: f64) -> Self {
        Self {
            mean: [0.0; D],
            covariance: prior_covariance(correlation),
            sites: [Site::default(); D],
            evidence: std::array::from_fn(|_| Evidence::default()),
            correlation,
        }
    }

    /// Returns the posterior means in logits, one a domain.
    #[must_use]
    pub fn mean(&self) -> &[f64; D] {
        &self.mean
    }

    /// Returns the posterior covariance, domains × domains.
    #[must_use]
    pub fn covariance(&self) -> &[[f64; D]; D] {
        &self.covariance
    }

    /// Returns the standard deviations of the posterior, one a domain.
    #[must_use]
    pub fn sd(&self) -> [f64; D] {
        let mut sd = [0.0; D];
        for (domain_ix, (sd, row)) in sd.iter_mut().zip(&self.covariance).enumerate() {
            *sd = row.get(domain_ix).map_or(0.0, |variance| variance.max(0.0).sqrt());
        }
        sd
    }

    /// Returns how many answers were taken in, one number a domain.
    #[must_use]
    pub fn n_answers(&self) -> [usize; D] {
        std::array::from_fn(|domain_ix| self.evidence.get(domain_ix).map_or(0, |evidence| evidence.n_answers))
    }

    /// Takes in an answer (see [`LogLikelihood::add`]), by three damped sweeps from the last state.
    ///
    /// An answer in a domain beyond the last is not taken in.
    pub fn answer(&mut self, domain_ix: usize, item: &Item, mark: f64) {
        self.record(domain_ix, item, mark, 1.0);
        self.sweep_from(domain_ix, N_SWEEPS);
    }

    /// Takes in an answer without sweeping; [`Self::settle`] has to follow after the last.
    pub fn record(&mut self, domain_ix: usize, item: &Item, mark: f64, weight: f64) {
        if let Some(evidence) = self.evidence.get_mut(domain_ix) {
            evidence.sum.add(item, mark, weight);
            evidence.likelihoods = evidence.sum.likelihoods();
            evidence.n_answers += 1;
        }
    }

    /// Takes in what the answers of `other` say, without sweeping; [`Self::settle`] has to follow.
    pub fn merge(&mut self, other: &Self) {
        for (evidence, more) in self.evidence.iter_mut().zip(&other.evidence) {
            evidence.sum.merge(&more.sum);
            evidence.likelihoods = evidence.sum.likelihoods();
            evidence.n_answers += more.n_answers;
        }
    }

    /// Finds the sites anew from the answers alone, so that the same answers give the same digits in any order.
    pub fn settle(&mut self) {
        self.mean = [0.0; D];
        self.covariance = prior_covariance(self.correlation);
        self.sites = [Site::default(); D];
        for _ in 0..N_SWEEPS_SETTLING {
            let before = self.mean;
            self.sweep_from(0, 1);
            if self.mean.iter().zip(before).all(|(after, before)| (after - before).abs() < SETTLED) {
                return;
            }
        }
    }

    /// Updates every site `n_sweeps` times, beginning with the domain that has changed.
    fn sweep_from(&mut self, first_ix: usize, n_sweeps: usize) {
        for _ in 0..n_sweeps {
            for step in 0..D {
                self.update_site((first_ix + step) % D);
            }
        }
    }

    fn update_site(&mut self, domain_ix: usize) {
        let (Some(evidence), Some(site)) = (self.evidence.get(domain_ix), self.sites.get_mut(domain_ix))
        else {
            return;
        };
        let Some(column) = self.covariance.get(domain_ix).copied() else { return };
        let (Some(&mean), Some(&variance)) = (self.mean.get(domain_ix), column.get(domain_ix)) else {
            return;
        };
        if evidence.n_answers == 0 || variance <= 0.0 {
            return;
        }
        let cavity_precision = 1.0 / variance - site.precision;
        let cavity_precision_mean = mean / variance - site.precision_mean;
        if cavity_precision < LEAST_PRECISION {
            return;
        }
        let cavity = (cavity_precision_mean / cavity_precision, 1.0 / cavity_precision);
        let Some((tilted_mean, tilted_variance)) = moments(cavity, &evidence.likelihoods) else { return };
        let change = Site {
            precision: DAMPING * (1.0 / tilted_variance - cavity_precision - site.precision),
            precision_mean: DAMPING
                * (tilted_mean / tilted_variance - cavity_precision_mean - site.precision_mean),
        };
        let denominator = 1.0 + change.precision * variance;
        if denominator <= 0.0 {
            return;
        }
        site.precision += change.precision;
        site.precision_mean += change.precision_mean;
        self.apply_change(&column, change.precision / denominator, {
            (change.precision_mean - change.precision * mean) / denominator
        });
    }

    /// Changes the covariance by −`shrinkage` v v' and the mean by `shift` v, v the column of the changed domain.
    fn apply_change(&mut self, column: &[f64; D], shrinkage: f64, shift: f64) {
        for ((row, mean), v) in self.covariance.iter_mut().zip(&mut self.mean).zip(column) {
            *mean += shift * v;
            for (cell, w) in row.iter_mut().zip(column) {
                *cell -= shrinkage * v * w;
            }
        }
    }
}

/// Returns mean and variance of a normal `cavity` (mean, variance) times a likelihood at the nodes, or nothing where
/// the two have nothing in common.
fn moments(cavity: (f64, f64), likelihoods: &[f64; N_NODES]) -> Option<(f64, f64)> {
    let densities = normal_at_nodes(cavity.0, cavity.1);
    let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
    for ((density, likelihood), theta) in densities.iter().zip(likelihoods).zip(nodes()) {
        let weight = density * likelihood;
        mass += weight;
        first += weight * theta;
        second += weight * theta * theta;
    }
    let mean = first / mass;
    let variance = second / mass - mean * mean;
    // A variance below a quarter of a step squared is the grid's, not the answers'.
    let least = STEP.powi(2) / 4.0;
    (mass > 0.0 && mean.is_finite()).then_some((mean, variance.max(least)))
}

#[cfg(test)]
mod tests;
