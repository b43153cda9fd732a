//! What somebody sees of a question who does not read it: lengths, places, words in common.
//!
//! The cues are those of the item-writing literature (Haladyna, Downing & Rodriguez 2002; Millman, Bishop & Ebel 1965
//! on test-wiseness): nothing here knows what a word means.

use std::collections::HashSet;

use crate::bank::question::{Body, ChoiceIx, Question};

/// Words too common to be a cue.
pub(crate) const COMMON_WORDS: [&str; 68] = [
    "a", "after", "an", "and", "are", "as", "at", "be", "been", "before", "being", "but", "by", "can",
    "could", "did", "do", "does", "each", "for", "from", "had", "has", "have", "her", "his", "how", "if",
    "in", "into", "is", "it", "its", "may", "more", "most", "no", "not", "of", "on", "one", "or", "she",
    "should", "so", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "was",
    "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

/// Words that leave no exception.
pub(crate) const ABSOLUTES: [&str; 16] = [
    "absolutely",
    "all",
    "always",
    "any",
    "cannot",
    "completely",
    "entirely",
    "every",
    "everyone",
    "must",
    "never",
    "no",
    "none",
    "nothing",
    "only",
    "solely",
];

/// Words that leave room.
pub(crate) const HEDGES: [&str; 16] = [
    "can",
    "commonly",
    "could",
    "frequently",
    "generally",
    "likely",
    "mainly",
    "may",
    "might",
    "most",
    "often",
    "possibly",
    "probably",
    "sometimes",
    "typically",
    "usually",
];

/// A `single` question as the surface shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// Its choices in file order.
    pub choices: Vec<SurfaceChoice>,
    /// Position of the key in file order.
    pub key: usize,
}

/// A choice as the surface shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceChoice {
    /// Characters.
    pub length: usize,
    /// Words of the stem that stand in this choice and in no other, folded and cut to their stems.
    pub lone_stem_words: Vec<String>,
    /// How many words it has in common with the stem.
    pub n_stem_words: usize,
    /// Words such as "always".
    pub n_absolutes: usize,
    /// Words such as "usually".
    pub n_hedges: usize,
    /// Digits, capitals within, brackets, commas: marks of exactness.
    pub n_specifics: usize,
    /// Mean share of words in common with the other choices, 0 to 1.
    pub likeness: f64,
    /// How many other choices begin with the same word.
    pub n_same_beginning: usize,
}

/// Returns the surface of a `single` question; nothing for the other types.
#[must_use]
pub fn surface(question: &Question) -> Option<Surface> {
    let Body::Single { choices, key: ChoiceIx(key) } = &question.body else { return None };
    let stem: HashSet<String> = content_words(question.stem.as_str()).collect();
    let texts: Vec<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
    let words: Vec<Vec<String>> = texts.iter().map(|text| words(text).collect()).collect();
    let content: Vec<HashSet<String>> = texts.iter().map(|text| content_words(text).collect()).collect();
    let choices = texts
        .iter()
        .zip(&words)
        .zip(&content)
        .enumerate()
        .map(|(choice_ix, ((text, own_words), own_content))| {
            let others = || content.iter().enumerate().filter(move |(other_ix, _)| *other_ix != choice_ix);
            let mut lone_stem_words: Vec<String> = own_content
                .intersection(&stem)
                .filter(|word| others().all(|(_, other)| !other.contains(*word)))
                .cloned()
                .collect();
            lone_stem_words.sort_unstable();
            let n_others = content.len().saturating_sub(1).max(1) as f64;
            let count = |list: &[&str]| own_words.iter().filter(|word| list.contains(&word.as_str())).count();
            SurfaceChoice {
                length: text.chars().count(),
                lone_stem_words,
                n_stem_words: own_content.intersection(&stem).count(),
                n_absolutes: count(&ABSOLUTES),
                n_hedges: count(&HEDGES),
                n_specifics: n_specifics(text),
                likeness: others().map(|(_, other)| jaccard(own_content, other)).sum::<f64>() / n_others,
                n_same_beginning: words.iter().filter(|other| other.first() == own_words.first()).count() - 1,
            }
        })
        .collect();
    Some(Surface { choices, key: usize::from(*key) })
}

/// Returns the words of a text, in lower case, without punctuation.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Returns the words that carry content, cut to their stems.
pub fn content_words(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text)
        .filter(|word| word.chars().count() > 2 && COMMON_WORDS.binary_search(&word.as_str()).is_err())
        .map(|word| word_stem(&word))
}

/// Returns a word without the endings of plural and verb forms, where four letters stay.
fn word_stem(word: &str) -> String {
    ["ing", "ed", "es", "s"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 4))
        .unwrap_or(word)
        .to_owned()
}

/// Returns the share of elements in common: |A ∩ B| / |A ∪ B| (Jaccard 1901), 0 for two empty sets.
#[must_use]
pub fn jaccard(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    let n_common = one.intersection(other).count();
    let n_all = one.len() + other.len() - n_common;
    if n_all == 0 { 0.0 } else { n_common as f64 / n_all as f64 }
}

fn n_specifics(text: &str) -> usize {
    let n_marks =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '(' | ',' | ';' | ':' | '%')).count();
    let n_capitals = text.chars().skip(1).filter(|c| c.is_uppercase()).count();
    n_marks + n_capitals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::question::Choice;
    use crate::bank::sample;
    use crate::text::SafeText;

    #[test]
    fn lists_of_words_are_sorted_for_searching() {
        assert!(COMMON_WORDS.is_sorted() && ABSOLUTES.is_sorted() && HEDGES.is_sorted());
    }

    #[test]
    fn a_stem_word_in_one_choice_alone_is_seen_through_its_endings() {
        let texts = ["Auditing the logs", "Training the nurses", "Calling the vendor"];
        let choices = texts.map(|text| Choice { text: SafeText::line(text), rationale: None }).to_vec();
        let mut question = sample::question("q", Body::Single { choices, key: ChoiceIx(0) });
        question.stem = SafeText::line("Nobody looks at the audit log. What comes first?");
        let surface = surface(&question).unwrap();
        assert_eq!(surface.choices[0].lone_stem_words, ["audit"]);
        assert_eq!(surface.choices[1].lone_stem_words, Vec::<String>::new());
        assert_eq!(surface.choices[0].length, 17);
    }
}
