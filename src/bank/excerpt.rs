//! The source lines that a diagnostic shows, with marks under what it speaks of.
//!
//! Invariant: an excerpt is harmless text, at most [`EXCERPT_COLUMNS`] and two cut marks wide, labels not counted.

use std::fmt;

use crate::bank::source::{Source, Span};
use crate::text::layout::width;
use crate::text::{SafeText, is_plain};

/// Columns of a source line that are shown: with the gutter no wider than a terminal of 80.
const EXCERPT_COLUMNS: usize = 72;

/// Columns that a long line shows before the place.
const LEAD_COLUMNS: usize = 24;

/// Source lines in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Excerpt(Vec<Row>);

/// A source line, or the window of it around a place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    line: usize,
    /// All of the line.
    whole: Span,
    /// What is shown of it.
    window: Span,
    text: SafeText,
    marks: Vec<Mark>,
}

/// What is drawn below a source line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    columns_before: usize,
    n_columns: usize,
    is_main: bool,
    text: SafeText,
}

/// Returns the lines of a main place and of the labelled ones.
pub(crate) fn excerpt(source: &Source<'_>, main: Span, labels: &[(Span, String)]) -> Excerpt {
    let label =
        |span: Span| labels.iter().find(|(labelled, _)| *labelled == span).map(|(_, text)| text.as_str());
    let mut places = vec![(main, label(main).unwrap_or_default())];
    places.extend(labels.iter().filter(|(span, _)| *span != main).map(|(span, text)| (*span, text.as_str())));
    places.sort_by_key(|(span, _)| span.start);
    let mut rows: Vec<Row> = Vec::new();
    for (span, text) in places {
        let (line, line_span) = source.line_around(span.start);
        let start = span.start.min(line_span.end);
        // What goes on over several lines is marked on its first.
        let place = Span { start, end: span.end.clamp(start, line_span.end) };
        let is_in = |row: &Row| row.line == line && row.window.start <= start && place.end <= row.window.end;
        if !rows.last().is_some_and(is_in) {
            rows.push(Row::new(source, line, line_span, window(source, line_span, place)));
        }
        if let Some(row) = rows.last_mut() {
            row.marks.push(row.mark(source, place, span == main, text));
        }
    }
    Excerpt(rows)
}

impl Excerpt {
    /// Returns the width of the widest line number.
    pub(crate) fn gutter_columns(&self) -> usize {
        self.0.iter().map(|row| row.line.to_string().len()).max().unwrap_or(1)
    }
}

impl Excerpt {
    /// Returns the source lines, each with its number, and the lines of marks below them.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (Option<usize>, String)> {
        self.0.iter().flat_map(|row| {
            let source = (Some(row.line), row.text.to_string());
            std::iter::once(source).chain(row.marks.iter().map(|mark| (None, mark.line())))
        })
    }

    /// Returns the columns before the main mark.
    pub(crate) fn columns_before_main(&self) -> usize {
        let mut marks = self.0.iter().flat_map(|row| &row.marks);
        marks.find(|mark| mark.is_main).map_or(0, |mark| mark.columns_before)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gutter = self.gutter_columns();
        write!(formatter, "\n{:gutter$} |", "")?;
        for (line, text) in self.lines() {
            let line = line.map(|line| line.to_string()).unwrap_or_default();
            let space = if text.is_empty() { "" } else { " " };
            write!(formatter, "\n{line:>gutter$} |{space}{text}")?;
        }
        Ok(())
    }
}

impl Mark {
    fn line(&self) -> String {
        let line = if self.is_main { "^" } else { "-" }.repeat(self.n_columns);
        let space = if self.text.is_empty() { "" } else { " " };
        format!("{}{line}{space}{}", " ".repeat(self.columns_before), self.text)
    }
}

impl Row {
    fn new(source: &Source<'_>, line: usize, whole: Span, window: Span) -> Self {
        let tail = if window.end < whole.end { "…" } else { "" };
        let row = Self { line, whole, window, text: SafeText::default(), marks: Vec::new() };
        let text = SafeText::block(&format!("{}{tail}", row.start(source, window.end)));
        Self { text, ..row }
    }

