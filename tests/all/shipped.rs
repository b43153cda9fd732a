//! The shipped banks: as many questions as promised, of every kind, and none of the gates failed.

use std::collections::HashMap;
use std::sync::Arc;

use hitquiz::bank::question::Question;
use hitquiz::check::drawing::drawing_gates;
use hitquiz::check::gate::{Gate, Scope, Verdict, gates};
use hitquiz::check::rule::flaws;
use hitquiz::check::rule::item::Month;
use hitquiz::framework::{TopicId, framework};
use hitquiz::library::{Library, built_in};
use serde_json::Value;

/// Least number of questions of a type over all banks.
const TYPES: [(&str, usize); 6] =
    [("multiple", 60), ("order", 30), ("match", 25), ("numeric", 20), ("text", 20), ("locate", 25)];

/// Topics of which more is promised than of others.
const DEEP_TOPICS: [(&str, usize); 9] = [
    ("hl7-v2", 6),
    ("fhir-core", 6),
    ("fhir-profiles-and-smart", 6),
    ("snomed-ct", 6),
    ("cda", 5),
    ("hipaa-privacy", 8),
    ("hipaa-security", 8),
    ("process-mapping", 8),
    ("future-state-and-downtime", 8),
];

/// Least number of questions of any other topic.
const MIN_OF_TOPIC: usize = 3;

/// Least number of questions that show an exhibit.
const MIN_WITH_EXHIBIT: usize = 120;

/// Least number of questions of a role bank's own.
const MIN_OF_ROLE: usize = 10;

fn all() -> Vec<Arc<Question>> {
    built_in::ids().flat_map(|id| built_in::read(&id).unwrap().bank.questions.clone()).collect()
}

fn n_flaws(questions: &[Arc<Question>]) -> usize {
    flaws(questions, &Month::of_day("2026-11-21")).len()
}

/// Returns the gates that are failed, in words.
fn failed(gates: Vec<Gate>) -> Vec<String> {
    gates
        .into_iter()
        .filter(|gate| gate.verdict == Verdict::Fails)
        .map(|gate| format!("{}: {}; wanted: {}", gate.name, gate.figure, gate.threshold))
        .collect()
}

#[test]
fn every_pool_and_role_bank_has_the_questions_promised() {
    let wire: Value = serde_json::from_str(include_str!("../../question-banks/framework.json")).unwrap();
    for id in built_in::ids() {
        let n = built_in::read(&id).unwrap().bank.questions.len();
        let wanted = match wire["target_items"]["shared"].get(id.as_str()) {
            Some(wanted) => usize::try_from(wanted.as_u64().unwrap()).unwrap(),
            None => MIN_OF_ROLE,
        };
        assert!(n >= wanted, "{id}: {n} of {wanted}");
    }
}

#[test]
fn every_type_topic_and_exhibit_is_there() {
    let questions = all();
    for (kind, wanted) in TYPES {
        let n = questions.iter().filter(|question| question.body.type_name() == kind).count();
        assert!(n >= wanted, "{kind}: {n} of {wanted}");
    }
    let n_exhibits = questions.iter().filter(|question| question.exhibit().is_some()).count();
    assert!(n_exhibits >= MIN_WITH_EXHIBIT, "{n_exhibits} exhibits");
    let mut of_topic: HashMap<TopicId, usize> = HashMap::new();
    for id in framework().domains().map(|domain| domain.as_str().into()) {
        for question in &built_in::read(&id).unwrap().bank.questions {
            *of_topic.entry(question.subject.topic.unwrap()).or_default() += 1;
        }
    }
    for domain in framework().domains() {
        for topic in domain.topics() {
            let n =
                TopicId::named(domain, topic).and_then(|topic| of_topic.get(&topic)).copied().unwrap_or(0);
            let deep = DEEP_TOPICS.iter().find(|(deep, _)| deep == topic).map(|(_, wanted)| *wanted);
            let wanted = deep.unwrap_or(MIN_OF_TOPIC);
            assert!(n >= wanted, "{topic}: {n} of {wanted}");
        }
    }
}

#[test]
fn all_banks_pooled_pass_every_gate() {
    let questions = all();
    assert_eq!(failed(gates(&questions, n_flaws(&questions), Scope::Pooled).gates), Vec::<String>::new());
}

#[test]
fn every_bank_passes_every_gate_and_draws_its_forms() {
    let found = Library::load(None, &[]).unwrap().all();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let halves: Vec<_> = found
            .chunks(found.len().div_ceil(2))
            .map(|half| {
                scope.spawn(move || {
                    let mut failures = Vec::new();
                    for found in half {
                        let questions = &found.questions;
                        let mut table = gates(questions, n_flaws(questions), Scope::Bank).gates;
                        if let Some(role) = found.bank.role {
                            table.extend(drawing_gates(questions, &role.role().blueprint));
                        }
                        failures.extend(
                            failed(table).into_iter().map(|gate| format!("{}: {gate}", found.bank.id)),
                        );
                    }
                    failures
                })
            })
            .collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert_eq!(failures, Vec::<String>::new());
}
