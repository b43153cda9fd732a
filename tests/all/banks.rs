//! Bank files: what is read, and what is said of those that are not sound.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hitquiz::bank::diagnostic::Diagnostic;
#[cfg(unix)]
use hitquiz::bank::file::{FileError, read_file};
use hitquiz::bank::include::questions;
use hitquiz::bank::question::{Question, Scoring};
use hitquiz::bank::read::{ReadBank, read_bank};
use hitquiz::bank::rule::RULES;
use hitquiz::bank::{Bank, BankId};
use hitquiz::text::layout::width;
use hitquiz::text::{SafeText, is_unsafe};
use proptest::prelude::*;

/// Returns the bank files below a folder of the repository, sorted by path.
fn bank_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    assert!(!files.is_empty(), "{}", folder.display());
    files
}

fn read(path: &Path) -> Result<ReadBank, Vec<Diagnostic>> {
    let name = SafeText::line(&path.file_name().unwrap().to_string_lossy());
    read_bank(&name, &std::fs::read(path).unwrap())
}

fn said(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n\n")
}

fn sound(path: &Path) -> ReadBank {
    read(path).unwrap_or_else(|diagnostics| panic!("{}", said(&diagnostics)))
}

#[test]
fn every_shipped_bank_is_sound_and_finds_its_includes() {
    let files = [bank_files("question-banks/shared"), bank_files("question-banks/roles")].concat();
    let banks: Vec<ReadBank> = files.iter().map(|path| sound(path)).collect();
    let by_id: HashMap<BankId, Arc<Bank>> =
        banks.iter().map(|bank| (bank.bank.id.clone(), bank.bank.clone())).collect();
    for bank in &banks {
        assert_eq!(said(&bank.warnings), "");
        let all =
            questions(bank, |id| by_id.get(id).cloned()).unwrap_or_else(|found| panic!("{}", said(&found)));
        assert!(all.len() >= bank.bank.questions.len());
    }
}

/// Returns every code that a file is flagged with; includes are looked for among no banks at all.
fn flagged(path: &Path) -> Vec<&'static str> {
    let diagnostics = read(path).and_then(|bank| {
        let warnings = bank.warnings.clone();
        questions(&bank, |_| None).map(|_| warnings)
    });
    let mut codes: Vec<&str> = diagnostics
        .unwrap_or_else(|diagnostics| diagnostics)
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    codes.dedup();
    codes
}

/// Codes that the sample of another code cannot do without.
const BESIDES: &[(&str, &[&str])] = &[("more-problems", &["missing-key"])];

/// Codes whose samples would be too large for a repository; they have tests of their own.
const TOO_LARGE: &[&str] = &["too-many-values"];

#[test]
fn every_rule_has_a_sample_that_breaks_it_and_only_it() {
    let files = bank_files("tests/fixtures/banks/invalid");
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    let samples: BTreeSet<String> = files.iter().map(stem).collect();
    let codes: BTreeSet<String> = RULES
        .iter()
        .map(|rule| rule.code.to_owned())
        .filter(|code| !TOO_LARGE.contains(&code.as_str()))
        .collect();
    assert_eq!(samples, codes);
    for path in &files {
        let code = stem(path);
        let besides = BESIDES.iter().find(|(of, _)| *of == code).map_or(&[][..], |(_, besides)| besides);
        let found: Vec<&str> = flagged(path).into_iter().filter(|found| !besides.contains(found)).collect();
        assert_eq!(found, [code.as_str()], "{}", path.display());
    }
}

#[test]
fn what_just_does_not_break_a_rule_is_sound() {
    for path in bank_files("tests/fixtures/banks/valid") {
        assert_eq!(said(&sound(&path).warnings), "", "{}", path.display());
    }
}
/// Returns what is said of a file, includes looked for among no banks at all.
fn said_of(path: &Path) -> String {
    match read(path) {
        Ok(bank) if bank.warnings.is_empty() => said(&questions(&bank, |_| None).unwrap_err()),
        Ok(bank) => said(&bank.warnings),
        Err(diagnostics) => said(&diagnostics),
    }
}

#[test]
fn every_message_reads_well() {
    // A thousand equal messages read no better than the last of them and their count.
    let start = |text: String| if text.len() > 4000 { text[text.len() - 900..].to_owned() } else { text };
    let files = bank_files("tests/fixtures/banks/invalid");
    let all: Vec<String> = files.iter().map(|path| start(said_of(path))).collect();
    insta::assert_snapshot!(all.join("\n\n\n"));
}

