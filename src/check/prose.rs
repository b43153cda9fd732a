//! How hard a text is to read, and whether it says "not".

/// Words by which a stem asks for what does not hold.
const NEGATIONS: [&str; 5] = ["except", "least", "never", "not", "without"];

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
    let is_letter = |c: char| c.is_alphabetic() || c == '\'';
    let words = || text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty());
    let n_words = words().count() as f64;
    if n_words == 0.0 {
        return 0.0;
    }
    let n_sentences = text
        .split(['.', '?', '!', '\n'])
        .filter(|part| part.chars().filter(|c| c.is_alphabetic()).take(2).count() > 1)
        .count()
        .max(1);
    let n_syllables: usize = words().map(syllables).sum();
    (0.39 * n_words / n_sentences as f64 + 11.8 * n_syllables as f64 / n_words - 15.59).max(0.0)
}

fn syllables(word: &str) -> usize {
    let spoken = ["es", "ed", "e"]
        .iter()
        .find_map(|ending| {
            let start = word.len().checked_sub(ending.len())?;
            let rest =
                word.get(start..).filter(|end| end.eq_ignore_ascii_case(ending)).and(word.get(..start))?;
            let is_spoken = rest.ends_with(['l', 't', 'd', 'L', 'T', 'D']) && *ending != "e";
            (!is_spoken).then_some(rest)
        })
        .filter(|rest| rest.chars().any(is_vowel))
        .unwrap_or(word);
    let mut n_groups = 0;
    let mut was_vowel = false;
    for character in spoken.chars() {
        let is_vowel = is_vowel(character);
        n_groups += usize::from(is_vowel && !was_vowel);
        was_vowel = is_vowel;
    }
    n_groups.max(1)
}

fn is_vowel(character: char) -> bool {
    matches!(character.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
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
    let words: Vec<&str> = question.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
    for (word_ix, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        if CLAUSES.contains(&lower.as_str()) {
            break;
        }
        let follows_at =
            word_ix > 0 && words.get(word_ix - 1).is_some_and(|before| before.eq_ignore_ascii_case("at"));
        let asks = match lower.as_str() {
            "not" | "except" => true,
            "least" => !follows_at,
            _ => false,
        };
        if asks && NEGATIONS.contains(&lower.as_str()) {
            let is_loud = word.chars().all(|c| !c.is_lowercase());
            found = if is_loud { Asking::NegativeInCapitals } else { return Asking::Negative };
        }
    }
    found
}

fn without_quotations(text: &str) -> String {
    let mut kept = String::new();
    let mut is_inside = false;
    for character in text.chars() {
        match character {
            '"' | '`' | '“' | '”' => is_inside = !is_inside,
            _ if !is_inside => kept.push(character),
            _ => {}
        }
    }
    kept
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
