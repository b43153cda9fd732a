//! The store on disk: made, shared by writers, broken in every way that has a name, kept for its owner.

#[cfg(test)]
mod damage;
#[cfg(test)]
mod permissions;
#[cfg(test)]
mod space;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use hitquiz::bank::read::read_bank;
use hitquiz::clock::{Millis, Moment, UnixMillis};
use hitquiz::history::answer::AnswerNumber;
use hitquiz::history::attempt::AttemptId;
use hitquiz::history::error::HistoryError;
use hitquiz::history::{Access, History};
use hitquiz::scoring::answer::{Answer, ShownOrder};
use hitquiz::seed::{Seed, Stream};
use hitquiz::selection::sequence::shown_order;
use hitquiz::session::event::{Drawn, Mode, Place, Started};
use hitquiz::session::{Command as Give, Session};
use hitquiz::text::SafeText;
use tempfile::TempDir;

/// Names the data directory for a test that is run again by another test, in a process of its own.
const DIRECTORY: &str = "HITQUIZ_TEST_STORE";

/// Returns a practice over the first `n` questions of the shipped pools.
pub(crate) fn started(n: usize) -> Started {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks/shared");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut random = Seed(7).stream(Stream::Choices);
    let mut drawn = Vec::new();
    for file in files {
        let read = read_bank(&SafeText::path(&file), &fs::read(&file).unwrap());
        let bank = read.unwrap_or_else(|_| panic!("{} is not sound", file.display())).bank;
        drawn.extend(bank.questions.iter().map(|question| Drawn {
            order: shown_order(question, &mut random),
            question: Arc::clone(question),
        }));
    }
    drawn.truncate(n);
    Started {
        at: UnixMillis(1_795_302_997_008),
        seed: Seed(7),
        mode: Mode::Practice,
        title: SafeText::line("All domains"),
        role: None,
        limit: None,
        cut_score: 0.7,
        drawn,
    }
}

/// Takes a practice of `n` questions, answered rightly and with "I don't know" by turns.
fn practise(history: &mut History, n: usize) -> (AttemptId, Vec<AnswerNumber>) {
    let mut session = Session::new(started(n), Moment::default());
    let attempt = history.begin(session.started()).unwrap();
    let mut numbers = Vec::new();
    for place_ix in 0..n {
        let right = Answer::right(session.question(Place::at(place_ix)).unwrap());
        let answer = if place_ix % 2 == 0 { right } else { Answer::DontKnow };
        let command = Give::Answer { place: Place::at(place_ix), answer, took: Millis(900) };
        let event = session.decide(command, Moment::default()).unwrap();
        numbers.extend(history.append(attempt, &event).unwrap().answer);
        session.apply(&event);
    }
    (attempt, numbers)
}

fn opened(directory: &Path) -> History {
    History::open(directory, Access::Write).unwrap()
}

fn file_in(directory: &Path) -> PathBuf {
    directory.join("history.sqlite3")
}

/// Makes a store with some answers, closed.
fn filled(directory: &Path) -> PathBuf {
    practise(&mut opened(directory), 20);
    file_in(directory)
}

/// Returns the names and bytes of all files in a directory.
fn bytes_in(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| (file.clone(), fs::read(&file).unwrap_or_default())).collect()
}

/// Opens a store that must not be opened in both ways and returns the error, having seen that nothing was changed.
fn refusal(directory: &Path) -> HistoryError {
    let before = bytes_in(directory);
    let reading = History::open(directory, Access::Read).unwrap_err();
    let writing = History::open(directory, Access::Write).unwrap_err();
    assert_eq!(reading.to_string(), writing.to_string());
    assert_eq!(bytes_in(directory), before, "{writing}");
    writing
}

