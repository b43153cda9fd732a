//! How hard a text is to read, and whether it says "not".

use std::borrow::Cow;

use crate::check::class::DENIALS;
use crate::text::block::{BLOCK_BYTES, Block};

/// Words that begin a clause of its own, which may say "not" without asking for it.
const CLAUSES: [&str; 11] =
    ["although", "and", "because", "if", "since", "so", "that", "though", "when", "while", "who"];

/// Returns the reading grade of a text in school years, 0 for one without words.
///
/// Kincaid, Fishburne, Rogers & Chissom 1975, "Derivation of new readability formulas", page 14: 0.39 words / sentences +
/// 11.8 syllables / words − 15.59. Syllables are counted as groups of vowels, a silent final e left out. Worked:
/// "The nurse scans the band." gives 5 words, 5 syllables, 1 sentence: −1.84, drawn to 0.
#[must_use]
pub fn reading_grade(text: &str) -> f64 {
    let counts = if text.is_ascii() { counted_in_blocks(text.as_bytes()) } else { None };
    counts.unwrap_or_else(|| counted(text)).grade()
}

/// Counts a text of ASCII in blocks of whole words, a bit for each byte; nothing where a word fills a block.
fn counted_in_blocks(bytes: &[u8]) -> Option<Counts> {
    let mut counts = Counts::default();
    let mut n_letters = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let block = Block::of(rest);
        let n_bytes = match rest.len() < BLOCK_BYTES {
            true => rest.len(),
            false => BLOCK_BYTES - (!word_bytes(&block)).leading_zeros() as usize,
        };
        let n_left_out = u32::try_from(BLOCK_BYTES - n_bytes).ok()?;
        let read = u64::MAX.checked_shr(n_left_out)?;
        counts.add_words(&block, read);
        let letters = block.letters() & read;
        let mut ends = (block.any_of(*b".?!") | block.equal(b'\n')) & read;
        let mut before = 0;
        while ends != 0 {
            let up_to = ends ^ (ends - 1);
            ends &= ends - 1;
            n_letters += (letters & up_to & !before).count_ones() as usize;
            counts.add_sentence(std::mem::take(&mut n_letters));
            before = up_to;
        }
        n_letters += (letters & !before).count_ones() as usize;
        rest = rest.get(n_bytes..)?;
    }
    counts.add_sentence(n_letters);
    Some(counts)
}

/// Returns which bytes of a block belong to words: letters and apostrophes.
fn word_bytes(block: &Block) -> u64 {
    block.letters() | block.equal(b'\'')
}

/// Counts what a text is made of, given its characters with the bytes at which they begin.
fn counted(text: &str) -> Counts {
    let mut counts = Counts::default();
    let mut start = None;
    let mut n_letters = 0;
    for (at, character) in text.char_indices() {
        let is_letter = character.is_alphabetic();
        n_letters += usize::from(is_letter);
        if is_letter || character == '\'' {
            start = start.or(Some(at));
            continue;
        }
        counts.add_word(start.take().and_then(|start| text.get(start..at)));
        if matches!(character, '.' | '?' | '!' | '\n') {
            counts.add_sentence(std::mem::take(&mut n_letters));
        }
    }
    counts.add_word(start.and_then(|start| text.get(start..)));
    counts.add_sentence(n_letters);
    counts
}

/// What of a text its grade is made of.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    n_words: usize,
    n_syllables: usize,
    n_sentences: usize,
}

impl Counts {
    fn add_word(&mut self, word: Option<&str>) {
        if let Some(word) = word {
            self.n_words += 1;
            self.n_syllables += syllables(word);
        }
    }

    /// Adds the words of a block that are to be read, which neither begin before it nor end behind it.
    ///
    /// The same as [`syllables`] for all words at once: the vowels that are spoken, and how many groups they form; a
    /// word without any has one syllable.
    fn add_words(&mut self, block: &Block, read: u64) {
        let inside = word_bytes(block) & read;
        let e = block.letter(b'e') & inside;
        let ends_word = inside & !(inside >> 1);
        let before_last = inside & (ends_word >> 1);
        let s_or_d = (block.letter(b's') | block.letter(b'd')) & inside;
        let l_t_or_d = (block.letter(b'l') | block.letter(b't') | block.letter(b'd')) & inside;
        let silent = e & (ends_word | (before_last & s_or_d >> 1 & !(l_t_or_d << 1)));
        let spoken = (block.any_letter_of(*b"aeiou") | block.letter(b'y')) & inside & !silent;
        // Adding the vowels to the bits of a word carries over its end where there is a vowel.
        let with_vowel = inside.wrapping_add(spoken) & (inside << 1) & !inside;
        let n_words = ends_word.count_ones() as usize;
        let n_groups = (spoken & !(spoken << 1)).count_ones() as usize;
        self.n_words += n_words;
        self.n_syllables += n_groups + n_words - with_vowel.count_ones() as usize;
    }

    /// Adds a sentence; a letter alone is the initial of a name.
    fn add_sentence(&mut self, n_letters: usize) {
        self.n_sentences += usize::from(n_letters > 1);
    }

    fn grade(&self) -> f64 {
        if self.n_words == 0 {
            return 0.0;
        }
        let n_words = self.n_words as f64;
        let words_a_sentence = n_words / self.n_sentences.max(1) as f64;
        (0.39 * words_a_sentence + 11.8 * self.n_syllables as f64 / n_words - 15.59).max(0.0)
    }
}

