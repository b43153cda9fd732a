//! The case and the exhibits of a question on the full screen, lines unbroken, scrolled both ways.

use ratatui::text::Line;

use crate::bank::question::{Exhibit, ExhibitKind, Question};
use crate::text::layout::{part, width};
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::theme::Tone;
use crate::tui::widget::exhibit::title;
use crate::tui::widget::prose::prose;

/// Columns that one press moves to the side.
const STEP: usize = 8;

/// How the full screen is scrolled.
#[derive(Debug, Default)]
pub struct Zoom {
    /// Down.
    pub scroll: Scroll,
    across: usize,
}

impl Zoom {
    /// Takes in what a key asks for; scrolling down is the model's.
    pub fn update(&mut self, intent: Intent) {
        match intent {
            Intent::Next => self.across += STEP,
            Intent::Previous => self.across = self.across.saturating_sub(STEP),
            _ => {}
        }
    }

    /// Keeps it from being scrolled past the end of the widest line.
    pub fn settle(&mut self, n_hidden_across: usize) {
        self.across = self.across.min(n_hidden_across);
    }

    /// Appends case and exhibits to a page.
    pub fn push(&self, page: &mut Page, canvas: &Canvas, question: Option<&Question>) {
        let Some(question) = question else { return };
        let case = question.material.case.as_deref();
        if let Some(case) = case {
            if let Some(title) = &case.title {
                page.push_lines(prose(canvas, canvas.margin(), Tone::Title, title.as_str()));
            }
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, case.text.as_str()));
            page.push_gap(canvas);
        }
        let exhibits = [case.and_then(|case| case.exhibit.as_ref()), question.material.exhibit.as_ref()];
        for exhibit in exhibits.into_iter().flatten() {
            self.push_exhibit(page, canvas, exhibit);
        }
    }

    fn push_exhibit(&self, page: &mut Page, canvas: &Canvas, exhibit: &Exhibit) {
        page.push_lines(prose(canvas, canvas.margin(), Tone::Title, &title(exhibit)));
        if exhibit.kind == ExhibitKind::Text {
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, exhibit.text.as_str()));
        } else {
            let widest = exhibit.lines().map(width).max().unwrap_or(0);
            page.n_hidden_across = page.n_hidden_across.max(widest.saturating_sub(seen_columns(canvas)));
            page.push_lines(exhibit.lines().map(|line| self.part(canvas, line)));
        }
        if let Some(description) = &exhibit.description {
            page.push_gap(canvas);
            page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, description.as_str()));
        }
        page.push_gap(canvas);
    }

    /// Returns the part of a line that is in sight, `…` at its end where it goes on.
    fn part(&self, canvas: &Canvas, line: &str) -> Line<'static> {
        let shown = part(line, self.across, seen_columns(canvas));
        canvas.span(Tone::Plain, format!(" {shown}")).into()
    }
}

fn seen_columns(canvas: &Canvas) -> usize {
    canvas.columns.saturating_sub(2)
}
