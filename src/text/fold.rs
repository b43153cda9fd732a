//! Text folded for comparison: one case, one width, single spaces.

use unicode_normalization::UnicodeNormalization as _;

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
