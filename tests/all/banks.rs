//! Bank files: what is read, and what is said of those that are not sound.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hitquiz::bank::diagnostic::Diagnostic;
use hitquiz::bank::include::questions;
use hitquiz::bank::read::{ReadBank, read_bank};
use hitquiz::bank::{Bank, BankId};
use hitquiz::text::SafeText;

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
