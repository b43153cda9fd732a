//! A question as the rules look at it: its words, its choices, its key.

use std::fmt;

use crate::bank::question::{Body, Choice, ChoiceIx, Question};
use crate::check::class::Class;
use crate::check::rule::At;
use crate::check::rule::bank::acronym::unknown_acronyms;
use crate::check::words::{Phrase, Word};

/// A year and month such as `2026-11`, which compares as time does.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// What rules about a whole bank keep of a question: hashes and not words, since a bank has thousands of questions.
#[derive(Clone, Debug)]
pub struct Digest<'question> {
    /// The question.
    pub question: &'question Question,
    /// Hashes of words, one list behind the other: see [`Digest::stem`] and those behind it.
    words: Box<[u32]>,
    n_in_stem: usize,
    n_in_answer: usize,
    /// Position in the answer of the longest word that carries content.
    lead_ix: Option<usize>,
    /// Acronyms of stem and choices that are not known by their letters, and where they stand.
    pub acronyms: Box<[(At, &'question str)]>,
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

    /// Becomes another question, in the same memory.
    pub(crate) fn turn_to(&mut self, question: &'question Question) {
        self.question = question;
        self.stem.turn_to(question.stem.as_str());
        self.asks_from = last_sentence(self.stem.text);
        let choices = question.body.choices();
        self.choices.truncate(choices.len());
        for (choice_ix, choice) in choices.iter().enumerate() {
            match self.choices.get_mut(choice_ix) {
                Some(phrase) => phrase.turn_to(choice.text.as_str()),
                None => self.choices.push(Phrase::new(choice.text.as_str())),
            }
        }
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

    /// Is there a "not" in the sentence that asks, so that a closer look is worth its time?
    #[must_use]
    pub fn may_ask_negatively(&self) -> bool {
        self.stem.has(Class::NEGATION)
            && self.asking_words().iter().any(|word| word.class.has(Class::NEGATION))
    }

    /// Returns the choices of a question that is answered by picking; none for `order` and types without choices.
    #[must_use]
    pub fn picked(&self) -> &[Phrase<'question>] {
        if self.picked_choices().is_empty() { &[] } else { &self.choices }
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
        let accepted = match &item.question.body {
            Body::Text { accept, .. } => accept.first().map(|text| Phrase::new(text.as_str())),
            _ => None,
        };
        let answer = accepted.as_ref().or_else(|| item.key().map(|(_, key)| key));
        let answer = answer.map_or(&[][..], |answer| &answer.words);
        let content = answer.iter().enumerate().filter(|(_, word)| word.is_content());
        let lead_ix = content.max_by_key(|(_, word)| word.end - word.start).map(|(word_ix, _)| word_ix);
        let is_own = |word: &&Word| word.is_content() && answer.iter().all(|other| other.stem != word.stem);
        // Only who has a lead is ever asked about.
        let asking = if lead_ix.is_some() { item.asking_words() } else { &[] };
        let stem = &item.stem.words;
        let mut words = Vec::with_capacity(2 * stem.len() + answer.len() + asking.len());
        words.extend(stem.iter().map(|word| short(word.hash)));
        words.extend(stem.iter().map(|word| short(word.stem)));
        words.extend(answer.iter().map(|word| short(word.hash)));
        words.extend(asking.iter().filter(is_own).map(|word| short(word.stem)));
        let (n_in_stem, n_in_answer) = (stem.len(), answer.len());
        let words = words.into_boxed_slice();
        Self { question: item.question, words, n_in_stem, n_in_answer, lead_ix, acronyms: acronyms(item) }
    }

    /// Returns the hashes of the words of the stem, in order.
    #[must_use]
    pub fn stem(&self) -> &[u32] {
        self.words.get(..self.n_in_stem).unwrap_or_default()
    }

    /// Returns the hashes of the words of the stem without their endings, in order.
    #[must_use]
    pub fn bare_stem(&self) -> &[u32] {
        self.words.get(self.n_in_stem..2 * self.n_in_stem).unwrap_or_default()
    }

    /// Returns the hashes of the words of the answer, in order; none where the answer is not one text.
    #[must_use]
    pub fn answer(&self) -> &[u32] {
        let start = 2 * self.n_in_stem;
        self.words.get(start..start + self.n_in_answer).unwrap_or_default()
    }

    /// Returns the hashes of the words, without their endings, that carry content in the sentence that asks and are not
    /// in the answer; none where no word of the answer leads to the question.
    #[must_use]
    pub fn own(&self) -> &[u32] {
        self.words.get(2 * self.n_in_stem + self.n_in_answer..).unwrap_or_default()
    }

    /// Returns the word of the answer that leads to the question.
    #[must_use]
    pub fn lead(&self) -> Option<u32> {
        self.answer().get(self.lead_ix?).copied()
    }

    /// Returns [`pair`] of the word of the answer that leads to the question and the one before it; the one behind it
    /// where it is the first.
    #[must_use]
    pub fn lead_pair(&self) -> Option<u64> {
        let second_ix = self.lead_pair_ix()?;
        let first = second_ix.checked_sub(1).and_then(|first_ix| self.answer().get(first_ix));
        Some(pair(first.copied(), *self.answer().get(second_ix)?))
    }

    /// Returns the position in the answer of the second word of the pair that leads to the question.
    fn lead_pair_ix(&self) -> Option<usize> {
        let lead_ix = self.lead_ix?;
        Some(if lead_ix == 0 && self.n_in_answer > 1 { 1 } else { lead_ix })
    }

    /// Does the stem say an answer, with the second word of the pair that leads there at this position?
    #[must_use]
    pub fn says(&self, word_ix: usize, asked: &Self) -> bool {
        let start = asked.lead_pair_ix().and_then(|second_ix| word_ix.checked_sub(second_ix));
        let said = start.and_then(|start| self.stem().get(start..start + asked.answer().len()));
        said.is_some_and(|said| said == asked.answer())
    }

    /// Returns the text that is the answer; nothing where it is not one text.
    #[must_use]
    pub fn answer_text(&self) -> Option<&'question str> {
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

/// Returns a number for two words in a row, or for one alone.
#[must_use]
pub fn pair(first: Option<u32>, second: u32) -> u64 {
    // No word's hash is known to be 0, and one that is would only be compared once more.
    u64::from(first.unwrap_or_default()) << 32 | u64::from(second)
}

/// Returns half of a hash: enough to tell the words of a few thousand questions apart.
fn short(hash: u64) -> u32 {
    (hash & u64::from(u32::MAX)) as u32
}

/// Returns the acronyms of stem and choices, those left out that the exhibit shows too.
fn acronyms<'question>(item: &Item<'question>) -> Box<[(At, &'question str)]> {
    let choices = item.choices.iter().enumerate().map(|(choice_ix, choice)| (At::Choice(choice_ix), choice));
    let phrases = std::iter::once((At::Stem, &item.stem)).chain(choices);
    let with_capitals = phrases.filter(|(_, phrase)| phrase.has(Class::CAPITALS));
    let found = with_capitals.flat_map(|(at, phrase)| unknown_acronyms(phrase).map(move |word| (at, word)));
    let shown = item.question.exhibit().map_or("", |exhibit| exhibit.text.as_str());
    found.filter(|(_, word)| shown.is_empty() || !shown.contains(word)).collect()
}

/// Returns the first byte of the last sentence of a text.
pub(crate) fn last_sentence(text: &str) -> usize {
    let body = text.trim_end().trim_end_matches(['?', '.', ':', '!']);
    let is_stop = |byte: &u8| matches!(byte, b'\n' | b'.' | b'?' | b'!' | b':');
    let mut rest = body.as_bytes();
    while let Some(stop) = rest.iter().rposition(is_stop) {
        // A full stop inside of `v2.5.1` ends nothing.
        let is_end =
            rest.get(stop) == Some(&b'\n') || matches!(body.as_bytes().get(stop + 1), Some(b' ' | b'\n'));
        if is_end {
            return stop + 1;
        }
        rest = rest.get(..stop).unwrap_or_default();
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

    #[test]
    fn months_compare_as_time_does() {
        assert_eq!(Month::of_day("2026-11-21").as_str(), "2026-11");
        assert!(Month::of_day("2026-09-30") < Month::of_day("2026-11-01"));
    }
}
