//! What rules about a whole bank keep of its questions: numbers for words, since a bank has thousands of questions and
//! they are put away as soon as they have been looked at.

use std::ops::Range;

use crate::bank::view::{Asks, View};
use crate::check::acronym::unknown_acronyms;
use crate::check::rule::At;
use crate::check::rule::bank::initials::Initials;
use crate::check::rule::item::Item;
use crate::check::words::{Phrase, Word};

/// What is kept of all questions of a bank, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Digests {
    rows: Vec<Row>,
    /// Hashes of words: see [`Digest::stem`] and [`Digest::answer`].
    words: Vec<u32>,
    /// How the same words begin.
    heads: Vec<u32>,
    /// Stems, answers, ids and acronyms.
    text: String,
    acronyms: Vec<UsedAcronym>,
    /// The first letters of the words of all texts.
    pub(crate) initials: Initials,
}

/// Where that of one question stands.
#[derive(Clone, Debug)]
struct Row {
    question_ix: usize,
    /// Where its words begin.
    first: usize,
    n_in_stem: usize,
    n_in_answer: usize,
    /// Position in the answer of the longest word that carries content.
    lead_ix: Option<usize>,
    id: Range<usize>,
    stem: Range<usize>,
    /// Position of the first word of the sentence that asks.
    asks_from_word: usize,
    answer: Range<usize>,
}

/// An acronym of a stem or choice that is not known by its letters.
#[derive(Clone, Debug)]
struct UsedAcronym {
    question_ix: usize,
    at: At,
    written: Range<usize>,
}

/// What is kept of one question.
#[derive(Clone, Copy, Debug)]
pub struct Digest<'bank> {
    row: &'bank Row,
    all: &'bank Digests,
}

impl Digests {
    /// Adds what is kept of a question; `question_ix` is its position in the bank.
    pub fn add(&mut self, question_ix: usize, item: &Item<'_>) {
        let accepted = match item.question.asks {
            Asks::Text { accepted } => accepted.map(Phrase::new),
            _ => None,
        };
        let answer = accepted.as_ref().or_else(|| item.key().map(|(_, key)| key));
        let answer_text = answer.map_or("", |answer| answer.text);
        let answer: &[Word] = answer.map_or(&[], |answer| &answer.words);
        let content = answer.iter().enumerate().filter(|(_, word)| word.is_content());
        let lead_ix = content.max_by_key(|(_, word)| word.length()).map(|(word_ix, _)| word_ix);
        let stem: &[Word] = &item.stem.words;
        let first = self.words.len();
        for words in [stem, answer] {
            self.words.extend(words.iter().map(|word| word.hash));
            self.heads.extend(words.iter().map(Word::head));
        }
        let row = Row {
            question_ix,
            first,
            n_in_stem: stem.len(),
            n_in_answer: answer.len(),
            lead_ix,
            stem: self.kept(item.stem.text),
            asks_from_word: item.asks_from_word(),
            // Only who has a lead is ever asked about.
            id: self.kept(if lead_ix.is_some() { item.question.id.as_str() } else { "" }),
            answer: self.kept(if lead_ix.is_some() { answer_text } else { "" }),
        };
        self.rows.push(row);
        self.add_acronyms(question_ix, item);
        self.initials.add_question(item);
    }

    /// Forgets everything, but keeps the memory.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.words.clear();
        self.heads.clear();
        self.text.clear();
        self.acronyms.clear();
        self.initials.clear();
    }

    /// Keeps the acronyms of stem and choices, those left out that the exhibit shows too.
    fn add_acronyms(&mut self, question_ix: usize, item: &Item<'_>) {
        let choices =
            item.choices.iter().enumerate().map(|(choice_ix, choice)| (At::Choice(choice_ix), choice));
        let phrases = std::iter::once((At::Stem, &item.stem)).chain(choices);
        for (at, phrase) in phrases.filter(|(_, phrase)| phrase.may_have_acronyms) {
            for word in unknown_acronyms(phrase).filter(|word| !is_shown(item.question, word)) {
                let written = self.kept(word);
                self.acronyms.push(UsedAcronym { question_ix, at, written });
            }
        }
    }

    /// Keeps a text, and returns where.
    fn kept(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Returns what is kept of each question, in order.
    pub fn iter(&self) -> impl Iterator<Item = Digest<'_>> {
        self.rows.iter().map(|row| Digest { row, all: self })
    }

    /// Returns what is kept of the question that was added as this one, from 0.
    #[must_use]
    pub fn get(&self, digest_ix: usize) -> Option<Digest<'_>> {
        self.rows.get(digest_ix).map(|row| Digest { row, all: self })
    }

    /// Returns every use of an acronym that is not known by its letters, with the question's position in the bank.
    pub fn acronyms(&self) -> impl Iterator<Item = (usize, At, &str)> {
        self.acronyms.iter().map(|used| (used.question_ix, used.at, self.text(&used.written)))
    }

    fn text(&self, place: &Range<usize>) -> &str {
        self.text.get(place.clone()).unwrap_or_default()
    }
}

