//! The entries of a long list, each in memory that the next one takes again.

use crate::bank::finding::Findings;
use crate::bank::json::cursor::Cursor;
use crate::bank::json::parser::{MAX_LEVELS, MAX_VALUES, Parser, ROOM};
use crate::bank::json::{Arena, Node, Value};
use crate::bank::source::Span;

/// The object and the list that an entry stands in.
const LEVELS_AROUND: usize = 2;

/// A document that is an object whose last value is a list, read up to some entry of it.
pub(crate) struct Entries<'text> {
    text: &'text str,
    at: usize,
    /// How many values and keys may follow.
    n_left: usize,
    /// Has the list been closed?
    is_closed: bool,
}

/// What comes next.
pub(crate) enum Next<'tree> {
    /// An entry of the list.
    Entry(Node<'tree>),
    /// The end of the list and of the document.
    End,
    /// Something that is not as it should be.
    Doubt,
}

impl<'text> Entries<'text> {
    /// Reads what stands before the list under `key`, and returns it as an object that ends there; nothing where there
    /// is no such list or anything before it is not as it should be.
    pub(crate) fn begin<'tree>(
        text: &'text str,
        key: &str,
        arena: &'tree Arena,
    ) -> Option<(Self, Node<'tree>)>
    where
        'text: 'tree,
    {
        let mut findings = Findings::default();
        let mut parser = Parser::new(text, 0, MAX_VALUES, arena, &mut findings);
        parser.skip_space();
        let start = parser.at;
        parser.count(1 + ROOM).ok()?;
        if !parser.eats(b'{') {
            return None;
        }
        if !parser.members_up_to(Some(key)).ok()? {
            return None;
        }
        parser.count(1 + 1 + ROOM).ok()?;
        parser.string().ok()?;
        parser.skip_space();
        if !parser.eats(b':') {
            return None;
        }
        parser.skip_space();
        if !parser.eats(b'[') {
            return None;
        }
        parser.skip_space();
        let is_closed = parser.eats(b']');
        let value = Value::Object(parser.members_from(0));
        let Parser { at, n_left, .. } = parser;
        let node = Node { span: Span { start, end: at }, value };
        (!findings.has_errors()).then_some((Self { text, at, n_left, is_closed }, node))
    }

    /// Reads the next entry in one pass, and returns what `read` makes of it and where it stands; where it makes nothing
    /// of it, the entry is still to be read.
    pub(crate) fn read<'tree, T>(
        &mut self,
        arena: &'tree Arena,
        read: impl FnOnce(&mut Cursor<'tree, '_>) -> Option<T>,
    ) -> Option<(T, Span)>
    where
        'text: 'tree,
    {
        let mut findings = Findings::default();
        let mut parser = Parser::new(self.text, self.at, self.n_left, arena, &mut findings);
        parser.max_levels = MAX_LEVELS - LEVELS_AROUND;
        let mut cursor = Cursor(parser);
        let thing = if self.is_closed { None } else { read(&mut cursor) }?;
        let Cursor(mut parser) = cursor;
        let span = Span { start: self.at, end: parser.at };
        let is_closed = parser.closes::<b']'>().ok()?;
        let Parser { at, n_left, .. } = parser;
        if findings.has_errors() {
            return None;
        }
        (self.at, self.n_left, self.is_closed) = (at, n_left, is_closed);
        Some((thing, span))
    }

    /// Reads the next entry as a tree.
    pub(crate) fn next<'tree>(&mut self, arena: &'tree Arena) -> Next<'tree>
    where
        'text: 'tree,
    {
        let mut findings = Findings::default();
        let mut parser = Parser::new(self.text, self.at, self.n_left, arena, &mut findings);
        parser.max_levels = MAX_LEVELS - LEVELS_AROUND;
        if self.is_closed {
            return if parser.is_last() { Next::End } else { Next::Doubt };
        }
        let (Ok(node), Ok(is_closed)) = (parser.node(), parser.closes::<b']'>()) else { return Next::Doubt };
        (self.at, self.n_left, self.is_closed) = (parser.at, parser.n_left, is_closed);
        if findings.has_errors() { Next::Doubt } else { Next::Entry(node) }
    }
}

impl Parser<'_, '_> {
    /// Does nothing follow but the end of the object around?
    fn is_last(&mut self) -> bool {
        self.skip_space();
        let is_closed = self.eats(b'}');
        self.skip_space();
        is_closed && self.peek().is_none()
    }
}
