//! Eight programs write one history at once, while one of them is killed and another stopped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hitquiz::history::error::HistoryError;
use hitquiz::history::{Access, History};
use hitquiz::session::event::{Mode, Started};
use hitquiz::text::SafeText;

use crate::program::{Talk, run, stored_answers};

/// How many programs write at once.
const N_WRITERS: usize = 8;

/// Answers of each.
const N_ANSWERS: usize = 12;

/// Names the data directory for a test that is run again by another test, in a process of its own.
const DIRECTORY: &str = "HITQUIZ_TEST_LOCKED";

/// How long a condition may take to come true before the test gives up.
const PATIENCE: Duration = Duration::from_secs(300);

/// What befalls a writer halfway.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Writes,
    IsKilled,
    IsStopped,
}

/// What a writer was told.
#[derive(Default)]
struct Told {
    acknowledged: Vec<u64>,
    refused: Vec<String>,
}

impl Told {
    fn hear(&mut self, line: &str) {
        self.acknowledged.extend(line.strip_prefix("saved #").and_then(|n| n.parse::<u64>().ok()));
        self.refused.extend(line.strip_prefix("Not saved: ").map(str::to_owned));
    }
}

/// How far all writers have come.
#[derive(Default)]
struct Progress {
    /// Writers whose practice is stored.
    begun: AtomicUsize,
    /// Writers that are done or were refused.
    settled: AtomicUsize,
}

/// Starts a practice, and again where its beginning is refused, and returns it at its first question.
fn begun(home: &Path) -> Talk {
    let since = Instant::now();
    loop {
        let mut talk = Talk::start(home, &["--plain", "practice", "-n", "12"]);
        if talk.asked(|_| {}).is_some() {
            return talk;
        }
        // On a machine that is busy enough even this may have to wait for more than five seconds.
        assert_eq!(talk.end(), (String::new(), 2), "it ends otherwise than refused");
        assert!(since.elapsed() < PATIENCE, "it never begins");
    }
}

/// Answers until everything is stored.
fn written(home: &Path, fate: Fate, progress: &Progress) -> Told {
    let mut talk = begun(home);
    progress.begun.fetch_add(1, Ordering::SeqCst);
    let settled = &progress.settled;
    let (mut told, mut n_prompts, mut is_settled) = (Told::default(), 0, false);
    loop {
        n_prompts += 1;
        if !told.refused.is_empty() && !is_settled {
            settled.fetch_add(1, Ordering::SeqCst);
            is_settled = true;
        }
        if n_prompts == N_ANSWERS / 2 {
            // Who is refused at the beginning has no answers to give again.
            wait_until(|| progress.begun.load(Ordering::SeqCst) == N_WRITERS);
        }
        talk.say("x");
        match fate {
            Fate::IsKilled if n_prompts == N_ANSWERS / 2 => talk.kill(),
            Fate::IsStopped if n_prompts == N_ANSWERS / 2 => {
                talk.signal("STOP");
                // The killed one settles too.
                wait_until(|| settled.load(Ordering::SeqCst) >= N_WRITERS - 1);
                talk.signal("CONT");
            }
            Fate::Writes | Fate::IsKilled | Fate::IsStopped => {}
        }
        if talk.asked(|line| told.hear(line)).is_none() {
            break;
        }
    }
    if !is_settled {
        settled.fetch_add(1, Ordering::SeqCst);
    }
    told
}

