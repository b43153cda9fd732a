//! What the figures of a bank take from each question: looked at once, counted by every bank that holds it.

use std::sync::LazyLock;

use crate::bank::question::Question;
use crate::bank::view::View;
use crate::check::cues::{Surface, surface};
use crate::check::duplicate::{Runs, runs};
use crate::check::prose::{Asking, asking, reading_grade};
use crate::check::rule::currency::changes;
use crate::check::rule::item::{Item, Month};
use crate::check::words::Room;

/// What the figures of a bank take from a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What somebody sees who does not read; nothing for types other than `single`.
    pub surface: Option<Surface>,
    /// The runs of words of its stem.
    pub runs: Runs,
    /// How its stem asks.
    pub asking: Asking,
    /// The reading grade of its stem, in school years.
    pub grade: f32,
    /// Does its answer change as laws and releases do?
    pub changes: bool,
}

impl Facts {
    /// Returns the facts of each of many questions, cut into words in the same memory.
    pub fn of_each<'question>(
        questions: impl Iterator<Item = &'question Question>,
    ) -> impl Iterator<Item = (&'question Question, Self)> {
        // None of the facts depends on the day.
        static ANY_DAY: LazyLock<Month> = LazyLock::new(Month::default);
        let mut room = Room::default();
        questions.map(move |question| {
            let view = View::of(question);
            let item = Item::in_room(&view, &ANY_DAY, &mut room);
            let facts = Self::of_item(&item);
            item.leave(&mut room);
            (question, facts)
        })
    }

    /// Returns the facts of a question whose words are known.
    #[must_use]
    pub fn of_item(item: &Item<'_>) -> Self {
        let stem = item.stem.text;
        Self {
            surface: surface(item),
            runs: runs(&item.stem),
            asking: if item.may_ask_negatively() { asking(stem) } else { Asking::Positive },
            grade: reading_grade(stem) as f32,
            changes: changes(item),
        }
    }
}
