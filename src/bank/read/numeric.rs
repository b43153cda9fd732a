//! The key of `numeric`: an answer with its tolerance, or a range.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Member, Node, Value};
use crate::bank::question::Body;
use crate::bank::read::body::Parts;
use crate::bank::read::fields::Fields;
use crate::bank::read::value::{Name, Reader};
use crate::bank::rule::{ANSWER_AND_RANGE, MISPLACED_KEY, NO_KEY, OUT_OF_RANGE, REVERSED_RANGE};

/// Decimal places up to which the ends of a tolerance are rounded; formatting takes no more than 65,535.
const MAX_PLACES: usize = 300;

/// Reads what is right in a `numeric` question.
pub(super) fn numeric<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let fields = parts.fields;
    let unit = reader.optional(fields, "unit", Reader::line);
    let answer = reader.optional(fields, "answer", Reader::number);
    let tolerance = reader.optional(fields, "tolerance", tolerance);
    let range = reader.optional(fields, "range", range);
    match (fields.member("answer"), fields.member("range")) {
        (Some(answer), Some(range)) => note_both(reader, fields, answer, range),
        (None, None) => {
            let message = format!("{} has neither `answer` nor `range`", fields.owner);
            let finding = Finding::new(NO_KEY, fields.span.opening(), message);
            reader.note(finding.help("add `\"answer\": 42` or `\"range\": [40, 45]`"));
        }
        (None, Some(_)) => note_tolerance_without_answer(reader, fields),
        (Some(_), None) => {}
    }
    if let Some((low, high)) = range {
        return Some(Body::Numeric { low, high, answer: None, unit });
    }
    let answer = answer?;
    let (low, high) = ends(answer, tolerance.unwrap_or(("0", 0.0)));
    if !(low.is_finite() && high.is_finite()) {
        let node = fields.get("tolerance")?;
        let message = "`answer` and `tolerance` reach beyond the largest number";
        reader.note(Finding::new(OUT_OF_RANGE, node.span, message));
    }
    Some(Body::Numeric { low, high, answer: Some(answer.1), unit })
}

fn note_both(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, answer: &Member<'_>, range: &Member<'_>) {
    let message = format!("{} has both `answer` and `range`", fields.owner);
    let first = if answer.key_span.start < range.key_span.start { answer } else { range };
    let second = if first.key == "answer" { range } else { answer };
    let finding = Finding::conflict(ANSWER_AND_RANGE, first.key_span, second.key_span, message);
    reader.note(finding.help("leave one of them"));
}

fn note_tolerance_without_answer(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) {
    if let Some(member) = fields.member("tolerance") {
        let message = format!("{} has `tolerance` beside `range`", fields.owner);
        let help = "`tolerance` belongs to `answer`; widen the range instead";
        reader.note(Finding::new(MISPLACED_KEY, member.key_span, message).help(help));
    }
}

fn tolerance<'node>(
    reader: &mut Reader<'_>,
    name: Name<'_>,
    node: &'node Node<'_>,
) -> Option<(&'node str, f64)> {
    let (written, value) = reader.number(name, node)?;
    if value < 0.0 {
        reader.note_range(name, node, written, "0 or more");
        return None;
    }
    Some((written, value))
}

fn range<'text>(reader: &mut Reader<'text>, name: Name<'_>, node: &Node<'text>) -> Option<(f64, f64)> {
    let wanted = "an array of two numbers";
    let Value::List(nodes) = &node.value else {
        reader.note_kind(name, node, wanted, Some("write it like `[40, 45]`"));
        return None;
    };
    let [low, high] = nodes else {
        let message = format!("{name} has {} entries, not two", nodes.len());
        reader.note(Finding::new(OUT_OF_RANGE, node.span, message).help("write it like `[40, 45]`"));
        return None;
    };
    let (low, high) = (reader.number(name.entry(), low), reader.number(name.entry(), high));
    let ((written_low, low), (written_high, high)) = (low?, high?);
    if high < low {
        let message =
            format!("{name} ends at {}, below its start {}", quoted(written_high), quoted(written_low));
        reader.note(Finding::new(REVERSED_RANGE, node.span, message).help("write the lower number first"));
        return None;
    }
    Some((low, high))
}

/// Returns the least and the greatest number that are right, each the double nearest to the decimal that is meant.
///
/// 0.8 − 0.1 is 0.7000000000000001 in doubles, above the 0.7 that somebody types and that is right.
pub(super) fn ends(
    (answer_text, answer): (&str, f64),
    (tolerance_text, tolerance): (&str, f64),
) -> (f64, f64) {
    let places = decimal_places(answer_text).zip(decimal_places(tolerance_text)).map(|(a, b)| a.max(b));
    let rounded = |end: f64| match places {
        Some(places) => format!("{end:.places$}").parse().unwrap_or(end),
        None => end,
    };
    (rounded(answer - tolerance), rounded(answer + tolerance))
}

/// Returns how many digits stand behind the decimal point; nothing where there is an exponent or a great many.
fn decimal_places(written: &str) -> Option<usize> {
    if written.contains(['e', 'E']) {
        return None;
    }
    let n_places = written.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    (n_places <= MAX_PLACES).then_some(n_places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_tolerance_are_the_decimal_numbers_that_were_meant() {
        let number = |text: &'static str| (text, text.parse::<f64>().unwrap());
        for (answer, tolerance, low, high) in [
            ("0.8", "0.1", 0.7, 0.9),
            ("0.3", "0.1", 0.2, 0.4),
            ("7", "0", 7.0, 7.0),
            ("-2", "0.25", -2.25, -1.75),
            ("1.5e3", "1", 1499.0, 1501.0),
        ] {
            assert_eq!(ends(number(answer), number(tolerance)), (low, high));
        }
    }

    #[test]
    fn a_number_of_a_hundred_thousand_digits_is_read() {
        let answer = format!("0.{}", "1".repeat(100_000));
        assert_eq!(ends((&answer, 0.5), ("0", 0.0)), (0.5, 0.5));
    }
}
