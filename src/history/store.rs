//! The connection to the file: every statement passes here, and every failure gets its name.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, Params, Row, Transaction, TransactionBehavior};

use crate::history::error::{Cause, HistoryError};

/// Free bytes below which a failed write is put down to a full disk: a commit of one answer writes less.
#[cfg(unix)]
const FULL_BELOW_BYTES: u64 = 64 * 1024;

/// A connection and the file that it is to.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    pub(crate) fn new(connection: Connection, path: PathBuf) -> Self {
        Self { connection, path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) fn execute(&self, sql: &str, values: impl Params) -> Result<usize, HistoryError> {
        let changed = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(values));
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
        // A transaction that is dropped is rolled back.
        let result = work()?;
        transaction.commit().map_err(|error| self.failure(&error))?;
        Ok(result)
    }

    /// Does `work` on the store as it is now, whatever others write meanwhile.
    pub(crate) fn unmoving<T>(
        &self,
        work: impl FnOnce() -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        let _transaction = self.transaction(TransactionBehavior::Deferred)?;
        work()
    }

    fn transaction(&self, behavior: TransactionBehavior) -> Result<Transaction<'_>, HistoryError> {
        Transaction::new_unchecked(&self.connection, behavior).map_err(|error| self.failure(&error))
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
        ErrorCode::SystemIoFailure if is_full(&path) => HistoryError::Full { path, source },
        ErrorCode::ReadOnly => HistoryError::ReadOnly { path },
        ErrorCode::PermissionDenied => HistoryError::Permission { path, source },
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation => {
            HistoryError::Damaged { path, source }
        }
        _ => HistoryError::Failed { path, source },
    }
}

/// Is there no space left where the file is?
#[cfg(unix)]
pub(crate) fn is_full(path: &Path) -> bool {
    rustix::fs::statvfs(path)
        .is_ok_and(|space| space.f_bavail.saturating_mul(space.f_frsize) < FULL_BELOW_BYTES)
}

/// Is there no space left where the file is?
#[cfg(not(unix))]
pub(crate) fn is_full(_path: &Path) -> bool {
    false
}

#[cfg(test)]
impl Store {
    /// Returns the connection, to break things with.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}
