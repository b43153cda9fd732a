//! The schema of bank files, held against the reader by a validator that somebody else wrote.

use std::path::{Path, PathBuf};

use hitquiz::bank::read::schema::schema;
use serde_json::Value;

/// Set to write files that are drawn from tables anew, instead of comparing them.
pub(crate) const UPDATE: &str = "HITQUIZ_UPDATE";

/// Codes of invalid samples that a schema cannot tell: they take a look at two places, at other files, or at the text.
const BEYOND_A_SCHEMA: &[&str] = &[
    "byte-order-mark",
    "circular-include",
    "duplicate-choices",
    "duplicate-id",
    "duplicate-key",
    "duplicate-lefts",
    "duplicate-rights",
    "line-outside-exhibit",
    "lone-date",
    "missing-include",
    "reversed-dates",
    "reversed-range",
    "too-long-text",
    "unknown-case",
    "unused-case",
    "wrong-select",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bank_files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    files
}

/// Compares a file with what it is drawn from, or writes it where [`UPDATE`] is set.
pub(crate) fn assert_drawn(path: &str, wanted: &str) {
    let path = root().join(path);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, wanted).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == wanted, "{} is stale: run the tests with {UPDATE}=1", path.display());
}

#[test]
fn the_schema_in_the_repository_is_what_the_program_prints() {
    assert_drawn("schema/bank.schema.json", &format!("{:#}\n", schema()));
}

#[test]
fn the_schema_takes_every_sound_bank() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for folder in ["question-banks/shared", "question-banks/roles", "tests/fixtures/banks/valid"] {
        for path in bank_files(folder) {
            let bank: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let problems: Vec<String> = validator
                .iter_errors(&bank)
                .map(|problem| format!("{}: {problem}", problem.instance_path()))
                .collect();
            assert_eq!(problems, Vec::<String>::new(), "{}", path.display());
        }
    }
}

#[test]
fn the_schema_refuses_what_a_schema_can_refuse() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut taken = Vec::new();
    for path in bank_files("tests/fixtures/banks/invalid") {
        let bytes = std::fs::read(&path).unwrap();
        let is_taken = serde_json::from_slice::<Value>(&bytes).is_ok_and(|bank| validator.is_valid(&bank));
        taken.extend(is_taken.then(|| path.file_stem().unwrap().to_string_lossy().into_owned()));
    }
    let wanted: Vec<&str> =
        BEYOND_A_SCHEMA.iter().copied().filter(|code| taken.contains(&(*code).to_owned())).collect();
    assert_eq!(taken, wanted);
}
