//! Three short questions about the person. They open and close roles and never touch what is measured.

use std::collections::BTreeSet;

use crate::report::advice::about;
use crate::report::person::{AboutYou, N_QUESTIONS, about_you, person, ticked_anew, ticked_of};
use crate::report::phrase::counted;
use crate::session::Session;
use crate::session::event::Told;
use crate::suggestion::chooser::FIRST_PICTURE;
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::{hanging, prose};

/// What follows where nothing more is asked.
const SUGGESTION_FOLLOWS: &str =
    "Then it says which roles your answers so far lean to, and how sure that is.";

/// The questions about the person, as far as they are answered.
#[derive(Debug)]
pub struct PersonForm {
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// The answer under the cursor.
    pub focus: usize,
    step: usize,
    ticked: [BTreeSet<usize>; N_QUESTIONS],
    what_follows: String,
}

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// To go back to where one came from.
    Back,
    /// The question on the screen is answered.
    Told(Told),
}

impl PersonForm {
    /// Returns the form of a placement as far as it is answered.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self::with(&session.course().told, what_follows(session))
    }

    fn with(told: &Told, what_follows: String) -> Self {
        let step = usize::from(told.n_told);
        let ticked = ticked_of(&told.person, step);
        Self { scroll: Scroll::default(), focus: 0, step, ticked, what_follows }
    }

    /// Returns the form for somebody whose answers are known already.
    #[must_use]
    pub fn before_suggestion() -> Self {
        Self::with(&Told::default(), SUGGESTION_FOLLOWS.to_owned())
    }

    /// Takes in what a key asks for where nothing of it is stored.
    pub fn update_alone(&mut self, intent: Intent) -> Reply {
        match self.update(intent) {
            Chosen::Nothing => Reply::Nothing,
            Chosen::Back => Reply::Back,
            Chosen::Told(told) if usize::from(told.n_told) < N_QUESTIONS => {
                self.recorded();
                Reply::Nothing
            }
            Chosen::Told(told) => Reply::Do(Effect::SuggestFor(told.person)),
        }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let earlier = (self.step > 0).then_some(Situation::TurnsBack);
        [Situation::Numbered, Situation::Ticks, Situation::GoesOn, Situation::Backable]
            .into_iter()
            .chain(earlier)
            .collect()
    }

    /// Returns how many answers have a number.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        self.n_answers()
    }

    fn question(&self) -> Option<AboutYou> {
        about_you().into_iter().nth(self.step)
    }

    fn n_answers(&self) -> usize {
        self.question().map_or(0, |question| question.answers.len())
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Chosen {
        let n_answers = self.n_answers();
        if let Some(to) = moved(self.focus, n_answers, intent) {
            self.focus = to;
            self.scroll.reveals = true;
        }
        match intent {
            Intent::Tick | Intent::Choose(_) => self.tick(n_answers),
            Intent::Accept => return Chosen::Told(self.told()),
            Intent::Previous if self.step > 0 => self.turn_to(self.step - 1),
            Intent::Back => return Chosen::Back,
            _ => {}
        }
        Chosen::Nothing
    }

    /// Returns what is told once the question on the screen is answered.
    fn told(&self) -> Told {
        let n_told = u8::try_from(self.step + 1).unwrap_or(u8::MAX);
        Told { n_told, person: person(&self.ticked) }
    }

    /// Goes on once what was told is on disk.
    pub fn recorded(&mut self) {
        self.turn_to(self.step + 1);
    }

    fn tick(&mut self, n_answers: usize) {
        if let Some(ticked) = self.ticked.get_mut(self.step) {
            *ticked = ticked_anew(ticked, self.focus, n_answers);
        }
    }

    fn turn_to(&mut self, step: usize) {
        self.step = step;
        self.focus = 0;
        self.scroll = Scroll { offset: 0, reveals: true };
    }

    /// Puts the question into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let aside = format!("about you, {} of {}", self.step + 1, N_QUESTIONS);
        let mut page = Page { header: title(canvas, "Find my role", &aside), ..Page::default() };
        let margin = canvas.margin();
        let (Some(question), Some(ticked)) = (self.question(), self.ticked.get(self.step)) else {
            return page;
        };
        page.push_lines(prose(canvas, margin, Tone::Title, question.asks));
        page.push_gap(canvas);
        for (answer_ix, words) in question.answers.iter().enumerate() {
            let is_here = answer_ix == self.focus;
            let tone = if is_here { Tone::Chosen } else { Tone::Plain };
            let mark = if ticked.contains(&answer_ix) { "[x]" } else { "[ ]" };
            let number = canvas.span(tone, format!("{} {mark} ", answer_ix + 1));
            page.push_item(answer_ix, hanging(canvas, vec![cursor(canvas, is_here), number], tone, words));
        }
        page.push_gap(canvas);
        page.push_lines(prose(canvas, margin, Tone::Quiet, question.says));
        if self.step == 0 {
            page.push_gap(canvas);
            page.push_lines(prose(canvas, margin, Tone::Quiet, &self.what_follows));
        }
        page.focus_on(self.focus);
        page
    }
}

/// Returns what a placement asks after the questions about the person.
fn what_follows(session: &Session) -> String {
    let n = session.n_questions();
    let picture = if n > FIRST_PICTURE {
        format!(", with a first wide picture after {FIRST_PICTURE}")
    } else {
        String::new()
    };
    format!(
        "Then {} of knowledge, {}, in as many sittings as you like{picture}; then what you would like to do. No \
         score: it says which roles your profile leans to, and how sure that is.",
        counted(n, "question"),
        about(session.expected_left())
    )
}
