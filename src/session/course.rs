//! What an attempt asks beside its questions, and how many questions it asks where they are chosen one after the other.

use crate::advice::gates::Person;
use crate::session::event::{Drawn, Happened, Manner, Mode, Rated, Told};
use crate::session::refusal::Refusal;
use crate::session::{Session, Stage};

/// Questions about the person.
pub const N_ABOUT_PERSON: u8 = 3;

/// What is known beside the questions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// How many questions are asked in all, where they are chosen one after the other.
    pub n_questions: Option<usize>,
    /// What the person has said of themselves.
    pub told: Told,
    /// The answers to statements of interest, in the order in which they were given; a later one replaces an earlier.
    pub rated: Vec<Rated>,
    /// Are the statements of interest done with?
    pub have_interests_ended: bool,
    /// Were more questions asked for after some were answered?
    pub was_lengthened: bool,
}

/// Where somebody in an attempt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// At the questions about the person, of which so many are answered.
    Person {
        /// How many.
        n_told: u8,
    },
    /// At the questions.
    Questions,
    /// At the statements of interest, of which so many were answered or passed over.
    Interests {
        /// How many.
        n_rated: usize,
    },
    /// At the result.
    Result,
}

impl Course {
    pub(super) fn of(mode: Mode) -> Self {
        Self { n_questions: mode.usual_length(), ..Self::default() }
    }

    /// Returns the person as told so far.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.told.person
    }

    /// Returns the answer to each statement of interest that stands, in the order of the statements.
    #[must_use]
    pub fn ratings(&self) -> Vec<Rated> {
        let mut standing: Vec<Rated> = Vec::new();
        for rated in self.rated.iter().rev() {
            if standing.iter().all(|later| later.statement != rated.statement) {
                standing.push(*rated);
            }
        }
        standing.sort_by_key(|rated| rated.statement);
        standing
    }
}

impl Session {
    /// Returns where somebody in this attempt is.
    #[must_use]
    pub fn part(&self) -> Part {
        let course = self.course();
        if self.started().mode == Mode::Placement {
            if course.told.n_told < N_ABOUT_PERSON {
                return Part::Person { n_told: course.told.n_told };
            }
            if self.n_answered() >= self.n_questions() {
                return if course.have_interests_ended {
                    Part::Result
                } else {
                    Part::Interests { n_rated: course.ratings().len() }
                };
            }
            return Part::Questions;
        }
        if self.n_answered() < self.n_questions() { Part::Questions } else { Part::Result }
    }

    pub(super) fn shown(&self, drawn: Drawn) -> Result<Happened, Refusal> {
        let is_next = self.first_open().is_none() && self.places().len() < self.n_questions();
        if self.manner() == Manner::Forward && is_next {
            Ok(Happened::Shown(drawn))
        } else {
            Err(Refusal::NoFurtherQuestion)
        }
    }

    pub(super) fn told(&self, told: Told) -> Result<Happened, Refusal> {
        let is_sound = told.n_told <= N_ABOUT_PERSON;
        self.in_placement(Happened::PersonTold(told)).filter(|_| is_sound).ok_or(Refusal::NotAskedHere)
    }

    pub(super) fn rated(&self, rated: Rated) -> Result<Happened, Refusal> {
        let is_sound = rated.rating.is_none_or(|rating| (1..=5).contains(&rating));
        self.in_placement(Happened::InterestRated(rated)).filter(|_| is_sound).ok_or(Refusal::NotAskedHere)
    }

    pub(super) fn interests_ended(&self) -> Result<Happened, Refusal> {
        self.in_placement(Happened::InterestsEnded).ok_or(Refusal::NotAskedHere)
    }

    pub(super) fn length_set(&self, n_questions: usize) -> Result<Happened, Refusal> {
        // What has ended can only go on, and only a placement can: the result of an exam stands.
        let may_change = match self.stage() {
            Stage::Open => self.manner() == Manner::Forward,
            Stage::Done => self.started().mode == Mode::Placement && n_questions > self.n_answered(),
            Stage::Closed => false,
        };
        match u32::try_from(n_questions) {
            Ok(n) if may_change && n_questions >= self.n_answered() => {
                Ok(Happened::LengthSet { n_questions: n })
            }
            Ok(_) | Err(_) => Err(Refusal::NoSuchLength),
        }
    }

    /// May it be finished: is nothing open that still has to be answered?
    pub(super) fn may_finish(&self) -> bool {
        match self.manner() {
            Manner::Practice => self.first_open().is_none(),
            Manner::Exam => false,
            // A question that was shown stays open where somebody stops there.
            Manner::Forward => self.first_open().is_none() || self.n_answered() >= self.n_questions(),
        }
    }

    fn in_placement(&self, happened: Happened) -> Option<Happened> {
        (self.started().mode == Mode::Placement).then_some(happened)
    }

    /// Takes in what happened beside the questions.
    pub(super) fn apply_beside_questions(&mut self, happened: &Happened) {
        match happened {
            Happened::PersonTold(told) => self.course.told = told.clone(),
            Happened::InterestRated(rated) => self.course.rated.push(*rated),
            Happened::InterestsEnded => self.course.have_interests_ended = true,
            Happened::LengthSet { n_questions } => {
                let n_questions = usize::try_from(*n_questions).ok();
                self.course.was_lengthened |= self.n_answered() > 0 && n_questions > self.course.n_questions;
                self.course.n_questions = n_questions;
                if self.stage == Stage::Done {
                    self.stage = Stage::Open;
                }
            }
            Happened::Shown(_)
            | Happened::Answered(_)
            | Happened::Undone { .. }
            | Happened::HintShown { .. }
            | Happened::Flagged { .. }
            | Happened::Submitted
            | Happened::Finished
            | Happened::Closed => {}
        }
    }
}
