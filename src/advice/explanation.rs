//! Why a role: what speaks for it, what against, and what separates it from another.

use crate::advice::fit::Contrasts;
use crate::framework::N_DOMAINS;
use crate::measure::posterior::Abilities;

/// A domain's part in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Position of the domain.
    pub domain_ix: usize,
    /// Its part.
    pub value: f64,
}

/// Returns the terms w_d m_d of a role, the largest first: what speaks for it stands first, what against it last.
///
/// w are the shares of its blueprint, m the mean abilities; terms of domains that it does not ask for are left out.
/// Worked: a share of 0.5 and a mean of 1 give 0.5.
#[must_use]
pub fn terms(blueprint: &[f64; N_DOMAINS], abilities: &Abilities<N_DOMAINS>) -> Vec<Term> {
    let terms = blueprint.iter().zip(abilities.mean()).enumerate();
    descending(
        terms
            .filter(|(_, (share, _))| **share > 0.0)
            .map(|(domain_ix, (share, mean))| Term { domain_ix, value: share * mean }),
    )
}

/// Returns by how much each domain puts the fit of `role_ix` above that of `other_ix`, the largest first; the terms
/// add up to the difference of the two mean fits.
#[must_use]
pub fn gap(
    contrasts: &Contrasts,
    abilities: &Abilities<N_DOMAINS>,
    role_ix: usize,
    other_ix: usize,
) -> Vec<Term> {
    let (of_role, of_other) = (contrasts.direction(role_ix), contrasts.direction(other_ix));
    let differences = of_role.iter().zip(of_other).map(|(a, b)| a - b);
    descending(
        differences
            .zip(abilities.mean())
            .enumerate()
            .map(|(domain_ix, (difference, mean))| Term { domain_ix, value: difference * mean }),
    )
}

/// Returns how much each domain could still separate two roles: |difference of its weights| × standard deviation of
/// the ability, the largest first. These are the domains whose questions would settle which of the two it is.
#[must_use]
pub fn separating(
    contrasts: &Contrasts,
    abilities: &Abilities<N_DOMAINS>,
    role_ix: usize,
    other_ix: usize,
) -> Vec<Term> {
    let (of_role, of_other) = (contrasts.direction(role_ix), contrasts.direction(other_ix));
    let differences = of_role.iter().zip(of_other).map(|(a, b)| (a - b).abs());
    descending(
        differences
            .zip(abilities.sd())
            .enumerate()
            .map(|(domain_ix, (difference, sd))| Term { domain_ix, value: difference * sd }),
    )
}

fn descending(terms: impl Iterator<Item = Term>) -> Vec<Term> {
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.domain_ix.cmp(&b.domain_ix)));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::item::{Difficulty, Item};

    fn knowing(domain_ix: usize) -> Abilities<N_DOMAINS> {
        let mut abilities = Abilities::default();
        let item = Item::new(1.0, Difficulty::known(0.0), 0.2);
        for other_ix in 0..N_DOMAINS {
            for _ in 0..3 {
                abilities.answer(other_ix, &item, f64::from(u8::from(other_ix == domain_ix)));
            }
        }
        abilities
    }

    #[test]
    fn what_is_known_speaks_for_and_the_rest_against() {
        let mut blueprint = [0.0; N_DOMAINS];
        (blueprint[2], blueprint[5]) = (0.5, 0.5);
        let abilities = knowing(2);
        let terms = terms(&blueprint, &abilities);
        assert_eq!(terms.iter().map(|term| term.domain_ix).collect::<Vec<_>>(), [2, 5]);
        assert!((terms[0].value - 0.5 * abilities.mean()[2]).abs() < 1e-15 && terms[1].value < 0.0);
    }

    #[test]
    fn the_gap_adds_up_to_the_difference_of_the_fits() {
        let contrasts = Contrasts::of_framework();
        let abilities = knowing(7);
        let fits = contrasts.fits(abilities.mean());
        for (role_ix, other_ix) in [(0, 1), (4, 8), (11, 3)] {
            let sum: f64 = gap(&contrasts, &abilities, role_ix, other_ix).iter().map(|term| term.value).sum();
            assert!((sum - (fits[role_ix] - fits[other_ix])).abs() < 1e-12);
        }
    }

    #[test]
    fn what_separates_two_roles_is_where_they_differ() {
        let contrasts = Contrasts::of(&[unit(3), unit(4), [1.0 / 11.0; N_DOMAINS]]);
        let separating = separating(&contrasts, &Abilities::default(), 0, 1);
        let mut first: Vec<usize> = separating.iter().take(2).map(|term| term.domain_ix).collect();
        first.sort_unstable();
        assert_eq!(first, [3, 4]);
        assert!(separating.iter().all(|term| term.value >= 0.0));
    }

    fn unit(domain_ix: usize) -> [f64; N_DOMAINS] {
        std::array::from_fn(|d| if d == domain_ix { 1.0 } else { 0.0 })
    }
}
