//! An attempt as a state machine: [`Session::decide`] turns a command into an event, [`Session::apply`] takes it in.
//!
//! Invariant: the state follows from [`Started`] and the events alone; resume, plain mode, the terminal face and the
//! history all come to it by the same `apply`.

pub mod course;
pub mod event;
pub mod outcome;
pub mod pace;
pub mod refusal;

use crate::bank::question::Question;
use crate::clock::{Millis, Moment, UnixMillis};
use crate::scoring::answer::{Answer, ShownOrder};
use crate::scoring::{Mark, mark};
use crate::session::course::Course;
use crate::session::event::{Answered, Drawn, Event, Happened, Manner, Place, Rated, Started, Told};
use crate::session::refusal::Refusal;

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
    /// Show the next question, where each is chosen after the answer before.
    Show(Drawn),
    /// Answer some of the three questions about the person (Find my role).
    Tell(Told),
    /// Answer a statement of interest, or pass it over (Find my role).
    Rate(Rated),
    /// Have done with the statements of interest (Find my role).
    EndInterests,
    /// Ask so many questions in all, where each is chosen after the answer before: fewer, to stop here, or more.
    SetLength(usize),
    /// Leave an attempt whose questions are all answered and that is not handed in.
    Finish,
    /// Give the attempt up: it is not offered for resume again.
    Close,
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
    drawn: Vec<Drawn>,
    places: Vec<PlaceState>,
    course: Course,
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
            drawn: started.drawn.clone(),
            places: vec![PlaceState::default(); started.drawn.len()],
            course: Course::of(started.mode),
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

    /// Returns the questions drawn or shown until now, in order.
    #[must_use]
    pub fn drawn(&self) -> &[Drawn] {
        &self.drawn
    }

    /// Returns what is known beside the questions: their number, the person, interests.
    #[must_use]
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// Returns the states of all places in order; where questions are chosen one after the other, of those shown.
    #[must_use]
    pub fn places(&self) -> &[PlaceState] {
        &self.places
    }

    /// Returns how many questions the attempt has, those not shown yet among them.
    #[must_use]
    pub fn n_questions(&self) -> usize {
        self.course.n_questions.unwrap_or(self.places.len())
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
        self.drawn.get(place.index()).map(|drawn| drawn.question.as_ref())
    }

    /// Returns the order in which the choices at a place are shown.
    #[must_use]
    pub fn shown_order(&self, place: Place) -> Option<&ShownOrder> {
        self.drawn.get(place.index()).map(|drawn| &drawn.order)
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
        let goes_on = matches!(command, Command::SetLength(_)) && self.stage == Stage::Done;
        if self.stage != Stage::Open && !goes_on {
            return Err(Refusal::Ended);
        }
        let happened = match command {
            Command::Answer { place, answer, took } => self.answered(place, answer, took, now)?,
            Command::Undo => self.undone()?,
            Command::Hint(place) => self.hint(place)?,
            Command::Flag(place) => self.flagged(place)?,
            Command::Submit if self.manner() == Manner::Exam => Happened::Submitted,
            Command::Submit => return Err(Refusal::NothingToSubmit),
            Command::Show(drawn) => self.shown(drawn)?,
            Command::Tell(told) => self.told(told)?,
            Command::Rate(rated) => self.rated(rated)?,
            Command::EndInterests => self.interests_ended()?,
            Command::SetLength(n_questions) => self.length_set(n_questions)?,
            Command::Finish if self.may_finish() => Happened::Finished,
            Command::Finish => return Err(Refusal::NotAllAnswered),
            Command::Close => Happened::Closed,
        };
        Ok(Event { at: now.wall, elapsed: self.elapsed(now), happened })
    }

    fn manner(&self) -> Manner {
        self.started.mode.manner()
    }

    fn undone(&self) -> Result<Happened, Refusal> {
        match self.manner() {
            Manner::Practice => Ok(Happened::Undone { place: self.undoable.ok_or(Refusal::NothingToUndo)? }),
            Manner::Exam => Err(Refusal::NoUndoInExam),
            Manner::Forward => Err(Refusal::ForwardOnly),
        }
    }

    fn flagged(&self, place: Place) -> Result<Happened, Refusal> {
        if self.manner() != Manner::Exam {
            return Err(Refusal::NoFlagInPractice);
        }
        let state = self.place(place).ok_or(Refusal::NoSuchPlace)?;
        Ok(Happened::Flagged { place, on: !state.flagged })
    }

    fn answered(&self, place: Place, answer: Answer, took: Millis, now: Moment) -> Result<Happened, Refusal> {
        let question = self.question(place).ok_or(Refusal::NoSuchPlace)?;
        let state = self.place(place).ok_or(Refusal::NoSuchPlace)?;
        if self.manner() != Manner::Exam && self.first_open() != Some(place) {
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
        match self.manner() {
            Manner::Practice => {}
            Manner::Exam => return Err(Refusal::NoHintInExam),
            Manner::Forward => return Err(Refusal::NoHintHere),
        }
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
                self.undoable = (self.manner() == Manner::Practice).then_some(answered.place);
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
            Happened::Shown(drawn) => {
                self.drawn.push(drawn.clone());
                self.places.push(PlaceState::default());
            }
            Happened::LengthSet { .. }
            | Happened::PersonTold(_)
            | Happened::InterestRated(_)
            | Happened::InterestsEnded => self.apply_beside_questions(&event.happened),
            Happened::Submitted | Happened::Finished => self.stage = Stage::Done,
            Happened::Closed => self.stage = Stage::Closed,
        }
    }

    fn change(&mut self, place: Place, change: impl FnOnce(&mut PlaceState)) {
        if let Some(state) = self.places.get_mut(place.index()) {
            change(state);
        }
    }

    /// Returns the mark at a place, once the attempt shows marks: at once in practice and placement, after the end of
    /// an exam.
    #[must_use]
    pub fn shown_mark(&self, place: Place) -> Option<Mark> {
        let is_shown = self.started.mode.marks_at_once() || self.stage == Stage::Done;
        let answered = self.place(place)?.answered.as_ref()?;
        is_shown.then_some(answered.mark)
    }
}

#[cfg(test)]
mod tests;
