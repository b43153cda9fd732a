//! What somebody would like to do: 24 statements, each answered from 1 to 5, skippable one by one or as a whole.

use crate::advice::interest::Statement;
use crate::report::person::{HOW_MUCH, LIKING};
use crate::session::event::Rated;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::bar::progress;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::{hanging, prose};

/// The answer under the cursor where none was given.
const MIDDLE: usize = 2;

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
    /// The statement on the screen is answered.
    Rated(Rated),
    /// The rest is skipped.
    Skipped,
}

impl InterestForm {
    /// Returns the form over these statements with the answers so far, at the first behind them.
    #[must_use]
    pub fn new(statements: Vec<Statement>, ratings: &[Rated]) -> Self {
        let answer = |statement_ix: usize| {
            let rated = ratings.iter().find(|rated| usize::from(rated.statement) == statement_ix);
            rated.and_then(|rated| rated.rating)
        };
        let answers = (0..statements.len()).map(answer).collect();
        let mut form =
            Self { scroll: Scroll::default(), focus: MIDDLE, statements, answers, statement_ix: 0 };
        form.turn_to(ratings.iter().map(|rated| usize::from(rated.statement) + 1).max().unwrap_or(0));
        form
    }

    /// Is there no further statement?
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.statement_ix >= self.statements.len()
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
            Intent::Skip => Chosen::Skipped,
            Intent::Back => Chosen::Back,
            _ => Chosen::Nothing,
        }
    }

    /// Returns the statement's answer as it stands under the cursor.
    fn rate(&self) -> Chosen {
        let (Some(statement), Ok(statement_ix)) =
            (self.statements.get(self.statement_ix), u8::try_from(self.statement_ix))
        else {
            return Chosen::Skipped;
        };
        let rating = u8::try_from(self.focus + 1).ok();
        Chosen::Rated(Rated { statement: statement_ix, role: statement.role, rating })
    }

    /// Goes on to the next statement once an answer is on disk.
    pub fn recorded(&mut self, rated: Rated) {
        if let Some(answer) = self.answers.get_mut(usize::from(rated.statement)) {
            *answer = rated.rating;
        }
        self.turn_to(usize::from(rated.statement) + 1);
    }

    fn turn_to(&mut self, statement_ix: usize) {
        self.statement_ix = statement_ix;
        let answer = self.answers.get(statement_ix).copied().flatten();
        self.focus = answer.map_or(MIDDLE, |answer| usize::from(answer).saturating_sub(1));
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
