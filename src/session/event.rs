//! What happens in an attempt, as it is stored.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::bank::question::Question;
use crate::clock::{Millis, UnixMillis};
use crate::framework::RoleId;
use crate::scoring::Mark;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::seed::Seed;
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
}

/// The two ways in which modes behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// One question after the other, feedback at once.
    Practice,
    /// Any order, no feedback until handed in.
    Exam,
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
    /// The questions in the order in which they are asked.
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
        }
    }

    /// Returns how this mode behaves.
    #[must_use]
    pub fn manner(self) -> Manner {
        match self {
            Self::Practice | Self::Cram => Manner::Practice,
            Self::Exam => Manner::Exam,
        }
    }
}
