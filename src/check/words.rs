//! Words of a text without a copy of them: hashed, cut to their stems, and told by their classes.
//!
//! The rules and the figures look at every word of a hundred thousand questions.

use crate::check::class::{Class, Classes};
use crate::check::edges::Edges;
use crate::check::hash::{SHORT_BYTES, STEP_BYTES, first_bytes, hash, short_hash, step, with_step};

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of the word in lower case.
    pub hash: u32,
    head: u32,
    start: u32,
    end: u32,
    /// What kind of word it is.
    pub class: Class,
}

/// A text with its words.
#[derive(Clone, Debug)]
pub struct Phrase<'text> {
    /// The text.
    pub text: &'text str,
    /// Its words in order.
    pub words: Vec<Word>,
    /// Its length in characters.
    pub n_characters: usize,
    /// The classes of all its words.
    classes: Class,
    /// May it have words that begin with two capitals?
    pub(crate) may_have_acronyms: bool,
}

/// Memory for the words of texts, which those of the next can be read in.
#[derive(Clone, Debug, Default)]
pub struct Room {
    edges: Edges,
    words: Vec<Vec<Word>>,
}

/// Returns the word between two edges, without the classes of the lists.
#[inline(always)]
fn read(edges: &Edges, start: u32, end: u32) -> Word {
    let length = end.wrapping_sub(start) as usize;
    let step_of = edges.text().get(start as usize..).and_then(<[u8]>::first_chunk::<STEP_BYTES>);
    let Some(bytes @ [first, ..]) = step_of else { return Word::NONE };
    let has_owner = edges.has_apostrophes() && edges.text().get(..end as usize).is_some_and(has_owner);
    let (hash, head) = if length > STEP_BYTES || has_owner {
        read_apart(edges.text().get(start as usize..end as usize).unwrap_or_default())
    } else if length > SHORT_BYTES {
        let word = first_bytes(step(bytes), length);
        (with_step(0, word), word as u32)
    } else {
        short_hash(bytes, length)
    };
    Word { hash, head, start, end, class: Class::CAPITAL.only_if(first & 0x20 == 0) }
}

/// Returns hash and head of a word that is long or has an owner.
#[inline(never)]
fn read_apart(word: &[u8]) -> (u32, u32) {
    // Edges lie between characters.
    let word = without_owner(std::str::from_utf8(word).unwrap_or_default());
    (hash(word), word.bytes().rev().fold(0, |head, byte| head << u8::BITS | u32::from(byte | 0x20)))
}

/// Returns a word without the "'s" of an owner: "patient's" is the patient.
fn without_owner(word: &str) -> &str {
    let n_cut = if has_owner(word.as_bytes()) { 2 } else { 0 };
    word.get(..word.len() - n_cut).unwrap_or_default()
}

fn has_owner(word: &[u8]) -> bool {
    matches!(word, [.., b'\'', b's' | b'S'])
}

/// Returns how many bytes the ending of plural and verb forms has, where four stay without it.
fn n_of_ending(word: &[u8]) -> usize {
    match word {
        [.., b'i' | b'I', b'n' | b'N', b'g' | b'G'] if word.len() >= 7 => 3,
        [.., b'e' | b'E', b'd' | b'D' | b's' | b'S'] if word.len() >= 6 => 2,
        [.., b's' | b'S'] if word.len() >= 5 => 1,
        _ => 0,
    }
}

impl<'text> Phrase<'text> {
    /// Returns the words of a text: letters, digits and apostrophes between them.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        Self::in_room(text, &mut Room::default())
    }

    /// Returns the words of a text, in memory that [`Room::take_back`] gives back.
    #[must_use]
    pub(crate) fn in_room(text: &'text str, room: &mut Room) -> Self {
        let Room { edges, words } = room;
        edges.find(text);
        let mut words = words.pop().unwrap_or_default();
        words.extend(edges.of_words().iter().map(|[start, end]| read(edges, *start, *end)));
        // On their own, so that a processor looks up many words at once.
        let known = Classes::known();
        let mut classes = Class::NONE;
        for word in &mut words {
            word.class |= known.of(word.hash);
            classes |= word.class;
        }
        let n_characters = edges.n_characters();
        Self { text, words, n_characters, classes, may_have_acronyms: edges.may_have_acronyms() }
    }

    /// Returns a word as it is written.
    #[must_use]
    pub fn written(&self, word: &Word) -> &'text str {
        self.text.get(word.start()..word.end()).unwrap_or_default()
    }

    /// Returns a word as it is written, without the endings of owners, plural and verb forms.
    #[must_use]
    pub fn bare(&self, word: &Word) -> &'text str {
        let written = self.written(word);
        match written.as_bytes() {
            owned if has_owner(owned) => without_owner(written),
            bytes => written.get(..bytes.len() - n_of_ending(bytes)).unwrap_or_default(),
        }
    }

    /// Is a word a form of that word of another text?
    #[must_use]
    pub fn is_form_of(&self, word: &Word, other: &Phrase<'_>, of: &Word) -> bool {
        word.head == of.head && self.bare(word).eq_ignore_ascii_case(other.bare(of))
    }

    /// Returns the word at a position as it is written; nothing behind the last.
    #[must_use]
    pub fn word(&self, word_ix: usize) -> &'text str {
        self.words.get(word_ix).map_or("", |word| self.written(word))
    }

    /// Is the word at this position one of these, in any case?
    #[must_use]
    pub fn is_any(&self, word_ix: usize, of: &[&str]) -> bool {
        let word = self.word(word_ix);
        of.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Is there a word of that class?
    #[must_use]
    pub fn has(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Returns the words that carry content: longer than two bytes and not too common.
    pub fn content(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| word.is_content())
    }
}

