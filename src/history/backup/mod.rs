//! Copies of the history, made by SQLite itself, read whole before they count, and thinned as they grow old.
//!
//! Invariant: a file with the name of a backup was sound in every record when it got its name. It is written under
//! another name, brought to the disk and read back; only then is it named, and only then is an older one removed.

pub mod error;
pub mod list;
mod thinning;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use crate::clock::{UnixMillis, now};
use crate::history::append::{Totals, totals};
use crate::history::backup::error::BackupError;
use crate::history::backup::list::{Backup, dated_files, read_whole, readable};
use crate::history::backup::thinning::kept;
use crate::history::chain::Digest;
use crate::history::column::digest;
use crate::history::error::{Cause, HistoryError};
use crate::history::halt::Halt;
use crate::history::make::{create_private, make_directory, put_in_place, sync_directory};
use crate::history::place::{absolute, backup_name, backups_of, folder_of, history_in};
use crate::history::space::{Space, asked};
use crate::history::{Access, History};
use crate::seed::Seed;

/// What stands in the name of a copy that is still being made.
const UNFINISHED: &str = ".new-";

/// Milliseconds after which a copy that is still being made was left by a program that was killed.
const LEFT_AFTER: u64 = 3_600_000;

/// Milliseconds between the names of backups: a name says the second.
const SECOND: i64 = 1_000;

/// A backup that is made beside what somebody does; to drop it is to give it up, as a newer one follows.
#[derive(Debug)]
pub struct Upkeep {
    running: Option<JoinHandle<()>>,
    halt: Halt,
}

/// What came of keeping the backups up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A backup was made.
    Made(Backup),
    /// None was needed.
    Enough,
    /// It was given up, and nothing is left of it.
    Halted,
}

impl Upkeep {
    /// Begins to make a backup beside what somebody does, where none holds what was there when the history was opened:
    /// the session before was cut off and could make none.
    #[must_use]
    pub fn begin(history: &History) -> Self {
        let (directory, n_owed) = (history.directory().to_owned(), history.n_at_opening);
        let halt = Halt::default();
        if n_owed == 0 {
            return Self { running: None, halt };
        }
        let asked = halt.clone();
        let back_up = move || {
            // What goes wrong here is said at the end, where the same is tried again.
            let _ = keep_up_with(&directory, &asked, |held, _| held.n_events >= n_owed);
        };
        let running = std::thread::Builder::new().name("backup".to_owned()).spawn(back_up).ok();
        Self { running, halt }
    }

    /// Waits until the backup is made, if one is being made.
    pub fn finish(mut self) {
        self.wait();
    }

    fn wait(&mut self) {
        if let Some(running) = self.running.take() {
            // A thread that panicked has made no backup; the next is made instead.
            let _ = running.join();
        }
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        self.halt.ask();
        self.wait();
    }
}

/// Makes a backup of the history in a data directory where none holds all of it, and thins the others, unless that is
/// given up.
///
/// # Errors
/// [`BackupError`] where it cannot be made; the backups are as they were then.
pub fn keep_up(directory: &Path, halt: &Halt) -> Result<Kept, BackupError> {
    keep_up_with(directory, halt, |held, totals| held == totals)
}

/// Makes a backup unless one is there of which `is_enough` says so, given what it holds and what there is.
fn keep_up_with(
    directory: &Path,
    halt: &Halt,
    is_enough: impl Fn(&Totals, &Totals) -> bool,
) -> Result<Kept, BackupError> {
    match kept_up(directory, halt, is_enough) {
        Err(_) if halt.is_asked() => Ok(Kept::Halted),
        result => result,
    }
}

fn kept_up(
    directory: &Path,
    halt: &Halt,
    is_enough: impl Fn(&Totals, &Totals) -> bool,
) -> Result<Kept, BackupError> {
    let mut history = match History::opened(history_in(directory), Access::Read) {
        Ok(history) if history.warnings().is_empty() => history,
        // What cannot be written has not changed, and what cannot be opened has been said.
        Ok(_) | Err(_) => return Ok(Kept::Enough),
    };
    history.heed(halt)?;
    let totals = totals(&history.store)?;
    let is_held = readable(history.path()).iter().any(|(_, held)| is_enough(held, &totals));
    if totals.n_events == 0 || is_held {
        return Ok(Kept::Enough);
    }
    history.back_up(now().wall).map(Kept::Made)
}

impl History {
    /// Makes a backup in the folder of backups, and thins the others.
    ///
    /// # Errors
    /// [`BackupError`] where it cannot be made; the backups are as they were then.
    pub fn back_up(&self, at: UnixMillis) -> Result<Backup, BackupError> {
        let folder = backups_of(self.path());
        make_directory(&folder).map_err(|error| refused(&folder, &error))?;
        remove_unfinished(&folder);
        let mut at = at;
        loop {
            match self.back_up_to(&folder.join(backup_name(at))) {
                // Two in one second: the later one is named after the next.
                Err(BackupError::Exists { .. }) => at = UnixMillis(at.0.saturating_add(SECOND)),
                Err(error) => return Err(error),
                Ok(backup) => {
                    thin(self.path());
                    return Ok(Backup { at, ..backup });
                }
            }
        }
    }

