//! Acronyms that are used and nowhere spelled out.

use std::collections::BTreeMap;

use crate::check::acronym::LENGTHS;
use crate::check::rule::bank::initials::Initials;
use crate::check::rule::digest::Digests;
use crate::check::rule::{At, BankNote, Note};

/// Bits of a letter in the code of an acronym.
const LETTER_BITS: u32 = 5;

/// The bits of the last three letters.
const TRIPLE: u32 = (1 << (3 * LETTER_BITS)) - 1;

/// Bits of a row of the set of triples.
const ROW_BITS: u32 = u64::BITS;

/// Rows of the set of triples: a bit for each of them.
const N_ROWS: usize = ((TRIPLE + 1) / ROW_BITS) as usize;

/// Acronyms that are still to be explained.
struct Uses<'bank> {
    by_code: BTreeMap<u32, Use<'bank>>,
    endings: Triples,
}

/// A set of three letters in a row.
struct Triples([u64; N_ROWS]);

/// Where an acronym was first used.
struct Use<'bank> {
    written: &'bank str,
    question_ix: usize,
    at: At,
}

/// Returns every acronym of stems and choices that no text of the bank spells out, at its first use.
pub(super) fn unexplained(digests: &Digests) -> Vec<BankNote> {
    let mut uses = Uses { by_code: BTreeMap::new(), endings: Triples([0; N_ROWS]) };
    for (question_ix, at, word) in digests.acronyms() {
        uses.insert(word, question_ix, at);
    }
    uses.strike_explained(&digests.initials);
    let mut left: Vec<Use<'_>> = uses.by_code.into_values().collect();
    left.sort_by_key(|used| (used.question_ix, used.written));
    left.iter().map(note).collect()
}

fn note(used: &Use<'_>) -> BankNote {
    let message = format!("`{}` is spelled out nowhere in the bank", used.written);
    let help = "write it out where it is first used, or in the explanation";
    BankNote { question_ix: used.question_ix, note: Note::new(used.at, message, help), other: None }
}

/// Returns a number for the letters of an acronym: a 1 and five bits a letter.
fn code(written: &str) -> u32 {
    written.bytes().fold(1, |code, letter| with_letter(code, u32::from(letter & 31)))
}

/// Returns the first letters of the last six words with one more; older ones fall out.
fn with_letter(letters: u32, letter: u32) -> u32 {
    (letters << LETTER_BITS) | letter
}

impl<'bank> Uses<'bank> {
    fn insert(&mut self, written: &'bank str, question_ix: usize, at: At) {
        let code = code(written);
        self.endings.insert(code & TRIPLE);
        self.by_code.entry(code).or_insert(Use { written, question_ix, at });
    }

    /// Takes out every acronym whose letters begin words in a row of some text; small words may be left out:
    /// "registration, evaluation and authorization of chemicals" spells two of them.
    fn strike_explained(&mut self, initials: &Initials) {
        let (mut all, mut large) = (0, 0);
        for initial in initials.iter() {
            // The end of a text is no letter, which keeps words of two texts apart.
            all = with_letter(all, initial.letter());
            // Without a branch: which words are small is as good as random to a processor that guesses ahead.
            let with_it = with_letter(large, initial.letter());
            large = if initial.is_small() { large } else { with_it };
            // Nearly no three words in a row begin as an acronym ends.
            if (self.endings.bit(all & TRIPLE) | self.endings.bit(large & TRIPLE)) & 1 != 0 {
                self.strike(all);
                if large != all {
                    self.strike(large);
                }
            }
        }
    }

    /// Takes out the acronyms that these letters end with.
    fn strike(&mut self, letters: u32) {
        let n_before = self.by_code.len();
        for n_letters in LENGTHS {
            let bits = LETTER_BITS * u32::try_from(n_letters).unwrap_or(0);
            self.by_code.remove(&((1 << bits) | (letters & ((1 << bits) - 1))));
        }
        if self.by_code.len() < n_before {
            self.endings = Triples([0; N_ROWS]);
            for code in self.by_code.keys() {
                self.endings.insert(code & TRIPLE);
            }
        }
    }
}

impl Triples {
    fn insert(&mut self, triple: u32) {
        if let Some(row) = self.0.get_mut((triple / ROW_BITS) as usize) {
            *row |= 1 << (triple % ROW_BITS);
        }
    }

    /// Returns a number whose lowest bit says whether the triple is in the set.
    fn bit(&self, triple: u32) -> u64 {
        self.0.get((triple / ROW_BITS) as usize).map_or(0, |row| row >> (triple % ROW_BITS))
    }
}
