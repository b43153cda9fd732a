//! Values, lists and objects.

use crate::bank::finding::{Finding, Findings, quoted};
use crate::bank::json::{Arena, Member, Node, Value};
use crate::bank::rule::{BYTE_ORDER_MARK, EMPTY_DOCUMENT, SYNTAX, TOO_DEEP, TRAILING_DATA};
use crate::bank::source::Span;
use crate::text::step::{indentation, is_space, space_length};

/// Levels of lists and objects that are read: a bank needs seven.
pub(super) const MAX_LEVELS: usize = 64;

/// Values and keys that are read, lists and objects counted with [`ROOM`]: each takes up to 80 bytes of memory while its
/// list is open and being copied to the tree.
///
/// A bank of 64 MiB of ordinary questions without white space has 2.6 to 2.8 million.
pub(super) const MAX_VALUES: usize = 2_850_000;

/// Values that a list or object counts for besides itself: what it takes to have memory of its own.
pub(super) const ROOM: usize = 1;

/// The problem behind which nothing can be read.
pub(super) type Fatal = Box<Finding>;

/// What is being read, up to where, inside of what.
pub(super) struct Parser<'text, 'findings> {
    pub(super) text: &'text str,
    pub(super) at: usize,
    /// Where the lists and objects around this place begin.
    pub(super) open: Vec<usize>,
    pub(super) findings: &'findings mut Findings,
    pub(super) arena: &'text Arena,
    /// Entries of the lists that are open, which go to the arena when theirs is closed.
    nodes: Vec<Node<'text>>,
    /// Entries of the objects that are open.
    members: Vec<Member<'text>>,
    /// How many values and keys may follow.
    pub(super) n_left: usize,
    /// How many lists and objects may be open at once.
    pub(super) max_levels: usize,
}

/// Returns the tree of a document, or nothing if it is not JSON; `findings` says why.
///
/// Where it is plain how to go on after a problem, the tree is returned all the same, so that all problems of a
/// file are told at once. Its parts lie in `arena`, all freed in one step: a bank has some sixty to a question.
pub(crate) fn parsed<'text>(
    text: &'text str,
    arena: &'text Arena,
    findings: &mut Findings,
) -> Option<Node<'text>> {
    parsed_up_to(MAX_VALUES, text, arena, findings)
}

/// Returns the tree of a document of at most `max_values` values and keys.
pub(super) fn parsed_up_to<'text>(
    max_values: usize,
    text: &'text str,
    arena: &'text Arena,
    findings: &mut Findings,
) -> Option<Node<'text>> {
    let mut parser = Parser::new(text, 0, max_values, arena, findings);
    match parser.document() {
        Ok(node) => Some(node),
        Err(fatal) => {
            findings.push(*fatal);
            None
        }
    }
}

impl<'text, 'findings> Parser<'text, 'findings> {
    /// Begins at a place of a document that lies in no list or object, or whose are left out.
    pub(super) fn new(
        text: &'text str,
        at: usize,
        n_left: usize,
        arena: &'text Arena,
        findings: &'findings mut Findings,
    ) -> Self {
        let (open, nodes, members) = (Vec::new(), Vec::new(), Vec::new());
        let max_levels = MAX_LEVELS;
        Self { text, at, open, findings, arena, nodes, members, n_left, max_levels }
    }
}

