//! Leaving while the disk is slow: it is said that the history is copied, Ctrl-C skips it, and nothing is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::disk::{PATIENCE, SHIM};
use crate::program::{run, stored_answers};
use crate::screen::{PRACTICE, pass};
use crate::terminal::Terminal;

/// Said where a copy takes long.
const COPYING: &str = "Copying the history. Ctrl-C skips that";

/// A home on a disk that brings no backup to itself as long as `hold` is there.
struct SlowDisk {
    home: TempDir,
    hold: PathBuf,
}

impl SlowDisk {
    fn new() -> Self {
        let home = TempDir::new().unwrap();
        let hold = home.path().join("hold");
        fs::write(&hold, "").unwrap();
        Self { home, hold }
    }

    fn start(&self, arguments: &[&str]) -> Terminal {
        let variables = [
            ("LD_PRELOAD", SHIM.to_str().unwrap()),
            ("DISK_DIR", self.home.path().to_str().unwrap()),
            ("DISK_HOLD", self.hold.to_str().unwrap()),
        ];
        Terminal::start_with(self.home.path(), 80, 24, arguments, &variables)
    }

    /// Answers a question on the screen, and leaves with Ctrl-C until it is said that the history is copied.
    fn left(&self) -> Terminal {
        let mut terminal = self.start(&PRACTICE);
        terminal.wait_for("Question 1 of 5");
        pass(&mut terminal, 1);
        terminal.press("\u{3}");
        terminal.wait_for(COPYING);
        assert!(terminal.is_given_back(), "{}", terminal.screen());
        terminal
    }

    fn let_go(&self) {
        fs::remove_file(&self.hold).unwrap();
    }

    /// Returns the names of what lies in the folder of backups.
    fn backups(&self) -> Vec<String> {
        let folder = self.home.path().join(".local/share/hitquiz/backups");
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }
}

fn is_backup(name: &str) -> bool {
    name.starts_with("history-") && name.ends_with(".sqlite3")
}

/// Starts once more, and waits until the backup is there that the session before has not made.
fn next_start_makes_up_for_it(disk: &SlowDisk) {
    let mut terminal = Terminal::start(disk.home.path(), 80, 24, &[]);
    terminal.wait_for("Practise");
    let since = Instant::now();
    while !disk.backups().iter().any(|name| is_backup(name)) {
        assert!(terminal.ended().is_none(), "it ended without a backup");
        assert!(since.elapsed() < PATIENCE, "no backup is made");
        std::thread::sleep(Duration::from_millis(5));
    }
    terminal.press("\u{3}");
    assert_eq!(terminal.end().exit_code(), 0);
    holds_one_answer(disk.home.path());
}

fn holds_one_answer(home: &Path) {
    assert_eq!(stored_answers(home).len(), 1);
    assert_eq!(run(home, &["history", "check"], "").status.code(), Some(0));
}

#[test]
fn a_copy_that_takes_long_is_told_of_with_the_screen_given_back_and_made() {
    let disk = SlowDisk::new();
    let mut terminal = disk.left();
    disk.let_go();
    assert_eq!(terminal.end().exit_code(), 0);
    assert!(!terminal.screen().contains("No backup was made"), "{}", terminal.screen());
    assert!(
        disk.backups().iter().all(|name| is_backup(name)) && disk.backups().len() == 1,
        "{:?}",
        disk.backups()
    );
    holds_one_answer(disk.home.path());
}

#[test]
fn a_copy_is_skipped_with_ctrl_c_and_the_next_start_makes_up_for_it() {
    let disk = SlowDisk::new();
    let mut terminal = disk.left();
    terminal.press("\u{3}");
    terminal.wait_for("^C");
    disk.let_go();
    assert_eq!(terminal.end().exit_code(), 0);
    assert!(terminal.screen().contains("No backup was made; the next start makes"), "{}", terminal.screen());
    assert_eq!(disk.backups(), [""; 0]);
    holds_one_answer(disk.home.path());
    next_start_makes_up_for_it(&disk);
}

#[test]
fn in_plain_mode_ctrl_c_skips_the_copy_and_nothing_else() {
    let disk = SlowDisk::new();
    let mut terminal = disk.start(&["--plain", "practice", "-n", "1"]);
    terminal.wait_for("Answer (");
    terminal.press("x\r");
    terminal.wait_for(COPYING);
    terminal.press("\u{3}");
    terminal.wait_for("^C");
    disk.let_go();
    assert_eq!(terminal.end().exit_code(), 0);
    assert_eq!(disk.backups(), [""; 0]);
    next_start_makes_up_for_it(&disk);
}

#[test]
fn a_backup_that_was_asked_for_is_broken_off_with_ctrl_c_and_nothing_is_left_of_it() {
    let disk = SlowDisk::new();
    assert_eq!(run(disk.home.path(), &["--plain", "practice", "-n", "1"], "x\n").status.code(), Some(0));
    let others = disk.backups();
    let folder = disk.home.path().join("usb/backups");
    fs::create_dir_all(&folder).unwrap();
    for file in [None, Some(folder.join("mine.sqlite3"))] {
        let mut arguments = vec!["history", "backup"];
        arguments.extend(file.as_ref().and_then(|file| file.to_str()));
        let mut terminal = disk.start(&arguments);
        terminal.wait_for("Copying the history. Ctrl-C breaks that off.");
        terminal.press("\u{3}");
        terminal.wait_for("^C");
        disk.let_go();
        assert_eq!(terminal.end().exit_code(), 130);
        assert!(terminal.screen().contains("Nothing was backed up."), "{}", terminal.screen());
        assert_eq!(disk.backups(), others);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        fs::write(&disk.hold, "").unwrap();
    }
}

#[test]
fn a_kill_in_the_middle_of_a_copy_loses_nothing_and_leaves_no_backup_that_is_none() {
    let disk = SlowDisk::new();
    let mut terminal = disk.left();
    terminal.signal("KILL");
    let _ = terminal.end_unseen();
    assert!(!disk.backups().iter().any(|name| is_backup(name)), "{:?}", disk.backups());
    disk.let_go();
    next_start_makes_up_for_it(&disk);
}
