//! All problems of all files: what is read, what the rules find in it, and what its includes lack.
//!
//! Invariant: the bytes of one file are in memory at a time; banks stay, since others may include them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::bank::diagnostic::Diagnostic;
use crate::bank::file::{FileError, read_file};
use crate::bank::include;
use crate::bank::question::Question;
use crate::bank::read::{Arena, ReadBank, Unsound, read_in};
use crate::bank::rule::{DUPLICATE_ID, Severity};
use crate::bank::{Bank, BankId};
use crate::check::rule::item::Month;
use crate::check::rule::place;
use crate::framework::is_framework;
use crate::library::built_in;
use crate::library::folder::{FolderError, bank_files_below};
use crate::text::SafeText;

/// A file to be checked.
#[derive(Debug)]
pub struct Input {
    /// What diagnostics call it.
    pub name: SafeText,
    /// What is in it.
    pub bytes: Result<Vec<u8>, Unread>,
    /// Was it named, or found in a folder?
    pub found: Found,
}

/// Why something is not checked.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The files of the folder are not known.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl Unread {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::File(error) => error.help(),
            Self::Folder(error) => error.help(),
        }
    }
}

/// How a file came to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Somebody named it.
    Named,
    /// It lay in a folder that somebody named.
    InFolder,
}

/// A file that was checked.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// What diagnostics call it.
    pub name: SafeText,
    /// All its problems in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// How many questions it has, where that can be told.
    pub n_questions: Option<usize>,
    /// The bank, if it is sound.
    pub bank: Option<Arc<ReadBank>>,
    /// Its questions with those that it includes, if it and its includes are sound.
    pub questions: Vec<Arc<Question>>,
    /// Its own questions, those that are sound.
    pub sound: Vec<Arc<Question>>,
}

/// What checking has found.
#[derive(Debug, Default)]
pub struct Checking {
    /// Files in the order in which they were given.
    pub files: Vec<CheckedFile>,
    /// Files and folders that could not be read.
    pub unreadable: Vec<Unread>,
}

impl CheckedFile {
    /// Counts the problems of one severity.
    #[must_use]
    pub fn n(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// Returns the files that a path stands for: itself, or all `.json` files below a folder, by path; each read when it
/// is asked for.
pub fn inputs(path: &Path) -> impl Iterator<Item = Input> + use<> {
    let (files, found) = match path.is_dir() {
        true => (bank_files_below(path), Found::InFolder),
        false => (vec![Ok(path.to_owned())], Found::Named),
    };
    files.into_iter().map(move |file| match file {
        Ok(path) => {
            Input { name: SafeText::path(&path), bytes: read_file(&path).map_err(Unread::from), found }
        }
        Err(error) => Input { name: SafeText::default(), bytes: Err(error.into()), found },
    })
}

/// Checks files; includes are looked for among them, then among the built-in banks.
#[must_use]
pub fn checked(inputs: impl Iterator<Item = Input>, today: &Month) -> Checking {
    let mut checking = Checking::default();
    let mut by_id: HashMap<BankId, usize> = HashMap::new();
    let mut arena = Arena::new();
    for Input { name, bytes, found } in inputs {
        let bytes = match bytes {
            Ok(bytes) if found == Found::InFolder && is_framework(&bytes) => continue,
            Ok(bytes) => bytes,
            Err(error) => {
                checking.unreadable.push(error);
                continue;
            }
        };
        let mut file = checked_file(&mut arena, name, &bytes, today);
        if let Some(id) = file.bank.as_ref().map(|read| read.bank.id.clone()) {
            match by_id.get(&id).and_then(|first_ix| checking.files.get(*first_ix)) {
                Some(first) => file.diagnostics.extend(same_id(&id, &first.name, &file.name, &bytes)),
                None => {
                    by_id.insert(id, checking.files.len());
                }
            }
        }
        checking.files.push(file);
    }
    resolve(&mut checking.files, &by_id);
    checking
}

/// Checks one file by itself; what it includes is looked for among the built-in banks.
#[must_use]
pub fn checked_alone(name: SafeText, bytes: &[u8], today: &Month) -> CheckedFile {
    let mut file = checked_file(&mut Arena::new(), name, bytes, today);
    resolve(std::slice::from_mut(&mut file), &HashMap::new());
    file
}

fn checked_file(arena: &mut Arena, name: SafeText, bytes: &[u8], today: &Month) -> CheckedFile {
    match read_in(arena, &name, bytes) {
        Ok((read, text)) => {
            let flaws = place::diagnostics(&name, text, &read, today);
            let diagnostics = sorted(read.warnings.iter().cloned().chain(flaws).collect());
            let n_questions = Some(read.bank.questions.len());
            let (sound, bank) = (read.bank.questions.clone(), Some(Arc::new(read)));
            CheckedFile { name, diagnostics, n_questions, bank, questions: Vec::new(), sound }
        }
        Err(Unsound { diagnostics, n_questions, questions }) => CheckedFile {
            name,
            diagnostics,
            n_questions,
            bank: None,
            questions: Vec::new(),
            sound: questions,
        },
    }
}

fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.place.start);
    diagnostics
}

