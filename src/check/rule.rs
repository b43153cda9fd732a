//! Flaws of questions, from the literature on item writing, in one table: code, reason, source, samples and check.
//!
//! A rule looks at what a checked question says; where that stands in the file is looked up afterwards, and only for
//! what was found.

pub mod bank;
pub mod choices;
pub mod cue;
pub mod currency;
pub mod digest;
pub mod item;
pub mod place;
pub mod rationale;
pub mod stem;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::bank::question::{Question, Status};
use crate::bank::rule::Rule;
use crate::bank::view::View;
use crate::check::facts::Facts;
use crate::check::rule::digest::Digests;
use crate::check::rule::item::{Item, Month};
use crate::check::words::Room;

/// Haladyna, Downing & Rodriguez 2002, "A review of multiple-choice item-writing guidelines for classroom assessment",
/// Applied Measurement in Education 15(3).
pub(crate) const HALADYNA: &str = "Haladyna, Downing & Rodriguez 2002";

/// National Board of Medical Examiners, "NBME Item-Writing Guide", 2020.
pub(crate) const NBME: &str = "NBME Item-Writing Guide 2020";

/// What this project asks of its own banks, `question-banks/README.md`.
pub(crate) const STANDARD: &str = "item standard of the shipped banks";

/// A flaw that a question or a bank may have.
#[derive(Clone, Copy, Debug)]
pub struct FlawRule {
    /// Code, severity and reason.
    pub rule: Rule,
    /// Who says so.
    pub source: &'static str,
    /// A question that has the flaw, or a list of questions, as JSON; `id`, `domain` and rationales may be left out.
    pub sample: &'static str,
    /// A question like it that just does not have the flaw.
    pub near_miss: &'static str,
    /// What finds it.
    pub check: Check,
}

/// What finds a flaw.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One question shows it.
    Question(fn(&Item<'_>) -> Option<Note>),
    /// It takes the whole bank to see it.
    Bank(fn(&Digests) -> Vec<BankNote>),
}

/// A flaw that was found in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where in the question.
    pub at: At,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do about it, as a statement.
    pub help: &'static str,
}

/// A flaw that was found in a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankNote {
    /// Position of the question in the bank.
    pub question_ix: usize,
    /// The flaw.
    pub note: Note,
    /// Another question that has to do with it, and what to say there.
    pub other: Option<(usize, At, &'static str)>,
}

/// A part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The stem.
    Stem,
    /// The text of a choice.
    Choice(usize),
    /// The rationale of a choice; the choice where it has none.
    Rationale(usize),
    /// A key of the question, the question where it has none.
    Key(&'static str),
}

/// A flaw with the rule that it breaks.
#[derive(Clone, Debug)]
pub struct Flaw {
    /// The rule.
    pub rule: Rule,
    /// Position of the question in the bank.
    pub question_ix: usize,
    /// What is wrong and where.
    pub note: Note,
    /// Another question that has to do with it, and what to say there.
    pub other: Option<(usize, At, &'static str)>,
}

/// Every rule, in the order in which `question-banks/README.md` explains them.
pub const FLAWS: &[&FlawRule] = &[
    &choices::ALL_OF_THE_ABOVE,
    &choices::NONE_OF_THE_ABOVE,
    &choices::COMBINED_CHOICES,
    &choices::YES_NO_CHOICES,
    &choices::UNORDERED_NUMBERS,
    &choices::REPEATED_BEGINNING,
    &choices::LONG_CHOICE,
    &choices::UNEVEN_CHOICES,
    &cue::LONG_KEY,
    &cue::DETAIL_IN_KEY,
    &cue::ABSOLUTES_IN_WRONG_CHOICES,
    &cue::HEDGED_KEY,
    &cue::STEM_WORD_IN_KEY,
    &cue::ARTICLE_FITS_KEY,
    &cue::OPPOSITE_PAIR,
    &stem::NO_QUESTION,
    &stem::WHICH_IS_TRUE,
    &stem::QUIET_NEGATIVE,
    &stem::DOUBLE_NEGATIVE,
    &stem::LONG_STEM,
    &stem::HARD_STEM,
    &currency::UNDATED_PRESENT,
    &currency::UNDATED_FIGURE,
    &currency::OVERDUE_REVIEW,
    &currency::UNNAMED_VERSION,
    &rationale::MISSING_RATIONALE,
    &rationale::SHORT_RATIONALE,
    &rationale::LETTER_IN_RATIONALE,
    &bank::ANSWER_GIVEN_AWAY,
    &bank::UNEXPLAINED_ACRONYM,
];

impl Note {
    /// Returns a flaw of a part of a question.
    #[must_use]
    pub fn new(at: At, message: String, help: &'static str) -> Self {
        Self { at, message, help }
    }
}

/// The flaws of a bank, found while its questions come one by one; retired ones are let be.
#[derive(Debug)]
pub struct Inspection<'today> {
    today: &'today Month,
    room: Room,
    digests: Digests,
    n_questions: usize,
}

