//! The file of the history: found, known by its header, and connected to.
//!
//! Invariant: a file that is not ours, or of a version that we do not know, is not written, and no file appears beside it.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::history::backup::list::has_backups;
use crate::history::error::warning::Warning;
use crate::history::error::{Cause, HistoryError};
use crate::history::place::{folder_of, has_log};
use crate::history::schema::{APPLICATION_ID, NEWEST_VERSION, TABLES, migrate};
use crate::history::store::named;

/// How long a statement waits for another program.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Bytes at the start of a file that say it is an SQLite database; the application id stands at 68.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Reads one row, which SQLite answers only if it can make sense of the tables.
const ANY_ROW: &str = "SELECT n_events FROM totals";

/// A connection to a store, with what its user has to know.
#[derive(Debug)]
pub(crate) struct Connected {
    pub(crate) connection: Connection,
    pub(crate) warnings: Vec<Warning>,
}

/// Is there a file at `path`?
///
/// # Errors
/// What stands there instead of a history, by its name.
pub(crate) fn is_there(path: &Path) -> Result<bool, HistoryError> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return was_never_there(path).map(|()| false);
        }
        Err(error) => return Err(unreachable_file(path, &error)),
    };
    let path = || path.to_owned();
    if metadata.is_dir() {
        return Err(HistoryError::IsDirectory { path: path() });
    }
    if !metadata.is_file() {
        return Err(HistoryError::NotAFile { path: path() });
    }
    if metadata.len() == 0 {
        return Err(HistoryError::Empty { path: path() });
    }
    Ok(true)
}

/// Says that a history was there, where its log or its backups still are: a new one must not take its place.
fn was_never_there(path: &Path) -> Result<(), HistoryError> {
    if has_log(path) || has_backups(path) {
        return Err(HistoryError::Gone { path: path.to_owned() });
    }
    Ok(())
}

/// Connects to the store at `path`, for reading where it cannot be written.
///
/// # Errors
/// Why it cannot be used; nothing was written then.
pub(crate) fn connected(path: &Path) -> Result<Connected, HistoryError> {
    known_by_header(path)?;
    let cannot_be_written = || Warning::ReadOnly { path: path.to_owned() };
    match writing(path) {
        Err(
            HistoryError::ReadOnly { .. } | HistoryError::Failed { .. } | HistoryError::Permission { .. },
        ) => reading(path, cannot_be_written()),
        Err(full @ HistoryError::Full { .. }) => {
            // Where not even that goes, it is the space that is missing.
            reading(path, Warning::Full { path: path.to_owned() }).or(Err(full))
        }
        result => result.map(|connection| Connected { connection, warnings: Vec::new() }),
    }
}

/// Connects to a copy of a history, which nobody writes.
///
/// # Errors
/// Why it cannot be used; nothing was written.
pub(crate) fn copy(path: &Path) -> Result<Connection, HistoryError> {
    if !is_there(path)? {
        let source = Cause::found("there is no such file");
        return Err(HistoryError::Failed { path: path.to_owned(), source });
    }
    known_by_header(path)?;
    if has_log(path) {
        // A file that was copied with its log is whole only with it.
        return reading(path, Warning::ReadOnly { path: path.to_owned() }).map(|read| read.connection);
    }
    let connect = || {
        let connection = Connection::open_with_flags(uri(path, "mode=ro&immutable=1"), reading_flags())?;
        settle(&connection)?;
        connection.query_row(ANY_ROW, (), |_| Ok(()))?;
        Ok(connection)
    };
    connect().map_err(|error| named(path, &error))
}

/// Returns a connection to an empty history that is nowhere on disk.
pub(crate) fn nothing(path: &Path) -> Result<Connection, HistoryError> {
    let make = || {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection)?;
        Ok(connection)
    };
    make().map_err(|error| named(path, &error))
}

/// Says whose file it is, and of which version, without a lock, without a second file, without a write.
fn known_by_header(path: &Path) -> Result<(), HistoryError> {
    let had_log = has_log(path);
    let result = header(path);
    // While a log is being joined to the file, or where that was cut off, the file alone is not whole; the log is.
    let is_judged_alone = !had_log && !has_log(path);
    match result {
        Ok(header) => header.judged(path, is_judged_alone),
        Err(HistoryError::Damaged { .. }) if !is_judged_alone => Ok(()),
        Err(HistoryError::Damaged { path, source }) => Err(no_database(&path, source)),
        Err(HistoryError::Failed { path, source }) => Err(match fs::File::open(&path) {
            Err(error) => unreachable_file(&path, &error),
            Ok(_) => HistoryError::Failed { path, source },
        }),
        Err(other) => Err(other),
    }
}

/// What the first page of a file says.
struct Header {
    n_pages: u64,
    page_size: u64,
    application_id: i32,
    version: i32,
    has_tables: bool,
}

/// Reads what the first page of a file says.
fn header(path: &Path) -> Result<Header, HistoryError> {
    // SQLite reads the header and not `std::fs`: closing a file of our own would drop the locks that another
    // connection of this process may hold on it (POSIX).
    let read = || {
        let connection = Connection::open_with_flags(uri(path, "mode=ro&immutable=1"), reading_flags())?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let has_table = |name: &&str| connection.table_exists(None, *name).unwrap_or(false);
        Ok(Header {
            n_pages: u64::from(number("page_count")?.unsigned_abs()),
            page_size: u64::from(number("page_size")?.unsigned_abs()),
            application_id: number("application_id")?,
            version: number("user_version")?,
            has_tables: TABLES.iter().all(has_table),
        })
    };
    read().map_err(|error| named(path, &error))
}

