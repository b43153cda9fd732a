//! Stems that say nearly the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::check::cues::words;

/// Likeness from which two stems count as one.
pub const TOO_LIKE: f64 = 0.7;

/// Words in a row that are compared.
const GRAM: usize = 3;

/// Two stems that say nearly the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearDuplicate {
    /// Position of the one.
    pub first: usize,
    /// Position of the other, greater than `first`.
    pub second: usize,
    /// Share of runs of three words in common, 0 to 1.
    pub likeness: f64,
}

/// Returns all pairs of stems whose runs of three words have a Jaccard likeness of at least [`TOO_LIKE`].
///
/// Prefix filtering (Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007): of a stem with n runs only the n −
/// ⌈0.7 n⌉ + 1 rarest are looked up, since two stems that are alike enough share one of those.
#[must_use]
pub fn near_duplicates(stems: &[&str]) -> Vec<NearDuplicate> {
    let mut grams: Vec<Vec<u64>> = stems.iter().map(|stem| runs(stem)).collect();
    let mut frequency: HashMap<u64, usize> = HashMap::new();
    for gram in grams.iter().flatten() {
        *frequency.entry(*gram).or_default() += 1;
    }
    for own in &mut grams {
        own.sort_unstable_by_key(|gram| (frequency.get(gram).copied().unwrap_or(0), *gram));
    }
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (second, own) in grams.iter().enumerate() {
        let n_prefix = (own.len() + 1).saturating_sub((TOO_LIKE * own.len() as f64).ceil() as usize);
        let mut candidates: Vec<usize> =
            own.iter().take(n_prefix).filter_map(|gram| holders.get(gram)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        for first in candidates {
            let likeness = grams.get(first).map_or(0.0, |other| likeness(own, other));
            if likeness >= TOO_LIKE {
                found.push(NearDuplicate { first, second, likeness });
            }
        }
        for gram in own.iter().take(n_prefix) {
            holders.entry(*gram).or_default().push(second);
        }
    }
    found
}

/// Returns the hashes of the runs of three words, each once; of a shorter text the hash of all of it.
fn runs(stem: &str) -> Vec<u64> {
    let words: Vec<String> = words(stem).collect();
    let hash = |run: &[String]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    let mut runs: Vec<u64> =
        if words.len() < GRAM { vec![hash(&words)] } else { words.windows(GRAM).map(hash).collect() };
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn likeness(one: &[u64], other: &[u64]) -> f64 {
    let n_common = one.iter().filter(|gram| other.contains(gram)).count();
    n_common as f64 / (one.len() + other.len() - n_common) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stems_that_differ_in_one_word_at_the_end_are_found() {
        let stems = [
            "Which segment of an ADT message carries the identifiers of the patient today?",
            "Which role does the trainer play?",
            "Which segment of an ADT message carries the identifiers of the patient now?",
        ];
        let found = near_duplicates(&stems);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].first, found[0].second), (0, 2));
    }

    proptest! {
        #[test]
        fn the_filter_misses_no_pair(stems in proptest::collection::vec("([ab] ){3,9}", 2..12)) {
            let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
            let mut slow = Vec::new();
            for second in 0..stems.len() {
                for first in 0..second {
                    if likeness(&runs(stems[second]), &runs(stems[first])) >= TOO_LIKE {
                        slow.push((first, second));
                    }
                }
            }
            let fast: Vec<_> = near_duplicates(&stems).iter().map(|pair| (pair.first, pair.second)).collect();
            prop_assert_eq!(fast, slow);
        }
    }
}