impl<'today> Inspection<'today> {
    /// Begins before the first question of a bank.
    #[must_use]
    pub fn new(today: &'today Month) -> Self {
        Self { today, room: Room::default(), digests: Digests::default(), n_questions: 0 }
    }

    /// Hands over the flaws that the next question shows by itself.
    pub fn next(&mut self, question: &View<'_>, found: impl FnMut(Flaw)) {
        let item = Item::in_room(question, self.today, &mut self.room);
        self.look_at(&item, found);
        item.leave(&mut self.room);
    }

    /// Hands over the flaws that the next question shows by itself, and returns what figures take from it.
    pub fn next_with_facts(&mut self, question: &View<'_>, found: impl FnMut(Flaw)) -> Facts {
        let item = Item::in_room(question, self.today, &mut self.room);
        self.look_at(&item, found);
        let facts = Facts::of_item(&item);
        item.leave(&mut self.room);
        facts
    }

    fn look_at(&mut self, item: &Item<'_>, mut found: impl FnMut(Flaw)) {
        let question_ix = self.n_questions;
        self.n_questions += 1;
        if item.question.status == Status::Retired {
            return;
        }
        for FlawRule { rule, check, .. } in FLAWS {
            let Check::Question(check) = check else { continue };
            if let Some(note) = check(item) {
                found(Flaw { rule: *rule, question_ix, note, other: None });
            }
        }
        self.digests.add(question_ix, item);
    }

    /// Returns the flaws that only the whole bank shows, and begins before the first question of another.
    #[must_use]
    pub fn end(&mut self) -> Vec<Flaw> {
        let found = self.of_bank();
        self.begin();
        found
    }

    /// Begins before the first question of a bank, in the same memory.
    pub fn begin(&mut self) {
        self.n_questions = 0;
        self.digests.clear();
    }

    fn of_bank(&self) -> Vec<Flaw> {
        let of_bank = FLAWS.iter().filter_map(|flaw| match flaw.check {
            Check::Bank(check) => Some((flaw.rule, check(&self.digests))),
            Check::Question(_) => None,
        });
        let flaw = |rule: Rule, found: BankNote| Flaw {
            rule,
            question_ix: found.question_ix,
            note: found.note,
            other: found.other,
        };
        of_bank.flat_map(|(rule, found)| found.into_iter().map(move |found| flaw(rule, found))).collect()
    }
}

/// Returns the flaws of the questions of a bank, question by question.
#[must_use]
pub fn flaws(questions: &[Arc<Question>], today: &Month) -> Vec<Flaw> {
    let mut found = Vec::new();
    let mut inspection = Inspection::new(today);
    for question in questions {
        inspection.next(&View::of(question), |flaw| found.push(flaw));
    }
    found.extend(inspection.end());
    found.sort_by_key(|flaw| flaw.question_ix);
    found
}
