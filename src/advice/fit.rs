//! Fit: which role a profile leans to, whatever its level.

use crate::framework::{N_DOMAINS, framework};
use crate::measure::matrix::{cholesky, dot, quadratic_form, times};
use crate::measure::normal::quantile;
use crate::measure::posterior::{Abilities, PRIOR_CORRELATION, prior_covariance};

/// What each role asks for beyond the mean of all roles, scaled so that fits have variance 1 among people.
///
/// f_r = u_r'θ / √(u_r' S u_r), u_r = w_r minus the mean blueprint of all roles, whatever is open. The weighted mean
/// of domain scores is not used: for people without a profile it prefers roles with an uneven blueprint.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrasts {
    directions: Vec<[f64; N_DOMAINS]>,
    blueprints: Vec<[f64; N_DOMAINS]>,
    /// The same, scaled so that w'θ has variance 1 among people.
    levels: Vec<[f64; N_DOMAINS]>,
}

/// A role's fit as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Its expectation, in standard deviations among people.
    pub mean: f64,
    /// Lower end of its 90 % interval.
    pub low: f64,
    /// Upper end of its 90 % interval.
    pub high: f64,
}

impl Contrasts {
    /// Returns the contrasts of roles with these blueprints, each a share a domain adding up to 1.
    #[must_use]
    pub fn of(blueprints: &[[f64; N_DOMAINS]]) -> Self {
        let n_roles = blueprints.len().max(1) as f64;
        let mut mean = [0.0; N_DOMAINS];
        for blueprint in blueprints {
            for (mean, share) in mean.iter_mut().zip(blueprint) {
                *mean += share / n_roles;
            }
        }
        let directions = blueprints.iter().map(|blueprint| direction(blueprint, &mean)).collect();
        let levels = blueprints.iter().map(|blueprint| scaled(*blueprint)).collect();
        Self { directions, blueprints: blueprints.to_vec(), levels }
    }

    /// Returns the contrasts of the framework's roles, in its order.
    #[must_use]
    pub fn of_framework() -> Self {
        let blueprints: Vec<_> =
            framework().roles().map(|role| role.role().blueprint.proportions()).collect();
        Self::of(&blueprints)
    }

    /// Returns how many roles there are.
    #[must_use]
    pub fn n_roles(&self) -> usize {
        self.directions.len()
    }

    /// Returns the roles' blueprints as shares.
    #[must_use]
    pub fn blueprints(&self) -> &[[f64; N_DOMAINS]] {
        &self.blueprints
    }

    /// Returns the weights of the domains in each role's fit, roles × domains.
    #[must_use]
    pub fn directions(&self) -> &[[f64; N_DOMAINS]] {
        &self.directions
    }

    /// Returns the mean over the roles `of` of w_r / √(w_r' S w_r): what all of them ask for, each role's w_r'θ counted
    /// in its standard deviations among people.
    #[must_use]
    pub fn common_level(&self, of: &[usize]) -> [f64; N_DOMAINS] {
        let mut sum = [0.0; N_DOMAINS];
        for level in of.iter().filter_map(|role_ix| self.levels.get(*role_ix)) {
            for (sum, weight) in sum.iter_mut().zip(level) {
                *sum += weight / of.len() as f64;
            }
        }
        sum
    }

    /// Returns the weights of the domains in one role's fit, all 0 for a role that is not there.
    #[must_use]
    pub fn direction(&self, role_ix: usize) -> [f64; N_DOMAINS] {
        self.directions.get(role_ix).copied().unwrap_or([0.0; N_DOMAINS])
    }

    /// Returns the fit of each role for abilities that are known. Worked: equal abilities fit every role by 0.
    #[must_use]
    pub fn fits(&self, theta: &[f64; N_DOMAINS]) -> Vec<f64> {
        self.directions.iter().map(|direction| dot(direction, theta)).collect()
    }

    /// Returns the fit of each role with its 90 % interval; linear in the abilities, so it is exact.
    #[must_use]
    pub fn posterior(&self, abilities: &Abilities<N_DOMAINS>) -> Vec<Fit> {
        let reach = quantile(0.95);
        let fit = |direction: &[f64; N_DOMAINS]| {
            let mean = dot(direction, abilities.mean());
            let sd = quadratic_form(abilities.covariance(), direction).sqrt();
            Fit { mean, low: mean - reach * sd, high: mean + reach * sd }
        };
        self.directions.iter().map(fit).collect()
    }