#[test]
fn json_has_the_keys_of_the_format_in_their_order() {
    let diagnostics = read(&fixture("invalid/answer-and-range.json")).unwrap_err();
    assert_eq!(
        diagnostics[0].json_line(),
        "{\"file\":\"answer-and-range.json\",\"line\":5,\"column\":40,\"end_line\":5,\"end_column\":47,\
         \"severity\":\"error\",\"code\":\"answer-and-range\",\
         \"message\":\"question `q-1` has both `answer` and `range`\",\"help\":\"leave one of them\",\
         \"labels\":[{\"line\":5,\"column\":26,\"text\":\"first\"},{\"line\":5,\"column\":40,\"text\":\"second\"}]}"
    );
}

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/banks").join(path)
}

fn question(bank: &Bank, id: &str) -> Arc<Question> {
    bank.questions.iter().find(|question| question.key.question.as_str() == id).unwrap().clone()
}

#[test]
fn marking_is_the_questions_own_then_the_banks_then_the_types() {
    let bank = sound(&fixture("valid/all-types.json")).bank;
    let scoring = |bank: &Bank, id: &str| question(bank, id).rules.scoring;
    assert_eq!(scoring(&bank, "multiple"), Scoring::EachAnswer);
    assert_eq!(scoring(&bank, "match"), Scoring::NetCorrect);
    assert_eq!(scoring(&bank, "single"), Scoring::AllOrNothing);
    let plain = sound(&fixture("valid/just-sound.json")).bank;
    assert_eq!(scoring(&plain, "one-of-two"), Scoring::AllOrNothing);
}

#[test]
fn every_type_is_read_with_its_key() {
    let bank = sound(&fixture("valid/all-types.json")).bank;
    let bodies: Vec<String> = bank.questions.iter().map(|question| format!("{:?}", question.body)).collect();
    insta::assert_snapshot!(bodies.join("\n"));
}

#[test]
fn a_segment_of_hl7_is_a_line_and_the_last_line_feed_ends_none() {
    let bank = sound(&fixture("valid/all-types.json")).bank;
    let located = question(&bank, "locate");
    let lines: Vec<&str> = located.exhibit().unwrap().lines().collect();
    assert_eq!(lines, ["MSH|^~\\&|ADT|GH", "PID|1||4711", "PV1|1|I"]);
    let plain = sound(&fixture("valid/just-sound.json")).bank;
    assert_eq!(question(&plain, "lines").exhibit().unwrap().lines().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_without_waiting_for_a_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.json");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(matches!(read_file(&path), Err(FileError::NotRegular { .. })));
}

/// Returns a sound bank with some bytes replaced, put in or taken out.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let sound = std::fs::read(fixture("valid/all-types.json")).unwrap();
    let pieces: &[&[u8]] = &[
        b"",
        b"\"",
        b"}",
        b"[",
        b",",
        b"null",
        b"-1",
        b"1e999",
        b"\\",
        b"\n",
        b"\x1b",
        b"\xff",
        "\u{202e}日".as_bytes(),
    ];
    let damage = (0..sound.len(), 0_usize..12, prop::sample::select(pieces.to_vec()));
    prop::collection::vec(damage, 1..4).prop_map(move |damages| {
        let mut bytes = sound.clone();
        for (start, length, piece) in damages {
            let start = start.min(bytes.len());
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, piece.iter().copied());
        }
        bytes
    })
}

proptest! {
    #[test]
    fn no_damage_makes_the_reader_panic_or_point_outside_the_file(bytes in damaged()) {
        let Err(diagnostics) = read_bank(&SafeText::line("f"), &bytes) else { return Ok(()) };
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.split('\n').collect();
        for diagnostic in &diagnostics {
            for position in [diagnostic.place.start, diagnostic.place.end] {
                let line = lines.get(position.line.wrapping_sub(1)).copied();
                prop_assert!(line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&position.column)));
            }
            let shown = diagnostic.to_string();
            prop_assert!(!shown.contains(|c: char| c != '\n' && is_unsafe(c)));
            prop_assert!(shown.lines().filter(|line| line.contains(" | ")).all(|line| width(line) <= 140), "{}", shown);
        }
    }
}
