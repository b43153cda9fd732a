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

/// How a pane stands on the screen.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// Columns left and right of it.
    margin: usize,
    /// Columns between its border and the text.
    pad: usize,
}

impl Frame {
    /// Returns the columns that the text has.
    fn inner(self, canvas: &Canvas) -> usize {
        canvas.columns.saturating_sub(2 * (self.margin + 1 + self.pad))
    }
}

/// Returns the roomiest frame that leaves every line whole; program text and tables are hard to read where they are
/// broken, so that their pane goes to the edge of the screen if it has to.
fn frame(canvas: &Canvas, exhibit: &Exhibit) -> Frame {
    let usual = Frame { margin: canvas.margin(), pad: 1 };
    let frames = [usual, Frame { margin: 0, pad: 1 }, Frame { margin: 0, pad: 0 }];
    let has_room = |frame: &Frame| widest(exhibit) <= frame.inner(canvas);
    frames.into_iter().find(has_room).unwrap_or(usual)
}

/// Returns the columns that an exhibit has to have, for no line to be broken; what can be wrapped at words has none.
fn widest(exhibit: &Exhibit) -> usize {
    match exhibit.kind {
        ExhibitKind::Text => 0,
        ExhibitKind::Code
        | ExhibitKind::Table
        | ExhibitKind::Diagram
        | ExhibitKind::Hl7v2
        | ExhibitKind::Json
        | ExhibitKind::Xml => exhibit.lines().map(width).max().unwrap_or(0),
    }
}

/// The lines of an exhibit behind their numbers.
#[derive(Clone, Debug)]
pub struct Numbered {
    /// Columns left of cursor or glyph.
    pub margin: usize,
    /// Columns of the widest number.
    pub number_width: usize,
    /// The lines, broken to the columns that are left.
    pub pieces: Vec<Piece>,
}

/// Returns the lines of an exhibit for numbers before them: margin, two columns for the cursor, the number, two more.
/// The margin goes where that leaves every line whole.
#[must_use]
pub fn numbered(canvas: &Canvas, exhibit: &Exhibit) -> Numbered {
    let number_width = exhibit.lines().count().to_string().len();
    let room = |margin: usize| canvas.columns.saturating_sub(margin + 2 + number_width + 2);
    let usual = room(canvas.margin()).saturating_sub(1);
    let is_wide = usual < widest(exhibit) && widest(exhibit) <= room(0);
    let (margin, columns) = if is_wide { (0, room(0)) } else { (canvas.margin(), usual) };
    Numbered { margin, number_width, pieces: pieces(exhibit, columns.max(1)) }
}

/// Appends an exhibit to a page: a pane if there is room, else one line that says how to open it. Returns how many
/// lines of the exhibit a pane leaves out of sight.
pub fn push_pane(page: &mut Page, canvas: &Canvas, exhibit: &Exhibit, pane: Pane) -> usize {
    let room = pane.room;
    let frame = frame(canvas, exhibit);
    let pieces = pieces(exhibit, frame.inner(canvas).max(1));
    let borders = 2;
    let start = page.rows.len();
    let mut n_hidden = 0;
    if canvas.is_tall() && (pieces.len() + borders <= room || room >= MIN_PANE_LINES + borders) {
        let n_seen = pieces.len().min(room - borders);
        n_hidden = pieces.len() - n_seen;
        let first = pane.offset.min(n_hidden);
        push_box(page, canvas, frame, (&title(exhibit), &pieces), first..first + n_seen);
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

fn push_box(
    page: &mut Page,
    canvas: &Canvas,
    frame: Frame,
    (title, pieces): (&str, &[Piece]),
    seen: Range<usize>,
) {
    let (margin, pad) = (" ".repeat(frame.margin), " ".repeat(frame.pad));
    let inner = frame.inner(canvas);
    let inside = inner + 2 * frame.pad;
    let hidden = hidden_words(&seen, pieces.len());
    let title = shortened(title, inside.saturating_sub(width(&hidden) + 2));
    let fill = "─".repeat(inside.saturating_sub(width(&title) + width(&hidden) + 2));
    page.push_lines([Line::from(vec![
        canvas.span(Tone::Quiet, format!("{margin}┌ ")),
        canvas.span(Tone::Plain, title),
        canvas.span(Tone::Quiet, format!(" {fill}{hidden}┐")),
    ])]);
    for piece in pieces.iter().take(seen.end).skip(seen.start) {
        let gap = " ".repeat(inner.saturating_sub(width(&piece.text)));
        page.push_lines([Line::from(vec![
            canvas.span(Tone::Quiet, format!("{margin}│{pad}")),
            canvas.span(Tone::Plain, piece.text.clone()),
            canvas.span(Tone::Quiet, format!("{gap}{pad}│")),
        ])]);
    }
    page.push_lines([Line::from(canvas.span(Tone::Quiet, format!("{margin}└{}┘", "─".repeat(inside))))]);
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
