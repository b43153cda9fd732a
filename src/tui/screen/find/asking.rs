//! A placement outside its questions of knowledge: the person, the first wide picture, the interests.
//!
//! Invariant: the session changes only by events that are on disk.

use std::sync::Arc;

use crate::advice::interest::statements;
use crate::clock::Moment;
use crate::history::answer::AnswerNumber;
use crate::report::person::N_QUESTIONS;
use crate::session::Command;
use crate::session::course::Part;
use crate::session::event::{Event, Happened};
use crate::tui::intent::Intent;
use crate::tui::message::{Effect, Failure, Taken};
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::find::interests::{self, InterestForm};
use crate::tui::screen::find::midway::{self, Midway};
use crate::tui::screen::find::person::{self, PersonForm};
use crate::tui::screen::find::picture::Advice;
use crate::tui::situation::Situation;

/// A placement outside its questions.
#[derive(Debug)]
pub struct Asking {
    taken: Taken,
    form: Form,
}

/// What is asked.
#[derive(Debug)]
enum Form {
    Person(PersonForm),
    Midway(Midway),
    Interests(InterestForm),
}

impl Asking {
    /// Returns what a placement asks about the person or their interests, where that is its turn.
    #[must_use]
    pub fn of(taken: &Taken) -> Option<Self> {
        let course = taken.session.course();
        let form = match taken.session.part() {
            Part::Person { .. } => Form::Person(PersonForm::of(&taken.session)),
            Part::Interests { .. } => {
                let statements = statements(taken.session.started().seed);
                Form::Interests(InterestForm::new(statements, &course.ratings()))
            }
            Part::Questions | Part::Result => return None,
        };
        Some(Self { taken: taken.clone(), form })
    }

    /// Returns the first wide picture, with the choice to go on or stop there.
    #[must_use]
    pub fn midway(taken: Taken, advice: Arc<Advice>) -> Self {
        let midway = Midway::new(&taken.session, advice);
        Self { taken, form: Form::Midway(midway) }
    }

    /// Returns how far the screen is scrolled.
    #[must_use]
    pub fn scroll(&self) -> Scroll {
        match &self.form {
            Form::Person(form) => form.scroll,
            Form::Midway(form) => form.scroll,
            Form::Interests(form) => form.scroll,
        }
    }

    /// Returns how far the screen is scrolled, to be changed.
    pub fn scroll_mut(&mut self) -> &mut Scroll {
        match &mut self.form {
            Form::Person(form) => &mut form.scroll,
            Form::Midway(form) => &mut form.scroll,
            Form::Interests(form) => &mut form.scroll,
        }
    }

    fn focus_mut(&mut self) -> &mut usize {
        match &mut self.form {
            Form::Person(form) => &mut form.focus,
            Form::Midway(form) => &mut form.focus,
            Form::Interests(form) => &mut form.focus,
        }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match &self.form {
            Form::Person(form) => form.situations(),
            Form::Midway(_) => vec![Situation::Moves, Situation::Opens, Situation::Backable],
            Form::Interests(form) => form.situations(),
        }
    }

    /// Returns how many answers have a number.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        match &self.form {
            Form::Person(form) => form.n_numbered(),
            Form::Midway(_) => 0,
            Form::Interests(form) => form.n_numbered(),
        }
    }

    /// Puts the screen into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        match &self.form {
            Form::Person(form) => form.page(canvas),
            Form::Midway(form) => form.page(canvas),
            Form::Interests(form) => form.page(canvas),
        }
    }

    /// Moves the cursor to where the mouse was pressed, and ticks there; elsewhere a second press does what Enter does.
    pub fn click(&mut self, item: usize, now: Moment) -> Reply {
        let was_here = *self.focus_mut() == item;
        *self.focus_mut() = item;
        match self.form {
            Form::Person(_) => self.update(Intent::Tick, now),
            Form::Midway(_) | Form::Interests(_) if was_here => self.update(Intent::Accept, now),
            Form::Midway(_) | Form::Interests(_) => Reply::Nothing,
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, now: Moment) -> Reply {
        let command = match &mut self.form {
            Form::Person(form) => match form.update(intent) {
                person::Chosen::Nothing => return Reply::Nothing,
                person::Chosen::Back => return Reply::Home,
                person::Chosen::Told(told) => Command::Tell(told),
            },
            Form::Midway(form) => match form.update(intent) {
                midway::Chosen::Nothing => return Reply::Nothing,
                midway::Chosen::Back => return Reply::Home,
                midway::Chosen::GoOn => return Reply::Do(self.taken.next_question()),
                midway::Chosen::Stop => Command::SetLength(self.taken.session.n_answered()),
            },
            Form::Interests(form) => match form.update(intent) {
                interests::Chosen::Nothing => return Reply::Nothing,
                interests::Chosen::Back => return Reply::Home,
                interests::Chosen::Rated(rated) => Command::Rate(rated),
                interests::Chosen::Skipped => Command::EndInterests,
            },
        };
        self.decide(command, now)
    }

    /// Decides a command, and has its event put on disk.
    fn decide(&self, command: Command, now: Moment) -> Reply {
        match self.taken.session.decide(command, now) {
            Ok(event) => Reply::Do(Effect::Record(self.taken.attempt, event)),
            Err(refusal) => Reply::Refuse(Failure::new(&refusal.to_string(), "")),
        }
    }

    /// Takes in an event that is on disk, and goes where it leads.
    pub fn recorded(&mut self, event: &Event, number: Option<AnswerNumber>, now: Moment) -> Reply {
        self.taken.session.apply(event);
        self.taken.saved = number.or(self.taken.saved);
        match (&event.happened, &mut self.form) {
            (Happened::InterestRated(rated), Form::Interests(form)) => {
                form.recorded(*rated);
                if form.is_done() { self.decide(Command::EndInterests, now) } else { Reply::Nothing }
            }
            (Happened::PersonTold(told), Form::Person(form)) if usize::from(told.n_told) < N_QUESTIONS => {
                form.recorded();
                Reply::Nothing
            }
            (Happened::Closed, _) => Reply::Home,
            _ => Reply::TakeUp(Box::new(self.taken.clone())),
        }
    }
}
