//! How long starting and leaving take with a history of a million answers, printed on request as the others are;
//! `HITQUIZ_ANSWERS` asks for another number, and `HITQUIZ_LARGE` names a folder where the history is kept for the next
//! time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hitquiz::clock::{Millis, Moment, UnixMillis};
use hitquiz::history::{Access, History};
use hitquiz::scoring::answer::Answer;
use hitquiz::seed::Seed;
use hitquiz::session::event::{Drawn, Place, Started};
use hitquiz::session::{Command, Session};
use tempfile::TempDir;

use crate::program::{Talk, hitquiz, run, stderr, stdout};
use crate::store::started;
use crate::terminal::Terminal;

/// Answers of the history, unless another number is asked for.
const N_ANSWERS: usize = 1_000_000;

/// Questions of each practice in it.
const N_DRAWN: usize = 40;

/// Name of the history in its folder.
const FILE: &str = "history.sqlite3";

/// Longest that a start may take.
const START: Duration = Duration::from_secs(10);

/// Milliseconds from one answer to the next.
const STEP: i64 = 20_000;

fn n_answers() -> usize {
    std::env::var("HITQUIZ_ANSWERS").ok().and_then(|n| n.parse().ok()).unwrap_or(N_ANSWERS)
}

/// Returns a folder in memory where there is one, so that storing a million answers waits for no disk.
fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

/// Returns a folder with a history of as many answers as are asked for.
fn filled(questions: &[Drawn]) -> TempDir {
    let (made, n) = (in_memory(), n_answers());
    let file = made.path().join(FILE);
    let kept =
        std::env::var_os("HITQUIZ_LARGE").map(|folder| Path::new(&folder).join(format!("{n}.sqlite3")));
    if let Some(kept) = kept.as_ref().filter(|kept| kept.exists()) {
        fs::copy(kept, &file).unwrap();
        return made;
    }
    let mut history = History::open(made.path(), Access::Write).unwrap();
    told(&format!("{n} answers stored in memory"), || practise(&mut history, questions, n));
    drop(history);
    if let Some(kept) = kept {
        fs::copy(&file, kept).unwrap();
    }
    made
}

/// Adds practices of forty questions, answered rightly, wrongly and with "I don't know", until there are `n` answers.
fn practise(history: &mut History, questions: &[Drawn], n: usize) {
    for attempt in 0..n.div_ceil(N_DRAWN) {
        let at = UnixMillis(1_600_000_000_000 + attempt as i64 * STEP * N_DRAWN as i64);
        let drawn = questions.iter().cycle().skip(attempt * 7 % questions.len()).take(N_DRAWN).cloned();
        let started = Started { at, seed: Seed(attempt as u64), drawn: drawn.collect(), ..started(0) };
        take(history, started);
    }
}

fn take(history: &mut History, started: Started) {
    let at = started.at;
    let mut session = Session::new(started, Moment { wall: at, ..Moment::default() });
    let attempt = history.begin(session.started()).unwrap();
    for place_ix in 0..N_DRAWN {
        let place = Place::at(place_ix);
        let right = Answer::right(session.question(place).unwrap());
        let answer = if place_ix % 4 == 3 { Answer::DontKnow } else { right };
        let wall = UnixMillis(at.0 + STEP * place_ix as i64);
        let monotonic = Millis(STEP.unsigned_abs() * place_ix as u64);
        let given = Command::Answer { place, answer, took: Millis(19_000) };
        let event = session.decide(given, Moment { wall, monotonic }).unwrap();
        let _ = history.append(attempt, &event).unwrap();
        session.apply(&event);
    }
    let last = Moment { wall: UnixMillis(at.0 + STEP * N_DRAWN as i64), monotonic: Millis(0) };
    let event = session.decide(Command::Finish, last).unwrap();
    let _ = history.append(attempt, &event).unwrap();
}

fn told<T>(what: &str, work: impl FnOnce() -> T) -> (T, Duration) {
    let since = Instant::now();
    let done = work();
    let took = since.elapsed();
    println!("{what}: {took:.2?}");
    (done, took)
}

/// Where the program keeps the history of a home.
fn data_of(home: &Path) -> PathBuf {
    home.join(".local/share/hitquiz")
}

/// Copies the files of a folder, not its folders, into that of a new home, and brings them to the disk.
fn home_with(files: &Path) -> TempDir {
    let home = TempDir::new().unwrap();
    let data = data_of(home.path());
    fs::create_dir_all(&data).unwrap();
    for entry in fs::read_dir(files).unwrap().map(Result::unwrap) {
        // The index of a log is not there after a loss of power, and the program makes it anew.
        if entry.path().is_file() && !entry.path().to_string_lossy().ends_with("-shm") {
            let copy = data.join(entry.file_name());
            fs::copy(entry.path(), &copy).unwrap();
            fs::File::open(copy).unwrap().sync_all().unwrap();
        }
    }
    home
}

