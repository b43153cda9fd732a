//! The simulation in small: laws, and figures with room for few people.

use crate::advice::certainty;
use crate::advice::fit::Contrasts;
use crate::advice::gates::{Background, Person, Training, gates, open_roles};
use crate::power::people::Told;
use crate::power::{Condition, Extent, Manner, People, Row, leaning_threshold, pass_calibration, row};
use crate::seed::Seed;

fn simulated(condition: Condition, n_questions: usize, n_people: usize, open: &[usize]) -> Row {
    let extent = Extent { n_questions, n_people, seed: Seed(1) };
    row(condition, extent, &Contrasts::of_framework(), open, &mut |_| {})
}

fn all() -> Vec<usize> {
    (0..12).collect()
}

#[test]
fn the_same_seed_gives_the_same_row() {
    let condition = Condition::usual(Told::Levels);
    assert_eq!(simulated(condition, 30, 6, &all()), simulated(condition, 30, 6, &all()));
}

#[test]
fn the_suggestion_beats_counting_right_answers() {
    let row = simulated(Condition::usual(Told::Parameters), 66, 150, &all());
    assert!(
        row.suggestion.top1 > row.naive.top1 && row.suggestion.regret < row.naive.regret - 0.2,
        "{row:?}"
    );
    assert!(row.suggestion.ece < row.naive.ece && (0.85..0.98).contains(&row.coverage), "{row:?}");
}

#[test]
fn saying_that_one_does_not_know_does_not_bend_the_profile() {
    let guessing = Condition::usual(Told::Levels);
    let honest = Condition { manner: Manner::SayingSo, ..guessing };
    let rows = [guessing, honest].map(|condition| simulated(condition, 44, 100, &all()));
    for (a, b) in rows[0].mean_abilities.iter().zip(rows[1].mean_abilities) {
        assert!((a - b).abs() < 0.25, "{a} {b}");
    }
}

#[test]
fn for_people_without_a_profile_nothing_stands_out() {
    let condition = Condition { people: People::WithoutProfile, ..Condition::usual(Told::Levels) };
    let row = simulated(condition, 44, 100, &all());
    let n_standing_out = row.p_largest.iter().filter(|p| **p >= 0.7).count();
    assert!(n_standing_out <= 5, "{n_standing_out}");
    assert!((row.first_shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn the_table_of_thresholds_is_what_the_simulation_gives() {
    for (backgrounds, training) in
        [(vec![Background::LicensedClinician], Training::Either), (Vec::new(), Training::Short)]
    {
        let person = Person { backgrounds, training, ..Person::default() };
        let open = open_roles(&gates(&person));
        let extent = Extent { n_questions: 44, n_people: 120, seed: Seed(4) };
        let found = leaning_threshold(extent, &Contrasts::of_framework(), &open);
        let wanted = certainty::leaning_threshold(open.len(), 44);
        assert!((found - wanted).abs() < 0.06, "{} open: {found} {wanted}", open.len());
    }
}

#[test]
fn the_chance_to_pass_is_near_the_share_that_passes() {
    let extent = Extent { n_questions: 44, n_people: 60, seed: Seed(2) };
    let condition = Condition::usual(Told::Levels);
    let calibration = pass_calibration(condition, extent, &Contrasts::of_framework(), &all());
    assert!(
        calibration.ece() < 0.15 && calibration.brier() < 0.25,
        "{} {}",
        calibration.ece(),
        calibration.brier()
    );
}

#[test]
fn nobody_and_no_role_give_a_row_too() {
    let condition = Condition::usual(Told::Levels);
    assert_eq!(simulated(condition, 22, 0, &all()).coverage, 0.0);
    assert_eq!(simulated(condition, 22, 2, &[]).suggestion.top1, 0.0);
}
