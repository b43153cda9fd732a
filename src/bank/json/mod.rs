//! Strict JSON with places: RFC 8259 and nothing else, as a tree that knows where everything stood.
//!
//! A reader of our own, since `serde_json` loses places and duplicate keys, and the readers that keep places let
//! through what it refuses. A test holds the two against each other.

mod cursor;
mod entries;
mod number;
mod parser;
mod string;
#[cfg(test)]
mod tests;
mod trouble;

use crate::bank::source::Span;

pub use bumpalo::Bump as Arena;
pub(crate) use cursor::Cursor;
pub(crate) use entries::{Entries, Next};
pub(crate) use parser::parsed;
pub(crate) use string::character_span;

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'text> {
    pub(crate) span: Span,
    pub(crate) value: Value<'text>,
}

/// A value of JSON; numbers are kept as they were written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'text> {
    Null,
    Boolean(bool),
    Number(&'text str),
    Text(&'text str),
    List(&'text [Node<'text>]),
    Object(&'text [Member<'text>]),
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member<'text> {
    pub(crate) key: &'text str,
    pub(crate) key_span: Span,
    pub(crate) node: Node<'text>,
}

impl Value<'_> {
    /// Returns the kind of value in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl Member<'_> {
    /// Returns where key and value stand.
    pub(crate) fn span(&self) -> Span {
        self.key_span.to(self.node.span)
    }
}
