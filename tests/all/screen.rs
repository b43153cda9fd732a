//! The terminal face, seen and typed at from outside.
#![cfg(unix)]

use std::path::Path;

use crate::program::{run, stored_answers};
use crate::terminal::Terminal;

/// Arguments of a practice that always asks the same questions.
pub(crate) const PRACTICE: [&str; 6] = ["--seed", "11", "practice", "trainer", "-n", "5"];

/// Starts the practice at 80x24, passes its first question, and waits for the second.
pub(crate) fn at_second_question(home: &Path) -> Terminal {
    let mut terminal = Terminal::start(home, 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, 1);
    terminal.press("\r");
    terminal.wait_for("Question 2 of 5");
    terminal
}

/// Answers the question on the screen with "I don't know" and waits until that is saved as number `n`.
pub(crate) fn pass(terminal: &mut Terminal, n: usize) {
    // The end of the last line is drawn last; until then it may be that of the feedback before.
    let has_footer = |screen: &str| {
        screen.lines().last().is_some_and(|line| {
            let is_whole = line.contains("? help") || line.contains("Tab to the keys");
            line.contains("Enter") && !line.contains("Enter next") && is_whole
        })
    };
    terminal.wait_until("the keys in the last line", has_footer);
    // Of the keys that are new the first may have come and the others not.
    terminal.wait_for_whole_frame();
    let screen = terminal.screen();
    // In a text field every letter belongs to the text; Tab leads out of it.
    terminal.press(if screen.contains("Tab to the keys") { "\tx" } else { "x" });
    terminal.wait_for(&format!("saved #{n}"));
}

fn home_is_there(terminal: &mut Terminal) -> String {
    terminal.wait_for("Practise")
}

#[test]
fn one_enter_on_practise_and_the_first_question_is_there() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    let screen = home_is_there(&mut terminal);
    assert!(screen.contains("hitquiz --plain"), "{screen}");
    terminal.press("\r");
    terminal.wait_for("Question 1 of 20");
    pass(&mut terminal, 1);
    assert_eq!(stored_answers(home.path()).len(), 1);
}

#[test]
fn an_answer_after_a_resize_in_the_middle_is_stored() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_second_question(home.path());
    terminal.resize(40, 12);
    terminal.wait_until("a narrow screen", |screen| {
        screen.contains("Question 2 of 5") && screen.lines().all(|line| line.chars().count() <= 40)
    });
    terminal.resize(20, 5);
    terminal.wait_for("40x12");
    terminal.resize(100, 30);
    terminal.wait_for("Question 2 of 5");
    pass(&mut terminal, 2);
}

#[test]
fn killed_in_the_middle_it_goes_on_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_second_question(home.path());
    pass(&mut terminal, 2);
    terminal.signal("KILL");
    terminal.end();
    assert_eq!(stored_answers(home.path()).len(), 2);
    // The home screen offers what was open first.
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.wait_for("Resume");
    terminal.press("\r");
    terminal.wait_for("Question 3 of 5");
    pass(&mut terminal, 3);
    let questions: Vec<String> =
        stored_answers(home.path()).iter().map(|row| row["question"].to_string()).collect();
    assert_eq!(questions.len(), 3);
    assert_eq!(questions.iter().collect::<std::collections::HashSet<_>>().len(), 3);
    assert_eq!(run(home.path(), &["history", "check"], "").status.code(), Some(0));
}

#[test]
fn q_leaves_from_home() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    home_is_there(&mut terminal);
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
    assert!(terminal.is_given_back());
}

#[test]
fn at_40_by_12_an_attempt_can_be_taken_to_its_end() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 40, 12, &PRACTICE);
    for n in 1..=5 {
        terminal.wait_for(&format!("Question {n} of 5"));
        pass(&mut terminal, n);
        terminal.press("\r");
    }
    let screen = terminal.wait_for("0 of 5");
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
}

/// Returns the codes of all colours that the program has asked for.
fn colours(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    text.split("\u{1b}[")
        .filter_map(|sequence| sequence.split_once('m').map(|(codes, _)| codes))
        .filter(|codes| codes.chars().all(|c| c.is_ascii_digit() || c == ';'))
        .flat_map(|codes| codes.split(';'))
        .filter(|code| code.parse().is_ok_and(|code: u8| matches!(code, 30..=38 | 40..=48 | 90..=107)))
        .map(str::to_owned)
        .collect()
}

fn colours_with(variables: &[(&str, &str)], arguments: &[&str]) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let arguments = [arguments, &PRACTICE].concat();
    let mut terminal = Terminal::start_with(home.path(), 80, 24, &arguments, variables);
    terminal.wait_for("Question 1 of 5");
    pass(&mut terminal, 1);
    colours(terminal.raw())
}

#[test]
fn no_color_and_the_option_are_obeyed() {
    assert!(!colours_with(&[], &[]).is_empty());
    assert_eq!(colours_with(&[("NO_COLOR", "1")], &[]), Vec::<String>::new());
    assert_eq!(colours_with(&[], &["--color", "never"]), Vec::<String>::new());
    assert!(!colours_with(&[("NO_COLOR", "1")], &["--color", "always"]).is_empty());
}

#[test]
fn a_pasted_newline_answers_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    terminal.press("\u{1b}[200~1\r2\r\r\u{1b}[201~");
    terminal.wait_for("Number: 12");
    terminal.press("\u{3}");
    assert_eq!(terminal.end().exit_code(), 0);
    assert_eq!(stored_answers(home.path()).len(), 0);
}

#[test]
fn without_a_terminal_it_is_plain_mode() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["practice", "-n", "1"], "x\n");
    assert_eq!(output.status.code(), Some(0));
    assert!(!output.stdout.contains(&0x1b));
    let mut terminal =
        Terminal::start_with(home.path(), 80, 24, &["practice", "-n", "1"], &[("TERM", "dumb")]);
    terminal.wait_for("Answer (");
    assert!(!terminal.raw().contains(&0x1b));
}

#[test]
fn a_broken_bank_named_on_the_command_line_ends_with_2_before_the_screen_is_taken() {
    let home = tempfile::tempdir().unwrap();
    let bank = home.path().join("broken.json");
    std::fs::write(&bank, "{ \"format\": 1 ").unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &["practice", "--bank", &path_text(&bank)]);
    assert_eq!(terminal.end().exit_code(), 2);
    assert!(terminal.is_given_back());
    assert!(terminal.screen().contains("error"), "{}", terminal.screen());
}

fn path_text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
