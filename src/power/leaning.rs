//! From which P(best) on a profile leans to a role: what people without a profile get by chance.

use crate::advice::certainty::QUESTIONS;
use crate::advice::gates::Training;
use crate::advice::ranking::Draws;
use crate::power::gating::{GATES, Gate};
use crate::power::people::Told;
use crate::power::person::Setting;
use crate::power::world::World;
use crate::power::{Condition, Extent, People, Watch, over_people};
use crate::seed::{Random, Stream};

/// Numbers of open roles for which thresholds are found.
pub const N_OPEN: [usize; 8] = [2, 3, 4, 5, 6, 8, 10, 12];

/// Percentile of the largest P(best) among people without a profile, over 100.
const PERCENTILE: f64 = 0.8;

/// Which roles are open to a simulated person.
#[derive(Clone, Debug, PartialEq)]
pub enum Open {
    /// These.
    Roles(Vec<usize>),
    /// So many, drawn for each person anew: what closing roles by hand leaves.
    AnyOf(usize),
}

/// Returns which roles are open where `n_open` are: what the gates can leave, or else any so many.
#[must_use]
pub fn open_sets(n_open: usize) -> Vec<Open> {
    let either = [true, false].map(|licence| Gate { licence, training: Training::Either });
    let gated: Vec<Open> = GATES
        .into_iter()
        .chain(either)
        .map(Gate::open)
        .filter(|open| open.len() == n_open)
        .map(Open::Roles)
        .collect();
    if gated.is_empty() { vec![Open::AnyOf(n_open)] } else { gated }
}

/// Returns the thresholds for `n_open` open roles after as many questions as [`QUESTIONS`] says: the 80th percentile of
/// the largest P(best) among people without a profile, the largest where several gates leave as many roles. Nothing
/// where `watch` stops it.
///
/// The table [`crate::advice::certainty::LEANS_TO`] holds what this gives. `extent` says how many people; how many
/// questions is given.
#[must_use]
pub fn thresholds(
    n_open: usize,
    extent: Extent,
    world: &World,
    watch: Watch<'_>,
) -> Option<[f64; QUESTIONS.len()]> {
    let mut largest = [0.0_f64; QUESTIONS.len()];
    for open in open_sets(n_open) {
        for (largest, found) in largest.iter_mut().zip(of_set(&open, extent, world, watch)?) {
            *largest = largest.max(found);
        }
    }
    Some(largest)
}

fn of_set(open: &Open, extent: Extent, world: &World, watch: Watch<'_>) -> Option<[f64; QUESTIONS.len()]> {
    let condition = Condition { people: People::WithoutProfile, ..Condition::usual(Told::Levels) };
    let n_questions = QUESTIONS.into_iter().max().unwrap_or(0);
    let draws = Draws::new(extent.seed);
    let of_people = over_people(extent, watch, |seed| {
        let open = drawn(open, world.contrasts.n_roles(), &mut seed.stream(Stream::Ranking));
        let setting = Setting { condition, n_questions, world, open: &open, draws: &draws };
        setting.p_largest_after(&QUESTIONS, seed)
    })?;
    Some(std::array::from_fn(|column| {
        let mut p_largest: Vec<f64> =
            of_people.iter().filter_map(|of_person| of_person.get(column).copied()).collect();
        p_largest.sort_by(f64::total_cmp);
        p_largest.get((PERCENTILE * p_largest.len() as f64) as usize).copied().unwrap_or(1.0)
    }))
}

fn drawn(open: &Open, n_roles: usize, random: &mut Random) -> Vec<usize> {
    match open {
        Open::Roles(roles) => roles.clone(),
        Open::AnyOf(n) => {
            let mut roles: Vec<usize> = (0..n_roles).collect();
            random.shuffle(&mut roles);
            roles.truncate(*n);
            roles
        }
    }
}
