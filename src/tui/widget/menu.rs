//! A list of things to move over, one of them under the cursor.

use ratatui::text::{Line, Span};

use crate::text::layout::width;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page};
use crate::tui::theme::Tone;
use crate::tui::widget::prose::verbatim;

/// A thing in a list.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// More about it, quiet, in the column after the longest name.
    pub detail: String,
}

impl Entry {
    /// Returns an entry.
    #[must_use]
    pub fn new(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { name: name.into(), detail: detail.into() }
    }
}

/// Appends the entries to a page, one of them under the cursor.
pub fn push_menu(page: &mut Page, canvas: &Canvas, entries: &[Entry], focus: usize) {
    let names = entries.iter().map(|entry| width(&entry.name)).max().unwrap_or(0);
    for (item, entry) in entries.iter().enumerate() {
        page.push_item(item, entry_lines(canvas, entry, names, item == focus));
    }
    page.focus_on(focus);
}

fn entry_lines(canvas: &Canvas, entry: &Entry, names: usize, is_chosen: bool) -> Vec<Line<'static>> {
    let tone = if is_chosen { Tone::Chosen } else { Tone::Plain };
    let cursor = cursor(canvas, is_chosen);
    let detail_column = canvas.margin() + 2 + names + 2;
    let is_beside = detail_column + width(&entry.detail) < canvas.columns;
    if entry.detail.is_empty() || !is_beside {
        let mut lines = verbatim(canvas, vec![cursor], tone, &entry.name);
        if !entry.detail.is_empty() && canvas.is_wide() {
            let indent = Span::raw(" ".repeat(canvas.margin() + 4));
            lines.extend(verbatim(canvas, vec![indent], Tone::Quiet, &entry.detail));
        }
        return lines;
    }
    let gap = names - width(&entry.name) + 2;
    vec![Line::from(vec![
        cursor,
        canvas.span(tone, entry.name.clone()),
        Span::raw(" ".repeat(gap)),
        canvas.span(Tone::Quiet, entry.detail.clone()),
    ])]
}

/// Returns the margin with the cursor in it, or without.
#[must_use]
pub fn cursor(canvas: &Canvas, is_here: bool) -> Span<'static> {
    cursor_after(canvas, canvas.margin(), is_here)
}

/// Returns a margin of so many columns with the cursor after it, or with as much room.
#[must_use]
pub fn cursor_after(canvas: &Canvas, margin: usize, is_here: bool) -> Span<'static> {
    let margin = " ".repeat(margin);
    if is_here {
        canvas.span(Tone::Chosen, format!("{margin}▸ "))
    } else {
        Span::raw(format!("{margin}  "))
    }
}

/// Returns where the cursor goes from `focus` among `n` things; nothing where the intent is not a move.
#[must_use]
pub fn moved(focus: usize, n: usize, intent: Intent) -> Option<usize> {
    let last = n.checked_sub(1)?;
    match intent {
        Intent::Up => Some(focus.saturating_sub(1)),
        Intent::Down => Some((focus + 1).min(last)),
        Intent::Choose(number) => usize::from(number).checked_sub(1).filter(|item| *item <= last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_within_the_list() {
        assert_eq!(moved(0, 3, Intent::Up), Some(0));
        assert_eq!(moved(2, 3, Intent::Down), Some(2));
        assert_eq!(moved(0, 3, Intent::Choose(4)), None);
        assert_eq!(moved(0, 0, Intent::Down), None);
    }
}
