//! A bank file as learners will see it, while its author edits it.
//!
//! Invariant: what is answered here is no attempt; the one effect of this screen is to look at the file.

mod answering;
pub mod finder;
pub mod header;
pub mod problem;
mod question;
pub mod state;
pub mod trial;

use crate::bank::watch::LOOK_EVERY;
use crate::clock::{Millis, Moment};
use crate::library::preview::{Preview, PreviewedQuestion};
use crate::settings::Settings;
use crate::text::SafeText;
use crate::tui::intent::Intent;
use crate::tui::message::Sight;
use crate::tui::page::{Canvas, Page, Scroll, Target};
use crate::tui::screen::Reply;
use crate::tui::screen::preview::finder::{Chosen, Finder};
use crate::tui::screen::preview::problem::Problems;
use crate::tui::screen::preview::question::push_unreadable;
use crate::tui::screen::preview::state::{State, Trouble};
use crate::tui::screen::preview::trial::{Trial, takes_the_same_answers};
use crate::tui::screen::taking::zoom::Zoom;
use crate::tui::situation::Situation;

/// A file that is being looked at.
#[derive(Debug)]
pub struct Previewing {
    name: SafeText,
    state: State,
    question_ix: usize,
    trial: Option<Trial>,
    shows_key: bool,
    face: Face,
    scroll: Scroll,
    looked_at: Moment,
}

/// What of the file is shown.
#[derive(Debug)]
enum Face {
    /// A question, with so many lines of its exhibit out of sight above.
    Question(usize),
    /// The exhibit on the full screen.
    Zoom(Zoom),
    /// The list of questions.
    Finder(Finder),
    /// The list of problems.
    Problems(Problems),
}

impl Previewing {
    /// Returns the screen of a file that was read.
    #[must_use]
    pub fn new(name: SafeText, sight: Sight, now: Moment) -> Self {
        let mut screen = Self {
            name,
            state: State::default(),
            question_ix: 0,
            trial: None,
            shows_key: false,
            face: Face::Question(0),
            scroll: Scroll::default(),
            looked_at: now,
        };
        screen.take_in(sight);
        screen
    }

    /// Takes in that the file is looked at now.
    pub fn looks(&mut self, now: Moment) {
        self.looked_at = now;
    }

    /// Takes in what the file is now. The question with the id that was shown stays on the screen, with what was
    /// answered as far as it still fits.
    pub fn take_in(&mut self, sight: Sight) {
        let before = self.previewed().map(|previewed| previewed.question.clone());
        self.state.take_in(sight);
        let Some(preview) = &self.state.shown else {
            self.face = Face::Problems(Problems::new(0));
            return;
        };
        let found = before.as_ref().and_then(|question| preview.position(&question.key.question));
        let last = preview.questions.len().saturating_sub(1);
        self.question_ix = found.unwrap_or(self.question_ix.min(last));
        let question = preview.questions.get(self.question_ix).map(|previewed| &previewed.question);
        let stays = found.is_some()
            && before.as_ref().zip(question).is_some_and(|(one, other)| takes_the_same_answers(one, other));
        if !stays {
            self.trial = question.map(|question| Trial::new(question));
        }
        if before.is_none() {
            self.face = Face::Question(0);
        }
    }

    /// Returns how long until the file is to be looked at again.
    #[must_use]
    pub fn until_next_look(&self, now: Moment) -> Millis {
        LOOK_EVERY.minus(now.since(self.looked_at))
    }

    fn previewed(&self) -> Option<&PreviewedQuestion> {
        self.state.shown.as_ref()?.questions.get(self.question_ix)
    }

    /// Is feedback or the key shown in place of the choices?
    fn is_told(&self) -> bool {
        self.shows_key || self.trial.as_ref().is_some_and(Trial::is_answered)
    }

    /// Returns how far the screen is scrolled.
    #[must_use]
    pub fn scroll(&self) -> Scroll {
        match &self.face {
            Face::Question(_) => self.scroll,
            Face::Zoom(zoom) => zoom.scroll,
            Face::Finder(finder) => finder.scroll,
            Face::Problems(problems) => problems.scroll,
        }
    }

    /// Returns how far the screen is scrolled, to be changed.
    pub fn scroll_mut(&mut self) -> &mut Scroll {
        match &mut self.face {
            Face::Question(_) => &mut self.scroll,
            Face::Zoom(zoom) => &mut zoom.scroll,
            Face::Finder(finder) => &mut finder.scroll,
            Face::Problems(problems) => &mut problems.scroll,
        }
    }

    /// Keeps what scrolls by itself from being scrolled past its end.
    pub fn settle(&mut self, page: &Page) {
        match &mut self.face {
            Face::Question(offset) => *offset = page.n_hidden_in_pane.min(*offset),
            Face::Zoom(zoom) => zoom.settle(page.n_hidden_across),
            Face::Finder(_) | Face::Problems(_) => {}
        }
    }