impl<'text> Parser<'text, '_> {
    fn document(&mut self) -> Result<Node<'text>, Fatal> {
        self.skip_byte_order_mark();
        self.skip_space();
        if self.peek().is_none() {
            let finding = Finding::new(EMPTY_DOCUMENT, Span::default(), "the file is empty");
            return Err(Box::new(finding.help("a bank begins with `{ \"format\": 1, \"id\": …`")));
        }
        let node = self.node()?;
        self.skip_space();
        if self.peek() == Some(b'/') {
            return Err(self.unexpected("the end of the file"));
        }
        if self.peek().is_some() {
            let finding = Finding::new(TRAILING_DATA, self.here(), "something follows the end of the bank");
            return Err(Box::new(finding.label(last_byte(node.span), "the bank ends here")));
        }
        Ok(node)
    }

    fn skip_byte_order_mark(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
            let span = Span { start: 0, end: self.at };
            let finding = Finding::new(BYTE_ORDER_MARK, span, "the file begins with a byte order mark");
            self.findings.push(finding.help("save it as UTF-8 without a byte order mark"));
        }
    }

    pub(super) fn node(&mut self) -> Result<Node<'text>, Fatal> {
        self.count(1)?;
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::Text(self.string()?),
            Some(b'{') => self.object()?,
            Some(b'[') => self.list()?,
            Some(b'-' | b'+' | b'.' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            Some(_) | None => return Err(self.unexpected("a value")),
        };
        Ok(Node { span: Span { start, end: self.at }, value })
    }

    fn object(&mut self) -> Result<Value<'text>, Fatal> {
        self.enter()?;
        let first = self.members.len();
        self.members_up_to(None)?;
        self.open.pop();
        Ok(Value::Object(self.members_from(first)))
    }

    /// Reads members up to the end of the object, or up to a key that comes first; has it come?
    pub(super) fn members_up_to(&mut self, key: Option<&str>) -> Result<bool, Fatal> {
        self.skip_space();
        let mut is_closed = self.eats(b'}');
        while !is_closed {
            if key.is_some_and(|key| self.is_key(key)) {
                return Ok(true);
            }
            let member = self.member()?;
            self.members.push(member);
            is_closed = self.closes::<b'}'>()?;
        }
        Ok(false)
    }

    /// Returns the members of an object that has ended, of which `first` was the first.
    pub(super) fn members_from(&mut self, first: usize) -> &'text [Member<'text>] {
        let members = self.arena.alloc_slice_copy(self.members.get(first..).unwrap_or_default());
        self.members.truncate(first);
        self.note_duplicates(members);
        members
    }

    /// Is a certain key what comes next, written without escapes?
    fn is_key(&self, key: &str) -> bool {
        let rest = self.text.get(self.at..).and_then(|rest| rest.strip_prefix('"'));
        rest.and_then(|rest| rest.strip_prefix(key)).is_some_and(|rest| rest.starts_with('"'))
    }

    fn list(&mut self) -> Result<Value<'text>, Fatal> {
        self.enter()?;
        let first = self.nodes.len();
        self.skip_space();
        let mut is_closed = self.eats(b']');
        while !is_closed {
            let node = self.node()?;
            self.nodes.push(node);
            is_closed = self.closes::<b']'>()?;
        }
        self.open.pop();
        let nodes = self.arena.alloc_slice_copy(self.nodes.get(first..).unwrap_or_default());
        self.nodes.truncate(first);
        Ok(Value::List(nodes))
    }

    fn member(&mut self) -> Result<Member<'text>, Fatal> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in double quotes"));
        }
        self.count(1)?;
        let start = self.at;
        let key = self.string()?;
        let key_span = Span { start, end: self.at };
        if !self.colon() {
            return Err(self.unexpected("`:` after the key"));
        }
        Ok(Member { key, key_span, node: self.node()? })
    }

    fn word(&mut self) -> Result<Value<'text>, Fatal> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        self.at += word.len();
        match word {
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            "null" => Ok(Value::Null),
            _ => {
                let message = format!("{} is no value of JSON", quoted(word));
                let finding = Finding::new(SYNTAX, Span { start, end: self.at }, message);
                Err(Box::new(
                    finding.help("strings stand in double quotes; the words are `true`, `false` and `null`"),
                ))
            }
        }
    }

    /// Counts values and keys; refuses more than memory is there for.
    #[inline]
    pub(super) fn count(&mut self, n: usize) -> Result<(), Fatal> {
        match self.n_left.checked_sub(n) {
            Some(n_left) => {
                self.n_left = n_left;
                Ok(())
            }
            None => Err(self.too_many_values()),
        }
    }

    pub(super) fn enter(&mut self) -> Result<(), Fatal> {
        if self.open.len() >= self.max_levels {
            let message = format!("arrays and objects are nested more than {MAX_LEVELS} levels deep");
            return Err(Box::new(Finding::new(TOO_DEEP, self.here(), message)));
        }
        self.count(ROOM)?;
        self.open.push(self.at);
        self.at += 1;
        Ok(())
    }

    /// Reads what stands between entries; is it the end of the list or object?
    pub(super) fn closes<const BRACKET: u8>(&mut self) -> Result<bool, Fatal> {
        if self.follows_on_next_line() {
            return Ok(false);
        }
        let end_of_entry = self.at;
        self.skip_space();
        if self.eats(BRACKET) {
            return Ok(true);
        }
        let comma = self.at;
        if !self.eats(b',') {
            return Err(self.not_closed(end_of_entry, BRACKET));
        }
        self.skip_space();
        if !self.eats(BRACKET) {
            return Ok(false);
        }
        self.note_trailing_comma(comma);
        Ok(true)
    }

    /// Goes on to an entry that begins on the next line, as most do, with nothing else between; is there one?
    #[inline]
    fn follows_on_next_line(&mut self) -> bool {
        let Some([b',', b'\n', line @ ..]) = self.rest() else { return false };
        let n_spaces = indentation(line);
        let is_there = matches!(line.get(n_spaces), Some(b'"' | b'{' | b'['));
        if is_there {
            self.at += 2 + n_spaces;
        }
        is_there
    }

    /// Reads the colon behind a key, and the space around it; is it there?
    #[inline]
    pub(super) fn colon(&mut self) -> bool {
        // As it is mostly written.
        if let Some([b':', b' ', next, ..]) = self.rest()
            && !is_space(*next)
        {
            self.at += 2;
            return true;
        }
        self.skip_space();
        let is_there = self.eats(b':');
        self.skip_space();
        is_there
    }

    fn rest(&self) -> Option<&'text [u8]> {
        self.text.as_bytes().get(self.at..)
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn eats(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        if self.peek().is_some_and(is_space) {
            self.skip_more_space();
        }
    }

    fn skip_more_space(&mut self) {
        self.at += space_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
    }

    /// Returns the place of the next character.
    pub(super) fn here(&self) -> Span {
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span { start: self.at, end: self.at + length }
    }
}

fn last_byte(span: Span) -> Span {
    Span { start: span.end.saturating_sub(1), end: span.end }
}
