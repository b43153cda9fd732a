//! A store that is none, is newer, is cut short or has other bytes: told apart, named and left as it is.

use std::fs;
use std::process::Command;

use hitquiz::history::attempt::AttemptId;
use hitquiz::history::error::HistoryError;
use hitquiz::history::{Access, History};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::store::{bytes_in, file_in, filled, opened, practise, refusal};

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
