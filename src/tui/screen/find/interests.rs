//! What somebody would like to do: 24 statements, each answered from 1 to 5, skippable one by one or as a whole.

use crate::advice::interest::Statement;
use crate::report::person::{HOW_MUCH, LIKING};
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::bar::progress;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::{hanging, prose};

/// Columns of the progress line.
const PROGRESS_COLUMNS: usize = 24;

/// The statements with their answers so far.
#[derive(Debug)]
pub struct InterestForm {
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// The answer under the cursor.
    pub focus: usize,
    statements: Vec<Statement>,
    answers: Vec<Option<u8>>,
    statement_ix: usize,
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// To go back to where one came from.
    Back,
    /// All are answered or passed over, or the rest is skipped.
    Done,
}

impl InterestForm {
    /// Returns the form over these statements with none answered.
    #[must_use]
    pub fn new(statements: Vec<Statement>) -> Self {
        let answers = vec![None; statements.len()];
        Self { scroll: Scroll::default(), focus: 2, statements, answers, statement_ix: 0 }
    }

    /// Returns the statements that were answered, with their answers, in the order they were shown.
    #[must_use]
    pub fn answered(&self) -> Vec<(Statement, u8)> {
        let both = self.statements.iter().zip(&self.answers);
        both.filter_map(|(statement, answer)| answer.map(|answer| (*statement, answer))).collect()
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let earlier = (self.statement_ix > 0).then_some(Situation::TurnsBack);
        [Situation::Numbered, Situation::Rates, Situation::SkipsRest, Situation::Backable]
            .into_iter()
            .chain(earlier)
            .collect()
    }

    /// Returns how many answers have a number.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        LIKING.len()
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Chosen {
        if let Some(to) = moved(self.focus, LIKING.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
        }
        match intent {
            Intent::Choose(number) if usize::from(number) <= LIKING.len() => self.rate(),
            Intent::Accept => self.rate(),
            Intent::Previous if self.statement_ix > 0 => {
                self.turn_to(self.statement_ix - 1);
                Chosen::Nothing
            }
            Intent::Skip => Chosen::Done,
            Intent::Back => Chosen::Back,
            _ => Chosen::Nothing,
        }
    }

    /// Answers the statement with what is under the cursor, and goes on to the next.
    fn rate(&mut self) -> Chosen {
        if let Some(answer) = self.answers.get_mut(self.statement_ix) {
            *answer = u8::try_from(self.focus + 1).ok();
        }
        if self.statement_ix + 1 >= self.statements.len() {
            return Chosen::Done;
        }
        self.turn_to(self.statement_ix + 1);
        Chosen::Nothing
    }

    fn turn_to(&mut self, statement_ix: usize) {
        self.statement_ix = statement_ix;
        let answer = self.answers.get(statement_ix).copied().flatten();
        self.focus = answer.map_or(2, |answer| usize::from(answer).saturating_sub(1));
        self.scroll = Scroll { offset: 0, reveals: true };
    }

    /// Puts the statement into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let n = self.statements.len();
        let aside = format!("interests, {} of {n}", (self.statement_ix + 1).min(n));
        let mut page = Page { header: title(canvas, "Find my role", &aside), ..Page::default() };
        let margin = canvas.margin();
        let mut bar = vec![ratatui::text::Span::raw(" ".repeat(margin))];
        bar.extend(progress(canvas, PROGRESS_COLUMNS, self.statement_ix, n));
        page.push_lines([bar.into()]);
        page.push_gap(canvas);
        let Some(statement) = self.statements.get(self.statement_ix) else { return page };
        page.push_lines(prose(canvas, margin, Tone::Quiet, HOW_MUCH));
        page.push_lines(prose(canvas, margin, Tone::Title, statement.text));
        page.push_gap(canvas);
        for (answer_ix, words) in LIKING.iter().enumerate() {
            let is_here = answer_ix == self.focus;
            let tone = if is_here { Tone::Chosen } else { Tone::Plain };
            let number = canvas.span(tone, format!("{}  ", answer_ix + 1));
            page.push_item(answer_ix, hanging(canvas, vec![cursor(canvas, is_here), number], tone, words));
        }
        page.push_gap(canvas);
        let says = "Interest is shown beside what you know. It changes no order unless you give it a weight.";
        if canvas.is_tall() {
            page.push_lines(prose(canvas, margin, Tone::Quiet, says));
        }
        page.focus_on(self.focus);
        page
    }
}
