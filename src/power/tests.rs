//! The simulation in small: laws, and figures with room for few people.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::advice::certainty::{self, QUESTIONS};
use crate::library::Library;
use crate::power::leaning::{N_OPEN, Open, open_sets, thresholds};
use crate::power::passing::pass_calibration;
use crate::power::people::Told;
use crate::power::table::{Extra, Gating, Wanted, n_people, table};
use crate::power::world::World;
use crate::power::{Condition, Extent, Manner, People, Row, Watch, row};
use crate::seed::Seed;

const UNWATCHED: Watch<'static> = Watch(&|| ControlFlow::Continue(()));

fn extent(n_questions: usize, n_people: usize) -> Extent {
    Extent { n_questions, n_people, seed: Seed(1) }
}

fn simulated(condition: Condition, n_questions: usize, n_people: usize, open: &[usize]) -> Row {
    row(condition, extent(n_questions, n_people), &World::standard(), open, UNWATCHED).unwrap()
}

fn all() -> Vec<usize> {
    (0..12).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_digits() {
    let with = |n_threads| {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        threads.install(|| simulated(Condition::usual(Told::Levels), 24, 7, &all()))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn the_suggestion_beats_counting_right_answers() {
    let row = simulated(Condition::usual(Told::Parameters), 66, 60, &all());
    assert!(row.suggestion.top1 > row.naive.top1, "{row:?}");
    assert!(row.suggestion.regret < row.naive.regret - 0.2 && row.suggestion.ece < row.naive.ece, "{row:?}");
    assert!((0.82..=1.0).contains(&row.coverage) && row.brier < 0.12, "{row:?}");
}

#[test]
fn saying_that_one_does_not_know_does_not_bend_the_profile() {
    let guessing = Condition::usual(Told::Levels);
    let honest = Condition { manner: Manner::SayingSo, ..guessing };
    let rows = [guessing, honest].map(|condition| simulated(condition, 44, 40, &all()));
    let means = rows.map(|row| row.details.mean_abilities.iter().sum::<f64>() / 11.0);
    assert!((means[0] - means[1]).abs() < 0.15, "{means:?}");
}

#[test]
fn for_people_without_a_profile_nothing_stands_out() {
    let condition = Condition { people: People::WithoutProfile, ..Condition::usual(Told::Levels) };
    let details = simulated(condition, 44, 50, &all()).details;
    assert!(details.stands_out <= 0.06 && details.leans_to <= 0.36, "{details:?}");
    assert!((details.first_shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(details.first_shares.iter().all(|share| *share < 0.3), "{details:?}");
}

#[test]
fn the_table_of_thresholds_is_what_the_simulation_gives() {
    let found = thresholds(12, extent(0, 60), &World::standard(), UNWATCHED).unwrap();
    for (n_questions, found) in QUESTIONS.into_iter().zip(found) {
        let wanted = certainty::leaning_threshold(12, n_questions);
        assert!((found - wanted).abs() < 0.07, "{n_questions} questions: {found} {wanted}");
    }
}

#[test]
fn the_numbers_of_open_roles_are_those_of_the_table_and_gates_come_first() {
    assert_eq!(N_OPEN, certainty::LEANS_TO.map(|(n_open, _)| n_open));
    assert_eq!(N_OPEN.map(|n_open| open_sets(n_open).len()), [1, 1, 1, 2, 2, 1, 1, 1]);
    assert_eq!(open_sets(8), [Open::AnyOf(8)]);
    assert_eq!(open_sets(12), [Open::Roles(all())]);
}

#[test]
fn the_chance_to_pass_is_near_the_share_that_passes() {
    let condition = Condition::usual(Told::Levels);
    let calibration =
        pass_calibration(condition, extent(44, 40), &World::standard(), &all(), UNWATCHED).unwrap();
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

#[test]
fn whoever_watches_is_told_of_each_person_and_can_stop() {
    let wanted = Wanted { n_people: 1, n_questions: Some(3), seed: Seed(1) };
    let n_told = AtomicUsize::new(0);
    let count = || {
        n_told.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    let found = table(&World::standard(), wanted, Watch(&count)).unwrap();
    assert_eq!(n_told.into_inner(), n_people(wanted));
    assert_eq!((found.pairs.len(), found.leaning.len()), (66, 8));
    assert!(table(&World::standard(), wanted, Watch(&|| ControlFlow::Break(()))).is_none());
}

#[test]
fn the_table_has_its_rows_each_once_where_one_length_is_wanted() {
    let wanted = Wanted { n_people: 1, n_questions: Some(2), seed: Seed(1) };
    let rows = table(&World::standard(), wanted, UNWATCHED).unwrap().rows;
    let mut names: Vec<&str> = rows.iter().map(|row| row.condition).collect();
    assert_eq!(names.len(), 17);
    names.dedup();
    assert_eq!(
        names,
        [
            "author",
            "calibrated",
            "gated",
            "flat",
            "dont-know",
            "below-prior",
            "correlation-0.8",
            "worthless-levels",
            "pass"
        ]
    );
    assert_eq!(rows.iter().filter(|row| row.gating == Gating::Mean).count(), 1);
    assert_eq!(rows.iter().filter(|row| matches!(row.extra, Extra::Flat { .. })).count(), 5);
}

#[test]
fn the_questions_of_banks_stand_in_for_simulated_ones() {
    let banks = Library::default().all();
    let world = World::of_banks(&banks);
    let counts = world.pool.n_of_domains();
    assert_eq!(counts.iter().sum::<usize>(), 664);
    assert!(counts.iter().all(|n| *n > 40), "{counts:?}");
    assert_eq!(world.contrasts, World::standard().contrasts);
    let found = row(Condition::usual(Told::Levels), extent(30, 4), &world, &all(), UNWATCHED).unwrap();
    assert!((0.0..=1.0).contains(&found.coverage) && found.set_size >= 1.0);
}

#[test]
fn a_pool_that_is_too_small_gives_a_row_too() {
    let banks = Library::default().all();
    let one: Vec<_> = banks.into_iter().filter(|found| found.bank.id.as_str() == "standards").collect();
    assert_eq!(one.len(), 1);
    let world = World::of_banks(&one);
    assert_eq!(world.pool.n_of_domains().iter().filter(|n| **n > 0).count(), 1);
    let found = row(Condition::usual(Told::Levels), extent(900, 2), &world, &all(), UNWATCHED).unwrap();
    assert!(found.suggestion.regret.is_finite() && found.naive.regret.is_finite() && found.brier.is_finite());
    let small = extent(0, 2);
    assert!(thresholds(5, small, &world, UNWATCHED).unwrap().iter().all(|p| (0.0..=1.0).contains(p)));
}
