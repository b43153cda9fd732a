//! Copies of the history: made whole, named only when sound, brought back without overwriting anything.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::history::backup::error::BackupError;
use crate::history::backup::list::{Backup, Reading, at_hand, newest_good};
use crate::history::backup::{Kept, Upkeep, keep_up};
use crate::history::halt::Halt;
use crate::history::restore::restore;

const NOON: UnixMillis = UnixMillis(1_795_348_800_000);

fn some_answers(history: &mut History, n: usize) {
    let commands: Vec<Command> = (0..n).map(|place| choose(place, 0)).collect();
    let _ = taken(history, started(Mode::Practice, n), &commands);
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn backups_in(directory: &TempDir) -> Vec<String> {
    names_in(&directory.path().join("backups"))
}

/// Keeps the backups up, and returns how many answers the one that was made holds, if one was.
fn kept_up(directory: &TempDir) -> Option<u64> {
    match keep_up(directory.path(), &Halt::default()).unwrap() {
        Kept::Made(backup) => Some(backup.n_answers),
        Kept::Enough => None,
        Kept::Halted => panic!("nobody has asked for that"),
    }
}

fn file_of(directory: &TempDir) -> PathBuf {
    directory.path().join("history.sqlite3")
}

#[test]
fn a_backup_holds_everything_and_is_the_owners_alone() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 3);
    let backup = history.back_up(NOON).unwrap();
    assert_eq!((backup.n_answers, backup.n_events), (3, 4));
    assert_eq!(backups_in(&directory), ["history-2026-11-22T12-00-00Z.sqlite3"]);
    let copy = History::of_copy(&backup.path).unwrap();
    assert_eq!(answers(&copy), answers(&history));
    assert!(copy.check_copy().unwrap().is_sound());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&backup.path), mode(backup.path.parent().unwrap())), (0o600, 0o700));
    }
}

#[test]
fn a_backup_is_made_only_where_something_was_done() {
    let directory = TempDir::new().unwrap();
    assert_eq!(kept_up(&directory), None);
    let mut history = opened(&directory);
    assert_eq!(kept_up(&directory), None);
    some_answers(&mut history, 1);
    assert_eq!(kept_up(&directory), Some(1));
    assert_eq!(kept_up(&directory), None);
}

#[test]
fn only_what_an_earlier_session_left_without_a_backup_is_backed_up_at_the_start() {
    let directory = TempDir::new().unwrap();
    let mut first = opened(&directory);
    Upkeep::begin(&first).finish();
    some_answers(&mut first, 1);
    Upkeep::begin(&first).finish();
    assert_eq!(backups_in(&directory).len(), 0);
    drop(first);
    let mut second = opened(&directory);
    Upkeep::begin(&second).finish();
    assert_eq!(newest_good(directory.path()).unwrap().n_answers, 1);
    some_answers(&mut second, 2);
    Upkeep::begin(&second).finish();
    assert_eq!(backups_in(&directory).len(), 1);
}

#[test]
fn a_copy_that_is_given_up_leaves_nothing_and_the_next_start_makes_up_for_it() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 2);
    let halt = Halt::default();
    halt.ask();
    assert_eq!(keep_up(directory.path(), &halt).unwrap(), Kept::Halted);
    assert_eq!(backups_in(&directory), [""; 0]);
    drop(history);
    let history = opened(&directory);
    Upkeep::begin(&history).finish();
    assert_eq!(newest_good(directory.path()).unwrap().n_answers, 2);
    assert_eq!(keep_up(directory.path(), &halt).unwrap(), Kept::Halted);
}

#[test]
fn a_copy_can_be_given_up_in_the_middle_of_one_long_statement() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let halt = Halt::default();
    history.heed(&halt).unwrap();
    let long = "SELECT 1 UNION ALL SELECT max(n) FROM (WITH RECURSIVE counted (n) AS ( \
                SELECT 1 UNION ALL SELECT n + 1 FROM counted LIMIT 10000000) SELECT n FROM counted)";
    let result = history.store.each_row(
        long,
        (),
        |_| Ok(()),
        |()| {
            halt.ask();
            Ok(std::ops::ControlFlow::Continue(()))
        },
    );
    assert!(matches!(result, Err(HistoryError::Failed { .. })), "{result:?}");
}