    /// Puts the screen into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas, settings: &Settings) -> Page {
        let question = match &self.face {
            Face::Question(_) | Face::Zoom(_) => {
                self.previewed().map(|previewed| (self.question_ix, previewed))
            }
            Face::Finder(_) | Face::Problems(_) => None,
        };
        let facts = header::Facts { name: &self.name, state: &self.state, question };
        let mut page = Page { header: header::lines(canvas, &facts), ..Page::default() };
        match (&self.face, &self.state.shown) {
            (Face::Question(pane), _) => self.push_question(&mut page, canvas, (settings, *pane)),
            (Face::Zoom(zoom), _) => zoom.push(&mut page, canvas, self.previewed().map(|of| &*of.question)),
            (Face::Finder(finder), Some(preview)) => finder.push(&mut page, canvas, preview),
            (Face::Finder(_), None) => {}
            (Face::Problems(problems), _) => match &self.state.trouble {
                Some(trouble @ Trouble::Unreadable(_)) => push_unreadable(&mut page, canvas, trouble),
                Some(Trouble::Errors(_)) | None => {
                    problems.push(&mut page, canvas, self.state.diagnostics());
                }
            },
        }
        page
    }

    /// Returns what is possible now.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match &self.face {
            Face::Question(_) => self.question_situations(),
            Face::Zoom(_) => vec![Situation::Exhibit, Situation::Backable],
            Face::Finder(finder) => finder.situations(),
            Face::Problems(problems) => {
                let mut situations = vec![Situation::Moves];
                situations.extend(self.question_of(problems.focus).map(|_| Situation::GoesThere));
                situations.extend(self.state.shown.is_some().then_some(Situation::Backable));
                situations
            }
        }
    }

    /// Returns how many choices have a number.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        match (&self.face, &self.trial) {
            (Face::Question(_), Some(trial)) => trial.draft.n_numbered(),
            (Face::Question(_) | Face::Zoom(_) | Face::Finder(_) | Face::Problems(_), _) => 0,
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        let n_problems = self.state.diagnostics().len();
        let chosen = match (&mut self.face, &self.state.shown) {
            (Face::Question(_), _) => return self.update_question(intent),
            (Face::Zoom(_), _) if matches!(intent, Intent::Zoom | Intent::Back) => Chosen::Back,
            (Face::Zoom(zoom), _) => {
                zoom.update(intent);
                Chosen::Nothing
            }
            (Face::Finder(finder), Some(preview)) => finder.update(intent, preview),
            (Face::Problems(problems), shown) => match problems.update(intent, n_problems) {
                // Without a question there is nothing to go back to.
                Chosen::Back if shown.is_none() => Chosen::Nothing,
                Chosen::Question(problem_ix) => {
                    self.question_of(problem_ix).map_or(Chosen::Nothing, Chosen::Question)
                }
                chosen => chosen,
            },
            (Face::Finder(_), None) => Chosen::Back,
        };
        match chosen {
            Chosen::Nothing => {}
            Chosen::Back => self.face = Face::Question(0),
            Chosen::Question(question_ix) => self.show_question(question_ix),
        }
        Reply::Nothing
    }

    /// Shows the question at a position from its beginning, with nothing answered.
    fn show_question(&mut self, question_ix: usize) {
        self.question_ix = question_ix;
        self.trial = self.previewed().map(|previewed| Trial::new(&previewed.question));
        self.face = Face::Question(0);
        self.scroll = Scroll::default();
    }

    /// Returns the next other question that something is said of.
    fn next_with_problems(&self) -> Option<usize> {
        let next = self.sound()?.next_with_problems(self.question_ix + 1);
        next.filter(|question_ix| *question_ix != self.question_ix)
    }

    /// Returns the position of the first problem of the question that is shown.
    fn first_problem(&self) -> usize {
        let of_question = self.sound().and_then(|preview| preview.questions.get(self.question_ix));
        of_question.and_then(|previewed| previewed.problems.first().copied()).unwrap_or(0)
    }

    fn question_of(&self, problem_ix: usize) -> Option<usize> {
        self.sound()?.question_of(problem_ix)
    }

    /// Returns what the file holds now, if its questions can be shown.
    fn sound(&self) -> Option<&Preview> {
        self.state.shown.as_ref().filter(|_| self.state.trouble.is_none())
    }

    /// Puts typed or pasted text into the field, if there is one.
    pub fn insert(&mut self, text: &str) {
        let is_told = self.is_told();
        match (&mut self.face, &mut self.trial) {
            (Face::Finder(finder), _) => finder.insert(text),
            (Face::Question(_), Some(trial)) if !is_told => {
                self.scroll.reveals |= trial.draft.insert(text);
            }
            (Face::Question(_) | Face::Zoom(_) | Face::Problems(_), _) => {}
        }
    }

    /// Moves the cursor to where the mouse was pressed; a second press there does what Enter does.
    pub fn click(&mut self, target: Target) -> Reply {
        let Target::Item(item) = target else { return self.update(Intent::Zoom) };
        let is_told = self.is_told();
        let was_here = match (&mut self.face, &mut self.trial) {
            (Face::Question(_), Some(trial)) if !is_told => trial.draft.press(item),
            (Face::Finder(finder), _) => std::mem::replace(&mut finder.focus, item) == item,
            (Face::Problems(problems), _) => std::mem::replace(&mut problems.focus, item) == item,
            (Face::Question(_) | Face::Zoom(_), _) => false,
        };
        if was_here { self.update(Intent::Accept) } else { Reply::Nothing }
    }
}
