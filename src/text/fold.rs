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
    let one_width: String = text.nfkc().collect();
    one_width.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