impl Header {
    fn judged(&self, path: &Path, is_judged_alone: bool) -> Result<(), HistoryError> {
        // A file shorter than a page is an empty database to SQLite.
        if self.n_pages == 0 {
            return Err(no_database(path, Cause::found("it ends within its first page")));
        }
        if self.application_id != APPLICATION_ID {
            return Err(self.of_another_program(path));
        }
        let n_bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
        if is_judged_alone && n_bytes < self.n_pages.saturating_mul(self.page_size) {
            return Err(damaged(path, "it ends within its last page"));
        }
        is_known_version(path, self.version)
    }

    fn of_another_program(&self, path: &Path) -> HistoryError {
        if self.has_tables {
            return damaged(path, "its header is not as it was written");
        }
        HistoryError::OtherProgram { path: path.to_owned(), application_id: self.application_id }
    }
}

/// Names a file that SQLite does not read.
fn no_database(path: &Path, source: Cause) -> HistoryError {
    let path = path.to_owned();
    if was_ours(&path) { HistoryError::Damaged { path, source } } else { HistoryError::NotADatabase { path } }
}

fn is_known_version(path: &Path, version: i32) -> Result<(), HistoryError> {
    let path = path.to_owned();
    match version {
        1..=NEWEST_VERSION => Ok(()),
        ..=0 => Err(damaged(&path, "its header has no version")),
        found => Err(HistoryError::Newer { path, found, newest: NEWEST_VERSION }),
    }
}

/// Was a file that SQLite does not read a history once? Its application id, its magic or nothing but zeros say so.
fn was_ours(path: &Path) -> bool {
    use io::Read as _;
    let mut header = Vec::new();
    let n_read = fs::File::open(path).and_then(|file| file.take(100).read_to_end(&mut header));
    let has_id = header.get(68..72) == Some(&APPLICATION_ID.to_be_bytes());
    n_read.is_ok() && (has_id || header.starts_with(MAGIC) || header.iter().all(|byte| *byte == 0))
}

/// Connects for writing.
fn writing(path: &Path) -> Result<Connection, HistoryError> {
    let connect = || {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        settle(&connection)?;
        // Should the log turn out not to be ours, closing must not join it to the file.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let (application_id, version) = (number("application_id")?, number("user_version")?);
        Ok((connection, application_id, version))
    };
    let (mut connection, application_id, version) = connect().map_err(|error| named(path, &error))?;
    if application_id != APPLICATION_ID {
        return Err(HistoryError::OtherProgram { path: path.to_owned(), application_id });
    }
    is_known_version(path, version)?;
    let ready = || {
        connection.query_row(ANY_ROW, (), |_| Ok(()))?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        connection.is_readonly(rusqlite::MAIN_DB)
    };
    if ready().map_err(|error| named(path, &error))? {
        return Err(HistoryError::ReadOnly { path: path.to_owned() });
    }
    if version < NEWEST_VERSION {
        migrate(&mut connection).map_err(|error| named(path, &error))?;
    }
    Ok(connection)
}

/// Connects for reading only: with the newest answers where their file can be joined, else without them.
fn reading(path: &Path, why: Warning) -> Result<Connected, HistoryError> {
    let connect = |how: &str, settings: &str| {
        let connection = Connection::open_with_flags(uri(path, how), reading_flags())?;
        connection.execute_batch(settings)?;
        settle(&connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.query_row(ANY_ROW, (), |_| Ok(()))?;
        Ok(connection)
    };
    let mut warnings = vec![why];
    let has_log = has_log(path);
    let newest = connect("mode=ro", "").or_else(|error| {
        // Without the shared memory beside it a log can only be read by one that holds its index itself, unlocked.
        if has_log && cfg!(unix) {
            connect("mode=ro&vfs=unix-none", "PRAGMA locking_mode = EXCLUSIVE;")
        } else {
            Err(error)
        }
    });
    if let Ok(connection) = newest {
        return Ok(Connected { connection, warnings });
    }
    let connection = connect("mode=ro&immutable=1", "").map_err(|error| named(path, &error))?;
    if has_log {
        warnings.push(Warning::NewestMissing { path: path.to_owned() });
    }
    Ok(Connected { connection, warnings })
}

/// Sets what every connection has.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA cell_size_check = ON;",
    )
}

fn reading_flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Returns the path as a URI with parameters, every byte that could mean something in a URI escaped.
fn uri(path: &Path, parameters: &str) -> String {
    let escaped = path.as_os_str().as_encoded_bytes().iter().map(|byte| match byte {
        b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(*byte).to_string(),
        b'\\' if cfg!(windows) => "/".to_owned(),
        byte => format!("%{byte:02X}"),
    });
    let root = if cfg!(windows) { "/" } else { "" };
    format!("file:{root}{}?{parameters}", escaped.collect::<String>())
}

fn unreachable_file(path: &Path, error: &io::Error) -> HistoryError {
    let (path, source) = (path.to_owned(), Cause::of(error));
    match error.kind() {
        io::ErrorKind::PermissionDenied => HistoryError::Permission { path, source },
        io::ErrorKind::NotADirectory => {
            HistoryError::Directory { directory: folder_of(&path).to_owned(), source }
        }
        _ => HistoryError::Failed { path, source },
    }
}

fn damaged(path: &Path, what: &str) -> HistoryError {
    HistoryError::Damaged { path: path.to_owned(), source: Cause::found(what) }
}
