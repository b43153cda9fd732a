//! Colours and line drawing: what a meaning looks like on this terminal.
//!
//! Invariant: no meaning is told by a style alone; screens write a word or a glyph beside it.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_normalization::UnicodeNormalization as _;

use crate::text::layout::width;

/// A set of styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// For light text on a dark ground.
    #[default]
    Dark,
    /// For dark text on a light ground.
    Light,
    /// White on black, with as few colours as can be.
    HighContrast,
    /// Bold, underlined and reversed only.
    NoColour,
}

/// Which characters lines and marks are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// Box-drawing characters and symbols.
    #[default]
    Drawn,
    /// ASCII only.
    Ascii,
}

/// What a stretch of text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Plain,
    /// Frame, hints and what can be skipped.
    Quiet,
    /// A heading.
    Title,
    /// Where the cursor is.
    Chosen,
    /// A right answer.
    Right,
    /// A wrong answer, a failure.
    Wrong,
    /// Partly right, flagged, over time.
    Warning,
    /// A key to press.
    Key,
    /// Program text.
    Code,
}

/// How text looks on this terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// The styles.
    pub palette: Palette,
    /// The characters.
    pub lines: Lines,
}

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const UNDERLINED: Style = PLAIN.add_modifier(Modifier::UNDERLINED);
const DIM: Style = PLAIN.add_modifier(Modifier::DIM);
const WHITE: Style = PLAIN.fg(Color::White).bg(Color::Black);

/// The styles of each palette: dark, light, high contrast, no colour.
const STYLES: [(Tone, [Style; 4]); 9] = [
    (Tone::Plain, [PLAIN, PLAIN, WHITE, PLAIN]),
    // Not dark grey: some palettes draw that in the colour of the ground.
    (Tone::Quiet, [DIM, DIM, WHITE, PLAIN]),
    (Tone::Title, [BOLD, BOLD, WHITE.add_modifier(Modifier::BOLD), BOLD]),
    (
        Tone::Chosen,
        [
            BOLD.fg(Color::Cyan),
            BOLD.fg(Color::Blue),
            PLAIN.fg(Color::Black).bg(Color::White).add_modifier(Modifier::BOLD),
            BOLD,
        ],
    ),
    (
        Tone::Right,
        [PLAIN.fg(Color::Green), PLAIN.fg(Color::Green), BOLD.fg(Color::LightGreen).bg(Color::Black), BOLD],
    ),
    (
        Tone::Wrong,
        [PLAIN.fg(Color::LightRed), PLAIN.fg(Color::Red), BOLD.fg(Color::LightRed).bg(Color::Black), BOLD],
    ),
    (
        Tone::Warning,
        [
            PLAIN.fg(Color::Yellow),
            PLAIN.fg(Color::Magenta),
            BOLD.fg(Color::LightYellow).bg(Color::Black),
            BOLD,
        ],
    ),
    (Tone::Key, [BOLD, BOLD, WHITE.add_modifier(Modifier::BOLD), BOLD]),
    (
        Tone::Code,
        [PLAIN.fg(Color::Cyan), PLAIN.fg(Color::Blue), WHITE.add_modifier(Modifier::UNDERLINED), UNDERLINED],
    ),
];

/// What stands for a symbol where only ASCII can be shown.
const IN_ASCII: [(&str, &str); 43] = [
    ("▸", ">"),
    ("✓", "+"),
    ("✗", "x"),
    ("◐", "~"),
    ("○", "o"),
    ("●", "*"),
    ("⚑", "!"),
    ("▾", "v"),
    ("▴", "^"),
    ("⇅", "#"),
    ("━", "="),
    ("─", "-"),
    ("│", "|"),
    ("┌", "+"),
    ("┐", "+"),
    ("└", "+"),
    ("┘", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("┬", "+"),
    ("┴", "+"),
    ("┼", "+"),
    ("█", "#"),
    ("▒", ":"),
    ("░", "."),
    ("╌", "."),
    ("·", "-"),
    ("…", "~"),
    ("‹", "<"),
    ("›", ">"),
    ("→", ">"),
    ("←", "<"),
    ("↑", "^"),
    ("↓", "v"),
    ("↳", ">"),
    ("–", "-"),
    ("—", "-"),
    ("‘", "'"),
    ("’", "'"),
    ("“", "\""),
    ("”", "\""),
    ("×", "x"),
    ("≥", ">"),
];

impl Theme {
    /// Returns the style of a meaning.
    #[must_use]
    pub fn style(self, tone: Tone) -> Style {
        let column = match self.palette {
            Palette::Dark => 0,
            Palette::Light => 1,
            Palette::HighContrast => 2,
            Palette::NoColour => 3,
        };
        STYLES
            .iter()
            .find(|(known, _)| *known == tone)
            .and_then(|(_, styles)| styles.get(column))
            .copied()
            .unwrap_or_default()
    }

    /// Replaces what this terminal cannot show, once everything is drawn.
    pub fn finish(self, buffer: &mut Buffer) {
        if self.lines == Lines::Drawn {
            return;
        }
        let area = buffer.area;
        for y in area.top()..area.bottom() {
            let mut n_covered = 0;
            for x in area.left()..area.right() {
                let Some(cell) = buffer.cell_mut((x, y)) else { continue };
                if n_covered > 0 {
                    // The second half of a wide character is a cell of its own now.
                    cell.set_symbol("?");
                    n_covered -= 1;
                } else if !cell.symbol().is_ascii() {
                    n_covered = width(cell.symbol()).saturating_sub(1);
                    let shown = in_ascii(cell.symbol());
                    cell.set_symbol(&shown);
                }
            }
        }
    }
}

impl Lines {
    /// Returns what a locale allows, given the values of `LC_ALL`, `LC_CTYPE` and `LANG`.
    ///
    /// The first that is set and not empty decides, as POSIX has it; none means the POSIX locale.
    #[must_use]
    pub fn of_locale<'value>(values: impl IntoIterator<Item = Option<&'value str>>) -> Self {
        let first = values.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default();
        let is_utf8 = first.to_lowercase().replace('-', "").contains("utf8");
        if is_utf8 { Self::Drawn } else { Self::Ascii }
    }
}

/// Returns one ASCII character for a symbol: its stand-in, its letter without accents, or a question mark.
fn in_ascii(symbol: &str) -> String {
    if let Some((_, ascii)) = IN_ASCII.iter().find(|(drawn, _)| *drawn == symbol) {
        return (*ascii).to_owned();
    }
    symbol.nfkd().find(|character| character.is_ascii_graphic()).unwrap_or('?').to_string()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        for (values, lines) in [
            ([None, None, Some("en_US.UTF-8")], Lines::Drawn),
            ([Some("C"), None, Some("en_US.UTF-8")], Lines::Ascii),
            ([Some(""), Some("de_DE.utf8"), Some("C")], Lines::Drawn),
            ([None, None, None], Lines::Ascii),
        ] {
            assert_eq!(Lines::of_locale(values), lines);
        }
    }

    #[test]
    fn an_ascii_terminal_gets_nothing_but_ascii() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 16, 1));
        buffer.set_string(0, 0, "▸ ✓ é 日本 ━ “x”", Style::new());
        Theme { lines: Lines::Ascii, ..Theme::default() }.finish(&mut buffer);
        let shown: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(shown, "> + e ???? = \"x\"");
    }

    #[test]
    fn without_colour_no_style_has_one() {
        let theme = Theme { palette: Palette::NoColour, ..Theme::default() };
        for (tone, _) in STYLES {
            assert_eq!((theme.style(tone).fg, theme.style(tone).bg), (None, None));
        }
    }
}
