//! Numbers: their one way of writing, and their range.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::parser::{Fatal, Parser};
use crate::bank::rule::{HUGE_NUMBER, MALFORMED_NUMBER};
use crate::bank::source::Span;

/// Characters of a number without an exponent that cannot leave the range of a double, which ends above 1e308.
const SURELY_FINITE: usize = 300;

impl<'text> Parser<'text, '_> {
    /// Reads a number as it is written.
    pub(super) fn number(&mut self) -> Result<&'text str, Fatal> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        // All parts of a number are ASCII, so that characters are bytes.
        let length = rest.chars().take_while(is_part).count();
        let number = rest.get(..length).unwrap_or_default();
        self.at += length;
        let span = Span { start, end: self.at };
        if !is_well_formed(number) {
            let finding =
                Finding::new(MALFORMED_NUMBER, span, format!("{} is not a number of JSON", quoted(number)));
            return Err(Box::new(finding.help("numbers are written like `7`, `-0.5` or `1.5e3`")));
        }
        if self.findings.are_beyond_telling() {
            return Err(self.hopeless());
        }
        if !is_finite(number) {
            let finding =
                Finding::new(HUGE_NUMBER, span, format!("{} is too large a number", quoted(number)));
            self.findings.push(finding.help("numbers reach up to 1.797e308"));
        }
        Ok(number)
    }
}

fn is_well_formed(number: &str) -> bool {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

fn is_finite(number: &str) -> bool {
    let is_surely_finite = number.len() <= SURELY_FINITE && !number.contains(['e', 'E']);
    is_surely_finite || number.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
