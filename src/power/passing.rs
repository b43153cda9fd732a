//! Is P(pass) as it is shown right: simulated people on drawn forms.

use crate::advice::ranking::Draws;
use crate::advice::readiness::{Curve, Readiness, readiness};
use crate::framework::{FORM_LENGTH, N_DOMAINS};
use crate::measure::item::Item;
use crate::measure::posterior::Abilities;
use crate::power::people::{Answered, Question};
use crate::power::tally::Calibration;
use crate::seed::Random;

/// Cut score of the drawn forms.
const CUT: f64 = 0.7;

/// Returns readiness and P(pass) for each blueprint, the pool being what the engine was told of the questions.
#[must_use]
pub fn said(
    blueprints: &[[f64; N_DOMAINS]],
    pool: &[Question],
    abilities: &Abilities<N_DOMAINS>,
    draws: &Draws,
) -> Vec<Readiness> {
    let curves: [Curve; N_DOMAINS] = std::array::from_fn(|domain_ix| {
        let items: Vec<Item> = of_domain(pool, domain_ix).map(|question| question.candidate.item).collect();
        Curve::of(&items)
    });
    let with_cut: Vec<_> = blueprints.iter().map(|blueprint| (*blueprint, CUT)).collect();
    readiness(&with_cut, &curves, abilities, draws)
}

/// Adds, for each blueprint, what was said and whether a form drawn from the pool reached the cut score.
pub fn count(
    said: &[Readiness],
    blueprints: &[[f64; N_DOMAINS]],
    (theta, pool): (&[f64; N_DOMAINS], &[Question]),
    random: &mut Random,
    calibration: &mut Calibration,
) {
    for (readiness, blueprint) in said.iter().zip(blueprints) {
        let mut n_right = 0;
        for (domain_ix, share) in blueprint.iter().enumerate() {
            let mut cell: Vec<&Question> = of_domain(pool, domain_ix).collect();
            random.shuffle(&mut cell);
            let n_places = (share * FORM_LENGTH as f64).round() as usize;
            let form = cell.into_iter().take(n_places);
            n_right += form.filter(|question| question.answered(theta, random) != Answered::Wrongly).count();
        }
        calibration.add(readiness.p_pass, n_right as f64 >= CUT * FORM_LENGTH as f64);
    }
}

fn of_domain(pool: &[Question], domain_ix: usize) -> impl Iterator<Item = &Question> {
    pool.iter().filter(move |question| question.candidate.domain_ix == domain_ix)
}
