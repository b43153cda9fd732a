//! What is exported says everything, and harms nobody.

use std::ops::ControlFlow;

use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::history::chain::{Digest, EventRow};

fn exported(history: &History) -> Vec<String> {
    let mut lines = Vec::new();
    history
        .export(&mut |line| {
            lines.push(line.to_string());
            ControlFlow::Continue(())
        })
        .unwrap();
    lines
}

#[test]
fn the_chain_can_be_computed_again_from_what_is_exported() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let _ = taken(&mut history, started(Mode::Exam, 3), &[choose(1, 1), choose(1, 0), Command::Submit]);
    let _ = taken(&mut history, started(Mode::Practice, 2), &[choose(0, 1), Command::Undo]);
    let lines: Vec<Value> =
        exported(&history).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let header = r#"{"hitquiz":"history","version":1,"attempts":2,"events":7,"answers":3}"#;
    assert_eq!(lines[0].to_string(), header);
    let texts: Vec<&Value> = lines.iter().filter(|line| line.get("text").is_some()).collect();
    assert_eq!(texts.len(), 3);
    for text in texts {
        assert_eq!(Digest::of_text(&text["question"].to_string()).hex(), text["text"].as_str().unwrap());
    }
    let mut previous = Digest::default();
    let mut numbers = Vec::new();
    for line in lines.iter().filter(|line| line.get("event").is_some()) {
        let number = |key: &str| line[key].as_i64().unwrap();
        let row = EventRow {
            seq: number("event"),
            attempt: number("attempt"),
            at: number("at"),
            elapsed: number("elapsed"),
            body: line["body"].to_string(),
        };
        previous = row.link(previous);
        assert_eq!(line["chain"], previous.hex());
        numbers.push(line["answer"].as_i64());
    }
    assert_eq!(numbers, [None, Some(1), Some(2), None, None, Some(3), None]);
}

#[test]
fn an_exported_answer_is_harmless_and_still_the_one_that_was_typed() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let body = Body::Text { accept: vec![SafeText::line("PID")], exact: true };
    let mut started = started(Mode::Practice, 0);
    started
        .drawn
        .push(Drawn { question: Arc::new(sample::question("t", body)), order: ShownOrder::default() });
    let typed = "a\u{1b}[2J\u{202e}b\n\u{fe0f}\u{e0041}é\u{7f}";
    let answer = Answer::Text(typed.to_owned());
    let command = Command::Answer { place: Place::at(0), answer, took: Millis(1) };
    let _ = taken(&mut history, started, &[command]);
    let last = exported(&history).pop().unwrap();
    assert!(last.contains(r"a\u001b[2J\u202eb\n\ufe0f\udb40\udc41é\u007f"), "{last}");
    let line: Value = serde_json::from_str(&last).unwrap();
    assert_eq!(line["body"]["answer"]["text"], typed);
}
