//! Sixty-four bytes of a text at a time: which of them are letters, digits or marks, a bit each.

use wide::i8x16;

use crate::text::step::{STEP_BYTES, between, is, step};

/// Bytes of a block, a bit each.
pub(crate) const BLOCK_BYTES: usize = 64;

/// Bytes of a text that are looked at together; the lowest bit of what is told about them is the first byte's.
pub(crate) struct Block([i8x16; BLOCK_BYTES / STEP_BYTES]);

impl Block {
    /// Returns the first 64 bytes; zeros stand for what is behind the end.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if let Some(whole) = bytes.first_chunk() {
            return Self::of_whole(whole);
        }
        let mut whole = [0; BLOCK_BYTES];
        if let Some(there) = whole.get_mut(..bytes.len()) {
            there.copy_from_slice(bytes);
        }
        Self::of_whole(&whole)
    }

    fn of_whole(bytes: &[u8; BLOCK_BYTES]) -> Self {
        let (steps, _) = bytes.as_chunks();
        Self(std::array::from_fn(|ix| steps.get(ix).map_or(i8x16::splat(0), step)))
    }

    /// Returns which bytes are letters of ASCII.
    pub(crate) fn letters(&self) -> u64 {
        self.bits(|step| between(step | i8x16::splat(0x20), b'a', b'z'))
    }

    /// Returns which bytes are capital letters of ASCII.
    pub(crate) fn capitals(&self) -> u64 {
        self.bits(|step| between(step, b'A', b'Z'))
    }

    /// Returns which bytes are digits.
    pub(crate) fn digits(&self) -> u64 {
        self.bits(|step| between(step, b'0', b'9'))
    }

    /// Returns which bytes are letters of ASCII or digits.
    pub(crate) fn letters_and_digits(&self) -> u64 {
        self.bits(|step| between(step | i8x16::splat(0x20), b'a', b'z') | between(step, b'0', b'9'))
    }

    /// Returns which bytes are this one.
    pub(crate) fn equal(&self, byte: u8) -> u64 {
        self.bits(|step| is(step, byte))
    }

    /// Returns which bytes are this letter, given as a small one, or its capital.
    pub(crate) fn letter(&self, letter: u8) -> u64 {
        self.bits(|step| is(step | i8x16::splat(0x20), letter))
    }

    /// Returns which bytes are one of these three.
    pub(crate) fn any_of(&self, [a, b, c]: [u8; 3]) -> u64 {
        self.bits(|step| is(step, a) | is(step, b) | is(step, c))
    }

    /// Returns which bytes are one of these five letters, given as small ones, or their capitals.
    pub(crate) fn any_letter_of(&self, [a, b, c, d, e]: [u8; 5]) -> u64 {
        self.bits(|step| {
            let small = step | i8x16::splat(0x20);
            is(small, a) | is(small, b) | is(small, c) | is(small, d) | is(small, e)
        })
    }

    /// Returns which bytes are not ASCII.
    pub(crate) fn beyond_ascii(&self) -> u64 {
        self.bits(|step| step)
    }

    /// Returns the highest bit of each byte of what `told` makes of them.
    fn bits(&self, told: impl Fn(i8x16) -> i8x16) -> u64 {
        self.0
            .iter()
            .rev()
            .fold(0, |bits, step| bits << STEP_BYTES | u64::from(told(*step).move_mask().cast_unsigned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns a bit for each byte of which something holds.
    fn one_by_one(bytes: &[u8], is_so: impl Fn(u8) -> bool) -> u64 {
        (0..).zip(bytes).map(|(ix, byte)| u64::from(is_so(*byte)) << ix).sum()
    }

    proptest! {
        #[test]
        fn a_block_tells_what_its_bytes_are(bytes in proptest::collection::vec(any::<u8>(), 0..=BLOCK_BYTES)) {
            let block = Block::of(&bytes);
            prop_assert_eq!(block.letters(), one_by_one(&bytes, |byte| byte.is_ascii_alphabetic()));
            prop_assert_eq!(block.letters_and_digits(), one_by_one(&bytes, |byte| byte.is_ascii_alphanumeric()));
            prop_assert_eq!(block.digits(), one_by_one(&bytes, |byte| byte.is_ascii_digit()));
            prop_assert_eq!(block.capitals(), one_by_one(&bytes, |byte| byte.is_ascii_uppercase()));
            prop_assert_eq!(block.beyond_ascii(), one_by_one(&bytes, |byte| !byte.is_ascii()));
            prop_assert_eq!(block.equal(b'z'), one_by_one(&bytes, |byte| byte == b'z'));
            let is_one = |byte: u8| b"acdot".contains(&byte.to_ascii_lowercase());
            prop_assert_eq!(block.any_letter_of(*b"coadt"), one_by_one(&bytes, is_one));
            prop_assert_eq!(block.any_of(*b" (z"), one_by_one(&bytes, |byte| b" (z".contains(&byte)));
        }
    }
}
