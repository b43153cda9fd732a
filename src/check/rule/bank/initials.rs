//! The first letters of the words of a bank, a byte a word, in which acronyms are looked for.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use crate::check::class::{Class, LEFT_OUT};
use crate::check::rule::item::Item;
use crate::check::words::Phrase;
use crate::text::block::{BLOCK_BYTES, Block};

/// The letters that they begin with.
const FIRST_OF_SMALL: [u8; 5] = *b"aoitf";

/// A factor by which each of the words that an acronym may leave out has a place of its own; found by trial.
const FACTOR: u32 = 0x336b_1a45;

/// Those words as numbers, each at its place.
static SMALL_NUMBERS: LazyLock<[u32; 8]> = LazyLock::new(|| {
    let mut numbers = [0; 8];
    for word in LEFT_OUT {
        let number = word.bytes().rev().fold(0, |number, byte| (number << 8) | u32::from(byte));
        if let Some(at_place) = numbers.get_mut(place(number)) {
            *at_place = number;
        }
    }
    numbers
});

/// The highest bit of each of four bytes.
const HIGHEST: u32 = 0x8080_8080;

/// The bits of an initial that say which letter it is.
const LETTER: u8 = 31;

/// The bit of an initial that says that its word is a small one.
const SMALL: u8 = 32;

/// What stands behind the last word of a text.
const END: u8 = 0;

/// The first letters of the words of many texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Initials {
    bytes: Vec<u8>,
    /// Cases whose texts are in it.
    cases: HashSet<Arc<str>>,
}

/// The first letter of a word, or the end of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Initial(u8);

impl Initial {
    /// Returns the letter's number in the alphabet, from 1; 0 for the end of a text.
    pub(crate) fn letter(self) -> u32 {
        u32::from(self.0 & LETTER)
    }

    /// Is the word one that an acronym may leave out?
    pub(crate) fn is_small(self) -> bool {
        self.0 & SMALL != 0
    }
}

impl Initials {
    /// Forgets everything, but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.cases.clear();
    }

    /// Adds the texts of a question; those of its case once.
    pub(crate) fn add_question(&mut self, item: &Item<'_>) {
        self.add_phrase(&item.stem);
        item.choices.iter().for_each(|choice| self.add_phrase(choice));
        let question = item.question;
        question.teaching.explanation.iter().for_each(|text| self.add(text.as_str()));
        question.teaching.references.iter().for_each(|reference| self.add(reference.title.as_str()));
        for choice in question.body.choices() {
            choice.rationale.iter().for_each(|text| self.add(text.as_str()));
        }
        if let Some(exhibit) = &question.material.exhibit {
            exhibit.title.iter().chain(&exhibit.description).for_each(|text| self.add(text.as_str()));
        }
        if let Some(case) = &question.material.case
            && !self.cases.contains(case.id.as_str())
        {
            self.cases.insert(Arc::from(case.id.as_str()));
            self.add(case.text.as_str());
        }
    }

    /// Adds a text whose words are known.
    fn add_phrase(&mut self, phrase: &Phrase<'_>) {
        let text = phrase.text.as_bytes();
        if !phrase.text.is_ascii() {
            return self.add(phrase.text);
        }
        for word in &phrase.words {
            let letter = text.get(word.start).copied().unwrap_or_default();
            let before = word.start.checked_sub(1).and_then(|before| text.get(before));
            if letter.is_ascii_alphabetic() && before != Some(&b'\'') {
                let is_small = letter.is_ascii_lowercase() && word.class.has(Class::LEFT_OUT);
                self.bytes.push((letter & LETTER) | (SMALL * u8::from(is_small)));
            }
        }
        self.bytes.push(END);
    }

    /// Adds the words of a text that begin with a letter of ASCII.
    fn add(&mut self, text: &str) {
        let text = text.as_bytes();
        let mut before = 0;
        for (block_ix, bytes) in text.chunks(BLOCK_BYTES).enumerate() {
            let block = Block::of(bytes);
            let letters = block.letters();
            let inside = letters | block.digits() | block.equal(b'\'') | block.beyond_ascii();
            let starts = letters & !(inside << 1 | before);
            before = inside >> (BLOCK_BYTES - 1);
            // A word of four letters in the block is none; what goes on behind it is looked at.
            let long = letters >> 1 & letters >> 2 & letters >> 3;
            let may_be_small = starts & !long & block.any_letter_of(FIRST_OF_SMALL);
            let small = small_words(text, block_ix * BLOCK_BYTES, may_be_small);
            let mut found = [0; BLOCK_BYTES / 2];
            let mut n_found = 0;
            let mut rest = starts;
            // Two words of a block do not begin side by side, so that there is room for all of them.
            for place in &mut found {
                if rest == 0 {
                    break;
                }
                let at = rest.trailing_zeros();
                rest &= rest - 1;
                let letter = bytes.get(at as usize).copied().unwrap_or_default() & LETTER;
                *place = letter | (((small >> at) as u8 & 1) * SMALL);
                n_found += 1;
            }
            self.bytes.extend_from_slice(found.get(..n_found).unwrap_or_default());
        }
        self.bytes.push(END);
    }

    /// Returns the initials of all texts in order, each text with its end.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Initial> {
        self.bytes.iter().copied().map(Initial)
    }
}

