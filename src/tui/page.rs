//! A screen put into lines, and the part of it that is seen.
//!
//! Invariant: what is cut off above or below is counted in words on the screen.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::clock::Moment;
use crate::text::layout::width;
use crate::tui::theme::{Theme, Tone};

/// Columns from which a screen has margins and a second header line.
const WIDE_COLUMNS: usize = 60;

/// Rows from which a screen has room for empty lines and an exhibit beside the question.
const TALL_ROWS: usize = 18;

/// The room there is, and how it may be used.
#[derive(Clone, Copy, Debug)]
pub struct Canvas {
    /// Columns.
    pub columns: usize,
    /// Rows for header and body; the footer has its own.
    pub rows: usize,
    /// How text looks.
    pub theme: Theme,
    /// The time that clocks show.
    pub now: Moment,
}

/// What a click on a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The thing of this position, from 0, that one can move to.
    Item(usize),
    /// The exhibit.
    Exhibit,
}

/// A line of the body.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it shows.
    pub line: Line<'static>,
    /// What a click on it means.
    pub target: Option<Target>,
}

/// A screen put into lines.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Lines that stay.
    pub header: Vec<Line<'static>>,
    /// Lines that scroll.
    pub rows: Vec<Row>,
    /// Rows that should be seen.
    pub focus: Option<Range<usize>>,
    /// Lines of an exhibit that its pane leaves out of sight.
    pub n_hidden_in_pane: usize,
    /// Columns by which lines are wider than the screen, where they can be scrolled to the side.
    pub n_hidden_across: usize,
}

/// How far a screen is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// Rows out of sight above.
    pub offset: usize,
    /// Is the focus to be brought into sight?
    pub reveals: bool,
}

/// The part of a page that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The rows in sight.
    pub rows: Range<usize>,
    /// Says what is out of sight, at the right of the last line.
    pub marker: Option<String>,
    /// Has the marker a line of its own?
    pub is_marker_apart: bool,
}

impl Canvas {
    /// Is there room for margins and a second header line?
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.columns >= WIDE_COLUMNS
    }

    /// Is there room for empty lines and an exhibit beside the question?
    #[must_use]
    pub fn is_tall(&self) -> bool {
        self.rows >= TALL_ROWS
    }

    /// Returns the columns left of text.
    #[must_use]
    pub fn margin(&self) -> usize {
        if self.is_wide() { 3 } else { 1 }
    }

    /// Returns text in the style of a meaning.
    #[must_use]
    pub fn span(&self, tone: Tone, text: impl Into<String>) -> Span<'static> {
        Span::styled(text.into(), self.theme.style(tone))
    }
}

impl Row {
    /// Returns a row that a click does nothing on.
    #[must_use]
    pub fn of(line: impl Into<Line<'static>>) -> Self {
        Self { line: line.into(), target: None }
    }
}

impl Page {
    /// Appends lines that a click does nothing on.
    pub fn push_lines(&mut self, lines: impl IntoIterator<Item = Line<'static>>) {
        self.rows.extend(lines.into_iter().map(Row::of));
    }

    /// Appends lines that belong to the thing at `item`.
    pub fn push_item(&mut self, item: usize, lines: impl IntoIterator<Item = Line<'static>>) {
        let target = Some(Target::Item(item));
        self.rows.extend(lines.into_iter().map(|line| Row { line, target }));
    }

    /// Appends an empty line, unless there is one already or the screen is low.
    pub fn push_gap(&mut self, canvas: &Canvas) {
        let is_after_gap = self.rows.last().is_none_or(|row| row.line.width() == 0);
        if canvas.is_tall() && !is_after_gap {
            self.rows.push(Row::default());
        }
    }

    /// Returns the rows of the thing at `item`.
    #[must_use]
    pub fn rows_of(&self, item: usize) -> Option<Range<usize>> {
        let is_of = |row: &Row| row.target == Some(Target::Item(item));
        let first = self.rows.iter().position(is_of)?;
        let last = self.rows.iter().rposition(is_of)?;
        Some(first..last + 1)
    }

    /// Brings the rows of the thing at `item` into focus.
    pub fn focus_on(&mut self, item: usize) {
        self.focus = self.rows_of(item);
    }

    /// Returns how many rows the body has room for.
    #[must_use]
    pub fn body_height(&self, canvas: &Canvas) -> usize {
        canvas.rows.saturating_sub(self.header.len()).max(1)
    }

    /// Is the body longer than its room?
    #[must_use]
    pub fn overflows(&self, canvas: &Canvas) -> bool {
        self.rows.len() > self.body_height(canvas)
    }

