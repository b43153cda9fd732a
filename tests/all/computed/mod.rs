//! What the shipped questions have computed is computed here: a key that is wrong fails.

mod choices;
mod formulas;
mod numeric;
mod queries;
mod shown;

use std::collections::BTreeSet;

use hitquiz::bank::question::{Body, Question};

use crate::computed::choices::CHOSEN;
use crate::computed::numeric::{Computed, NUMERIC};
use crate::computed::shown::Shown;
use crate::exhibits::questions;

/// What binary fractions may add to or take from a computed value, as a share of it.
const ROUNDING: f64 = 1e-9;

/// Returns the value that a table's formula has for a question.
fn value<T>(table: &[Computed<T>], question: &Question) -> Option<T> {
    let id = question.key.question.to_string();
    let computed = table.iter().find(|computed| computed.id == id)?;
    Some((computed.answer)(&Shown::of(question)))
}

/// Returns what is wrong with the key of a numeric question.
fn numeric_fault(question: &Question) -> Option<String> {
    let Body::Numeric { low, high, answer, .. } = question.body else { return None };
    let id = &question.key.question;
    let Some(value) = value(&NUMERIC, question) else { return Some(format!("{id}: no formula")) };
    let rounding = ROUNDING * value.abs();
    // An answer beside a tolerance may be rounded; it still lies in what is accepted, as the value does.
    let is_right = [Some(value), answer]
        .into_iter()
        .flatten()
        .all(|number| (low - rounding..=high + rounding).contains(&number));
    (!is_right)
        .then(|| format!("{id}: {value} is computed, {low} to {high} is accepted, {answer:?} is shown"))
}

/// Returns the text of the right choice, or the text to show first.
fn key_text(question: &Question) -> &str {
    match &question.body {
        Body::Single { choices, key } => choices[usize::from(key.0)].text.as_str(),
        Body::Text { accept, .. } => accept[0].as_str(),
        other => panic!("{}: {} has no key in words", question.key.question, other.type_name()),
    }
}

/// Returns ids of a table that are no question's, and formulas that do not say anything.
fn stale<T>(table: &[Computed<T>]) -> Vec<&'static str> {
    let known: BTreeSet<String> =
        questions().iter().map(|question| question.key.question.to_string()).collect();
    let is_stale = |computed: &&Computed<T>| !known.contains(computed.id) || computed.formula.is_empty();
    table.iter().filter(is_stale).map(|computed| computed.id).collect()
}

#[test]
fn numeric_keys_are_what_their_formula_gives() {
    let faults: Vec<String> = questions().iter().filter_map(|question| numeric_fault(question)).collect();
    assert_eq!(faults, Vec::<String>::new());
    let n_numeric =
        questions().iter().filter(|question| matches!(question.body, Body::Numeric { .. })).count();
    assert_eq!((n_numeric, stale(&NUMERIC)), (NUMERIC.len(), Vec::new()));
}

#[test]
fn a_numeric_key_that_is_wrong_or_has_no_formula_is_found() {
    let mut question = questions()
        .iter()
        .find(|question| question.key.question.to_string() == "sd-kanban-001")
        .unwrap()
        .as_ref()
        .clone();
    assert_eq!(numeric_fault(&question), None);
    question.body = Body::Numeric { low: 8.0, high: 9.0, answer: Some(8.0), unit: None };
    let said = "sd-kanban-001: 7.5 is computed, 8 to 9 is accepted, Some(8.0) is shown";
    assert_eq!(numeric_fault(&question).as_deref(), Some(said));
    question.key.question = "sd-kanban-999".into();
    assert_eq!(numeric_fault(&question).as_deref(), Some("sd-kanban-999: no formula"));
}

#[test]
fn computed_choices_are_the_keys() {
    let mut wrong = Vec::new();
    for question in questions() {
        let Some(text) = value(&CHOSEN, &question) else { continue };
        if key_text(&question) != text {
            wrong.push(format!(
                "{}: {text} is computed, the key is {}",
                question.key.question,
                key_text(&question)
            ));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(stale(&CHOSEN), Vec::<&str>::new());
}