/// Returns which of some words of a block are small ones.
fn small_words(text: &[u8], first: usize, words: u64) -> u64 {
    let numbers = &*SMALL_NUMBERS;
    let mut rest = words;
    let mut small = 0;
    while rest != 0 {
        let at = rest.trailing_zeros();
        rest &= rest - 1;
        small |= u64::from(is_small(four_bytes(text, first + at as usize), numbers)) << at;
    }
    small
}

/// Returns four bytes of a text as a number, the first lowest; spaces stand for what is behind its end.
fn four_bytes(text: &[u8], at: usize) -> u32 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => u32::from_le_bytes(std::array::from_fn(|ix| rest.get(ix).copied().unwrap_or(b' '))),
    }
}

/// Do these four bytes begin with a small word?
fn is_small(bytes: u32, numbers: &[u32; 8]) -> bool {
    let n_letters = (!letters(bytes) & HIGHEST).trailing_zeros() / u8::BITS;
    let word = bytes & ((1_u64 << (u8::BITS * n_letters)) - 1) as u32;
    numbers.get(place(word)) == Some(&word)
}

/// Returns where a small word stands, and where another would.
fn place(word: u32) -> usize {
    (word.wrapping_mul(FACTOR) >> 29) as usize
}

/// Returns the highest bit of each of four bytes that is a letter of ASCII: one that is neither below `a` nor above `z`
/// once it is small.
fn letters(bytes: u32) -> u32 {
    const ONES: u32 = 0x0101_0101;
    let small = (bytes | (ONES * 0x20)) & (ONES * 0x7f);
    let from_a = small + ONES * (0x80 - b'a' as u32);
    let behind_z = small + ONES * (0x7f - b'z' as u32);
    from_a & !behind_z & !bytes & HIGHEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_small_word_is_known_and_no_word_that_begins_like_it() {
        for word in LEFT_OUT {
            assert!(FIRST_OF_SMALL.contains(&word.as_bytes()[0]));
            let known = |text: &str| is_small(four_bytes(text.as_bytes(), 0), &SMALL_NUMBERS);
            assert!(known(word) && known(&format!("{word}, ")), "{word}");
            assert!(!known(&format!("{word}xy")) && !known(&word.to_uppercase()), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_text_has_the_same_initials_when_its_words_are_known(
            text in "((of|Of|the|The|a|A|to|fort|QZE|it's|'and'|3|for)[ ,é-]{1,2}){0,30}",
        ) {
            let (mut by_text, mut by_words) = (Initials::default(), Initials::default());
            by_text.add(&text);
            by_words.add_phrase(&Phrase::new(&text));
            proptest::prop_assert_eq!(by_text.bytes, by_words.bytes);
        }
    }

    #[test]
    fn a_text_is_its_words_first_letters_with_the_small_words_marked() {
        let mut initials = Initials::default();
        initials.add("The bureau of 3rd-party PAYERS, O'Neill's, né, theory");
        let shown: String = initials
            .iter()
            .map(|initial| match (char::from(b'`' + initial.letter() as u8), initial.is_small()) {
                ('`', _) => '.',
                (letter, true) => letter.to_ascii_uppercase(),
                (letter, false) => letter,
            })
            .collect();
        assert_eq!(shown, "tbOppont.");
    }
}
