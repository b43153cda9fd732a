//! Why a write failed: the file system itself is asked, since SQLite says "I/O error" for much.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::history::place::{FILE_NAME, folder_of};
use crate::seed::Seed;

/// Bytes that have to fit for a disk not to be called full: a commit of one answer writes less.
const NEEDED_BYTES: usize = 64 * 1024;

/// What the file system says of itself after a write failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// No space is left, or none that this user may take.
    Full,
    /// Nothing can be written at all.
    ReadOnly,
    /// It takes what is written, or fails in another way.
    Left,
}

/// Asks the file system of a file how full it is: by its own count, then by writing what an answer takes.
///
/// A quota shows only when something is written.
pub(crate) fn asked(file: &Path) -> Space {
    let folder = folder_of(file);
    if has_no_blocks(folder) {
        return Space::Full;
    }
    match probed(folder).map_err(|error| error.kind()) {
        Err(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => Space::Full,
        Err(io::ErrorKind::ReadOnlyFilesystem) => Space::ReadOnly,
        Ok(()) | Err(_) => Space::Left,
    }
}

#[cfg(unix)]
fn has_no_blocks(folder: &Path) -> bool {
    let needed = NEEDED_BYTES as u64;
    // A file system that counts no blocks at all does not count.
    rustix::fs::statvfs(folder)
        .is_ok_and(|space| space.f_blocks > 0 && space.f_bavail.saturating_mul(space.f_frsize) < needed)
}

#[cfg(not(unix))]
fn has_no_blocks(_folder: &Path) -> bool {
    false
}

fn probed(folder: &Path) -> io::Result<()> {
    // The name is one that the next maker of a store tidies away, should this program be killed here.
    let path = folder.join(format!("{FILE_NAME}.new-{:x}", Seed::fresh().0));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    let written = file.write_all(&[0; NEEDED_BYTES]).and_then(|()| file.sync_data());
    let _ = fs::remove_file(&path);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_with_space_is_not_full_and_keeps_no_trace_of_the_question() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(asked(&directory.path().join("history.sqlite3")), Space::Left);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_system_that_counts_no_blocks_is_not_called_full() {
        assert_eq!(asked(Path::new("/proc/self/history.sqlite3")), Space::Left);
    }
}
