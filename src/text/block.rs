//! Sixty-four bytes of a text at a time: which of them are letters, digits or marks, a bit each.

use wide::{CmpEq as _, CmpGt as _, i8x16};

/// Bytes of a block, a bit each.
pub(crate) const BLOCK_BYTES: usize = 64;

/// Bytes that the processor compares in one step.
pub(crate) const STEP_BYTES: usize = 16;

/// Bytes of a text that are looked at together; the lowest bit of what is told about them is the first byte's.
pub(crate) struct Block([i8x16; BLOCK_BYTES / STEP_BYTES]);

impl Block {
    /// Returns the first 64 bytes; zeros stand for what is behind the end.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if let Some(whole) = bytes.first_chunk() {
            return Self::of_whole(whole);
        }
        let mut whole = [0; BLOCK_BYTES];
        for (byte, there) in whole.iter_mut().zip(bytes) {
            *byte = *there;
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

    /// Returns which bytes are digits.
    pub(crate) fn digits(&self) -> u64 {
        self.bits(|step| between(step, b'0', b'9'))
    }

    /// Returns which bytes are this one.
    pub(crate) fn equal(&self, byte: u8) -> u64 {
        self.bits(|step| is(step, byte))
    }

    /// Returns which bytes are one of these three.
    pub(crate) fn any_of(&self, [a, b, c]: [u8; 3]) -> u64 {
        self.bits(|step| is(step, a) | is(step, b) | is(step, c))
    }

    /// Returns which bytes are one of these four letters, given as small ones, or their capitals.
    pub(crate) fn any_letter_of(&self, [a, b, c, d]: [u8; 4]) -> u64 {
        self.bits(|step| {
            let small = step | i8x16::splat(0x20);
            is(small, a) | is(small, b) | is(small, c) | is(small, d)
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

/// Returns how many bytes of a text of JSON stand before the first quote, backslash or control character.
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let (steps, rest) = bytes.as_chunks();
    for (step_ix, bytes) in steps.iter().enumerate() {
        let step = step(bytes);
        let controls = (step & i8x16::splat(0x60 | i8::MIN)).cmp_eq(i8x16::splat(0));
        let ends = (is(step, b'"') | is(step, b'\\') | controls).move_mask();
        if ends != 0 {
            return step_ix * STEP_BYTES + ends.trailing_zeros() as usize;
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    bytes.len() - rest.len() + rest.iter().position(ends).unwrap_or(rest.len())
}

fn step(bytes: &[u8; STEP_BYTES]) -> i8x16 {
    i8x16::new(bytes.map(u8::cast_signed))
}

fn is(step: i8x16, byte: u8) -> i8x16 {
    step.cmp_eq(i8x16::splat(byte.cast_signed()))
}

/// Which bytes lie in a range of ASCII? Those beyond it are negative here.
fn between(step: i8x16, first: u8, last: u8) -> i8x16 {
    step.cmp_gt(i8x16::splat(first.cast_signed() - 1)) & i8x16::splat(last.cast_signed() + 1).cmp_gt(step)
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
            prop_assert_eq!(block.digits(), one_by_one(&bytes, |byte| byte.is_ascii_digit()));
            prop_assert_eq!(block.beyond_ascii(), one_by_one(&bytes, |byte| !byte.is_ascii()));
            prop_assert_eq!(block.equal(b'z'), one_by_one(&bytes, |byte| byte == b'z'));
            let is_one = |byte: u8| b"acdo".contains(&byte.to_ascii_lowercase());
            prop_assert_eq!(block.any_letter_of(*b"coad"), one_by_one(&bytes, is_one));
            prop_assert_eq!(block.any_of(*b" (z"), one_by_one(&bytes, |byte| b" (z".contains(&byte)));
        }

        #[test]
        fn a_plain_piece_ends_where_its_first_special_byte_is(
            mut bytes in proptest::collection::vec(prop_oneof![Just(b'a'), Just(0x20), Just(0x7f), 0x80_u8..], 0..80),
            end in prop_oneof![Just(b'"'), Just(b'\\'), 0_u8..0x20],
            rest in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            let length = bytes.len();
            prop_assert_eq!(plain_length(&bytes), length);
            bytes.push(end);
            bytes.extend(rest);
            prop_assert_eq!(plain_length(&bytes), length);
        }
    }
}
