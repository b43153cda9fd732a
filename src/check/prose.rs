//! How hard a text is to read, and whether it says "not".

use std::borrow::Cow;

/// Words by which a stem asks for what does not hold.
const NEGATIONS: [&str; 3] = ["except", "least", "not"];

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
    if text.is_ascii() {
        counted(text, text.bytes().map(char::from).enumerate()).grade()
    } else {
        counted(text, text.char_indices()).grade()
    }
}

/// Counts what a text is made of, given its characters with the bytes at which they begin.
fn counted(text: &str, characters: impl Iterator<Item = (usize, char)>) -> Counts {
    let mut counts = Counts::default();
    let mut start = None;
    let mut n_letters = 0;
    for (at, character) in characters {
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
#[derive(Default)]
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
        if NEGATIONS.iter().any(is) && !(follows_at && is(&"least")) {
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
