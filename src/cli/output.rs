//! The standard output, to which nothing but harmless text gets.
//!
//! Invariant: no other file of `cli` writes to it.

use std::io::{self, BufWriter, StdoutLock, Write};

use crate::text::SafeText;

/// The standard output of a command.
#[derive(Debug)]
pub(crate) struct Output<Stream: Write = BufWriter<StdoutLock<'static>>>(Stream);

impl Output {
    /// Returns the standard output.
    pub(crate) fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }
}

impl<Stream: Write> Output<Stream> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_could_steer_a_terminal_is_not_written_as_it_is() {
        let mut output = Output(Vec::new());
        output.line("safe\u{1b}[2J\u{202e}\nnext").unwrap();
        assert_eq!(output.0, b"safe<U+001B>[2J<U+202E>\nnext\n");
    }
}
