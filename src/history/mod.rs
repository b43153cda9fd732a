//! The history: every attempt as the events that happened in it, in one SQLite file of the data directory.
//!
//! Invariant: what a call has returned is on disk; the number of an answer never changes; a file that is not ours, or
//! not of a version that we know, is never written. An attempt is rebuilt by replaying its events through
//! [`crate::session::Session`].

pub mod answer;
mod append;
pub mod attempt;
pub mod backup;
mod chain;
pub mod check;
pub mod closing;
mod column;
pub mod error;
pub mod evidence;
pub mod export;
#[cfg(test)]
mod fault;
mod file;
mod given;
pub mod halt;
pub mod import;
mod listed;
mod make;
mod place;
mod projection;
mod record;
pub mod restore;
mod schema;
mod space;
mod store;
mod wire;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::history::append::{TakenUp, totals};
use crate::history::attempt::AttemptId;
use crate::history::backup::list::offered;
use crate::history::error::HistoryError;
use crate::history::error::warning::Warning;
use crate::history::halt::Halt;
use crate::history::place::{folder_of, history_in};
use crate::history::store::Store;

/// What somebody wants of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To add to it; a missing one is made.
    Write,
    /// To read it; a missing one is empty and stays missing.
    Read,
}

/// An open history.
///
/// # Example
/// ```
/// use hitquiz::history::{Access, History};
/// let directory = std::env::temp_dir().join("no-history-here");
/// let history = History::open(&directory, Access::Read)?;
/// assert_eq!(history.n_answers()?, 0);
/// # Ok::<(), hitquiz::history::error::HistoryError>(())
/// ```
#[derive(Debug)]
pub struct History {
    store: Store,
    can_write: bool,
    warnings: Vec<Warning>,
    taken_up: HashMap<AttemptId, TakenUp>,
    /// How many records there were when it was opened.
    n_at_opening: i64,
}

impl History {
    /// Opens the history in the data directory `directory`.
    ///
    /// A store that cannot be written is opened for reading, whatever `access` says, with a [`Warning`].
    ///
    /// # Errors
    /// Every variant of [`HistoryError`] from `Directory` to `Restorable`: what stands there instead of a history that
    /// can be used. Nothing was changed then.
    pub fn open(directory: &Path, access: Access) -> Result<Self, HistoryError> {
        let path = history_in(directory);
        Self::opened(path.clone(), access).map_err(|error| offered(error, &path))
    }

    fn opened(path: PathBuf, access: Access) -> Result<Self, HistoryError> {
        if !file::is_there(&path)? {
            if access == Access::Read {
                return Ok(Self::over(Store::reading(file::nothing(&path)?, path), access, Vec::new()));
            }
            make::make(&path)?;
            file::is_there(&path)?;
        }
        let file::Connected { connection, warnings } = file::connected(&path)?;
        let store = match access {
            Access::Write if warnings.is_empty() => Store::writing(connection, path),
            Access::Write | Access::Read => Store::reading(connection, path),
        };
        if access == Access::Read {
            store.read_only()?;
        }
        Ok(Self::over(store, access, warnings))
    }

    /// Has everything that is asked of this history break off once `halt` is asked for.
    pub(crate) fn heed(&mut self, halt: &Halt) -> Result<(), HistoryError> {
        self.store.heed(halt)
    }

    /// Takes the copy of a history at `path`, to be read.
    fn of_copy(path: &Path) -> Result<Self, HistoryError> {
        let store = Store::reading(file::copy(path)?, path.to_owned());
        Ok(Self::over(store, Access::Read, Vec::new()))
    }

    fn over(store: Store, access: Access, warnings: Vec<Warning>) -> Self {
        let can_write = access == Access::Write && warnings.is_empty();
        // What cannot be read now fails where it is asked for.
        let n_at_opening = totals(&store).map_or(0, |totals| totals.n_events);
        Self { store, can_write, warnings, taken_up: HashMap::new(), n_at_opening }
    }

    /// Returns what is to be said about this history before it is used.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Can attempts be begun and answers be stored?
    #[must_use]
    pub fn can_write(&self) -> bool {
        self.can_write
    }

    /// Returns the data directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        folder_of(self.store.path())
    }

    /// Returns the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.store.path()
    }
}

#[cfg(test)]
mod tests;
