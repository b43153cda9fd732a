//! Foreign text made harmless, and how wide it is on a screen.
//!
//! Invariant: a [`SafeText`] holds no control, bidirectional, zero-width or tag character; the only one that moves
//! the cursor is the line feed.

pub(crate) mod block;
pub mod fold;
pub mod layout;
pub mod markup;
pub(crate) mod piece;
pub(crate) mod step;

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar as _;

/// Columns between tab stops, as terminals and editors have them by default.
const TAB_COLUMNS: usize = 8;

/// Text from a bank, a file name, an import or the environment, fit to be written anywhere.
///
/// Characters that could steer a terminal or hide in the text are replaced by visible marks such as `<U+202E>`.
///
/// # Example
/// ```
/// use hitquiz::text::SafeText;
/// assert_eq!(SafeText::line("safe\u{1b}[2J").as_str(), "safe<U+001B>[2J");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct SafeText(String);

impl SafeText {
    /// Returns text of several lines: line feeds stay, tabs become spaces up to the next stop of eight columns.
    #[must_use]
    pub fn block(foreign: &str) -> Self {
        if let Some(safe) = Self::as_it_stands(foreign, true) {
            return safe;
        }
        let mut safe = String::with_capacity(foreign.len());
        let mut column = 0;
        let mut previous = None;
        let mut characters = foreign.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => {}
                '\n' => {
                    safe.push('\n');
                    column = 0;
                }
                '\t' => {
                    let n_spaces = TAB_COLUMNS - column % TAB_COLUMNS;
                    safe.extend(std::iter::repeat_n(' ', n_spaces));
                    column += n_spaces;
                }
                _ => column += push_safe(&mut safe, character, previous),
            }
            previous = Some(character);
        }
        Self(safe)
    }

    /// Returns text of one line: line feeds and tabs become marks too.
    #[must_use]
    pub fn line(foreign: &str) -> Self {
        if let Some(safe) = Self::as_it_stands(foreign, false) {
            return safe;
        }
        let mut safe = String::with_capacity(foreign.len());
        let mut previous = None;
        for character in foreign.chars() {
            push_safe(&mut safe, character, previous);
            previous = Some(character);
        }
        Self(safe)
    }

    /// Returns a text that may be written as it stands, with line feeds where there is room for those; nothing for one
    /// that holds anything else.
    pub(crate) fn as_it_stands(foreign: &str, has_line_feeds: bool) -> Option<Self> {
        is_safe(foreign, has_line_feeds).then(|| Self(foreign.to_owned()))
    }

    /// Returns the text of a path or an argument that need not be UTF-8, on one line.
    #[must_use]
    pub fn path(path: &std::path::Path) -> Self {
        Self::line(&path.to_string_lossy())
    }

    /// Returns the harmless text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is there no text at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl From<String> for SafeText {
    fn from(foreign: String) -> Self {
        Self::block(&foreign)
    }
}

impl From<SafeText> for String {
    fn from(text: SafeText) -> Self {
        text.0
    }
}

/// May a text be written as it stands, with line feeds where there is room for those? A closer look may find so of
/// others too.
pub(crate) fn is_safe(foreign: &str, has_line_feeds: bool) -> bool {
    let mut rest = foreign;
    while let Some(odd) = rest.get(step::plain_start(rest.as_bytes(), has_line_feeds)..) {
        let mut characters = odd.chars();
        match characters.next() {
            None => return true,
            Some(character) if is_surely_harmless(character) => rest = characters.as_str(),
            Some(_) => return false,
        }
    }
    false
}

