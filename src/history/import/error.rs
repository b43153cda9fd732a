//! Why an exported history is not taken in, and what to do about it.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::history::error::{Cause, HistoryError};
use crate::text::SafeText;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The history cannot be used.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A directory, a pipe or a device is there.
    #[error("cannot read import file `{}`: it is not a regular file", SafeText::path(path))]
    NotRegular {
        /// The file as it was named.
        path: PathBuf,
    },
    /// The file, or a line of it, is larger than any that is read.
    #[error("import file `{}` is too large", SafeText::path(path))]
    TooLarge {
        /// The file as it was named.
        path: PathBuf,
        /// What is too large, and how large it may be.
        source: Cause,
    },
    /// The system does not let it be read.
    #[error("cannot read import file `{}`", SafeText::path(path))]
    Io {
        /// The file as it was named.
        path: PathBuf,
        /// What the system says.
        source: Cause,
    },
    /// The first line is not the header of an exported history.
    #[error("`{}` is no exported history of this program", SafeText::path(path))]
    NotAnExport {
        /// The file as it was named.
        path: PathBuf,
    },
    /// The form is newer than this program.
    #[error("`{}` is in a newer form of export (version {found})", SafeText::path(path))]
    Newer {
        /// The file as it was named.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
    /// A line says what this version does not know, or nothing that could be.
    #[error("line {line} of `{}` cannot be read", SafeText::path(path))]
    Line {
        /// The file as it was named.
        path: PathBuf,
        /// Which line, from 1.
        line: u64,
        /// What was found.
        source: Cause,
    },
    /// A record or a text does not fit its digest.
    #[error("line {line} of `{}` is not as it was written", SafeText::path(path))]
    Altered {
        /// The file as it was named.
        path: PathBuf,
        /// Which line, from 1.
        line: u64,
    },
    /// The file ends before all that its header counts.
    #[error("`{}` is not whole: {there} of {counted} records are there", SafeText::path(path))]
    Cut {
        /// The file as it was named.
        path: PathBuf,
        /// Records that are there.
        there: i64,
        /// Records that the header counts.
        counted: i64,
    },
}

impl ImportError {
    /// Returns what to do about it, as a statement.
    #[must_use]
    pub fn help(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::History(error) => return error.help(),
            Self::NotRegular { .. } => "name the file that `hitquiz history export` was written to",
            Self::TooLarge { .. } => "`hitquiz history restore FILE` takes a copy of any size",
            Self::Io { .. } => "check the spelling, and that you may read it",
            Self::NotAnExport { .. } => {
                "`hitquiz history export` writes such files; `hitquiz history restore FILE` takes copies"
            }
            Self::Newer { .. } => "a newer version of this program reads it",
            Self::Line { .. } | Self::Altered { .. } | Self::Cut { .. } => {
                "nothing was imported; export the history once more"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_MESSAGE: &str = "\
cannot read import file `/d/e`: it is not a regular file
  help: name the file that `hitquiz history export` was written to
import file `/d/e` is too large
  cause: a line has more than 16 MiB
  help: `hitquiz history restore FILE` takes a copy of any size
cannot read import file `/d/e`
  cause: no such file
  help: check the spelling, and that you may read it
`/d/e` is no exported history of this program
  help: `hitquiz history export` writes such files; `hitquiz history restore FILE` takes copies
`/d/e` is in a newer form of export (version 9)
  help: a newer version of this program reads it
line 3 of `/d/e` cannot be read
  cause: expected value
  help: nothing was imported; export the history once more
line 3 of `/d/e` is not as it was written
  help: nothing was imported; export the history once more
`/d/e` is not whole: 2 of 7 records are there
  help: nothing was imported; export the history once more
the disk with history file `/d/h` is full
  cause: full
  help: nothing is lost; the answer can be given again when there is space
";

    #[test]
    fn every_error_says_what_and_where_and_what_to_do() {
        let path = || PathBuf::from("/d/e");
        let full = HistoryError::Full { path: PathBuf::from("/d/h"), source: Cause::found("full") };
        let errors = [
            ImportError::NotRegular { path: path() },
            ImportError::TooLarge { path: path(), source: Cause::found("a line has more than 16 MiB") },
            ImportError::Io { path: path(), source: Cause::found("no such file") },
            ImportError::NotAnExport { path: path() },
            ImportError::Newer { path: path(), found: 9 },
            ImportError::Line { path: path(), line: 3, source: Cause::found("expected value") },
            ImportError::Altered { path: path(), line: 3 },
            ImportError::Cut { path: path(), there: 2, counted: 7 },
            ImportError::History(full),
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
