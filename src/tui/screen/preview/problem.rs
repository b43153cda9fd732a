//! The problems of a file: the list of all of them, and each one in lines.

use ratatui::text::{Line, Span};

use crate::bank::diagnostic::Diagnostic;
use crate::bank::rule::Severity;
use crate::text::layout::{part, width};
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::preview::finder::Chosen;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::verbatim;

/// The part of the room before a place that is kept where a source line is too long.
const LEAD_SHARE: usize = 3;

/// The list of problems.
#[derive(Debug)]
pub struct Problems {
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// The problem under the cursor.
    pub focus: usize,
}

impl Problems {
    /// Returns the list with the cursor on one of them.
    #[must_use]
    pub fn new(focus: usize) -> Self {
        Self { scroll: Scroll { offset: 0, reveals: true }, focus }
    }

    /// Takes in what a key asks for; what is chosen is the position of a problem.
    pub fn update(&mut self, intent: Intent, n_problems: usize) -> Chosen {
        if let Some(to) = moved(self.focus, n_problems, intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Chosen::Nothing;
        }
        match intent {
            Intent::Accept => Chosen::Question(self.focus),
            Intent::Back | Intent::Problems => Chosen::Back,
            _ => Chosen::Nothing,
        }
    }

    /// Appends the list to a page.
    pub fn push(&self, page: &mut Page, canvas: &Canvas, diagnostics: &[Diagnostic]) {
        for (item, diagnostic) in diagnostics.iter().enumerate() {
            page.push_gap(canvas);
            page.push_item(item, problem_lines(canvas, cursor(canvas, item == self.focus), diagnostic));
        }
        page.focus_on(self.focus);
    }
}

/// Returns a problem in lines: place, severity and code, message, source lines, help.
#[must_use]
pub fn problem_lines(canvas: &Canvas, lead: Span<'static>, diagnostic: &Diagnostic) -> Vec<Line<'static>> {
    let start = diagnostic.place.start;
    let (glyph, tone) = mark(diagnostic.severity);
    let (severity, code) = (diagnostic.severity.word(), diagnostic.code);
    let indent = Span::raw(" ".repeat(lead.width() + 2));
    let name = canvas.span(tone, format!("{glyph} {severity}[{code}]"));
    let place = canvas.span(Tone::Quiet, format!("line {}:{}", start.line, start.column));
    let gap = Span::raw("  ");
    let has_room = lead.width() + name.width() + gap.width() + place.width() < canvas.columns;
    let mut lines: Vec<Line<'static>> = match has_room {
        true => vec![vec![lead, name, gap, place].into()],
        false => vec![vec![lead, name].into(), vec![indent.clone(), place].into()],
    };
    lines.extend(verbatim(canvas, vec![indent.clone()], Tone::Plain, diagnostic.message.as_str()));
    lines.extend(source_lines(canvas, &indent, diagnostic));
    if let Some(help) = &diagnostic.help {
        let label = canvas.span(Tone::Quiet, "help: ");
        lines.extend(verbatim(canvas, vec![indent, label], Tone::Plain, help.as_str()));
    }
    lines
}

/// Returns the glyph and the meaning of a severity.
#[must_use]
pub fn mark(severity: Severity) -> (&'static str, Tone) {
    match severity {
        Severity::Error => ("✗", Tone::Wrong),
        Severity::Warning => ("!", Tone::Warning),
    }
}

/// Returns the source lines with the marks below them, all moved to the left alike where the place is far to the right.
fn source_lines(canvas: &Canvas, indent: &Span<'static>, diagnostic: &Diagnostic) -> Vec<Line<'static>> {
    let lines: Vec<(Option<usize>, String)> = diagnostic.source_lines().collect();
    let digits = |line: &Option<usize>| line.map_or(0, |line| line.to_string().len());
    let gutter = lines.iter().map(|(line, _)| digits(line)).max().unwrap_or(0);
    let room = canvas.columns.saturating_sub(indent.width() + gutter + 4);
    let widest = lines.iter().map(|(_, text)| width(text)).max().unwrap_or(0);
    let before = diagnostic.columns_before_place().saturating_sub(room / LEAD_SHARE);
    let first = if widest > room { before.min(widest - room) } else { 0 };
    let seen = |text: &str, cut: &str| match first {
        0 => part(text, 0, room),
        _ => format!("{cut}{}", part(text, first + 1, room.saturating_sub(1))),
    };
    lines
        .iter()
        .map(|(line, text)| {
            let (number, tone, text) = match line {
                Some(line) => (line.to_string(), Tone::Code, seen(text, "…")),
                None => (String::new(), Tone::Warning, seen(text, " ")),
            };
            let gutter = canvas.span(Tone::Quiet, format!("{number:>gutter$} | "));
            Line::from(vec![indent.clone(), gutter, canvas.span(tone, text)])
        })
        .collect()
}
