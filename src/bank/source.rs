//! The text of a bank file, its lines, and places in it.
//!
//! Invariant: a position made here lies inside the file: lines and columns begin at 1, and no line is beyond the last.

use crate::text::SafeText;

/// A stretch of a file, in bytes, the end not included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// A character of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1; a tab counts as one.
    pub column: usize,
}

/// A file's name and text, with what is needed to find lines and columns.
#[derive(Debug)]
pub struct Source<'text> {
    name: SafeText,
    text: &'text str,
    line_starts: Vec<usize>,
    characters_before: Vec<usize>,
    end_of_text: usize,
}

/// Bytes between two entries of `characters_before`: a file of one line of 64 MiB is not counted anew for each place.
const BLOCK_BYTES: usize = 4096;

impl Span {
    /// Returns the stretch from the start of one to the end of another.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end }
    }

    /// Returns the first byte alone: the bracket of an object or a list.
    #[must_use]
    pub fn opening(self) -> Self {
        Self { start: self.start, end: self.end.min(self.start + 1) }
    }
}

impl<'text> Source<'text> {
    /// Returns the source of that name.
    #[must_use]
    pub fn new(name: &SafeText, text: &'text str) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(feeds.map(|(offset, _)| offset + 1)).collect();
        let mut characters_before = vec![0];
        let mut n_characters = 0;
        for block in text.as_bytes().chunks(BLOCK_BYTES) {
            n_characters += character_starts(block);
            characters_before.push(n_characters);
        }
        let name = SafeText::line(name.as_str());
        Self { name, text, line_starts, characters_before, end_of_text: trimmed_end(text).len() }
    }

    /// Returns the name that diagnostics show.
    #[must_use]
    pub fn name(&self) -> &SafeText {
        &self.name
    }

    /// Returns line and column of a byte; one behind the text counts as the end of the last line that has text.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.end_of_text);
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let column = self.n_characters(offset) - self.n_characters(self.line_start(line)) + 1;
        Position { line, column }
    }

    /// Returns the bytes of a line without its end.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.line_start(line);
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or_default();
        Span { start, end: start + text.strip_suffix('\r').unwrap_or(text).len() }
    }

    /// Returns the text of a stretch.
    #[must_use]
    pub fn text(&self, span: Span) -> &'text str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0)
    }

    /// Counts the characters that begin before `offset`.
    fn n_characters(&self, offset: usize) -> usize {
        let block = offset / BLOCK_BYTES;
        let before = self.characters_before.get(block).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(block * BLOCK_BYTES..offset).unwrap_or_default();
        before + character_starts(rest)
    }
}

/// Returns a text of JSON without the white space at its end.
pub(crate) fn trimmed_end(text: &str) -> &str {
    text.trim_end_matches([' ', '\n', '\t', '\r'])
}

/// Counts the bytes that begin a character of UTF-8.
fn character_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: usize) -> (usize, usize) {
        let position = Source::new(&SafeText::line("f"), text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_characters_and_tabs_count_one() {
        assert_eq!(position("ab\n\tß日c", 4), (2, 2));
        assert_eq!(position("ab\n\tß日c", 9), (2, 4));
    }

    #[test]
    fn the_end_of_the_file_is_on_the_last_line_that_has_text() {
        assert_eq!(position("{\n  1\n\n\n", 100), (2, 4));
        assert_eq!(position("", 0), (1, 1));
        assert_eq!(position("\n\n", 5), (1, 1));
    }

    #[test]
    fn long_lines_are_counted_by_blocks() {
        let text = "ß".repeat(BLOCK_BYTES * 2) + "x";
        assert_eq!(position(&text, BLOCK_BYTES * 4), (1, BLOCK_BYTES * 2 + 1));
    }

    #[test]
    fn a_line_is_without_its_end() {
        let source = Source::new(&SafeText::line("f"), "ab\r\ncd");
        assert_eq!(source.text(source.line_span(1)), "ab");
        assert_eq!(source.text(source.line_span(2)), "cd");
    }
}