impl<'bank> Digest<'bank> {
    /// Returns the question's position in the bank.
    #[must_use]
    pub fn question_ix(&self) -> usize {
        self.row.question_ix
    }

    /// Returns the question's id; an empty text where no word of the answer leads to the question.
    #[must_use]
    pub fn id(&self) -> &'bank str {
        self.all.text(&self.row.id)
    }

    /// Returns the text that is the answer; an empty one where no word of it leads to the question.
    #[must_use]
    pub fn answer_text(&self) -> &'bank str {
        self.all.text(&self.row.answer)
    }

    /// Returns the hashes of the words of the stem, in order.
    #[must_use]
    pub fn stem(&self) -> &'bank [u32] {
        self.words(0, self.row.n_in_stem)
    }

    /// Returns the text of the stem.
    #[must_use]
    pub fn stem_text(&self) -> &'bank str {
        self.all.text(&self.row.stem)
    }

    /// Returns the position in the stem of the first word of the sentence that asks.
    #[must_use]
    pub fn asks_from_word(&self) -> usize {
        self.row.asks_from_word
    }

    /// Returns the hashes of the words of the answer, in order; none where the answer is not one text.
    #[must_use]
    pub fn answer(&self) -> &'bank [u32] {
        self.words(self.row.n_in_stem, self.row.n_in_answer)
    }

    /// Returns how the words of the stem begin, in order: their first four bytes, which all forms of a word share.
    #[must_use]
    pub fn stem_heads(&self) -> &'bank [u32] {
        self.heads(0, self.row.n_in_stem)
    }

    /// Returns how the words of the answer begin, in the same way.
    #[must_use]
    pub fn answer_heads(&self) -> &'bank [u32] {
        self.heads(self.row.n_in_stem, self.row.n_in_answer)
    }

    fn heads(&self, start: usize, n: usize) -> &'bank [u32] {
        let start = self.row.first + start;
        self.all.heads.get(start..start + n).unwrap_or_default()
    }

    fn words(&self, start: usize, n: usize) -> &'bank [u32] {
        let start = self.row.first + start;
        self.all.words.get(start..start + n).unwrap_or_default()
    }

    /// Returns the word of the answer that leads to the question.
    #[must_use]
    pub fn lead(&self) -> Option<u32> {
        self.answer().get(self.row.lead_ix?).copied()
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
    #[must_use]
    pub fn lead_pair_ix(&self) -> Option<usize> {
        let lead_ix = self.row.lead_ix?;
        Some(if lead_ix == 0 && self.row.n_in_answer > 1 { 1 } else { lead_ix })
    }

    /// Does the stem say an answer, with the second word of the pair that leads there at this position?
    #[must_use]
    pub fn says(&self, word_ix: usize, asked: Digest<'_>) -> bool {
        let start = asked.lead_pair_ix().and_then(|second_ix| word_ix.checked_sub(second_ix));
        let said = start.and_then(|start| self.stem().get(start..start + asked.answer().len()));
        said.is_some_and(|said| said == asked.answer())
    }
}

/// Returns a number for two words in a row, or for one alone.
#[must_use]
pub fn pair(first: Option<u32>, second: u32) -> u64 {
    // No word's hash is known to be 0, and one that is would only be compared once more.
    u64::from(first.unwrap_or_default()) << 32 | u64::from(second)
}

fn is_shown(question: &View<'_>, word: &str) -> bool {
    question.exhibit().is_some_and(|exhibit| exhibit.text.as_str().contains(word))
}
