//! A line of text that is being typed.
//!
//! Invariant: the text holds no line feed and nothing that [`crate::text::is_unsafe`] names; the cursor stands between
//! two graphemes.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::is_unsafe;
use crate::text::layout::width;
use crate::tui::intent::Intent;

/// Bytes that a field takes at most, pasted or typed.
pub const MAX_BYTES: usize = 64 * 1024;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    before: String,
    after: String,
}

impl Field {
    /// Returns a field that holds `text`, the cursor at its end.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut field = Self::default();
        field.insert(text);
        field
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Is there nothing but white space?
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.before.trim().is_empty() && self.after.trim().is_empty()
    }

    /// Puts in text at the cursor; line feeds and what could steer a terminal are left out.
    pub fn insert(&mut self, text: &str) {
        for character in text.chars().filter(|character| !is_unsafe(*character)) {
            if self.before.len() + self.after.len() + character.len_utf8() > MAX_BYTES {
                return;
            }
            self.before.push(character);
        }
    }

    /// Moves the cursor or rubs out, and says whether the intent was one of these.
    pub fn edit(&mut self, intent: Intent) -> bool {
        match intent {
            Intent::CursorLeft => {
                let moved = self.take_before();
                self.after.insert_str(0, &moved);
            }
            Intent::CursorRight => {
                let moved = self.take_after();
                self.before.push_str(&moved);
            }
            Intent::CursorStart => {
                self.after.insert_str(0, &std::mem::take(&mut self.before));
            }
            Intent::CursorEnd => self.before.push_str(&std::mem::take(&mut self.after)),
            Intent::Erase => {
                self.take_before();
            }
            Intent::EraseAhead => {
                self.take_after();
            }
            Intent::EraseWord => {
                let kept = self.before.trim_end().rfind(' ').map_or(0, |space| space + 1);
                self.before.truncate(kept);
            }
            _ => return false,
        }
        true
    }

    /// Returns the part of the text around the cursor that fits in `columns`: before it, under it, after it.
    #[must_use]
    pub fn seen(&self, columns: usize) -> (String, String, String) {
        let mut room = columns.saturating_sub(1);
        let mut before = Vec::new();
        for grapheme in self.before.graphemes(true).rev() {
            let Some(left) = room.checked_sub(width(grapheme)) else { break };
            room = left;
            before.push(grapheme);
        }
        before.reverse();
        let mut after = self.after.graphemes(true);
        let under = after.next().unwrap_or(" ").to_owned();
        room = room.saturating_sub(width(&under).saturating_sub(1));
        let mut rest = String::new();
        for grapheme in after {
            let Some(left) = room.checked_sub(width(grapheme)) else { break };
            room = left;
            rest.push_str(grapheme);
        }
        (before.concat(), under, rest)
    }

    fn take_before(&mut self) -> String {
        let start = self.before.grapheme_indices(true).next_back().map_or(0, |(start, _)| start);
        self.before.split_off(start)
    }

    fn take_after(&mut self) -> String {
        let end = self.after.graphemes(true).next().map_or(0, str::len);
        let rest = self.after.split_off(end);
        std::mem::replace(&mut self.after, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, intents: &[Intent]) -> (String, String) {
        let mut field = Field::of(text);
        for intent in intents {
            assert!(field.edit(*intent));
        }
        (field.before, field.after)
    }

    #[test]
    fn the_cursor_moves_over_whole_graphemes() {
        let (before, after) = edited("ae\u{301}日", &[Intent::CursorLeft, Intent::CursorLeft]);
        assert_eq!((before.as_str(), after.as_str()), ("a", "e\u{301}日"));
        assert_eq!(edited("ae\u{301}", &[Intent::Erase]).0, "a");
        assert_eq!(edited("ab", &[Intent::CursorStart, Intent::EraseAhead]).1, "b");
        assert_eq!(edited("two words ", &[Intent::EraseWord]).0, "two ");
        assert_eq!(edited("", &[Intent::Erase, Intent::EraseAhead, Intent::CursorLeft]).0, "");
    }

    #[test]
    fn a_pasted_line_feed_and_escape_leave_no_trace() {
        assert_eq!(Field::of("12\n\u{1b}[2J3").text(), "12[2J3");
    }

    #[test]
    fn a_field_is_never_larger_than_it_may_be() {
        assert_eq!(Field::of(&"x".repeat(2 * MAX_BYTES)).text().len(), MAX_BYTES);
    }

    #[test]
    fn a_long_text_is_seen_around_the_cursor() {
        let (before, under, after) = Field::of("abcdefgh").seen(5);
        assert_eq!((before.as_str(), under.as_str(), after.as_str()), ("efgh", " ", ""));
    }
}
