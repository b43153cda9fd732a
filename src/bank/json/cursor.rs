//! A value read in one pass by who knows what is to come.

use crate::bank::json::Value;
use crate::bank::json::parser::Parser;
use crate::text::piece::Piece;

/// A place in a document; every reader returns nothing where something else stands than what it reads.
pub(crate) struct Cursor<'text, 'findings>(pub(super) Parser<'text, 'findings>);

impl<'text> Cursor<'text, '_> {
    /// Reads an object; `member` reads the value of each key.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, &'text str) -> Option<()>,
    ) -> Option<()> {
        self.enter(b'{')?;
        let mut is_closed = self.0.eats(b'}');
        while !is_closed {
            let key = self.text()?;
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

    /// Reads true or false.
    pub(crate) fn boolean(&mut self) -> Option<bool> {
        match self.0.node().ok()?.value {
            Value::Boolean(boolean) => Some(boolean),
            Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// Reads a number as it is written.
    pub(crate) fn number(&mut self) -> Option<&'text str> {
        match self.0.node().ok()?.value {
            Value::Number(number) => Some(number),
            Value::Null | Value::Boolean(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => None,
        }
    }
}
