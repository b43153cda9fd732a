//! What the history says where it cannot be used, word for word.

use super::*;
use crate::clock::UnixMillis;
use crate::history::backup::list::{Backup, Reading};
use crate::history::error::warning::Warning;

const EVERY_MESSAGE: &str = "\
cannot create a history in `/d`
  cause: permission denied
  help: `--data-dir DIR` names a directory that can be written
no permission to read history file `/d/h`
  cause: permission denied
  help: the file belongs to its owner alone; `--data-dir DIR` names another data directory
history file `/d/h` is a directory
  help: nothing was changed; move it away, or name another data directory with `--data-dir DIR`
history file `/d/h` is not a regular file
  help: nothing was changed; move it away, or name another data directory with `--data-dir DIR`
history file `/d/h` is empty: a history was there, or something else made the file
  help: nothing was changed; put a copy of the history in its place, or remove the empty file to begin anew
history file `/d/h` is gone: its log or its backups are still there
  help: `hitquiz history restore` looks for a good backup; to begin anew, move what is left of it away
history file `/d/h` is not a history of this program: it is no database
  help: nothing was changed; name another data directory with `--data-dir DIR`
history file `/d/h` is another program's database (application id 0x0000002a)
  help: nothing was changed; name another data directory with `--data-dir DIR`
history file `/d/h` is from a newer version of this program (history version 3; this program reads up to 1)
  help: nothing was changed; use the newer version, or another data directory with `--data-dir DIR`
history file `/d/h` is damaged
  cause: database disk image is malformed
  help: the file is left as it is; keep it, and put a copy of the history in its place or begin anew
record 12 of history file `/d/h` is not as it was written
  help: `hitquiz history check` lists everything that does not agree
history file `/d/h` holds a record that this version cannot read
  cause: record 4: unknown variant `duel`
  help: a newer version of this program may read it; `hitquiz history check` says more
history file `/d/h` cannot be written
  help: make file and directory writable, or name another with `--data-dir DIR`
the disk with history file `/d/h` is full
  cause: database or disk is full
  help: nothing is lost; the answer can be given again when there is space
history file `/d/h` is kept busy by another program
  help: nothing is lost; the answer can be given again when the other program is done
cannot use history file `/d/h`
  cause: disk I/O error
  help: nothing is lost; the answer can be given again
history file `/d/h` was moved, removed or replaced while it was in use
  help: nothing more is stored; leave and start again, `hitquiz history check` says what is there now
history file `/d/h` is damaged
  cause: database disk image is malformed
  help: `hitquiz history restore` brings back the backup of 2026-11-21 23:16 UTC with 112 answers; what is there now is set aside
history file `/d/h` is gone: its log or its backups are still there
  help: `hitquiz history restore` brings back the newest good backup, likely the backup of 2026-11-21 23:16 UTC with 112 answers; what is there now is set aside
attempt 7 has moved on in another program
  help: resume the attempt again to go on from where it is now
attempt 7 has ended
  help: begin another attempt
attempt 7 has no question 3
  help: resume the attempt again
";

fn offer(error: HistoryError, reading: Reading) -> HistoryError {
    let at = UnixMillis(1_795_302_997_008);
    let backup = Backup { path: PathBuf::from("/d/b"), at, n_answers: 112, n_events: 120 };
    HistoryError::Restorable(Box::new(Offer { error, backup, reading }))
}

fn every_error() -> Vec<HistoryError> {
    let (directory, path, attempt) = (PathBuf::from("/d"), || PathBuf::from("/d/h"), AttemptId(7));
    let cause = Cause::found;
    vec![
        HistoryError::Directory { directory, source: cause("permission denied") },
        HistoryError::Permission { path: path(), source: cause("permission denied") },
        HistoryError::IsDirectory { path: path() },
        HistoryError::NotAFile { path: path() },
        HistoryError::Empty { path: path() },
        HistoryError::Gone { path: path() },
        HistoryError::NotADatabase { path: path() },
        HistoryError::OtherProgram { path: path(), application_id: 42 },
        HistoryError::Newer { path: path(), found: 3, newest: 1 },
        HistoryError::Damaged { path: path(), source: cause("database disk image is malformed") },
        HistoryError::Altered { path: path(), seq: 12 },
        HistoryError::Unreadable { path: path(), source: cause("record 4: unknown variant `duel`") },
        HistoryError::ReadOnly { path: path() },
        HistoryError::Full { path: path(), source: cause("database or disk is full") },
        HistoryError::Busy { path: path() },
        HistoryError::Failed { path: path(), source: cause("disk I/O error") },
        HistoryError::Replaced { path: path() },
        offer(
            HistoryError::Damaged { path: path(), source: cause("database disk image is malformed") },
            Reading::Whole,
        ),
        offer(HistoryError::Gone { path: path() }, Reading::Ends),
        HistoryError::Moved { attempt },
        HistoryError::Ended { attempt },
        HistoryError::NoSuchPlace { attempt, place: Place::at(2) },
    ]
}

#[test]
fn every_error_says_what_and_where_and_what_to_do() {
    let mut said = String::new();
    for error in every_error() {
        said.push_str(&format!("{error}\n"));
        if let Some(cause) = std::error::Error::source(&error) {
            said.push_str(&format!("  cause: {cause}\n"));
        }
        said.push_str(&format!("  help: {}\n", error.help()));
    }
    assert_eq!(said, EVERY_MESSAGE);
}

#[test]
fn every_warning_says_what_and_where_and_what_to_do() {
    let path = || PathBuf::from("/d/h");
    let warnings = [
        Warning::ReadOnly { path: path() },
        Warning::Full { path: path() },
        Warning::NewestMissing { path: path() },
    ];
    assert_eq!(
        warnings.map(|warning| format!("{warning}; help: {}", warning.help())),
        [
            "history file `/d/h` cannot be written: what is answered now would not be kept; \
             help: make file and directory writable, or name another with `--data-dir DIR`",
            "the disk with history file `/d/h` is full: what is answered now would not be kept; \
             help: make space on the disk, and start again",
            "the newest answers of history file `/d/h` cannot be read; \
             help: they are safe, and appear once file and directory can be written",
        ]
    );
}

#[test]
fn a_path_and_a_cause_cannot_steer_the_terminal() {
    let error = HistoryError::Empty { path: PathBuf::from("/d\u{1b}[2J") };
    assert!(error.to_string().contains("`/d<U+001B>[2J`"), "{error}");
    assert_eq!(Cause::found("no such table: \u{202e}x\n").to_string(), "no such table: <U+202E>x<U+000A>");
}
