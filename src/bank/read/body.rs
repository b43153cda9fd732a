//! The seven types: what is answered, and the right answer.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Node, Value};
use crate::bank::question::{Body, Choice, ChoiceIx, LineNumber, Material, Scoring};
use crate::bank::read::choices::{ReadChoice, choices, pairs};
use crate::bank::read::fields::Fields;
use crate::bank::read::value::{Name, Range, Reader};
use crate::bank::rule::{
    ANSWER_AND_RANGE, LINE_OUTSIDE_EXHIBIT, MISPLACED_KEY, NO_EXHIBIT, NO_KEY, NO_WRONG_CHOICE, OUT_OF_RANGE,
    REVERSED_RANGE, TWO_KEYS, WRONG_SELECT,
};
use crate::bank::source::Span;

/// Line numbers of an exhibit; a file of 64 MiB has fewer lines.
const LINES: Range = Range { low: 1.0, high: 1e9, words: "a whole number from 1" };

const SELECT: Range = Range { low: 1.0, high: 8.0, words: "a whole number from 1 to 8" };

/// Numerals of messages, from 0.
const NUMERALS: &[&str] = &["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/// Labels of the right choices of a `single` question that has several.
const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// A type of question.
pub(super) struct Type {
    pub(super) name: &'static str,
    /// Keys that belong to this type and not to all.
    pub(super) keys: &'static [&'static str],
    /// The one of them that it cannot do without.
    required: Option<&'static str>,
    /// How it is marked where neither question nor bank say.
    pub(super) scoring: Scoring,
    /// Can an answer be partly right, so that the bank's `scoring` counts?
    pub(super) has_parts: bool,
    read: for<'text> fn(&mut Reader<'text>, &Parts<'_, 'text>) -> Option<Body>,
}

/// A question whose answer is being read.
pub(super) struct Parts<'node, 'text> {
    pub(super) fields: &'node Fields<'node, 'text>,
    pub(super) row: &'static Type,
    pub(super) material: &'node Material,
    /// Has the question or its case an exhibit, be it sound or not?
    pub(super) has_exhibit: bool,
}

/// The types by name; the first is that of a question that names none.
pub(super) const TYPES: &[(&str, &Type)] = &[
    ("single", &SINGLE),
    ("multiple", &MULTIPLE),
    ("order", &ORDER),
    ("match", &MATCH),
    ("numeric", &NUMERIC),
    ("text", &TEXT),
    ("locate", &LOCATE),
];

const SINGLE: Type = Type {
    name: "single",
    keys: &["choices"],
    required: Some("choices"),
    scoring: Scoring::AllOrNothing,
    has_parts: false,
    read: single,
};

const MULTIPLE: Type = Type {
    name: "multiple",
    keys: &["choices", "select"],
    required: Some("choices"),
    scoring: Scoring::AllOrNothing,
    has_parts: true,
    read: multiple,
};

const ORDER: Type = Type {
    name: "order",
    keys: &["choices"],
    required: Some("choices"),
    scoring: Scoring::EachAnswer,
    has_parts: true,
    read: order,
};

const MATCH: Type = Type {
    name: "match",
    keys: &["pairs", "distractors"],
    required: Some("pairs"),
    scoring: Scoring::EachAnswer,
    has_parts: true,
    read: matching,
};

const NUMERIC: Type = Type {
    name: "numeric",
    keys: &["answer", "tolerance", "range", "unit"],
    required: None,
    scoring: Scoring::AllOrNothing,
    has_parts: false,
    read: numeric,
};

const TEXT: Type = Type {
    name: "text",
    keys: &["accept", "exact"],
    required: Some("accept"),
    scoring: Scoring::AllOrNothing,
    has_parts: false,
    read: text,
};

const LOCATE: Type = Type {
    name: "locate",
    keys: &["lines"],
    required: Some("lines"),
    scoring: Scoring::AllOrNothing,
    has_parts: false,
    read: locate,
};

/// Reads what is answered.
pub(super) fn body<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    if let Some(key) = parts.row.required {
        reader.required_node(parts.fields, key)?;
    }
    (parts.row.read)(reader, parts)
}

fn single<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let read = choices(reader, parts)?;
    let key = key(&read);
    note_no_key(reader, parts, &key);
    if key.len() > 1 {
        note_two_keys(reader, parts, &read);
    }
    Some(Body::Single { key: *key.first()?, choices: without_keys(read) })
}

