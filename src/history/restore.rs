//! Bringing a copy back: what is in its place is set aside with a date, and nothing is ever overwritten.
//!
//! Invariant: the copy is whole and read back beside its place before anything is moved; a step that fails puts back
//! what was moved.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::clock::UnixMillis;
use crate::history::append::totals;
use crate::history::backup::error::BackupError;
use crate::history::backup::list::{Backup, readable};
use crate::history::backup::{refused, remove_unfinished};
use crate::history::error::HistoryError;
use crate::history::make::{make_directory, put_in_place, sync_directory};
use crate::history::place::{absolute, dated, folder_of, history_in, index_of, log_of, set_aside_of};
use crate::history::{Access, History};

/// How often another name is looked for where a folder of that second is there already.
const MAX_TRIES: i64 = 1_000;

/// What came of bringing a copy back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The copy that was brought back.
    pub backup: Backup,
    /// The folder with what was in its place, and with backups of what came after it; nothing where there was neither.
    pub set_aside: Option<PathBuf>,
    /// How many backups are there that hold more.
    pub n_newer: usize,
}

/// Files on their way to the folder of what is set aside.
#[derive(Debug)]
struct Moving {
    folder: PathBuf,
    moved: Vec<(PathBuf, PathBuf)>,
}

/// Brings the copy of a history at `file` back as the history of a data directory.
///
/// # Errors
/// [`BackupError`] where the copy is not sound, another program uses the history, it is from a newer version of this
/// program, or files cannot be written; the history is as it was then.
pub fn restore(directory: &Path, file: &Path, at: UnixMillis) -> Result<Restored, BackupError> {
    let (file, place) = (absolute(file), history_in(directory));
    may_be_moved(&place)?;
    let copy = History::of_copy(&file)?;
    remove_unfinished(folder_of(&place));
    make_directory(folder_of(&place)).map_err(|error| refused(&place, &error))?;
    let read = copy.copied_beside(&place).map_err(|error| about(&file, error))?;
    let made = read.path.clone();
    let result = put_in(&made, &copy, &place, at);
    let _ = fs::remove_file(&made);
    let (moving, n_newer) = result?;
    let set_aside = (!moving.moved.is_empty()).then_some(moving.folder);
    Ok(Restored { backup: Backup { path: file, at, ..read }, set_aside, n_newer })
}

/// Names the copy that was to be brought back and not the one that was made of it, which is gone.
fn about(file: &Path, error: BackupError) -> BackupError {
    match error {
        BackupError::Unsound { source, .. } => BackupError::Unsound { path: file.to_owned(), source },
        other => other,
    }
}

/// Puts the copy at `made` in the place of the history, and sets aside what was there.
fn put_in(made: &Path, copy: &History, place: &Path, at: UnixMillis) -> Result<(Moving, usize), BackupError> {
    let newer = newer_backups(copy, place)?;
    let mut moving = Moving { folder: free_folder(place, at), moved: Vec::new() };
    // The history first: should the power go now, it is gone by name and not a shorter one that looks whole.
    let old = [place.to_owned(), log_of(place), index_of(place)];
    let placed = old
        .iter()
        .chain(&newer)
        .try_for_each(|file| moving.take(file))
        .and_then(|()| put_in_place(made, place));
    if let Err(error) = placed {
        moving.put_back();
        return Err(refused(place, &error));
    }
    sync_directory(folder_of(place));
    Ok((moving, newer.len()))
}

impl Moving {
    /// Moves a file, if it is there.
    fn take(&mut self, file: &Path) -> io::Result<()> {
        let Some(name) = file.file_name() else { return Ok(()) };
        if fs::symlink_metadata(file).is_err() {
            return Ok(());
        }
        if self.moved.is_empty() {
            make_directory(folder_of(&self.folder))?;
            make_directory(&self.folder)?;
        }
        let to = self.folder.join(name);
        fs::rename(file, &to)?;
        self.moved.push((file.to_owned(), to));
        sync_directory(&self.folder);
        Ok(())
    }

    /// Moves everything back to where it was.
    fn put_back(&self) {
        for (from, to) in self.moved.iter().rev() {
            // What cannot be put back stays set aside; nothing is lost.
            let _ = fs::rename(to, from);
        }
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Says why what is at the place of the history may not be moved.
fn may_be_moved(place: &Path) -> Result<(), BackupError> {
    // Closed again before the locks are looked at, which would be its own.
    let opened = History::opened(place.to_owned(), Access::Read).map(drop);
    match opened {
        Err(error @ HistoryError::Newer { .. }) => Err(error.into()),
        Ok(()) | Err(_) if is_in_use(place) => Err(BackupError::InUse { path: place.to_owned() }),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Returns the backups of a history that hold something beyond a copy of it.
fn newer_backups(copy: &History, place: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let held = totals(&copy.store)?.n_events;
    let newer = readable(place).into_iter().filter(|(_, totals)| totals.n_events > held);
    Ok(newer.map(|(backup, _)| backup.path).collect())
}

/// Returns a folder for what is set aside that is not there yet.
fn free_folder(place: &Path, at: UnixMillis) -> PathBuf {
    let folder = set_aside_of(place);
    let named = |second: i64| folder.join(dated(UnixMillis(at.0.saturating_add(1_000 * second))));
    (0..MAX_TRIES).map(named).find(|folder| !folder.exists()).unwrap_or_else(|| named(MAX_TRIES))
}

/// The bytes of a file that SQLite locks, whatever the file holds: from `PENDING_BYTE` on, 512 of them (SQLite file
/// format 3, "Locking", section 3).
#[cfg(unix)]
const LOCK_BYTES: (u64, u64) = (0x4000_0000, 512);

/// Does another program hold the file open as a database?
#[cfg(unix)]
fn is_in_use(file: &Path) -> bool {
    use rustix::process::{Flock, FlockOffsetType, FlockType, fcntl_getlk};
    let ask = || {
        let (start, length) = LOCK_BYTES;
        let mut lock = Flock::from(FlockType::WriteLock);
        lock.offset_type = FlockOffsetType::Set;
        (lock.start, lock.length) = (start, length);
        let opened = fs::OpenOptions::new().read(true).write(true).open(file).ok()?;
        fcntl_getlk(&opened, &lock).ok().flatten()
    };
    fs::metadata(file).is_ok_and(|metadata| metadata.is_file()) && ask().is_some()
}

/// Elsewhere a file that is open cannot be moved, which is said then.
#[cfg(not(unix))]
fn is_in_use(_file: &Path) -> bool {
    false
}
