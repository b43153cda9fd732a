//! The connection to the file: every statement passes here, and every failure gets its name.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, Params, Row, Transaction, TransactionBehavior, ffi};

use crate::history::error::{Cause, HistoryError};
use crate::history::halt::Halt;
use crate::history::place::log_of;
use crate::history::space::{Space, asked};

/// Steps of SQLite's machine between two looks whether to break off: some microseconds.
const STEPS_A_LOOK: i32 = 1_000;

/// A connection and the file that it is to.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
    /// Which file and which log the connection writes; nothing where it writes nothing on disk.
    written: Option<[Identity; 2]>,
    halt: Halt,
    #[cfg(test)]
    pub(crate) faults: crate::history::fault::Faults,
}

impl Store {
    /// Takes a connection that is only read from.
    pub(crate) fn reading(connection: Connection, path: PathBuf) -> Self {
        Self {
            connection,
            path,
            written: None,
            halt: Halt::default(),
            #[cfg(test)]
            faults: crate::history::fault::Faults::default(),
        }
    }

    /// Takes a connection that is written through to the file at `path`.
    pub(crate) fn writing(connection: Connection, path: PathBuf) -> Self {
        let written = Some(identities(&path));
        Self { written, ..Self::reading(connection, path) }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Has every statement break off once `halt` is asked for.
    pub(crate) fn heed(&mut self, halt: &Halt) -> Result<(), HistoryError> {
        let asked = halt.clone();
        let heeds = self.connection.progress_handler(STEPS_A_LOOK, Some(move || asked.is_asked()));
        heeds.map_err(|error| self.failure(&error))?;
        self.halt = halt.clone();
        Ok(())
    }

    /// Returns what has the statements break off.
    pub(crate) fn halt(&self) -> &Halt {
        &self.halt
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) fn execute(&self, sql: &str, values: impl Params) -> Result<usize, HistoryError> {
        let execute = || self.connection.prepare_cached(sql)?.execute(values);
        let changed = self.pass().and_then(|()| execute());
        changed.map_err(|error| self.failure(&error))
    }

    /// Returns what `read` makes of the first row, nothing where there is none.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, HistoryError> {
        let first = || {
            self.pass()?;
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(values)?;
            rows.next()?.map(read).transpose()
        };
        first().map_err(|error| self.failure(&error))
    }