    /// Returns what a standard normal of each domain's own does to the fits: U L, L L' the covariance; roles × domains.
    #[must_use]
    pub fn spread(&self, abilities: &Abilities<N_DOMAINS>) -> Vec<[f64; N_DOMAINS]> {
        let factor = cholesky(abilities.covariance());
        let transposed = std::array::from_fn(|column_ix| {
            std::array::from_fn(|row_ix| {
                factor
                    .get(row_ix)
                    .and_then(|row: &[f64; N_DOMAINS]| row.get(column_ix))
                    .copied()
                    .unwrap_or(0.0)
            })
        });
        self.directions.iter().map(|direction| times(&transposed, direction)).collect()
    }
}

/// Returns (w − mean) / √((w − mean)' S (w − mean)); all 0 for a role that asks for the mean itself.
fn direction(blueprint: &[f64; N_DOMAINS], mean: &[f64; N_DOMAINS]) -> [f64; N_DOMAINS] {
    let mut direction = *blueprint;
    for (share, mean) in direction.iter_mut().zip(mean) {
        *share -= mean;
    }
    scaled(direction)
}

/// Returns v / √(v' S v); all 0 for one without variance.
fn scaled(vector: [f64; N_DOMAINS]) -> [f64; N_DOMAINS] {
    let sd = quadratic_form(&prior_covariance(PRIOR_CORRELATION), &vector).sqrt();
    if sd < 1e-12 { [0.0; N_DOMAINS] } else { vector.map(|share| share / sd) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::item::{Difficulty, Item};

    #[test]
    fn equal_abilities_fit_every_role_by_nothing() {
        for level in [-3.0, 0.0, 2.0] {
            let fits = Contrasts::of_framework().fits(&[level; N_DOMAINS]);
            assert_eq!(fits.len(), 12);
            assert!(fits.iter().all(|fit| fit.abs() < 1e-12), "{fits:?}");
        }
    }

    #[test]
    fn fits_of_nobody_have_variance_1() {
        for fit in Contrasts::of_framework().posterior(&Abilities::default()) {
            assert!(
                fit.mean == 0.0 && (fit.high - 1.644_854).abs() < 1e-6 && (fit.low + fit.high).abs() < 1e-12
            );
        }
    }

    #[test]
    fn knowing_a_domain_leans_to_the_roles_that_ask_for_it_most() {
        let contrasts = Contrasts::of_framework();
        let mut abilities = Abilities::default();
        let item = Item::new(1.0, Difficulty::known(0.0), 0.2);
        let privacy = crate::framework::DomainId::named("privacy-security").unwrap().index();
        for _ in 0..6 {
            abilities.answer(privacy, &item, 1.0);
        }
        let means: Vec<f64> = contrasts.posterior(&abilities).iter().map(|fit| fit.mean).collect();
        let best = (0..12).max_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap();
        assert_eq!(best, crate::framework::RoleId::named("privacy-security-specialist").unwrap().index());
    }

    #[test]
    fn the_spread_has_the_variance_of_the_fit() {
        let contrasts = Contrasts::of_framework();
        let abilities = Abilities::default();
        for (spread, direction) in contrasts.spread(&abilities).iter().zip(contrasts.directions()) {
            let variance = quadratic_form(abilities.covariance(), direction);
            assert!((dot(spread, spread) - variance).abs() < 1e-12);
        }
    }

    #[test]
    fn the_common_level_of_one_role_is_its_blueprint_with_variance_1() {
        let contrasts = Contrasts::of_framework();
        let level = contrasts.common_level(&[4]);
        assert!((quadratic_form(&prior_covariance(PRIOR_CORRELATION), &level) - 1.0).abs() < 1e-12);
        let ratio = level[0] / contrasts.blueprints()[4][0];
        assert!(level.iter().zip(contrasts.blueprints()[4]).all(|(a, b)| (a - ratio * b).abs() < 1e-12));
        assert_eq!(contrasts.common_level(&[]), [0.0; N_DOMAINS]);
    }

    #[test]
    fn roles_that_ask_for_the_same_have_no_contrast() {
        let contrasts = Contrasts::of(&[[1.0 / 11.0; N_DOMAINS]; 3]);
        assert_eq!(contrasts.fits(&[1.0; N_DOMAINS]), [0.0; 3]);
        assert_eq!(Contrasts::of(&[]).n_roles(), 0);
    }
}
