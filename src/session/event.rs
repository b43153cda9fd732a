//! What happens in an attempt, as it is stored.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::advice::gates::Person;
use crate::bank::question::Question;
use crate::clock::{Millis, UnixMillis};
use crate::framework::{FORM_LENGTH, RoleId};
use crate::scoring::Mark;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::seed::Seed;
use crate::selection::placement::DEFAULT_LENGTH;
use crate::text::SafeText;

/// A question's place in an attempt, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(u32);

/// How questions are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Feedback after each answer.
    Practice,
    /// Feedback after handing in.
    Exam,
    /// As practice, on a chosen set, without touching the schedule.
    Cram,
    /// Find my role: each question chosen after the answer before, short feedback.
    Placement,
    /// An exam whose questions are chosen one after the other.
    Adaptive,
}

/// The ways in which modes behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// One question after the other, feedback at once.
    Practice,
    /// Any order, no feedback until handed in.
    Exam,
    /// One question after the other, each chosen when the one before is answered; no answer is changed.
    Forward,
}

/// The beginning of an attempt: all that was drawn for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Started {
    /// When.
    pub at: UnixMillis,
    /// The number from which the draw follows.
    pub seed: Seed,
    /// How questions are taken.
    pub mode: Mode,
    /// What the attempt is about: a role's title, a bank's title, or words like "All domains".
    pub title: SafeText,
    /// The role it is for, if any.
    pub role: Option<RoleId>,
    /// Time limit, if any.
    pub limit: Option<Millis>,
    /// Share right that counts as passing.
    pub cut_score: f64,
    /// The questions in the order in which they are asked; none where they are chosen one after the other.
    pub drawn: Vec<Drawn>,
}

/// A question of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The question as it was when it was drawn.
    pub question: Arc<Question>,
    /// The order in which its choices are shown throughout the attempt.
    pub order: ShownOrder,
}

/// Something that happened in an attempt after its beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, by the wall clock.
    pub at: UnixMillis,
    /// Time spent on the attempt until then; never less than at the event before.
    pub elapsed: Millis,
    /// What.
    #[serde(flatten)]
    pub happened: Happened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Happened {
    /// The next question was chosen and shown.
    ///
    /// The history writes its text apart, so that it has no form of its own here.
    #[serde(skip)]
    Shown(Drawn),
    /// Some of the three questions about the person were answered.
    PersonTold(Told),
    /// How many questions are asked in all was changed; a placement that had ended goes on.
    LengthSet {
        /// How many.
        n_questions: u32,
    },
    /// A statement of interest was answered or passed over.
    InterestRated(Rated),
    /// The statements of interest are done with, answered or not.
    InterestsEnded,
    /// A question was answered, for the first time or again.
    Answered(Answered),
    /// The answer at a place was taken back.
    Undone {
        /// Which place.
        place: Place,
    },
    /// One more hint of a question was shown.
    HintShown {
        /// Which place.
        place: Place,
    },
    /// A flag was set or taken away.
    Flagged {
        /// Which place.
        place: Place,
        /// Is it set now?
        on: bool,
    },
    /// An exam was handed in.
    Submitted,
    /// A practice was ended with all questions answered.
    Finished,
    /// The attempt was given up.
    Closed,
}

/// What somebody has said of themselves so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How many of the three questions about the person are answered.
    pub n_told: u8,
    /// What follows from the answers.
    pub person: Person,
}

/// The answer to a statement of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// Position of the statement among those shown, from 0.
    pub statement: u8,
    /// The role that it is taken from.
    pub role: RoleId,
    /// 1 to 5; nothing where it was passed over.
    pub rating: Option<u8>,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// Which place.
    pub place: Place,
    /// The answer, in file order of the choices.
    pub answer: Answer,
    /// What it is worth.
    pub mark: Mark,
    /// How long the question was looked at.
    pub took: Millis,
    /// Was it given after a hint or after feedback?
    pub assisted: bool,
    /// Was it given over time?
    pub late: bool,
}

impl Place {
    /// Returns the place at a position from 0.
    #[must_use]
    pub fn at(place_ix: usize) -> Self {
        Self(u32::try_from(place_ix).unwrap_or(u32::MAX))
    }

    /// Returns the position from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns the number that people see, from 1.
    #[must_use]
    pub fn number(self) -> usize {
        self.index() + 1
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.number())
    }
}

impl Mode {
    /// Returns the name that histories, exports and screens use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Exam => "exam",
            Self::Cram => "cram",
            Self::Placement => "placement",
            Self::Adaptive => "adaptive",
        }
    }

    /// Returns how this mode behaves.
    #[must_use]
    pub fn manner(self) -> Manner {
        match self {
            Self::Practice | Self::Cram => Manner::Practice,
            Self::Exam => Manner::Exam,
            Self::Placement | Self::Adaptive => Manner::Forward,
        }
    }

    /// Are answers said to be right or wrong at once?
    #[must_use]
    pub fn marks_at_once(self) -> bool {
        match self {
            Self::Practice | Self::Cram | Self::Placement => true,
            Self::Exam | Self::Adaptive => false,
        }
    }

    /// Returns how many questions an attempt asks whose questions are chosen one after the other, until
    /// [`Happened::LengthSet`] says otherwise; nothing for the other modes.
    #[must_use]
    pub fn usual_length(self) -> Option<usize> {
        match self {
            Self::Practice | Self::Exam | Self::Cram => None,
            Self::Placement => Some(DEFAULT_LENGTH),
            Self::Adaptive => Some(FORM_LENGTH),
        }
    }
}
