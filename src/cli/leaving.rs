//! Leaving: the history is copied, which is said where it takes long, and Ctrl-C skips it.

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::cli::failure::{Failure, say};
use crate::cli::interrupt::skippable;
use crate::history::backup::error::BackupError;
use crate::history::backup::{Kept, keep_up};
use crate::history::halt::Halt;

/// How long a copy may take before it is said that one is being made.
const UNSAID: Duration = Duration::from_secs(1);

/// Makes a backup of what was just done, and says where none was made.
pub(crate) fn back_up_after(directory: &Path) {
    match skippable(|halt| kept_up(directory, halt)) {
        Ok(Kept::Made(_) | Kept::Enough) => {}
        // The terminal has shown the key at the beginning of the line.
        Ok(Kept::Halted) => {
            say(&[String::new(), "No backup was made; the next start makes up for it.".to_owned()])
        }
        Err(error) => say_no_backup(error.into()),
    }
}

/// Keeps the backups up, and says so to somebody at a terminal who waits for it.
fn kept_up(directory: &Path, halt: &Halt) -> Result<Kept, BackupError> {
    std::thread::scope(|scope| {
        let (copying, done) = channel::<()>();
        let tell_if_long = move || {
            if done.recv_timeout(UNSAID) == Err(RecvTimeoutError::Timeout) {
                say(&["Copying the history. Ctrl-C skips that; the next start makes up for it.".to_owned()]);
            }
        };
        if std::io::stderr().is_terminal() {
            // Where no thread is to be had the copy is made all the same.
            let _ = std::thread::Builder::new().name("telling".to_owned()).spawn_scoped(scope, tell_if_long);
        }
        let kept = keep_up(directory, halt);
        drop(copying);
        kept
    })
}

/// Says that no backup could be made; what was answered is stored all the same.
fn say_no_backup(failure: Failure) {
    let cause = failure.cause.map(|cause| format!(": {cause}")).unwrap_or_default();
    say(&[
        format!("warning: no backup was made: {}{cause}", failure.sentence),
        format!("help: {}", failure.help),
    ]);
}
