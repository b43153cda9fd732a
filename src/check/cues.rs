//! What somebody sees of a question who does not read it: lengths, places, words in common.
//!
//! The cues are those of the item-writing literature (Haladyna, Downing & Rodriguez 2002; Millman, Bishop & Ebel 1965
//! on test-wiseness): nothing here knows what a word means.

use std::cmp::Ordering;

use crate::bank::view::{Asks, ChoiceText, View};
use crate::check::class::Class;
use crate::check::hash::hash;
use crate::check::rule::item::Item;
use crate::check::words::Phrase;
use crate::text::step::n_characters;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurfaceChoice {
    /// Characters.
    pub length: u32,
    /// Words of the stem that stand in this choice and in no other, cut to their stems.
    pub n_lone_stem_words: u16,
    /// How many words it has in common with the stem.
    pub n_stem_words: u16,
    /// Words such as "always".
    pub n_absolutes: u16,
    /// Words such as "usually".
    pub n_hedges: u16,
    /// Digits, capitals within, brackets, commas: marks of exactness.
    pub n_specifics: u16,
    /// How many other choices begin with the same word.
    pub n_same_beginning: u16,
    /// Mean share of words in common with the other choices, 0 to 1.
    pub likeness: f32,
}

/// Is the key of a `single` question longer than each other choice? Nothing for other types.
#[must_use]
pub fn is_key_longest(question: &View<'_>) -> Option<bool> {
    let Asks::Single { key } = question.asks else { return None };
    let length = |ChoiceText { text, .. }: &ChoiceText<'_>| match text.is_ascii() {
        true => text.len(),
        false => n_characters(text.as_bytes()),
    };
    let others = question.choices.iter().enumerate().filter(|(choice_ix, _)| *choice_ix != key);
    let longest = others.map(|(_, choice)| length(choice)).max()?;
    Some(length(question.choices.get(key)?) > longest)
}

/// The stems of the words of a text that carry content, in order, each once.
type Content = Vec<u32>;

/// Returns the surface of a `single` question; nothing for the other types.
#[must_use]
pub fn surface(item: &Item<'_>) -> Option<Surface> {
    let (key, _) = item.key()?;
    let stem = content(&item.stem);
    let contents: Vec<Content> = item.choices.iter().map(content).collect();
    let choices = (0..contents.len()).filter_map(|choice_ix| choice(item, choice_ix, &stem, &contents));
    Some(Surface { choices: choices.collect(), key })
}

fn choice(item: &Item<'_>, choice_ix: usize, stem: &Content, contents: &[Content]) -> Option<SurfaceChoice> {
    let phrase = item.choices.get(choice_ix)?;
    let own = contents.get(choice_ix)?;
    let others = || contents.iter().enumerate().filter(|(other_ix, _)| *other_ix != choice_ix);
    let of_stem = || own.iter().filter(|word| stem.binary_search(word).is_ok());
    let is_alone = |word: &&u32| others().all(|(_, other)| other.binary_search(word).is_err());
    let n_of = |class: Class| count(phrase.words.iter().filter(|word| word.class.has(class)).count());
    let beginning = |phrase: &Phrase<'_>| phrase.words.first().map(|word| word.hash);
    let n_same = item.choices.iter().filter(|other| beginning(other) == beginning(phrase)).count();
    let likeness: f64 = others().map(|(_, other)| jaccard(own, other)).sum();
    Some(SurfaceChoice {
        length: u32::try_from(phrase.n_characters).unwrap_or(u32::MAX),
        n_lone_stem_words: count(of_stem().filter(is_alone).count()),
        n_stem_words: count(of_stem().count()),
        n_absolutes: n_of(Class::ABSOLUTE),
        n_hedges: n_of(Class::HEDGE),
        n_specifics: count(n_specifics(phrase.text)),
        n_same_beginning: count(n_same - 1),
        likeness: (likeness / contents.len().saturating_sub(1).max(1) as f64) as f32,
    })
}

/// Returns a count; what is beyond any choice is cut off.
fn count(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn content(phrase: &Phrase<'_>) -> Content {
    let mut stems: Content = phrase.content().map(|word| hash(phrase.bare(word))).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Returns the share of elements in common of two sorted lists: |A ∩ B| / |A ∪ B| (Jaccard 1901), 0 for two empty ones.
#[must_use]
pub fn jaccard<T: Ord>(one: &[T], other: &[T]) -> f64 {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut n_common = 0;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            Ordering::Less => left.next(),
            Ordering::Greater => right.next(),
            Ordering::Equal => {
                n_common += 1;
                left.next();
                right.next()
            }
        };
    }
    let n_all = one.len() + other.len() - n_common;
    if n_all == 0 { 0.0 } else { n_common as f64 / n_all as f64 }
}

fn n_specifics(text: &str) -> usize {
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '(' | ',' | ';' | ':' | '%');
    let n_marks = text.chars().filter(|c| is_mark(*c)).count();
    n_marks + text.chars().skip(1).filter(|c| c.is_uppercase()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::question::{Body, Choice, ChoiceIx};
    use crate::bank::sample;
    use crate::check::rule::item::Month;
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
        let surface = surface(&Item::new(&View::of(&question), &Month::of_day("2026-11-21"))).unwrap();
        assert_eq!(surface.choices[0].n_lone_stem_words, 1);
        assert_eq!(surface.choices[1].n_lone_stem_words, 0);
        assert_eq!(surface.choices[0].length, 17);
    }
}
