//! Words of a text without a copy of them: hashed, cut to their stems, and told by their classes.
//!
//! The rules and the figures look at every word of a hundred thousand questions.

use std::sync::LazyLock;

use crate::check::class::{Class, Classes};
use crate::check::hash::{SMALL, STEP_BYTES, first_bytes, hashed, step_at, with_step};
use crate::text::block::{BLOCK_BYTES, Block};

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of the word in lower case.
    pub hash: u64,
    /// Hash of the word without the endings of plural and verb forms.
    pub stem: u64,
    /// What kind of word it is.
    pub class: Class,
    /// First byte in the text.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
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
}

/// Returns a word of more than 8 bytes.
fn read_long(text: &[u8], start: usize, end: usize, classes: &Classes) -> Word {
    let word = text.get(start..end).unwrap_or_default();
    // "patient's" is the patient.
    let (n_owned, n_cut) = match word {
        [.., b'\'', b's' | b'S'] => (word.len() - 2, 0),
        _ => (word.len(), n_of_ending(word)),
    };
    let hash = hashed(text, start, start + n_owned);
    let stem = if n_cut == 0 { hash } else { hashed(text, start, start + n_owned - n_cut) };
    let mut class = classes.of(hash);
    if let [b'A'..=b'Z', b'A'..=b'Z', ..] = word {
        class |= Class::CAPITALS;
    }
    Word { hash, stem, class, start, end }
}

/// Returns a word of 1 to 8 bytes, as most are, from one look at its text.
#[inline(always)]
fn read_short(text: &[u8], start: usize, end: usize, classes: &Classes) -> Word {
    let length = end - start;
    let written = first_bytes(step_at(text, start), length);
    let step = written | SMALL;
    // The last three letters, the last one highest.
    let ending = (step << (8 * (STEP_BYTES - length))) >> (8 * (STEP_BYTES - 3));
    let [third, second, last, ..] = ending.to_le_bytes();
    let (n_owned, n_cut) = match last {
        b's' if second == b'\'' && length > 2 => (length - 2, 0),
        b's' | b'd' if second == b'e' && length >= 6 => (length, 2),
        b's' if length >= 5 => (length, 1),
        b'g' if second == b'n' && third == b'i' && length >= 7 => (length, 3),
        _ => (length, 0),
    };
    let hash = with_step(0, first_bytes(step, n_owned));
    let stem = if n_cut == 0 { hash } else { with_step(0, first_bytes(step, n_owned - n_cut)) };
    let mut class = classes.of(hash);
    let [first, second, ..] = written.to_le_bytes();
    if first.is_ascii_uppercase() & second.is_ascii_uppercase() {
        class |= Class::CAPITALS;
    }
    Word { hash, stem, class, start, end }
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

/// Which bytes belong to words, by byte.
#[derive(Debug)]
struct Kinds([Kind; 256]);

/// What a byte is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Between,
    Inside,
    Apostrophe,
    /// E2, with which general punctuation begins, and other characters too.
    Punctuation,
}

/// Returns the kinds of bytes, made at the first call.
fn kinds() -> &'static Kinds {
    static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
        let kind = |byte: u8| match byte {
            b'\'' => Kind::Apostrophe,
            0xe2 => Kind::Punctuation,
            0x80.. => Kind::Inside,
            _ if byte.is_ascii_alphanumeric() => Kind::Inside,
            _ => Kind::Between,
        };
        Kinds(std::array::from_fn(|byte| u8::try_from(byte).map_or(Kind::Between, kind)))
    });
    &KINDS
}

impl Kinds {
    fn kind(&self, byte: u8) -> Kind {
        // The table has a place for every byte.
        self.0.get(usize::from(byte)).copied().unwrap_or(Kind::Between)
    }
}

impl<'text> Phrase<'text> {
    /// Returns the words of a text: letters, digits and apostrophes between them.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        Self::in_room(text, Vec::with_capacity(text.len() / 5 + 1))
    }

    /// Returns the words of a text in memory that held those of another.
    #[must_use]
    pub(crate) fn in_room(text: &'text str, mut words: Vec<Word>) -> Self {
        words.clear();
        let mut phrase = Self { text, words, n_characters: text.len(), classes: Class::default() };
        let (bytes, known) = (text.as_bytes(), Classes::known());
        if text.is_ascii() {
            each_word_of_ascii(bytes, |start, end| phrase.add(bytes, start, end, known));
        } else {
            phrase.n_characters = text.chars().count();
            each_word(bytes, |start, end| phrase.add(bytes, start, end, known));
        }
        phrase
    }

    /// Adds the word of the bytes from `start` to `end`.
    #[inline(always)]
    fn add(&mut self, text: &[u8], start: usize, end: usize, known: &Classes) {
        // Each pushes what it reads: a word that waits in memory for which of the two it is costs as much as reading it.
        if end - start <= STEP_BYTES {
            let word = read_short(text, start, end, known);
            self.classes |= word.class;
            self.words.push(word);
        } else {
            let word = read_long(text, start, end, known);
            self.classes |= word.class;
            self.words.push(word);
        }
    }

    /// Returns a word as it is written.
    #[must_use]
    pub fn written(&self, word: &Word) -> &'text str {
        self.text.get(word.start..word.end).unwrap_or_default()
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

