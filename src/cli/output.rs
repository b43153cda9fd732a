//! The standard output, to which nothing but harmless text gets.
//!
//! Invariant: no other file of `cli` writes to it.

use std::io::{self, BufWriter, StdoutLock, Write as _};

use crate::text::SafeText;

/// The standard output of a command.
#[derive(Debug)]
pub(crate) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    /// Returns the standard output.
    pub(crate) fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    /// Writes a line, or several.
    ///
    /// # Errors
    /// What the output refuses it with.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.0, "{}", SafeText::block(text))
    }

    /// Makes sure that everything is out.
    ///
    /// # Errors
    /// What the output refuses it with.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a document that the program makes without any foreign text: help, a completion script, the manual page.
///
/// # Errors
/// What the output refuses it with.
pub(crate) fn document(document: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(document)?;
    stdout.flush()
}
