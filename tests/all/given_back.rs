//! The terminal given back as it was, however the program ends.
#![cfg(unix)]

use crate::program::stored_answers;
use crate::screen::{PRACTICE, pass};
use crate::terminal::Terminal;

/// Starts the program, ends it by `end`, and looks whether the terminal is as it was.
fn is_given_back_after(end: impl Fn(&mut Terminal), status: u32) {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    let modes = Terminal::modes_of_a_new_one();
    terminal.wait_for("Question 1 of 5");
    assert_ne!(terminal.modes(), modes, "the screen takes the terminal over");
    end(&mut terminal);
    assert_eq!(terminal.end().exit_code(), status);
    assert_eq!(terminal.modes(), modes);
    assert!(terminal.is_given_back());
}

#[test]
fn after_ctrl_c() {
    is_given_back_after(|terminal| terminal.press("\u{3}"), 0);
}

/// The signals that end the program, by name and number.
const ENDING: [(&str, u32); 4] = [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)];

#[test]
fn after_a_signal_from_outside() {
    for (name, number) in ENDING {
        is_given_back_after(|terminal| terminal.signal(name), 128 + number);
    }
}

#[test]
fn after_ctrl_c_in_a_paste_that_has_lost_its_end() {
    is_given_back_after(
        |terminal| {
            terminal.press("\u{1b}[200~pasted, and never ended");
            terminal.press("\u{3}");
        },
        0,
    );
}

#[test]
fn what_was_typed_before_ctrl_c_is_still_taken_in() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, 1);
    terminal.press("u\u{3}");
    assert_eq!(terminal.end().exit_code(), 0);
    assert_eq!(stored_answers(home.path())[0]["undone"], true);
}

#[test]
fn stopped_and_continued_it_draws_again() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    let modes = Terminal::modes_of_a_new_one();
    terminal.wait_for("Question 1 of 5");
    for n in 1..=3 {
        terminal.signal("TSTP");
        terminal.wait_given_back(&modes);
        terminal.signal("CONT");
        terminal.wait_for(&format!("Question {n} of 5"));
        pass(&mut terminal, n);
        terminal.press("\r");
        terminal.wait_for(&format!("Question {} of 5", n + 1));
    }
    terminal.press("\u{3}");
    assert_eq!(terminal.end().exit_code(), 0);
    assert!(terminal.is_given_back());
}

/// Takes the terminal and panics; run by the test below in a terminal of its own.
#[test]
#[ignore = "is run by `after_a_panic_that_can_then_be_read`"]
fn a_panic_while_the_terminal_is_taken() {
    let _screen = hitquiz::tui::terminal::Screen::take(false).unwrap();
    panic!("the reason \u{1b}[31m can be read");
}

#[test]
fn after_a_panic_that_can_then_be_read() {
    let home = tempfile::tempdir().unwrap();
    let this = std::env::current_exe().unwrap();
    let test = "given_back::a_panic_while_the_terminal_is_taken";
    let words = [this.to_str().unwrap(), "--exact", test, "--ignored", "--nocapture"];
    let mut terminal = Terminal::start_command(home.path(), (80, 24), &words, &[]);
    assert_ne!(terminal.end().exit_code(), 0);
    assert_eq!(terminal.modes(), Terminal::modes_of_a_new_one());
    assert!(terminal.is_given_back());
    assert!(terminal.screen().contains("the reason"), "{}", terminal.screen());
    let raw = String::from_utf8_lossy(terminal.raw()).into_owned();
    assert!(raw.contains("\u{1b}[?1049h"), "the terminal was not taken: {raw}");
}

#[test]
fn a_terminal_that_is_gone_ends_the_program() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, 1);
    let status = terminal.hang_up("?").end();
    assert_eq!(status.exit_code(), 128 + 1);
    assert_eq!(stored_answers(home.path()).len(), 1);
}

/// In a session of its own nobody is sent a signal when the terminal goes away.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_without_a_signal_ends_the_program_too() {
    let home = tempfile::tempdir().unwrap();
    // The one who waits for it is sent that signal, and must not end before.
    let waiting = ["/bin/sh", "-c", "trap '' HUP; exec setsid --wait \"$@\"", "sh"];
    let words = [&waiting[..], &[env!("CARGO_BIN_EXE_hitquiz")], &PRACTICE[..]].concat();
    let path = [("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::start_command(home.path(), (80, 24), &words, &path);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, 1);
    let status = terminal.hang_up("?").end();
    assert_eq!(status.exit_code(), 128 + 1);
    assert_eq!(stored_answers(home.path()).len(), 1);
}

/// Has the program draw until it waits for somebody to read that.
#[cfg(target_os = "linux")]
fn is_stuck(terminal: &mut Terminal) {
    terminal.stop_reading();
    let mut n_columns = 60;
    while !terminal.is_stuck_in_drawing() {
        n_columns = if n_columns == 60 { 61 } else { 60 };
        terminal.resize_unseen(n_columns, 24);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_nobody_reads_does_not_keep_a_signal_from_ending_the_program() {
    for (name, number) in ENDING {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
        terminal.wait_for("Question 1 of 5");
        pass(&mut terminal, 1);
        is_stuck(&mut terminal);
        terminal.signal(name);
        assert_eq!(terminal.end_unseen().exit_code(), 128 + number);
        assert_eq!(terminal.modes(), Terminal::modes_of_a_new_one());
        assert_eq!(stored_answers(home.path()).len(), 1);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_is_read_again_shows_what_it_should() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, 1);
    is_stuck(&mut terminal);
    terminal.read_on();
    terminal.resize(80, 24);
    terminal.press("\r");
    terminal.wait_for("Question 2 of 5");
    pass(&mut terminal, 2);
    assert!(terminal.peak_memory() <= 100 * 1024, "{} KiB", terminal.peak_memory());
}
