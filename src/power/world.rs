//! The roles that are to be told apart, and the questions with which.

use std::collections::HashSet;
use std::sync::Arc;

use crate::advice::fit::Contrasts;
use crate::bank::DEFAULT_CUT_SCORE;
use crate::bank::question::{Question, Status};
use crate::framework::{N_DOMAINS, framework};
use crate::library::Found;
use crate::power::pool::Pool;

/// The roles that are to be told apart, and the questions with which.
#[derive(Clone, Debug)]
pub struct World {
    /// The roles' blueprints, in the framework's order.
    pub contrasts: Contrasts,
    /// The roles' cut scores, in the same order.
    pub cuts: Vec<f64>,
    /// The questions.
    pub pool: Pool,
}

impl World {
    /// Returns the framework's roles with the standard pool.
    #[must_use]
    pub fn standard() -> Self {
        let contrasts = Contrasts::of_framework();
        let cuts = vec![DEFAULT_CUT_SCORE; contrasts.n_roles()];
        Self { contrasts, cuts, pool: Pool::Standard }
    }

    /// Returns the framework's roles with the live questions of these banks, each once.
    ///
    /// A bank of a role that states a blueprint stands in for the framework's, and so does its cut score.
    #[must_use]
    pub fn of_banks(banks: &[Found]) -> Self {
        let mut seen = HashSet::new();
        let questions: Vec<Arc<Question>> = banks
            .iter()
            .flat_map(|found| &found.questions)
            .filter(|question| question.rules.status == Status::Live && seen.insert(question.key.clone()))
            .cloned()
            .collect();
        let of_role = |role| banks.iter().rev().map(|found| &found.bank).find(|bank| bank.role == Some(role));
        let blueprints: Vec<[f64; N_DOMAINS]> = framework()
            .roles()
            .map(|role| {
                let own = of_role(role).and_then(|bank| bank.form.blueprint.as_ref());
                own.unwrap_or(&role.role().blueprint).proportions()
            })
            .collect();
        let cut = |role| of_role(role).map_or(DEFAULT_CUT_SCORE, |bank| bank.form.cut_score);
        Self {
            contrasts: Contrasts::of(&blueprints),
            cuts: framework().roles().map(cut).collect(),
            pool: Pool::of_banks(&questions),
        }
    }
}
