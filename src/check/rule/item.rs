//! A question as the rules look at it: its words, its choices, its key.

use std::fmt;

use crate::bank::view::{Asks, ChoiceText, View};
use crate::check::class::Class;
use crate::check::words::{Phrase, Room, Word};
use crate::text::block::{BLOCK_BYTES, Block};

/// A year and month such as `2026-11`, which compares as time does.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(String);

/// A question with its words.
#[derive(Clone, Debug)]
pub struct Item<'question> {
    /// The question.
    pub question: &'question View<'question>,
    /// The month in which it is checked.
    pub today: &'question Month,
    /// The stem.
    pub stem: Phrase<'question>,
    /// The choices in file order; none for types without.
    pub choices: Vec<Phrase<'question>>,
    /// First byte of the sentence that asks.
    asks_from: usize,
}

impl Month {
    /// Returns the month of a day such as `2026-11-21`.
    #[must_use]
    pub fn of_day(day: &str) -> Self {
        Self(day.chars().take("2026-11".len()).collect())
    }

    /// Returns the month as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl<'question> Item<'question> {
    /// Returns a question with its words.
    #[must_use]
    pub fn new(question: &'question View<'question>, today: &'question Month) -> Self {
        Self::in_room(question, today, &mut Room::default())
    }

    /// Returns a question with its words, in memory that [`Item::leave`] gives back.
    #[must_use]
    pub fn in_room(question: &'question View<'question>, today: &'question Month, room: &mut Room) -> Self {
        let stem = Phrase::in_room(question.stem, room);
        let choices = question.choices.iter().map(|choice| Phrase::in_room(choice.text, room)).collect();
        let asks_from = last_sentence(stem.text);
        Self { question, today, stem, choices, asks_from }
    }

    /// Gives back the memory of the words.
    pub fn leave(self, room: &mut Room) {
        self.choices.into_iter().rev().for_each(|choice| room.take_back(choice.words));
        room.take_back(self.stem.words);
    }

    /// Returns how messages call the question.
    #[must_use]
    pub fn name(&self) -> String {
        format!("question `{}`", self.question.id)
    }

    /// Returns the sentence that asks: the last of the stem.
    #[must_use]
    pub fn asking(&self) -> &'question str {
        self.stem.text.get(self.asks_from..).unwrap_or_default()
    }

    /// Returns the position of the first word of the sentence that asks.
    #[must_use]
    pub fn asks_from_word(&self) -> usize {
        self.stem.words.partition_point(|word| word.start() < self.asks_from)
    }

    /// Returns the words of the sentence that asks.
    #[must_use]
    pub fn asking_words(&self) -> &[Word] {
        self.stem.words.get(self.asks_from_word()..).unwrap_or_default()
    }

    /// Is there a "not" in the sentence that asks, so that a closer look is worth its time?
    #[must_use]
    pub fn may_ask_negatively(&self) -> bool {
        self.stem.has(Class::DENIAL) && self.asking_words().iter().any(|word| word.class.has(Class::DENIAL))
    }

    /// Returns the choices of a question that is answered by picking; none for `order` and types without choices.
    #[must_use]
    pub fn picked(&self) -> &[Phrase<'question>] {
        if self.picked_choices().is_empty() { &[] } else { &self.choices }
    }

    /// Returns the choices of a question that is answered by picking, with their rationales.
    #[must_use]
    pub fn picked_choices(&self) -> &'question [ChoiceText<'question>] {
        match self.question.asks {
            Asks::Single { .. } | Asks::Multiple => &self.question.choices,
            Asks::Order | Asks::Match | Asks::Numeric { .. } | Asks::Text { .. } | Asks::Locate => &[],
        }
    }

    /// Returns the key of a `single` question and its position.
    #[must_use]
    pub fn key(&self) -> Option<(usize, &Phrase<'question>)> {
        let Asks::Single { key } = self.question.asks else { return None };
        Some((key, self.choices.get(key)?))
    }

    /// Returns the wrong choices of a `single` question; none for other types.
    pub fn wrong(&self) -> impl Iterator<Item = &Phrase<'question>> + Clone {
        let key = self.key().map(|(key, _)| key);
        let choices = self.choices.iter().enumerate();
        choices
            .filter(move |(choice_ix, _)| key.is_some_and(|key| key != *choice_ix))
            .map(|(_, choice)| choice)
    }
}

/// Returns the first byte of the last sentence of a text.
pub(crate) fn last_sentence(text: &str) -> usize {
    let body = text.trim_end().trim_end_matches(['?', '.', ':', '!']);
    let bytes = body.as_bytes();
    // A full stop inside of `v2.5.1` ends nothing.
    let is_end =
        |stop: usize| bytes.get(stop) == Some(&b'\n') || matches!(bytes.get(stop + 1), Some(b' ' | b'\n'));
    let mut end = bytes.len();
    while end > 0 {
        let start = end.saturating_sub(BLOCK_BYTES);
        let block = Block::of(bytes.get(start..end).unwrap_or_default());
        let mut stops = block.any_of(*b".?!") | block.any_of(*b":\n\n");
        while stops != 0 {
            let highest = stops.ilog2();
            if is_end(start + highest as usize) {
                return start + highest as usize + 1;
            }
            stops ^= 1 << highest;
        }
        end = start;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_sentence_begins_behind_a_stop_and_a_space() {
        let text = "In HL7 v2.5.1 a ward waits. Which segment of v2.5.1 tells why?";
        assert_eq!(&text[last_sentence(text)..], " Which segment of v2.5.1 tells why?");
        assert_eq!(last_sentence("Which?"), 0);
    }

    proptest::proptest! {
        #[test]
        fn sentences_end_where_they_do_byte_for_byte(text in "([a-c]{0,30}[ .?!:\n]){0,20}") {
            let body = text.trim_end().trim_end_matches(['?', '.', ':', '!']);
            let is_stop = |at: &usize| ".?!:\n".contains(char::from(body.as_bytes()[*at]));
            let ends = |at: &usize| &body[*at..=*at] == "\n" || body[at + 1..].starts_with([' ', '\n']);
            let last = (0..body.len()).rev().find(|at| is_stop(at) && ends(at));
            proptest::prop_assert_eq!(last_sentence(&text), last.map_or(0, |at| at + 1));
        }
    }

    #[test]
    fn months_compare_as_time_does() {
        assert_eq!(Month::of_day("2026-11-21").as_str(), "2026-11");
        assert!(Month::of_day("2026-09-30") < Month::of_day("2026-11-01"));
    }
}
