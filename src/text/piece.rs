//! Pieces of a string of JSON, measured and looked at in one pass.

use crate::text::step::{STEP_BYTES, is, step};

/// What stands before the first quote, backslash or control character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'text> {
    text: &'text str,
    /// Are all its characters ASCII, and none of them the delete character?
    is_plain: bool,
}

impl<'text> Piece<'text> {
    /// Returns the piece that begins at a byte of a text; nothing where no character begins there.
    #[inline(always)]
    pub(crate) fn at(text: &'text str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let (length, is_plain) = measured(rest.as_bytes());
        Some(Self { text: rest.get(..length)?, is_plain })
    }

    /// Returns a text that has not been looked at.
    pub(crate) fn unknown(text: &'text str) -> Self {
        Self { text, is_plain: false }
    }

    /// Is it known that all its characters are ASCII and show?
    pub(crate) fn is_plain(self) -> bool {
        self.is_plain
    }

    /// Returns the piece as it stands.
    pub(crate) fn as_str(self) -> &'text str {
        self.text
    }
}

/// Returns how many bytes stand before the first quote, backslash or control character, and whether all are plain.
#[inline(always)]
fn measured(bytes: &[u8]) -> (usize, bool) {
    let mut start = 0;
    let mut odd = 0;
    while let Some(bytes) = bytes.get(start..).and_then(<[u8]>::first_chunk) {
        let step = step(bytes);
        let controls = is(step & wide::i8x16::splat(0x60 | i8::MIN), 0);
        let ends = (is(step, b'"') | is(step, b'\\') | controls).move_mask();
        // Bytes that are not ASCII have their highest bit set.
        let odd_here = (step | is(step, 0x7f)).move_mask();
        if ends != 0 {
            let before_end = (ends & ends.wrapping_neg()) - 1;
            return (start + ends.trailing_zeros() as usize, odd | (odd_here & before_end) == 0);
        }
        odd |= odd_here;
        start += STEP_BYTES;
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    let n_rest = rest.iter().position(ends).unwrap_or(rest.len());
    (start + n_rest, odd == 0 && rest.iter().take(n_rest).all(|byte| *byte < 0x7f))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_piece_ends_where_its_first_special_character_is(
            text in "([a ~]{0,9}[\u{7f}é日\t\"\\\\\u{1}]?){0,9}",
            start in 0_usize..20,
        ) {
            let piece = Piece::at(&text, start);
            prop_assert_eq!(piece.is_some(), text.is_char_boundary(start));
            if let Some(piece) = piece {
                let rest = &text[start..];
                let end = rest.find(|c: char| c < ' ' || "\"\\".contains(c)).unwrap_or(rest.len());
                prop_assert_eq!(piece.as_str(), &rest[..end]);
                prop_assert_eq!(piece.is_plain(), rest[..end].chars().all(|c| (' '..='~').contains(&c)));
            }
        }
    }
}
