//! Exhibits: a pane beside the question, or their lines to move over.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::bank::question::{Exhibit, ExhibitKind};
use crate::text::layout::{cut, shortened, width, wrapped};
use crate::tui::page::{Canvas, Page, Row, Target};
use crate::tui::theme::Tone;

/// Lines of an exhibit that a pane shows at least.
const MIN_PANE_LINES: usize = 4;

/// Columns that the mark of a continued line takes.
const CONTINUED: &str = "↳ ";

/// A line of an exhibit as it is broken to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The line's number in the exhibit, from 1.
    pub number: usize,
    /// Is it the start of that line?
    pub is_start: bool,
    /// The text.
    pub text: String,
}

/// Returns the lines of an exhibit, broken to `columns`; program text keeps its white space.
#[must_use]
pub fn pieces(exhibit: &Exhibit, columns: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (line_ix, line) in exhibit.lines().enumerate() {
        let parts = if exhibit.kind == ExhibitKind::Text {
            wrapped(line, columns)
        } else if width(line) <= columns {
            vec![line.to_owned()]
        } else {
            cut_with_mark(line, columns)
        };
        let number = line_ix + 1;
        pieces.extend(parts.into_iter().enumerate().map(|(part, text)| Piece {
            number,
            is_start: part == 0,
            text,
        }));
    }
    pieces
}

/// Returns a long line in parts, those after the first behind a mark.
fn cut_with_mark(line: &str, columns: usize) -> Vec<String> {
    let mark_width = width(CONTINUED);
    let mut parts = cut(line, columns);
    let first = if parts.is_empty() { String::new() } else { parts.remove(0) };
    let rest: String = parts.concat();
    let mut marked = vec![first];
    marked.extend(
        cut(&rest, columns.saturating_sub(mark_width).max(1))
            .into_iter()
            .map(|part| format!("{CONTINUED}{part}")),
    );
    marked
}

/// Returns the title that stands over an exhibit.
#[must_use]
pub fn title(exhibit: &Exhibit) -> String {
    exhibit.title.as_ref().map_or_else(|| "Exhibit".to_owned(), ToString::to_string)
}

/// How much of an exhibit a pane shows.
#[derive(Clone, Copy, Debug)]
pub struct Pane {
    /// Rows that it may take with its frame.
    pub room: usize,
    /// Lines out of sight above.
    pub offset: usize,
    /// The keys that open it, for where there is no room for it.
    pub keys: &'static str,
}

/// Appends an exhibit to a page: a pane if there is room, else one line that says how to open it. Returns how many
/// lines of the exhibit a pane leaves out of sight.
pub fn push_pane(page: &mut Page, canvas: &Canvas, exhibit: &Exhibit, pane: Pane) -> usize {
    let room = pane.room;
    let inner = canvas.columns.saturating_sub(2 * canvas.margin() + 4);
    let pieces = pieces(exhibit, inner.max(1));
    let borders = 2;
    let start = page.rows.len();
    let mut n_hidden = 0;
    if canvas.is_tall() && (pieces.len() + borders <= room || room >= MIN_PANE_LINES + borders) {
        let n_seen = pieces.len().min(room - borders);
        n_hidden = pieces.len() - n_seen;
        let first = pane.offset.min(n_hidden);
        push_box(page, canvas, &title(exhibit), &pieces, first..first + n_seen);
    } else {
        page.rows.push(Row::of(closed_line(canvas, exhibit, pane.keys)));
    }
    for row in page.rows.iter_mut().skip(start) {
        row.target = Some(Target::Exhibit);
    }
    n_hidden
}

fn closed_line(canvas: &Canvas, exhibit: &Exhibit, keys: &str) -> Line<'static> {
    let n_lines = exhibit.lines().count();
    let said = format!(", {n_lines} {}", if n_lines == 1 { "line" } else { "lines" });
    let room = canvas.columns.saturating_sub(canvas.margin() + 2 + width(keys) + width(&said));
    Line::from(vec![
        Span::raw(" ".repeat(canvas.margin())),
        canvas.span(Tone::Key, format!("{keys} ")),
        canvas.span(Tone::Plain, shortened(&title(exhibit), room)),
        canvas.span(Tone::Quiet, said),
    ])
}

fn push_box(page: &mut Page, canvas: &Canvas, title: &str, pieces: &[Piece], seen: Range<usize>) {
    let margin = " ".repeat(canvas.margin());
    let inner = canvas.columns.saturating_sub(2 * canvas.margin() + 4);
    let hidden = hidden_words(&seen, pieces.len());
    let title = shortened(title, inner.saturating_sub(width(&hidden)));
    let fill = "─".repeat((inner + 1).saturating_sub(width(&title) + width(&hidden) + 1));
    page.push_lines([Line::from(vec![
        canvas.span(Tone::Quiet, format!("{margin}┌ ")),
        canvas.span(Tone::Plain, title),
        canvas.span(Tone::Quiet, format!(" {fill}{hidden}┐")),
    ])]);
    for piece in pieces.iter().take(seen.end).skip(seen.start) {
        let gap = " ".repeat(inner.saturating_sub(width(&piece.text)));
        page.push_lines([Line::from(vec![
            canvas.span(Tone::Quiet, format!("{margin}│ ")),
            canvas.span(Tone::Plain, piece.text.clone()),
            canvas.span(Tone::Quiet, format!("{gap} │")),
        ])]);
    }
    page.push_lines([Line::from(canvas.span(Tone::Quiet, format!("{margin}└{}┘", "─".repeat(inner + 2))))]);
}

/// Returns which lines are in sight, where not all are.
fn hidden_words(seen: &Range<usize>, n_lines: usize) -> String {
    let arrow = match (seen.start > 0, seen.end < n_lines) {
        (false, false) => return String::new(),
        (false, true) => "▾",
        (true, false) => "▴",
        (true, true) => "▴▾",
    };
    format!(" {}-{} of {n_lines} {arrow} ", seen.start + 1, seen.end)
}
