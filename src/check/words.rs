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

/// Returns the word of the bytes from `start` to `end`.
fn read(text: &[u8], start: usize, end: usize, classes: &Classes) -> Word {
    let length = end - start;
    if length <= STEP_BYTES {
        return read_short(text, start, length, classes);
    }
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
fn read_short(text: &[u8], start: usize, length: usize, classes: &Classes) -> Word {
    let written = first_bytes(step_at(text, start), length);
    let step = written | SMALL;
    let byte_from_end = |n: usize| (step >> (8 * (length.saturating_sub(n) % STEP_BYTES))) as u8;
    let (mut n_owned, mut n_cut) = (length, 0);
    match byte_from_end(1) {
        b's' if length > 2 && byte_from_end(2) == b'\'' => n_owned -= 2,
        b's' | b'd' | b'g' => n_cut = n_of_ending(text.get(start..start + length).unwrap_or_default()),
        _ => {}
    }
    let hash = with_step(0, first_bytes(step, n_owned));
    let stem = if n_cut == 0 { hash } else { with_step(0, first_bytes(step, n_owned - n_cut)) };
    let mut class = classes.of(hash);
    let [first, second, ..] = written.to_le_bytes();
    if first.is_ascii_uppercase() && second.is_ascii_uppercase() {
        class |= Class::CAPITALS;
    }
    Word { hash, stem, class, start, end: start + length }
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
        let room = Vec::with_capacity(text.len() / 5 + 1);
        let mut phrase = Self { text: "", words: room, n_characters: 0, classes: Class::default() };
        phrase.turn_to(text);
        phrase
    }

    /// Becomes the phrase of another text, in the same memory.
    pub(crate) fn turn_to(&mut self, text: &'text str) {
        let bytes = text.as_bytes();
        let classes = Classes::known();
        self.text = text;
        self.n_characters = if text.is_ascii() { text.len() } else { text.chars().count() };
        self.words.clear();
        self.classes = Class::default();
        let add = |start, end| {
            let word = read(bytes, start, end, classes);
            self.classes |= word.class;
            self.words.push(word);
        };
        if self.n_characters == bytes.len() {
            each_word_of_ascii(bytes, add);
        } else {
            each_word(bytes, add);
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
    let mut open = None;
    // Does the byte before the block belong to a word?
    let mut before = 0;
    for (block_ix, block) in bytes.chunks(BLOCK_BYTES).enumerate() {
        let first = block_ix * BLOCK_BYTES;
        let block = Block::of(block);
        let mut inside = block.letters() | block.digits();
        let apostrophes = block.equal(b'\'');
        if apostrophes != 0 {
            let next = bytes.get(first + BLOCK_BYTES).is_some_and(u8::is_ascii_alphanumeric);
            inside |= apostrophes & (inside << 1 | before) & (inside >> 1 | u64::from(next) << 63);
        }
        let mut edges = inside ^ (inside << 1 | before);
        before = inside >> 63;
        while edges != 0 {
            let at = first + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            match open.take() {
                Some(start) => add(start, at),
                None => open = Some(at),
            }
        }
    }
    if let Some(start) = open {
        add(start, bytes.len());
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