fn wait_until(is_so: impl Fn() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < PATIENCE, "it never comes true");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn eight_writers_of_which_one_is_killed_and_one_stopped_lose_and_double_nothing() {
    let (home, progress) = (tempfile::tempdir().unwrap(), Progress::default());
    let all: Vec<Told> = std::thread::scope(|scope| {
        let (home, progress) = (home.path(), &progress);
        let fate = |writer| [Fate::IsKilled, Fate::IsStopped].get(writer).copied().unwrap_or(Fate::Writes);
        let run = |writer| scope.spawn(move || written(home, fate(writer), progress));
        let running: Vec<_> = (0..N_WRITERS).map(run).collect();
        running.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let acknowledged: Vec<u64> = all.iter().flat_map(|told| told.acknowledged.clone()).collect();
    let refused: Vec<&String> = all.iter().flat_map(|told| &told.refused).collect();
    let different: BTreeSet<u64> = acknowledged.iter().copied().collect();
    assert_eq!(different.len(), acknowledged.len(), "a number was given twice: {acknowledged:?}");
    assert!(refused.iter().all(|refusal| refusal.contains("kept busy")), "{refused:?}");
    let stored: Vec<u64> = stored_answers(home.path()).iter().map(|row| row["n"].as_u64().unwrap()).collect();
    assert_eq!(stored, (1..=stored.len() as u64).collect::<Vec<_>>());
    assert!(different.iter().all(|n| *n <= stored.len() as u64), "{different:?} of {}", stored.len());
    assert!(stored.len() >= (N_WRITERS - 1) * N_ANSWERS, "{}", stored.len());
    assert_eq!(run(home.path(), &["history", "check"], "").status.code(), Some(0));
    eprintln!("{} stored, {} acknowledged, {} refused", stored.len(), acknowledged.len(), refused.len());
}

/// A process of a test, which does not outlive it.
struct Holder(Child);

impl Holder {
    fn end(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // One that has ended cannot be killed again.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns a process that holds the history as a writer does in the middle of storing.
fn holder(directory: &Path) -> Holder {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "writers::a_writer_in_the_middle_of_storing", "--ignored", "--nocapture"]);
    Holder(command.env(DIRECTORY, directory).stdout(Stdio::null()).spawn().unwrap())
}

fn started() -> Started {
    Started {
        at: Default::default(),
        seed: hitquiz::seed::Seed(1),
        mode: Mode::Practice,
        title: SafeText::line("Nothing"),
        role: None,
        limit: None,
        cut_score: 0.7,
        drawn: Vec::new(),
    }
}

fn signal(process: &Child, name: &str) {
    let kill = Command::new("kill").args([&format!("-{name}"), &process.id().to_string()]).status().unwrap();
    assert!(kill.success());
}

#[test]
fn a_writer_that_is_stopped_in_the_middle_is_waited_for_and_then_refused_by_name() {
    let directory = tempfile::tempdir().unwrap();
    let mut history = History::open(directory.path(), Access::Write).unwrap();
    let mut process = holder(directory.path());
    let held = directory.path().join("held");
    wait_until(|| held.exists());
    signal(&process.0, "STOP");
    let since = Instant::now();
    let error = history.begin(&started()).unwrap_err();
    eprintln!("refused after {:?}", since.elapsed());
    assert!(matches!(error, HistoryError::Busy { .. }), "{error:?}");
    assert_eq!(history.n_attempts().unwrap(), 0);
    process.end();
    assert_eq!(history.begin(&started()).unwrap().0, 1);
    assert!(history.check().unwrap().is_sound());
}

#[test]
#[ignore = "run by another test in a process of its own"]
fn a_writer_in_the_middle_of_storing() {
    let directory = PathBuf::from(std::env::var_os(DIRECTORY).unwrap());
    let connection = rusqlite::Connection::open(directory.join("history.sqlite3")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE; UPDATE totals SET n_attempts = 7;").unwrap();
    std::fs::write(directory.join("held"), "").unwrap();
    // Killed from outside.
    loop {
        std::thread::park();
    }
}

#[test]
fn a_history_that_another_program_has_open_is_not_moved_by_a_restore() {
    let directory = tempfile::tempdir().unwrap();
    let mut history = History::open(directory.path(), Access::Write).unwrap();
    let _ = history.begin(&started()).unwrap();
    let copy = directory.path().join("copy");
    history.back_up_to(&copy).unwrap();
    drop(history);
    let mut process = holder(directory.path());
    wait_until(|| directory.path().join("held").exists());
    let at = hitquiz::clock::now().wall;
    let error = hitquiz::history::restore::restore(directory.path(), &copy, at).unwrap_err();
    assert!(error.to_string().ends_with("is in use by another program"), "{error}");
    process.end();
    hitquiz::history::restore::restore(directory.path(), &copy, at).unwrap();
}
