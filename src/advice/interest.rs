//! Interest: 24 statements of what one does in a role, two a role, answered 1 to 5. It never touches abilities.

use crate::advice::fit::Fit;
use crate::framework::{RoleId, framework};
use crate::seed::{Seed, Stream};

/// Answers that leave a role in the middle.
const MIDDLE: f64 = 3.0;

/// A statement to be answered from 1 (not at all) to 5 (very much).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The role it is taken from; not shown.
    pub role: RoleId,
    /// What it says.
    pub text: &'static str,
}

/// Returns the statements, mixed, no two of one role next to each other.
#[must_use]
pub fn statements(seed: Seed) -> Vec<Statement> {
    let mut random = seed.stream(Stream::Interests);
    let mut roles: Vec<RoleId> = framework().roles().collect();
    random.shuffle(&mut roles);
    let half = roles.len() / 2;
    // The second round keeps the first one's halves, so that a role's statements stand far apart.
    let (first_half, second_half) = roles.split_at(half);
    let (mut again_first, mut again_second) = (first_half.to_vec(), second_half.to_vec());
    random.shuffle(&mut again_first);
    random.shuffle(&mut again_second);
    let rounds = [roles.clone(), again_first.into_iter().chain(again_second).collect()];
    rounds
        .into_iter()
        .enumerate()
        .flat_map(|(round, roles)| roles.into_iter().filter_map(move |role| statement(role, round)))
        .collect()
}

fn statement(role: RoleId, position: usize) -> Option<Statement> {
    role.role().profile.activities.get(position).map(|text| Statement { role, text })
}

/// Returns each role's interest, 1 to 5, the mean of the answers to its statements, in the framework's order; nothing
/// for a role of which none was answered. Answers beyond 1 to 5 count as the nearest.
#[must_use]
pub fn interests(answers: &[(Statement, u8)]) -> Vec<Option<f64>> {
    let answers: Vec<(RoleId, u8)> =
        answers.iter().map(|(statement, answer)| (statement.role, *answer)).collect();
    by_role(&answers)
}

/// Returns the same for answers that are told by the role of their statement.
#[must_use]
pub fn by_role(answers: &[(RoleId, u8)]) -> Vec<Option<f64>> {
    framework()
        .roles()
        .map(|role| {
            let of_role: Vec<f64> = answers
                .iter()
                .filter(|(of, _)| *of == role)
                .map(|(_, answer)| f64::from((*answer).clamp(1, 5)))
                .collect();
            (!of_role.is_empty()).then(|| of_role.iter().sum::<f64>() / of_role.len() as f64)
        })
        .collect()
}

/// Returns fit and interest combined, one number a role: mean fit + `weight` × (interest − 3).
///
/// `weight` is set by the user, in standard deviations of fit a step of interest; 0 leaves the order of the fits.
/// A role without an answer counts as 3.
#[must_use]
pub fn combined(fits: &[Fit], interests: &[Option<f64>], weight: f64) -> Vec<f64> {
    let interests = interests.iter().copied().chain(std::iter::repeat(None));
    fits.iter()
        .zip(interests)
        .map(|(fit, interest)| fit.mean + weight * (interest.unwrap_or(MIDDLE) - MIDDLE))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_24_statements_come_once_and_a_role_never_twice_in_a_row() {
        for seed in 0..50 {
            let statements = statements(Seed(seed));
            let mut texts: Vec<&str> = statements.iter().map(|statement| statement.text).collect();
            texts.sort_unstable();
            texts.dedup();
            assert_eq!((statements.len(), texts.len()), (24, 24));
            assert!(statements.windows(2).all(|pair| pair[0].role != pair[1].role), "seed {seed}");
        }
    }

    #[test]
    fn interest_is_the_mean_of_the_answers_that_there_are() {
        let statements = statements(Seed(1));
        let trainer = RoleId::named("trainer").unwrap();
        let answers: Vec<(Statement, u8)> =
            statements.iter().filter(|statement| statement.role == trainer).copied().zip([5, 2]).collect();
        let found = interests(&answers);
        assert_eq!((found[trainer.index()], found.iter().flatten().count()), (Some(3.5), 1));
        assert_eq!(interests(&[]), vec![None; 12]);
    }

    #[test]
    fn a_weight_of_nothing_leaves_the_fits() {
        let fit = |mean| Fit { mean, low: mean - 1.0, high: mean + 1.0 };
        let fits = [fit(0.2), fit(0.1)];
        assert_eq!(combined(&fits, &[Some(1.0), Some(5.0)], 0.0), [0.2, 0.1]);
        assert_eq!(combined(&fits, &[Some(1.0)], 0.5), [-0.8, 0.1]);
    }
}
