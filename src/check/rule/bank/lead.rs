//! Which answers the words of a stem may lead to: each is looked up by a pair of its words.

use std::collections::HashMap;

use crate::check::rule::digest::{Digest, Digests};

/// Keys that one word leads to; a word of more keys is a word of the subject.
const MOST_KEYS_OF_A_WORD: usize = 12;

/// Bits of the set of leads: few of a stem's pairs of words are in it, and it stays near.
const N_BITS: usize = 1 << 18;

/// Bits of a row of that set.
const ROW_BITS: usize = u64::BITS as usize;

/// Drawers in which leads lie: a few in each.
const N_DRAWERS: usize = 1 << 12;

/// What makes a number of a pair whose highest bits are as good as random: 2⁶⁴ divided by the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The questions whose answers hold a word, or two words in a row where they have as many.
pub(super) struct Leads {
    /// Drawer by drawer.
    leads: Vec<Lead>,
    /// Where each drawer begins, and behind the last one its end.
    drawers: Vec<usize>,
    /// A bit for each pair that leads somewhere; others share it.
    bits: Box<[u64; N_BITS / ROW_BITS]>,
}

/// A pair of words that leads to an answer.
pub(super) struct Lead {
    key: u64,
    /// Position of the question among the digests.
    pub(super) digest_ix: usize,
    /// Position in the answer of the second word of the pair.
    second_ix: usize,
    n_words: usize,
    /// What the words of the answer come to.
    sum: u32,
}

impl Leads {
    pub(super) fn new(digests: &Digests) -> Self {
        let mut n_keys: HashMap<u32, usize> = HashMap::new();
        for lead in digests.iter().filter_map(|digest| digest.lead()) {
            *n_keys.entry(lead).or_default() += 1;
        }
        let is_rare = |digest: &Digest<'_>| {
            let n_keys = digest.lead().and_then(|lead| n_keys.get(&lead));
            n_keys.is_some_and(|n_keys| *n_keys <= MOST_KEYS_OF_A_WORD)
        };
        let leading = digests.iter().enumerate().filter(|(_, digest)| is_rare(digest));
        let mut leads: Vec<Lead> =
            leading.filter_map(|(digest_ix, digest)| Lead::to(digest_ix, digest)).collect();
        leads.sort_unstable_by_key(|lead| (lead.key, lead.digest_ix));
        let mut bits = Box::new([0; N_BITS / ROW_BITS]);
        let mut drawers = vec![0; N_DRAWERS + 1];
        for (lead_ix, lead) in leads.iter().enumerate() {
            let (row_ix, bit) = place(lead.key);
            if let Some(row) = bits.get_mut(row_ix) {
                *row |= bit;
            }
            if let Some(end) = drawers.get_mut(drawer(lead.key) + 1) {
                *end = lead_ix + 1;
            }
        }
        // An empty drawer begins and ends where the one before it ends.
        let mut end = 0;
        for drawer in &mut drawers {
            end = end.max(*drawer);
            *drawer = end;
        }
        Self { leads, drawers, bits }
    }

    /// May a pair of words lead somewhere?
    pub(super) fn may_lead(&self, pair: u64) -> bool {
        let (row_ix, bit) = place(key(pair));
        self.bits.get(row_ix).is_some_and(|row| row & bit != 0)
    }

    /// Returns where a pair of words leads to.
    pub(super) fn of(&self, pair: u64) -> impl Iterator<Item = &Lead> {
        let key = key(pair);
        let ends = self.drawers.get(drawer(key)..).and_then(<[usize]>::first_chunk);
        let within = ends.and_then(|[start, end]| self.leads.get(*start..*end)).unwrap_or_default();
        within.iter().filter(move |lead| lead.key == key)
    }
}

impl Lead {
    fn to(digest_ix: usize, digest: Digest<'_>) -> Option<Self> {
        let answer = digest.answer();
        Some(Self {
            key: key(digest.lead_pair()?),
            digest_ix,
            second_ix: digest.lead_pair_ix()?,
            n_words: answer.len(),
            sum: sum(answer),
        })
    }

    /// May a stem say the answer, with the second word of the pair at this position? What is told here of the answer
    /// spares a look at it, which lies far away.
    pub(super) fn may_be_said(&self, stem: &[u32], word_ix: usize) -> bool {
        let start = word_ix.checked_sub(self.second_ix);
        let said = start.and_then(|start| stem.get(start..start + self.n_words));
        said.is_some_and(|said| sum(said) == self.sum)
    }
}

/// Returns a number for the hashes of words in a row.
fn sum(words: &[u32]) -> u32 {
    words.iter().fold(0, |sum: u32, word| sum.rotate_left(5) ^ word)
}

fn key(pair: u64) -> u64 {
    pair.wrapping_mul(FACTOR)
}

/// Returns the drawer of a key.
fn drawer(key: u64) -> usize {
    (key >> (u64::BITS - N_DRAWERS.ilog2())) as usize
}

/// Returns the row and the bit of a key in the set of leads.
fn place(key: u64) -> (usize, u64) {
    let place = (key >> (u64::BITS - N_BITS.ilog2())) as usize;
    (place / ROW_BITS, 1 << (place % ROW_BITS))
}
