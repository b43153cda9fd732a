//! Backups as they lie in their folder, and which of them is offered where the history cannot be used.

use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::clock::UnixMillis;
use crate::history::History;
use crate::history::append::{Totals, totals};
use crate::history::backup::error::BackupError;
use crate::history::error::{Cause, HistoryError};
use crate::history::place::{backup_time, backups_of};
use crate::text::SafeText;

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// When it was made, by its name.
    pub at: UnixMillis,
    /// How many answers it holds.
    pub n_answers: u64,
    /// How many records it holds.
    pub n_events: u64,
}

/// A history that cannot be used, and the newest good backup of it.
#[derive(Debug)]
pub struct Offer {
    /// Why the history cannot be used.
    pub error: HistoryError,
    /// What can be brought back.
    pub backup: Backup,
}

impl Backup {
    /// Returns the backup in a few words: `the backup of 2026-11-21 23:16 UTC with 112 answers`.
    #[must_use]
    pub fn words(&self) -> String {
        let at = self.at.rfc3339();
        let minute = at.get(..at.len().saturating_sub(8)).unwrap_or(&at).replace('T', " ");
        let answers = if self.n_answers == 1 { "answer" } else { "answers" };
        format!("the backup of {} UTC with {} {answers}", SafeText::line(&minute), self.n_answers)
    }
}

impl fmt::Display for Offer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, formatter)
    }
}

impl Error for Offer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // It stands for the error itself, so that its cause is that of the error.
        self.error.source()
    }
}

impl Offer {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        format!(
            "`hitquiz history restore` brings back {}; what is there now is set aside",
            self.backup.words()
        )
    }
}

/// Is there a file beside the history that is a backup by its name?
pub(crate) fn has_backups(history: &Path) -> bool {
    !dated_files(history).is_empty()
}

/// Returns the files that are backups by their names, with when they were made, the newest first.
pub(crate) fn dated_files(history: &Path) -> Vec<(UnixMillis, PathBuf)> {
    let entries = fs::read_dir(backups_of(history)).into_iter().flatten().flatten();
    let dated = |entry: fs::DirEntry| Some((backup_time(entry.file_name().to_str()?)?, entry.path()));
    let mut files: Vec<(UnixMillis, PathBuf)> = entries.filter_map(dated).collect();
    files.sort_unstable_by(|one, other| other.cmp(one));
    files
}

/// Returns the backups that can be read, that with the most records first, with their totals.
///
/// The clock may have been wrong; the number of records only grows.
pub(crate) fn readable(history: &Path) -> Vec<(Backup, Totals)> {
    let read = |(at, path): (UnixMillis, PathBuf)| {
        let totals = totals(&History::of_copy(&path).ok()?.store).ok()?;
        Some((backup(path, at, &totals), totals))
    };
    let mut all: Vec<(Backup, Totals)> = dated_files(history).into_iter().filter_map(read).collect();
    all.sort_by_key(|(backup, _)| std::cmp::Reverse((backup.n_events, backup.at)));
    all
}

/// Returns the newest backup beside a history that is sound in every record.
///
/// # Errors
/// [`BackupError::NoneGood`] where there is none.
pub fn newest_good(directory: &Path) -> Result<Backup, BackupError> {
    let history = crate::history::place::history_in(directory);
    newest_good_of(&history)
}

pub(crate) fn newest_good_of(history: &Path) -> Result<Backup, BackupError> {
    let all = readable(history);
    let n_bad = dated_files(history).len();
    let good = all.into_iter().find(|(backup, _)| verified(&backup.path, backup.at).is_ok());
    let none = || BackupError::NoneGood { folder: backups_of(history), n_bad };
    good.map(|(backup, _)| backup).ok_or_else(none)
}

/// Reads a copy of a history whole, and returns what it holds.
///
/// # Errors
/// [`BackupError::History`] where it cannot be read, [`BackupError::Unsound`] where a record is not as it was written
/// or a list does not agree with the records.
pub(crate) fn verified(path: &Path, at: UnixMillis) -> Result<Backup, BackupError> {
    let history = History::of_copy(path)?;
    let report = history.check_copy()?;
    if let Some(problem) = report.problems.first() {
        let source = Cause::found(&problem.to_string());
        return Err(BackupError::Unsound { path: path.to_owned(), source });
    }
    Ok(backup(path.to_owned(), at, &totals(&history.store)?))
}

/// Returns an error of opening, with the newest good backup where that can stand in.
pub(crate) fn offered(error: HistoryError, history: &Path) -> HistoryError {
    let can_be_replaced = matches!(
        error,
        HistoryError::Damaged { .. }
            | HistoryError::Empty { .. }
            | HistoryError::Gone { .. }
            | HistoryError::IsDirectory { .. }
            | HistoryError::NotAFile { .. }
            | HistoryError::NotADatabase { .. }
            | HistoryError::OtherProgram { .. }
    );
    if !can_be_replaced {
        return error;
    }
    match newest_good_of(history) {
        Ok(backup) => HistoryError::Restorable(Box::new(Offer { error, backup })),
        Err(_) => error,
    }
}

fn backup(path: PathBuf, at: UnixMillis, totals: &Totals) -> Backup {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Backup { path, at, n_answers: count(totals.n_answers), n_events: count(totals.n_events) }
}
