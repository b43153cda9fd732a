//! Which role is the best, and how sure that is: draws from the posterior of the fits.

use crate::advice::fit::Contrasts;
use crate::framework::N_DOMAINS;
use crate::measure::matrix::{cholesky, dot, times};
use crate::measure::normal::quantile;
use crate::measure::posterior::Abilities;
use crate::seed::{Seed, Stream};

/// Draws from the posterior; each comes with its mirror image, so half as many are drawn.
pub const N_DRAWS: usize = 4_000;

/// Probability with which the set of roles holds the best.
const SET_PROBABILITY: f64 = 0.9;

/// Standard normals, the same for all roles and for every report of one seed, so that nothing flickers.
#[derive(Clone, Debug)]
pub struct Draws(Vec<[f64; N_DOMAINS]>);

/// A role among those that are open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The role's position among the blueprints.
    pub role_ix: usize,
    /// Probability that it fits best.
    pub p_best: f64,
    /// Probability that it is among the three that fit best.
    pub p_top3: f64,
}

/// The open roles, the largest expected fit first: of all choices the one with the least expected regret.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// All open roles.
    pub roles: Vec<Ranked>,
    /// How much fit is lost on average by taking the first, in standard deviations among people.
    pub regret: f64,
    /// The smallest set of roles that holds the best with probability 0.9, the likeliest first.
    pub set_90: Vec<usize>,
}

/// An open role while draws are counted.
struct Counted {
    role_ix: usize,
    mean: f64,
    spread: [f64; N_DOMAINS],
    n_best: u32,
    n_top3: u32,
}

impl Draws {
    /// Returns the draws of this seed.
    #[must_use]
    pub fn new(seed: Seed) -> Self {
        let mut random = seed.stream(Stream::Ranking);
        let mut draw = || std::array::from_fn(|_| quantile(random.unit()));
        Self((0..N_DRAWS / 2).map(|_| draw()).collect())
    }

    /// Returns abilities drawn from their posterior, every second the mirror image of the one before.
    pub fn abilities(
        &self,
        abilities: &Abilities<N_DOMAINS>,
    ) -> impl Iterator<Item = [f64; N_DOMAINS]> + use<'_> {
        let factor = cholesky(abilities.covariance());
        let mean = *abilities.mean();
        self.0.iter().flat_map(move |normals| {
            let away = times(&factor, normals);
            [1.0, -1.0].map(|sign| {
                let mut drawn = mean;
                for (ability, away) in drawn.iter_mut().zip(&away) {
                    *ability += sign * away;
                }
                drawn
            })
        })
    }
}

impl Ranking {
    /// Returns the role that is named first.
    #[must_use]
    pub fn first(&self) -> Option<Ranked> {
        self.roles.first().copied()
    }

    /// Returns the largest P(best), 0 where no role is open.
    #[must_use]
    pub fn largest_p_best(&self) -> f64 {
        self.roles.iter().map(|role| role.p_best).fold(0.0, f64::max)
    }
}

/// Returns the ranking of the roles `open` from [`N_DRAWS`] draws with common random numbers.
///
/// Positions in `open` beyond the last blueprint are left out. Worked: one open role is the best with probability 1
/// and regret 0.
#[must_use]
pub fn ranking(
    contrasts: &Contrasts,
    abilities: &Abilities<N_DOMAINS>,
    open: &[usize],
    draws: &Draws,
) -> Ranking {
    let mut counted = counted(contrasts, abilities, open);
    let mut sum_of_best = 0.0;
    let mut fits = vec![0.0; counted.len()];
    for normals in &draws.0 {
        for (fit, role) in fits.iter_mut().zip(&counted) {
            *fit = role.mean + dot(&role.spread, normals);
        }
        sum_of_best += count(&fits, &mut counted);
        for (fit, role) in fits.iter_mut().zip(&counted) {
            *fit = 2.0 * role.mean - *fit;
        }
        sum_of_best += count(&fits, &mut counted);
    }
    // By expected fit and not by P(best): roles that are like others share their P(best) with them, so that for
    // people without a profile the odd one out would be named first more than twice as often as its share.
    counted.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    let n_draws = (2 * draws.0.len()).max(1) as f64;
    let best_mean = counted.first().map_or(0.0, |role| role.mean);
    let share = |n: u32| f64::from(n) / n_draws;
    let roles: Vec<Ranked> = counted
        .iter()
        .map(|role| Ranked { role_ix: role.role_ix, p_best: share(role.n_best), p_top3: share(role.n_top3) })
        .collect();
    Ranking { regret: (sum_of_best / n_draws - best_mean).max(0.0), set_90: set_of(&roles), roles }
}

fn counted(contrasts: &Contrasts, abilities: &Abilities<N_DOMAINS>, open: &[usize]) -> Vec<Counted> {
    let spread = contrasts.spread(abilities);
    open.iter()
        .filter_map(|role_ix| {
            let direction = contrasts.directions().get(*role_ix)?;
            let spread = *spread.get(*role_ix)?;
            Some(Counted {
                role_ix: *role_ix,
                mean: dot(direction, abilities.mean()),
                spread,
                n_best: 0,
                n_top3: 0,
            })
        })
        .collect()
}

