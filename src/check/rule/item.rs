//! A question as the rules look at it: its words, its choices, its key.

use std::fmt;

use crate::bank::question::{Body, Choice, ChoiceIx, Question};
use crate::check::words::{Phrase, Word};

/// A year and month such as `2026-11`, which compares as time does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(String);

/// A question with its words.
#[derive(Clone, Debug)]
pub struct Item<'question> {
    /// The question.
    pub question: &'question Question,
    /// The month in which it is checked.
    pub today: &'question Month,
    /// The stem.
    pub stem: Phrase<'question>,
    /// The choices in file order; none for types without.
    pub choices: Vec<Phrase<'question>>,
    /// First byte of the sentence that asks.
    asks_from: usize,
}

/// What rules about a whole bank keep of a question: its words are not kept, since a bank has thousands of questions.
#[derive(Clone, Debug)]
pub struct Digest<'question> {
    /// The question.
    pub question: &'question Question,
    /// Hashes of the words of the stem that carry content.
    pub stem: Box<[u64]>,
    /// Hash of the longest word of the answer, where one text is the answer.
    pub lead: Option<u64>,
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
    pub fn new(question: &'question Question, today: &'question Month) -> Self {
        let stem = Phrase::new(question.stem.as_str());
        let choices =
            question.body.choices().iter().map(|choice| Phrase::new(choice.text.as_str())).collect();
        let asks_from = last_sentence(stem.text);
        Self { question, today, stem, choices, asks_from }
    }

    /// Returns how messages call the question.
    #[must_use]
    pub fn name(&self) -> String {
        format!("question `{}`", self.question.key.question)
    }

    /// Returns the sentence that asks: the last of the stem.
    #[must_use]
    pub fn asking(&self) -> &'question str {
        self.stem.text.get(self.asks_from..).unwrap_or_default()
    }

    /// Returns the words of the sentence that asks.
    #[must_use]
    pub fn asking_words(&self) -> &[Word] {
        let first = self.stem.words.partition_point(|word| word.start < self.asks_from);
        self.stem.words.get(first..).unwrap_or_default()
    }

    /// Returns the choices of a question that is answered by picking; none for `order` and types without choices.
    #[must_use]
    pub fn picked(&self) -> &[Phrase<'question>] {
        match &self.question.body {
            Body::Single { .. } | Body::Multiple { .. } => &self.choices,
            Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Text { .. }
            | Body::Locate { .. } => &[],
        }
    }

    /// Returns the choices of a question that is answered by picking, with their rationales.
    #[must_use]
    pub fn picked_choices(&self) -> &'question [Choice] {
        match &self.question.body {
            Body::Single { choices, .. } | Body::Multiple { choices, .. } => choices,
            Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Text { .. }
            | Body::Locate { .. } => &[],
        }
    }

    /// Returns the key of a `single` question and its position.
    #[must_use]
    pub fn key(&self) -> Option<(usize, &Phrase<'question>)> {
        let Body::Single { key: ChoiceIx(key), .. } = &self.question.body else { return None };
        let key = usize::from(*key);
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

impl<'question> Digest<'question> {
    /// Returns what is kept of a question.
    #[must_use]
    pub fn of(item: &Item<'question>) -> Self {
        let stem = item.stem.content().map(|word| word.hash).collect();
        let lead = match &item.question.body {
            Body::Single { .. } => item.key().and_then(|(_, key)| lead(key)),
            Body::Text { accept, .. } => accept.first().and_then(|text| lead(&Phrase::new(text.as_str()))),
            Body::Multiple { .. }
            | Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Locate { .. } => None,
        };
        Self { question: item.question, stem, lead }
    }

    /// Returns the text that is the answer; nothing where it is not one text.
    #[must_use]
    pub fn answer(&self) -> Option<&'question str> {
        match &self.question.body {
            Body::Single { choices, key } => Some(choices.get(usize::from(key.0))?.text.as_str()),
            Body::Text { accept, .. } => Some(accept.first()?.as_str()),
            Body::Multiple { .. }
            | Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Locate { .. } => None,
        }
    }
}

/// Returns the hash of the longest word that carries content.
fn lead(answer: &Phrase<'_>) -> Option<u64> {
    answer.content().max_by_key(|word| word.end - word.start).map(|word| word.hash)
}

/// Returns the first byte of the last sentence of a text.
pub(crate) fn last_sentence(text: &str) -> usize {
    let body = text.trim_end().trim_end_matches(['?', '.', ':', '!']);
    let bytes = body.as_bytes();
    let ends = |at: usize| match bytes.get(at) {
        Some(b'\n') => true,
        // A full stop inside of `v2.5.1` ends nothing.
        Some(b'.' | b'?' | b'!' | b':') => matches!(bytes.get(at + 1), Some(b' ' | b'\n')),
        _ => false,
    };
    (0..bytes.len()).rev().find(|at| ends(*at)).map_or(0, |at| at + 1)
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

    #[test]
    fn months_compare_as_time_does() {
        assert_eq!(Month::of_day("2026-11-21").as_str(), "2026-11");
        assert!(Month::of_day("2026-09-30") < Month::of_day("2026-11-01"));
    }
}
