//! Estimates against published values.

use crate::measure::calibrate::{Fit, Pattern, expected_ability_by_score, fitted, test_information};
use crate::measure::item::Item;
use crate::measure::lsat::{LSAT6, LSAT7, patterns};

fn fit(counts: &[u64; 32]) -> Fit {
    let patterns: Vec<Pattern> = patterns(counts)
        .into_iter()
        .map(|(is_right, n_people)| Pattern { is_right: is_right.to_vec(), n_people })
        .collect();
    fitted(&patterns, 5)
}

fn assert_all(found: impl Iterator<Item = f64>, wanted: &[f64], tolerance: f64) {
    let found: Vec<f64> = found.collect();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() < tolerance, "{found} {wanted}");
    }
}

#[test]
fn section_6_has_the_published_parameters() {
    let fit = fit(&LSAT6);
    let slopes = [0.825_659_52, 0.722_744_2, 0.890_874_53, 0.688_367_97, 0.656_855_94];
    assert_all(fit.parameters.iter().map(|item| item.slope), &slopes, 1e-4);
    let difficulties = [-3.358_811_14, -1.370_057_62, -0.279_666_23, -1.866_381_03, -3.125_906_8];
    assert_all(fit.parameters.iter().map(|item| item.difficulty), &difficulties, 5e-4);
    assert_all([fit.log_likelihood].into_iter(), &[-2_466.653_377_40], 1e-5);
}

#[test]
fn section_7_has_the_published_parameters_information_and_abilities() {
    let fit = fit(&LSAT7);
    let slopes = [0.987_545_89, 1.080_837_14, 1.707_477_66, 0.764_989_87, 0.735_672_71];
    assert_all(fit.parameters.iter().map(|item| item.slope), &slopes, 1e-4);
    let difficulties = [-1.879_260_16, -0.747_540_55, -1.057_235_62, -0.635_302_27, -2.520_764_41];
    assert_all(fit.parameters.iter().map(|item| item.difficulty), &difficulties, 5e-4);
    assert_all([fit.log_likelihood].into_iter(), &[-2_658.805_113_55], 1e-5);
    let items: Vec<Item> = fit.parameters.iter().map(|item| item.item()).collect();
    let information = [-2.0, -1.0, 0.0, 1.0, 2.0].into_iter().map(|theta| test_information(&items, theta));
    assert_all(information, &[1.081_522, 1.460_828, 0.918_058, 0.402_370, 0.168_926], 1e-4);
    let abilities = [-1.869_784, -1.431_865, -0.948_854, -0.413_196, 0.151_733, 0.727_185];
    assert_all(expected_ability_by_score(&items).into_iter(), &abilities, 1e-4);
}

#[test]
fn questions_that_all_or_none_get_right_stay_finite() {
    let pattern = |is_right: [bool; 3], n_people| Pattern { is_right: is_right.to_vec(), n_people };
    let fit = fitted(&[pattern([true, false, true], 30), pattern([true, false, false], 30)], 3);
    assert!(fit.parameters.iter().all(|item| item.slope.is_finite() && item.difficulty.is_finite()));
    assert!(fit.log_likelihood.is_finite());
    assert!(fitted(&[], 2).log_likelihood.abs() < 1e-12);
}
