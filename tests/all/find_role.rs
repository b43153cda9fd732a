//! "Find my role" in a terminal, killed in each of its parts.
#![cfg(unix)]

use std::path::Path;

use crate::program::{run, stored_answers};
use crate::terminal::Terminal;

/// Starts the program at its home screen.
fn home(folder: &Path) -> Terminal {
    let mut terminal = Terminal::start(folder, 80, 24, &["--seed", "5"]);
    terminal.wait_for("Help");
    terminal
}

/// Kills the program without a warning, starts it again and takes up what was open.
fn killed_and_resumed(mut terminal: Terminal, folder: &Path) -> Terminal {
    terminal.signal("KILL");
    terminal.end();
    let mut terminal = home(folder);
    terminal.wait_for("Enter resume");
    terminal.press("\r");
    terminal
}

/// Waits for a question with its keys, and returns the screen.
fn question(terminal: &mut Terminal, n: usize) -> String {
    let heading = format!("Question {n} of 44");
    terminal.wait_until(&heading, |screen| {
        let last = screen.lines().last().unwrap_or_default();
        let is_asked = last.contains("costs nothing") && last.contains("? help");
        screen.contains(&heading) && (is_asked || last.contains("Tab to the keys"))
    })
}

/// Answers question `n` with "I don't know", which is answer number `n` of the store, and goes on.
fn pass(terminal: &mut Terminal, n: usize) {
    let screen = question(terminal, n);
    terminal.press(if screen.contains("Tab to the keys") { "\tx" } else { "x" });
    terminal.wait_until(&format!("feedback on {n}"), |screen| {
        screen.contains(&format!("saved #{n}")) && screen.contains("Enter next")
    });
    terminal.press("\r");
}

/// Returns the stem of the question on the screen.
fn stem(screen: &str) -> String {
    screen.lines().skip(3).take(2).map(str::trim_end).collect()
}

#[test]
fn killed_in_every_part_it_goes_on_exactly_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = home(folder.path());
    terminal.press("k\r");
    terminal.wait_for("about you, 1 of 3");
    terminal.press("3\r");
    terminal.wait_for("about you, 2 of 3");
    terminal.press("1\r");
    terminal.wait_for("about you, 3 of 3");

    let mut terminal = killed_and_resumed(terminal, folder.path());
    terminal.wait_for("about you, 3 of 3");
    terminal.press("4\r");
    for n in 1..=3 {
        pass(&mut terminal, n);
    }
    let before = question(&mut terminal, 4);

    let mut terminal = killed_and_resumed(terminal, folder.path());
    let after = question(&mut terminal, 4);
    assert_eq!(stem(&after), stem(&before));
    for n in 4..=22 {
        pass(&mut terminal, n);
    }
    terminal.wait_for("A first wide picture");

    let mut terminal = killed_and_resumed(terminal, folder.path());
    terminal.wait_for("Go on: 22 questions");
    terminal.press("j\r");
    terminal.wait_for("interests, 1 of 24");
    terminal.press("5");
    terminal.wait_for("interests, 2 of 24");
    terminal.press("1");
    terminal.wait_for("interests, 3 of 24");

    let mut terminal = killed_and_resumed(terminal, folder.path());
    terminal.wait_for("interests, 3 of 24");
    terminal.press("x");
    let result = terminal.wait_for("22 questions");
    assert!(result.contains("Open: six months of training, no clinical licence"), "{result}");
    assert!(result.contains("not a certificate, not for hiring"), "{result}");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
    assert_eq!(stored_answers(folder.path()).len(), 22);
    assert_eq!(run(folder.path(), &["history", "check"], "").status.code(), Some(0));
}

#[test]
fn six_more_questions_go_on_with_the_placement_and_the_result_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = home(folder.path());
    terminal.press("k\r");
    for step in 1..=3 {
        terminal.wait_for(&format!("about you, {step} of 3"));
        terminal.press("\r");
    }
    for n in 1..=22 {
        pass(&mut terminal, n);
    }
    terminal.wait_for("A first wide picture");
    terminal.press("j\r");
    terminal.wait_for("interests, 1 of 24");
    terminal.press("x");
    terminal.wait_for("m more questions");
    terminal.press("m");
    terminal.wait_for("Question 23 of 28");
    terminal.press("\u{3}");
    assert_eq!(terminal.end().exit_code(), 0);
    let mut terminal = home(folder.path());
    terminal.wait_for("enough for a suggestion");
    terminal.press("j\r");
    let start = terminal.wait_for("From all you have answered");
    assert!(start.contains("22 of 28 answered"), "{start}");
}
