//! An attempt as a state machine: [`Session::decide`] turns a command into an event, [`Session::apply`] takes it in.
//!
//! Invariant: the state follows from [`Started`] and the events alone; resume, plain mode, the terminal face and the
//! history all come to it by the same `apply`.

pub mod event;
pub mod outcome;

use crate::bank::question::Question;
use crate::clock::{Millis, Moment, UnixMillis};
use crate::scoring::answer::{Answer, ShownOrder};
use crate::scoring::{Mark, mark};
use crate::session::event::{Answered, Event, Happened, Manner, Place, Started};

/// What somebody wants to do in an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Answer the question at a place.
    Answer {
        /// Which question.
        place: Place,
        /// The answer; [`Answer::DontKnow`] is one.
        answer: Answer,
        /// How long the question was looked at.
        took: Millis,
    },
    /// Take back the last answer (practice).
    Undo,
    /// Show the next hint of a question (practice).
    Hint(Place),
    /// Flag a question, or take its flag away (exam).
    Flag(Place),
    /// Hand in the exam.
    Submit,
    /// Leave a practice whose questions are all answered.
    Finish,
    /// Give the attempt up: it is not offered for resume again.
    Close,
}

/// Why a command cannot be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The attempt has ended.
    #[error("this attempt has ended")]
    Ended,
    /// There is no question at that place.
    #[error("there is no such question in this attempt")]
    NoSuchPlace,
    /// Practice asks one question after the other.
    #[error("this question is not the one to be answered now")]
    NotItsTurn,
    /// Nothing to take back.
    #[error("there is no answer to undo: only the last one can be taken back, until the next is given")]
    NothingToUndo,
    /// An exam has no undo.
    #[error("an exam has no undo: answer the question again to change the answer")]
    NoUndoInExam,
    /// No hint left, or none there.
    #[error("there is no further hint for this question")]
    NoHint,
    /// An exam has no hints.
    #[error("an exam gives no hints")]
    NoHintInExam,
    /// Flags are for exams.
    #[error("flags are for exams, where a question can be come back to")]
    NoFlagInPractice,
    /// Only exams are handed in.
    #[error("only an exam is submitted")]
    NothingToSubmit,
    /// Some questions are open.
    #[error("not every question is answered yet")]
    NotAllAnswered,
}

/// How far an attempt has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Questions can be answered.
    Open,
    /// All is answered or handed in.
    Done,
    /// Given up.
    Closed,
}

/// What has happened to one question of an attempt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceState {
    /// The answer that stands, if any.
    pub answered: Option<Answered>,
    /// Is it flagged?
    pub flagged: bool,
    /// How many hints were shown.
    pub n_hints: usize,
    /// Was an answer to it taken back, so that its feedback has been seen?
    pub was_undone: bool,
}

/// Time spent on an attempt: monotonic within a sitting, wall time between sittings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stopwatch {
    /// Time that had passed when this sitting began.
    before: Millis,
    /// When this sitting began.
    since: Moment,
}

/// An attempt, live or replayed.
#[derive(Clone, Debug)]
pub struct Session {
    started: Started,
    places: Vec<PlaceState>,
    stage: Stage,
    undoable: Option<Place>,
    stopwatch: Stopwatch,
    last: (UnixMillis, Millis),
}

impl Session {
    /// Returns a new attempt that begins at `now`.
    #[must_use]
    pub fn new(started: Started, now: Moment) -> Self {
        Self {
            places: vec![PlaceState::default(); started.drawn.len()],
            stage: Stage::Open,
            undoable: None,
            stopwatch: Stopwatch { before: Millis(0), since: now },
            last: (started.at, Millis(0)),
            started,
        }
    }

