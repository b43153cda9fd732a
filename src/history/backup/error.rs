//! What can go wrong with copies of the history, and what to do about it.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::history::error::{Cause, HistoryError};
use crate::text::SafeText;

/// Why a copy of the history is not made, or not brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The history, or the copy as a history, cannot be used.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A file of that name is there already.
    #[error("`{}` is there already", SafeText::path(path))]
    Exists {
        /// The file as it was named.
        path: PathBuf,
    },
    /// Files cannot be made, moved or brought to the disk.
    #[error("cannot write `{}`", SafeText::path(path))]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: Cause,
    },
    /// There is no space for a copy.
    #[error("there is no space for a copy of the history at `{}`", SafeText::path(path))]
    Full {
        /// The copy.
        path: PathBuf,
        /// What the system says.
        source: Cause,
    },
    /// A copy, or the history that it was made of, is not as it was written.
    #[error("`{}` is not a sound history", SafeText::path(path))]
    Unsound {
        /// The copy.
        path: PathBuf,
        /// What was found first.
        source: Cause,
    },
    /// No backup is there that could be brought back.
    #[error("there is no good backup in `{}`", SafeText::path(folder))]
    NoneGood {
        /// The folder of backups.
        folder: PathBuf,
        /// How many were looked at.
        n_bad: usize,
    },
    /// There is nothing to copy.
    #[error("there is no history at `{}` yet", SafeText::path(path))]
    Nothing {
        /// Where it would be.
        path: PathBuf,
    },
    /// Another program uses the history.
    #[error("history file `{}` is in use by another program", SafeText::path(path))]
    InUse {
        /// The file.
        path: PathBuf,
    },
}

impl BackupError {
    /// Returns what to do about it, as a statement.
    #[must_use]
    pub fn help(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::History(error) => return error.help(),
            Self::Exists { .. } => "nothing is overwritten; name a file that is not there",
            Self::File { .. } => "nothing was changed; see that the folder is there and can be written",
            Self::Full { .. } => "the history itself is as it was; a copy can be made when there is space",
            Self::Unsound { .. } => {
                "it is not kept as a backup, and no older one is removed; `hitquiz history check` says more"
            }
            Self::NoneGood { .. } => {
                "`hitquiz history restore FILE` takes a copy from elsewhere; to begin anew, move the history away"
            }
            Self::Nothing { .. } => "there is something to copy once something was answered",
            Self::InUse { .. } => "leave hitquiz where it is still running, and try again",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_MESSAGE: &str = "\
`/d/b` is there already
  help: nothing is overwritten; name a file that is not there
cannot write `/d/b`
  cause: no such directory
  help: nothing was changed; see that the folder is there and can be written
there is no space for a copy of the history at `/d/b`
  cause: database or disk is full
  help: the history itself is as it was; a copy can be made when there is space
`/d/b` is not a sound history
  cause: record 4 is not as it was written
  help: it is not kept as a backup, and no older one is removed; `hitquiz history check` says more
there is no good backup in `/d/b`
  help: `hitquiz history restore FILE` takes a copy from elsewhere; to begin anew, move the history away
there is no history at `/d/b` yet
  help: there is something to copy once something was answered
history file `/d/b` is in use by another program
  help: leave hitquiz where it is still running, and try again
history file `/d/b` is a directory
  help: nothing was changed; move it away, or name another data directory with `--data-dir DIR`
";

    #[test]
    fn every_error_says_what_and_where_and_what_to_do() {
        let path = || PathBuf::from("/d/b");
        let errors = [
            BackupError::Exists { path: path() },
            BackupError::File { path: path(), source: Cause::found("no such directory") },
            BackupError::Full { path: path(), source: Cause::found("database or disk is full") },
            BackupError::Unsound { path: path(), source: Cause::found("record 4 is not as it was written") },
            BackupError::NoneGood { folder: path(), n_bad: 0 },
            BackupError::Nothing { path: path() },
            BackupError::InUse { path: path() },
            BackupError::History(HistoryError::IsDirectory { path: path() }),
        ];
        let mut said = String::new();
        for error in errors {
            said.push_str(&format!("{error}\n"));
            if let Some(cause) = std::error::Error::source(&error) {
                said.push_str(&format!("  cause: {cause}\n"));
            }
            said.push_str(&format!("  help: {}\n", error.help()));
        }
        assert_eq!(said, EVERY_MESSAGE);
    }
}
