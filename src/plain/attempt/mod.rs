//! One attempt, new or resumed, from its opening words to its result.
//!
//! Invariant: an answer goes `decide` → on disk → `apply` → `saved #N`; where the write fails nothing has changed and
//! the prompt comes again.

mod about_you;
pub mod advised;
pub(crate) mod command;
mod exam;
mod forward;
mod practice;
mod telling;
mod timer;

use std::io;

use crate::bank::BankId;
use crate::clock::{Millis, Moment};
use crate::history::answer::Recorded;
use crate::history::error::HistoryError;
use crate::plain::PlainError;
use crate::plain::attempt::advised::After;
use crate::plain::attempt::command::Typed;
use crate::plain::attempt::forward::STOP;
use crate::plain::attempt::timer::Timer;
use crate::plain::dialogue::{Dialogue, Heard};
use crate::plain::question::CaseTelling;
use crate::report::phrase::sentence;
use crate::report::result::heading;
use crate::scoring::answer::{Answer, ShownOrder, expected};
use crate::session::event::{Event, Manner, Place};
use crate::session::{Command, Session, Stage};
use crate::settings::{Feedback, PlacementFeedback};
use crate::suggestion::chooser::Chooser;
use crate::text::SafeText;

/// Puts an event on disk, as [`crate::history::History::append`] does.
pub type Record<'run> = &'run mut dyn FnMut(&Event) -> Result<Recorded, HistoryError>;

/// How an attempt is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening<'notes> {
    /// For the first time, with notes on how its questions were drawn.
    New(&'notes [String]),
    /// Taken up again.
    Resumed,
}

/// How an attempt is taken.
#[derive(Clone, Copy, Debug)]
pub struct Options<'notes> {
    /// How it is begun.
    pub opening: Opening<'notes>,
    /// How much is said after an answer in practice.
    pub feedback: Feedback,
    /// How much is said after an answer in Find my role.
    pub placement_feedback: PlacementFeedback,
    /// What chooses the questions, where each is chosen after the answer before.
    pub chooser: Option<&'notes Chooser>,
    /// What is asked under the result of Find my role.
    pub after: After,
    /// How much interest counts beside knowledge there.
    pub interest_weight: f64,
}

impl<'notes> Options<'notes> {
    /// Returns the usual way to take an attempt that is begun like this.
    #[must_use]
    pub fn of(opening: Opening<'notes>) -> Self {
        Self {
            opening,
            feedback: Feedback::default(),
            placement_feedback: PlacementFeedback::default(),
            chooser: None,
            after: After::Ask,
            interest_weight: 0.0,
        }
    }
}

/// How plain mode was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The attempt has ended and its result was said.
    Finished,
    /// The attempt is open and can be resumed.
    LeftOpen,
    /// The attempt is open, and what was given last could not be stored.
    NotStored,
}

/// What is done next.
enum Next {
    /// Say the question, then ask for the answer.
    Ask(Place),
    /// Ask for the answer.
    Prompt(Place),
    /// Say what is answered, open and flagged, then ask whether to submit.
    Summary,
    /// Ask whether to submit.
    SummaryPrompt,
    /// Do what the chooser says is next.
    Forward,
    /// Say the result.
    Result(Millis),
    /// Say nothing more.
    End,
    /// Leave the attempt open.
    Leave,
}

/// An attempt that is being taken.
struct Attempt<'run, 'io> {
    dialogue: &'run mut Dialogue<'io>,
    record: Record<'run>,
    session: Session,
    timer: Timer,
    shown: Shown,
    options: Options<'run>,
    /// Was the last event refused by the store?
    is_unsaved: bool,
}

/// What was said last.
struct Shown {
    /// Since when the present question has been looked at.
    since: Moment,
    /// The case that was said last.
    case: Option<(BankId, String)>,
    /// How far back somebody in practice has looked.
    looked_back: Option<Place>,
    /// How long the rest may take, as it was said.
    pace: Option<String>,
}

/// Takes somebody through an attempt until it ends, they leave, or the input ends.
///
/// A reader of the output that goes away ends it too, with the attempt open.
///
/// # Errors
/// [`PlainError::Output`] where the output cannot be written for another reason.
pub fn take(
    dialogue: &mut Dialogue<'_>,
    session: Session,
    options: Options<'_>,
    record: Record<'_>,
) -> Result<Ending, PlainError> {
    let now = dialogue.now();
    let mut attempt = Attempt {
        timer: Timer::started(session.time_left(now)),
        dialogue,
        record,
        session,
        shown: Shown { since: now, case: None, looked_back: None, pace: None },
        options,
        is_unsaved: false,
    };
    let ran = attempt.run(options.opening);
    let ending = attempt.ending();
    PlainError::unless_reader_left(ran, ()).map(|()| ending)
}

impl Attempt<'_, '_> {
    fn run(&mut self, opening: Opening<'_>) -> io::Result<()> {
        self.dialogue.say(&heading(&self.session))?;
        if self.session.stage() != Stage::Open {
            self.dialogue.say("This attempt has ended; `hitquiz history show` tells what it came to.")?;
            return self.dialogue.flush();
        }
        let mut next = self.opened(opening)?;
        loop {
            next = match next {
                Next::Ask(place) => self.ask(place)?,
                Next::Prompt(place) => self.prompt(place)?,
                Next::Summary => self.summary()?,
                Next::SummaryPrompt => self.summary_prompt()?,
                Next::Forward => self.forward()?,
                Next::Result(used) => self.result(used)?,
                Next::End => return self.dialogue.flush(),
                Next::Leave => return self.leave(),
            };
        }
    }

    fn ending(&self) -> Ending {
        match self.session.stage() {
            Stage::Done | Stage::Closed => Ending::Finished,
            Stage::Open if self.is_unsaved => Ending::NotStored,
            Stage::Open => Ending::LeftOpen,
        }
    }

