//! Single values: strings, numbers, words of a list, and what is wrong with them.

use std::fmt;
use std::sync::Arc;

use crate::bank::finding::{Finding, Findings, quoted};
use crate::bank::json::{Node, Value};
use crate::bank::question::Question;
use crate::bank::read::characters::{Room, note_unsafe};
use crate::bank::rule::{EMPTY_TEXT, Rule, TOO_LONG_TEXT, WRONG_KIND};
use crate::bank::source::Span;
use crate::bank::suggest::nearest;
use crate::text::piece::Piece;
use crate::text::{SafeText, is_safe};

/// Known words that a help line lists: the framework has twelve roles, a question over thirty keys.
const MAX_LISTED: usize = 12;

/// Bytes of the longest text: some forty pages.
pub(super) const MAX_TEXT_BYTES: usize = 64 << 10;

/// Reads values of one file and notes what is wrong with them.
///
/// Every reader returns nothing where it has noted an error, so that a bank is put together only from sound parts
/// while all problems are noted on the way.
pub(crate) struct Reader<'text> {
    pub(crate) text: &'text str,
    pub(crate) findings: Findings,
    /// The questions that are sound and where they stand, kept once another is not.
    pub(crate) questions: Vec<(Arc<Question>, Span)>,
}

/// How messages call a value.
#[derive(Clone, Copy)]
pub(crate) enum Name<'name> {
    /// The value of a key.
    Key(&'name str),
    /// An entry of the list that is the value of a key.
    Entry(&'name str),
}

impl<'text> Reader<'text> {
    pub(crate) fn new(text: &'text str, findings: Findings) -> Self {
        Self { text, findings, questions: Vec::new() }
    }

    pub(crate) fn note(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Notes a problem that takes time to put into words, which is not done where it would not be told.
    pub(crate) fn note_with(&mut self, rule: Rule, span: Span, words: impl FnOnce() -> Finding) {
        self.findings.push_with(rule, span, words);
    }

    /// Notes that a value is of another kind than `wanted`.
    pub(crate) fn note_kind(&mut self, name: Name<'_>, node: &Node<'_>, wanted: &str, help: Option<&str>) {
        let span = match node.value {
            // Only the bracket: what is inside is not the problem.
            Value::List(_) | Value::Object(_) => node.span.opening(),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => node.span,
        };
        self.note_with(WRONG_KIND, span, || {
            let message = format!("{name} is {}, not {wanted}", node.value.kind());
            let finding = Finding::new(WRONG_KIND, span, message);
            match help {
                Some(help) => finding.help(help),
                None => finding,
            }
        });
    }

    /// Returns text of one line.
    pub(crate) fn line(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        sound_node(node, Room::Line).or_else(|| self.text_in(name, node, Room::Line).map(SafeText::line))
    }

    /// Returns text that may have several lines.
    pub(crate) fn block(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        sound_node(node, Room::Block).or_else(|| self.text_in(name, node, Room::Block).map(SafeText::block))
    }

    /// Returns a string that shows something and holds no character that `room` has no place for.
    pub(crate) fn text_in<'node>(
        &mut self,
        name: Name<'_>,
        node: &'node Node<'_>,
        room: Room,
    ) -> Option<&'node str> {
        self.text_up_to(MAX_TEXT_BYTES, name, node, room)
    }

    /// Returns such a string of at most `max_bytes`.
    pub(crate) fn text_up_to<'node>(
        &mut self,
        max_bytes: usize,
        name: Name<'_>,
        node: &'node Node<'_>,
        room: Room,
    ) -> Option<&'node str> {
        let text = self.string(name, node)?;
        if text.len() > max_bytes {
            self.note_too_long(name, node, max_bytes);
            return None;
        }
        let is_safe = note_unsafe(self, name, node, text, room);
        if text.trim_start().is_empty() {
            let finding = Finding::new(EMPTY_TEXT, node.span, format!("{name} is empty"));
            self.note(finding.help("write something, or leave the key out where it is not required"));
            return None;
        }
        is_safe.then_some(text)
    }

    /// Notes that a text or a list of lines is longer than anything that is read.
    pub(crate) fn note_too_long(&mut self, name: Name<'_>, node: &Node<'_>, max_bytes: usize) {
        let message = format!("{name} is longer than {} KiB", max_bytes >> 10);
        let finding = Finding::new(TOO_LONG_TEXT, node.span.opening(), message);
        self.note(finding.help("leave out what the answer does not need"));
    }

    /// Returns a string as it stands.
    pub(crate) fn string<'node>(&mut self, name: Name<'_>, node: &'node Node<'_>) -> Option<&'node str> {
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        self.note_kind(name, node, "a string", None);
        None
    }

    /// Returns true or false.
    pub(crate) fn boolean(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<bool> {
        if let Value::Boolean(boolean) = node.value {
            return Some(boolean);
        }
        self.note_kind(name, node, "a boolean", Some("write `true` or `false`, without quotes"));
        None
    }

    /// Returns what one of a few words stands for.
    pub(crate) fn word<T: Copy>(
        &mut self,
        name: Name<'_>,
        node: &Node<'_>,
        rule: Rule,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let word = self.string(name, node)?;
        if let Some((_, meaning)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*meaning);
        }
        self.note_with(rule, node.span, || {
            let noun = name.key();
            let help = known_help(noun, word, words.iter().map(|(known, _)| *known));
            Finding::new(rule, node.span, format!("unknown {noun} {}", quoted(word))).help(help)
        });
        None
    }

    /// Returns the entries of a list.
    pub(crate) fn list<'node>(
        &mut self,
        name: Name<'_>,
        node: &'node Node<'text>,
    ) -> Option<&'node [Node<'text>]> {
        if let Value::List(nodes) = &node.value {
            return Some(nodes);
        }
        self.note_kind(name, node, "an array", Some("put it in `[` and `]`"));
        None
    }

    /// Returns what `read` makes of each entry, if it makes something of all of them.
    pub(crate) fn each<'node, T>(
        &mut self,
        nodes: &'node [Node<'text>],
        mut read: impl FnMut(&mut Self, &'node Node<'text>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            values.extend(read(self, node));
        }
        (values.len() == nodes.len()).then_some(values)
    }

    /// Returns a list of texts of one line each.
    pub(crate) fn lines(&mut self, name: Name<'_>, node: &Node<'text>) -> Option<Vec<SafeText>> {
        let nodes = self.list(name, node)?;
        self.each(nodes, |reader, node| reader.line(name.entry(), node))
    }
}

