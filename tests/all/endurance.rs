//! The terminal face under loads that no person makes: alive, small, and every answer kept.
#![cfg(target_os = "linux")]

use crate::program::{run, stdout, stored_answers};
use crate::screen::{PRACTICE, at_second_question, pass};
use crate::terminal::Terminal;

/// Most memory that the program may ever have had, in KiB.
const MOST_MEMORY: u64 = 100 * 1024;

fn assert_small(terminal: &Terminal) {
    let peak = terminal.peak_memory();
    assert!(peak <= MOST_MEMORY, "{peak} KiB");
}

fn assert_sound(home: &std::path::Path) {
    let check = run(home, &["history", "check"], "");
    assert_eq!(check.status.code(), Some(0), "{}", stdout(&check));
}

/// Returns the same random numbers each time.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut stream = hitquiz::seed::Seed(seed).stream(hitquiz::seed::Stream::Questions);
    move |n| stream.below(n)
}

#[test]
fn two_thousand_resizes_lose_neither_the_question_nor_its_answers() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_second_question(home.path());
    let mut random = random(7);
    for n in 0..2_000 {
        let (columns, rows) = match n % 10 {
            0 => (0, 0),
            1 => (1, 1),
            2 => (u16::MAX, 1),
            _ => (random(200) as u16, random(60) as u16),
        };
        terminal.resize_unseen(columns, rows);
        terminal.look();
    }
    terminal.resize(81, 24);
    terminal.resize(80, 24);
    terminal.wait_for("Question 2 of 5");
    pass(&mut terminal, 2);
    assert_small(&terminal);
    assert_eq!(stored_answers(home.path()).len(), 2);
    assert_sound(home.path());
}

#[test]
fn a_terminal_that_says_it_has_no_size_at_the_start_is_waited_for() {
    for (columns, rows) in [(0, 0), (1, 1)] {
        let home = tempfile::tempdir().unwrap();
        let words = [&[env!("CARGO_BIN_EXE_hitquiz")], &PRACTICE[..]].concat();
        let mut terminal = Terminal::start_command(home.path(), (columns, rows), &words, &[]);
        terminal.resize(80, 24);
        terminal.wait_for("Question 1 of 5");
        pass(&mut terminal, 1);
    }
}

/// What random keys are made of, besides random bytes: Ctrl-Z is not among it, since nobody would continue the program,
/// nor is Ctrl-C, which leaves it at once.
const KEYS: [&str; 40] = [
    "\r",
    "\r",
    "\r",
    "1",
    "2",
    "3",
    "4",
    "x",
    "x",
    "u",
    "s",
    "f",
    "l",
    "z",
    "p",
    "n",
    "j",
    "k",
    "d",
    "y",
    "/",
    "?",
    " ",
    "\t",
    "\u{1b}",
    "\u{7f}",
    "\u{1b}[A",
    "\u{1b}[B",
    "\u{1b}[C",
    "\u{1b}[D",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}[H",
    "\u{1b}[3~",
    "\u{1b}[<0;10;5M",
    "\u{1b}[<64;1;1M",
    "\u{1b}[200~1\r\u{1b}[201~",
    "é日\u{301}",
    "q",
    "\u{1b}OP",
];

/// Random keys at a time, before it is looked at whether the program has been left.
const BURST: usize = 20;

