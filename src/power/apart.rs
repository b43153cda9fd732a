//! Which roles are like which, and which cannot be told apart.

use crate::advice::fit::Contrasts;
use crate::measure::matrix::{dot, times};
use crate::measure::posterior::{PRIOR_CORRELATION, prior_covariance};

/// Likeness from which on two roles cannot be told apart: the difference of their fits, of variance 2 (1 − likeness),
/// then varies less among people than a fit does.
const ALIKE: f64 = 0.5;

/// Two roles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Positions of the two, the smaller first.
    pub roles: (usize, usize),
    /// Correlation of their fits among people, −1 to 1.
    pub likeness: f64,
    /// Share of people for whom the better of the two has the larger expected fit, 0 to 1.
    pub told_apart: f64,
}

/// Returns the positions of all pairs of roles, the order of [`crate::power::Details::told_apart`].
pub fn pairs(n_roles: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n_roles).flat_map(move |first| (first + 1..n_roles).map(move |second| (first, second)))
}

/// Returns how alike two roles' fits are: their correlation u_r'S u_s among people, both fits having variance 1.
///
/// Worked: a role and itself give 1; two roles that share people between them, 1 and −1.
#[must_use]
pub fn likeness(contrasts: &Contrasts, (first, second): (usize, usize)) -> f64 {
    let covariance = prior_covariance(PRIOR_CORRELATION);
    dot(&times(&covariance, &contrasts.direction(first)), &contrasts.direction(second))
}

impl Pair {
    /// Can the two not be told apart: do they differ less from each other than either does from the mean role?
    #[must_use]
    pub fn is_alike(&self) -> bool {
        self.likeness > ALIKE
    }
}

/// Returns all pairs, the most alike first, given the share of each that was told apart.
#[must_use]
pub fn ordered(contrasts: &Contrasts, told_apart: &[f64]) -> Vec<Pair> {
    let mut all: Vec<Pair> = pairs(contrasts.n_roles())
        .zip(told_apart)
        .map(|(roles, told_apart)| Pair {
            roles,
            likeness: likeness(contrasts, roles),
            told_apart: *told_apart,
        })
        .collect();
    all.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_a_correlation() {
        let contrasts = Contrasts::of_framework();
        assert_eq!(pairs(12).count(), 66);
        for (first, second) in pairs(12) {
            assert!((-1.0..1.0).contains(&likeness(&contrasts, (first, second))));
            assert!((likeness(&contrasts, (first, first)) - 1.0).abs() < 1e-12);
        }
        let mut one = [0.0; 11];
        let mut other = [0.0; 11];
        (one[0], other[1]) = (1.0, 1.0);
        assert!((likeness(&Contrasts::of(&[one, other]), (0, 1)) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_most_alike_come_first_and_some_of_the_framework_cannot_be_told_apart() {
        let all = ordered(&Contrasts::of_framework(), &[0.6; 66]);
        assert!(all.windows(2).all(|pairs| pairs[0].likeness >= pairs[1].likeness));
        let alike: Vec<_> = all.iter().filter(|pair| pair.is_alike()).map(|pair| pair.roles).collect();
        // Consultant and Workflow Redesign, the two kinds of support, Leader and Sub-specialist.
        assert_eq!(alike, [(0, 3), (2, 4), (6, 11)]);
    }
}
