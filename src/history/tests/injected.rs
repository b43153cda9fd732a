//! Every call to SQLite fails in turn, once or for good: nothing lost, nothing doubled, nothing silent.

use std::fs;
use std::sync::LazyLock;

use rusqlite::ffi;
use tempfile::TempDir;

use super::*;
use crate::history::backup::error::BackupError;
use crate::history::fault::Plan;

/// What SQLite says where the system answers EIO or EDQUOT to a write, EIO to a sync, ENOSPC, EROFS.
const CODES: [i32; 4] =
    [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_FULL, ffi::SQLITE_READONLY];

fn is_named(error: &HistoryError, code: i32) -> bool {
    match code {
        ffi::SQLITE_FULL => matches!(error, HistoryError::Full { .. }),
        ffi::SQLITE_READONLY => matches!(error, HistoryError::ReadOnly { .. }),
        _ => matches!(error, HistoryError::Failed { .. }),
    }
}

/// Opens a store that does not wait for the disk: what fails here is the call, not the disk.
fn opened_in_haste(directory: &TempDir) -> History {
    static MADE: LazyLock<TempDir> = LazyLock::new(|| {
        let directory = TempDir::new().unwrap();
        drop(opened(&directory));
        directory
    });
    fs::copy(MADE.path().join("history.sqlite3"), directory.path().join("history.sqlite3")).unwrap();
    let history = opened(directory);
    history.store.connection().execute_batch("PRAGMA synchronous = OFF").unwrap();
    history
}

/// A practice with an answer taken back, and its end.
fn commands() -> [Command; 6] {
    [Command::Hint(Place::at(0)), choose(0, 1), Command::Undo, choose(0, 0), choose(1, 3), Command::Finish]
}

/// Takes a practice while calls fail as planned, and gives again what was refused once the fault is gone.
/// Returns how many refusals there were.
fn taken_under(history: &mut History, plan: Option<Plan>) -> usize {
    let mut n_refused = 0;
    let mut refused = |history: &History, error: &HistoryError| {
        let plan = plan.unwrap();
        assert!(is_named(error, plan.code), "{plan:?}: {error:?}");
        n_refused += 1;
        history.store.faults.set(None);
    };
    history.store.faults.set(plan);
    let beginning = started(Mode::Practice, 2);
    let id = match history.begin(&beginning) {
        Ok(id) => id,
        Err(error) => {
            refused(history, &error);
            history.begin(&beginning).unwrap()
        }
    };
    let mut session = Session::new(beginning, Moment::default());
    for command in commands() {
        let event = session.decide(command, Moment::default()).unwrap();
        if let Err(error) = history.append(id, &event) {
            refused(history, &error);
            let _ = history.append(id, &event).unwrap();
        }
        session.apply(&event);
    }
    n_refused
}

#[test]
fn whichever_call_fails_the_answer_is_refused_by_name_and_taken_when_given_again() {
    let directory = TempDir::new().unwrap();
    let mut history = opened_in_haste(&directory);
    assert_eq!(taken_under(&mut history, None), 0);
    let n_calls = history.store.faults.n_calls();
    let as_it_should_be: Vec<_> = answers(&history).iter().map(|row| (row.n.0, row.answer.clone())).collect();
    assert!(n_calls > 60, "{n_calls}");
    for call in 1..=n_calls {
        for (code, for_good) in CODES.iter().flat_map(|code| [(*code, false), (*code, true)]) {
            let directory = TempDir::new().unwrap();
            let mut history = opened_in_haste(&directory);
            let plan = Plan { call, for_good, code };
            assert_eq!(taken_under(&mut history, Some(plan)), 1, "{plan:?}");
            let stored: Vec<_> = answers(&history).iter().map(|row| (row.n.0, row.answer.clone())).collect();
            assert_eq!(stored, as_it_should_be, "{plan:?}");
            assert!(history.check().unwrap().is_sound(), "{plan:?}");
        }
    }
}

#[test]
fn whichever_call_fails_no_half_backup_bears_a_name() {
    let directory = TempDir::new().unwrap();
    let mut history = opened_in_haste(&directory);
    let _ = taken(&mut history, started(Mode::Practice, 2), &commands());
    history.store.faults.set(None);
    history.back_up_to(&directory.path().join("copy")).unwrap();
    let n_calls = history.store.faults.n_calls();
    for call in 1..=n_calls {
        for code in CODES {
            history.store.faults.set(Some(Plan { call, for_good: true, code }));
            let copy = directory.path().join("another");
            let error = history.back_up_to(&copy).unwrap_err();
            assert!(matches!(error, BackupError::History(_) | BackupError::Full { .. }), "{error:?}");
            let names = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name());
            assert!(names.into_iter().all(|name| !name.to_string_lossy().starts_with("another")));
        }
    }
    history.store.faults.set(None);
    assert!(history.check().unwrap().is_sound());
}
