//! The seven types: what is answered, and the right answer.

use crate::bank::finding::Finding;
use crate::bank::json::Node;
use crate::bank::question::{Body, LineNumber, Material, Scoring};
use crate::bank::read::choices::{choices, pairs};
use crate::bank::read::fields::Fields;
use crate::bank::read::key::{multiple, order, single};
use crate::bank::read::number::Range;
use crate::bank::read::numeric::numeric;
use crate::bank::read::value::{Name, Reader};
use crate::bank::rule::{LINE_OUTSIDE_EXHIBIT, NO_EXHIBIT, NO_KEY};

/// Line numbers of an exhibit; a file of 64 MiB has fewer lines.
pub(super) const LINES: Range = Range { low: 1.0, high: 1e9, words: "a whole number from 1" };

/// A type of question.
pub(super) struct Type {
    pub(super) name: &'static str,
    /// Keys that belong to this type and not to all.
    pub(super) keys: &'static [&'static str],
    /// The one of them that it cannot do without.
    pub(super) required: Option<&'static str>,
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

/// Reads what is answered in a question of no known type, for what is wrong with it whatever the type was to be.
pub(super) fn body_of_unknown_type<'text>(
    reader: &mut Reader<'text>,
    fields: &Fields<'_, 'text>,
    material: &Material,
    has_exhibit: bool,
) {
    let parts = |row| Parts { fields, row, material, has_exhibit };
    choices(reader, &parts(&MULTIPLE));
    let is_there = |row: &&Type| row.required.is_some_and(|key| fields.get(key).is_some());
    for row in [&MATCH, &TEXT, &LOCATE].into_iter().filter(is_there) {
        body(reader, &parts(row));
    }
}

fn matching<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let read = pairs(reader, parts)?;
    Some(Body::Match { pairs: read.pairs, distractors: read.distractors })
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
    if let Some(member) = parts.fields.member("lines").filter(|_| !parts.has_exhibit) {
        let message = format!("{} has no exhibit to find a line in", parts.fields.owner);
        let finding = Finding::new(NO_EXHIBIT, member.key_span, message);
        reader.note(finding.help("give the question or its case an `exhibit`"));
    }
    let mut lines = reader.optional(parts.fields, "lines", |reader, name, node| {
        let nodes = reader.list(name, node)?;
        note_empty_key(reader, parts, name, node, nodes.len());
        reader.each(nodes, |reader, node| line(reader, parts, name.entry(), node))
    })?;
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