    /// Returns what is shown of the line up to the byte `end`.
    fn start(&self, source: &Source<'_>, end: usize) -> SafeText {
        let is_cut = self.window.start > self.whole.start;
        let text = source.text(Span { start: self.window.start, end });
        SafeText::block(&format!("{}{text}", if is_cut { "…" } else { "" }))
    }

    fn mark(&self, source: &Source<'_>, place: Span, is_main: bool, text: &str) -> Mark {
        let columns_before = width(self.start(source, place.start).as_str());
        let columns_to_end = width(self.start(source, place.end.min(self.window.end)).as_str());
        Mark {
            columns_before,
            n_columns: columns_to_end.saturating_sub(columns_before).max(1),
            is_main,
            text: SafeText::line(text),
        }
    }
}

/// Returns what is shown of a line: all of it, or as much as fits around the place.
fn window(source: &Source<'_>, line: Span, place: Span) -> Span {
    let text = source.text(line);
    // No character has more than four bytes, so that a longer line need not be measured to be too long.
    if text.len() <= 4 * EXCERPT_COLUMNS && width(SafeText::block(text).as_str()) <= EXCERPT_COLUMNS {
        return line;
    }
    let before = source.text(Span { start: line.start, end: place.start });
    let lead = length_within(before.chars().rev(), LEAD_COLUMNS);
    let start = place.start - lead;
    let length = length_within(source.text(Span { start, end: line.end }).chars(), EXCERPT_COLUMNS);
    if start + length < line.end {
        return Span { start, end: start + length };
    }
    let before_end = text.chars().rev();
    Span { start: start.min(line.end - length_within(before_end, EXCERPT_COLUMNS)), end: line.end }
}

/// Returns how many bytes of these characters fit in `columns`.
fn length_within(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    let mut length = 0;
    for character in characters {
        used += match u8::try_from(character) {
            Ok(byte) if is_plain(byte) => 1,
            Ok(_) | Err(_) => width(SafeText::block(character.encode_utf8(&mut [0; 4])).as_str()),
        };
        if used > columns {
            break;
        }
        length += character.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, main: (usize, usize), label: Option<((usize, usize), &str)>) -> String {
        let source = Source::new(&SafeText::line("f"), text);
        let span = |(start, end): (usize, usize)| Span { start, end };
        let labels: Vec<(Span, String)> =
            label.into_iter().map(|(place, text)| (span(place), text.to_owned())).collect();
        excerpt(&source, span(main), &labels).to_string()
    }

    #[test]
    fn wide_characters_and_tabs_are_measured() {
        assert_eq!(drawn("\t日本 x", (8, 9), None), "\n  |\n1 |         日本 x\n  |              ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}HERE{}", "a".repeat(5000), "b".repeat(5000));
        let shown = drawn(&text, (5000, 5004), None);
        let lines: Vec<&str> = shown.lines().skip(2).collect();
        assert_eq!(lines[0], format!("1 | …{}HERE{}…", "a".repeat(24), "b".repeat(44)));
        assert_eq!(lines[1], format!("  | {}^^^^", " ".repeat(25)));
        let end = drawn(&text, (10_003, 10_004), None);
        assert!(end.contains(&format!("1 | …{}\n", "b".repeat(72))), "{end}");
    }

    #[test]
    fn two_places_of_one_line_share_it_when_both_fit() {
        assert_eq!(
            drawn("[1, 2]", (4, 5), Some(((1, 2), "first"))),
            "\n  |\n1 | [1, 2]\n  |  - first\n  |     ^"
        );
    }

    #[test]
    fn what_could_steer_a_terminal_is_shown_as_a_mark() {
        assert_eq!(drawn("a\u{1b}b", (1, 2), None), "\n  |\n1 | a<U+001B>b\n  |  ^^^^^^^^");
    }
}
