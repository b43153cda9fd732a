//! The text of a bank file, its lines, and places in it.
//!
//! Invariant: a position made here lies inside the file: lines and columns begin at 1, and no line is beyond the last.

use crate::text::SafeText;
use crate::text::step::{n_characters, n_line_feeds};

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
    lines_before: Vec<usize>,
    characters_before: Vec<usize>,
    end_of_text: usize,
}

/// Bytes between two counts of lines and characters: a file of one line of 64 MiB is not counted anew for each place,
/// and one of 64 MiB of line feeds takes no more memory than another.
const BLOCK_BYTES: usize = 1024;

/// Bytes in which line feeds are counted together before they are looked for one by one.
const ROW_BYTES: usize = 64;

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
        let (mut lines_before, mut characters_before) = (vec![0], vec![0]);
        let (mut lines, mut characters) = (0, 0);
        for block in text.as_bytes().chunks(BLOCK_BYTES) {
            lines += n_line_feeds(block);
            characters += if block.is_ascii() { block.len() } else { n_characters(block) };
            lines_before.push(lines);
            characters_before.push(characters);
        }
        let name = SafeText::line(name.as_str());
        Self { name, text, lines_before, characters_before, end_of_text: trimmed_end(text).len() }
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
        let line = 1 + self.n_line_feeds(offset);
        let start = self.start_nearby(offset).unwrap_or_else(|| self.line_start(line));
        Position { line, column: self.n_characters(offset) - self.n_characters(start) + 1 }
    }

    /// Returns the bytes of a line without its end.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        self.without_end(self.line_start(line), line)
    }

    /// Returns the line of a byte, as [`Source::position`] does, and the bytes of that line without its end.
    #[must_use]
    pub fn line_around(&self, offset: usize) -> (usize, Span) {
        let offset = offset.min(self.end_of_text);
        let line = 1 + self.n_line_feeds(offset);
        let start = self.start_nearby(offset).unwrap_or_else(|| self.line_start(line));
        (line, self.without_end(start, line))
    }

    /// Returns the bytes of the line that begins at `start`.
    fn without_end(&self, start: usize, line: usize) -> Span {
        let mut nearby = self.text.as_bytes().get(start..).unwrap_or_default().iter().take(BLOCK_BYTES);
        let end = nearby.position(|byte| *byte == b'\n').map(|length| start + length);
        let end = end.or_else(|| self.nth_line_feed(line)).unwrap_or(self.text.len());
        let text = self.text.get(start..end).unwrap_or_default();
        Span { start, end: start + text.strip_suffix('\r').unwrap_or(text).len() }
    }

    /// Returns the text of a stretch.
    #[must_use]
    pub fn text(&self, span: Span) -> &'text str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Returns the start of the line of a byte, if it is in the same block.
    fn start_nearby(&self, offset: usize) -> Option<usize> {
        let start = offset / BLOCK_BYTES * BLOCK_BYTES;
        let feed = self.text.as_bytes().get(start..offset)?.iter().rposition(|byte| *byte == b'\n')?;
        Some(start + feed + 1)
    }

    fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|n| self.nth_line_feed(n)).map_or(0, |feed| feed + 1)
    }

    /// Returns where the `n`th line feed stands, from 1.
    fn nth_line_feed(&self, n: usize) -> Option<usize> {
        let block = self.lines_before.partition_point(|before| *before < n).checked_sub(1)?;
        let start = block * BLOCK_BYTES;
        let mut n_left = n.checked_sub(*self.lines_before.get(block)?)?;
        for (row_ix, row) in self.text.as_bytes().get(start..)?.chunks(ROW_BYTES).enumerate() {
            let n_here = n_line_feeds(row);
            if n_left <= n_here {
                return line_feeds(row).nth(n_left.checked_sub(1)?).map(|at| start + row_ix * ROW_BYTES + at);
            }
            n_left -= n_here;
        }
        None
    }

    /// Counts the line feeds before `offset`.
    fn n_line_feeds(&self, offset: usize) -> usize {
        let block = offset / BLOCK_BYTES;
        let before = self.lines_before.get(block).copied().unwrap_or(0);
        before + n_line_feeds(self.text.as_bytes().get(block * BLOCK_BYTES..offset).unwrap_or_default())
    }

    /// Counts the characters that begin before `offset`.
    fn n_characters(&self, offset: usize) -> usize {
        let block = offset / BLOCK_BYTES;
        let before = self.characters_before.get(block).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(block * BLOCK_BYTES..offset).unwrap_or_default();
        before + n_characters(rest)
    }
}

/// Returns a text of JSON without the white space at its end.
pub(crate) fn trimmed_end(text: &str) -> &str {
    text.trim_end_matches([' ', '\n', '\t', '\r'])
}

/// Returns where the line feeds stand.
fn line_feeds(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at)
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
    fn lines_are_counted_by_blocks_as_they_are_one_by_one() {
        let text: String = (0..3000).map(|n| "x".repeat(n % 7) + "\n").collect();
        let source = Source::new(&SafeText::line("f"), &text);
        for (line_ix, line) in text.lines().enumerate() {
            let line_span = source.line_span(line_ix + 1);
            assert_eq!(source.text(line_span), line);
            assert_eq!(source.line_around(line_span.end), (line_ix + 1, line_span));
        }
        let offset = text.len() - 2;
        assert_eq!(source.position(offset).line, text[..offset].matches('\n').count() + 1);
    }

    #[test]
    fn a_line_is_without_its_end() {
        let source = Source::new(&SafeText::line("f"), "ab\r\ncd");
        assert_eq!(source.text(source.line_span(1)), "ab");
        assert_eq!(source.text(source.line_span(2)), "cd");
    }
}
