//! Answers of 1,000 people to five questions of the Law School Admission Test, sections 6 and 7.
//!
//! Bock & Lieberman 1970, "Fitting a response model for n dichotomously scored items", Psychometrika 35, 179-197,
//! table 1. A pattern is the number whose binary digits are the answers, question 1 first.

/// People of each pattern 00000 to 11111, section 6.
pub(crate) const LSAT6: [u64; 32] = [
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11,
    61, 28, 298,
];

/// People of each pattern 00000 to 11111, section 7.
pub(crate) const LSAT7: [u64; 32] = [
    12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28, 7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18,
    136, 32, 308,
];

/// Returns the patterns with their counts.
pub(crate) fn patterns(counts: &[u64; 32]) -> Vec<([bool; 5], u64)> {
    let answers = |pattern: usize| std::array::from_fn(|item_ix| pattern >> (4 - item_ix) & 1 == 1);
    counts.iter().enumerate().map(|(pattern, n)| (answers(pattern), *n)).collect()
}
