//! Stems that say nearly the same.

use crate::check::cues::jaccard;
use crate::check::words::Phrase;

/// Likeness from which two stems count as one.
pub const TOO_LIKE: f64 = 0.7;

/// Words in a row that are compared.
const RUN: usize = 3;

/// Pairs after which no more are looked for: a bank of ten thousand copies has fifty million.
pub const MOST_PAIRS: usize = 10_000;

/// Counters of runs at most; runs that share one seem more frequent than they are, which costs time and misses nothing.
const MOST_COUNTERS: usize = 1 << 22;

/// The hashes of a stem's runs of three words, in order, each once.
pub type Runs = Box<[u32]>;

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

/// How often each run is met, counted up to 255: what matters is the order, and which come first of all.
struct Frequency(Vec<u8>);

/// Returns the hashes of the runs of three words of a stem; of a shorter one the hash of all of it.
#[must_use]
pub fn runs(stem: &Phrase<'_>) -> Runs {
    let hash =
        |hash: u64, word: u32| (hash.rotate_left(21) ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let words: Vec<u32> = stem.words.iter().map(|word| word.hash).collect();
    let of_run = |run: &[u32]| (run.iter().copied().fold(0, hash) >> 32) as u32;
    let mut runs: Vec<u32> =
        if words.len() < RUN { vec![of_run(&words)] } else { words.windows(RUN).map(of_run).collect() };
    runs.sort_unstable();
    runs.dedup();
    runs.into()
}

/// Returns the pairs of stems whose runs have a Jaccard likeness of at least [`TOO_LIKE`], up to [`MOST_PAIRS`].
///
/// Prefix filtering (Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007): of a stem with n runs only the n −
/// ⌈0.7 n⌉ + 1 rarest are looked up, since two stems that are alike enough share one of those.
#[must_use]
pub fn near_duplicates(stems: &[&Runs]) -> Vec<NearDuplicate> {
    let frequency = Frequency::of(stems);
    // A run and the position of a stem that has it, in one number each, which are sorted faster than pairs.
    let mut holders: Vec<u64> = Vec::new();
    let mut room = Vec::new();
    for (stem_ix, own) in (0..).zip(stems) {
        holders.extend(frequency.rarest(own, &mut room).iter().map(|run| joined(low(*run), stem_ix)));
    }
    holders.sort_unstable();
    let mut found = Vec::new();
    for sharing in holders.chunk_by(|one, other| one >> u32::BITS == other >> u32::BITS) {
        add_pairs(stems, sharing, &mut found);
        if found.len() >= MOST_PAIRS {
            break;
        }
    }
    found.sort_unstable_by_key(|pair| (pair.second, pair.first));
    found.dedup_by_key(|pair| (pair.second, pair.first));
    found
}

/// Returns a number that sorts by the one, then by the other.
fn joined(high: u32, low: u32) -> u64 {
    u64::from(high) << u32::BITS | u64::from(low)
}

/// Returns the second of two joined numbers.
fn low(joined: u64) -> u32 {
    (joined & u64::from(u32::MAX)) as u32
}

/// Adds the pairs among stems that share a run.
fn add_pairs(stems: &[&Runs], sharing: &[u64], found: &mut Vec<NearDuplicate>) {
    for (rank, second) in sharing.iter().enumerate() {
        for first in sharing.iter().take(rank) {
            let (first, second) = (low(*first) as usize, low(*second) as usize);
            let (Some(one), Some(other)) = (stems.get(first), stems.get(second)) else { continue };
            if !may_be_alike(one.len(), other.len()) {
                continue;
            }
            let likeness = jaccard(one, other);
            if likeness >= TOO_LIKE {
                found.push(NearDuplicate { first, second, likeness });
            }
            if found.len() >= MOST_PAIRS {
                return;
            }
        }
    }
}

/// Can two stems with so many runs be alike enough? If the one holds all runs of the other, the likeness is n / m.
fn may_be_alike(n: usize, m: usize) -> bool {
    n.min(m) as f64 >= TOO_LIKE * n.max(m) as f64
}

impl Frequency {
    fn of(stems: &[&Runs]) -> Self {
        let n_runs: usize = stems.iter().map(|own| own.len()).sum();
        let mut frequency = Self(vec![0; n_runs.next_power_of_two().min(MOST_COUNTERS)]);
        for run in stems.iter().flat_map(|own| own.iter()) {
            let place = frequency.place(*run);
            if let Some(count) = frequency.0.get_mut(place) {
                *count = count.saturating_add(1);
            }
        }
        frequency
    }

    fn place(&self, run: u32) -> usize {
        run as usize & (self.0.len() - 1)
    }

    /// Returns the runs of which every stem that is alike enough has one, each [`joined`] behind how often it is met.
    fn rarest<'room>(&self, own: &Runs, room: &'room mut Vec<u64>) -> &'room [u64] {
        let n = (own.len() + 1).saturating_sub((TOO_LIKE * own.len() as f64).ceil() as usize);
        let met = |run: u32| self.0.get(self.place(run)).copied().unwrap_or(0);
        room.clear();
        room.extend(own.iter().map(|run| joined(u32::from(met(*run)), *run)));
        if n < room.len() {
            room.select_nth_unstable(n);
        }
        room.get(..n).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all_runs(stems: &[&str]) -> Vec<Runs> {
        stems.iter().map(|stem| runs(&Phrase::new(stem))).collect()
    }

    fn found(stems: &[&str]) -> Vec<(usize, usize)> {
        let runs = all_runs(stems);
        let pairs = near_duplicates(&runs.iter().collect::<Vec<_>>());
        pairs.iter().map(|pair| (pair.first, pair.second)).collect()
    }

    #[test]
    fn stems_that_differ_in_one_word_at_the_end_are_found() {
        let stems = [
            "Which segment of an ADT message carries the identifiers of the patient today?",
            "Which role does the trainer play?",
            "Which segment of an ADT message carries the identifiers of the patient now?",
        ];
        assert_eq!(found(&stems), [(0, 2)]);
    }

    #[test]
    fn copies_without_end_are_counted_up_to_a_limit() {
        assert_eq!(found(&["Which segment carries the identifiers of the patient?"; 200]).len(), MOST_PAIRS);
    }

    proptest! {
        #[test]
        fn the_filter_misses_no_pair(stems in proptest::collection::vec("([ab] ){3,9}", 2..12)) {
            let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
            let runs = all_runs(&stems);
            let mut slow = Vec::new();
            for second in 0..stems.len() {
                for first in 0..second {
                    if jaccard(&runs[second], &runs[first]) >= TOO_LIKE {
                        slow.push((first, second));
                    }
                }
            }
            prop_assert_eq!(found(&stems), slow);
        }
    }
}
