//! Strings: borrowed where nothing is escaped.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::parser::{Fatal, Parser};
use crate::bank::rule::{
    BACKSLASH_AMPERSAND, CONTROL_CHARACTER, LONE_SURROGATE, MORE_PROBLEMS, OPEN_STRING, WRONG_ESCAPE,
};
use crate::bank::source::Span;
use crate::text::piece::Piece;

/// What the letter behind a backslash stands for.
const ESCAPES: &[(char, char)] = &[
    ('"', '"'),
    ('\\', '\\'),
    ('/', '/'),
    ('b', '\u{8}'),
    ('f', '\u{c}'),
    ('n', '\n'),
    ('r', '\r'),
    ('t', '\t'),
];

/// Bytes of `\u` with its four digits.
const UNIT_LENGTH: usize = 6;

impl<'text> Parser<'text, '_> {
    /// Reads a string, with the opening quote at this place.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<&'text str, Fatal> {
        Ok(self.told_string()?.as_str())
    }

    /// Reads a string, and tells whether it is plain.
    #[inline(always)]
    pub(super) fn told_string(&mut self) -> Result<Piece<'text>, Fatal> {
        let start = self.at;
        self.at += 1;
        let piece = self.piece();
        if self.eats(b'"') { Ok(piece) } else { Ok(Piece::unknown(self.unescaped(start, piece.as_str())?)) }
    }

    /// Reads on in a string that began at `start` and is not plain, behind its first plain piece.
    #[inline(never)]
    fn unescaped(&mut self, start: usize, mut piece: &'text str) -> Result<&'text str, Fatal> {
        let mut unescaped = String::new();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    unescaped.push_str(piece);
                    return Ok(self.arena.alloc_str(&unescaped));
                }
                Some(_) if self.findings.are_beyond_telling() => return Err(self.hopeless()),
                Some(b'\\') => {
                    unescaped.push_str(piece);
                    unescaped.push(self.escape());
                }
                Some(b'\n') | None => return Err(self.open_string(start)),
                Some(_) => {
                    unescaped.push_str(piece);
                    // What has been told about is not told about again by the rules for text.
                    unescaped.push(' ');
                    self.note_control();
                }
            }
            // Often one escape follows another.
            piece = if self.peek() == Some(b'\\') { "" } else { self.piece().as_str() };
        }
    }

    /// Reads up to the next quote, backslash or control character.
    #[inline(always)]
    fn piece(&mut self) -> Piece<'text> {
        let piece = Piece::at(self.text, self.at).unwrap_or(Piece::unknown(""));
        self.at += piece.as_str().len();
        piece
    }

    fn open_string(&self, start: usize) -> Fatal {
        // Not the `\r` of the line's end, and not the whole rest of the file.
        let line = self.text.get(start..self.at).unwrap_or_default().trim_ascii_end();
        let span = Span { start, end: start + line.len() };
        let finding = Finding::new(OPEN_STRING, span, "the string does not end on its line");
        Box::new(finding.help("close it with `\"`; a line break inside a string is written `\\n`"))
    }

    /// Returns the problem that there are too many to go on.
    pub(super) fn hopeless(&self) -> Fatal {
        let finding = Finding::new(MORE_PROBLEMS, self.here(), "reading stops here, after too many problems");
        Box::new(finding.help("see whether the file is what it should be"))
    }

    fn note_control(&mut self) {
        let span = self.here();
        let character = self.text.get(span.start..span.end).and_then(|text| text.chars().next());
        self.at = span.end;
        let message =
            format!("the control character {} stands in a string", shown(character.unwrap_or('\0')));
        let finding = Finding::new(CONTROL_CHARACTER, span, message);
        self.findings.push(finding.help("a tab is written `\\t`; leave other control characters out"));
    }

    /// Reads an escape, with the backslash at this place; a wrong one is noted and stands for U+FFFD.
    fn escape(&mut self) -> char {
        let start = self.at;
        self.at += 1;
        if self.eats(b'n') {
            return '\n';
        }
        let letter = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        if letter == Some('u') {
            return self.unicode_escape(start);
        }
        let known = ESCAPES.iter().find(|(escape, _)| Some(*escape) == letter);
        if let Some((_, character)) = known {
            self.at += 1;
            return *character;
        }
        // A control character or the end of the file is met again by the caller, who knows what to say.
        let length = letter.filter(|letter| !letter.is_control()).map_or(0, char::len_utf8);
        self.at += length;
        self.note_wrong_escape(Span { start, end: self.at });
        char::REPLACEMENT_CHARACTER
    }

    fn note_wrong_escape(&mut self, span: Span) {
        let escape = self.text.get(span.start..span.end).unwrap_or_default();
        let finding = if escape == "\\&" {
            Finding::new(BACKSLASH_AMPERSAND, span, "`\\&` is no escape of JSON")
                .help("in JSON an HL7 `\\&` is written `\\\\&`")
        } else {
            Finding::new(WRONG_ESCAPE, span, format!("{} is no escape of JSON", quoted(escape)))
                .help("a backslash itself is written `\\\\`")
        };
        self.findings.push(finding);
    }

    /// Reads `\u` and its digits, and the second half where they are the first of a surrogate pair.
    fn unicode_escape(&mut self, start: usize) -> char {
        let Some(unit) = unit(self.text, start) else {
            self.at = start + 2;
            self.note_wrong_escape(Span { start, end: self.at });
            return char::REPLACEMENT_CHARACTER;
        };
        let (character, length) = character(self.text, start, unit);
        self.at = start + length;
        character.unwrap_or_else(|| {
            let finding = Finding::new(
                LONE_SURROGATE,
                Span { start, end: self.at },
                format!("`\\u{unit:04x}` is half a surrogate pair"),
            );
            self.findings.push(finding.help("write the character itself, in UTF-8"));
            char::REPLACEMENT_CHARACTER
        })
    }
}

/// Returns the character that an escape of this unit stands for, and how many bytes the escape has.
fn character(text: &str, start: usize, first: u16) -> (Option<char>, usize) {
    if let Some(character) = char::from_u32(u32::from(first)) {
        return (Some(character), UNIT_LENGTH);
    }
    let second = unit(text, start + UNIT_LENGTH);
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    (pair, if pair.is_some() { 2 * UNIT_LENGTH } else { UNIT_LENGTH })
}

/// Returns the number behind a `\u` at `start`.
fn unit(text: &str, start: usize) -> Option<u16> {
    let digits = text.get(start..start + UNIT_LENGTH)?.strip_prefix("\\u")?;
    // `from_str_radix` would take a sign.
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if are_digits { u16::from_str_radix(digits, 16).ok() } else { None }
}

/// Returns where in the file the character stands that begins at byte `offset` of a string read from `span`.
pub(crate) fn character_span(text: &str, span: Span, offset: usize) -> Span {
    let mut start = span.start + 1;
    let mut n_read = 0;
    while start < span.end {
        let (in_file, in_string) = lengths(text, start);
        if n_read >= offset {
            return Span { start, end: start + in_file };
        }
        start += in_file;
        n_read += in_string;
    }
    span
}

/// Returns how many bytes the character at `start` takes in the file and in the string.
fn lengths(text: &str, start: usize) -> (usize, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let plain = rest.chars().next().map_or(1, char::len_utf8);
    if !rest.starts_with('\\') {
        return (plain, plain);
    }
    let Some(unit) = unit(text, start) else { return (2, 1) };
    let (character, length) = character(text, start, unit);
    (length, character.map_or(char::REPLACEMENT_CHARACTER.len_utf8(), char::len_utf8))
}

/// Returns a character as messages name it.
fn shown(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