#[test]
fn two_backups_in_one_second_have_names_of_their_own() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 1);
    history.back_up(NOON).unwrap();
    history.back_up(NOON).unwrap();
    assert_eq!(
        backups_in(&directory),
        ["history-2026-11-22T12-00-00Z.sqlite3", "history-2026-11-22T12-00-01Z.sqlite3"]
    );
}

#[test]
fn what_another_program_is_still_copying_stays_and_what_one_has_left_long_ago_does_not() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 1);
    history.back_up(NOON).unwrap();
    let unfinished = |name: &str| directory.path().join("backups").join(name);
    for name in ["history-a.sqlite3.new-1f", "history-b.sqlite3.new-2e"] {
        fs::write(unfinished(name), "half").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3_700);
    let left = fs::File::options().write(true).open(unfinished("history-b.sqlite3.new-2e")).unwrap();
    left.set_modified(long_ago).unwrap();
    history.back_up(NOON).unwrap();
    let names = backups_in(&directory);
    assert_eq!(
        names.iter().filter(|name| name.contains(".new-")).collect::<Vec<_>>(),
        ["history-a.sqlite3.new-1f"]
    );
}

#[test]
fn backups_grow_fewer_with_age_and_nothing_else_is_touched() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 1);
    for day in 0..40 {
        history.back_up(UnixMillis(NOON.0 + day * 86_400_000)).unwrap();
    }
    fs::write(directory.path().join("backups/notes.txt"), "mine").unwrap();
    history.back_up(UnixMillis(NOON.0 + 40 * 86_400_000)).unwrap();
    let names = backups_in(&directory);
    assert_eq!(names.len(), 7 + 3 + 1 + 1, "{names:?}");
    assert_eq!(names.last().unwrap(), "notes.txt");
}

#[test]
fn the_fullest_backup_stays_though_the_clock_was_set_back() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    for day in 0..30 {
        history_with_one_more(&mut history, UnixMillis(NOON.0 - day * 86_400_000));
    }
    assert_eq!(newest_good(directory.path()).unwrap().n_answers, 30);
}

fn history_with_one_more(history: &mut History, at: UnixMillis) {
    some_answers(history, 1);
    history.back_up(at).unwrap();
}

#[test]
fn a_copy_overwrites_nothing() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 1);
    let taken = directory.path().join("mine");
    fs::write(&taken, "mine").unwrap();
    assert!(matches!(history.back_up_to(&taken), Err(BackupError::Exists { .. })));
    assert_eq!(fs::read(&taken).unwrap(), b"mine");
    let nowhere = directory.path().join("none/copy");
    assert!(matches!(history.back_up_to(&nowhere), Err(BackupError::File { .. })));
    let free = directory.path().join("copy");
    assert_eq!(history.back_up_to(&free).unwrap().n_answers, 1);
    assert_eq!(names_in(directory.path()).iter().filter(|name| name.contains("copy")).count(), 1);
}

#[test]
fn of_a_history_that_was_edited_no_backup_is_made_and_none_is_removed() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 2);
    history.back_up(NOON).unwrap();
    history.store.execute("UPDATE events SET at = at + 1 WHERE seq = 2", ()).unwrap();
    some_answers(&mut history, 2);
    let Err(BackupError::Unsound { source, .. }) = keep_up(directory.path(), &Halt::default()) else {
        panic!("it is not sound")
    };
    assert_eq!(source.to_string(), "record 2 is not as it was written");
    assert_eq!(backups_in(&directory), ["history-2026-11-22T12-00-00Z.sqlite3"]);
}

/// Makes a store with a backup of 2 answers and 2 more answers behind it, closed.
fn backed_up(directory: &TempDir) -> Backup {
    let mut history = opened(directory);
    some_answers(&mut history, 2);
    let backup = history.back_up(NOON).unwrap();
    some_answers(&mut history, 2);
    backup
}

