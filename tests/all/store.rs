//! The store on disk: made, shared, broken in every way that has a name, and never written where it must not be.

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
use hitquiz::history::error::{HistoryError, Warning};
use hitquiz::history::{Access, History};
use hitquiz::scoring::answer::{Answer, ShownOrder};
use hitquiz::seed::{Seed, Stream};
use hitquiz::selection::sequence::shown_order;
use hitquiz::session::event::{Drawn, Mode, Place, Started};
use hitquiz::session::{Command as Give, Session};
use hitquiz::text::SafeText;
use rusqlite::Connection;
use tempfile::TempDir;

/// Names the data directory for a test that is run again by another test, in a process of its own.
const DIRECTORY: &str = "HITQUIZ_TEST_STORE";

/// Returns a practice over the first `n` questions of the shipped pools.
fn started(n: usize) -> Started {
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

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let directory = TempDir::new().unwrap();
    for content in [&b"x"[..], b"name,score\nAda,7\n", &[7; 5_000]] {
        fs::write(file_in(directory.path()), content).unwrap();
        assert!(matches!(refusal(directory.path()), HistoryError::NotADatabase { .. }));
    }
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let directory = TempDir::new().unwrap();
    for id in [0, 42, -1] {
        let _ = fs::remove_file(file_in(directory.path()));
        let other = Connection::open(file_in(directory.path())).unwrap();
        other.execute_batch(&format!("PRAGMA application_id = {id}; CREATE TABLE texts (id);")).unwrap();
        drop(other);
        let error = refusal(directory.path());
        assert!(matches!(error, HistoryError::OtherProgram { application_id, .. } if application_id == id));
    }
}

