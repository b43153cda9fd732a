//! The bytes that a terminal sends for a key or the mouse (ECMA-48; xterm's control sequences).
//!
//! Invariant: a control sequence is taken whole by its grammar, also one that means nothing here, so that no part of it
//! is ever taken for a key.

use std::str::Utf8Error;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// What begins every sequence, and is a key by itself.
pub(super) const ESCAPE: u8 = 0x1b;

/// Most bytes of a control sequence; none that means something here has more than 20.
const MOST_BYTES: usize = 64;

/// What stands at the beginning of the bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// This many bytes say that.
    Said(usize, Said),
    /// What is there is only the beginning of something.
    Unfinished,
}

/// What bytes say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// A key or the mouse.
    Event(Event),
    /// A paste follows.
    PasteBegins,
    /// Nothing that means something here.
    Nothing,
}

/// Returns what stands at the beginning of the bytes; nothing where there are none.
pub(super) fn first(bytes: &[u8]) -> Option<Found> {
    let (byte, rest) = bytes.split_first()?;
    Some(match *byte {
        ESCAPE => escaped(rest).within(1),
        control @ (0..=0x1a | 0x1c..=0x1f | 0x7f) => Found::key(1, control_key(control)),
        _ => character(bytes),
    })
}

impl Found {
    fn key(n_bytes: usize, key: KeyEvent) -> Self {
        Self::Said(n_bytes, Said::Event(Event::Key(key)))
    }

    fn nothing(n_bytes: usize) -> Self {
        Self::Said(n_bytes, Said::Nothing)
    }

    /// Returns the same behind this many bytes.
    fn within(self, n_bytes: usize) -> Self {
        match self {
            Self::Said(n, said) => Self::Said(n + n_bytes, said),
            Self::Unfinished => Self::Unfinished,
        }
    }
}

fn control_key(byte: u8) -> KeyEvent {
    let with_control = |character| KeyEvent::new(KeyCode::Char(character), KeyModifiers::CONTROL);
    match byte {
        b'\r' => KeyCode::Enter.into(),
        b'\t' => KeyCode::Tab.into(),
        0x7f => KeyCode::Backspace.into(),
        0 => with_control(' '),
        1..=0x1a => with_control(char::from(byte - 1 + b'a')),
        // Ctrl-4 to Ctrl-7, as the first terminals sent them.
        _ => with_control(char::from((byte & 3) + b'4')),
    }
}

fn character(bytes: &[u8]) -> Found {
    let start = bytes.get(..4).unwrap_or(bytes);
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) => match at_the_beginning(error) {
            None => {
                start.get(..error.valid_up_to()).map_or("", |valid| std::str::from_utf8(valid).unwrap_or(""))
            }
            Some(found) => return found,
        },
    };
    match valid.chars().next() {
        Some(character) => Found::key(character.len_utf8(), KeyCode::Char(character).into()),
        None => Found::nothing(1),
    }
}

/// Returns what is wrong with the first character, or nothing where only a later one is.
fn at_the_beginning(error: Utf8Error) -> Option<Found> {
    match (error.valid_up_to(), error.error_len()) {
        (0, Some(n_bytes)) => Some(Found::nothing(n_bytes)),
        (0, None) => Some(Found::Unfinished),
        _ => None,
    }
}

/// Returns what the bytes behind an escape say.
fn escaped(bytes: &[u8]) -> Found {
    let Some((byte, rest)) = bytes.split_first() else { return Found::Unfinished };
    match *byte {
        b'[' => control_sequence(rest).within(1),
        b'O' => single_shift(rest).within(1),
        // The key Escape, and another sequence behind it.
        ESCAPE => Found::key(0, KeyCode::Esc.into()),
        _ => match first(bytes) {
            Some(Found::Said(n_bytes, Said::Event(Event::Key(key)))) => {
                Found::key(n_bytes, KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT))
            }
            Some(found) => found,
            None => Found::Unfinished,
        },
    }
}

/// Returns what the bytes behind `ESC O` say.
fn single_shift(bytes: &[u8]) -> Found {
    match bytes.first() {
        None => Found::Unfinished,
        Some(&ESCAPE) => Found::nothing(0),
        Some(b'M') => Found::key(1, KeyCode::Enter.into()),
        Some(letter) => match lettered(*letter) {
            Some(code) => Found::key(1, code.into()),
            None => Found::nothing(1),
        },
    }
}

fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        _ => return None,
    })
}

/// Returns what the bytes behind `ESC [` say.
fn control_sequence(bytes: &[u8]) -> Found {
    let is_inside = |byte: &u8| (0x20..=0x3f).contains(byte);
    let n_inside = bytes.iter().take(MOST_BYTES).take_while(|byte| is_inside(byte)).count();
    let (inside, rest) = bytes.split_at(n_inside);
    if n_inside == MOST_BYTES {
        return Found::nothing(n_inside);
    }
    match rest.split_first() {
        None => Found::Unfinished,
        // Function keys of the Linux console: one letter more.
        Some((b'[', [])) => Found::Unfinished,
        Some((b'[', _)) => Found::nothing(n_inside + 2),
        Some((b'M', position)) if inside.is_empty() => old_mouse(position).within(1),
        Some((last @ 0x40..=0x7e, _)) => Found::Said(n_inside + 1, meant(inside, *last)),
        // A byte that has no place in it breaks it off, and is looked at by itself.
        Some(_) => Found::nothing(n_inside),
    }
}

/// Returns what a control sequence with these parameters and this last byte says.
fn meant(inside: &[u8], last: u8) -> Said {
    if let Some(mouse) = inside.strip_prefix(b"<") {
        return mouse_meant(mouse, last);
    }
    let mut numbers = numbers(inside);
    let number = numbers.next().flatten();
    let modifiers = modifiers(numbers.next().flatten().unwrap_or(1));
    let code = match (last, number) {
        (b'~', Some(200)) => return Said::PasteBegins,
        (b'~', Some(number)) => numbered(number),
        (b'u', Some(number)) => encoded(number),
        (letter, _) => lettered(letter),
    };
    match code {
        Some(KeyCode::BackTab) => key_event(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT),
        Some(code) => key_event(code, modifiers),
        None => Said::Nothing,
    }
}

fn key_event(code: KeyCode, modifiers: KeyModifiers) -> Said {
    Said::Event(Event::Key(KeyEvent::new(code, modifiers)))
}

/// Returns the numbers between semicolons; nothing for one that is missing or none.
fn numbers(inside: &[u8]) -> impl Iterator<Item = Option<u32>> {
    inside.split(|byte| *byte == b';').map(|digits| std::str::from_utf8(digits).ok()?.parse().ok())
}

/// Returns the modifiers that xterm writes as 1 and more.
fn modifiers(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)]
        .into_iter()
        .filter(|(bit, _)| bits & bit != 0)
        .fold(KeyModifiers::NONE, |all, (_, modifier)| all | modifier)
}

/// Returns the key of a code point (`CSI 13 ; 2 u`), as some terminals are set to send.
fn encoded(number: u32) -> Option<KeyCode> {
    match char::from_u32(number)? {
        '\r' => Some(KeyCode::Enter),
        '\t' => Some(KeyCode::Tab),
        '\u{1b}' => Some(KeyCode::Esc),
        '\u{7f}' => Some(KeyCode::Backspace),
        character if character.is_control() => None,
        character => Some(KeyCode::Char(character)),
    }
}

/// Returns what the mouse did: `button ; column ; row`, and whether it was pressed (`M`) or let go (`m`).
fn mouse_meant(inside: &[u8], last: u8) -> Said {
    let mut numbers = numbers(inside).map(|number| number.and_then(|number| u16::try_from(number).ok()));
    let mut next = || numbers.next().flatten();
    match (next(), next(), next(), last) {
        (Some(button), Some(column), Some(row), b'M') => mouse(button, column, row),
        _ => Said::Nothing,
    }
}

/// Returns what three bytes behind `ESC [ M` say, as terminals send that do not know the newer way.
fn old_mouse(bytes: &[u8]) -> Found {
    let Some(&[button, column, row]) = bytes.first_chunk() else { return Found::Unfinished };
    let number = |byte: u8| u16::from(byte.saturating_sub(32));
    Found::Said(3, mouse(number(button), number(column), number(row)))
}

