//! Text folded for comparison: one case, one width, single spaces.

use unicode_normalization::UnicodeNormalization as _;

/// Is it plain from their first and last letters that two texts are not the same once they are folded?
pub(crate) fn are_unlike(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differ = |one: Option<&u8>, other: Option<&u8>| match (one, other) {
        // Only these stay as they are but for their case.
        (Some(one), Some(other)) if one.is_ascii_graphic() && other.is_ascii_graphic() => {
            !one.eq_ignore_ascii_case(other)
        }
        _ => false,
    };
    differ(one.first(), other.first()) || differ(one.last(), other.last())
}

/// Returns a number that texts share which are the same once they are folded, and few others do.
///
/// Nothing is written out for ASCII: the lower-case bytes that are not white space are added up.
pub(crate) fn likeness(text: &str) -> u16 {
    // White space weighs nothing; squares tell apart what sums alone do not.
    let weight = |byte: u8| if byte <= b' ' { 0 } else { u16::from(byte.to_ascii_lowercase()) };
    let sum =
        |text: &str| text.bytes().map(weight).fold(0, |sum: u16, weight| sum.wrapping_add(weight * weight));
    if text.is_ascii() { sum(text) } else { sum(&folded(text)) }
}

/// Returns the text trimmed, in one case, one width (NFKC) and with single spaces.
///
/// # Example
/// ```
/// assert_eq!(hitquiz::text::fold::folded(" ＨＬ7  V2 "), "hl7 v2");
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    // ASCII is its own NFKC, and most text of banks is ASCII.
    let lower = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfkc().collect::<String>().to_lowercase()
    };
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_that_fold_to_the_same_share_their_number_and_are_not_unlike(
            one in "[ aAàbＡk\u{212a}\u{301}é 1¹]{0,4}",
            other in "[ aAàbＡk\u{212a}\u{301}é 1¹]{0,4}",
        ) {
            if folded(&one) == folded(&other) {
                prop_assert_eq!(likeness(&one), likeness(&other));
                prop_assert!(!are_unlike(&one, &other));
            }
        }
    }
}