impl Word {
    const NONE: Self = Self { hash: 0, head: 0, start: 0, end: 0, class: Class::NONE };

    /// Returns its first byte in the text.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Returns the byte behind its last.
    #[must_use]
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Returns how many bytes it has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.end.wrapping_sub(self.start) as usize
    }

    /// Does the word carry content?
    #[must_use]
    pub fn is_content(&self) -> bool {
        (self.length() > 2) & !self.class.has(Class::COMMON)
    }

    /// Returns its first four bytes in lower case, the first lowest, zeros behind a shorter word; the same for all forms
    /// of a word.
    pub(crate) fn head(&self) -> u32 {
        self.head
    }

    /// Returns its first byte, a letter as a small one.
    pub(crate) fn first(&self) -> u8 {
        let [first, ..] = self.head.to_le_bytes();
        first
    }
}

impl Room {
    /// Takes back the memory of a text's words.
    pub(crate) fn take_back(&mut self, mut words: Vec<Word>) {
        words.clear();
        self.words.push(words);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let phrase = Phrase::new(text);
        (0..phrase.words.len()).map(|word_ix| phrase.word(word_ix)).collect()
    }

    #[test]
    fn words_are_letters_digits_and_apostrophes_between_them() {
        assert_eq!(
            words("“The nurse’s 'new' PID-3” – doesn't"),
            ["The", "nurse", "s", "new", "PID", "3", "doesn't"]
        );
        assert_eq!(words("Größe: 日本"), ["Größe", "日本"]);
        assert_eq!(Phrase::new("Größe").n_characters, 5);
    }

    proptest! {
        #[test]
        fn a_word_is_told_by_its_letters_wherever_it_stands(
            word in "[a-zA-Z]{1,30}('s|ing|ed|es|s|'S|ING)?", before in "[a-c ]{0,9} ", after in "[ -][a-c ]{0,20}",
        ) {
            let alone = Phrase::new(&word).words[0];
            let within = format!("{before}{}{after}", word.to_uppercase());
            let phrase = Phrase::new(&within);
            let found = phrase.words.iter().find(|other| other.start() == before.len()).unwrap();
            prop_assert_eq!((found.hash, found.head, found.length()), (alone.hash, alone.head, word.len()));
            prop_assert_eq!(alone.hash, hash(without_owner(&word)));
            prop_assert!(phrase.is_form_of(found, &Phrase::new(&word), &alone));
            let is_acronym = |word: &Word| phrase.written(word).bytes().take_while(u8::is_ascii_uppercase).count() > 1;
            prop_assert!(phrase.may_have_acronyms || !phrase.words.iter().any(is_acronym));
        }

    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let are_one = |one: &str, other: &str| {
            let (one, other) = (Phrase::new(one), Phrase::new(other));
            one.is_form_of(&one.words[0], &other, &other.words[0])
        };
        assert!(are_one("Audits", "auditing") && are_one("audited", "audit"));
        assert!(are_one("patient's", "patients") && are_one("EHR's", "EHR"));
        assert!(!are_one("bus", "bu") && !are_one("audit", "auditor"));
    }

    #[test]
    fn classes_are_told_in_any_case() {
        let class = |word: &str| Phrase::new(word).words[0].class;
        assert!(class("ALWAYS").has(Class::ABSOLUTE) && class("Usually").has(Class::HEDGE));
        assert!(class("no").has(Class::NEGATION) && class("no").has(Class::ABSOLUTE));
        assert_eq!(class("segment"), Class::default());
    }
}
