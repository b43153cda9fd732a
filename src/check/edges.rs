//! Where the words of a text begin and end: letters, digits and apostrophes between them.

use crate::text::block::{BLOCK_BYTES, Block};
use crate::text::step::n_characters;

/// Bytes behind the text: a block may begin at its last byte.
const BEHIND: usize = BLOCK_BYTES;

/// Edges that are looked for together.
const FEW: usize = 8;

/// Where words begin and end in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    /// First byte of a word and the byte behind its last, in turns.
    edges: Vec<u32>,
    /// The text, with zeros behind it, so that whole blocks and steps are read of it.
    text: Vec<u8>,
    n_characters: usize,
    has_apostrophes: bool,
    may_have_acronyms: bool,
}

impl Edges {
    /// Finds the words of a text, and forgets those of the one before.
    pub(super) fn find(&mut self, text: &str) {
        self.edges.clear();
        self.text.clear();
        self.text.extend_from_slice(text.as_bytes());
        self.text.extend_from_slice(&[0; BEHIND]);
        if text.is_ascii() {
            self.n_characters = text.len();
            self.find_in_ascii();
        } else {
            self.n_characters = n_characters(text.as_bytes());
            each_word(text.as_bytes(), |start, end| self.edges.extend([start as u32, end as u32]));
            (self.has_apostrophes, self.may_have_acronyms) = (true, true);
        }
    }

    /// Returns the text with zeros behind it, as many as a block has bytes.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Returns how many characters the text has.
    pub(super) fn n_characters(&self) -> usize {
        self.n_characters
    }

    /// Returns first byte and the byte behind the last of each word, in order.
    pub(super) fn of_words(&self) -> &[[u32; 2]] {
        self.edges.as_chunks().0
    }

    /// May the text have apostrophes?
    pub(super) fn has_apostrophes(&self) -> bool {
        self.has_apostrophes
    }

    /// May two capitals stand side by side?
    pub(super) fn may_have_acronyms(&self) -> bool {
        self.may_have_acronyms
    }

    /// Finds the words of a text of ASCII, which is looked at in blocks: a bit for each byte that belongs to a word, and
    /// an edge wherever bits begin and end.
    fn find_in_ascii(&mut self) {
        (self.has_apostrophes, self.may_have_acronyms) = (false, false);
        let (mut before, mut capital_before) = (0, 0);
        let mut first = 0;
        // What is behind the end belongs to no word, so that each word ends in some block.
        while first <= self.n_characters {
            let rest = self.text.get(first..).unwrap_or_default();
            let block = Block::of(rest);
            let apostrophes = block.equal(b'\'');
            let inside = inside_words(&block, apostrophes, before, rest.get(BLOCK_BYTES));
            let capitals = block.capitals();
            self.has_apostrophes |= apostrophes != 0;
            self.may_have_acronyms |= capitals & (capitals << 1 | capital_before) != 0;
            capital_before = capitals >> (BLOCK_BYTES - 1);
            push_edges(&mut self.edges, inside ^ (inside << 1 | before), first);
            before = inside >> (BLOCK_BYTES - 1);
            first += BLOCK_BYTES;
        }
    }
}

/// Adds the edges of a block that begins at `first`.
#[inline(always)]
fn push_edges(edges: &mut Vec<u32>, block: u64, first: usize) {
    let mut found = [0; BLOCK_BYTES];
    let mut rest = block;
    for few in found.chunks_exact_mut(FEW) {
        // Some too many do no harm, and a processor need not guess how many there are.
        for edge in few {
            *edge = (first as u32).wrapping_add(rest.trailing_zeros());
            rest &= rest.wrapping_sub(1);
        }
        if rest == 0 {
            break;
        }
    }
    edges.extend_from_slice(found.get(..block.count_ones() as usize).unwrap_or_default());
}

/// What a byte is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Between,
    Inside,
    Apostrophe,
    /// E2, with which general punctuation begins, and other characters too.
    Punctuation,
}

fn kind(byte: Option<&u8>) -> Kind {
    match byte {
        Some(b'\'') => Kind::Apostrophe,
        Some(0xe2) => Kind::Punctuation,
        Some(byte) if *byte >= 0x80 || byte.is_ascii_alphanumeric() => Kind::Inside,
        Some(_) | None => Kind::Between,
    }
}

/// Calls `add` with start and end of each word.
fn each_word(bytes: &[u8], mut add: impl FnMut(usize, usize)) {
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += word_length(bytes, at);
        if at > start {
            add(start, at);
        }
        at += if is_dash_or_quotation(bytes, at) { 3 } else { 1 };
    }
}

/// Returns which bytes of a block of ASCII belong to words, given its apostrophes, whether the byte before it does, and
/// the byte behind.
#[inline(always)]
pub(crate) fn inside_words(block: &Block, apostrophes: u64, before: u64, next: Option<&u8>) -> u64 {
    let inside = block.letters_and_digits();
    if apostrophes == 0 {
        return inside;
    }
    let next = next.is_some_and(u8::is_ascii_alphanumeric);
    inside | (apostrophes & (inside << 1 | before) & (inside >> 1 | u64::from(next) << (BLOCK_BYTES - 1)))
}

/// Returns how many bytes from `at` on belong to a word.
fn word_length(bytes: &[u8], at: usize) -> usize {
    let kind = |at: usize| kind(bytes.get(at));
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

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn blocks_and_bytes_give_the_same_words(text in "[ab' ]{0,200}") {
            let (mut by_blocks, mut by_bytes) = (Edges::default(), Vec::new());
            by_blocks.find(&text);
            each_word(text.as_bytes(), |start, end| by_bytes.extend([start as u32, end as u32]));
            proptest::prop_assert_eq!(by_blocks.edges, by_bytes);
        }
    }
}
