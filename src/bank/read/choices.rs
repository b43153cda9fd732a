//! Choices and pairs.

use std::collections::HashMap;

use crate::bank::finding::Finding;
use crate::bank::json::{Node, Value};
use crate::bank::question::{Choice, Pair};
use crate::bank::read::body::Parts;
use crate::bank::read::fields::Owner;
use crate::bank::read::value::{Name, Reader};
use crate::bank::rule::{
    DUPLICATE_CHOICES, DUPLICATE_LEFTS, DUPLICATE_RIGHTS, MISPLACED_KEY, Rule, TOO_FEW_CHOICES,
    TOO_MANY_CHOICES,
};
use crate::bank::source::Span;
use crate::text::SafeText;
use crate::text::fold::{are_unlike, folded, likeness};

/// Choices that a question has at least.
pub(super) const MIN_CHOICES: usize = 2;

/// Choices that a question has at most.
pub(super) const MAX_CHOICES: usize = 8;

/// Rights of a `match` at most: their positions are counted in one byte.
const MAX_RIGHTS: usize = 256;

/// Keys of a choice.
pub(super) const CHOICE_KEYS: &[&str] = &["text", "correct", "rationale"];

/// Keys of a pair.
pub(super) const PAIR_KEYS: &[&str] = &["left", "right", "rationale"];

/// A choice as it was read.
pub(super) struct ReadChoice {
    pub(super) choice: Choice,
    /// Where it says that it is right, if it does.
    pub(super) correct: Option<Span>,
    /// Whether it says so is told by something that is neither true nor false.
    pub(super) is_unclear: bool,
}

/// Lefts with their rights, and rights without a left.
pub(super) struct ReadPairs {
    pub(super) pairs: Vec<Pair>,
    pub(super) distractors: Vec<SafeText>,
}

/// Lefts and rights as they were read, with their places.
#[derive(Default)]
struct Sides<'node> {
    lefts: Vec<Said<'node>>,
    rights: Vec<Said<'node>>,
}

/// A text that must not be said twice.
struct Said<'node> {
    text: &'node str,
    span: Span,
}

/// Reads the choices of a question.
pub(super) fn choices<'text>(
    reader: &mut Reader<'text>,
    parts: &Parts<'_, 'text>,
) -> Option<Vec<ReadChoice>> {
    let node = parts.fields.get("choices")?;
    let name = Name::Key("choices");
    let nodes = reader.list(name, node)?;
    note_number(reader, parts, node, nodes);
    let mut texts = Vec::with_capacity(nodes.len());
    let choices = reader.each(nodes, |reader, node| {
        let (read, text) = choice(reader, parts, node)?;
        texts.push(text);
        Some(read)
    });
    note_equals(reader, DUPLICATE_CHOICES, parts, "choices", &texts);
    choices
}

fn choice<'node, 'text>(
    reader: &mut Reader<'text>,
    parts: &Parts<'_, 'text>,
    node: &'node Node<'text>,
) -> Option<(ReadChoice, Said<'node>)> {
    if matches!(node.value, Value::Text(_)) {
        reader.note_kind(Name::Entry("choices"), node, "an object", Some("write it as `{ \"text\": … }`"));
        return None;
    }
    let fields = reader.fields(Owner::Part("the choice"), node, CHOICE_KEYS)?;
    let text = reader.required(&fields, "text", Reader::block);
    let rationale = reader.optional(&fields, "rationale", Reader::block);
    let is_correct = reader.optional(&fields, "correct", Reader::boolean);
    let correct = fields.member("correct");
    let is_unclear = correct.is_some() && is_correct.is_none();
    if let Some(member) = correct.filter(|_| parts.row.name == "order") {
        let message = format!("{} is of type `order`, whose choices have no `correct`", parts.fields.owner);
        let finding = Finding::new(MISPLACED_KEY, member.key_span, message);
        reader.note(finding.help("put the choices in the right order, and leave `correct` out"));
    }
    let correct = correct.filter(|_| is_correct == Some(true)).map(|member| member.span());
    let choice = Choice { text: text?, rationale };
    Some((ReadChoice { choice, correct, is_unclear }, said(fields.get("text")?)?))
}

