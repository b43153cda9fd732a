//! Objects: which keys they have, which they should have, and which they should not.

use std::fmt;

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Member, Node, Value};
use crate::bank::read::value::{Name, Reader, known_help};
use crate::bank::rule::{MISSING_KEY, ORDERED_KEY, UNKNOWN_KEY, WRONG_KIND};
use crate::bank::source::Span;

/// Keys of other quiz formats, with ours for the same idea.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("answers", "choices"),
    ("alternatives", "choices"),
    ("feedback", "explanation"),
    ("name", "title"),
    ("options", "choices"),
    ("pass_mark", "cut_score"),
    ("passing_score", "cut_score"),
    ("prompt", "stem"),
    ("question", "stem"),
    ("time_limit", "minutes"),
];

/// An object, with the keys that it may have.
pub(crate) struct Fields<'node, 'text> {
    pub(crate) owner: Owner<'node>,
    pub(crate) span: Span,
    members: &'node [Member<'text>],
    /// A bit for each key that is there; several keys share one.
    there: u64,
}

/// How messages call an object.
#[derive(Clone, Copy)]
pub(crate) enum Owner<'node> {
    /// The whole file.
    Bank,
    /// A question by its id, or by its number from 1 where it has none.
    Question(Option<&'node str>, usize),
    /// Something in a question or bank.
    Part(&'static str),
}

impl<'node, 'text> Fields<'node, 'text> {
    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'node Node<'text>> {
        self.member(key).map(|member| &member.node)
    }

    /// Returns a key with its value.
    pub(crate) fn member(&self, key: &str) -> Option<&'node Member<'text>> {
        // Most of the keys that are asked for are not there.
        if self.there & bit(key) == 0 {
            return None;
        }
        self.members.iter().find(|member| member.key == key)
    }
}

impl<'text> Reader<'text> {
    /// Returns the keys of an object, having noted those that are not `known`.
    pub(crate) fn fields<'node>(
        &mut self,
        owner: Owner<'node>,
        node: &'node Node<'text>,
        known: &[&'static str],
    ) -> Option<Fields<'node, 'text>> {
        let Value::Object(members) = &node.value else {
            let message = format!("{owner} is {}, not an object", node.value.kind());
            let span = if matches!(node.value, Value::List(_)) { node.span.opening() } else { node.span };
            let help = "an object has keys and values: `{ \"key\": \"value\" }`";
            self.note(Finding::new(WRONG_KIND, span, message).help(help));
            return None;
        };
        let mut there = 0;
        let mut known_from_here = 0;
        for member in *members {
            there |= bit(member.key);
            match place_of(member.key, known, known_from_here) {
                Some(known_ix) => known_from_here = known_ix + 1,
                None => self.note_with(UNKNOWN_KEY, member.key_span, || unknown_key(member, known)),
            }
        }
        Some(Fields { owner, span: node.span, members, there })
    }

    /// Returns what `read` makes of the value of a key, if the key is there.
    pub(crate) fn optional<'node, T>(
        &mut self,
        fields: &Fields<'node, 'text>,
        key: &'static str,
        read: impl FnOnce(&mut Self, Name<'static>, &'node Node<'text>) -> Option<T>,
    ) -> Option<T> {
        read(self, Name::Key(key), fields.get(key)?)
    }

    /// Returns what `read` makes of the value of a key, having noted if the key is not there.
    pub(crate) fn required<'node, T>(
        &mut self,
        fields: &Fields<'node, 'text>,
        key: &'static str,
        read: impl FnOnce(&mut Self, Name<'static>, &'node Node<'text>) -> Option<T>,
    ) -> Option<T> {
        let node = self.required_node(fields, key)?;
        read(self, Name::Key(key), node)
    }

    /// Returns the value of a key, having noted if the key is not there.
    pub(crate) fn required_node<'node>(
        &mut self,
        fields: &Fields<'node, 'text>,
        key: &str,
    ) -> Option<&'node Node<'text>> {
        let node = fields.get(key);
        if node.is_none() {
            let span = fields.span.opening();
            self.note_with(MISSING_KEY, span, || {
                let message = format!("{} has no `{key}`", fields.owner);
                Finding::new(MISSING_KEY, span, message).help(format!("add the key `{key}`"))
            });
        }
        node
    }
}

/// Returns the bit of a key: its length and its last letter, which tell most of the format's keys apart.
fn bit(key: &str) -> u64 {
    let last = key.as_bytes().last().copied().unwrap_or_default();
    1 << ((key.len() + usize::from(last) * 5) % 64)
}

/// Returns where a key stands among those that are known, looked for from `start` on, since keys are mostly written in
/// the order of the format.
fn place_of(key: &str, known: &[&str], start: usize) -> Option<usize> {
    let is_it = |other: &&str| *other == key;
    let (before, after) = known.split_at_checked(start)?;
    after.iter().position(is_it).map(|ix| start + ix).or_else(|| before.iter().position(is_it))
}

fn unknown_key(member: &Member<'_>, known: &[&'static str]) -> Finding {
    let key = member.key;
    if key == "ordered" && known.contains(&"shuffle") {
        let message = "unknown key `ordered`: the order of choices is kept by `shuffle`";
        let help = "write `\"shuffle\": false` to keep the choices in file order";
        return Finding::new(ORDERED_KEY, member.key_span, message).help(help);
    }
    let other_name = OTHER_NAMES.iter().find(|(other, ours)| *other == key && known.contains(ours));
    let help = match other_name {
        Some((_, ours)) => format!("a known key is `{ours}`"),
        None => known_help("key", key, known.iter().copied()),
    };
    Finding::new(UNKNOWN_KEY, member.key_span, format!("unknown key {}", quoted(key))).help(help)
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bank => formatter.write_str("the bank"),
            Self::Question(Some(id), _) => write!(formatter, "question {}", quoted(id)),
            Self::Question(None, number) => write!(formatter, "question {number}"),
            Self::Part(part) => formatter.write_str(part),
        }
    }
}