/// Returns the problem that another file has a bank of this id.
fn same_id(id: &BankId, first: &SafeText, name: &SafeText, bytes: &[u8]) -> Option<Diagnostic> {
    let spot = place::id_spot(name, std::str::from_utf8(bytes).ok()?);
    let message = format!("the bank of `{first}` has the id `{id}` too");
    Some(spot.diagnostic(DUPLICATE_ID, &message, "give one of them another `id`"))
}

/// Gives every sound bank its questions with those that it includes, or the problems of its includes.
fn resolve(files: &mut [CheckedFile], by_id: &HashMap<BankId, usize>) {
    let banks: HashMap<&BankId, Arc<Bank>> = by_id
        .iter()
        .filter_map(|(id, file_ix)| Some((id, Arc::clone(&files.get(*file_ix)?.bank.as_ref()?.bank))))
        .collect();
    let lookup = |id: &BankId| {
        let built_in = || built_in::read(id).map(|read| Arc::clone(&read.bank));
        banks.get(id).map(Arc::clone).or_else(built_in)
    };
    for file in files {
        let Some(read) = &file.bank else { continue };
        match include::questions(read, lookup) {
            Ok(questions) => file.questions = questions,
            Err(diagnostics) => {
                file.diagnostics.extend(diagnostics);
                file.diagnostics = sorted(std::mem::take(&mut file.diagnostics));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a bank of one question that includes another bank.
    fn bank(id: &str, include: &str) -> String {
        format!(
            r#"{{ "format": 1, "id": "{id}", "title": "B", "include": [{include}], "questions": [
                {{ "id": "{id}-1", "domain": "standards", "stem": "Which?", "type": "text", "accept": ["this"] }} ] }}"#
        )
    }

    fn codes(checking: &Checking) -> Vec<(String, Vec<&'static str>)> {
        let codes = |file: &CheckedFile| file.diagnostics.iter().map(|found| found.code).collect();
        checking.files.iter().map(|file| (file.name.to_string(), codes(file))).collect()
    }

    fn given(files: &[(&str, String)]) -> Checking {
        let input = |(name, text): &(&str, String)| Input {
            name: SafeText::line(name),
            bytes: Ok(text.clone().into_bytes()),
            found: Found::InFolder,
        };
        checked(files.iter().map(input), &Month::of_day("2026-11-21"))
    }

    #[test]
    fn includes_are_found_among_the_files_in_any_order_and_then_built_in() {
        let checking = given(&[("a", bank("a", r#""b", "trainer""#)), ("b", bank("b", ""))]);
        assert_eq!(codes(&checking), [("a".to_owned(), vec![]), ("b".to_owned(), vec![])]);
        assert!(checking.files[0].questions.len() > 100);
    }

    #[test]
    fn what_is_missing_twice_or_broken_is_told_of_each_file() {
        let checking = given(&[("a", bank("a", r#""none""#)), ("b", bank("a", "")), ("c", "{".to_owned())]);
        let wanted = [("a", "missing-include"), ("b", "duplicate-id"), ("c", "unclosed")];
        assert_eq!(codes(&checking), wanted.map(|(name, code)| (name.to_owned(), vec![code])));
    }

    #[test]
    fn a_folder_is_walked_by_name_and_a_framework_in_it_is_no_bank() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        std::fs::write(folder.path().join("b/c.json"), bank("c", "")).unwrap();
        std::fs::write(folder.path().join("a.JSON"), "{}").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "{}").unwrap();
        std::fs::write(
            folder.path().join("framework.json"),
            include_str!("../../question-banks/framework.json"),
        )
        .unwrap();
        let checking = checked(inputs(folder.path()), &Month::of_day("2026-11-21"));
        let names: Vec<String> = checking.files.iter().map(|file| file.name.to_string()).collect();
        assert_eq!(names.len(), 2);
        assert!(names[0].ends_with("a.JSON") && names[1].ends_with("c.json"), "{names:?}");
    }

    #[test]
    fn a_file_that_is_not_there_is_unreadable() {
        let checking = checked(inputs(Path::new("/none/such.json")), &Month::of_day("2026-11-21"));
        assert!(matches!(checking.unreadable.as_slice(), [Unread::File(FileError::Missing { .. })]));
    }
}