fn note_number(reader: &mut Reader<'_>, parts: &Parts<'_, '_>, node: &Node<'_>, nodes: &[Node<'_>]) {
    let message = |n_choices| {
        format!("{} has {n_choices} choices, not {MIN_CHOICES} to {MAX_CHOICES}", parts.fields.owner)
    };
    if nodes.len() < MIN_CHOICES {
        let message = message(nodes.len()).replace(" 1 choices", " 1 choice");
        reader.note(Finding::new(TOO_FEW_CHOICES, node.span.opening(), message));
    }
    if let Some(ninth) = nodes.get(MAX_CHOICES) {
        let finding = Finding::new(TOO_MANY_CHOICES, ninth.span.opening(), message(nodes.len()));
        reader.note(finding.help("leave out the distractors that nobody would choose"));
    }
}

/// Reads the pairs and distractors of a `match`.
pub(super) fn pairs<'text>(reader: &mut Reader<'text>, parts: &Parts<'_, 'text>) -> Option<ReadPairs> {
    let mut sides = Sides::default();
    let pairs = reader.optional(parts.fields, "pairs", |reader, name, node| {
        let nodes = reader.list(name, node)?;
        if nodes.len() < MIN_CHOICES {
            let message = format!("{} has fewer than {MIN_CHOICES} pairs", parts.fields.owner);
            reader.note(Finding::new(TOO_FEW_CHOICES, node.span.opening(), message));
        }
        reader.each(nodes, |reader, node| pair(reader, node, &mut sides))
    });
    let distractors = reader.optional(parts.fields, "distractors", |reader, name, node| {
        let nodes = reader.list(name, node)?;
        reader.each(nodes, |reader, node| side(reader, name.entry(), node, &mut sides.rights))
    });
    if let Some(right) = sides.rights.get(MAX_RIGHTS) {
        let message = format!("{} has more than {MAX_RIGHTS} rights", parts.fields.owner);
        reader.note(Finding::new(TOO_MANY_CHOICES, right.span, message));
    }
    note_equals(reader, DUPLICATE_LEFTS, parts, "lefts", &sides.lefts);
    note_equals(reader, DUPLICATE_RIGHTS, parts, "rights", &sides.rights);
    Some(ReadPairs { pairs: pairs?, distractors: distractors.unwrap_or_default() })
}

fn pair<'node, 'text>(
    reader: &mut Reader<'text>,
    node: &'node Node<'text>,
    sides: &mut Sides<'node>,
) -> Option<Pair> {
    let fields = reader.fields(Owner::Part("the pair"), node, PAIR_KEYS)?;
    let left =
        reader.required(&fields, "left", |reader, name, node| side(reader, name, node, &mut sides.lefts));
    let right =
        reader.required(&fields, "right", |reader, name, node| side(reader, name, node, &mut sides.rights));
    let rationale = reader.optional(&fields, "rationale", Reader::block);
    Some(Pair { left: left?, right: right?, rationale })
}

/// Reads a text and remembers it.
fn side<'node>(
    reader: &mut Reader<'_>,
    name: Name<'_>,
    node: &'node Node<'_>,
    texts: &mut Vec<Said<'node>>,
) -> Option<SafeText> {
    let text = reader.line(name, node)?;
    texts.extend(said(node));
    Some(text)
}

fn said<'node>(node: &'node Node<'_>) -> Option<Said<'node>> {
    let Value::Text(text) = &node.value else { return None };
    Some(Said { text, span: node.span })
}

/// Is it plain without folding that no two texts say the same?
pub(super) fn are_surely_unlike<'text>(texts: impl Iterator<Item = &'text str> + Clone) -> bool {
    let before = |ix: usize| texts.clone().take(ix);
    if texts.clone().enumerate().all(|(ix, one)| before(ix).all(|other| are_unlike(one, other))) {
        return true;
    }
    let mut likenesses: Vec<u16> = texts.map(likeness).collect();
    likenesses.sort_unstable();
    likenesses.windows(2).all(|pair| pair.first() != pair.last())
}

/// Notes texts that are the same after folding; folded only where two may be.
fn note_equals(reader: &mut Reader<'_>, rule: Rule, parts: &Parts<'_, '_>, nouns: &str, texts: &[Said<'_>]) {
    if are_surely_unlike(texts.iter().map(|said| said.text)) {
        return;
    }
    let mut seen: HashMap<String, Span> = HashMap::with_capacity(texts.len());
    for Said { text, span } in texts {
        let text = folded(text);
        let Some(first) = seen.get(&text).copied() else {
            seen.insert(text, *span);
            continue;
        };
        let message = format!("two {nouns} of {} say the same", parts.fields.owner);
        let help = "case, width and spacing do not make a difference";
        reader.note(Finding::conflict(rule, first, *span, message).help(help));
    }
}
