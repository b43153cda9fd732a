//! Numbers that lie in a range.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Node, Value};
use crate::bank::read::value::{Name, Reader};
use crate::bank::rule::OUT_OF_RANGE;

/// Numbers that a key takes, both ends included, and how messages call them.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) words: &'static str,
}

impl Reader<'_> {
    /// Returns a number as it is written and its value.
    pub(crate) fn number<'node>(
        &mut self,
        name: Name<'_>,
        node: &'node Node<'_>,
    ) -> Option<(&'node str, f64)> {
        if let Value::Number(number) = &node.value {
            // What is too large for a double has been noted by the parser.
            return number.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| (*number, value));
        }
        let help = matches!(node.value, Value::Text(_)).then_some("write the number without quotes");
        self.note_kind(name, node, "a number", help);
        None
    }

    /// Returns a number that lies in `range`.
    pub(crate) fn ranged(&mut self, name: Name<'_>, node: &Node<'_>, range: Range) -> Option<f64> {
        let (written, value) = self.number(name, node)?;
        if (range.low..=range.high).contains(&value) {
            return Some(value);
        }
        self.note_range(name, node, written, range.words);
        None
    }

    /// Notes that a number is not what `words` say.
    pub(crate) fn note_range(&mut self, name: Name<'_>, node: &Node<'_>, written: &str, words: &str) {
        let message = format!("{name} is {}, not {words}", quoted(written));
        self.note(Finding::new(OUT_OF_RANGE, node.span, message));
    }

    /// Returns a whole number that lies in `range`, which holds no negative numbers.
    pub(crate) fn whole(&mut self, name: Name<'_>, node: &Node<'_>, range: Range) -> Option<u64> {
        let (written, value) = self.number(name, node)?;
        if value.fract() == 0.0 && (range.low..=range.high).contains(&value) {
            // Exact: the ranges end far below 2^53.
            return Some(value as u64);
        }
        self.note_range(name, node, written, range.words);
        None
    }
}
