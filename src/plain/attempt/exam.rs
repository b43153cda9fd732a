//! What an exam does after a line: going back, flags, the summary, handing in.

use std::io;

use crate::plain::attempt::command::{self, Typed};
use crate::plain::attempt::{Attempt, Next, Stored};
use crate::plain::dialogue::Heard;
use crate::report::phrase::counted;
use crate::report::review::{Detail, review};
use crate::session::Command;
use crate::session::event::Place;

/// What the summary expects.
const SUMMARY_EXPECTS: &str = "y submits, a question's number goes back to it";

impl Attempt<'_, '_> {
    /// Goes on to the next open question, or to the summary behind the last.
    pub(super) fn after_exam_answer(&mut self, place: Place, stored: &Stored) -> io::Result<Next> {
        self.say_saved(stored)?;
        let is_open =
            |place: &Place| self.session.place(*place).is_some_and(|state| state.answered.is_none());
        let next = (place.index() + 1..self.session.n_questions()).map(Place::at).find(is_open);
        Ok(next.map_or(Next::Summary, Next::Ask))
    }

    pub(super) fn go_back(&mut self, place: Place) -> io::Result<Next> {
        let Some(before) = place.index().checked_sub(1).map(Place::at) else {
            self.dialogue.say("There is no question before this one.")?;
            return Ok(Next::Prompt(place));
        };
        Ok(Next::Ask(before))
    }

    pub(super) fn flag(&mut self, place: Place) -> io::Result<()> {
        if self.change(Command::Flag(place))?.is_none() {
            return Ok(());
        }
        let is_flagged = self.session.place(place).is_some_and(|state| state.flagged);
        self.dialogue.say(if is_flagged { "Flagged." } else { "Flag taken away." })
    }

    /// Says how many questions are answered, and which are open and flagged.
    pub(super) fn summary(&mut self) -> io::Result<Next> {
        self.say_time_if_due()?;
        let (n_questions, n_answered) = (self.session.n_questions(), self.session.n_answered());
        let n_flagged = self.session.places().iter().filter(|state| state.flagged).count();
        self.dialogue.say("")?;
        self.dialogue.say(&format!(
            "Summary: {}, {n_answered} answered, {} open, {n_flagged} flagged",
            counted(n_questions, "question"),
            n_questions - n_answered
        ))?;
        self.say_list()?;
        Ok(Next::SummaryPrompt)
    }

    /// Asks whether to submit and carries out the line that comes.
    pub(super) fn summary_prompt(&mut self) -> io::Result<Next> {
        self.dialogue.say(SUMMARY_EXPECTS)?;
        let heard = self.dialogue.hear()?;
        self.say_time_if_due()?;
        let line = match heard {
            Heard::End => return Ok(Next::Leave),
            Heard::TooLong => return self.refuse_in_summary(),
            Heard::Line(line) => line,
        };
        if line.as_str().eq_ignore_ascii_case("y") {
            return self.submit();
        }
        if let Some(place) = self.numbered_place(line.as_str()) {
            return Ok(Next::Ask(place));
        }
        match command::typed(line.as_str()) {
            Some(Typed::Quit) => Ok(Next::Leave),
            Some(Typed::Repeat | Typed::List) => Ok(Next::Summary),
            Some(Typed::Back) => self.go_back(Place::at(self.session.n_questions())),
            Some(Typed::Time) => self.say_time().map(|()| Next::SummaryPrompt),
            Some(Typed::Help) => self.say_summary_help().map(|()| Next::SummaryPrompt),
            Some(Typed::DontKnow | Typed::Hint | Typed::Undo | Typed::Flag | Typed::Exhibit) | None => {
                self.refuse_in_summary()
            }
        }
    }

    pub(super) fn say_review(&mut self) -> io::Result<()> {
        self.dialogue.say("")?;
        self.dialogue.say("Review of every question")?;
        self.dialogue.say_all(&review(&self.session, Detail::Short))
    }

    fn submit(&mut self) -> io::Result<Next> {
        match self.change(Command::Submit)? {
            Some(stored) => Ok(Next::Result(stored.elapsed)),
            None => Ok(Next::SummaryPrompt),
        }
    }

    fn refuse_in_summary(&mut self) -> io::Result<Next> {
        let n_questions = self.session.n_questions();
        self.dialogue.say(&format!("Expected here: y, or a number from 1 to {n_questions}."))?;
        Ok(Next::SummaryPrompt)
    }

    fn say_summary_help(&mut self) -> io::Result<()> {
        self.dialogue.say_all(&[
            "y: submit the exam; then right and wrong are said",
            "a number: go back to that question",
            "b: back to the last question",
            "l: this summary again",
            "t: time left",
            "q: leave; the attempt stays open",
        ])
    }

    fn numbered_place(&self, line: &str) -> Option<Place> {
        let number: usize = line.parse().ok()?;
        let place = Place::at(number.checked_sub(1)?);
        self.session.place(place).map(|_| place)
    }
}
