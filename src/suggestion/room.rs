//! How many questions of each domain an adaptive exam asks.

use std::sync::Arc;

use crate::advice::readiness::Curve;
use crate::bank::question::Question;
use crate::framework::{Blueprint, N_DOMAINS, RoleId, framework};
use crate::selection::adaptive::ability_at_cut;
use crate::selection::form::largest_remainders;

/// The places of an exam by domain, and the role's blueprint behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Shares of the domains on the role's form, adding up to 1.
    pub blueprint: [f64; N_DOMAINS],
    /// Places a domain.
    pub quotas: [usize; N_DOMAINS],
}

impl Room {
    /// Returns the room of an exam of `n_questions` for a role, or over what the pool holds where there is none.
    #[must_use]
    pub fn of(role: Option<RoleId>, pool: &[Arc<Question>], n_questions: usize) -> Self {
        let blueprint = role.map_or_else(|| of_pool(pool), |role| role.role().blueprint.clone());
        let weights: Vec<u32> = blueprint.weights().map(|(_, weight)| weight).collect();
        let mut quotas = [0; N_DOMAINS];
        for ((domain, _), n) in blueprint.weights().zip(largest_remainders(&weights, n_questions)) {
            if let Some(quota) = quotas.get_mut(domain.index()) {
                *quota = n;
            }
        }
        Self { blueprint: blueprint.proportions(), quotas }
    }

    /// Returns the ability at which the expected share right on the form is `cut`.
    #[must_use]
    pub fn ability_at_cut(&self, curves: &[Curve; N_DOMAINS], cut: f64) -> f64 {
        ability_at_cut(&self.blueprint, curves, cut)
    }
}

fn of_pool(pool: &[Arc<Question>]) -> Blueprint {
    let count = |domain| {
        let n = pool.iter().filter(|question| question.subject.domain == domain).count();
        (domain, u32::try_from(n).unwrap_or(u32::MAX))
    };
    Blueprint::of(&framework().domains().map(count).collect::<Vec<_>>())
}