    /// Returns the scroll that shows what is to be shown and no emptiness below the end.
    #[must_use]
    pub fn settled(&self, scroll: Scroll, canvas: &Canvas) -> Scroll {
        let height = self.body_height(canvas);
        if self.rows.len() <= height {
            return Scroll::default();
        }
        let seen = height.saturating_sub(1).max(1);
        let most = if self.has_room_beside(self.rows.len() - 1, marker(1, 0), canvas) {
            self.rows.len() - height
        } else {
            self.rows.len() - seen
        };
        let mut offset = scroll.offset;
        if let (Some(focus), true) = (&self.focus, scroll.reveals) {
            offset = offset.max(focus.end.saturating_sub(seen)).min(focus.start);
        }
        Scroll { offset: offset.min(most), reveals: false }
    }

    /// Returns the part that is seen.
    #[must_use]
    pub fn window(&self, scroll: Scroll, canvas: &Canvas) -> Window {
        let height = self.body_height(canvas);
        let n_rows = self.rows.len();
        if n_rows <= height {
            return Window { rows: 0..n_rows, marker: None, is_marker_apart: false };
        }
        let window = |n_seen: usize, is_marker_apart: bool| {
            let first = scroll.offset.min(n_rows - n_seen);
            let marker = marker(first, n_rows - first - n_seen);
            Window { rows: first..first + n_seen, marker: Some(marker), is_marker_apart }
        };
        let beside = window(height, false);
        let has_room = beside.marker.as_ref().is_some_and(|marker| {
            self.has_room_beside(beside.rows.end.saturating_sub(1), marker.clone(), canvas)
        });
        if has_room { beside } else { window(height.max(2) - 1, true) }
    }

    /// Is there room for `marker` at the right of a row? A marker never covers text.
    fn has_room_beside(&self, row_ix: usize, marker: String, canvas: &Canvas) -> bool {
        let row_width = self.rows.get(row_ix).map_or(0, |row| row.line.width());
        // Counts change while scrolling; the widest that can come is what room is kept for.
        let digits = self.rows.len().to_string().len();
        row_width + width(&marker) + digits < canvas.columns
    }

    /// Are the rows of the focus, or at least its first, in sight?
    #[must_use]
    pub fn is_focus_seen(&self, scroll: Scroll, canvas: &Canvas) -> bool {
        let Some(focus) = &self.focus else { return true };
        let seen = self.window(scroll, canvas).rows;
        let is_start_seen = seen.contains(&focus.start);
        is_start_seen && (focus.end <= seen.end || focus.len() > seen.len())
    }
}

fn marker(n_above: usize, n_below: usize) -> String {
    match (n_above, n_below) {
        (0, below) => format!("▾ {below} more"),
        (above, 0) => format!("▴ {above} more"),
        (above, below) => format!("▴ {above} ▾ {below} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canvas(rows: usize) -> Canvas {
        Canvas { columns: 20, rows, theme: Theme::default(), now: Moment::default() }
    }

    fn page(n_rows: usize, text: &'static str) -> Page {
        Page { rows: vec![Row::of(text); n_rows], ..Page::default() }
    }

    #[test]
    fn what_is_out_of_sight_is_counted() {
        let page = page(10, "short");
        let window = page.window(Scroll { offset: 2, reveals: false }, &canvas(5));
        assert_eq!((window.rows, window.marker.as_deref()), (2..7, Some("▴ 2 ▾ 3 more")));
    }

    #[test]
    fn a_full_last_line_is_never_covered_by_the_marker() {
        let page = page(10, "a line of 20 columns");
        let window = page.window(Scroll::default(), &canvas(5));
        assert_eq!((window.rows, window.is_marker_apart), (0..4, true));
        assert_eq!(window.marker.as_deref(), Some("▾ 6 more"));
    }

    #[test]
    fn scrolling_reaches_the_last_line_and_stops_there() {
        let page = page(10, "a line of 20 columns");
        let end = page.settled(Scroll { offset: 99, reveals: false }, &canvas(5));
        assert_eq!(page.window(end, &canvas(5)).rows, 6..10);
    }

    #[test]
    fn the_focus_is_brought_into_sight_from_above_and_below() {
        let mut page = page(20, "x");
        page.focus = Some(10..12);
        let canvas = canvas(5);
        for offset in [0, 19] {
            let scroll = page.settled(Scroll { offset, reveals: true }, &canvas);
            assert!(page.is_focus_seen(scroll, &canvas), "{scroll:?}");
        }
    }
}
