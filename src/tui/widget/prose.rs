//! Wrapped text with its emphasis, behind a hanging first line.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::text::layout::{wrapped, wrapped_markup};
use crate::text::markup::{Emphasis, Run};
use crate::tui::page::Canvas;
use crate::tui::theme::Tone;

/// Returns bank text with its emphasis, wrapped to the screen, its first line behind `prefix` and the others as far in.
#[must_use]
pub fn hanging(canvas: &Canvas, prefix: Vec<Span<'static>>, tone: Tone, text: &str) -> Vec<Line<'static>> {
    let columns = columns_after(canvas, &prefix);
    behind(canvas, prefix, tone, wrapped_markup(text, columns))
}

/// Returns text that has no emphasis, such as a message or what somebody typed, wrapped as [`hanging`] does.
#[must_use]
pub fn verbatim(canvas: &Canvas, prefix: Vec<Span<'static>>, tone: Tone, text: &str) -> Vec<Line<'static>> {
    let columns = columns_after(canvas, &prefix);
    let plain = |text: String| vec![Run { emphasis: Emphasis::Plain, text }];
    behind(canvas, prefix, tone, wrapped(text, columns).into_iter().map(plain).collect())
}

fn columns_after(canvas: &Canvas, prefix: &[Span<'static>]) -> usize {
    let indent: usize = prefix.iter().map(Span::width).sum();
    canvas.columns.saturating_sub(indent + right_margin(canvas))
}

fn behind(
    canvas: &Canvas,
    prefix: Vec<Span<'static>>,
    tone: Tone,
    wrapped: Vec<Vec<Run>>,
) -> Vec<Line<'static>> {
    let indent: usize = prefix.iter().map(Span::width).sum();
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut first = Some(prefix);
    for runs in wrapped {
        let mut spans = first.take().unwrap_or_else(|| vec![Span::raw(" ".repeat(indent))]);
        spans.extend(runs.into_iter().map(|run| styled(canvas, tone, run)));
        lines.push(Line::from(spans));
    }
    lines
}

/// Returns `text` wrapped to the screen, `indent` columns in.
#[must_use]
pub fn prose(canvas: &Canvas, indent: usize, tone: Tone, text: &str) -> Vec<Line<'static>> {
    hanging(canvas, vec![Span::raw(" ".repeat(indent))], tone, text)
}

/// Returns a line of which `left` stands at the left and `right` at the right end; the left gives way.
#[must_use]
pub fn spread(canvas: &Canvas, left: Vec<Span<'static>>, right: Vec<Span<'static>>) -> Line<'static> {
    let right_width: usize = right.iter().map(Span::width).sum();
    let room = canvas.columns.saturating_sub(right_width + 2);
    let mut spans = Vec::new();
    let mut used = 0;
    for span in left {
        let text = crate::text::layout::shortened(&span.content, room.saturating_sub(used));
        used += crate::text::layout::width(&text);
        spans.push(Span::styled(text, span.style));
    }
    let gap = canvas.columns.saturating_sub(used + right_width + 1);
    spans.push(Span::raw(" ".repeat(gap)));
    spans.extend(right);
    Line::from(spans)
}

fn right_margin(canvas: &Canvas) -> usize {
    if canvas.is_wide() { 3 } else { 1 }
}

fn styled(canvas: &Canvas, tone: Tone, run: Run) -> Span<'static> {
    let base = canvas.theme.style(tone);
    let style = match run.emphasis {
        Emphasis::Plain => base,
        Emphasis::Bold => base.add_modifier(Modifier::BOLD),
        Emphasis::Italic => base.add_modifier(Modifier::ITALIC),
        Emphasis::Code => code_style(canvas, tone, base),
    };
    Span::styled(run.text, style)
}

fn code_style(canvas: &Canvas, tone: Tone, base: Style) -> Style {
    // Program text in a chosen or marked choice keeps that state's style.
    if tone == Tone::Plain { canvas.theme.style(Tone::Code) } else { base }
}
