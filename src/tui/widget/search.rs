//! The line over a list in which one types what is looked for.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::tui::field::Field;
use crate::tui::page::Canvas;
use crate::tui::theme::Tone;

/// Returns the line, with a cursor while keys go into it.
#[must_use]
pub fn search_line(canvas: &Canvas, search: &Field, is_typing: bool) -> Line<'static> {
    let (before, under, after) = search.seen(canvas.columns.saturating_sub(canvas.margin() + 10));
    let plain = canvas.theme.style(Tone::Plain);
    let style = if is_typing { plain.add_modifier(Modifier::REVERSED) } else { plain };
    Line::from(vec![
        canvas.span(Tone::Key, format!("{}/ ", " ".repeat(canvas.margin()))),
        canvas.span(Tone::Plain, before),
        Span::styled(under, style),
        canvas.span(Tone::Plain, after),
    ])
}