    fn is_exam(&self) -> bool {
        self.session.started().mode.manner() == Manner::Exam
    }

    fn is_forward(&self) -> bool {
        self.session.started().mode.manner() == Manner::Forward
    }

    /// Says how this attempt is taken, and returns where to begin.
    fn opened(&mut self, opening: Opening<'_>) -> io::Result<Next> {
        match opening {
            Opening::New(notes) => {
                for note in notes {
                    self.dialogue.say(&format!("Note: {note}"))?;
                }
            }
            Opening::Resumed => self.say_resumed()?,
        }
        self.say_rules()?;
        if self.is_forward() {
            return Ok(Next::Forward);
        }
        let place = if self.is_exam() { self.session.where_left() } else { self.session.first_open() };
        match place {
            Some(place) => Ok(Next::Ask(place)),
            None if self.is_exam() => Ok(Next::Summary),
            None => self.finished(),
        }
    }

    /// Says a question and asks for its answer.
    fn ask(&mut self, place: Place) -> io::Result<Next> {
        self.shown.since = self.dialogue.now();
        self.shown.looked_back = None;
        self.say_time_if_due()?;
        self.say_question(place, CaseTelling::Known)?;
        if self.is_placement() {
            self.say_pace()?;
        }
        Ok(Next::Prompt(place))
    }

    /// Asks for an answer and carries out the line that comes.
    fn prompt(&mut self, place: Place) -> io::Result<Next> {
        let (Some(question), Some(order)) = (self.session.question(place), self.session.shown_order(place))
        else {
            return Ok(Next::Leave);
        };
        if let Some(answered) = self.session.place(place).and_then(|state| state.answered.as_ref()) {
            self.dialogue.say(&format!("your answer so far: {}", shown_line(&answered.answer, order)))?;
        }
        self.dialogue.say(&format!("Answer ({}): {}", question.body.type_name(), expected(question)))?;
        let heard = self.dialogue.hear()?;
        self.say_time_if_due()?;
        let line = match heard {
            Heard::End => return Ok(Next::Leave),
            Heard::TooLong => return self.refuse(place, "This line is too long"),
            Heard::Line(line) => line,
        };
        if self.can_stop() && line.as_str().eq_ignore_ascii_case(STOP) {
            return self.stop();
        }
        if let Some(typed) = command::typed(line.as_str()) {
            return self.carry_out(place, typed);
        }
        match self.read(place, line.as_str()) {
            Some(answer) => self.answer(place, answer),
            None => self.refuse(place, "No answer"),
        }
    }

    fn read(&self, place: Place, line: &str) -> Option<Answer> {
        let (question, order) = (self.session.question(place)?, self.session.shown_order(place)?);
        Answer::read(question, order, line).ok()
    }

    /// Says that a line counts as nothing, and what is expected.
    fn refuse(&mut self, place: Place, why: &str) -> io::Result<Next> {
        let expected = self.session.question(place).map(expected).unwrap_or_default();
        self.dialogue
            .say(&format!("{why}, nothing is counted. Expected: {expected}. ? lists the commands."))?;
        Ok(Next::Prompt(place))
    }

    fn carry_out(&mut self, place: Place, typed: Typed) -> io::Result<Next> {
        match typed {
            Typed::DontKnow => return self.answer(place, Answer::DontKnow),
            Typed::Undo => return self.undo(place),
            Typed::Back if self.is_exam() => return self.go_back(place),
            Typed::Back if self.is_forward() => self.refuse_back()?,
            Typed::Back => self.look_back(place)?,
            Typed::Hint => self.hint(place)?,
            Typed::Flag => self.flag(place)?,
            Typed::Repeat => self.say_question(place, CaseTelling::Told)?,
            Typed::Exhibit => self.say_exhibits(place)?,
            Typed::List => self.say_list()?,
            Typed::Time => self.say_time()?,
            Typed::Help => self.say_help(place)?,
            Typed::Quit => return Ok(Next::Leave),
        }
        Ok(Next::Prompt(place))
    }

    fn answer(&mut self, place: Place, answer: Answer) -> io::Result<Next> {
        let took = self.dialogue.now().since(self.shown.since);
        match self.change(Command::Answer { place, answer, took })? {
            None => Ok(Next::Prompt(place)),
            Some(stored) if self.is_exam() => self.after_exam_answer(place, &stored),
            Some(stored) if self.is_forward() => self.after_forward_answer(place, &stored),
            Some(stored) => self.after_practice_answer(place, &stored),
        }
    }

    /// Decides on a command, puts its event on disk, and only then lets it change the attempt.
    ///
    /// Returns nothing where it is refused or cannot be stored, and says so.
    fn change(&mut self, command: Command) -> io::Result<Option<Stored>> {
        let event = match self.session.decide(command, self.dialogue.now()) {
            Ok(event) => event,
            Err(refusal) => {
                self.dialogue.say(&sentence(&refusal.to_string()))?;
                return Ok(None);
            }
        };
        match (self.record)(&event) {
            Ok(recorded) => {
                self.is_unsaved = false;
                self.session.apply(&event);
                Ok(Some(Stored { elapsed: event.elapsed, recorded }))
            }
            Err(error) => {
                self.is_unsaved = true;
                self.say_unsaved(&error)?;
                Ok(None)
            }
        }
    }
}

/// What came of an event that is on disk.
struct Stored {
    /// Time spent on the attempt until then.
    elapsed: Millis,
    /// The number of the answer, if the event is one.
    recorded: Recorded,
}

fn shown_line(answer: &Answer, order: &ShownOrder) -> SafeText {
    SafeText::line(&answer.shown_line(order))
}

#[cfg(test)]
mod tests;
