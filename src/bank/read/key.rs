//! Choices with their key: `single`, `multiple` and `order`.

use crate::bank::finding::Finding;
use crate::bank::question::{Body, Choice, ChoiceIx};
use crate::bank::read::body::Parts;
use crate::bank::read::choices::{ReadChoice, choices};
use crate::bank::read::number::Range;
use crate::bank::read::value::Reader;
use crate::bank::rule::{NO_KEY, NO_WRONG_CHOICE, TWO_KEYS, WRONG_SELECT};
use crate::bank::source::Span;

pub(super) const SELECT: Range = Range { low: 1.0, high: 8.0, words: "a whole number from 1 to 8" };

/// Numerals of messages, from 0.
const NUMERALS: &[&str] = &["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/// Labels of the right choices of a `single` question that has several.
const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// Reads a `single` question.
pub(super) fn single<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let read = choices(reader, parts)?;
    let key = key(&read);
    note_no_key(reader, parts, &read);
    if key.len() > 1 {
        note_two_keys(reader, parts, &read);
    }
    Some(Body::Single { key: *key.first()?, choices: without_keys(read) })
}

/// Reads a `multiple` question.
pub(super) fn multiple<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    let select =
        reader.optional(parts.fields, "select", |reader, name, node| reader.whole(name, node, SELECT));
    let read = choices(reader, parts)?;
    let key = key(&read);
    note_no_key(reader, parts, &read);
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

/// Reads an `order` question.
pub(super) fn order<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<Body> {
    Some(Body::Order { choices: without_keys(choices(reader, parts)?) })
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

fn note_no_key(reader: &mut Reader<'_>, parts: &Parts<'_, '_>, choices: &[ReadChoice]) {
    // A key that is there and cannot be read has been told of.
    if !choices.iter().any(|choice| choice.correct.is_some() || choice.is_unclear) {
        let message = format!("no choice of {} is correct", parts.fields.owner);
        let finding = Finding::new(NO_KEY, choices_key(parts), message);
        reader.note(finding.help("write `\"correct\": true` in the right choice"));
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
