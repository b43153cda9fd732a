//! The wall clock of the system stepping about between two answers, for the program as it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::disk::SHIM;
use crate::program::{Talk, hitquiz, run, some_answer, stdout, stored_answers};

/// Seconds by which the wall clock is wrong, one after the other: an hour back, a day, to before 1970, to 2106, back.
const WRONG_BY: [i64; 6] = [0, -3_600, -86_400, -2_000_000_000, 2_600_000_000, -7_200];

/// Longer than any answer of this test takes, in milliseconds.
const LONG: u64 = 600_000;

/// A home whose clock is wrong by what stands in `wrong_by`.
struct Clock {
    home: tempfile::TempDir,
    wrong_by: PathBuf,
}

impl Clock {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let wrong_by = home.path().join("wrong-by");
        Self { home, wrong_by }
    }

    fn home(&self) -> &Path {
        self.home.path()
    }

    fn set(&self, wrong_by: i64) {
        // Put in its place as a whole, since it is read at any time.
        let new = self.home().join("new");
        std::fs::write(&new, wrong_by.to_string()).unwrap();
        std::fs::rename(new, &self.wrong_by).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = hitquiz(self.home(), arguments);
        command.env("LD_PRELOAD", SHIM.as_path()).env("DISK_CLOCK", &self.wrong_by);
        command
    }

    /// Answers the question that is asked, and returns what was said until the answer was stored.
    fn answer(talk: &mut Talk, n: usize) -> Vec<String> {
        let mut said = Vec::new();
        let asked = talk.asked(|line| said.push(line.to_owned())).unwrap();
        assert!(talk.say(&some_answer(&asked, n)));
        said
    }
}

/// Is there a number below nought?
fn has_negative_number(text: &str) -> bool {
    text.split(" -").skip(1).any(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
}

/// Looks whether what is stored has its order and no time that is negative or absurd.
fn assert_in_order(home: &Path, n_answers: usize) -> Vec<Value> {
    let answers = stored_answers(home);
    let numbers: Vec<u64> = answers.iter().map(|answer| answer["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=n_answers as u64).collect::<Vec<_>>());
    assert!(answers.iter().all(|answer| answer["ms"].as_u64().is_some_and(|ms| ms < LONG)), "{answers:?}");
    for look in ["check", "verify"] {
        let looked = run(home, &["history", look], "");
        assert_eq!(looked.status.code(), Some(0), "{}", stdout(&looked));
    }
    answers
}

#[test]
fn while_the_system_clock_steps_about_answers_keep_their_order_and_no_time_is_negative() {
    let clock = Clock::new();
    let n = WRONG_BY.len();
    let arguments = ["--plain", "--seed", "11", "practice", "trainer", "-n", &n.to_string()];
    clock.set(WRONG_BY[0]);
    let mut talk = Talk::of(clock.command(&arguments));
    for (n, wrong_by) in (1..).zip(WRONG_BY) {
        clock.set(wrong_by);
        Clock::answer(&mut talk, n);
        let saved = format!("saved #{n}");
        while talk.line().is_some_and(|line| !line.contains(&saved)) {}
    }
    let (said, status) = talk.end();
    assert_eq!((status, has_negative_number(&said)), (0, false), "{said}");
    let years: Vec<String> = assert_in_order(clock.home(), n)
        .iter()
        .map(|answer| answer["at"].as_str().unwrap().chars().take(2).collect())
        .collect();
    assert_eq!(years, ["20", "20", "20", "19", "21", "20"]);
    let list = stdout(&run(clock.home(), &["history", "list"], ""));
    assert!(!has_negative_number(&list), "{list}");
}

#[test]
fn an_exam_taken_up_again_before_it_began_gains_no_time_and_is_handed_in() {
    let clock = Clock::new();
    clock.set(0);
    let exam = ["--plain", "--seed", "11", "exam", "trainer", "-n", "3", "--minutes", "5"];
    let mut talk = Talk::of(clock.command(&exam));
    Clock::answer(&mut talk, 1);
    clock.set(-86_400);
    Clock::answer(&mut talk, 2);
    let (_, status) = talk.end();
    assert_eq!(status, 1);
    let mut talk = Talk::of(clock.command(&["--plain", "resume"]));
    talk.asked(|_| {}).unwrap();
    assert!(talk.say("t"));
    let mut said = Vec::new();
    assert!(talk.say("x") && talk.say("y"));
    while let Some(line) = talk.line() {
        said.push(line);
    }
    let left = said.iter().find_map(|line| line.strip_prefix("time left 0")).unwrap();
    assert!(left < "5:00", "{left}");
    assert_eq!(talk.end().1, 0, "{said:?}");
    assert_in_order(clock.home(), 3);
}
