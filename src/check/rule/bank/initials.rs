//! The first letters of the words of a bank, a byte a word, in which acronyms are looked for.

use std::collections::HashSet;
use std::sync::Arc;

use crate::check::class::Class;
use crate::check::edges::inside_words;
use crate::check::rule::item::Item;
use crate::check::words::Phrase;
use crate::text::block::{BLOCK_BYTES, Block};

/// Bytes of the longest word that an acronym may leave out.
const SMALL_BYTES: usize = 3;

/// Bytes of a block in which words begin; behind them stand those that tell whether the last of them is small.
const STRIDE: usize = BLOCK_BYTES - SMALL_BYTES;

/// The first letters of the words of many texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Initials {
    /// Those of each text, and [`Initial::NONE`] behind its last.
    initials: Vec<Initial>,
    /// Cases whose texts are in it.
    cases: HashSet<Arc<str>>,
}

/// The first letter of a word: a number from 1 to 26 and, of a small word, 32 more; 0 where it is no letter of ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Initial(u8);

impl Initial {
    /// No letter of ASCII, or none at all.
    const NONE: Self = Self(0);

    /// The bits that say which letter it is.
    const LETTER: u8 = 31;

    /// The bit that says that its word is a small one.
    const SMALL: u8 = 32;

    /// Returns the initial of a word that begins with this letter; a small one has few bytes, and no capital at its start.
    fn of(letter: u8, is_small: bool) -> Self {
        Self(letter & Self::LETTER | Self::SMALL & u8::from(is_small).wrapping_neg())
    }

    /// Returns the letter's number in the alphabet, from 1; 0 where it is none.
    pub(crate) fn letter(self) -> u32 {
        u32::from(self.0 & Self::LETTER)
    }

    /// Is the word one that an acronym may leave out?
    pub(crate) fn is_small(self) -> bool {
        self.0 & Self::SMALL != 0
    }
}

impl Initials {
    /// Forgets everything, but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.initials.clear();
        self.cases.clear();
    }

    /// Adds the texts of a question; those of its case once.
    pub(crate) fn add_question(&mut self, item: &Item<'_>) {
        self.add_phrase(&item.stem);
        item.choices.iter().for_each(|choice| self.add_phrase(choice));
        let question = item.question;
        question.explanation.iter().for_each(|text| self.add(text));
        question.references.iter().for_each(|reference| self.add(reference.title));
        question.choices.iter().filter_map(|choice| choice.rationale).for_each(|text| self.add(text));
        if let Some(exhibit) = question.own_exhibit {
            exhibit.title.iter().chain(&exhibit.description).for_each(|text| self.add(text.as_str()));
        }
        if let Some(case) = question.case
            && !self.cases.contains(case.id.as_str())
        {
            self.cases.insert(Arc::from(case.id.as_str()));
            self.add(case.text.as_str());
        }
    }

    /// Adds a text whose words are known.
    fn add_phrase(&mut self, phrase: &Phrase<'_>) {
        let mut n_kept = self.initials.len();
        self.initials.resize(n_kept + phrase.words.len() + 1, Initial::NONE);
        for word in &phrase.words {
            let is_small = (word.length() <= SMALL_BYTES) & !word.class.has(Class::CAPITAL);
            if let Some(place) = self.initials.get_mut(n_kept) {
                *place = Initial::of(word.first(), is_small);
            }
            // What is no letter is written over by what comes next.
            n_kept += usize::from(word.first().is_ascii_lowercase());
        }
        self.initials.truncate(n_kept);
        self.initials.push(Initial::NONE);
    }

    /// Adds a text.
    fn add(&mut self, text: &str) {
        let n_before = self.initials.len();
        if self.add_ascii(text.as_bytes()).is_none() {
            self.initials.truncate(n_before);
            self.add_phrase(&Phrase::new(text));
        }
    }

    /// Adds a text of ASCII; nothing where it is not, and then what was added is to be taken away again.
    fn add_ascii(&mut self, text: &[u8]) -> Option<()> {
        let mut before = 0;
        let mut first = 0;
        while first < text.len() {
            let rest = text.get(first..).unwrap_or_default();
            let block = Block::of(rest);
            if block.beyond_ascii() != 0 {
                return None;
            }
            let inside = inside_words(&block, block.equal(b'\''), before, rest.get(BLOCK_BYTES));
            let starts = inside & !(inside << 1 | before) & (u64::MAX >> SMALL_BYTES);
            before = inside >> (STRIDE - 1) & 1;
            let is_long = inside & inside >> 1 & inside >> 2 & inside >> 3;
            self.add_words(rest, starts & !block.digits(), !is_long & !block.capitals());
            first += STRIDE;
        }
        self.initials.push(Initial::NONE);
        Some(())
    }

    /// Adds the words that begin at some bytes of a block, given where small ones would begin.
    fn add_words(&mut self, block: &[u8], starts: u64, small: u64) {
        let mut found = [Initial::NONE; BLOCK_BYTES / 2];
        let mut n_found = 0;
        let mut rest = starts;
        // Two words of a block do not begin side by side, so that there is room for all of them.
        for place in &mut found {
            if rest == 0 {
                break;
            }
            let at = rest.trailing_zeros();
            rest &= rest - 1;
            let letter = block.get(at as usize).copied().unwrap_or_default();
            *place = Initial::of(letter, small >> at & 1 == 1);
            n_found += 1;
        }
        self.initials.extend_from_slice(found.get(..n_found).unwrap_or_default());
    }

    /// Returns the initials of all texts in order, each text with [`Initial::NONE`] behind it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Initial> {
        self.initials.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_text_has_the_same_initials_when_its_words_are_known(
            text in "((of|Of|the|The|a|A|to|fort|QZE|it's|'and'|dogs'|3|v2|for)[ ,é–-]{1,2}){0,30}",
        ) {
            let (mut by_text, mut by_words) = (Initials::default(), Initials::default());
            by_text.add(&text);
            by_words.add_phrase(&Phrase::new(&text));
            proptest::prop_assert_eq!(by_text.initials, by_words.initials);
        }
    }

    #[test]
    fn a_text_is_its_words_first_letters_with_the_small_words_marked() {
        let mut initials = Initials::default();
        initials.add("The bureau of 3rd-party PAYERS, O'Neill's, by 'new' né, theory");
        let shown: String = initials
            .iter()
            .map(|initial| match (char::from(b'`' + initial.letter() as u8), initial.is_small()) {
                ('`', _) => '.',
                (letter, true) => letter.to_ascii_uppercase(),
                (letter, false) => letter,
            })
            .collect();
        assert_eq!(shown, "tbOppoBNNt.");
    }
}
