//! What practice does after a line: feedback at once, undo, hints, looking back.

use std::io;

use crate::clock::Millis;
use crate::plain::attempt::{Attempt, Next, Stored};
use crate::plain::question::CaseTelling;
use crate::report::feedback::feedback;
use crate::session::Command;
use crate::session::event::Place;
use crate::settings::Feedback;
use crate::text::markup::plain;

impl Attempt<'_, '_> {
    /// Says what the answer was worth and why, and goes on.
    pub(super) fn after_practice_answer(&mut self, place: Place, stored: &Stored) -> io::Result<Next> {
        self.say_feedback(place)?;
        self.say_saved(stored)?;
        match self.session.first_open() {
            Some(next) => Ok(Next::Ask(next)),
            None => self.finished(),
        }
    }

    /// Ends a practice whose questions are all answered; its result is said even if the end cannot be stored.
    pub(super) fn finished(&mut self) -> io::Result<Next> {
        let used: Millis = match self.change(Command::Finish)? {
            Some(stored) => stored.elapsed,
            None => self.session.elapsed(self.dialogue.now()),
        };
        Ok(Next::Result(used))
    }

    /// Takes the last answer back and asks its question again.
    pub(super) fn undo(&mut self, place: Place) -> io::Result<Next> {
        let Some(undone) = self.session.undoable().filter(|_| !self.is_exam()) else {
            // Said by the session, which knows why.
            self.change(Command::Undo)?;
            return Ok(Next::Prompt(place));
        };
        if self.change(Command::Undo)?.is_none() {
            return Ok(Next::Prompt(place));
        }
        self.dialogue.say(&format!("Taken back: the answer to question {undone}."))?;
        Ok(Next::Ask(undone))
    }

    /// Shows the next hint, once it is stored that it was shown.
    pub(super) fn hint(&mut self, place: Place) -> io::Result<()> {
        if self.change(Command::Hint(place))?.is_none() {
            return Ok(());
        }
        let (Some(question), Some(state)) = (self.session.question(place), self.session.place(place)) else {
            return Ok(());
        };
        let hints = &question.material.hints;
        match state.n_hints.checked_sub(1).and_then(|hint_ix| hints.get(hint_ix)) {
            Some(hint) => self.dialogue.say(&format!(
                "Hint {} of {}: {}",
                state.n_hints,
                hints.len(),
                plain(hint.as_str())
            )),
            None => Ok(()),
        }
    }

    /// Says the question before the one last looked at, with its feedback; its answer stays.
    pub(super) fn look_back(&mut self, place: Place) -> io::Result<()> {
        let from = self.shown.looked_back.unwrap_or(place);
        let Some(before) = from.index().checked_sub(1).map(Place::at) else {
            return self.dialogue.say("There is no question before this one.");
        };
        self.shown.looked_back = Some(before);
        self.dialogue.say("")?;
        self.dialogue.say("Looking back; this answer stays.")?;
        self.say_question(before, CaseTelling::Known)?;
        self.say_feedback(before)?;
        self.dialogue.say("")?;
        let n_questions = self.session.n_questions();
        self.dialogue.say(&format!("Back at question {place} of {n_questions}; r repeats it."))
    }

    fn say_feedback(&mut self, place: Place) -> io::Result<()> {
        let lines = self.feedback_on(place, self.options.feedback);
        self.dialogue.say_all(&lines)
    }

    /// Returns what is said of the answer at a place, the verdict first.
    pub(super) fn feedback_on(&self, place: Place, detail: Feedback) -> Vec<String> {
        let answered = self.session.place(place).and_then(|state| state.answered.as_ref());
        let (Some(question), Some(order), Some(answered)) =
            (self.session.question(place), self.session.shown_order(place), answered)
        else {
            return Vec::new();
        };
        feedback(question, order, answered, detail)
    }
}
