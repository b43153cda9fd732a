//! A value read in one pass by who knows what is to come.

use crate::bank::json::Value;
use crate::bank::json::parser::Parser;
use crate::text::piece::Piece;
use crate::text::step::short_length;

/// A place in a document; every reader returns nothing where something else stands than what it reads.
pub(crate) struct Cursor<'text, 'findings>(pub(super) Parser<'text, 'findings>);

impl<'text> Cursor<'text, '_> {
    /// Reads an object; `member` reads the value of each key, which it gets as it is written where it is short.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, &'text [u8]) -> Option<()>,
    ) -> Option<()> {
        self.enter(b'{')?;
        let mut is_closed = self.0.eats(b'}');
        while !is_closed {
            let key = self.key()?;
            if !self.0.colon() {
                return None;
            }
            member(self, key)?;
            is_closed = self.0.closes::<b'}'>().ok()?;
        }
        self.0.open.pop();
        Some(())
    }

    /// Reads a list; `entry` reads each of its entries.
    pub(crate) fn list(&mut self, mut entry: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.enter(b'[')?;
        let mut is_closed = self.0.eats(b']');
        while !is_closed {
            entry(self)?;
            is_closed = self.0.closes::<b']'>().ok()?;
        }
        self.0.open.pop();
        Some(())
    }

    /// Reads a key. One with an escape is none that a reader in one pass knows, so that its end need not be found.
    #[inline(always)]
    fn key(&mut self) -> Option<&'text [u8]> {
        let start = self.0.at + 1;
        let rest = self.0.text.as_bytes().get(start..).unwrap_or_default();
        match short_length(rest) {
            Some(length) if self.0.peek() == Some(b'"') => {
                self.0.count(1).ok()?;
                self.0.at = start + length + 1;
                rest.get(..length)
            }
            _ => self.text().map(str::as_bytes),
        }
    }

    fn enter(&mut self, bracket: u8) -> Option<()> {
        self.0.count(1).ok()?;
        if self.0.peek() != Some(bracket) {
            return None;
        }
        self.0.enter().ok()?;
        self.0.skip_space();
        Some(())
    }

    /// Reads a string.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Option<&'text str> {
        self.told_text().map(Piece::as_str)
    }

    /// Reads a string, and tells whether it is plain.
    #[inline(always)]
    pub(crate) fn told_text(&mut self) -> Option<Piece<'text>> {
        self.0.count(1).ok()?;
        if self.0.peek() == Some(b'"') { self.0.told_string().ok() } else { None }
    }

    /// Reads true or false; whoever reads on looks at what stands behind.
    pub(crate) fn boolean(&mut self) -> Option<bool> {
        self.0.count(1).ok()?;
        let rest = self.0.text.as_bytes().get(self.0.at..).unwrap_or_default();
        let (boolean, length) = match rest {
            [b't', b'r', b'u', b'e', ..] => (true, 4),
            [b'f', b'a', b'l', b's', b'e', ..] => (false, 5),
            _ => return None,
        };
        self.0.at += length;
        Some(boolean)
    }

    /// Reads a number as it is written.
    pub(crate) fn number(&mut self) -> Option<&'text str> {
        match self.0.node().ok()?.value {
            Value::Number(number) => Some(number),
            Value::Null | Value::Boolean(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => None,
        }
    }
}