#[test]
fn a_store_of_a_newer_version_stays_byte_for_byte_the_same() {
    let directory = TempDir::new().unwrap();
    let file = filled(directory.path());
    let newer = Connection::open(&file).unwrap();
    newer.execute_batch("PRAGMA user_version = 3; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    drop(newer);
    assert!(matches!(refusal(directory.path()), HistoryError::Newer { found: 3, newest: 2, .. }));
}

#[test]
fn a_version_that_only_the_log_knows_of_is_seen() {
    let (source, directory) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let newer = Connection::open(filled(source.path())).unwrap();
    newer.execute_batch("PRAGMA user_version = 3;").unwrap();
    for (file, bytes) in bytes_in(source.path()) {
        fs::write(directory.path().join(file.file_name().unwrap()), bytes).unwrap();
    }
    drop(newer);
    let file_and_log = || {
        let file = file_in(directory.path());
        let log = file.with_extension("sqlite3-wal");
        (fs::read(file).unwrap(), fs::read(log).unwrap())
    };
    let before = file_and_log();
    let error = History::open(directory.path(), Access::Write).unwrap_err();
    assert!(matches!(error, HistoryError::Newer { found: 3, .. }), "{error:?}");
    assert_eq!(file_and_log(), before);
}

#[test]
fn an_empty_file_is_not_taken_for_a_new_history() {
    let directory = TempDir::new().unwrap();
    fs::write(file_in(directory.path()), "").unwrap();
    assert!(matches!(refusal(directory.path()), HistoryError::Empty { .. }));
}

#[test]
fn a_directory_in_its_place_is_named() {
    let directory = TempDir::new().unwrap();
    fs::create_dir(file_in(directory.path())).unwrap();
    assert!(matches!(refusal(directory.path()), HistoryError::IsDirectory { .. }));
}

#[test]
fn a_file_in_place_of_the_data_directory_is_named() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("data");
    fs::write(&data, "").unwrap();
    let error = History::open(&data, Access::Write).unwrap_err();
    assert!(matches!(error, HistoryError::Directory { .. }), "{error:?}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_its_place_is_named_and_not_waited_for() {
    let directory = TempDir::new().unwrap();
    assert!(Command::new("mkfifo").arg(file_in(directory.path())).status().unwrap().success());
    let error = History::open(directory.path(), Access::Read).unwrap_err();
    assert!(matches!(error, HistoryError::NotAFile { .. }), "{error:?}");
}

#[test]
fn a_store_cut_short_anywhere_is_called_damaged() {
    let directory = TempDir::new().unwrap();
    let file = filled(directory.path());
    let whole = fs::read(&file).unwrap();
    let lengths = (1..whole.len()).step_by(1_777).chain([1, 16, 99, 100, 511, 512, 4_095, 4_096]);
    for length in lengths {
        fs::write(&file, &whole[..length]).unwrap();
        let error = refusal(directory.path());
        // Fewer bytes than the first words of a database could be anything.
        let is_named = match error {
            HistoryError::Damaged { .. } => true,
            HistoryError::NotADatabase { .. } => length < 16,
            _ => false,
        };
        assert!(is_named, "{length}: {error:?}");
    }
}

#[test]
fn a_store_whose_log_was_being_joined_when_the_power_went_is_whole() {
    let (source, directory) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut history = opened(source.path());
    practise(&mut history, 40);
    for (file, bytes) in bytes_in(source.path()) {
        let is_index = file.to_string_lossy().ends_with("-shm");
        if !is_index {
            fs::write(directory.path().join(file.file_name().unwrap()), bytes).unwrap();
        }
    }
    drop(history);
    // The first page has arrived in the file, and of those behind its old end one and a half.
    let (joined, file) = (fs::read(file_in(source.path())).unwrap(), file_in(directory.path()));
    let mut halfway = fs::read(&file).unwrap();
    halfway[..4_096].copy_from_slice(&joined[..4_096]);
    halfway.extend_from_slice(&joined[halfway.len()..halfway.len() + 6_000]);
    assert!(halfway.len() < joined.len());
    fs::write(&file, halfway).unwrap();
    let history = opened(directory.path());
    assert_eq!(history.n_answers().unwrap(), 40);
    assert!(history.check().unwrap().is_sound() && history.warnings().is_empty());
}

#[test]
fn a_damaged_header_is_not_taken_for_another_program() {
    let directory = TempDir::new().unwrap();
    let file = filled(directory.path());
    let whole = fs::read(&file).unwrap();
    for range in [0..whole.len(), 0..100, 0..16, 3..4, 68..72, 60..64, 100..4_096] {
        let mut broken = whole.clone();
        broken[range.clone()].fill(0);
        fs::write(&file, broken).unwrap();
        let error = refusal(directory.path());
        assert!(matches!(error, HistoryError::Damaged { .. }), "{range:?}: {error:?}");
    }
}

#[test]
fn a_flipped_bit_in_a_record_is_found_though_the_database_is_sound() {
    let directory = TempDir::new().unwrap();
    let file = filled(directory.path());
    let mut bytes = fs::read(&file).unwrap();
    let word = br#""took":900"#;
    let is_word = |at: &usize| bytes[*at..].starts_with(word);
    let places: Vec<usize> = (0..bytes.len()).filter(is_word).collect();
    // Among them may be what a page has left over from before it was split.
    for at in places {
        bytes[at + word.len() - 1] ^= 1;
    }
    fs::write(&file, bytes).unwrap();
    let connection = Connection::open(&file).unwrap();
    let says: String = connection.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(says, "ok");
    drop(connection);
    let history = opened(directory.path());
    let problems = history.check().unwrap().problems;
    assert!(problems.iter().any(|problem| problem.to_string().ends_with("is not as it was written")));
    assert!(matches!(history.attempt(AttemptId(1)), Err(HistoryError::Altered { .. })));
}

#[test]
fn a_page_of_noise_is_found_by_check_or_before() {
    let directory = TempDir::new().unwrap();
    let file = filled(directory.path());
    let whole = fs::read(&file).unwrap();
    for page in 1..whole.len() / 4_096 {
        let mut broken = whole.clone();
        broken[page * 4_096..(page + 1) * 4_096].fill(0x5a);
        fs::write(&file, broken).unwrap();
        let is_found = match History::open(directory.path(), Access::Read) {
            Err(error) => matches!(error, HistoryError::Damaged { .. }),
            Ok(history) => !history.check().unwrap().is_sound(),
        };
        assert!(is_found, "page {page}");
    }
}

#[cfg(unix)]
#[test]
fn directory_and_files_are_the_owners_alone_whatever_the_umask() {
    for umask in ["000", "022", "777"] {
        let directory = TempDir::new().unwrap();
        let data = directory.path().join("data");
        let wrapper = ["sh", "-c", r#"umask "$0" && exec "$@""#, umask];
        run_again("an_open_store_is_private", &wrapper, &data).unwrap();
    }
}

#[cfg(unix)]
#[test]
#[ignore = "run by other tests in a process of its own"]
fn an_open_store_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = given_directory();
    let mut history = opened(&data);
    practise(&mut history, 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&data), 0o700);
    let files: Vec<PathBuf> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 3, "file, log and index: {files:?}");
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

