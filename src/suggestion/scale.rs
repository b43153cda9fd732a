//! What readiness is measured against: how hard the pool is, and how much of a form has to be right.

use std::sync::Arc;

use crate::advice::readiness::Curve;
use crate::bank::DEFAULT_CUT_SCORE;
use crate::bank::question::{Question, Status};
use crate::framework::{N_DOMAINS, RoleId, framework};
use crate::library::{Found, Library};
use crate::measure::item::Item;
use crate::selection::pool::item;

/// Mean response curves of the domains' pools, and the roles' cut scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    curves: [Curve; N_DOMAINS],
    cuts: Vec<f64>,
}

impl Scale {
    /// Returns the scale of the banks at hand: the questions that are drawn, and the cut score of each role's bank.
    #[must_use]
    pub fn of(library: &Library) -> Self {
        let cut = |found: &[Found]| {
            found.iter().find_map(|found| found.bank.role.map(|_| found.bank.form.cut_score))
        };
        let cuts = framework()
            .roles()
            .map(|role| cut(&library.drawn_from(Some(role))).unwrap_or(DEFAULT_CUT_SCORE))
            .collect();
        let pool: Vec<Arc<Question>> =
            library.drawn_from(None).into_iter().flat_map(|found| found.questions).collect();
        Self { cuts, ..Self::of_pool(&pool) }
    }

    /// Returns the scale of these questions, with the usual cut score for every role; a domain without questions has
    /// the curve of a question of which nothing is known.
    #[must_use]
    pub fn of_pool(pool: &[Arc<Question>]) -> Self {
        let curves = std::array::from_fn(|domain_ix| {
            let is_drawn = |question: &&Arc<Question>| {
                question.subject.domain.index() == domain_ix && question.rules.status == Status::Live
            };
            let items: Vec<Item> = pool.iter().filter(is_drawn).map(|question| item(question)).collect();
            Curve::of(&items)
        });
        Self { curves, cuts: vec![DEFAULT_CUT_SCORE; framework().roles().count()] }
    }

    /// Returns the mean response curves, in the framework's order of domains.
    #[must_use]
    pub fn curves(&self) -> &[Curve; N_DOMAINS] {
        &self.curves
    }

    /// Returns the share right that passes a role's form, 0 to 1.
    #[must_use]
    pub fn cut(&self, role: RoleId) -> f64 {
        self.cuts.get(role.index()).copied().unwrap_or(DEFAULT_CUT_SCORE)
    }

    /// Returns the share right that counts as passing, 0 to 1, in the framework's order of roles.
    pub fn cuts(&self) -> impl Iterator<Item = f64> + '_ {
        self.cuts.iter().copied()
    }
}