fn size_of(file: &Path) -> u64 {
    file.metadata().map_or(0, |metadata| metadata.len()) / (1 << 20)
}

/// Starts both faces in a home, and says how long it takes until something can be answered there.
fn starts(what: &str, home: &Path) {
    for (face, arguments, sign) in
        [("home", &[][..], "Practise"), ("practice", &["practice", "-n", "5"], "Question 1 of 5")]
    {
        let (mut terminal, took) = told(&format!("{what}, {face} on the screen"), || {
            let mut terminal = Terminal::start(home, 80, 24, arguments);
            terminal.wait_for(sign);
            terminal
        });
        assert!(took <= START, "{what}, {face}");
        terminal.signal("KILL");
        terminal.end_unseen();
    }
    let (mut talk, took) = told(&format!("{what}, plain mode"), || {
        let mut talk = Talk::start(home, &["--plain", "practice", "-n", "5"]);
        talk.asked(|_| {}).unwrap();
        talk
    });
    assert!(took <= START, "{what}, plain mode");
    talk.kill();
}

/// Lists the answers and the attempts, and says how long it takes.
fn listing(home: &Path) {
    for arguments in
        [&["history", "list", "--format", "json"][..], &["history", "list"], &["history", "export"]]
    {
        let (output, _) = told(&arguments.join(" "), || run(home, arguments, ""));
        println!("{} lines", stdout(&output).lines().count());
    }
    let mut terminal = Terminal::start(home, 80, 24, &[]);
    terminal.wait_for("Practise");
    terminal.press("jj");
    terminal.wait_for("\u{25b8} History");
    told("the history on the screen", || {
        terminal.press("\r");
        terminal.wait_for("the newest first")
    });
    terminal.signal("KILL");
    terminal.end_unseen();
}

/// Starts both faces where the history cannot be used, and says how long it takes until that is said.
fn refusals(what: &str, home: &Path) {
    let (mut terminal, took) = told(&format!("{what}, home on the screen"), || {
        let mut terminal = Terminal::start(home, 80, 24, &[]);
        terminal.wait_for("Practise");
        terminal
    });
    assert!(took <= START, "{what}");
    terminal.signal("KILL");
    terminal.end_unseen();
    let (output, took) =
        told(&format!("{what}, plain mode"), || run(home, &["--plain", "practice", "-n", "5"], ""));
    println!("{}{}", stdout(&output), stderr(&output));
    assert!(took <= START, "{what}, plain mode");
}

#[test]
#[ignore = "measures time, and takes minutes"]
fn starting_and_leaving_with_a_million_answers() {
    let questions = started(usize::MAX).drawn;
    let made = filled(&questions);
    let file = made.path().join(FILE);
    println!("{} questions, {} MiB", questions.len(), size_of(&file));

    let home = home_with(made.path());
    starts("as it was left", home.path());

    let mut talk = Talk::start(home.path(), &["--plain", "practice", "-n", "40"]);
    talk.asked(|_| {});
    talk.say(&"x\n".repeat(20));
    for _ in 0..5 {
        talk.asked(|_| {});
    }
    talk.kill();
    starts("killed in the middle of writing", home.path());
    drop(home);

    // Who reads keeps the log from being joined to the file.
    let mut history = History::open(made.path(), Access::Write).unwrap();
    let reader = rusqlite::Connection::open(&file).unwrap();
    reader.execute_batch("BEGIN; SELECT n_events FROM totals;").unwrap();
    practise(&mut history, &questions, n_answers() / 100);
    let home = home_with(made.path());
    println!("a log of {} MiB", size_of(&data_of(home.path()).join("history.sqlite3-wal")));
    starts("killed with a large log", home.path());
    drop((history, reader, home));

    let home = home_with(made.path());
    let data = data_of(home.path());
    for command in ["check", "verify", "backup"] {
        let (output, _) = told(&format!("history {command}"), || run(home.path(), &["history", command], ""));
        println!("{}{}", stdout(&output), stderr(&output));
    }
    listing(home.path());
    told("plain mode with one answer, with leaving", || {
        run(home.path(), &["--plain", "practice", "-n", "1"], "x\n")
    });
    let mut command = hitquiz(home.path(), &["--plain", "practice", "-n", "1"]);
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    told("plain mode without an answer, with leaving", || command.status().unwrap());

    let file = data.join(FILE);
    let length = file.metadata().unwrap().len();
    fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(length / 2).unwrap();
    refusals("cut to its half, with backups", home.path());
    fs::remove_file(&file).unwrap();
    refusals("gone, with backups", home.path());
    let (output, _) = told("history restore", || run(home.path(), &["history", "restore"], ""));
    println!("{}{}", stdout(&output), stderr(&output));
    fs::remove_dir_all(data.join("backups")).unwrap();
    fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(length / 2).unwrap();
    refusals("cut to its half, without a backup", home.path());
}