/// Returns a press or a turn of the wheel at a place from 1; what else a mouse does means nothing.
fn mouse(button: u16, column: u16, row: u16) -> Said {
    /// Shift, Alt and Control.
    const MODIFIERS: u16 = 4 | 8 | 16;
    let kind = match button & !MODIFIERS {
        0 => MouseEventKind::Down(MouseButton::Left),
        1 => MouseEventKind::Down(MouseButton::Middle),
        2 => MouseEventKind::Down(MouseButton::Right),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => return Said::Nothing,
    };
    let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
    Said::Event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Said {
        key_event(code, modifiers)
    }

    fn clicked(kind: MouseEventKind, column: u16, row: u16) -> Said {
        Said::Event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
    }

    #[test]
    fn a_key_is_known_by_its_bytes() {
        const NONE: KeyModifiers = KeyModifiers::NONE;
        const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
        for (bytes, said) in [
            ("q", pressed(KeyCode::Char('q'), NONE)),
            ("日", pressed(KeyCode::Char('日'), NONE)),
            ("\r", pressed(KeyCode::Enter, NONE)),
            ("\n", pressed(KeyCode::Char('j'), CONTROL)),
            ("\t", pressed(KeyCode::Tab, NONE)),
            ("\u{7f}", pressed(KeyCode::Backspace, NONE)),
            ("\u{4}", pressed(KeyCode::Char('d'), CONTROL)),
            ("\0", pressed(KeyCode::Char(' '), CONTROL)),
            ("\u{1f}", pressed(KeyCode::Char('7'), CONTROL)),
            ("\u{1b}[A", pressed(KeyCode::Up, NONE)),
            ("\u{1b}OB", pressed(KeyCode::Down, NONE)),
            ("\u{1b}OM", pressed(KeyCode::Enter, NONE)),
            ("\u{1b}[1;5D", pressed(KeyCode::Left, CONTROL)),
            ("\u{1b}[Z", pressed(KeyCode::BackTab, KeyModifiers::SHIFT)),
            ("\u{1b}[3~", pressed(KeyCode::Delete, NONE)),
            ("\u{1b}[6;2~", pressed(KeyCode::PageDown, KeyModifiers::SHIFT)),
            ("\u{1b}[117;5u", pressed(KeyCode::Char('u'), CONTROL)),
            ("\u{1b}x", pressed(KeyCode::Char('x'), KeyModifiers::ALT)),
            ("\u{1b}[200~", Said::PasteBegins),
            ("\u{1b}[<0;10;5M", clicked(MouseEventKind::Down(MouseButton::Left), 9, 4)),
            ("\u{1b}[<65;1;1M", clicked(MouseEventKind::ScrollDown, 0, 0)),
            ("\u{1b}[M +%", clicked(MouseEventKind::Down(MouseButton::Left), 10, 4)),
        ] {
            assert_eq!(first(bytes.as_bytes()), Some(Found::Said(bytes.len(), said)), "{bytes:?}");
        }
    }

    #[test]
    fn what_means_nothing_is_taken_whole() {
        for bytes in [
            "\u{1b}[201~",
            "\u{1b}[15~",
            "\u{1b}[[A",
            "\u{1b}OP",
            "\u{1b}[?62;4c",
            "\u{1b}[<0;10;5m",
            "\u{1b}[<35;3;3M",
            "\u{1b}[<0;99999;1M",
            "\u{1b}[99999999999~",
            "\u{1b}[I",
        ] {
            assert_eq!(first(bytes.as_bytes()), Some(Found::nothing(bytes.len())), "{bytes:?}");
        }
        assert_eq!(first(b"\xff\xfe"), Some(Found::nothing(1)));
        assert_eq!(first(b"\x1b[12\r"), Some(Found::nothing(4)));
    }

    #[test]
    fn what_may_go_on_is_waited_for() {
        for bytes in
            [&b"\x1b"[..], b"\x1b[", b"\x1b[1;5", b"\x1bO", b"\x1b[M +", b"\x1b[[", b"\xe6\x97", b"\x1b\xe6"]
        {
            assert_eq!(first(bytes), Some(Found::Unfinished), "{bytes:?}");
        }
        assert_eq!(
            first(&[b"\x1b[".as_slice(), &[b'1'; MOST_BYTES]].concat()),
            Some(Found::nothing(MOST_BYTES + 2))
        );
        assert_eq!(first(b""), None);
    }
}