fn multiple<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let select =
        reader.optional(parts.fields, "select", |reader, name, node| reader.whole(name, node, SELECT));
    let read = choices(reader, parts)?;
    let key = key(&read);
    note_no_key(reader, parts, &key);
    if key.len() == read.len() {
        let message = format!("every choice of {} is correct", parts.fields.owner);
        let finding = Finding::new(NO_WRONG_CHOICE, choices_key(parts), message);
        reader.note(finding.help("add a choice that is wrong"));
    }
    let select = select.and_then(|select| u8::try_from(select).ok());
    if let (Some(select), Some(member)) = (select, parts.fields.member("select")) {
        note_wrong_select(reader, usize::from(select), key.len(), member.span());
    }
    Some(Body::Multiple { choices: without_keys(read), key, select })
}

fn order<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    Some(Body::Order { choices: without_keys(choices(reader, parts)?) })
}

fn matching<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let read = pairs(reader, parts)?;
    Some(Body::Match { pairs: read.pairs, distractors: read.distractors })
}

fn numeric<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let fields = parts.fields;
    let unit = reader.optional(fields, "unit", Reader::line);
    let answer = reader.optional(fields, "answer", Reader::number);
    let tolerance = reader.optional(fields, "tolerance", tolerance);
    let range = reader.optional(fields, "range", range);
    match (fields.member("answer"), fields.member("range")) {
        (Some(answer), Some(range)) => {
            let message = format!("{} has both `answer` and `range`", fields.owner);
            let (first, second) =
                if answer.span().start < range.span().start { (answer, range) } else { (range, answer) };
            let finding = Finding::conflict(ANSWER_AND_RANGE, first.key_span, second.key_span, message);
            reader.note(finding.help("leave one of them"));
            return None;
        }
        (None, None) => {
            let message = format!("{} has neither `answer` nor `range`", fields.owner);
            let finding = Finding::new(NO_KEY, fields.span.opening(), message);
            reader.note(finding.help("add `\"answer\": 42` or `\"range\": [40, 45]`"));
            return None;
        }
        (None, Some(_)) => note_tolerance_without_answer(reader, fields),
        (Some(_), None) => {}
    }
    if let Some((low, high)) = range {
        return Some(Body::Numeric { low, high, answer: None, unit });
    }
    let (written, value) = answer?;
    let (written_tolerance, tolerance) = tolerance.unwrap_or(("0", 0.0));
    let places = decimal_places(written).zip(decimal_places(written_tolerance)).map(|(a, b)| a.max(b));
    let (low, high) = (rounded(value - tolerance, places), rounded(value + tolerance, places));
    Some(Body::Numeric { low, high, answer: Some(value), unit })
}

fn text<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let accept = reader.optional(parts.fields, "accept", |reader, name, node| {
        let accept = reader.lines(name, node)?;
        note_empty_key(reader, parts, name, node, accept.len());
        Some(accept)
    });
    let exact = reader.optional(parts.fields, "exact", Reader::boolean).unwrap_or(false);
    Some(Body::Text { accept: accept?, exact })
}

fn locate<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let mut lines = reader.optional(parts.fields, "lines", |reader, name, node| {
        let nodes = reader.list(name, node)?;
        note_empty_key(reader, parts, name, node, nodes.len());
        reader.each(nodes, |reader, node| line(reader, parts, name.entry(), node))
    })?;
    if !parts.has_exhibit {
        let message = format!("{} has no exhibit to find a line in", parts.fields.owner);
        let finding = Finding::new(NO_EXHIBIT, parts.fields.member("lines")?.key_span, message);
        reader.note(finding.help("give the question or its case an `exhibit`"));
    }
    lines.sort_unstable();
    lines.dedup();
    Some(Body::Locate { lines })
}

fn line(
    reader: &mut Reader<'_>,
    parts: &Parts<'_, '_>,
    name: Name<'_>,
    node: &Node<'_>,
) -> Option<LineNumber> {
    let line = reader.whole(name, node, LINES).and_then(|line| u32::try_from(line).ok())?;
    let of_case = || parts.material.case.as_ref().and_then(|case| case.exhibit.as_ref());
    let is_own = parts.fields.get("exhibit").is_some();
    let exhibit = if is_own { parts.material.exhibit.as_ref() } else { of_case() };
    let n_lines = exhibit.map(|exhibit| exhibit.lines().count());
    if let Some(n_lines) = n_lines.filter(|n_lines| (*n_lines as u64) < u64::from(line)) {
        let message = format!("the exhibit has no line {line}, it ends with line {n_lines}");
        reader.note(Finding::new(LINE_OUTSIDE_EXHIBIT, node.span, message).help("lines count from 1"));
        return None;
    }
    Some(LineNumber(line))
}

