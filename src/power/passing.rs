//! Is P(pass) as it is shown right: simulated people on drawn forms.

use crate::advice::ranking::Draws;
use crate::advice::readiness::{Curve, Readiness, readiness};
use crate::framework::{FORM_LENGTH, N_DOMAINS};
use crate::measure::item::Item;
use crate::measure::posterior::Abilities;
use crate::power::people::{Answered, Question};
use crate::power::person::{Person, Setting};
use crate::power::tally::Calibration;
use crate::power::world::World;
use crate::power::{Condition, Extent, Watch, over_people};

/// Returns P(pass) as the product states it, after a placement over the roles `open`, against what simulated people
/// reached on a form of [`FORM_LENGTH`] questions drawn for each role; nothing where `watch` stops it.
#[must_use]
pub fn pass_calibration(
    condition: Condition,
    extent: Extent,
    world: &World,
    open: &[usize],
    watch: Watch<'_>,
) -> Option<Calibration> {
    let draws = Draws::new(extent.seed);
    let setting = Setting { condition, n_questions: extent.n_questions, world, open, draws: &draws };
    let of_people = over_people(extent, watch, |seed| {
        let mut person = setting.person(seed);
        let abilities = setting.placement(&mut person, &mut |_, _| {});
        let said = said(world, &person.pool, &abilities, &draws);
        of_person(&said, world, &mut person)
    })?;
    let mut calibration = Calibration::default();
    of_people.iter().for_each(|of_person| calibration.merge(of_person));
    Some(calibration)
}

/// Returns readiness and P(pass) for each role, the pool being what the engine was told of the questions.
fn said(world: &World, pool: &[Question], abilities: &Abilities<N_DOMAINS>, draws: &Draws) -> Vec<Readiness> {
    let curves: [Curve; N_DOMAINS] = std::array::from_fn(|domain_ix| {
        let items: Vec<Item> = of_domain(pool, domain_ix).map(|question| question.candidate.item).collect();
        Curve::of(&items)
    });
    let with_cut: Vec<_> =
        world.contrasts.blueprints().iter().copied().zip(world.cuts.iter().copied()).collect();
    readiness(&with_cut, &curves, abilities, draws)
}

/// Returns what was said of each role against whether a form drawn from the pool reached the cut score.
fn of_person(said: &[Readiness], world: &World, person: &mut Person) -> Calibration {
    let mut calibration = Calibration::default();
    for ((readiness, blueprint), cut) in said.iter().zip(world.contrasts.blueprints()).zip(&world.cuts) {
        let (mut n_right, mut n_asked) = (0_usize, 0_usize);
        for (domain_ix, share) in blueprint.iter().enumerate() {
            let mut cell: Vec<&Question> = of_domain(&person.pool, domain_ix).collect();
            person.answers.shuffle(&mut cell);
            let n_places = (share * FORM_LENGTH as f64).round() as usize;
            for question in cell.into_iter().take(n_places) {
                let answered = question.answered(&person.theta, &mut person.answers);
                n_right += usize::from(answered != Answered::Wrongly);
                n_asked += 1;
            }
        }
        // Where the pool has no question for a role nothing can come true.
        if n_asked > 0 {
            let least = cut * n_asked as f64;
            calibration.add(readiness.p_pass, n_right as f64 >= least - f64::EPSILON * least);
        }
    }
    calibration
}

fn of_domain(pool: &[Question], domain_ix: usize) -> impl Iterator<Item = &Question> {
    pool.iter().filter(move |question| question.candidate.domain_ix == domain_ix)
}
