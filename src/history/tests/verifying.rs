//! `history verify` names the first record that somebody has laid hands on, and raises no false alarm.

use tempfile::TempDir;

use super::*;
use crate::clock::UnixMillis;

/// Returns a store with a practice, an exam handed in and an open exam: 14 records.
fn filled(directory: &TempDir) -> History {
    let mut history = opened(directory);
    let practice = [choose(0, 1), Command::Undo, choose(0, 0), choose(1, 3), choose(2, 0), Command::Finish];
    let exam = [choose(1, 1), Command::Flag(Place::at(0)), choose(1, 0), Command::Submit];
    let _ = taken(&mut history, started(Mode::Practice, 3), &practice);
    let _ = taken(&mut history, started(Mode::Exam, 2), &exam);
    let _ = taken(&mut history, started(Mode::Exam, 2), &[choose(0, 2)]);
    history
}

/// Returns the first problem after statements were run on a store that was sound, and perhaps backed up.
fn first_after(sql: &str, with_backup: bool) -> String {
    let directory = TempDir::new().unwrap();
    let history = filled(&directory);
    if with_backup {
        history.back_up(UnixMillis(0)).unwrap();
    }
    assert_eq!(history.verify().unwrap().first, None);
    history.store.connection().execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    history.verify().unwrap().first.map_or_else(|| "nothing".to_owned(), |problem| problem.to_string())
}

/// Moves every record behind `seq` by `shift`, as somebody would who hides what was done there.
fn renumbered(seq: i64, shift: i64) -> String {
    format!(
        "UPDATE events SET seq = -(seq + {shift}) WHERE seq > {seq}; UPDATE events SET seq = -seq WHERE seq < 0; \
         UPDATE totals SET n_events = n_events + {shift};"
    )
}

#[test]
fn the_first_record_that_was_edited_is_named() {
    for (sql, said) in [
        (
            "UPDATE events SET body = replace(body, '7100', '7101') WHERE seq IN (4, 9)",
            "record 4 is not as it was written",
        ),
        ("UPDATE events SET at = at + 1 WHERE seq = 14", "record 14 is not as it was written"),
        ("UPDATE events SET elapsed = 1 WHERE seq = 1", "record 1 is not as it was written"),
        ("UPDATE events SET attempt = 3 WHERE seq = 11", "record 11 is not as it was written"),
        (
            "UPDATE answers SET mark = 10000000 WHERE n = 3",
            "the answer of record 5 is not listed as it was given",
        ),
        (
            "UPDATE attempts SET units = 30000000 WHERE id = 1",
            "attempt 1 is not listed as its events come to",
        ),
        (
            "UPDATE questions SET last_at = last_at - 1 WHERE question = 'q-2'",
            "question `q-2` of bank `sample` is not noted as last seen when it was",
        ),
        ("UPDATE answers SET undone = 1 WHERE n = 3", "the answer of record 5 is not listed as it was given"),
    ] {
        assert_eq!(first_after(sql, false), said, "{sql}");
    }
}

#[test]
fn the_first_record_that_was_removed_is_named() {
    let gap = "DELETE FROM events WHERE seq IN (3, 7)".to_owned();
    assert_eq!(first_after(&gap, false), "record 3 is missing");
    let hidden = format!("DELETE FROM events WHERE seq = 3; {}", renumbered(3, -1));
    assert_eq!(first_after(&hidden, false), "record 3 is missing");
    let last = "DELETE FROM events WHERE seq = 14".to_owned();
    assert_eq!(first_after(&last, false), "record 14 is missing");
    let first = "DELETE FROM events WHERE seq = 1".to_owned();
    assert_eq!(first_after(&first, false), "record 1 is missing");
}

#[test]
fn a_record_that_was_doubled_or_put_in_is_named() {
    let copy = |seq: i64, of: i64| {
        format!(
            "INSERT INTO events SELECT {seq}, attempt, at, elapsed, body, chain FROM events WHERE seq = {of}"
        )
    };
    assert_eq!(first_after(&copy(15, 14), false), "record 15 is record 14 once more");
    let within = format!("{}{}", renumbered(4, 1), copy(5, 4));
    assert_eq!(first_after(&within, false), "record 5 is record 4 once more");
    let forged = format!(
        "{}INSERT INTO events VALUES (5, 1, 0, 0, '{{\"event\":\"finished\"}}', zeroblob(32))",
        renumbered(4, 1)
    );
    assert_eq!(first_after(&forged, false), "record 5 was put in: those behind it fit without it");
}

#[test]
fn a_record_that_was_moved_is_named() {
    let swapped = |one: i64, other: i64| {
        format!(
            "UPDATE events SET seq = 99 WHERE seq = {one}; UPDATE events SET seq = {one} WHERE seq = {other}; \
             UPDATE events SET seq = {other} WHERE seq = 99"
        )
    };
    assert_eq!(first_after(&swapped(10, 11), false), "record 11 was moved to the place of record 10");
    assert_eq!(first_after(&swapped(4, 9), false), "record 9 was moved to the place of record 4");
    assert_eq!(first_after(&swapped(13, 14), false), "record 14 was moved to the place of record 13");
}

#[test]
fn what_the_chain_cannot_tell_a_backup_tells() {
    let cut = "DELETE FROM answers WHERE n = 7; DELETE FROM events WHERE seq = 14; \
         UPDATE totals SET n_events = 13, n_answers = 6, head = (SELECT chain FROM events WHERE seq = 13); \
         UPDATE questions SET last_at = (SELECT at FROM events WHERE seq = 12) WHERE question = 'q-0'; \
         UPDATE attempts SET n_events = 1, n_answered = 0, units = 0, last_seq = 13, last_at = at WHERE id = 3";
    assert_eq!(first_after(cut, false), "nothing");
    let told = "record 14 is not the one that backup `history-1970-01-01T00-00-00Z.sqlite3` holds";
    assert_eq!(first_after(cut, true), told);
}

#[test]
fn a_history_that_has_grown_or_whose_backup_was_damaged_raises_no_alarm() {
    let directory = TempDir::new().unwrap();
    let mut history = filled(&directory);
    let backup = history.back_up(UnixMillis(0)).unwrap();
    let _ = taken(&mut history, started(Mode::Practice, 3), &[choose(0, 0), choose(1, 1)]);
    assert_eq!(history.verify().unwrap().first, None);
    let other = rusqlite::Connection::open(&backup.path).unwrap();
    other
        .execute_batch("UPDATE events SET at = at + 1 WHERE seq = 5; UPDATE totals SET head = zeroblob(32)")
        .unwrap();
    drop(other);
    assert_eq!(history.verify().unwrap().first, None);
    assert!(history.check().unwrap().is_sound());
}
