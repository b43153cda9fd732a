//! All problems of all files: what is read, what the rules find in it, and what its includes lack.
//!
//! Invariant: the bytes of one file are in memory at a time, and of a bank whose questions are not kept the ids, since
//! others may include it.

mod desk;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::bank::diagnostic::Diagnostic;
use crate::bank::file::{FileError, read_file};
use crate::bank::include::{self, Listing};
use crate::bank::question::Question;
use crate::bank::read::ReadBank;
use crate::bank::rule::{DUPLICATE_ID, Severity};
use crate::bank::source::Span;
use crate::bank::view::View;
use crate::bank::{Bank, BankId, QuestionId};
use crate::check::cues::is_key_longest;
use crate::check::facts::Facts;
use crate::check::rule::item::Month;
use crate::check::rule::place;
use crate::framework::is_framework;
use crate::library::built_in;
use crate::library::checking::desk::Desk;
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
#[derive(Clone, Debug, Default)]
pub struct CheckedFile {
    /// What diagnostics call it.
    pub name: SafeText,
    /// All its problems in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// How many questions it has, where that can be told.
    pub n_questions: Option<usize>,
    /// The bank, if it is sound.
    pub bank: Option<Arc<ReadBank>>,
    /// Its questions with those that it includes, if it and its includes are sound and all are kept.
    pub questions: Vec<Arc<Question>>,
    /// Its own questions, those that are sound; none if only a few are kept and there were more.
    pub sound: Vec<Arc<Question>>,
    /// Where each of them stands in the file.
    pub spans: Vec<Span>,
    /// What figures take from each of them, if that is kept and the bank is sound.
    pub facts: Vec<Facts>,
    /// What is counted of those that are sound.
    pub counts: Counts,
    /// The ids of the questions of a sound bank.
    ids: Vec<QuestionId>,
}

/// What is counted of sound questions, be they kept or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub n_sound: usize,
    /// Those of type `single`.
    pub n_single: usize,
    /// Those of them whose key is longer than each other choice.
    pub n_longest_keys: usize,
}

