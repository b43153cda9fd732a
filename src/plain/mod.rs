//! The line-by-line face: questions and menus as lines of text, answers and commands read a line at a time.
//!
//! Invariant: nothing is written but printable text and line feeds, so that a screen reader can follow and a pipe can
//! take a whole quiz; nothing is said to be saved before it is on disk.

pub mod attempt;
pub mod dialogue;
pub mod help;
pub mod menu;
pub mod preview;
mod question;

use std::io::{self, ErrorKind};

/// Why plain mode could not go on.
#[derive(Debug, thiserror::Error)]
pub enum PlainError {
    /// The output takes nothing more, for another reason than that its reader has gone.
    #[error("cannot write to standard output")]
    Output {
        /// What the system says.
        source: io::Error,
    },
}

impl PlainError {
    /// Returns what was done, `otherwise` where the reader of the output has gone: nobody is left to be told.
    fn unless_reader_left<Done>(done: io::Result<Done>, otherwise: Done) -> Result<Done, Self> {
        match done {
            Ok(done) => Ok(done),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(otherwise),
            Err(source) => Err(Self::Output { source }),
        }
    }
}