    /// Returns what `read` makes of every row.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, HistoryError> {
        let mut all = Vec::new();
        self.each_row(sql, values, read, |row| {
            all.push(row);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    /// Hands what `read` makes of every row to `visit` until that breaks off; one row is in memory at a time.
    pub(crate) fn each_row<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut visit: impl FnMut(T) -> Result<ControlFlow<()>, HistoryError>,
    ) -> Result<(), HistoryError> {
        let failure = |error| self.failure(&error);
        self.pass().map_err(failure)?;
        let mut statement = self.connection.prepare_cached(sql).map_err(failure)?;
        let mut rows = statement.query(values).map_err(failure)?;
        while let Some(row) = rows.next().map_err(failure)? {
            if visit(read(row).map_err(failure)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Does `work` in one transaction that others wait for; a failure undoes all of it.
    pub(crate) fn written<T>(
        &self,
        work: impl FnOnce() -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        let transaction = self.transaction(TransactionBehavior::Immediate)?;
        self.is_in_place()?;
        // A transaction that is dropped is rolled back.
        let result = work()?;
        self.pass().and_then(|()| transaction.commit()).map_err(|error| self.failure(&error))?;
        // What went to a file that somebody has just taken away is not stored.
        self.is_in_place()?;
        Ok(result)
    }

    /// Is the file still the one that the connection writes? Another in its place would not have what is written.
    fn is_in_place(&self) -> Result<(), HistoryError> {
        let Some(then) = self.written else { return Ok(()) };
        let is_same = |(then, now): (Identity, Identity)| then.is_none() || then == now;
        if then.into_iter().zip(identities(&self.path)).all(is_same) {
            return Ok(());
        }
        Err(HistoryError::Replaced { path: self.path.clone() })
    }

    /// Writes a copy of the store as it is now to the empty file `to`; the caller brings it to the disk.
    pub(crate) fn copy_to(&self, to: &Path) -> Result<(), HistoryError> {
        let to = to.to_str().ok_or_else(|| HistoryError::Failed {
            path: self.path.clone(),
            source: Cause::found("SQLite writes copies only to paths that are UTF-8"),
        })?;
        let is_guarded: bool = self
            .connection
            .pragma_query_value(None, "query_only", |row| row.get(0))
            .map_err(|error| self.failure(&error))?;
        let guard = |on: bool| self.connection.pragma_update(None, "query_only", on);
        // The guard against writing knows no difference between this file and another.
        let copied = self
            .pass()
            .and_then(|()| guard(false))
            .and_then(|()| self.connection.execute("VACUUM INTO ?1", [to]));
        guard(is_guarded).and(copied).map(|_| ()).map_err(|error| self.failure(&error))
    }

    /// Does `work` on the store as it is now, whatever others write meanwhile.
    pub(crate) fn unmoving<T>(
        &self,
        work: impl FnOnce() -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        let _transaction = self.transaction(TransactionBehavior::Deferred)?;
        work()
    }

    /// Every call to SQLite passes here: the tests make each of them fail, and somebody may have asked for a halt.
    fn pass(&self) -> rusqlite::Result<()> {
        if self.halt.is_asked() {
            return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERRUPT), None));
        }
        #[cfg(test)]
        self.faults.pass()?;
        Ok(())
    }

    fn transaction(&self, behavior: TransactionBehavior) -> Result<Transaction<'_>, HistoryError> {
        let begun = self.pass().and_then(|()| Transaction::new_unchecked(&self.connection, behavior));
        begun.map_err(|error| self.failure(&error))
    }

    /// Refuses every write from here on.
    pub(crate) fn read_only(&self) -> Result<(), HistoryError> {
        let set = self.connection.pragma_update(None, "query_only", true);
        set.map_err(|error| self.failure(&error))
    }

    /// Returns the failure by its name.
    pub(crate) fn failure(&self, error: &rusqlite::Error) -> HistoryError {
        named(&self.path, error)
    }
}

/// Which file a path leads to.
type Identity = Option<(u64, u64)>;

/// Returns which file and which log stand at the place of a history now.
fn identities(path: &Path) -> [Identity; 2] {
    [identity(path), identity(&log_of(path))]
}

#[cfg(unix)]
fn identity(path: &Path) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// Elsewhere the system keeps others from taking an open file away.
#[cfg(not(unix))]
fn identity(_path: &Path) -> Identity {
    None
}

/// Returns what an error of SQLite means for the history at `path`.
pub(crate) fn named(path: &Path, error: &rusqlite::Error) -> HistoryError {
    let (path, source) = (path.to_owned(), Cause::of(error));
    let Some(code) = error.sqlite_error_code() else {
        // Not SQLite but the reader of a column: a type, a text or a name that is not expected there.
        return HistoryError::Unreadable { path, source };
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => HistoryError::Busy { path },
        ErrorCode::DiskFull => HistoryError::Full { path, source },
        ErrorCode::SystemIoFailure => match asked(&path) {
            Space::Full => HistoryError::Full { path, source },
            Space::ReadOnly => HistoryError::ReadOnly { path },
            Space::Left => HistoryError::Failed { path, source },
        },
        ErrorCode::ReadOnly => HistoryError::ReadOnly { path },
        ErrorCode::PermissionDenied => HistoryError::Permission { path, source },
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation => {
            HistoryError::Damaged { path, source }
        }
        _ => HistoryError::Failed { path, source },
    }
}

#[cfg(test)]
impl Store {
    /// Returns the connection, to break things with.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}