/// Calls `add` with start and end of each word.
fn each_word(bytes: &[u8], mut add: impl FnMut(usize, usize)) {
    let kinds = kinds();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += word_length(kinds, bytes, at);
        if at > start {
            add(start, at);
        }
        at += if is_dash_or_quotation(bytes, at) { 3 } else { 1 };
    }
}

/// Calls `add` with start and end of each word of a text of ASCII, which is looked at in blocks: a bit for each byte
/// that belongs to a word, and a word wherever bits begin and end.
fn each_word_of_ascii(bytes: &[u8], mut add: impl FnMut(usize, usize)) {
    // Where the word begins whose end comes next, and a bit that says whether the block before ends in it.
    let (mut open, mut before) = (0, 0);
    let mut first = 0;
    // What is behind the end belongs to no word, so that each word ends in some block.
    while first <= bytes.len() {
        let block = Block::of(bytes.get(first..).unwrap_or_default());
        let mut inside = block.letters_and_digits();
        let apostrophes = block.equal(b'\'');
        if apostrophes != 0 {
            let next = bytes.get(first + BLOCK_BYTES).is_some_and(u8::is_ascii_alphanumeric);
            inside |= apostrophes & (inside << 1 | before) & (inside >> 1 | u64::from(next) << 63);
        }
        let follows = inside << 1 | before;
        let (mut starts, mut ends) = (inside & !follows, follows & !inside);
        if before == 0 {
            open = first + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
        }
        before = inside >> (BLOCK_BYTES - 1);
        while ends != 0 {
            let start = std::mem::replace(&mut open, first + starts.trailing_zeros() as usize);
            starts &= starts.wrapping_sub(1);
            add(start, first + ends.trailing_zeros() as usize);
            ends &= ends - 1;
        }
        first += BLOCK_BYTES;
    }
}

/// Returns how many bytes from `at` on belong to a word.
fn word_length(kinds: &Kinds, bytes: &[u8], at: usize) -> usize {
    let kind = |at: usize| bytes.get(at).map_or(Kind::Between, |byte| kinds.kind(*byte));
    let mut end = at;
    loop {
        match kind(end) {
            Kind::Inside => end += 1,
            Kind::Apostrophe if end > at && kind(end + 1) == Kind::Inside => end += 1,
            Kind::Punctuation if !is_dash_or_quotation(bytes, end) => end += 1,
            Kind::Between | Kind::Apostrophe | Kind::Punctuation => return end - at,
        }
    }
}

/// Is it a dash or quotation mark of general punctuation: E2 80 and one byte more?
fn is_dash_or_quotation(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&0xe2) && bytes.get(at + 1) == Some(&0x80)
}

impl Word {
    /// Does the word carry content?
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.end - self.start > 2 && !self.class.has(Class::COMMON)
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
        fn a_short_word_is_read_as_a_long_one(word in "[a-zA-Z]{1,4}('s|ing|ed|es|s|'S|ING)?", after in "[a ]{0,9}") {
            let text = format!("{word}{after}");
            let (bytes, known) = (text.as_bytes(), Classes::known());
            prop_assert_eq!(read_short(bytes, 0, word.len(), known), read_long(bytes, 0, word.len(), known));
        }

        #[test]
        fn blocks_and_bytes_give_the_same_words(text in "[ab' ]{0,200}") {
            let (mut by_blocks, mut by_bytes) = (Vec::new(), Vec::new());
            each_word_of_ascii(text.as_bytes(), |start, end| by_blocks.push((start, end)));
            each_word(text.as_bytes(), |start, end| by_bytes.push((start, end)));
            prop_assert_eq!(by_blocks, by_bytes);
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let stem = |word: &str| Phrase::new(word).words[0].stem;
        assert_eq!(stem("Audits"), stem("auditing"));
        assert_eq!(stem("audited"), stem("audit"));
        assert_eq!(stem("patient's"), stem("patients"));
        assert_ne!(stem("bus"), stem("bu"));
    }

    #[test]
    fn classes_are_told_in_any_case() {
        let class = |word: &str| Phrase::new(word).words[0].class;
        assert!(class("ALWAYS").has(Class::ABSOLUTE) && class("Usually").has(Class::HEDGE));
        assert!(class("no").has(Class::NEGATION) && class("no").has(Class::ABSOLUTE));
        assert_eq!(class("segment"), Class::default());
    }
}
