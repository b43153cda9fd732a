//! Formulas and rules that the questions ask people to apply, each written from its source.

use std::collections::HashMap;

use crate::computed::shown::{Shown, cells};

/// Returns the points of a value: those of the first band whose upper end it does not exceed.
pub(crate) fn points(value: f64, bands: &[(f64, f64)]) -> f64 {
    bands.iter().find(|(upper, _)| value <= *upper).unwrap().1
}

/// Upper ends of breaths a minute and their points in NEWS2 (Royal College of Physicians, 2017).
pub(crate) const BREATHS: [(f64, f64); 5] =
    [(8.0, 3.0), (11.0, 1.0), (20.0, 0.0), (24.0, 2.0), (f64::MAX, 3.0)];

/// The same for oxygen saturation in percent, breathing air, scale 2.
pub(crate) const SATURATION_SCALE_2: [(f64, f64); 4] = [(83.0, 3.0), (85.0, 2.0), (87.0, 1.0), (100.0, 0.0)];

/// The same for systolic pressure in mmHg.
pub(crate) const SYSTOLIC: [(f64, f64); 5] =
    [(90.0, 3.0), (100.0, 2.0), (110.0, 1.0), (219.0, 0.0), (f64::MAX, 3.0)];

/// The same for pulse a minute.
pub(crate) const PULSE: [(f64, f64); 6] =
    [(40.0, 3.0), (50.0, 1.0), (90.0, 0.0), (110.0, 1.0), (130.0, 2.0), (f64::MAX, 3.0)];

/// The same for temperature in degrees Celsius.
pub(crate) const TEMPERATURE: [(f64, f64); 5] =
    [(35.0, 3.0), (36.0, 1.0), (38.0, 0.0), (39.0, 1.0), (f64::MAX, 2.0)];

/// Returns the share of those with an alert who have the condition; all are proportions.
pub(crate) fn positive_predictive_value(sensitivity: f64, specificity: f64, prevalence: f64) -> f64 {
    let right = sensitivity * prevalence;
    right / (right + (1.0 - specificity) * (1.0 - prevalence))
}

/// Returns Cohen's kappa of a table of two raters, rows by columns.
pub(crate) fn kappa(table: [[f64; 2]; 2]) -> f64 {
    let [[a, b], [c, d]] = table;
    let total = a + b + c + d;
    let observed = (a + d) / total;
    let by_chance = ((a + b) * (a + c) + (c + d) * (b + d)) / (total * total);
    (observed - by_chance) / (1.0 - by_chance)
}

/// Returns the middle of an odd count of values.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Returns the days from the first start to the last finish of a plan; one task may take longer.
///
/// The table of the plan gives letter, name, days, and the letters of what a task comes after.
pub(crate) fn days_of_plan(shown: &Shown, late: Option<(&str, f64)>) -> f64 {
    let mut finished: HashMap<&str, f64> = HashMap::new();
    for line in shown.exhibit().lines().skip(1) {
        let [task, _, days, after] = cells(line).try_into().unwrap();
        let start = after.split(", ").filter(|before| *before != "-").map(|before| finished[before]);
        let start = start.fold(0.0, f64::max);
        let more = late.filter(|(name, _)| *name == task).map_or(0.0, |(_, more)| more);
        finished.insert(task, start + days.parse::<f64>().unwrap() + more);
    }
    finished.into_values().fold(0.0, f64::max)
}

/// Returns how many retract-and-reorder events (NQF 2723) a log shows.
///
/// An order is cancelled within ten minutes, and the same clinician places it for another patient within the next
/// ten.
pub(crate) fn retract_and_reorder_events(shown: &Shown) -> f64 {
    let orders = shown.rows();
    let minutes = |time: &str| {
        let (hour, minute) = time.split_once(':')?;
        Some(hour.parse::<i32>().unwrap() * 60 + minute.parse::<i32>().unwrap())
    };
    let follows = |first: &[String], second: &[String]| {
        let (Some(placed), Some(cancelled)) = (minutes(&first[4]), minutes(&first[5])) else { return false };
        let is_same_order = first[1] == second[1] && first[3] == second[3];
        let wait = minutes(&second[4]).unwrap() - cancelled;
        cancelled - placed <= 10 && (0..=10).contains(&wait) && is_same_order && first[2] != second[2]
    };
    let is_event = |first: &&Vec<String>| orders.iter().any(|second| follows(first, second));
    orders.iter().filter(is_event).count() as f64
}

/// Returns the fewest calls of `triage` (sd-test-002) that take each of its six branches.
pub(crate) fn fewest_calls_for_all_branches() -> f64 {
    // A call is three bits: fever, chemotherapy, infant. Chemotherapy is asked about with a fever alone.
    let branches = |call: u32| {
        let of_fever = match call & 3 {
            1 => 0b00_1001,
            3 => 0b00_0101,
            _ => 0b00_0010,
        };
        of_fever | if call & 4 == 0 { 0b10_0000 } else { 0b01_0000 }
    };
    let taken =
        |calls: u32| (0..8).filter(|call| (calls >> call) & 1 == 1).fold(0, |all, call| all | branches(call));
    let fewest = (1_u32..256).filter(|calls| taken(*calls) == 0b11_1111).map(u32::count_ones).min();
    f64::from(fewest.unwrap())
}

#[test]
fn formulas_keep_to_their_laws() {
    assert_eq!(kappa([[7.0, 0.0], [0.0, 3.0]]), 1.0);
    assert_eq!(kappa([[1.0, 2.0], [2.0, 4.0]]), 0.0);
    assert_eq!(median(vec![9.0, 1.0, 4.0]), 4.0);
    // A test that is right half the time on both sides leaves the prevalence as it was.
    assert!((positive_predictive_value(0.5, 0.5, 0.1) - 0.1).abs() < 1e-12);
    assert_eq!(points(8.0, &BREATHS), 3.0);
    assert_eq!(points(9.0, &BREATHS), 1.0);
}
