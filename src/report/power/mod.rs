//! What `bank power` tells: how well a placement tells roles apart, as words and as JSON.

pub mod json;
pub mod words;

use crate::framework::{DomainId, RoleId, framework};
use crate::power::pool::Pool;
use crate::power::table::Wanted;
use crate::power::world::World;

/// What was simulated, to be said with the figures.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// Number of people and questions, and the seed.
    pub wanted: Wanted,
    /// How many banks gave the questions; nothing for the standard pool.
    pub n_banks: Option<usize>,
    /// How many questions there were.
    pub n_pool: usize,
    /// Domains without a question.
    pub empty_domains: Vec<DomainId>,
}

impl Simulated {
    /// Returns what is to be said of a simulation of this world.
    #[must_use]
    pub fn of(world: &World, wanted: Wanted, n_banks: Option<usize>) -> Self {
        let counts = world.pool.n_of_domains();
        let empty_domains =
            framework().domains().filter(|domain| counts.get(domain.index()) == Some(&0)).collect();
        let n_banks = n_banks.filter(|_| matches!(world.pool, Pool::Banks(_)));
        Self { wanted, n_banks, n_pool: counts.iter().sum(), empty_domains }
    }
}

fn role_at(role_ix: usize) -> Option<RoleId> {
    framework().roles().nth(role_ix)
}