/// Counts one draw, and returns its largest fit.
fn count(fits: &[f64], roles: &mut [Counted]) -> f64 {
    let mut top = [f64::NEG_INFINITY; 3];
    for fit in fits {
        let [first, second, third] = top;
        if *fit > first {
            top = [*fit, first, second];
        } else if *fit > second {
            top = [first, *fit, second];
        } else if *fit > third {
            top = [first, second, *fit];
        }
    }
    let [first, _, third] = top;
    let mut is_taken = false;
    for (fit, role) in fits.iter().zip(roles) {
        if *fit >= third {
            role.n_top3 += 1;
        }
        // Roles that ask for the same are equal in every draw; the first of them has it.
        if *fit >= first && !is_taken {
            role.n_best += 1;
            is_taken = true;
        }
    }
    if first.is_finite() { first } else { 0.0 }
}

fn set_of(roles: &[Ranked]) -> Vec<usize> {
    let mut held = 0.0;
    let mut set = Vec::new();
    let mut likeliest: Vec<&Ranked> = roles.iter().collect();
    likeliest.sort_by(|a, b| b.p_best.total_cmp(&a.p_best));
    for role in likeliest {
        if held >= SET_PROBABILITY {
            break;
        }
        held += role.p_best;
        set.push(role.role_ix);
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::item::{Difficulty, Item};

    fn somebody() -> Abilities<N_DOMAINS> {
        let mut abilities = Abilities::default();
        let item = Item::new(1.0, Difficulty::known(0.0), 0.2);
        for n in 0..44 {
            abilities.answer(n % 11, &item, f64::from(u8::from(n % 11 < 4 || n % 3 == 0)));
        }
        abilities
    }

    fn all() -> Vec<usize> {
        (0..12).collect()
    }

    #[test]
    fn probabilities_add_up_and_the_set_holds_nine_tenths() {
        let ranking = ranking(&Contrasts::of_framework(), &somebody(), &all(), &Draws::new(Seed(1)));
        let sum = |of: &dyn Fn(&Ranked) -> f64| ranking.roles.iter().map(of).sum::<f64>();
        assert!((sum(&|role| role.p_best) - 1.0).abs() < 1e-12);
        assert!((sum(&|role| role.p_top3) - 3.0).abs() < 1e-12);
        let means = Contrasts::of_framework().fits(somebody().mean());
        assert!(ranking.roles.windows(2).all(|pair| means[pair[0].role_ix] >= means[pair[1].role_ix]));
        let p_best =
            |role_ix: &usize| ranking.roles.iter().find(|role| role.role_ix == *role_ix).unwrap().p_best;
        let of_set: Vec<f64> = ranking.set_90.iter().map(p_best).collect();
        let held: f64 = of_set.iter().sum();
        assert!(held >= 0.9 && held - of_set.last().unwrap() < 0.9 && ranking.regret > 0.0);
        assert_eq!(of_set.first().copied(), Some(ranking.largest_p_best()));
    }

    #[test]
    fn two_roles_agree_with_the_exact_normal() {
        let contrasts = Contrasts::of_framework();
        let abilities = somebody();
        let ranking = ranking(&contrasts, &abilities, &[2, 8], &Draws::new(Seed(3)));
        let difference: [f64; N_DOMAINS] =
            std::array::from_fn(|d| contrasts.direction(8)[d] - contrasts.direction(2)[d]);
        let mean = dot(&difference, abilities.mean());
        let sd = crate::measure::matrix::quadratic_form(abilities.covariance(), &difference).sqrt();
        let p_8 = crate::measure::normal::cdf(mean / sd);
        let found = ranking.roles.iter().find(|role| role.role_ix == 8).unwrap();
        assert!((found.p_best - p_8).abs() < 0.02, "{} {p_8}", found.p_best);
        let regret = sd * crate::measure::normal::expected_excess(mean.abs() / sd);
        assert!((ranking.regret - regret).abs() < 0.03, "{} {regret}", ranking.regret);
        assert!(ranking.roles.iter().all(|role| role.p_top3 == 1.0));
    }

    #[test]
    fn drawn_abilities_have_the_moments_of_the_posterior() {
        let abilities = somebody();
        let drawn: Vec<_> = Draws::new(Seed(5)).abilities(&abilities).collect();
        assert_eq!(drawn.len(), N_DRAWS);
        for domain_ix in 0..N_DOMAINS {
            let mean = drawn.iter().map(|theta| theta[domain_ix]).sum::<f64>() / N_DRAWS as f64;
            let square =
                drawn.iter().map(|theta| (theta[domain_ix] - mean).powi(2)).sum::<f64>() / N_DRAWS as f64;
            assert!((mean - abilities.mean()[domain_ix]).abs() < 1e-9);
            assert!((square / abilities.covariance()[domain_ix][domain_ix] - 1.0).abs() < 0.15);
        }
    }

    #[test]
    fn one_open_role_is_sure_and_none_is_empty() {
        let contrasts = Contrasts::of_framework();
        let one = ranking(&contrasts, &somebody(), &[4], &Draws::new(Seed(1)));
        assert_eq!((one.roles[0].p_best, one.set_90, one.regret < 1e-9), (1.0, vec![4], true));
        let none = ranking(&contrasts, &somebody(), &[99], &Draws::new(Seed(1)));
        assert_eq!((none.first(), none.regret, none.set_90.len()), (None, 0.0, 0));
    }

    #[test]
    fn the_same_seed_gives_the_same_digits() {
        let contrasts = Contrasts::of_framework();
        let twice = [(), ()].map(|()| ranking(&contrasts, &somebody(), &all(), &Draws::new(Seed(9))));
        assert_eq!(twice[0], twice[1]);
    }
}
