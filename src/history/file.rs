//! The file of the history: found, known by its header before anything is written, made, and connected to.
//!
//! Invariant: a store comes into being whole. It is made beside its place and then linked there, so that an empty or
//! half-made file in its place was never ours.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::history::error::{Cause, HistoryError, Warning};
use crate::history::schema::{APPLICATION_ID, NEWEST_VERSION, TABLES, migrate};
use crate::history::store::named;
use crate::seed::Seed;

/// Name of the file in the data directory.
pub(crate) const FILE_NAME: &str = "history.sqlite3";

/// How long a statement waits for another program.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Bytes at the start of a file that say it is an SQLite database; the application id stands at 68.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

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
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
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

/// Connects to the store at `path`, for reading where it cannot be written.
///
/// # Errors
/// Why it cannot be used; nothing was written then.
pub(crate) fn connected(path: &Path) -> Result<Connected, HistoryError> {
    known_by_header(path)?;
    match writing(path) {
        Err(
            HistoryError::ReadOnly { .. } | HistoryError::Failed { .. } | HistoryError::Permission { .. },
        ) => reading(path),
        result => result.map(|connection| Connected { connection, warnings: Vec::new() }),
    }
}

/// Makes a new store at `path`, or leaves the one that another program has made there meanwhile.
///
/// # Errors
/// [`HistoryError::Directory`] where directory or file cannot be made.
pub(crate) fn make(path: &Path) -> Result<(), HistoryError> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let failed = |error: &dyn std::error::Error| HistoryError::Directory {
        directory: directory.to_owned(),
        source: Cause::of(error),
    };
    make_directory(directory).map_err(|error| failed(&error))?;
    let made = directory.join(format!("{FILE_NAME}.new-{:x}", Seed::fresh().0));
    let result = make_beside(&made).map_err(|error| failed(error.as_ref())).and_then(|()| {
        // A link, unlike a rename, never replaces what another program has put there.
        fs::hard_link(&made, path).or_else(|_| rename_if_free(&made, path)).map_err(|error| failed(&error))
    });
    let _ = fs::remove_file(&made);
    if result.is_err() && path.exists() {
        return Ok(());
    }
    result?;
    remove_unfinished(directory);
    sync_directory(directory);
    Ok(())
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
    // SQLite reads the header and not `std::fs`: closing a file of our own would drop the locks that another
    // connection of this process may hold on it (POSIX).
    let header = || {
        let connection = Connection::open_with_flags(uri(path, "mode=ro&immutable=1"), reading_flags())?;
        let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let has_table = |name: &str| connection.table_exists(None, name).unwrap_or(false);
        Ok((id, version, TABLES.iter().all(|name| has_table(name))))
    };
    match header() {
        Ok((APPLICATION_ID, version, _)) => is_known_version(path, version),
        Ok((_, _, true)) => Err(damaged(path, "its header is not as it was written")),
        Ok((application_id, ..)) => Err(HistoryError::OtherProgram { path: path.to_owned(), application_id }),
        Err(error) => Err(match named(path, &error) {
            HistoryError::Failed { path, source } => match fs::File::open(&path) {
                Err(error) => unreachable_file(&path, &error),
                Ok(_) => HistoryError::Failed { path, source },
            },
            HistoryError::Damaged { path, source } if !was_ours(&path) => {
                let _ = source;
                HistoryError::NotADatabase { path }
            }
            other => other,
        }),
    }
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
        // Should the log turn out to be from a newer version, closing must not join it to the file.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        Ok((connection, version))
    };
    let (connection, version) = connect().map_err(|error| named(path, &error))?;
    is_known_version(path, version)?;
    let ready = || {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        connection.is_readonly(rusqlite::MAIN_DB)
    };
    if ready().map_err(|error| named(path, &error))? {
        return Err(HistoryError::ReadOnly { path: path.to_owned() });
    }
    Ok(connection)
}

/// Connects for reading only: with the newest answers where their file can be joined, else without them.
fn reading(path: &Path) -> Result<Connected, HistoryError> {
    let connect = |how: &str| {
        let connection = Connection::open_with_flags(uri(path, how), reading_flags())?;
        settle(&connection)?;
        connection.query_row("SELECT n_events FROM totals", (), |_| Ok(()))?;
        Ok(connection)
    };
    let mut warnings = vec![Warning::ReadOnly { path: path.to_owned() }];
    if let Ok(connection) = connect("mode=ro") {
        return Ok(Connected { connection, warnings });
    }
    let connection = connect("mode=ro&immutable=1").map_err(|error| named(path, &error))?;
    if fs::metadata(log_path(path)).is_ok_and(|log| log.len() > 0) {
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

fn make_beside(made: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    let file = private_file(&mut options).open(made)?;
    // The umask may have taken even the owner's permission away.
    only_for_owner(made, 0o600)?;
    let mut connection = Connection::open_with_flags(
        made,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // Nobody knows the file yet; it is synced once, when it is whole.
    connection.execute_batch("PRAGMA synchronous = OFF;")?;
    migrate(&mut connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    file.sync_all()?;
    Ok(())
}

fn rename_if_free(made: &Path, path: &Path) -> io::Result<()> {
    // For file systems without links; between the look and the rename another program could be as fast.
    if path.exists() { Err(io::ErrorKind::AlreadyExists.into()) } else { fs::rename(made, path) }
}

/// Removes what programs that were killed while making a store have left.
fn remove_unfinished(directory: &Path) {
    let prefix = format!("{FILE_NAME}.new-");
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn make_directory(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if directory.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    only_for_owner(directory, 0o700)
}

#[cfg(not(unix))]
fn make_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(unix)]
fn private_file(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private_file(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    options
}

#[cfg(unix)]
fn only_for_owner(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn only_for_owner(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Puts the new name on disk too; where a directory cannot be synced there is nothing else to do.
fn sync_directory(directory: &Path) {
    let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
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

fn log_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn unreachable_file(path: &Path, error: &io::Error) -> HistoryError {
    let (path, source) = (path.to_owned(), Cause::of(error));
    match error.kind() {
        io::ErrorKind::PermissionDenied => HistoryError::Permission { path, source },
        io::ErrorKind::NotADirectory => {
            let directory = path.parent().unwrap_or(Path::new("")).to_owned();
            HistoryError::Directory { directory, source }
        }
        _ => HistoryError::Failed { path, source },
    }
}

fn damaged(path: &Path, what: &str) -> HistoryError {
    HistoryError::Damaged { path: path.to_owned(), source: Cause::found(what) }
}