    /// Returns an attempt as its events left it, taken up again at `now`.
    ///
    /// The time between the last event and `now` counts, by the wall clock and never negative: an exam's timer keeps
    /// running while the program is closed.
    #[must_use]
    pub fn replayed<'event>(
        started: Started,
        events: impl IntoIterator<Item = &'event Event>,
        now: Moment,
    ) -> Self {
        let mut session = Self::new(started, now);
        for event in events {
            session.apply(event);
        }
        let (last_at, last_elapsed) = session.last;
        session.stopwatch = Stopwatch { before: last_elapsed.plus(now.wall.since(last_at)), since: now };
        session
    }

    /// Returns how the attempt began.
    #[must_use]
    pub fn started(&self) -> &Started {
        &self.started
    }

    /// Returns the states of all places in order.
    #[must_use]
    pub fn places(&self) -> &[PlaceState] {
        &self.places
    }

    /// Returns how many questions the attempt has.
    #[must_use]
    pub fn n_questions(&self) -> usize {
        self.places.len()
    }

    /// Returns how many questions have an answer that stands.
    #[must_use]
    pub fn n_answered(&self) -> usize {
        self.places.iter().filter(|state| state.answered.is_some()).count()
    }

    /// Returns how far the attempt has come.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Returns the state of one place.
    #[must_use]
    pub fn place(&self, place: Place) -> Option<&PlaceState> {
        self.places.get(place.index())
    }

    /// Returns the question at a place.
    #[must_use]
    pub fn question(&self, place: Place) -> Option<&Question> {
        self.started.drawn.get(place.index()).map(|drawn| drawn.question.as_ref())
    }

    /// Returns the order in which the choices at a place are shown.
    #[must_use]
    pub fn shown_order(&self, place: Place) -> Option<&ShownOrder> {
        self.started.drawn.get(place.index()).map(|drawn| &drawn.order)
    }

    /// Returns the first place without an answer, the one to go on with.
    #[must_use]
    pub fn first_open(&self) -> Option<Place> {
        self.places.iter().position(|state| state.answered.is_none()).map(Place::at)
    }

    /// Returns the first open place behind the last one that was answered, else the first open one: where somebody
    /// who comes back was.
    #[must_use]
    pub fn where_left(&self) -> Option<Place> {
        let after_last =
            self.places.iter().rposition(|state| state.answered.is_some()).map_or(0, |answered| answered + 1);
        let is_open =
            |place_ix: &usize| self.places.get(*place_ix).is_some_and(|state| state.answered.is_none());
        (after_last..self.places.len()).find(is_open).map(Place::at).or_else(|| self.first_open())
    }

    /// Returns the answer that [`Command::Undo`] would take back.
    #[must_use]
    pub fn undoable(&self) -> Option<Place> {
        self.undoable.filter(|_| self.stage == Stage::Open)
    }

    /// Returns the time spent until `now`.
    #[must_use]
    pub fn elapsed(&self, now: Moment) -> Millis {
        self.stopwatch.before.plus(now.since(self.stopwatch.since)).max(self.last.1)
    }

    /// Returns the time spent until the last thing that happened.
    #[must_use]
    pub fn elapsed_at_last(&self) -> Millis {
        self.last.1
    }

    /// Returns the time left of an exam's limit; `Err` holds how far it is over.
    ///
    /// # Errors
    /// The time over the limit.
    pub fn time_left(&self, now: Moment) -> Option<Result<Millis, Millis>> {
        let limit = self.started.limit?;
        let elapsed = self.elapsed(now);
        Some(if elapsed > limit { Err(elapsed.minus(limit)) } else { Ok(limit.minus(elapsed)) })
    }

    /// Turns a command into the event that carries it out; nothing has changed yet.
    ///
    /// # Errors
    /// A [`Refusal`] where the command cannot be carried out now.
    pub fn decide(&self, command: Command, now: Moment) -> Result<Event, Refusal> {
        if self.stage != Stage::Open {
            return Err(Refusal::Ended);
        }
        let manner = self.started.mode.manner();
        let happened = match command {
            Command::Answer { place, answer, took } => self.answered(place, answer, took, now)?,
            Command::Undo if manner == Manner::Exam => return Err(Refusal::NoUndoInExam),
            Command::Undo => Happened::Undone { place: self.undoable.ok_or(Refusal::NothingToUndo)? },
            Command::Hint(_) if manner == Manner::Exam => return Err(Refusal::NoHintInExam),
            Command::Hint(place) => self.hint(place)?,
            Command::Flag(_) if manner == Manner::Practice => return Err(Refusal::NoFlagInPractice),
            Command::Flag(place) => {
                let state = self.place(place).ok_or(Refusal::NoSuchPlace)?;
                Happened::Flagged { place, on: !state.flagged }
            }
            Command::Submit if manner == Manner::Practice => return Err(Refusal::NothingToSubmit),
            Command::Submit => Happened::Submitted,
            Command::Finish if self.first_open().is_some() || manner == Manner::Exam => {
                return Err(Refusal::NotAllAnswered);
            }
            Command::Finish => Happened::Finished,
            Command::Close => Happened::Closed,
        };
        Ok(Event { at: now.wall, elapsed: self.elapsed(now), happened })
    }

    fn answered(&self, place: Place, answer: Answer, took: Millis, now: Moment) -> Result<Happened, Refusal> {
        let question = self.question(place).ok_or(Refusal::NoSuchPlace)?;
        let state = self.place(place).ok_or(Refusal::NoSuchPlace)?;
        if self.started.mode.manner() == Manner::Practice && self.first_open() != Some(place) {
            return Err(Refusal::NotItsTurn);
        }
        let is_late = self.started.limit.is_some_and(|limit| self.elapsed(now) > limit);
        Ok(Happened::Answered(Answered {
            place,
            mark: mark(question, &answer),
            answer,
            took,
            assisted: state.n_hints > 0 || state.was_undone,
            late: is_late,
        }))
    }

    fn hint(&self, place: Place) -> Result<Happened, Refusal> {
        let question = self.question(place).ok_or(Refusal::NoSuchPlace)?;
        let state = self.place(place).ok_or(Refusal::NoSuchPlace)?;
        if state.answered.is_some() || state.n_hints >= question.material.hints.len() {
            return Err(Refusal::NoHint);
        }
        Ok(Happened::HintShown { place })
    }

    /// Takes in an event that is on disk.
    ///
    /// An event at a place that does not exist changes nothing, so that a damaged history is still readable.
    pub fn apply(&mut self, event: &Event) {
        self.last = (event.at, self.last.1.max(event.elapsed));
        match &event.happened {
            Happened::Answered(answered) => {
                self.undoable = (self.started.mode.manner() == Manner::Practice).then_some(answered.place);
                self.change(answered.place, |state| state.answered = Some(answered.clone()));
            }
            Happened::Undone { place } => {
                self.undoable = None;
                self.change(*place, |state| {
                    state.answered = None;
                    state.was_undone = true;
                });
            }
            Happened::HintShown { place } => self.change(*place, |state| state.n_hints += 1),
            Happened::Flagged { place, on } => self.change(*place, |state| state.flagged = *on),
            Happened::Submitted | Happened::Finished => self.stage = Stage::Done,
            Happened::Closed => self.stage = Stage::Closed,
        }
    }

    fn change(&mut self, place: Place, change: impl FnOnce(&mut PlaceState)) {
        if let Some(state) = self.places.get_mut(place.index()) {
            change(state);
        }
    }

    /// Returns the mark at a place, once the attempt shows marks: at once in practice, after the end of an exam.
    #[must_use]
    pub fn shown_mark(&self, place: Place) -> Option<Mark> {
        let is_shown = self.started.mode.manner() == Manner::Practice || self.stage == Stage::Done;
        let answered = self.place(place)?.answered.as_ref()?;
        is_shown.then_some(answered.mark)
    }
}

#[cfg(test)]
mod tests;
