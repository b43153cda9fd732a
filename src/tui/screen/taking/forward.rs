//! Attempts that go forward only: what follows an answer where the next question is chosen by it.

use crate::clock::Moment;
use crate::session::course::Part;
use crate::session::event::{Manner, Mode, Place};
use crate::session::{Command, Stage};
use crate::settings::{PlacementFeedback, Settings};
use crate::tui::message::{Effect, Taken};
use crate::tui::screen::taking::Taking;
use crate::tui::screen::{Reply, Screen};

impl Taking {
    /// Are questions chosen one after the other, with no way back?
    pub(super) fn is_forward(&self) -> bool {
        self.session.started().mode.manner() == Manner::Forward
    }

    /// Is the question on the screen answered, and the next could not be put on disk?
    pub(super) fn waits_for_next(&self) -> bool {
        self.is_forward() && self.answered(self.place).is_some()
    }

    /// Returns what has to follow before anything can be asked: the choice of the next question, or the end.
    #[must_use]
    pub fn follows(&self, now: Moment) -> Option<Effect> {
        if !self.is_forward() || self.session.first_open().is_some() {
            return None;
        }
        match (self.session.part(), self.session.stage()) {
            (Part::Questions, _) => Some(self.taken().next_question()),
            (Part::Result, Stage::Open) => {
                let event = self.session.decide(Command::Finish, now).ok()?;
                Some(Effect::Record(self.attempt, event))
            }
            (Part::Person { .. } | Part::Interests { .. } | Part::Result, _) => None,
        }
    }

    pub(super) fn taken(&self) -> Taken {
        Taken { attempt: self.attempt, session: self.session.clone(), saved: self.saved }
    }

    /// Goes to where an answer leads: to its feedback, or on where there is none.
    pub(super) fn after_answer(&mut self, place: Place, settings: &Settings, now: Moment) -> Reply {
        let mode = self.session.started().mode;
        match mode.manner() {
            Manner::Exam => self.after_exam_answer(place, now),
            Manner::Practice => Reply::Nothing,
            Manner::Forward if mode.marks_at_once() && settings.placement == PlacementFeedback::Short => {
                Reply::Nothing
            }
            Manner::Forward => Reply::TakeUp(Box::new(self.taken())),
        }
    }

    /// Goes from an attempt that has ended to its result.
    pub(super) fn ended(&self) -> Reply {
        match self.session.started().mode {
            Mode::Placement => Reply::Do(Effect::Suggest(Some(self.attempt))),
            Mode::Adaptive => Reply::Do(Effect::Measure(self.attempt)),
            Mode::Practice | Mode::Exam | Mode::Cram => Reply::Replace(Screen::result(self.session.clone())),
        }
    }
}