/// Which questions are kept when their flaws have been found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// All of them.
    All,
    /// All of them with what figures take from each.
    AllWithFacts,
    /// All up to a number, and none of the files behind: a hundred thousand fill the memory for nothing.
    UpTo(usize),
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
pub fn checked(inputs: impl Iterator<Item = Input>, today: &Month, keep: Keep) -> Checking {
    let mut checking = Checking::default();
    let mut by_id: HashMap<BankId, usize> = HashMap::new();
    let mut desk = Desk::new(today, keep);
    for Input { name, bytes, found } in inputs {
        let bytes = match bytes {
            Ok(bytes) if found == Found::InFolder && is_framework(&bytes) => continue,
            Ok(bytes) => bytes,
            Err(error) => {
                checking.unreadable.push(error);
                continue;
            }
        };
        let mut file = desk.checked_file(name, &bytes);
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
    resolve(&mut checking.files, &by_id, keep);
    checking
}

/// Checks one file by itself, and keeps its questions; what it includes is looked for among the built-in banks.
#[must_use]
pub fn checked_alone(name: SafeText, bytes: &[u8], today: &Month) -> CheckedFile {
    let mut desk = Desk::new(today, Keep::All);
    let mut file = desk.checked_file(name, bytes);
    resolve(std::slice::from_mut(&mut file), &HashMap::new(), Keep::All);
    file
}

impl Keep {
    fn is_all(self) -> bool {
        self.most() == usize::MAX
    }

    fn most(self) -> usize {
        match self {
            Self::All | Self::AllWithFacts => usize::MAX,
            Self::UpTo(n) => n,
        }
    }
}

impl Counts {
    fn of(questions: &[Arc<Question>]) -> Self {
        let mut counts = Self::default();
        questions.iter().for_each(|question| counts.add(&View::of(question)));
        counts
    }

    fn add(&mut self, question: &View<'_>) {
        let is_longest = is_key_longest(question);
        self.n_sound += 1;
        self.n_single += usize::from(is_longest.is_some());
        self.n_longest_keys += usize::from(is_longest == Some(true));
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
fn resolve(files: &mut [CheckedFile], by_id: &HashMap<BankId, usize>, keep: Keep) {
    let including: Vec<usize> = files
        .iter()
        .enumerate()
        .filter(|(_, file)| file.bank.as_ref().is_some_and(|read| keep.is_all() || !read.includes.is_empty()))
        .map(|(file_ix, _)| file_ix)
        .collect();
    for file_ix in including {
        let found = files.get(file_ix).and_then(|file| with_includes(file, files, by_id, keep));
        match (found, files.get_mut(file_ix)) {
            (Some(Ok(questions)), Some(file)) => file.questions = questions,
            (Some(Err(diagnostics)), Some(file)) => {
                file.diagnostics.extend(diagnostics);
                file.diagnostics = sorted(std::mem::take(&mut file.diagnostics));
            }
            (None, _) | (_, None) => {}
        }
    }
}

/// Returns the questions of a sound bank with those that it includes, if all are kept, or the problems of its includes.
fn with_includes(
    file: &CheckedFile,
    files: &[CheckedFile],
    by_id: &HashMap<BankId, usize>,
    keep: Keep,
) -> Option<Result<Vec<Arc<Question>>, Vec<Diagnostic>>> {
    let read = file.bank.as_ref()?;
    let among = |id: &BankId| by_id.get(id).and_then(|file_ix| files.get(*file_ix));
    if keep.is_all() {
        let own = |id: &BankId| Some(Arc::clone(&among(id)?.bank.as_ref()?.bank));
        let built_in = |id: &BankId| built_in::read(id).map(|read| Arc::clone(&read.bank));
        return Some(include::questions(read, |id| own(id).or_else(|| built_in(id))));
    }
    let own = |id: &BankId| among(id)?.listing();
    let built_in = |id: &BankId| built_in::read(id).map(|read| listing(&read.bank));
    let found = include::gathered(file.listing()?, &read.includes, |id| own(id).or_else(|| built_in(id)));
    found.err().map(Err)
}

impl CheckedFile {
    /// Returns a sound bank as far as includes are concerned.
    fn listing(&self) -> Option<Listing<QuestionId>> {
        let Bank { id, include, .. } = &*self.bank.as_ref()?.bank;
        Some(Listing { id: id.clone(), include: include.clone(), questions: self.ids.clone() })
    }
}

fn listing(bank: &Bank) -> Listing<QuestionId> {
    let ids = bank.questions.iter().map(|question| question.key.question.clone()).collect();
    Listing { id: bank.id.clone(), include: bank.include.clone(), questions: ids }
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
        given_and_kept(files, Keep::All)
    }

    fn given_and_kept(files: &[(&str, String)], keep: Keep) -> Checking {
        let input = |(name, text): &(&str, String)| Input {
            name: SafeText::line(name),
            bytes: Ok(text.clone().into_bytes()),
            found: Found::InFolder,
        };
        checked(files.iter().map(input), &Month::of_day("2026-11-21"), keep)
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
    fn what_is_found_does_not_depend_on_what_is_kept() {
        let twice = bank("d", r#""c""#).replace("d-1", "c-1");
        let files = [
            ("a", bank("a", r#""b", "trainer""#)),
            ("b", bank("b", r#""none""#)),
            ("c", bank("c", "")),
            ("d", twice),
            ("e", bank("e", "").replace("\"text\"", "\"txt\"")),
        ];
        let all = given_and_kept(&files, Keep::All);
        for n in 0..3 {
            let few = given_and_kept(&files, Keep::UpTo(n));
            for (one, other) in all.files.iter().zip(&few.files) {
                assert_eq!(one.diagnostics, other.diagnostics);
                assert_eq!((one.counts, one.n_questions), (other.counts, other.n_questions));
            }
            let n_kept: Vec<usize> = few.files.iter().map(|file| file.sound.len()).collect();
            assert_eq!(n_kept, (0..5).map(|ix| usize::from(ix < n.min(4))).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_bank_that_is_needed_at_once_is_no_more_kept_than_another() {
        let last = bank("a", "").replace(r#""title": "B", "#, "").replace("} ] }", r#"} ], "title": "B" }"#);
        let kept = |n| given_and_kept(&[("a", last.clone())], Keep::UpTo(n)).files.remove(0);
        assert_eq!((kept(0).sound.len(), kept(1).sound.len()), (0, 1));
        assert_eq!((kept(0).counts, kept(0).n_questions), (kept(1).counts, Some(1)));
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
        let checking = checked(inputs(folder.path()), &Month::of_day("2026-11-21"), Keep::All);
        let names: Vec<String> = checking.files.iter().map(|file| file.name.to_string()).collect();
        assert_eq!(names.len(), 2);
        assert!(names[0].ends_with("a.JSON") && names[1].ends_with("c.json"), "{names:?}");
    }

    #[test]
    fn a_file_that_is_not_there_is_unreadable() {
        let checking = checked(inputs(Path::new("/none/such.json")), &Month::of_day("2026-11-21"), Keep::All);
        assert!(matches!(checking.unreadable.as_slice(), [Unread::File(FileError::Missing { .. })]));
    }
}
