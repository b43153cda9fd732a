//! The roles that the answers about the person close, why, and how many each answer closed.

use std::sync::Arc;

use ratatui::text::Line;

use crate::report::advice::{closed_because, closed_counts};
use crate::report::names::short_role;
use crate::report::phrase::counted;
use crate::suggestion::RoleAdvice;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::find::advised::Advised;
use crate::tui::screen::find::picture::Advice;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::{hanging, prose};

/// Columns of a role's name.
const NAME_COLUMNS: usize = 22;

/// The closed roles.
#[derive(Debug)]
pub struct ClosedRoles {
    /// The role under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    advice: Arc<Advice>,
}

impl ClosedRoles {
    /// Returns the closed roles of a suggestion.
    #[must_use]
    pub fn new(advice: Arc<Advice>) -> Self {
        Self { focus: 0, scroll: Scroll::default(), advice }
    }

    fn roles(&self) -> Vec<&RoleAdvice> {
        self.advice.suggestion.closed().collect()
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        let roles = self.roles();
        if let Some(to) = moved(self.focus, roles.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, roles.get(self.focus)) {
            (Intent::Accept, Some(role)) => {
                Reply::Open(Screen::Advised(Advised::new(Arc::clone(&self.advice), role.role)))
            }
            (Intent::Back | Intent::ShowClosed, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Puts the list into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let roles = self.roles();
        let words = counted(roles.len(), "closed role");
        let mut page = Page { header: self.advice.header(canvas, &words), ..Page::default() };
        if canvas.is_tall() {
            page.push_lines([Line::default()]);
        }
        let counts = closed_counts(&self.advice.suggestion).join(" ");
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &counts));
        let says = "You can look at them all the same. Find my role asks about you anew.";
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, says));
        page.push_gap(canvas);
        for (item, role) in roles.iter().enumerate() {
            page.push_item(item, lines(canvas, role, item == self.focus));
        }
        page.focus_on(self.focus);
        page
    }
}

/// Returns a closed role with the reason beside it, or below it on a narrow screen.
fn lines(canvas: &Canvas, role: &RoleAdvice, is_here: bool) -> Vec<Line<'static>> {
    let name = short_role(role.role);
    let why = role.closed.map_or_else(String::new, |reason| closed_because(role.role, reason));
    let tone = if is_here { Tone::Chosen } else { Tone::Plain };
    if canvas.is_wide() {
        let name = canvas.span(tone, format!("{name:<NAME_COLUMNS$}  "));
        return hanging(canvas, vec![cursor(canvas, is_here), name], Tone::Quiet, &why);
    }
    let name = Line::from(vec![cursor(canvas, is_here), canvas.span(tone, name)]);
    std::iter::once(name).chain(prose(canvas, canvas.margin() + 4, Tone::Quiet, &why)).collect()
}