/// Runs a test as somebody who is bound by permissions, as root is not; says so where that cannot be done.
#[cfg(unix)]
fn run_bound_by_permissions(test: &str, directory: &TempDir) {
    use std::os::unix::fs::PermissionsExt as _;
    let locked = directory.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    let is_bound = fs::write(locked.join("probe"), "").is_err();
    let wrapper: &[&str] =
        if is_bound { &[] } else { &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] };
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
    if run_again(test, wrapper, directory.path()).is_none() {
        eprintln!("skipped `{test}`: permissions do not bind this user, and nobody else can be asked");
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_is_read_with_a_warning() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("data");
    let file = filled(&data);
    set_mode(&file, 0o444);
    set_mode(&data, 0o555);
    run_bound_by_permissions("what_cannot_be_written_is_read", &directory);
    assert_eq!(fs::read_dir(&data).unwrap().count(), 1);
    set_mode(&data, 0o755);
}

#[cfg(unix)]
#[test]
#[ignore = "run by other tests in a process of its own"]
fn what_cannot_be_written_is_read() {
    let data = given_directory().join("data");
    for access in [Access::Write, Access::Read] {
        let mut history = History::open(&data, access).unwrap();
        assert_eq!(history.warnings(), [Warning::ReadOnly { path: file_in(&data) }]);
        assert_eq!(history.n_answers().unwrap(), 20);
        assert!(history.check().unwrap().is_sound());
        assert!(matches!(history.begin(&started(1)), Err(HistoryError::ReadOnly { .. })));
    }
}

#[cfg(unix)]
#[test]
fn answers_that_only_the_log_holds_are_read_where_nothing_can_be_written() {
    let directory = TempDir::new().unwrap();
    let (source, data) = (directory.path().join("source"), directory.path().join("data"));
    let mut history = opened(&source);
    practise(&mut history, 20);
    fs::create_dir(&data).unwrap();
    for (file, bytes) in bytes_in(&source) {
        let is_index = file.to_string_lossy().ends_with("-shm");
        if !is_index {
            fs::write(data.join(file.file_name().unwrap()), bytes).unwrap();
        }
    }
    drop(history);
    for file in fs::read_dir(&data).unwrap() {
        set_mode(&file.unwrap().path(), 0o444);
    }
    set_mode(&data, 0o555);
    run_bound_by_permissions("what_cannot_be_written_is_read", &directory);
    assert_eq!(fs::read_dir(&data).unwrap().count(), 2);
    set_mode(&data, 0o755);
}

#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_read_and_a_place_that_may_not_be_written_are_named() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("data");
    set_mode(&filled(&data), 0o000);
    set_mode(&data, 0o755);
    run_bound_by_permissions("what_is_forbidden_is_named", &directory);
}

#[cfg(unix)]
#[test]
#[ignore = "run by other tests in a process of its own"]
fn what_is_forbidden_is_named() {
    let directory = given_directory();
    for access in [Access::Write, Access::Read] {
        let error = History::open(&directory.join("data"), access).unwrap_err();
        assert!(matches!(error, HistoryError::Permission { .. }), "{error:?}");
    }
    for place in ["locked", "locked/deeper/still"] {
        let error = History::open(&directory.join(place), Access::Write).unwrap_err();
        let is_named = matches!(error, HistoryError::Directory { .. } | HistoryError::Permission { .. });
        assert!(is_named, "{place}: {error:?}");
    }
}
