//! A file system that is really full, and limits of the system that are reached in the middle of a session.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Talk, run, stderr, stdout};
use crate::store::{given_directory, run_again};

/// Mounts two megabytes of memory at the folder that is the first argument, and becomes the rest of them.
const ON_A_SMALL_DISK: &str = r#"mount -t tmpfs -o size=2m small "$0" && exec "$@""#;

/// Practises in the data directory `data`.
fn practice(data: &Path) -> Talk {
    Talk::start(data, &["--data-dir", data.to_str().unwrap(), "--plain", "practice", "-n", "9"])
}

/// Gives an answer and returns what is said until the next question.
fn heard(talk: &mut Talk) -> String {
    let mut heard = String::new();
    assert!(talk.say("x"));
    talk.asked(|line| {
        heard.push_str(line);
        heard.push('\n');
    })
    .unwrap();
    heard
}

/// Takes all the space that there is, and returns the file that takes it.
fn fill(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("filler");
    let mut filler = fs::File::create(&path).unwrap();
    while filler.write_all(&[7; 512]).is_ok() {}
    path
}

/// Is the history of a data directory sound, and holds it `n` answers?
fn holds(data: &Path, n: usize) {
    let data = data.to_str().unwrap();
    let check = run(Path::new("/"), &["--data-dir", data, "history", "check"], "");
    assert_eq!(check.status.code(), Some(0), "{}{}", stdout(&check), stderr(&check));
    let list = run(Path::new("/"), &["--data-dir", data, "history", "list", "--format", "json"], "");
    assert_eq!(stdout(&list).lines().count(), n);
}

#[test]
fn on_a_disk_that_is_full_the_answer_is_refused_by_name_and_taken_once_there_is_space() {
    let directory = TempDir::new().unwrap();
    let wrapper = ["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, directory.path().to_str().unwrap()];
    if run_again("space::an_answer_on_a_small_disk", &wrapper, directory.path()).is_none() {
        eprintln!("skipped: no file system can be mounted here");
    }
}

#[test]
#[ignore = "run by another test where a small file system is mounted"]
fn an_answer_on_a_small_disk() {
    let data = given_directory();
    let mut talk = practice(&data);
    talk.asked(|_| {}).unwrap();
    assert!(heard(&mut talk).contains("saved #1"));
    let filler = fill(&data);
    for _ in 0..2 {
        let said = heard(&mut talk);
        assert!(said.contains("Not saved: the disk with history file"), "{said}");
        assert!(said.contains("the answer can be given again when there is space"), "{said}");
    }
    fs::remove_file(&filler).unwrap();
    assert!(heard(&mut talk).contains("saved #2"));
    assert_eq!(talk.end().1, 1);
    holds(&data, 2);
    let filler = fill(&data);
    let data_name = data.to_str().unwrap();
    let refused = run(&data, &["--data-dir", data_name, "--plain", "resume"], "x\n");
    let said = stdout(&refused) + &stderr(&refused);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("is full"), "{said}");
    fs::remove_file(filler).unwrap();
    let taken = run(&data, &["--data-dir", data_name, "--plain", "resume"], "x\n");
    assert!(stdout(&taken).contains("saved #3"), "{}{}", stdout(&taken), stderr(&taken));
    holds(&data, 3);
}

/// Sets a limit of a program that runs; says whether that can be done here.
fn limit(talk: &Talk, limit: &str) -> bool {
    let status = Command::new("prlimit").args(["--pid", &talk.id().to_string(), limit]).status();
    let is_set = status.is_ok_and(|status| status.success());
    if !is_set {
        eprintln!("skipped: limits cannot be set from outside here");
    }
    is_set
}

#[test]
fn beyond_the_largest_file_an_answer_is_refused_and_taken_once_the_limit_is_lifted() {
    let directory = TempDir::new().unwrap();
    let mut talk = practice(directory.path());
    talk.asked(|_| {}).unwrap();
    assert!(heard(&mut talk).contains("saved #1"));
    if !limit(&talk, "--fsize=4096:unlimited") {
        return;
    }
    let said = heard(&mut talk);
    assert!(said.contains("Not saved: cannot use history file"), "{said}");
    assert!(limit(&talk, "--fsize=unlimited:unlimited"));
    assert!(heard(&mut talk).contains("saved #2"));
    assert_eq!(talk.end().1, 1);
    holds(directory.path(), 2);
}

#[test]
fn without_a_free_descriptor_answers_are_stored_all_the_same() {
    let directory = TempDir::new().unwrap();
    let mut talk = practice(directory.path());
    talk.asked(|_| {}).unwrap();
    assert!(heard(&mut talk).contains("saved #1"));
    if !limit(&talk, "--nofile=3:1024") {
        return;
    }
    assert!(heard(&mut talk).contains("saved #2"));
    assert_eq!(talk.end().1, 1);
    holds(directory.path(), 2);
}