#[test]
fn every_kind_of_damage_is_named_with_the_backup_that_can_be_brought_back() {
    let whole = {
        let directory = TempDir::new().unwrap();
        backed_up(&directory);
        fs::read(file_of(&directory)).unwrap()
    };
    let flipped: Vec<u8> =
        whole.iter().enumerate().map(|(at, byte)| if at < 100 { !byte } else { *byte }).collect();
    let other = {
        let file = tempfile::NamedTempFile::new().unwrap();
        let connection = rusqlite::Connection::open(file.path()).unwrap();
        connection.execute_batch("CREATE TABLE notes (id); PRAGMA application_id = 7;").unwrap();
        drop(connection);
        fs::read(file.path()).unwrap()
    };
    let cases: [(&str, Option<&[u8]>); 6] = [
        ("is gone", None),
        ("is empty", Some(&[])),
        ("is damaged", Some(&whole[..whole.len() / 2])),
        ("is damaged", Some(&vec![0; whole.len()])),
        ("it is no database", Some(&flipped)),
        ("is another program's database", Some(&other)),
    ];
    for (named, bytes) in cases {
        let directory = TempDir::new().unwrap();
        backed_up(&directory);
        fs::remove_file(file_of(&directory)).unwrap();
        if let Some(bytes) = bytes {
            fs::write(file_of(&directory), bytes).unwrap();
        }
        for access in [Access::Read, Access::Write] {
            let error = History::open(directory.path(), access).unwrap_err();
            assert!(error.to_string().contains(named), "{named}: {error}");
            let help = "`hitquiz history restore` brings back the backup of 2026-11-22 12:00 UTC with 2 answers; \
                        what is there now is set aside";
            assert_eq!(error.help(), help, "{named}");
        }
        assert_eq!(fs::read(file_of(&directory)).ok().as_deref(), bytes, "{named}");
        let newest = newest_good(directory.path()).unwrap();
        let restored = restore(directory.path(), &newest.path, NOON).unwrap();
        assert_eq!(restored.backup.n_answers, 2);
        let history = opened(&directory);
        assert!(history.check().unwrap().is_sound(), "{named}");
        assert_eq!(history.n_answers().unwrap(), 2);
        let aside = directory.path().join("set-aside/2026-11-22T12-00-00Z/history.sqlite3");
        assert_eq!(fs::read(aside).ok().as_deref(), bytes, "{named}");
    }
}

#[test]
fn a_directory_in_place_of_the_history_is_set_aside_too() {
    let directory = TempDir::new().unwrap();
    let backup = backed_up(&directory);
    fs::remove_file(file_of(&directory)).unwrap();
    fs::create_dir(file_of(&directory)).unwrap();
    fs::write(file_of(&directory).join("inside"), "kept").unwrap();
    restore(directory.path(), &backup.path, NOON).unwrap();
    let inside = directory.path().join("set-aside/2026-11-22T12-00-00Z/history.sqlite3/inside");
    assert_eq!(fs::read(inside).unwrap(), b"kept");
    assert_eq!(opened(&directory).n_answers().unwrap(), 2);
}

#[test]
fn the_newest_backup_that_is_good_is_offered_and_not_one_that_is_damaged() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 1);
    history.back_up(NOON).unwrap();
    some_answers(&mut history, 1);
    let newer = history.back_up(UnixMillis(NOON.0 + 1_000)).unwrap();
    assert_eq!(newest_good(directory.path()).unwrap().n_answers, 2);
    let connection = rusqlite::Connection::open(&newer.path).unwrap();
    connection.execute_batch("UPDATE answers SET mark = 0").unwrap();
    drop(connection);
    assert_eq!(newest_good(directory.path()).unwrap().n_answers, 1);
    assert!(matches!(restore(directory.path(), &newer.path, NOON), Err(BackupError::Unsound { .. })));
    assert_eq!(history.n_answers().unwrap(), 2);
}

#[test]
fn a_backup_that_is_too_large_to_be_read_at_a_start_is_offered_if_its_ends_are_sound() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    some_answers(&mut history, 1);
    let older = history.back_up(NOON).unwrap();
    some_answers(&mut history, 1);
    let newer = history.back_up(UnixMillis(NOON.0 + 1_000)).unwrap();
    let offered = |left: u64| {
        let (backup, reading) = at_hand(history.path(), left)?;
        Some((backup.n_answers, reading))
    };
    let size = newer.path.metadata().unwrap().len();
    assert_eq!(offered(size), Some((2, Reading::Whole)));
    assert_eq!(offered(size - 1), Some((2, Reading::Ends)));
    let connection = rusqlite::Connection::open(&newer.path).unwrap();
    connection.execute_batch("UPDATE totals SET head = zeroblob(32)").unwrap();
    assert_eq!(offered(0), Some((1, Reading::Ends)));
    fs::remove_file(older.path).unwrap();
    assert_eq!(offered(0), None);
}

