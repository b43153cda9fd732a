//! Every rule on its own samples.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::bank::read::read_bank;
use crate::bank::rule::RULES;
use crate::text::SafeText;

/// Returns the codes that the questions of a sample are flagged with.
fn codes(sample: &str) -> Vec<&'static str> {
    let mut questions = match serde_json::from_str(sample).unwrap() {
        Value::Array(questions) => questions,
        question => vec![question],
    };
    for (question_ix, question) in questions.iter_mut().enumerate() {
        question["id"] = json!(format!("q-{question_ix}"));
        question["domain"] = json!("standards");
        let says_why = question.to_string().contains("rationale");
        for choice in question["choices"].as_array_mut().into_iter().flatten().filter(|_| !says_why) {
            choice["rationale"] = json!("What is said here is long enough to be a reason.");
        }
        if question["choices"].is_null() {
            question.as_object_mut().unwrap().remove("choices");
        }
    }
    let bank = json!({ "format": 1, "id": "b", "title": "B", "questions": questions }).to_string();
    let read =
        read_bank(&SafeText::line("b"), bank.as_bytes()).unwrap_or_else(|wrong| panic!("{}", wrong[0]));
    assert_eq!(read.warnings, [], "{sample}");
    flaws(&read.bank.questions, &Month::of_day("2026-11-21")).iter().map(|flaw| flaw.rule.code).collect()
}

#[test]
fn every_sample_has_its_flaw_and_no_other_and_its_near_miss_none() {
    let found: Vec<_> =
        FLAWS.iter().map(|flaw| (flaw.rule.code, codes(flaw.sample), codes(flaw.near_miss))).collect();
    let wanted: Vec<_> =
        FLAWS.iter().map(|flaw| (flaw.rule.code, vec![flaw.rule.code], Vec::new())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn codes_differ_from_each_other_and_from_those_of_structure() {
    let of_structure = RULES.iter().map(|rule| rule.code);
    let all: Vec<&str> = FLAWS.iter().map(|flaw| flaw.rule.code).chain(of_structure).collect();
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    for flaw in FLAWS {
        assert!(flaw.rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
        assert!(flaw.rule.why.ends_with('.') && !flaw.source.is_empty());
    }
}
