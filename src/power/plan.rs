//! Which rows the table has.

use crate::measure::posterior::PRIOR_CORRELATION;
use crate::power::people::Told;
use crate::power::{Condition, Manner, People};

/// A kind of row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Planned {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) condition: Condition,
    pub(crate) n_questions: usize,
}

/// How a row is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Gated,
    Flat,
    DontKnow,
    Pass,
}

/// People as the prior says, who guess.
const USUAL: People = People::Varied { level: 0.0, correlation: PRIOR_CORRELATION };

/// Returns a row of people who guess.
const fn guessing(
    name: &'static str,
    kind: Kind,
    (told, people): (Told, People),
    n_questions: usize,
) -> Planned {
    Planned { name, kind, condition: Condition { told, people, manner: Manner::Guessing }, n_questions }
}

/// The table, as docs/measurement.md has it.
const PLAN: [Planned; 10] = [
    guessing("author", Kind::Plain, (Told::Levels, USUAL), 66),
    guessing("calibrated", Kind::Plain, (Told::Parameters, USUAL), 66),
    guessing("calibrated", Kind::Plain, (Told::Parameters, USUAL), 110),
    guessing("gated", Kind::Gated, (Told::Levels, USUAL), 44),
    guessing("flat", Kind::Flat, (Told::Levels, People::WithoutProfile), 44),
    Planned {
        name: "dont-know",
        kind: Kind::DontKnow,
        condition: Condition { told: Told::Levels, people: USUAL, manner: Manner::SayingSo },
        n_questions: 44,
    },
    guessing(
        "below-prior",
        Kind::Plain,
        (Told::Levels, People::Varied { level: -1.0, correlation: 0.6 }),
        66,
    ),
    guessing(
        "correlation-0.8",
        Kind::Plain,
        (Told::Levels, People::Varied { level: 0.0, correlation: 0.8 }),
        66,
    ),
    guessing("worthless-levels", Kind::Plain, (Told::LevelsWorthlessInTwoDomains, USUAL), 66),
    guessing("pass", Kind::Pass, (Told::Levels, USUAL), 66),
];

/// Returns the plan with the wanted number of questions, no two rows the same.
pub(crate) fn plan(n_questions: Option<usize>) -> impl Iterator<Item = Planned> {
    let mut last = None;
    PLAN.into_iter()
        .map(move |planned| Planned { n_questions: n_questions.unwrap_or(planned.n_questions), ..planned })
        .filter(move |planned| last.replace(*planned) != Some(*planned))
}