/// Returns the positions of the right choices.
fn key(choices: &[ReadChoice]) -> Vec<ChoiceIx> {
    let positions = (0..=u8::MAX).zip(choices);
    positions.filter(|(_, choice)| choice.correct.is_some()).map(|(position, _)| ChoiceIx(position)).collect()
}

fn without_keys(choices: Vec<ReadChoice>) -> Vec<Choice> {
    choices.into_iter().map(|read| read.choice).collect()
}

fn choices_key(parts: &Parts<'_, '_>) -> Span {
    parts.fields.member("choices").map_or(parts.fields.span.opening(), |member| member.key_span)
}

fn note_no_key(reader: &mut Reader<'_>, parts: &Parts<'_, '_>, key: &[ChoiceIx]) {
    if key.is_empty() {
        let message = format!("no choice of {} is correct", parts.fields.owner);
        let finding = Finding::new(NO_KEY, choices_key(parts), message);
        reader.note(finding.help("write `\"correct\": true` in the right choice"));
    }
}

/// Notes the key of a `text` or `locate` question that has nothing in it.
fn note_empty_key(
    reader: &mut Reader<'_>,
    parts: &Parts<'_, '_>,
    name: Name<'_>,
    node: &Node<'_>,
    length: usize,
) {
    if length == 0 {
        let message = format!("{name} of {} is empty", parts.fields.owner);
        reader.note(Finding::new(NO_KEY, node.span, message).help("write what is right"));
    }
}

fn note_two_keys(reader: &mut Reader<'_>, parts: &Parts<'_, '_>, choices: &[ReadChoice]) {
    let places: Vec<Span> = choices.iter().filter_map(|choice| choice.correct).collect();
    let Some(second) = places.get(1) else { return };
    let count = places.len().to_string();
    let count = NUMERALS.get(places.len()).copied().unwrap_or(&count);
    let message = format!("{} is of type `single` and has {count} correct choices", parts.fields.owner);
    let help = "make the question `\"type\": \"multiple\"`, or leave one choice correct";
    let mut finding = Finding::new(TWO_KEYS, *second, message).help(help);
    for (place, ordinal) in places.iter().zip(ORDINALS) {
        finding = finding.label(*place, *ordinal);
    }
    reader.note(finding);
}

fn note_wrong_select(reader: &mut Reader<'_>, select: usize, n_keys: usize, span: Span) {
    if select != n_keys && n_keys > 0 {
        let count = |n: usize| NUMERALS.get(n).copied().unwrap_or("more");
        let verb = if n_keys == 1 { "is" } else { "are" };
        let message =
            format!("`select` asks for {} choices, but {} {verb} correct", count(select), count(n_keys));
        reader.note(Finding::new(WRONG_SELECT, span, message).help(format!("write `\"select\": {n_keys}`")));
    }
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
    let [low, high] = nodes.as_slice() else {
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

/// Returns how many digits stand behind the decimal point; nothing where there is an exponent.
fn decimal_places(written: &str) -> Option<usize> {
    if written.contains(['e', 'E']) {
        return None;
    }
    Some(written.split_once('.').map_or(0, |(_, fraction)| fraction.len()))
}

/// Returns the double nearest to the decimal number that was meant.
///
/// 0.8 − 0.1 is 0.7000000000000001 in doubles, above the 0.7 that somebody types and that is right.
fn rounded(sum: f64, places: Option<usize>) -> f64 {
    match places {
        Some(places) => format!("{sum:.places$}").parse().unwrap_or(sum),
        None => sum,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_tolerance_are_the_decimal_numbers_that_were_meant() {
        for (answer, tolerance, low, high) in
            [("0.8", "0.1", 0.7, 0.9), ("0.3", "0.1", 0.2, 0.4), ("7", "0", 7.0, 7.0)]
        {
            let places = decimal_places(answer).max(decimal_places(tolerance));
            let (a, t): (f64, f64) = (answer.parse().unwrap(), tolerance.parse().unwrap());
            assert_eq!((rounded(a - t, places), rounded(a + t, places)), (low, high));
        }
        assert_eq!(decimal_places("1.5e3"), None);
    }
}
