//! What a terminal can do to the face: sizes, colours, characters, any keys at all.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::face::{Face, NARROW, WIDE, long_question, wide_question};
use crate::bank::sample;
use crate::session::event::Mode;
use crate::settings::Settings;
use crate::tui::draw::draw;
use crate::tui::message::Message;
use crate::tui::model::{Colour, Look, Model};
use crate::tui::theme::Lines;

fn buffer(model: &Model) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
    draw(model, super::face::noon(), &mut buffer);
    buffer
}

#[test]
fn a_screen_too_small_says_which_size_is_needed_and_keeps_the_state() {
    let mut face = Face::taking(WIDE, Mode::Practice, vec![long_question()]);
    face.press("3");
    face.tell(Message::Resize(30, 8));
    assert!(face.picture().starts_with("needs 40x12, is 30x8"), "{}", face.picture());
    face.tell(Message::Resize(0, 0));
    assert_eq!(face.picture(), "");
    face.tell(Message::Resize(80, 24));
    assert!(face.picture().contains("▸ 3  Report"));
}

#[test]
fn without_colours_no_cell_has_one() {
    let mut face = Face::taking(WIDE, Mode::Practice, vec![long_question()]);
    let look = Look { colours: Colour::Off, lines: Lines::Drawn };
    for keys in ["", "2 Enter", "Esc", "j j j j j j Enter"] {
        face.press(keys);
        face.model.set_look(look);
        let is_plain = |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
        assert!(buffer(&face.model).content().iter().all(is_plain), "{keys}");
    }
}

#[test]
fn where_the_locale_is_not_utf_8_everything_is_ascii() {
    let mut face = Face::taking(WIDE, Mode::Practice, vec![long_question(), wide_question()]);
    face.model.set_look(Look { colours: Colour::OfTheme, lines: Lines::Ascii });
    let asked = face.picture();
    let answered = face.press("2 Enter").picture();
    let wide = face.press("Enter").picture();
    let all = format!("{asked}\n{answered}\n{wide}");
    assert!(all.is_ascii(), "{all}");
    insta::assert_snapshot!(all);
}

#[test]
fn nothing_changes_on_the_screen_where_nothing_has_happened() {
    let face = Face::taking(WIDE, Mode::Practice, vec![long_question()]);
    let mut later = face.model.page(face.now);
    later.0.header.clear();
    let mut after = face.now;
    after.monotonic = crate::clock::Millis(60_000);
    let mut then = face.model.page(after);
    then.0.header.clear();
    assert_eq!(format!("{later:?}"), format!("{then:?}"));
    assert_eq!(face.model.next_second(face.now), None);
}

#[test]
fn a_clock_that_is_shown_wakes_at_the_next_second_and_a_hidden_one_never() {
    let mut face = Face::taking(NARROW, Mode::Exam, sample::every_type());
    assert!(face.model.next_second(face.now).is_some_and(|wait| wait.0 <= 1_000));
    face.model.settings = Settings { timer: crate::settings::Timer::Hidden, ..Settings::default() };
    assert_eq!(face.model.next_second(face.now), None);
}

/// A bank with a question of each type.
const ALL_TYPES: &str = include_str!("../../../tests/fixtures/banks/valid/all-types.json");

/// Something that a terminal may send.
#[derive(Clone, Debug)]
pub(super) enum Sent {
    Key(KeyEvent),
    Size(u16, u16),
    Click(u16),
    Wheel(i32),
    Paste(String),
    Save(String),
}

pub(super) fn any_sent() -> impl Strategy<Value = Sent> {
    let codes = prop_oneof![
        Just(KeyCode::Enter),
        Just(KeyCode::Esc),
        Just(KeyCode::Tab),
        Just(KeyCode::Up),
        Just(KeyCode::Down),
        Just(KeyCode::Left),
        Just(KeyCode::Right),
        Just(KeyCode::PageDown),
        Just(KeyCode::PageUp),
        Just(KeyCode::Backspace),
        prop::sample::select("cim12345678jkxusfzlpnade/?y aé日".chars().collect::<Vec<_>>())
            .prop_map(KeyCode::Char),
    ];
    prop_oneof![
        20 => codes.prop_map(|code| Sent::Key(KeyEvent::new(code, KeyModifiers::NONE))),
        1 => (1_u16..=120, 1_u16..=50).prop_map(|(columns, rows)| Sent::Size(columns, rows)),
        1 => (0_u16..50).prop_map(Sent::Click),
        1 => (-2..=2).prop_map(Sent::Wheel),
        1 => ".{0,20}".prop_map(Sent::Paste),
        1 => prop_oneof![Just("{".to_owned()), Just(ALL_TYPES.replace("multiple", "second")), Just(ALL_TYPES.to_owned())]
            .prop_map(Sent::Save),
    ]
}

/// Sends all of it; the picture never holds a control character.
pub(super) fn send_all(face: &mut Face, sent: Vec<Sent>) -> Result<(), TestCaseError> {
    for sent in sent {
        match sent {
            Sent::Key(key) => face.key(key),
            Sent::Size(columns, rows) => face.tell(Message::Resize(columns, rows)),
            Sent::Click(row) => face.tell(Message::Click(row)),
            Sent::Wheel(turns) => face.tell(Message::Wheel(turns)),
            Sent::Paste(text) => face.tell(Message::Paste(text)),
            Sent::Save(text) => drop(face.save(&text)),
        }
        let picture = face.picture();
        prop_assert!(picture.chars().all(|character| character == '\n' || !character.is_control()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_keys_at_any_size_break_it(
        sent in proptest::collection::vec(any_sent(), 1..120),
        mode in prop_oneof![Just(None), Just(Some(Mode::Practice)), Just(Some(Mode::Exam))],
        previews in proptest::bool::weighted(0.3),
    ) {
        let mut questions = sample::every_type();
        questions.extend([long_question(), wide_question()]);
        let mut face = match mode {
            _ if previews => Face::previewing(WIDE, ALL_TYPES),
            Some(mode) => Face::taking(WIDE, mode, questions),
            None => Face::new(WIDE, questions),
        };
        send_all(&mut face, sent)?;
    }
}
