//! The first wide picture of a placement: what the first answers say, and the choice to go on or stop there.

use std::sync::Arc;

use crate::clock::Millis;
use crate::report::advice::{about, how_sure};
use crate::report::phrase::counted;
use crate::session::Session;
use crate::session::event::Mode;
use crate::suggestion::chooser::FIRST_PICTURE;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::find::picture::Advice;
use crate::tui::screen::find::ranks::{push_headings, push_row};
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// The first wide picture.
#[derive(Debug)]
pub struct Midway {
    /// The choice under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    advice: Arc<Advice>,
    n_left: usize,
    left: Millis,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// To leave, and go on another time.
    Back,
    /// To go on with the questions.
    GoOn,
    /// To stop the questions here.
    Stop,
}

/// May a placement be where the first wide picture is shown: at 22 answers, with more questions to come?
#[must_use]
pub fn is_midway(session: &Session) -> bool {
    let n_answered = session.n_answered();
    session.started().mode == Mode::Placement
        && n_answered == FIRST_PICTURE
        && session.places().len() == n_answered
        && session.n_questions() > n_answered
        && !session.course().was_lengthened
}

impl Midway {
    /// Returns the picture of a placement as it stands.
    #[must_use]
    pub fn new(session: &Session, advice: Arc<Advice>) -> Self {
        let n_left = session.n_questions().saturating_sub(session.n_answered());
        Self { focus: 0, scroll: Scroll::default(), advice, n_left, left: session.expected_left() }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Chosen {
        if let Some(to) = moved(self.focus, 2, intent) {
            self.focus = to;
            self.scroll.reveals = true;
        }
        match (intent, self.focus) {
            (Intent::Accept, 0) => Chosen::GoOn,
            (Intent::Accept, _) => Chosen::Stop,
            (Intent::Back, _) => Chosen::Back,
            _ => Chosen::Nothing,
        }
    }

    /// Puts it into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let advice = &self.advice;
        let mut page = Page { header: advice.header(canvas, "A first wide picture"), ..Page::default() };
        if canvas.is_tall() {
            page.push_lines([ratatui::text::Line::default()]);
        }
        let n_left = counted(self.n_left, "question");
        let entries = [
            Entry::new(format!("Go on: {n_left}, {}", about(self.left)), ""),
            Entry::new("Stop here: interests, then the result", ""),
        ];
        push_menu(&mut page, canvas, &entries, self.focus);
        let focus = page.focus.clone();
        page.push_gap(canvas);
        let sure = how_sure(&advice.suggestion, &[], 0);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &sure.known));
        let says = "Questions are still open: the bars are wide, and the order may change.";
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, says));
        page.push_gap(canvas);
        push_headings(&mut page, canvas, advice);
        for role in advice.order(0.0) {
            let mut row = Page::default();
            push_row(&mut row, canvas, advice, (0, role, false));
            page.push_lines(row.rows.into_iter().map(|row| row.line));
        }
        page.focus = focus;
        page
    }
}
