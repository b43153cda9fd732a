//! Whose the store's files are, and what is done where they or their folder cannot be read or written.

use std::fs;
use std::path::{Path, PathBuf};

use hitquiz::history::error::HistoryError;
use hitquiz::history::error::warning::Warning;
use hitquiz::history::{Access, History};
use tempfile::TempDir;

use crate::store::{bytes_in, file_in, filled, given_directory, opened, practise, run_again, started};

#[cfg(unix)]
#[test]
fn directory_and_files_are_the_owners_alone_whatever_the_umask() {
    for umask in ["000", "022", "777"] {
        let directory = TempDir::new().unwrap();
        let data = directory.path().join("data");
        let wrapper = ["sh", "-c", r#"umask "$0" && exec "$@""#, umask];
        run_again("permissions::an_open_store_is_private", &wrapper, &data).unwrap();
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
    run_bound_by_permissions("permissions::what_cannot_be_written_is_read", &directory);
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
    run_bound_by_permissions("permissions::what_cannot_be_written_is_read", &directory);
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
    run_bound_by_permissions("permissions::what_is_forbidden_is_named", &directory);
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