    /// Writes a copy of the history to a file that is not there yet.
    ///
    /// # Errors
    /// [`BackupError::Exists`], [`BackupError::Full`], [`BackupError::File`], [`BackupError::Unsound`] and others where
    /// the copy cannot be made; no file of that name is there then.
    pub fn back_up_to(&self, file: &Path) -> Result<Backup, BackupError> {
        let file = absolute(file);
        if fs::symlink_metadata(&file).is_ok() {
            return Err(BackupError::Exists { path: file });
        }
        if !self.path().exists() {
            return Err(BackupError::Nothing { path: self.path().to_owned() });
        }
        let made = self.copied_beside(&file)?;
        put_in_place(&made.path, &file).map_err(|error| refused(&file, &error))?;
        sync_directory(folder_of(&file));
        Ok(Backup { path: file, at: now().wall, ..made })
    }

    /// Makes a copy under another name beside `file`, brings it to the disk and reads it whole.
    pub(crate) fn copied_beside(&self, file: &Path) -> Result<Backup, BackupError> {
        let mut made = file.as_os_str().to_owned();
        made.push(format!("{UNFINISHED}{:x}", Seed::fresh().0));
        let made = PathBuf::from(made);
        let copied = self.copied_to(&made);
        if copied.is_err() {
            let _ = fs::remove_file(&made);
        }
        copied
    }

    fn copied_to(&self, made: &Path) -> Result<Backup, BackupError> {
        let handle = create_private(made).map_err(|error| refused(made, &error))?;
        let before = totals(&self.store)?;
        self.store.copy_to(made).map_err(|error| self.why_not_copied(error, made))?;
        handle.sync_all().map_err(|error| refused(made, &error))?;
        let mut copy = History::of_copy(made)?;
        copy.heed(self.store.halt())?;
        let read = read_whole(&copy, UnixMillis::default())?;
        let after = totals(&copy.store)?;
        if after.n_events >= before.n_events && self.holds(&after)? {
            return Ok(read);
        }
        let source = Cause::found("it does not hold the records that were copied");
        Err(BackupError::Unsound { path: made.to_owned(), source })
    }

    /// Does this history hold all that another ends with?
    pub(crate) fn holds(&self, other: &Totals) -> Result<bool, HistoryError> {
        Ok(self.link_at(other.n_events)? == Some(other.head))
    }

    /// Returns the link of the hash chain over a record, nothing where there is no such record.
    pub(crate) fn link_at(&self, seq: i64) -> Result<Option<Digest>, HistoryError> {
        if seq == 0 {
            return Ok(Some(Digest::default()));
        }
        let sql = "SELECT chain FROM events WHERE seq = ?1";
        Ok(self.store.row(sql, [seq], |row| digest(row, "chain"))?.flatten())
    }

    /// Names the file that is at fault where copying fails: SQLite does not say which of the two it was.
    fn why_not_copied(&self, error: HistoryError, made: &Path) -> BackupError {
        match error {
            HistoryError::Full { source, .. } => BackupError::Full { path: made.to_owned(), source },
            HistoryError::Failed { source, .. } if asked(made) == Space::Full => {
                BackupError::Full { path: made.to_owned(), source }
            }
            other => other.into(),
        }
    }
}

/// Names what the system refuses.
pub(crate) fn refused(file: &Path, error: &io::Error) -> BackupError {
    let (path, source) = (file.to_owned(), Cause::of(error));
    match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists { path },
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BackupError::Full { path, source },
        _ => BackupError::File { path, source },
    }
}

/// Removes the backups that are not kept any more.
fn thin(history: &Path) {
    let files = dated_files(history);
    let times: Vec<UnixMillis> = files.iter().map(|(at, _)| *at).collect();
    // That with the most records stays, whatever the clock said when it was made.
    let fullest = readable(history).into_iter().next().map(|(backup, _)| backup.path);
    for ((_, path), is_kept) in files.into_iter().zip(kept(&times)) {
        if !is_kept && Some(&path) != fullest.as_ref() {
            // One that cannot be removed now is removed the next time.
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes the copies that programs which were killed have left half made.
pub(crate) fn remove_unfinished(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_copy = entry.file_name().to_str().is_some_and(|name| name.contains(UNFINISHED));
        if is_copy && is_left(&entry) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Has nobody written to the file for so long that nobody will?
fn is_left(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|metadata| metadata.modified()).ok();
    let since = changed.and_then(|changed| changed.duration_since(std::time::UNIX_EPOCH).ok());
    let at = since.and_then(|since| i64::try_from(since.as_millis()).ok()).map(UnixMillis);
    at.is_some_and(|at| now().wall.since(at).0 > LEFT_AFTER)
}

/// Returns the data directory's history, to be copied.
///
/// # Errors
/// As for [`History::open`].
pub fn source(directory: &Path) -> Result<History, BackupError> {
    let history = History::open(directory, Access::Read)?;
    if history_in(directory).exists() {
        return Ok(history);
    }
    Err(BackupError::Nothing { path: history.path().to_owned() })
}
