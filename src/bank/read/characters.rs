//! Characters that strings of a bank may not hold: those that steer a terminal, hide, or reorder text.

use crate::bank::finding::Finding;
use crate::bank::json::{Node, character_span};
use crate::bank::read::value::{Name, Reader};
use crate::bank::rule::CONTROL_CHARACTER;
use crate::text::{SafeText, is_unsafe, is_variation_selector};

/// Bad characters of one text that are told; each is looked for from the start of the text.
const MOST_OF_A_TEXT: usize = 20;

/// Which white space a string has room for besides spaces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// None: ids, titles, words.
    Line,
    /// Tabs: a line of an exhibit.
    Row,
    /// Tabs and line feeds: running text and exhibits.
    Block,
    /// These and carriage returns, which end the segments of HL7 v2.
    Segments,
}

impl Room {
    fn has(self, character: char) -> bool {
        match character {
            '\t' => self != Self::Line,
            '\n' => matches!(self, Self::Block | Self::Segments),
            '\r' => self == Self::Segments,
            _ => false,
        }
    }
}

/// Notes every character that has no place in the text of `node`; is there none?
pub(crate) fn note_unsafe(
    reader: &mut Reader<'_>,
    name: Name<'_>,
    node: &Node<'_>,
    text: &str,
    room: Room,
) -> bool {
    let unsafe_places = unsafe_places(text, room);
    for (offset, character) in &unsafe_places {
        let span = character_span(reader.text, node.span, *offset);
        let (what, help) = words(*character);
        let message = format!("{what} U+{:04X} stands in {name}", u32::from(*character));
        reader.note(Finding::new(CONTROL_CHARACTER, span, message).help(help));
    }
    unsafe_places.is_empty()
}

/// Returns what a character is and what to do about it.
fn words(character: char) -> (&'static str, &'static str) {
    match character {
        '\n' => ("the line feed", "write it on one line"),
        '\r' => ("the carriage return", "end lines with `\\n` alone"),
        '\t' => ("the tab", "write spaces"),
        _ if character.is_control() => ("the control character", "leave it out"),
        _ => {
            ("the invisible character", "leave it out, or write its number as `U+…` where it is the subject")
        }
    }
}

/// Returns the characters that `room` has no place for, with the bytes at which they begin.
fn unsafe_places(text: &str, room: Room) -> Vec<(usize, char)> {
    let shows = |character: char| (' '..='~').contains(&character);
    let is_bad = |character: char| !shows(character) && is_unsafe(character) && !room.has(character);
    let bad = text.char_indices().filter(|(_, character)| is_bad(*character));
    let bad: Vec<(usize, char)> = bad.take(MOST_OF_A_TEXT).collect();
    if bad.is_empty() { stray_selector(text).into_iter().collect() } else { bad }
}

/// Returns the first variation selector that has nothing to vary: safe text shows a mark in its place.
fn stray_selector(text: &str) -> Option<(usize, char)> {
    let selectors = text.char_indices().filter(|(_, character)| is_variation_selector(*character));
    selectors.into_iter().find(|(offset, character)| {
        let with_one_before = text.get(..*offset).and_then(|before| before.chars().next_back());
        let pair: String = with_one_before.into_iter().chain([*character]).collect();
        SafeText::line(&pair).as_str().ends_with('>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_room_has_its_own_white_space() {
        let text = "a\tb\nc\rd";
        let n_bad = |room| unsafe_places(text, room).len();
        assert_eq!([Room::Line, Room::Row, Room::Block, Room::Segments].map(n_bad), [3, 2, 1, 0]);
    }

    #[test]
    fn hidden_characters_are_found_and_visible_ones_are_not() {
        for (text, n_bad) in [
            ("abc\u{202e}def\u{200b}", 2),
            ("x\u{e0041}", 1),
            ("\u{7f}", 1),
            ("a \u{fe0f}", 1),
            ("❤\u{fe0f} naïve 日本語 e\u{301}", 0),
        ] {
            assert_eq!(unsafe_places(text, Room::Block).len(), n_bad, "{text:?}");
        }
    }
}