fn syllables(word: &str) -> usize {
    let bytes = word.as_bytes();
    let rest = match bytes {
        [rest @ .., b'e' | b'E', b's' | b'S' | b'd' | b'D']
            if !rest.last().is_some_and(|last| is_spoken(*last)) =>
        {
            rest
        }
        [rest @ .., b'e' | b'E'] => rest,
        _ => bytes,
    };
    let spoken = if rest.iter().copied().any(is_vowel) { rest } else { bytes };
    let mut n_groups = 0;
    let mut was_vowel = false;
    for byte in spoken {
        let is_vowel = is_vowel(*byte);
        n_groups += usize::from(is_vowel && !was_vowel);
        was_vowel = is_vowel;
    }
    n_groups.max(1)
}

/// Is the "e" behind this letter spoken before a last "s" or "d": "coded", "tables"?
fn is_spoken(letter: u8) -> bool {
    matches!(letter.to_ascii_lowercase(), b'l' | b't' | b'd')
}

fn is_vowel(letter: u8) -> bool {
    // A bit for each letter; its capital has the same last five bits, and so have signs that are not in words.
    const VOWELS: u32 = 1 << 1 | 1 << 5 | 1 << 9 | 1 << 15 | 1 << 21 | 1 << 25;
    letter.is_ascii_alphabetic() && VOWELS >> (letter & 31) & 1 == 1
}

/// How a stem's question asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// For what holds.
    Positive,
    /// For what does not hold, and says so in capitals.
    NegativeInCapitals,
    /// For what does not hold, in a word that is easily overlooked.
    Negative,
}

/// Returns how a stem asks: only its last sentence counts, since a situation may say "not" without asking for it.
///
/// Words inside quotation marks or code are the situation's too, and so is what follows a word such as "because".
#[must_use]
pub fn asking(stem: &str) -> Asking {
    let stem = stem.trim_end();
    let body = stem.trim_end_matches(['?', '.', ':', '!']);
    let start = body.rfind(['.', '?', '!', ':', '\n']).map_or(0, |at| at + 1);
    let question = without_quotations(stem.get(start..).unwrap_or(stem));
    let mut found = Asking::Positive;
    let mut before = "";
    for word in question.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        let is = |known: &&str| word.eq_ignore_ascii_case(known);
        if CLAUSES.iter().any(is) {
            break;
        }
        let follows_at = std::mem::replace(&mut before, word).eq_ignore_ascii_case("at");
        if DENIALS.iter().any(is) && !(follows_at && is(&"least")) {
            let is_loud = word.chars().all(|c| !c.is_lowercase());
            found = if is_loud { Asking::NegativeInCapitals } else { return Asking::Negative };
        }
    }
    found
}

fn without_quotations(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '`', '“', '”']) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut is_inside = false;
    for character in text.chars() {
        match character {
            '"' | '`' | '“' | '”' => is_inside = !is_inside,
            _ if !is_inside => kept.push(character),
            _ => {}
        }
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_grades_are_those_of_the_formula() {
        assert_eq!(reading_grade("The nurse scans the band."), 0.0);
        // 9 words, 1 sentence, 24 syllables by this count: 0.39 * 9 + 11.8 * 24 / 9 − 15.59.
        let hard = "Interoperability certification necessitates organizational accountability, documentation, evaluation, communication, negotiation.";
        assert!(reading_grade(hard) > 20.0);
        assert_eq!(reading_grade(""), 0.0);
        assert_eq!(reading_grade("42 %"), 0.0);
    }

    proptest::proptest! {
        #[test]
        fn blocks_and_characters_give_the_same_counts(
            text in "([bdelst']{1,4}|[aeiouyAE]{1,2}|[xB-][ .?!\n]{1,3}|[a-z]{1,70}){0,30}",
        ) {
            if let Some(counts) = counted_in_blocks(text.as_bytes()) {
                proptest::prop_assert_eq!(counts, counted(&text), "{:?}", text);
            } else {
                let is_long = |word: &str| word.len() >= BLOCK_BYTES - 1;
                proptest::prop_assert!(text.split(|c: char| !c.is_ascii_alphabetic() && c != '\'').any(is_long));
            }
        }
    }

    #[test]
    fn syllables_are_groups_of_vowels_less_a_silent_end() {
        for (word, n) in [
            ("nurse", 1),
            ("patient", 2),
            ("records", 2),
            ("table", 1),
            ("coded", 2),
            ("the", 1),
            ("scanned", 1),
        ] {
            assert_eq!(syllables(word), n, "{word}");
        }
    }

    #[test]
    fn only_the_asking_sentence_counts() {
        for (stem, expected) in [
            ("A patient has not eaten. Which step comes first?", Asking::Positive),
            ("Which of these is not a segment?", Asking::Negative),
            ("Which of these is NOT a segment?", Asking::NegativeInCapitals),
            ("Which device fits at least two rooms?", Asking::Positive),
            ("Which device is the least costly?", Asking::Negative),
            ("Which key tells that the report was not altered?", Asking::Positive),
            ("Which charge is taken off, because the rule does not allow it?", Asking::Positive),
            ("Which error does \"not found\" mean?", Asking::Positive),
        ] {
            assert_eq!(asking(stem), expected, "{stem}");
        }
    }
}
