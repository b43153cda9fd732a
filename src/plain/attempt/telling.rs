//! What is said of an attempt beside its prompts: how it begins, a question, what is open, the time, the result.

use std::error::Error as _;
use std::io;

use crate::bank::question::Question;
use crate::bank::{BankId, QuestionKey};
use crate::clock::Millis;
use crate::history::answer::AnswerNumber;
use crate::history::error::HistoryError;
use crate::plain::attempt::forward::FREE;
use crate::plain::attempt::{Attempt, Next, Stored, command};
use crate::plain::help::ESCAPE;
use crate::plain::question::{self, CaseTelling};
use crate::report::phrase::{duration, numbers, time_left};
use crate::report::result::result;
use crate::scoring::answer::expected;
use crate::session::event::Place;

impl Attempt<'_, '_> {
    pub(super) fn say_resumed(&mut self) -> io::Result<()> {
        if self.is_forward() {
            let (n_answered, n) = (self.session.n_answered(), self.session.n_questions());
            return self.dialogue.say(&format!("Resumed: {n_answered} of {n} questions are answered"));
        }
        let n_questions = self.session.n_questions();
        let place = if self.is_exam() { self.session.where_left() } else { self.session.first_open() };
        self.dialogue.say(&match place {
            Some(place) => format!("Resumed: question {place} of {n_questions}"),
            None => format!("Resumed: all {n_questions} questions are answered"),
        })
    }

    pub(super) fn say_rules(&mut self) -> io::Result<()> {
        if let Some(limit) = self.session.started().limit {
            let left = time_left(self.session.time_left(self.dialogue.now()));
            self.dialogue.say(&format!(
                "Time limit: {}; {left}. At its end nothing is taken away: later answers are marked late.",
                duration(limit)
            ))?;
        }
        if self.is_placement() {
            self.say_placement()?;
        }
        if self.is_forward() {
            return self.say_forward_rules();
        }
        if self.is_exam() {
            self.dialogue.say("Nothing is said about right and wrong until the exam is submitted.")?;
        }
        self.dialogue.say("One line is one answer. ? lists the commands, q leaves.")?;
        self.dialogue.say("x is \"I don't know\"; it counts 0 like a wrong answer.")
    }

    /// Says a question; a case that has not been said last is told anyway.
    pub(super) fn say_question(&mut self, place: Place, case: CaseTelling) -> io::Result<()> {
        let (Some(question), Some(order)) = (self.session.question(place), self.session.shown_order(place))
        else {
            return Ok(());
        };
        let case_key = case_key(question);
        let case = if case_key == self.shown.case { case } else { CaseTelling::Told };
        self.dialogue.say("")?;
        self.dialogue.say(&question::heading(&self.session, place))?;
        if self.session.place(place).is_some_and(|state| state.flagged) {
            self.dialogue.say("Flagged.")?;
        }
        self.dialogue.say_all(&question::lines(question, order, case))?;
        self.shown.case = case_key;
        Ok(())
    }

    pub(super) fn say_saved(&mut self, stored: &Stored) -> io::Result<()> {
        match stored.recorded.answer {
            Some(AnswerNumber(number)) => self.dialogue.say(&format!("saved #{number}")),
            None => Ok(()),
        }
    }

    /// Says why something could not be stored, and what to do about it.
    pub(super) fn say_unsaved(&mut self, error: &HistoryError) -> io::Result<()> {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        self.dialogue.say(&format!("Not saved: {error}{cause}"))?;
        self.dialogue.say(&format!("help: {}", error.help()))
    }

    pub(super) fn say_exhibits(&mut self, place: Place) -> io::Result<()> {
        let lines = self.session.question(place).map(question::exhibits).unwrap_or_default();
        if lines.is_empty() {
            return self.dialogue.say("This question has no exhibit.");
        }
        self.dialogue.say_all(&lines)
    }

    /// Says which questions are open and, in an exam, which are flagged.
    pub(super) fn say_list(&mut self) -> io::Result<()> {
        let places = self.session.places().iter().zip(1_usize..);
        let (mut open, mut flagged) = (Vec::new(), Vec::new());
        for (state, number) in places {
            open.extend(state.answered.is_none().then_some(number));
            flagged.extend(state.flagged.then_some(number));
        }
        self.dialogue.say(&format!("Open: {}", numbers(&open)))?;
        if self.is_exam() {
            self.dialogue.say(&format!("Flagged: {}", numbers(&flagged)))?;
        }
        Ok(())
    }

    pub(super) fn say_help(&mut self, place: Place) -> io::Result<()> {
        let expected = self.session.question(place).map(expected).unwrap_or_default();
        self.dialogue.say(&format!("One line is one answer, here: {expected}."))?;
        self.dialogue.say(ESCAPE)?;
        let lines = command::command_lines();
        // The table says what "I don't know" costs in scored forms.
        let n_replaced = usize::from(self.is_placement());
        if self.is_placement() {
            self.dialogue.say(FREE)?;
        }
        self.dialogue.say_all(lines.get(n_replaced..).unwrap_or_default())
    }

    pub(super) fn say_time(&mut self) -> io::Result<()> {
        if self.is_placement() {
            self.shown.pace = None;
            return self.say_pace();
        }
        self.dialogue.say(&time_left(self.session.time_left(self.dialogue.now())))
    }

    pub(super) fn say_time_if_due(&mut self) -> io::Result<()> {
        if self.timer.is_due(self.session.time_left(self.dialogue.now())) { self.say_time() } else { Ok(()) }
    }

    /// Says what the attempt came to.
    pub(super) fn result(&mut self, used: Millis) -> io::Result<Next> {
        if self.is_placement() {
            return self.advise();
        }
        self.dialogue.say("")?;
        if self.is_forward() {
            self.say_expected()?;
        } else {
            self.dialogue.say_all(&result(&self.session, used))?;
        }
        if !self.session.started().mode.marks_at_once() {
            self.say_review()?;
        }
        Ok(Next::End)
    }

    pub(super) fn leave(&mut self) -> io::Result<()> {
        self.dialogue.say("")?;
        self.dialogue.say("This attempt stays open: `hitquiz resume` goes on with it.")?;
        self.dialogue.flush()
    }
}

fn case_key(question: &Question) -> Option<(BankId, String)> {
    let QuestionKey { bank, .. } = &question.key;
    question.material.case.as_ref().map(|case| (bank.clone(), case.id.clone()))
}
