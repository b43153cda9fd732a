//! Text folded for comparison: one case, one width, single spaces.

use unicode_normalization::UnicodeNormalization as _;

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
