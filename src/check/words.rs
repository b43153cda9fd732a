//! Words of a text without a copy of them: hashed, cut to their stems, and told by their classes.
//!
//! The rules look at every word of a hundred thousand questions; [`crate::check::cues`] makes strings instead, for the
//! statistics.

use std::sync::LazyLock;

use crate::check::cues::{ABSOLUTES, COMMON_WORDS, HEDGES};

/// Words that say no.
const NEGATIONS: [&str; 10] =
    ["cannot", "except", "least", "neither", "never", "no", "none", "nor", "not", "without"];

/// Words that mean the day on which somebody reads them.
const PRESENT: [&str; 5] = ["current", "currently", "latest", "newest", "nowadays"];

/// Words of laws and programmes, whose figures change.
const LAWS: [&str; 22] = [
    "act",
    "ahrq",
    "ccpa",
    "cfr",
    "cms",
    "cures",
    "gdpr",
    "hhs",
    "hipaa",
    "hitech",
    "law",
    "macra",
    "medicaid",
    "medicare",
    "mips",
    "ocr",
    "onc",
    "regulation",
    "regulations",
    "rule",
    "statute",
    "uscdi",
];

/// Standards with versions that differ in what they ask of systems.
const VERSIONED: [&str; 5] = ["ccda", "cda", "fhir", "snomed", "uscdi"];

/// Words of questions whose answer changes from version to version.
const OF_A_VERSION: [&str; 11] = [
    "added",
    "cardinality",
    "deprecated",
    "mandatory",
    "maturity",
    "normative",
    "removed",
    "renamed",
    "required",
    "requires",
    "retired",
];

/// Words that judge a statement.
const JUDGEMENTS: [&str; 6] = ["accurate", "correct", "false", "incorrect", "right", "true"];

/// Classes of a word, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u16);

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

/// Start of the hash (Fowler, Noll & Vo, FNV-1a of 64 bits).
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// Factor of the hash.
const PRIME: u64 = 0x0100_0000_01b3;

/// Places of the table of classes; three quarters stay empty.
const N_PLACES: usize = 1024;

impl Class {
    /// Too common to tell anything.
    pub const COMMON: Self = Self(1);
    /// Leaves no exception.
    pub const ABSOLUTE: Self = Self(2);
    /// Leaves room.
    pub const HEDGE: Self = Self(4);
    /// Says no.
    pub const NEGATION: Self = Self(8);
    /// Means the day on which it is read.
    pub const PRESENT: Self = Self(16);
    /// Belongs to laws and programmes.
    pub const LAW: Self = Self(32);
    /// Names a standard of which there are versions.
    pub const VERSIONED: Self = Self(64);
    /// Says what changes from version to version.
    pub const OF_A_VERSION: Self = Self(128);
    /// Judges a statement.
    pub const JUDGEMENT: Self = Self(256);

    /// Is the word of that class too?
    #[must_use]
    pub fn has(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }

    fn of(hash: u64) -> Self {
        for (known, class) in CLASSES.get(place(hash)..).unwrap_or_default() {
            if *known == hash {
                return *class;
            }
            if *known == 0 {
                break;
            }
        }
        Self::default()
    }
}

/// Classes by hash, with linear probing; the places behind the last are for what would run over.
static CLASSES: LazyLock<Vec<(u64, Class)>> = LazyLock::new(|| {
    let lists: [(&[&str], Class); 9] = [
        (&COMMON_WORDS, Class::COMMON),
        (&ABSOLUTES, Class::ABSOLUTE),
        (&HEDGES, Class::HEDGE),
        (&NEGATIONS, Class::NEGATION),
        (&PRESENT, Class::PRESENT),
        (&LAWS, Class::LAW),
        (&VERSIONED, Class::VERSIONED),
        (&OF_A_VERSION, Class::OF_A_VERSION),
        (&JUDGEMENTS, Class::JUDGEMENT),
    ];
    let mut table = vec![(0, Class::default()); N_PLACES * 2];
    for (word, class) in lists.iter().flat_map(|(words, class)| words.iter().map(move |word| (word, class))) {
        let hash = hash(word);
        let mut places = table.iter_mut().skip(place(hash));
        if let Some((known, classes)) = places.find(|(known, _)| *known == 0 || *known == hash) {
            *known = hash;
            classes.0 |= class.0;
        }
    }
    table
});

fn place(hash: u64) -> usize {
    (hash ^ (hash >> 32)) as usize % N_PLACES
}

/// Returns the hash of a word as [`Word::hash`] has it.
#[must_use]
pub fn hash(word: &str) -> u64 {
    hashed(OFFSET, word.as_bytes())
}

/// Returns the hash of bytes that follow others, capitals read as small letters.
fn hashed(before: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(before, |hash, byte| (hash ^ u64::from(byte | 0x20)).wrapping_mul(PRIME))
}

/// Returns the word of these bytes, which begin at `start`.
fn read(bytes: &[u8], start: usize) -> Word {
    let end = start + bytes.len();
    // "patient's" is the patient.
    let (bytes, is_possessive) = match bytes {
        [owner @ .., b'\'', b's' | b'S'] => (owner, true),
        _ => (bytes, false),
    };
    let n_cut = if is_possessive { 0 } else { n_of_ending(bytes) };
    let (kept, ending) = bytes.split_at_checked(bytes.len() - n_cut).unwrap_or((bytes, &[]));
    let stem = hashed(OFFSET, kept);
    let hash = hashed(stem, ending);
    Word { hash, stem, class: Class::of(hash), start, end }
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
pub(crate) struct Kinds([Kind; 256]);

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
pub(crate) fn kinds() -> &'static Kinds {
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
    /// Does the byte belong to a word, apostrophes counted in?
    pub(crate) fn is_word(&self, byte: u8) -> bool {
        self.kind(byte) != Kind::Between
    }

    fn kind(&self, byte: u8) -> Kind {
        // The table has a place for every byte.
        self.0.get(usize::from(byte)).copied().unwrap_or(Kind::Between)
    }
}

impl<'text> Phrase<'text> {
    /// Returns the words of a text: letters, digits and apostrophes between them.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let bytes = text.as_bytes();
        let kinds = kinds();
        let kind = |at: usize| bytes.get(at).map_or(Kind::Between, |byte| kinds.kind(*byte));
        let mut phrase =
            Self { text, words: Vec::with_capacity(text.len() / 5 + 1), n_characters: 0, classes: Class(0) };
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            at += word_length(&kind, bytes, at);
            if at > start {
                let word = read(bytes.get(start..at).unwrap_or_default(), start);
                phrase.classes.0 |= word.class.0;
                phrase.words.push(word);
            }
            at += if is_dash_or_quotation(bytes, at) { 3 } else { 1 };
        }
        phrase.n_characters = if text.is_ascii() { text.len() } else { text.chars().count() };
        phrase
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

/// Returns how many bytes from `at` on belong to a word.
fn word_length(kind: &impl Fn(usize) -> Kind, bytes: &[u8], at: usize) -> usize {
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
