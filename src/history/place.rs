//! Where everything of a history lies, by name: the file, its log, its backups, what was set aside.

use std::fs;
use std::path::{Path, PathBuf};

use crate::clock::UnixMillis;

/// Name of the file in the data directory.
pub(crate) const FILE_NAME: &str = "history.sqlite3";

/// Name of the folder of backups in the data directory.
const BACKUPS: &str = "backups";

/// Name of the folder in the data directory with what was in the way of a restored history.
const SET_ASIDE: &str = "set-aside";

/// What the name of a backup begins and ends with; between them stands when it was made.
const BACKUP_NAME: (&str, &str) = ("history-", ".sqlite3");

/// Returns the history of a data directory, as an absolute path where the working directory is known.
pub(crate) fn history_in(directory: &Path) -> PathBuf {
    // SQLite would take a relative path that begins with `file:` for a URI.
    absolute(&directory.join(FILE_NAME))
}

/// Returns a path that no reader takes for anything but a path.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Returns the log beside a history, with answers that may not be in the file yet.
pub(crate) fn log_of(history: &Path) -> PathBuf {
    beside(history, "-wal")
}

/// Returns the index of the log, which is made anew from it where it is missing.
pub(crate) fn index_of(history: &Path) -> PathBuf {
    beside(history, "-shm")
}

/// Is there a log with answers that may not be in the file yet?
pub(crate) fn has_log(history: &Path) -> bool {
    fs::metadata(log_of(history)).is_ok_and(|log| log.len() > 0)
}

/// Returns the folder of backups beside a history.
pub(crate) fn backups_of(history: &Path) -> PathBuf {
    folder_of(history).join(BACKUPS)
}

/// Returns the folder beside a history with what was in its way.
pub(crate) fn set_aside_of(history: &Path) -> PathBuf {
    folder_of(history).join(SET_ASIDE)
}

/// Returns the folder that a file is in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Returns a time as a name that sorts like it and that every file system takes: `2026-11-21T23-16-37Z`.
pub(crate) fn dated(at: UnixMillis) -> String {
    let written = at.rfc3339();
    let seconds = written.split('.').next().unwrap_or(&written);
    format!("{}Z", seconds.replace(':', "-"))
}

/// Returns the name of a backup made then.
pub(crate) fn backup_name(at: UnixMillis) -> String {
    format!("{}{}{}", BACKUP_NAME.0, dated(at), BACKUP_NAME.1)
}

/// Returns when the backup of that name was made, nothing where it is no name of a backup.
pub(crate) fn backup_time(name: &str) -> Option<UnixMillis> {
    let time = name.strip_prefix(BACKUP_NAME.0)?.strip_suffix(BACKUP_NAME.1)?;
    let (day, clock) = time.split_once('T')?;
    UnixMillis::of_rfc3339(&format!("{day}T{}", clock.replace('-', ":")))
}

fn beside(history: &Path, ending: &str) -> PathBuf {
    let mut path = history.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backups_name_says_when_it_was_made() {
        let at = UnixMillis(1_795_302_997_008);
        assert_eq!(backup_name(at), "history-2026-11-21T23-16-37Z.sqlite3");
        assert_eq!(backup_time(&backup_name(at)), Some(UnixMillis(1_795_302_997_000)));
        for other in ["history.sqlite3", "history-.sqlite3", "history-2026-11-21.sqlite3", "notes.txt"] {
            assert_eq!(backup_time(other), None, "{other}");
        }
    }

    #[test]
    fn times_before_1970_have_names_too() {
        let at = UnixMillis(-1_000);
        assert_eq!(backup_time(&backup_name(at)), Some(at));
    }
}
