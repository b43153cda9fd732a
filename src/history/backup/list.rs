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

/// Bytes of backups that are read whole before one is offered: more would take longer than a second.
const MAX_READ_AT_START: u64 = 8 << 20;

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
    /// How much of it was read.
    pub reading: Reading,
}

/// How much of a backup was read before it was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All of it.
    Whole,
    /// Its beginning and its end.
    Ends,
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
        let backup = self.backup.words();
        let brought_back = match self.reading {
            Reading::Whole => backup,
            Reading::Ends => format!("the newest good backup, likely {backup}"),
        };
        format!("`hitquiz history restore` brings back {brought_back}; what is there now is set aside")
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
    read_whole(&History::of_copy(path)?, at)
}

/// Reads a copy that is open as [`verified`] does.
pub(crate) fn read_whole(copy: &History, at: UnixMillis) -> Result<Backup, BackupError> {
    let (path, report) = (copy.path().to_owned(), copy.check_copy()?);
    if let Some(problem) = report.problems.first() {
        return Err(BackupError::Unsound { path, source: Cause::found(&problem.to_string()) });
    }
    Ok(backup(path, at, &totals(&copy.store)?))
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
    match at_hand(history, MAX_READ_AT_START) {
        Some((backup, reading)) => HistoryError::Restorable(Box::new(Offer { error, backup, reading })),
        None => error,
    }
}

/// Returns the newest backup that is good as far as reading up to `left` bytes can tell: where that is too little to read
/// it whole, it has to begin and end as it should.
pub(crate) fn at_hand(history: &Path, mut left: u64) -> Option<(Backup, Reading)> {
    readable(history).into_iter().find_map(|(backup, totals)| {
        let n_bytes = fs::metadata(&backup.path).map_or(0, |metadata| metadata.len());
        if n_bytes > left {
            return ends_as_noted(&backup, &totals).then_some((backup, Reading::Ends));
        }
        left -= n_bytes;
        verified(&backup.path, backup.at).is_ok().then_some((backup, Reading::Whole))
    })
}

/// Is the last record of a backup the one that is noted as the last?
fn ends_as_noted(backup: &Backup, totals: &Totals) -> bool {
    History::of_copy(&backup.path).is_ok_and(|copy| copy.holds(totals).unwrap_or(false))
}

fn backup(path: PathBuf, at: UnixMillis, totals: &Totals) -> Backup {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Backup { path, at, n_answers: count(totals.n_answers), n_events: count(totals.n_events) }
}
