//! Typed numbers: what the answer field of a `numeric` question accepts.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// A number that somebody typed, finite, with the text it was typed as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypedNumber {
    value: f64,
    text: String,
}

impl TypedNumber {
    /// Reads a number with a decimal point, digits grouped by commas, spaces or underscores, and the unit behind it.
    ///
    /// Returns nothing for anything else; `1,5` is not a number here, since it may mean 1.5 or a slip.
    ///
    /// # Example
    /// ```
    /// use hitquiz::scoring::number::TypedNumber;
    /// assert_eq!(TypedNumber::read("1,250.5 ms", Some("ms")).unwrap().value(), 1250.5);
    /// assert!(TypedNumber::read("1,5", None).is_none());
    /// ```
    #[must_use]
    pub fn read(typed: &str, unit: Option<&str>) -> Option<Self> {
        let one_width: String = typed.trim().nfkc().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
        let number = without_unit(one_width.trim(), unit);
        let (sign, digits) = match number.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let whole = ungrouped(whole)?;
        if fraction.is_some_and(|fraction| !is_digits(fraction)) || (whole.is_empty() && fraction.is_none()) {
            return None;
        }
        let text = match fraction {
            Some(fraction) => format!("{sign}{whole}.{fraction}"),
            None => format!("{sign}{whole}"),
        };
        let value: f64 = text.parse().ok()?;
        value.is_finite().then_some(Self { value, text })
    }

    /// Returns the number.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Returns its digits without grouping and unit.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn without_unit<'typed>(typed: &'typed str, unit: Option<&str>) -> &'typed str {
    let Some(unit) = unit.map(str::trim).filter(|unit| !unit.is_empty()) else { return typed };
    let folded_unit: String = unit.nfkc().collect();
    [unit, folded_unit.as_str()]
        .into_iter()
        .find_map(|unit| {
            let start = typed.len().checked_sub(unit.len())?;
            let tail = typed.get(start..)?;
            tail.eq_ignore_ascii_case(unit).then(|| typed.get(..start).unwrap_or_default().trim_end())
        })
        .unwrap_or(typed)
}

/// Returns the digits of a whole part, if its grouping is one that people write: threes, all by the same mark.
fn ungrouped(whole: &str) -> Option<String> {
    if whole.is_empty() || is_digits(whole) {
        return Some(whole.to_owned());
    }
    let mark = whole.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, ',' | ' ' | '_' | '\''))?;
    let groups: Vec<&str> = whole.split(mark).collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped =
        is_digits(first) && first.len() <= 3 && rest.iter().all(|g| g.len() == 3 && is_digits(g));
    is_grouped.then(|| groups.concat())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_groups_signs_and_the_unit_are_read() {
        for (typed, unit, value) in [
            ("42", None, 42.0),
            (" 1,234,567.5 ", None, 1_234_567.5),
            ("12 000", None, 12_000.0),
            ("-0.5", None, -0.5),
            ("\u{2212}3", None, -3.0),
            ("+.5", None, 0.5),
            ("70 %", Some("%"), 70.0),
            ("70%", Some("%"), 70.0),
            ("5 MS", Some("ms"), 5.0),
            ("４２", None, 42.0),
        ] {
            assert_eq!(TypedNumber::read(typed, unit).map(|n| n.value()), Some(value), "{typed}");
        }
    }

    #[test]
    fn anything_else_is_asked_again() {
        for typed in
            ["", ".", "-", "x", "1,5", "1,23,456", "1e3", "inf", "nan", "1.2.3", "12 0", "5 kg", "1. ", "0x1"]
        {
            assert_eq!(TypedNumber::read(typed, Some("ms")), None, "{typed}");
        }
    }
}