/// Runs a test of this program in a process of its own, behind `wrapper`, with the data directory in its environment.
/// Returns nothing where the wrapper is not there.
fn run_again(test: &str, wrapper: &[&str], directory: &Path) -> Option<()> {
    let program = std::env::current_exe().unwrap();
    let mut command = match wrapper.split_first() {
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
        None => Command::new(program),
    };
    let test = format!("store::{test}");
    command.args(["--exact", &test, "--ignored", "--nocapture"]).env(DIRECTORY, directory);
    let output = command.output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    // A wrapper that may not do what it is asked fails before the test begins.
    if !said.contains("running 1 test") {
        eprintln!("{wrapper:?}: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// Returns the data directory that another test has set up for this one.
fn given_directory() -> PathBuf {
    std::env::var_os(DIRECTORY).unwrap().into()
}

#[test]
fn every_shipped_question_comes_back_as_it_was_drawn() {
    let directory = TempDir::new().unwrap();
    let drawn = started(usize::MAX);
    let attempt = opened(directory.path()).begin(&drawn).unwrap();
    let stored = opened(directory.path()).attempt(attempt).unwrap().unwrap();
    assert_eq!(stored.started, drawn);
    assert!(stored.started.drawn.iter().any(|drawn| drawn.order != ShownOrder::default()));
}

#[test]
fn a_missing_store_is_empty_to_a_reader_and_stays_missing() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("not/there");
    let history = History::open(&data, Access::Read).unwrap();
    assert_eq!((history.n_answers().unwrap(), history.open_attempts().unwrap()), (0, Vec::new()));
    assert!(history.missed().unwrap().is_empty() && history.last_seen().unwrap().is_empty());
    assert!(history.check().unwrap().is_sound() && history.warnings().is_empty());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_closed_store_is_one_file() {
    let directory = TempDir::new().unwrap();
    let file = filled(directory.path());
    assert_eq!(bytes_in(directory.path()).into_keys().collect::<Vec<_>>(), [file]);
}

#[test]
fn what_a_killed_program_left_while_making_a_store_is_removed() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("history.sqlite3.new-1f"), "half").unwrap();
    let file = filled(directory.path());
    assert_eq!(bytes_in(directory.path()).into_keys().collect::<Vec<_>>(), [file]);
}

#[test]
fn a_path_of_any_characters_is_a_path() {
    let directory = TempDir::new().unwrap();
    for name in ["file:a?mode=memory#b%20c", "ä ö\n\u{202e}", "?", "100%"] {
        let data = directory.path().join(name);
        let file = filled(&data);
        assert!(file.metadata().unwrap().len() > 0);
        assert_eq!(History::open(&data, Access::Read).unwrap().n_answers().unwrap(), 20, "{name}");
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 4);
}

#[test]
fn writers_with_connections_of_their_own_number_all_answers_without_gaps() {
    let directory = TempDir::new().unwrap();
    let write = || practise(&mut opened(directory.path()), 50).1;
    let numbers = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4).map(|_| scope.spawn(write)).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(numbers.iter().all(|numbers| numbers.is_sorted() && numbers.len() == 50));
    let mut all: Vec<u64> = numbers.concat().into_iter().map(|number| number.0).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=200).collect::<Vec<_>>());
    let history = opened(directory.path());
    let mut listed = Vec::new();
    let mut list = |row: hitquiz::history::answer::AnswerRow| {
        listed.push(row.n.0);
        ControlFlow::Continue(())
    };
    history.answers(&mut list).unwrap();
    assert_eq!(listed, all);
    assert!(history.check().unwrap().is_sound());
}

#[test]
fn writers_in_processes_of_their_own_number_all_answers_without_gaps() {
    let directory = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| run_again("a_writer", &[], directory.path()).unwrap());
        }
    });
    let history = opened(directory.path());
    assert_eq!((history.n_attempts().unwrap(), history.n_answers().unwrap()), (3, 90));
    assert!(history.check().unwrap().is_sound());
}

#[test]
#[ignore = "run by other tests in a process of its own"]
fn a_writer() {
    practise(&mut opened(&given_directory()), 30);
}
