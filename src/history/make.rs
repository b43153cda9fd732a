//! Making a store: whole, private, and never over what is there.
//!
//! Invariant: a store comes into being whole. It is made beside its place and then linked there, so that an empty or
//! half-made file in its place was never ours.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::history::error::{Cause, HistoryError};
use crate::history::place::{FILE_NAME, folder_of};
use crate::history::schema::migrate;
use crate::history::space::{Space, asked};
use crate::seed::Seed;

/// Makes a new store at `path`, or leaves the one that another program has made there meanwhile.
///
/// # Errors
/// [`HistoryError::Directory`] or [`HistoryError::Full`] where directory or file cannot be made.
pub(crate) fn make(path: &Path) -> Result<(), HistoryError> {
    let directory = folder_of(path);
    let failed = |error: &dyn std::error::Error| {
        let source = Cause::of(error);
        if asked(path) == Space::Full {
            return HistoryError::Full { path: path.to_owned(), source };
        }
        HistoryError::Directory { directory: directory.to_owned(), source }
    };
    make_directory(directory).map_err(|error| failed(&error))?;
    let made = directory.join(format!("{FILE_NAME}.new-{:x}", Seed::fresh().0));
    let result = make_beside(&made)
        .map_err(|error| failed(error.as_ref()))
        .and_then(|()| put_in_place(&made, path).map_err(|error| failed(&error)));
    let _ = fs::remove_file(&made);
    if result.is_err() && path.exists() {
        return Ok(());
    }
    result?;
    remove_unfinished(directory);
    sync_directory(directory);
    Ok(())
}

fn make_beside(made: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let file = create_private(made)?;
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

/// Makes an empty file for its owner alone, never over another.
pub(crate) fn create_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    let file = private_file(&mut options).open(path)?;
    // The umask may have taken even the owner's permission away.
    only_for_owner(path, 0o600)?;
    Ok(file)
}

/// Gives a file its name, never over another file, and takes the name away under which it was made.
pub(crate) fn put_in_place(made: &Path, path: &Path) -> io::Result<()> {
    // A link, unlike a rename, never replaces what another program has put there.
    let placed = fs::hard_link(made, path).or_else(|_| rename_if_free(made, path));
    let _ = fs::remove_file(made);
    placed
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

/// Makes a directory for its owner alone, unless it is there.
#[cfg(unix)]
pub(crate) fn make_directory(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if directory.is_dir() {
        return Ok(());
    }
    let first_there = directory.ancestors().skip(1).find(|ancestor| ancestor.is_dir());
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    only_for_owner(directory, 0o700)?;
    // A directory whose name is not on the disk takes everything in it along when the power goes.
    let is_new = |ancestor: &&Path| first_there.is_none_or(|there| ancestor.starts_with(there));
    directory.ancestors().skip(1).take_while(is_new).for_each(sync_directory);
    Ok(())
}

/// Makes a directory, unless it is there.
#[cfg(not(unix))]
pub(crate) fn make_directory(directory: &Path) -> io::Result<()> {
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
pub(crate) fn sync_directory(directory: &Path) {
    let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_place_never_takes_the_place_of_another() {
        let directory = tempfile::tempdir().unwrap();
        let (made, place) = (directory.path().join("made"), directory.path().join("place"));
        fs::write(&place, "another").unwrap();
        fs::write(&made, "made").unwrap();
        assert!(put_in_place(&made, &place).is_err());
        assert_eq!(fs::read(&place).unwrap(), b"another");
        assert!(!made.exists());
        fs::remove_file(&place).unwrap();
        fs::write(&made, "made").unwrap();
        put_in_place(&made, &place).unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"made");
    }
}
