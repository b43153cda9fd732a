//! `bank preview`, from outside: saves are shown, and nothing is stored.
#![cfg(unix)]

use std::path::{Path, PathBuf};

use crate::program::{run, stderr, stdout};
use crate::terminal::Terminal;

/// A bank with nothing to be said of it but that its rationales are missing.
const BANK: &str = r#"{ "format": 1, "id": "week-3", "title": "Week 3", "questions": [
  { "id": "w3-01", "domain": "standards", "stem": "Which segment names the patient?", "choices": [
    { "text": "`PID`", "correct": true }, { "text": "`PV1`" } ] },
  { "id": "w3-02", "domain": "standards", "stem": "Which segment holds a result?", "type": "text",
    "accept": ["OBX"] } ] }"#;

/// A file in a folder of its own, and its preview on a screen.
struct Desk {
    home: tempfile::TempDir,
    path: PathBuf,
    terminal: Terminal,
}

impl Desk {
    fn new(text: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("week-3.json");
        std::fs::write(&path, text).unwrap();
        let data = home.path().join("data");
        let arguments = ["--data-dir", data.to_str().unwrap(), "bank", "preview", path.to_str().unwrap()];
        let terminal = Terminal::start(home.path(), 80, 24, &arguments);
        Self { home, path, terminal }
    }

    /// Puts another file in the place of the one that is watched, as editors do.
    fn replace(&self, text: &str) {
        let beside = self.path.with_extension("json~");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, &self.path).unwrap();
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }
}

#[test]
fn a_save_is_shown_whether_the_file_is_written_anew_or_replaced() {
    let mut desk = Desk::new(BANK);
    desk.terminal.wait_for("Which segment names the patient?");
    desk.terminal.press("n");
    desk.terminal.wait_for("Question 2 of 2");
    std::fs::write(&desk.path, BANK.replace("holds a result", "holds a written result")).unwrap();
    desk.terminal.wait_for("Which segment holds a written result?");
    desk.replace(&BANK.replace("holds a result", "holds a replaced result"));
    desk.terminal.wait_for("Which segment holds a replaced result?");
    std::fs::write(&desk.path, BANK.replace("holds a result", "holds a last result")).unwrap();
    let screen = desk.terminal.wait_for("Which segment holds a last result?");
    assert!(screen.contains("Question 2 of 2"), "{screen}");
}

#[test]
fn a_file_that_is_broken_lost_and_mended_says_so_each_time() {
    let mut desk = Desk::new(BANK);
    desk.terminal.wait_for("Which segment names the patient?");
    desk.replace(&BANK.replace("\"correct\": true", "\"correct\": 1"));
    let screen = desk.terminal.wait_for("the last good state");
    assert!(screen.contains("error[") && screen.contains("Which segment names the patient?"), "{screen}");
    std::fs::remove_file(&desk.path).unwrap();
    desk.terminal.wait_for("cannot be read");
    std::fs::write(&desk.path, BANK).unwrap();
    desk.terminal.wait_until("the bank as it was", |screen| {
        screen.contains("0 errors, 1 warning") && !screen.contains("last good state")
    });
}

#[test]
fn a_bank_that_was_never_good_is_opened_and_shown_when_it_is() {
    let mut desk = Desk::new("{ \"format\": 1,");
    desk.terminal.wait_for("error[");
    std::fs::write(&desk.path, BANK).unwrap();
    desk.terminal.wait_for("Question 1 of 2");
}

#[test]
fn what_is_answered_in_a_preview_is_not_stored_and_no_history_is_made() {
    let mut desk = Desk::new(BANK);
    desk.terminal.wait_for("not stored");
    desk.terminal.press("1\r");
    desk.terminal.wait_until("feedback", |screen| screen.contains("Right.") || screen.contains("Wrong."));
    desk.terminal.press("q");
    assert_eq!(desk.terminal.end().exit_code(), 0);
    assert!(desk.terminal.is_given_back());
    assert!(!desk.data().exists());
}

#[test]
fn a_file_that_cannot_be_read_ends_with_2_in_both_faces() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let missing = home.path().join("none.json");
    for (path, says) in [(missing.to_str().unwrap(), "there is no such file"), (folder, "it is a directory")]
    {
        let plain = run(home.path(), &["bank", "preview", path], "");
        assert_eq!(plain.status.code(), Some(2));
        assert!(stderr(&plain).contains(says) && stderr(&plain).contains("help: "), "{}", stderr(&plain));
        let mut terminal = Terminal::start(home.path(), 200, 24, &["bank", "preview", path]);
        assert_eq!(terminal.end().exit_code(), 2);
        assert!(terminal.is_given_back() && terminal.screen().contains(says), "{}", terminal.screen());
    }
}

fn plain_status(home: &Path, text: &str) -> (Option<i32>, String) {
    let path = home.join("bank.json");
    std::fs::write(&path, text).unwrap();
    let output = run(home, &["bank", "preview", path.to_str().unwrap()], "");
    (output.status.code(), stdout(&output))
}

#[test]
fn plain_mode_prints_everything_once_and_says_with_its_status_whether_there_are_errors() {
    let home = tempfile::tempdir().unwrap();
    let (status, said) = plain_status(home.path(), BANK);
    assert_eq!(status, Some(0));
    for says in ["Question 2 of 2 [w3-02], line 4", "Right answer: OBX", "warning[missing-rationale]"] {
        assert!(said.contains(says), "{said}");
    }
    let (status, said) = plain_status(home.path(), &BANK.replace("standards", "standard\u{1b}[2J"));
    assert_eq!(status, Some(1));
    assert!(said.contains("error[") && !said.contains('\u{1b}'), "{said}");
}