/// Returns the text of a node of which there is nothing to say.
fn sound_node(node: &Node<'_>, room: Room) -> Option<SafeText> {
    let Value::Text(text) = node.value else { return None };
    if shows(text) { SafeText::as_it_stands(text, room != Room::Line) } else { None }
}

/// Returns a text of which there is nothing to say; nothing where a closer look may find none either.
pub(super) fn sound(piece: Piece<'_>, room: Room) -> Option<&str> {
    let text = piece.as_str();
    (shows(text) && (piece.is_plain() || is_safe(text, room != Room::Line))).then_some(text)
}

/// Does a text show something, and is it no longer than any that is read?
fn shows(text: &str) -> bool {
    let shows = text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty();
    shows && text.len() <= MAX_TEXT_BYTES
}

/// Returns the help that names the nearest known word, or all of them if none is near and they are few.
pub(crate) fn known_help<'known>(
    noun: &str,
    word: &str,
    known: impl Iterator<Item = &'known str> + Clone,
) -> String {
    if let Some(nearest) = nearest(word, known.clone()) {
        return format!("a known {noun} is `{nearest}`");
    }
    if known.clone().count() > MAX_LISTED {
        return format!("leave it out: there is no {noun} like it");
    }
    let all: Vec<String> = known.map(|known| format!("`{known}`")).collect();
    format!("it is one of {}", all.join(", "))
}

impl<'name> Name<'name> {
    /// Returns how an entry of the list of this name is called.
    pub(crate) fn entry(self) -> Self {
        Self::Entry(self.key())
    }

    fn key(self) -> &'name str {
        match self {
            Self::Key(key) | Self::Entry(key) => key,
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => formatter.write_str(&quoted(key)),
            Self::Entry(key) => write!(formatter, "an entry of {}", quoted(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_of_known_words_is_not_recited() {
        let many: Vec<String> = (0..=MAX_LISTED).map(|n| format!("key-number-{n}")).collect();
        assert_eq!(
            known_help("key", "xyz", many.iter().map(String::as_str)),
            "leave it out: there is no key like it"
        );
        assert_eq!(known_help("word", "xyz", ["live", "draft"].into_iter()), "it is one of `live`, `draft`");
        assert_eq!(known_help("word", "lives", ["live", "draft"].into_iter()), "a known word is `live`");
    }
}
