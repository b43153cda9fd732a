//! What can go wrong with the history, each told apart, and what to do about it.

pub mod warning;

use std::borrow::Cow;
use std::path::PathBuf;

use crate::history::attempt::AttemptId;
use crate::history::backup::list::Offer;
use crate::session::event::Place;
use crate::text::SafeText;

/// Why the history cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The data directory, or a file in it, cannot be made.
    #[error("cannot create a history in `{}`", SafeText::path(directory))]
    Directory {
        /// The data directory.
        directory: PathBuf,
        /// What the system says.
        source: Cause,
    },
    /// The file may not be read.
    #[error("no permission to read history file `{}`", SafeText::path(path))]
    Permission {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: Cause,
    },
    /// A directory is where the file should be.
    #[error("history file `{}` is a directory", SafeText::path(path))]
    IsDirectory {
        /// The directory.
        path: PathBuf,
    },
    /// A pipe, a socket or a device is where the file should be.
    #[error("history file `{}` is not a regular file", SafeText::path(path))]
    NotAFile {
        /// What is there.
        path: PathBuf,
    },
    /// The file has no bytes; a history never has none.
    #[error(
        "history file `{}` is empty: a history was there, or something else made the file",
        SafeText::path(path)
    )]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file is gone, and its log or its backups are still there.
    #[error("history file `{}` is gone: its log or its backups are still there", SafeText::path(path))]
    Gone {
        /// Where it was.
        path: PathBuf,
    },
    /// The file is no SQLite database.
    #[error("history file `{}` is not a history of this program: it is no database", SafeText::path(path))]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file is a database of another program.
    #[error(
        "history file `{}` is another program's database (application id {application_id:#010x})",
        SafeText::path(path)
    )]
    OtherProgram {
        /// The file.
        path: PathBuf,
        /// The number by which the database says whose it is.
        application_id: i32,
    },
    /// The file was written by a newer version of this program.
    #[error(
        "history file `{}` is from a newer version of this program (history version {found}; this program reads \
         up to {newest})",
        SafeText::path(path)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version that it has.
        found: i32,
        /// The newest that this program reads.
        newest: i32,
    },
    /// Bytes of the file are not what SQLite wrote.
    #[error("history file `{}` is damaged", SafeText::path(path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: Cause,
    },
    /// A record is not as this program wrote it, though the database is sound.
    #[error("record {seq} of history file `{}` is not as it was written", SafeText::path(path))]
    Altered {
        /// The file.
        path: PathBuf,
        /// The record's number.
        seq: u64,
    },
    /// A record says something that this version does not know.
    #[error("history file `{}` holds a record that this version cannot read", SafeText::path(path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: Cause,
    },
    /// The file may be read only.
    #[error("history file `{}` cannot be written", SafeText::path(path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// There is no space left.
    #[error("the disk with history file `{}` is full", SafeText::path(path))]
    Full {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Cause,
    },
    /// Another program kept the file busy for too long.
    #[error("history file `{}` is kept busy by another program", SafeText::path(path))]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The system or SQLite failed in another way.
    #[error("cannot use history file `{}`", SafeText::path(path))]
    Failed {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Cause,
    },
    /// The file was moved, removed or replaced while it was open.
    #[error("history file `{}` was moved, removed or replaced while it was in use", SafeText::path(path))]
    Replaced {
        /// Where it was.
        path: PathBuf,
    },
    /// The history cannot be used, and a backup of it can.
    #[error(transparent)]
    Restorable(Box<Offer>),
    /// Another program has taken the attempt further since it was begun or taken up here.
    #[error("attempt {attempt} has moved on in another program")]
    Moved {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// The attempt takes no more events.
    #[error("attempt {attempt} has ended")]
    Ended {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// The attempt has no question at that place.
    #[error("attempt {attempt} has no question {place}")]
    NoSuchPlace {
        /// Which attempt.
        attempt: AttemptId,
        /// Which place.
        place: Place,
    },
}

/// What the system, SQLite or a reader says about a failure, made harmless: such sentences can quote the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Cause(SafeText);

impl HistoryError {
    /// Returns what to do about it, as a statement.
    #[must_use]
    pub fn help(&self) -> Cow<'static, str> {
        match self {
            Self::Restorable(offer) => Cow::Owned(offer.help()),
            other => Cow::Borrowed(other.plain_help()),
        }
    }

    /// Is the history itself not as it was, rather than out of reach?
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } | Self::Altered { .. } | Self::Empty { .. } | Self::Gone { .. } => true,
            Self::Restorable(offer) => offer.error.is_damage(),
            Self::Directory { .. }
            | Self::Permission { .. }
            | Self::IsDirectory { .. }
            | Self::NotAFile { .. }
            | Self::NotADatabase { .. }
            | Self::OtherProgram { .. }
            | Self::Newer { .. }
            | Self::Unreadable { .. }
            | Self::ReadOnly { .. }
            | Self::Full { .. }
            | Self::Busy { .. }
            | Self::Failed { .. }
            | Self::Replaced { .. }
            | Self::Moved { .. }
            | Self::Ended { .. }
            | Self::NoSuchPlace { .. } => false,
        }
    }

    /// Returns what to do where no backup is known of.
    fn plain_help(&self) -> &'static str {
        match self {
            Self::Restorable(offer) => offer.error.plain_help(),
            Self::Gone { .. } => {
                "`hitquiz history restore` looks for a good backup; to begin anew, move what is left of it away"
            }
            Self::Replaced { .. } => {
                "nothing more is stored; leave and start again, `hitquiz history check` says what is there now"
            }
            Self::Directory { .. } => "`--data-dir DIR` names a directory that can be written",
            Self::Permission { .. } => {
                "the file belongs to its owner alone; `--data-dir DIR` names another data directory"
            }
            Self::IsDirectory { .. } | Self::NotAFile { .. } => {
                "nothing was changed; move it away, or name another data directory with `--data-dir DIR`"
            }
            Self::Empty { .. } => {
                "nothing was changed; put a copy of the history in its place, or remove the empty file to begin anew"
            }
            Self::NotADatabase { .. } | Self::OtherProgram { .. } => {
                "nothing was changed; name another data directory with `--data-dir DIR`"
            }
            Self::Newer { .. } => {
                "nothing was changed; use the newer version, or another data directory with `--data-dir DIR`"
            }
            Self::Damaged { .. } => {
                "the file is left as it is; keep it, and put a copy of the history in its place or begin anew"
            }
            Self::Altered { .. } => "`hitquiz history check` lists everything that does not agree",
            Self::Unreadable { .. } => {
                "a newer version of this program may read it; `hitquiz history check` says more"
            }
            Self::ReadOnly { .. } => {
                "make file and directory writable, or name another with `--data-dir DIR`"
            }
            Self::Full { .. } => "nothing is lost; the answer can be given again when there is space",
            Self::Busy { .. } => {
                "nothing is lost; the answer can be given again when the other program is done"
            }
            Self::Failed { .. } => "nothing is lost; the answer can be given again",
            Self::Moved { .. } => "resume the attempt again to go on from where it is now",
            Self::Ended { .. } => "begin another attempt",
            Self::NoSuchPlace { .. } => "resume the attempt again",
        }
    }
}

impl Cause {
    /// Returns what an error and the errors behind it say, as one line.
    #[must_use]
    pub fn of(error: &dyn std::error::Error) -> Self {
        Self(SafeText::line(&error.to_string()))
    }

    /// Returns a cause found by this program itself.
    #[must_use]
    pub fn found(what: &str) -> Self {
        Self(SafeText::line(what))
    }
}

#[cfg(test)]
mod tests;
