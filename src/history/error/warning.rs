//! What is to be said about a history that can be used, if not in full.

use std::path::PathBuf;

use crate::text::SafeText;

/// Something to be said about a history that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// It can be read and not written.
    #[error(
        "history file `{}` cannot be written: what is answered now would not be kept",
        SafeText::path(path)
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// It can be read, and there is no space to write.
    #[error(
        "the disk with history file `{}` is full: what is answered now would not be kept",
        SafeText::path(path)
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The newest answers stand in a second file that cannot be joined to it.
    #[error("the newest answers of history file `{}` cannot be read", SafeText::path(path))]
    NewestMissing {
        /// The file.
        path: PathBuf,
    },
}

impl Warning {
    /// Returns what to do about it, as a statement.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::ReadOnly { .. } => {
                "make file and directory writable, or name another with `--data-dir DIR`"
            }
            Self::Full { .. } => "make space on the disk, and start again",
            Self::NewestMissing { .. } => "they are safe, and appear once file and directory can be written",
        }
    }
}
