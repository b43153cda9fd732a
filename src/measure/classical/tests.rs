//! Classical statistics against published values.

use crate::measure::classical::Marks;
use crate::measure::lsat::{LSAT6, LSAT7, patterns};

fn marks(counts: &[u64; 32]) -> Marks {
    let mut marks = Marks::of_nobody(5);
    for (answers, n) in patterns(counts) {
        marks.add_many(&answers.map(|is_right| Some(u32::from(is_right) * 10_000_000)), n);
    }
    marks
}

fn assert_all(found: impl Iterator<Item = Option<f64>>, wanted: &[f64], tolerance: f64) {
    let found: Vec<f64> = found.flatten().collect();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() < tolerance, "{found} {wanted}");
    }
}

#[test]
fn alpha_is_that_of_the_published_data() {
    for (counts, wanted) in [(LSAT6, 0.294_997_192_2), (LSAT7, 0.453_408_735_4)] {
        let alpha = marks(&counts).test_statistics().alpha.unwrap();
        assert!((alpha - wanted).abs() < 1e-9, "{alpha}");
    }
}

#[test]
fn item_statistics_are_those_of_the_published_data() {
    let items = marks(&LSAT7).item_statistics();
    let rest = [0.245_732, 0.246_674, 0.313_179, 0.222_751, 0.174_786];
    assert_all(items.iter().map(|item| item.item_rest), &rest, 1e-6);
    let efficiency = [33.262_146, 31.648_795, 40.590_383, 28.159_794, 23.782_600];
    assert_all(items.iter().map(|item| item.efficiency), &efficiency, 1e-5);
    let weight = [18.370_642, 21.909_036, 20.801_041, 22.093_538, 16.825_743];
    assert_all(items.iter().map(|item| item.effective_weight), &weight, 1e-5);
    assert_all(items.iter().map(|item| item.facility), &[0.828, 0.658, 0.772, 0.606, 0.843], 1e-12);
}

#[test]
fn the_interval_of_alpha_and_the_error_of_measurement_are_those_of_the_published_data() {
    let test = marks(&LSAT7).test_statistics();
    let interval = test.alpha_95.unwrap();
    assert_all(
        [Some(interval.low), Some(interval.high), test.sem].into_iter(),
        &[0.397_956, 0.505_203, 0.886_130],
        1e-5,
    );
    assert_eq!(test.n, 1_000);
}

#[test]
fn shape_is_that_of_the_k_statistics() {
    // Totals 0, 1, 2, 4: mean 7/4, central sums 35/4, 45/8, 2051/64; by hand k₂ = 35/12, k₃ = 15/4, k₄ = 6.072916….
    let mut marks = Marks::of_nobody(4);
    for n_right in [0, 1, 2, 4] {
        let answers: Vec<Option<u32>> =
            (0..4).map(|item_ix| Some(u32::from(item_ix < n_right) * 10_000_000)).collect();
        marks.add(&answers);
    }
    let test = marks.test_statistics();
    assert_all([test.skewness, test.kurtosis].into_iter(), &[0.752_837, 0.342_857], 1e-5);
}

#[test]
fn parts_merge_to_the_same_whole_in_any_order() {
    let whole = marks(&LSAT7);
    let part = |is_in: &dyn Fn(usize) -> bool| {
        let mut counts = LSAT7;
        for (pattern, n) in counts.iter_mut().enumerate() {
            *n = if is_in(pattern) { *n } else { 0 };
        }
        marks(&counts)
    };
    let (a, b, c) = (part(&|p| p < 9), part(&|p| (9..20).contains(&p)), part(&|p| p >= 20));
    for parts in [[&a, &b, &c], [&c, &a, &b], [&b, &c, &a]] {
        let mut merged = Marks::of_nobody(5);
        for part in parts {
            merged.merge(part);
        }
        assert_eq!(merged, whole);
        assert_eq!(merged.item_statistics(), whole.item_statistics());
    }
}

#[test]
fn too_few_or_all_equal_answers_say_nothing() {
    let nobody = Marks::of_nobody(3);
    assert_eq!((nobody.test_statistics().alpha, nobody.test_statistics().mean), (None, None));
    assert!(nobody.item_statistics().iter().all(|item| item.facility.is_none() && item.item_rest.is_none()));
    let mut equal = Marks::of_nobody(2);
    equal.add_many(&[Some(10_000_000), Some(10_000_000)], 9);
    let test = equal.test_statistics();
    assert_eq!((test.alpha, test.skewness, test.sd), (None, None, Some(0.0)));
    assert_eq!(equal.item_statistics()[0].efficiency, None);
}

#[test]
fn a_question_that_was_not_reached_is_not_wrong() {
    let mut marks = Marks::of_nobody(2);
    marks.add_many(&[Some(10_000_000), None], 3);
    marks.add_many(&[Some(0), Some(10_000_000)], 2);
    let items = marks.item_statistics();
    assert_eq!((items[1].n, items[1].facility), (2, Some(1.0)));
    assert_eq!(marks.test_statistics().alpha, None);
}