#[test]
fn six_thousand_random_keys_leave_a_program_that_works_and_a_sound_history() {
    let home = tempfile::tempdir().unwrap();
    let mut random = random(20_261_122);
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.wait_for("Practise");
    for _ in 0..6_000 / BURST {
        for _ in 0..BURST {
            if random(8) == 0 {
                let byte = random(256) as u8;
                let ends = [3, 0x1a].contains(&byte);
                terminal.press_bytes(if ends { b"" } else { std::slice::from_ref(&byte) });
            } else {
                terminal.press(KEYS[random(KEYS.len())]);
            }
        }
        if random(10) == 0 {
            terminal.resize(20 + random(100) as u16, 5 + random(40) as u16);
        }
        if let Some(status) = terminal.ended() {
            assert_eq!(status.exit_code(), 0, "{}", terminal.screen());
            assert!(terminal.is_given_back());
            terminal = Terminal::start(home.path(), 80, 24, &[]);
            terminal.wait_for("Practise");
        }
    }
    if terminal.ended().is_none() {
        assert_small(&terminal);
    }
    // The end of a paste, should one be open; then the way out.
    terminal.press("\u{1b}[201~\u{3}");
    assert_eq!(terminal.end().exit_code(), 0, "{}", terminal.screen());
    assert_sound(home.path());
    let answers = stored_answers(home.path());
    assert!(!answers.is_empty(), "these keys never answered anything");
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, answers.len() + 1);
}

/// Bytes of a paste that no field takes.
const LARGE_PASTE: usize = 8 << 20;

/// Most memory that such a paste may take, in KiB: less than the paste.
const MEMORY_OF_A_PASTE: u64 = 4 * 1024;

#[test]
fn a_paste_of_8_mib_answers_nothing_and_is_not_held_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    let peak_before = terminal.peak_memory();
    let mut keys = terminal.take_keys();
    let typing = std::thread::spawn(move || {
        keys.write_all(b"\x1b[200~").unwrap();
        keys.write_all(&b"1\rx pasted text\x1b[B ".repeat(LARGE_PASTE / 19)).unwrap();
        // The question asks for a number; Tab leads out of its field.
        keys.write_all(b"\x1b[201~\t?").unwrap();
        keys
    });
    terminal.wait_for("Help");
    drop(typing.join().unwrap());
    assert_small(&terminal);
    let grown = terminal.peak_memory() - peak_before;
    assert!(grown < MEMORY_OF_A_PASTE, "{grown} KiB");
    assert_eq!(stored_answers(home.path()).len(), 0);
}

/// Keys typed one by one into a field, four times as many as it holds.
const MANY_KEYS: usize = 256 << 10;

#[test]
fn keys_typed_by_the_hundred_thousand_into_a_full_field_are_all_taken_in() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Tab to the keys");
    let mut keys = terminal.take_keys();
    let typing = std::thread::spawn(move || {
        keys.write_all(&[&[b'1'; MANY_KEYS][..], b"\t?"].concat()).unwrap();
        keys
    });
    terminal.wait_for("Help");
    drop(typing.join().unwrap());
    assert_small(&terminal);
    assert_eq!(stored_answers(home.path()).len(), 0);
}

#[test]
fn a_paste_that_has_lost_its_end_is_over_after_a_silence_and_has_answered_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_second_question(home.path());
    terminal.press("\u{1b}[200~1\r2\rx");
    terminal.press_until("?", "Help");
    terminal.press("\u{1b}");
    terminal.wait_until("the question again", |screen| !screen.contains("Help"));
    // A paste whose end is not lost, after one whose end was.
    terminal.press("\u{1b}[200~1\r\u{1b}[201~");
    assert_eq!(stored_answers(home.path()).len(), 1);
    pass(&mut terminal, 2);
}

#[test]
fn keys_that_do_nothing_draw_nothing() {
    let drawn_by = |keys: &str| {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
        terminal.wait_for("quit");
        let has_footer = |screen: &str| screen.lines().last().is_some_and(|line| line.contains("quit"));
        terminal.wait_until("the whole screen", has_footer);
        terminal.wait_for_whole_frame();
        let n_before = terminal.raw().len();
        terminal.press(keys);
        terminal.press("?");
        terminal.wait_until("the help", |screen| {
            screen.contains("Help") && screen.lines().last().is_some_and(|line| line.contains("back"))
        });
        terminal.wait_for_whole_frame();
        terminal.raw().len() - n_before
    };
    assert_eq!(drawn_by(&"%".repeat(2_000)), drawn_by(""));
}
