//! The open roles as a table: fit with its interval on one scale, chance, readiness.

use ratatui::text::{Line, Span};

use crate::advice::certainty::Certainty;
use crate::framework::RoleId;
use crate::measure::interval::Interval;
use crate::report::advice::readiness;
use crate::report::names::short_role;
use crate::report::phrase::{chance, percent};
use crate::suggestion::{RoleAdvice, Suggestion};
use crate::text::layout::width;
use crate::tui::page::{Canvas, Page};
use crate::tui::screen::find::picture::Advice;
use crate::tui::theme::Tone;
use crate::tui::widget::bar::{fit, scale};

/// Columns of the longest short name of a role.
const NAME_COLUMNS: usize = 22;

/// Columns of a chance in words.
const CHANCE_COLUMNS: usize = 13;

/// Columns beside the bar: cursor, number, name, chance, readiness and what is between them.
const OTHER_COLUMNS: usize = 62;

/// Columns of a bar at least and at most.
const BAR_COLUMNS: (usize, usize) = (8, 30);

/// Appends what the columns of the table are, on a wide screen.
pub fn push_headings(page: &mut Page, canvas: &Canvas, advice: &Advice) {
    if !canvas.is_wide() {
        return;
    }
    let bar = bar_columns(canvas);
    let pass = common_cut(advice).map_or_else(String::new, |cut| format!("(pass is {})", percent(cut)));
    let line = |name: &str, fit: &str, chance: &str, score: &str| {
        let text = format!("      {name:<NAME_COLUMNS$} {fit:<bar$}  {chance:<CHANCE_COLUMNS$}  {score}",);
        Line::from(canvas.span(Tone::Quiet, text))
    };
    page.push_lines([
        line("", "fit of your", "chance to be", "expected score"),
        line("", "profile", "the strongest", &pass),
    ]);
}

/// Returns the share right that counts as passing, where it is the same for all open roles.
fn common_cut(advice: &Advice) -> Option<f64> {
    let mut cuts = advice.suggestion.open().map(|role| advice.cut(role.role));
    let first = cuts.next()?;
    cuts.all(|cut| (cut - first).abs() < 1e-9).then_some(first)
}

fn bar_columns(canvas: &Canvas) -> usize {
    let (least, most) = BAR_COLUMNS;
    canvas.columns.saturating_sub(OTHER_COLUMNS).clamp(least, most)
}

/// Returns the scale of all open roles' bars.
fn scale_of(suggestion: &Suggestion) -> Interval {
    let fits: Vec<_> = suggestion.open().map(|role| role.fit).collect();
    scale(fits.into_iter())
}

/// Returns the place of a role in the order of fits, from 1; nothing where knowledge gives no order.
fn number(suggestion: &Suggestion, role: RoleId) -> Option<usize> {
    if suggestion.certainty == Certainty::Open {
        return None;
    }
    suggestion.order_with_interest(0.0).iter().position(|known| *known == role).map(|place| place + 1)
}

/// Appends a role of the table; `item` is its place on the screen.
pub fn push_row(
    page: &mut Page,
    canvas: &Canvas,
    advice: &Advice,
    (item, role, is_here): (usize, &RoleAdvice, bool),
) {
    let tone = if is_here { Tone::Chosen } else { Tone::Plain };
    let number = number(&advice.suggestion, role.role).map_or_else(|| "·".to_owned(), |n| n.to_string());
    let mark = if is_here { "▸" } else { " " };
    let head = canvas.span(tone, format!(" {mark} {number:>2} "));
    let name = short_role(role.role);
    let scale = scale_of(&advice.suggestion);
    if canvas.is_wide() {
        let bar = fit(bar_columns(canvas), role.fit, scale);
        let gap = " ".repeat(NAME_COLUMNS.saturating_sub(width(name)) + 1);
        page.push_item(
            item,
            [Line::from(vec![
                head,
                canvas.span(tone, name),
                Span::raw(gap),
                canvas.span(Tone::Plain, bar),
                canvas.span(Tone::Plain, format!("  {:<CHANCE_COLUMNS$}", chance(role.p_best))),
                canvas.span(Tone::Plain, format!("  {}", readiness(&role.readiness))),
            ])],
        );
        return;
    }
    let bar = fit(canvas.columns.saturating_sub(CHANCE_COLUMNS + 8), role.fit, scale);
    page.push_item(
        item,
        [
            Line::from(vec![head, canvas.span(tone, name)]),
            Line::from(canvas.span(Tone::Plain, format!("      {bar} {}", chance(role.p_best)))),
        ],
    );
}