#[test]
fn an_older_backup_is_brought_back_with_what_came_later_set_aside() {
    let directory = TempDir::new().unwrap();
    let older = backed_up(&directory);
    opened(&directory).back_up(UnixMillis(NOON.0 + 1_000)).unwrap();
    let restored = restore(directory.path(), &older.path, NOON).unwrap();
    assert_eq!(restored.n_newer, 1);
    let mut history = opened(&directory);
    assert_eq!(history.n_answers().unwrap(), 2);
    assert_eq!(history.verify().unwrap().first, None);
    some_answers(&mut history, 1);
    assert_eq!(history.verify().unwrap().first, None);
    assert_eq!(
        names_in(&restored.set_aside.unwrap()),
        ["history-2026-11-22T12-00-01Z.sqlite3", "history.sqlite3"]
    );
    assert_eq!(kept_up(&directory), Some(3));
}

#[test]
fn what_was_set_aside_twice_in_a_second_lies_apart() {
    let directory = TempDir::new().unwrap();
    let backup = backed_up(&directory);
    let first = restore(directory.path(), &backup.path, NOON).unwrap().set_aside;
    let second = restore(directory.path(), &backup.path, NOON).unwrap().set_aside;
    assert!(first.is_some() && second.is_some() && first != second);
}

#[test]
fn a_newer_history_is_not_moved_by_a_restore() {
    let directory = TempDir::new().unwrap();
    let backup = backed_up(&directory);
    let newer = rusqlite::Connection::open(file_of(&directory)).unwrap();
    newer.execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    drop(newer);
    let before = fs::read(file_of(&directory)).unwrap();
    let error = restore(directory.path(), &backup.path, NOON).unwrap_err();
    assert!(matches!(error, BackupError::History(HistoryError::Newer { .. })), "{error:?}");
    assert_eq!(fs::read(file_of(&directory)).unwrap(), before);
    assert!(matches!(opened_newer(&directory), HistoryError::Newer { .. }));
}

fn opened_newer(directory: &TempDir) -> HistoryError {
    History::open(directory.path(), Access::Write).unwrap_err()
}

#[test]
fn a_log_without_its_history_is_not_joined_to_a_new_one() {
    let directory = TempDir::new().unwrap();
    let log = directory.path().join("history.sqlite3-wal");
    fs::write(&log, "what a log holds").unwrap();
    for access in [Access::Read, Access::Write] {
        let error = History::open(directory.path(), access).unwrap_err();
        assert!(matches!(error, HistoryError::Gone { .. }), "{error:?}");
    }
    assert_eq!(names_in(directory.path()), ["history.sqlite3-wal"]);
}

#[cfg(unix)]
#[test]
fn a_history_that_is_taken_away_while_it_is_open_takes_no_answer() {
    for taken_away in ["history.sqlite3", "history.sqlite3-wal"] {
        let directory = TempDir::new().unwrap();
        let mut history = opened(&directory);
        let practice = taken(&mut history, started(Mode::Practice, 2), &[choose(0, 0)]);
        let event = practice.session.decide(choose(1, 0), Moment::default()).unwrap();
        let (here, there) = (directory.path().join(taken_away), directory.path().join("away"));
        fs::rename(&here, &there).unwrap();
        let error = history.append(practice.id, &event).unwrap_err();
        assert!(matches!(error, HistoryError::Replaced { .. }), "{taken_away}: {error:?}");
        fs::write(&here, "another").unwrap();
        assert!(matches!(history.append(practice.id, &event), Err(HistoryError::Replaced { .. })));
        fs::rename(&there, &here).unwrap();
        assert_eq!(history.append(practice.id, &event).unwrap().answer, Some(AnswerNumber(2)));
    }
}
