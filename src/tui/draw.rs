//! The model put on the screen: header, the part of the body that is seen, notice, footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::clock::Moment;
use crate::text::layout::{shortened, width};
use crate::tui::footer::footer;
use crate::tui::model::{LEAST_SIZE, MAX_COLUMNS, Model};
use crate::tui::page::{Canvas, Page, Window};
use crate::tui::theme::Tone;
use crate::tui::widget::prose::{prose, verbatim};

/// Lines that a notice takes at most.
const MAX_NOTICE_LINES: usize = 8;

/// Rows that are kept from it at least: the header, what is under the cursor with the one beside it, and the footer.
const OTHER_ROWS: usize = 4;

/// Draws the model.
pub fn draw(model: &Model, now: Moment, buffer: &mut Buffer) {
    let theme = model.theme();
    buffer.set_style(buffer.area, theme.style(Tone::Plain));
    if model.has_room() {
        draw_screen(model, now, buffer);
    } else {
        draw_size_needed(model, buffer);
    }
    theme.finish(buffer);
}

/// Returns how many rows notice and footer take.
#[must_use]
pub fn n_rows_below(model: &Model, columns: usize) -> usize {
    1 + notice_lines(model, columns).len()
}

fn draw_size_needed(model: &Model, buffer: &mut Buffer) {
    let (columns, rows) = LEAST_SIZE;
    let says = format!("needs {columns}x{rows}, is {}x{}", model.size.0, model.size.1);
    let says = shortened(&says, usize::from(buffer.area.width));
    if buffer.area.height > 0 {
        buffer.set_string(0, 0, says, model.theme().style(Tone::Plain));
    }
}

fn draw_screen(model: &Model, now: Moment, buffer: &mut Buffer) {
    let canvas = model.canvas(now);
    let (page, scroll) = model.page(now);
    let window = page.window(scroll, &canvas);
    let area = column(buffer.area);
    let mut y = 0;
    let mut put = |buffer: &mut Buffer, line: &Line<'_>| {
        if y < area.height {
            buffer.set_line(area.x, y, line, area.width);
        }
        y = y.saturating_add(1);
    };
    for line in &page.header {
        put(buffer, line);
    }
    for row in page.rows.iter().take(window.rows.end).skip(window.rows.start) {
        put(buffer, &row.line);
    }
    draw_marker(&canvas, &page, &window, area, buffer);
    let notice = notice_lines(model, canvas.columns);
    let first = area.height.saturating_sub(1 + u16::try_from(notice.len()).unwrap_or(0));
    for (line, below) in notice.iter().zip(0..) {
        buffer.set_line(area.x, first + below, line, area.width);
    }
    buffer.set_line(area.x, area.height.saturating_sub(1), &footer(model, now, &canvas), area.width);
}

/// Returns the part of the terminal that is used: the middle, where it is very wide.
fn column(area: Rect) -> Rect {
    let columns = area.width.min(MAX_COLUMNS);
    Rect { x: area.x + (area.width - columns) / 2, width: columns, ..area }
}

fn draw_marker(canvas: &Canvas, page: &Page, window: &Window, area: Rect, buffer: &mut Buffer) {
    let Some(marker) = &window.marker else { return };
    let n_rows = page.header.len() + window.rows.len() + usize::from(window.is_marker_apart);
    let (Ok(y), Ok(marker_width)) = (u16::try_from(n_rows.saturating_sub(1)), u16::try_from(width(marker)))
    else {
        return;
    };
    let x = area.x + area.width.saturating_sub(marker_width + 1);
    buffer.set_line(x, y, &Line::from(canvas.span(Tone::Quiet, marker.clone())), marker_width);
}

/// Returns what stands above the footer: what went wrong with what to do about it, or what is asked.
fn notice_lines(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let canvas = Canvas { columns, rows: 0, theme: model.theme(), now: Moment::default() };
    if let Some(question) = model.question() {
        return prose(&canvas, 1, Tone::Warning, question);
    }
    let Some(failure) = model.notice() else { return Vec::new() };
    let margin = || vec![Span::raw(" ")];
    let room = MAX_NOTICE_LINES.min(usize::from(model.size.1).saturating_sub(OTHER_ROWS));
    let mut help = match &failure.help {
        Some(help) => verbatim(&canvas, margin(), Tone::Plain, &format!("help: {help}")),
        None => Vec::new(),
    };
    // The help names a command or a key, and is of use only as a whole.
    shorten(&mut help, room.saturating_sub(1));
    let mut lines = verbatim(&canvas, margin(), Tone::Warning, failure.sentence.as_str());
    shorten(&mut lines, room.saturating_sub(help.len()));
    lines.extend(help);
    lines
}

/// Leaves out the lines that there is no room for, and marks that.
fn shorten(lines: &mut Vec<Line<'static>>, n_lines: usize) {
    if lines.len() > n_lines {
        lines.truncate(n_lines);
        if let Some(last) = lines.last_mut() {
            last.push_span("…");
        }
    }
}
