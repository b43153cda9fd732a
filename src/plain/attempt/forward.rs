//! What is asked forward only, Find my role and the adaptive exam: step by step as the chooser says.

use std::io;

use crate::clock::Millis;
use crate::plain::attempt::{Attempt, Next, Stored};
use crate::plain::dialogue::Heard;
use crate::report::advice::{CAVEAT, about};
use crate::report::phrase::{counted, sentence};
use crate::report::suggestion::{FIGURES, brief, settling};
use crate::scoring::answer::Answer;
use crate::session::Command;
use crate::session::event::{Drawn, Mode, Place};
use crate::session::refusal::Refusal;
use crate::settings::{Feedback, PlacementFeedback};
use crate::suggestion::chooser::{Enough, FIRST_PICTURE, Step};

/// The line that ends the questions of a placement once there is a first picture.
pub(super) const STOP: &str = "stop";

/// Said of "I don't know" in Find my role.
pub(super) const FREE: &str = "x is \"I don't know\"; it costs nothing here, and says more than a guess.";

/// Roles that the first wide picture names.
const N_IN_PICTURE: usize = 5;

impl Attempt<'_, '_> {
    /// Does what the chooser says is next.
    pub(super) fn forward(&mut self) -> io::Result<Next> {
        let Some(chooser) = self.options.chooser else { return Ok(Next::Leave) };
        match chooser.step(&self.session) {
            Step::Person { n_told } => self.ask_about_person(n_told),
            Step::Show(drawn) => self.show(drawn),
            Step::Answer(place) => Ok(Next::Ask(place)),
            Step::Picture => self.picture(),
            Step::Enough(enough) => self.enough(enough),
            Step::Interests { n_rated } => self.ask_interest(n_rated),
            Step::Finish => self.end_forward(),
        }
    }

    /// Says how it is taken.
    pub(super) fn say_forward_rules(&mut self) -> io::Result<()> {
        let is_placement = self.is_placement();
        self.dialogue.say("It goes forward only: an answer that was given stays.")?;
        if !is_placement {
            self.dialogue.say("Nothing is said about right and wrong until the end.")?;
        }
        self.dialogue.say(if is_placement {
            "One line is one answer. ? lists the commands, q leaves, and `hitquiz resume` goes on right there."
        } else {
            "One line is one answer. ? lists the commands, q leaves."
        })?;
        self.dialogue.say(if is_placement {
            FREE
        } else {
            "x is \"I don't know\"; it counts 0 like a wrong answer."
        })
    }

    /// Says what Find my role is and how long it takes.
    pub(super) fn say_placement(&mut self) -> io::Result<()> {
        let n_questions = counted(self.session.n_questions(), "question");
        let time = about(self.session.expected_left());
        self.dialogue.say(&format!(
            "Three short questions about you, {n_questions} of knowledge ({time}), then what you like to do, which can be \
             skipped."
        ))?;
        self.dialogue.say(CAVEAT)?;
        self.dialogue.say(FIGURES)
    }

    /// Says how long the rest may take, where that is other than said last.
    pub(super) fn say_pace(&mut self) -> io::Result<()> {
        let left = about(self.session.expected_left());
        if self.shown.pace.as_ref() == Some(&left) {
            return Ok(());
        }
        self.dialogue.say(&format!("Time left: {left}"))?;
        self.shown.pace = Some(left);
        Ok(())
    }

    pub(super) fn is_placement(&self) -> bool {
        self.session.started().mode == Mode::Placement
    }

    /// Says why nobody looks back here.
    pub(super) fn refuse_back(&mut self) -> io::Result<()> {
        self.dialogue.say(&sentence(&Refusal::ForwardOnly.to_string()))
    }

    /// Puts a question on disk that was chosen now, and asks it.
    fn show(&mut self, drawn: Drawn) -> io::Result<Next> {
        let place = Place::at(self.session.places().len());
        match self.change(Command::Show(drawn))? {
            Some(_) => Ok(Next::Ask(place)),
            None => self.try_again(),
        }
    }

    /// Says what the answer was worth, where that is wanted, and goes on.
    pub(super) fn after_forward_answer(&mut self, place: Place, stored: &Stored) -> io::Result<Next> {
        if self.is_placement() && self.options.placement_feedback == PlacementFeedback::Short {
            self.say_short_feedback(place)?;
        }
        self.say_saved(stored)?;
        Ok(Next::Forward)
    }