/// Says whether `character` may not reach a screen: it steers, hides or reorders text.
///
/// Controls and format characters of Unicode 16 (general categories Cc, Cf, Zl, Zp) and the fillers and joiners that
/// draw nothing. Variation selectors are judged by what stands before them, see [`SafeText`].
#[must_use]
pub fn is_unsafe(character: char) -> bool {
    matches!(
        character,
        '\u{00}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Is it an ASCII character that shows?
pub(crate) fn is_plain(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte)
}

/// Is it harmless whatever stands before it?
fn is_surely_harmless(character: char) -> bool {
    match u8::try_from(character) {
        Ok(byte) if byte.is_ascii() => is_plain(byte),
        Ok(_) | Err(_) => !is_unsafe(character) && !is_variation_selector(character),
    }
}

/// Says whether `character` selects a variant of the one before it.
pub(crate) fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Appends `character` or its mark, and returns how many columns that takes.
fn push_safe(safe: &mut String, character: char, previous: Option<char>) -> usize {
    if u8::try_from(character).is_ok_and(is_plain) {
        safe.push(character);
        return 1;
    }
    let stands_alone = previous
        .is_none_or(|before| before.is_whitespace() || is_unsafe(before) || is_variation_selector(before));
    if is_unsafe(character) || (is_variation_selector(character) && stands_alone) {
        let length = safe.len();
        // Writing to a string cannot fail.
        let _ = write!(safe, "<U+{:04X}>", u32::from(character));
        return safe.len() - length;
    }
    safe.push(character);
    character.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_and_hidden_characters_become_marks() {
        for (foreign, shown) in [
            ("a\u{1b}]0;x\u{7}b", "a<U+001B>]0;x<U+0007>b"),
            ("\u{9b}31m", "<U+009B>31m"),
            ("abc\u{202e}def", "abc<U+202E>def"),
            ("a\u{200b}b\u{feff}", "a<U+200B>b<U+FEFF>"),
            ("x\u{e0041}", "x<U+E0041>"),
            ("a\u{2028}b", "a<U+2028>b"),
            ("\u{fe0f}", "<U+FE0F>"),
            ("del\u{7f}", "del<U+007F>"),
            ("a\nb\tc", "a<U+000A>b<U+0009>c"),
        ] {
            assert_eq!(SafeText::line(foreign).as_str(), shown);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_whatever_keeps_a_character_that_steers_or_hides(foreign in hostile()) {
            for safe in [SafeText::line(&foreign), SafeText::block(&foreign)] {
                let is_left = |c: char| is_unsafe(c) && c != '\n';
                proptest::prop_assert!(!safe.as_str().contains(is_left), "{safe:?}");
                proptest::prop_assert_eq!(&SafeText::block(safe.as_str()), &safe);
            }
            proptest::prop_assert!(!SafeText::line(&foreign).as_str().contains('\n'));
        }

        /// Unicode's own tables say which characters steer, format or draw nothing.
        #[test]
        fn no_character_that_unicode_calls_a_control_or_ignorable_is_left(
            text in "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]{1,8}",
        ) {
            let line = SafeText::line(&text);
            proptest::prop_assert!(line.as_str().is_ascii(), "{line:?}");
        }

        #[test]
        fn no_text_whatever_loses_a_word_that_shows(foreign in hostile()) {
            let words = foreign.split(|c: char| !c.is_alphanumeric() || is_unsafe(c));
            let (line, block) = (SafeText::line(&foreign), SafeText::block(&foreign));
            let mut rests = [line.as_str(), block.as_str()];
            for word in words.filter(|word| !word.is_empty()) {
                for rest in &mut rests {
                    let at = rest.find(word);
                    proptest::prop_assert!(at.is_some(), "{word:?} is not in {rest:?}");
                    *rest = rest.get(at.unwrap_or(0) + word.len()..).unwrap_or_default();
                }
            }
        }
    }

    /// Any text, and text in which what steers and hides stands close together.
    fn hostile() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let steering = "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{ad}\u{61c}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\
                        \u{fe00}-\u{fe0f}\u{feff}\u{e0000}-\u{e01ef}a日 é]{0,24}";
        prop_oneof![any::<String>(), proptest::string::string_regex(steering).unwrap()]
    }

    #[test]
    fn a_block_keeps_lines_and_expands_tabs() {
        assert_eq!(SafeText::block("a\tb\r\n\tc\rd").as_str(), "a       b\n        c<U+000D>d");
    }

    #[test]
    fn ordinary_text_of_any_script_stays_as_it_is() {
        let text = "Größe 日本語 naïve e\u{301} ❤\u{fe0f} – “quoted”";
        assert_eq!(SafeText::line(text).as_str(), text);
    }
}
