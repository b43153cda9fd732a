//! What was exported is taken in once, whole, and only if it is as it was written.

use std::fs;
use std::ops::ControlFlow;

use tempfile::TempDir;

use super::*;
use crate::history::import::Imported;
use crate::history::import::error::ImportError;

fn exported(history: &History) -> String {
    let mut lines = String::new();
    history
        .export(&mut |line| {
            lines.push_str(&format!("{line}\n"));
            ControlFlow::Continue(())
        })
        .unwrap();
    lines
}

fn imported(history: &mut History, text: &str) -> Result<Imported, ImportError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    history.import(file.path())
}

/// Fills a store with two attempts that overlap, one of them open.
fn filled(directory: &TempDir) -> (History, Taken) {
    let mut history = opened(directory);
    let mut exam = taken(&mut history, started(Mode::Exam, 3), &[choose(1, 1)]);
    let practice = [choose(0, 1), Command::Undo, choose(0, 0), choose(1, 3), Command::Finish];
    let mut later = started(Mode::Practice, 2);
    later.seed = Seed(9);
    let _ = taken(&mut history, later, &practice);
    exam.give(&mut history, choose(1, 0));
    (history, exam)
}

#[test]
fn a_history_comes_back_from_its_export_record_for_record() {
    let (from, to) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (history, _) = filled(&from);
    let mut other = opened(&to);
    let text = exported(&history);
    let said = imported(&mut other, &text).unwrap();
    assert_eq!(said, Imported { n_attempts: 2, n_answers: 5, ..Imported::default() });
    assert_eq!(exported(&other), text);
    assert!(other.check().unwrap().is_sound());
    assert_eq!(answers(&other), answers(&history));
}

#[test]
fn what_is_here_already_is_not_taken_in_twice() {
    let (from, to) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (mut history, mut exam) = filled(&from);
    let mut other = opened(&to);
    let _ = taken(&mut other, started(Mode::Cram, 2), &[choose(0, 2)]);
    imported(&mut other, &exported(&history)).unwrap();
    let before = exported(&other);
    let again = imported(&mut other, &exported(&history)).unwrap();
    assert_eq!(again, Imported { n_known: 2, ..Imported::default() });
    assert_eq!(exported(&other), before);
    exam.give(&mut history, choose(0, 0));
    exam.give(&mut history, Command::Submit);
    let more = imported(&mut other, &exported(&history)).unwrap();
    assert_eq!(more, Imported { n_known: 1, n_continued: 1, n_answers: 1, ..Imported::default() });
    let numbers: Vec<u64> = answers(&other).iter().map(|row| row.n.0).collect();
    assert_eq!(numbers, (1..=7).collect::<Vec<_>>());
    assert!(other.check().unwrap().is_sound());
    assert_eq!(imported(&mut history, &before).unwrap().n_attempts, 1);
}

#[test]
fn an_attempt_that_went_on_otherwise_stays_as_it_is_here() {
    let (from, to) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (mut history, mut exam) = filled(&from);
    let mut other = opened(&to);
    imported(&mut other, &exported(&history)).unwrap();
    exam.give(&mut history, choose(2, 2));
    let stored = other.resume(AttemptId(1)).unwrap().unwrap();
    let session = Session::replayed(stored.started.clone(), stored.replayable(), Moment::default());
    let event = session.decide(choose(2, 3), Moment::default()).unwrap();
    let _ = other.append(AttemptId(1), &event).unwrap();
    let before = exported(&other);
    let said = imported(&mut other, &exported(&history)).unwrap();
    assert_eq!(said, Imported { n_known: 1, apart: vec![(1, AttemptId(1))], ..Imported::default() });
    assert_eq!(exported(&other), before);
}

#[test]
fn what_is_not_as_it_was_exported_is_refused_whole() {
    let (from, to) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let text = exported(&filled(&from).0);
    let mut other = opened(&to);
    let lines: Vec<&str> = text.lines().collect();
    let without = |line: usize| {
        let kept: Vec<&str> =
            lines.iter().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| *line).collect();
        kept.join("\n")
    };
    let cases: [(String, &str); 10] = [
        (text.replacen(r#""took":7100"#, r#""took":7101"#, 1), "line 6 of `F` is not as it was written"),
        (text.replacen("choice 1", "choice 9", 1), "line 2 of `F` is not as it was written"),
        (without(0), "`F` is no exported history of this program"),
        (without(1), "line 4 of `F` cannot be read"),
        (without(6), "line 7 of `F` is not as it was written"),
        (without(lines.len() - 1), "`F` is not whole: 8 of 9 records are there"),
        (
            text.replacen(r#""version":1"#, r#""version":2"#, 1),
            "`F` is in a newer form of export (version 2)",
        ),
        ("{}".to_owned(), "`F` is no exported history of this program"),
        (String::new(), "`F` is no exported history of this program"),
        (format!("{}{}", lines[0], "\n\u{0}"), "line 2 of `F` cannot be read"),
    ];
    for (text, said) in cases {
        let error = imported(&mut other, &text).unwrap_err().to_string();
        let (before, rest) = error.split_once("/").map_or((error.as_str(), ""), |parts| parts);
        let named = rest.split_once('`').map_or_else(String::new, |(_, rest)| format!("F`{rest}"));
        assert_eq!(format!("{before}{named}"), said);
        assert_eq!((other.n_attempts().unwrap(), other.n_answers().unwrap()), (0, 0), "{said}");
    }
    assert!(other.check().unwrap().is_sound());
}

#[test]
fn only_regular_files_are_read_and_no_deeper_than_a_reader_can_go() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    assert!(matches!(history.import(directory.path()), Err(ImportError::NotRegular { .. })));
    assert!(matches!(history.import(&directory.path().join("none")), Err(ImportError::Io { .. })));
    #[cfg(unix)]
    assert!(matches!(history.import(std::path::Path::new("/dev/zero")), Err(ImportError::NotRegular { .. })));
    let header = r#"{"hitquiz":"history","version":1,"attempts":1,"events":1,"answers":0}"#;
    let deep = format!("{header}\n{}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(imported(&mut history, &deep), Err(ImportError::Line { line: 2, .. })));
    let long = format!("{header}\n\"{}\"\n", "x".repeat(17 << 20));
    assert!(matches!(imported(&mut history, &long), Err(ImportError::TooLarge { .. })));
}