    fn say_short_feedback(&mut self, place: Place) -> io::Result<()> {
        let answered = self.session.place(place).and_then(|state| state.answered.as_ref());
        let is_dont_know = answered.is_some_and(|answered| answered.answer == Answer::DontKnow);
        let mut lines = self.feedback_on(place, Feedback::Short);
        if let Some(verdict) = lines.first_mut().filter(|_| is_dont_know) {
            "You said that you don't know; it costs nothing here.".clone_into(verdict);
        }
        self.dialogue.say_all(&lines)
    }

    /// Says which roles the first answers lean to, and goes on with the questions.
    ///
    /// Nothing is asked here: a line is an answer, so that a pipe can take the whole.
    fn picture(&mut self) -> io::Result<Next> {
        let Some(chooser) = self.options.chooser else { return Ok(Next::Leave) };
        let evidence = chooser.evidence(&self.session);
        let suggestion = chooser.advisor().suggestion(&evidence, self.session.course().person(), &[]);
        let n_left = self.session.n_questions().saturating_sub(self.session.n_answered());
        let first = suggestion.two_best().first().copied();
        let why = first.map(|role| chooser.advisor().explanation(&evidence, &suggestion, role));
        self.dialogue.say("")?;
        self.dialogue
            .say(&format!("A first wide picture, after {}:", counted(suggestion.n_answers, "answer")))?;
        self.dialogue.say_all(&settling(&suggestion, why.as_ref(), n_left))?;
        let roles: Vec<String> = suggestion.open().take(N_IN_PICTURE).map(brief).collect();
        self.dialogue.say_all(&roles)?;
        let time = about(self.session.expected_left());
        self.dialogue.say(&format!(
            "{} more, {time}. The line `{STOP}` ends the questions here; so it does from now on.",
            counted(n_left, "question")
        ))?;
        match chooser.next(&self.session) {
            Step::Show(drawn) => self.show(drawn),
            Step::Answer(place) => Ok(Next::Ask(place)),
            Step::Enough(enough) => self.enough(enough),
            Step::Person { .. } | Step::Picture | Step::Interests { .. } | Step::Finish => Ok(Next::Leave),
        }
    }

    /// May the questions of a placement be ended by a line?
    pub(super) fn can_stop(&self) -> bool {
        self.is_placement() && self.session.n_answered() >= FIRST_PICTURE
    }

    /// Ends the questions of a placement; the one that is shown stays open, and counts nowhere.
    pub(super) fn stop(&mut self) -> io::Result<Next> {
        self.set_length(self.session.n_answered())
    }

    fn enough(&mut self, enough: Enough) -> io::Result<Next> {
        match enough {
            Enough::AllAsked => {}
            Enough::NoneLeft => {
                let n_answered = counted(self.session.n_answered(), "question");
                self.dialogue
                    .say(&format!("The banks have no further question to ask: it stays at {n_answered}."))?;
            }
            Enough::Settled => {
                self.dialogue.say("No further question is asked: more of them would change little.")?;
            }
            Enough::Decided(_) => {
                self.dialogue.say("No further question is asked: the answers decide.")?;
            }
        }
        if self.is_placement() { self.set_length(self.session.n_answered()) } else { self.end_forward() }
    }

    fn set_length(&mut self, n_questions: usize) -> io::Result<Next> {
        match self.change(Command::SetLength(n_questions))? {
            Some(_) => Ok(Next::Forward),
            None => self.try_again(),
        }
    }

    /// Asks so many further questions.
    pub(super) fn lengthen(&mut self, n_more: usize) -> io::Result<Next> {
        self.set_length(self.session.n_questions().saturating_add(n_more))
    }

    /// Finishes the attempt; its result is said even if the end cannot be stored.
    fn end_forward(&mut self) -> io::Result<Next> {
        let used: Millis = match self.change(Command::Finish)? {
            Some(stored) => stored.elapsed,
            None => self.session.elapsed(self.dialogue.now()),
        };
        Ok(Next::Result(used))
    }

    /// Waits for a line before what could not be stored is tried again.
    pub(super) fn try_again(&mut self) -> io::Result<Next> {
        self.dialogue.say("An empty line tries again, q leaves.")?;
        Ok(match self.dialogue.hear()? {
            Heard::End => Next::Leave,
            Heard::Line(line) if line.as_str().eq_ignore_ascii_case("q") => Next::Leave,
            Heard::Line(_) | Heard::TooLong => Next::Forward,
        })
    }
}
