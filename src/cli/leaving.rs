//! Leaving: the history is copied, which is said where it takes long, and Ctrl-C skips it.

use std::path::Path;

use crate::cli::failure::{Failure, say};
use crate::cli::interrupt::skippable;
use crate::cli::waiting::said_if_long;
use crate::history::backup::{Kept, keep_up};

/// Makes a backup of what was just done, and says where none was made.
pub(crate) fn back_up_after(directory: &Path) {
    let says = "Copying the history. Ctrl-C skips that; the next start makes up for it.";
    match skippable(|halt| said_if_long(says, || keep_up(directory, halt))) {
        Ok(Kept::Made(_) | Kept::Enough) => {}
        // The terminal has shown the key at the beginning of the line.
        Ok(Kept::Halted) => {
            say(&[String::new(), "No backup was made; the next start makes up for it.".to_owned()])
        }
        Err(error) => say_no_backup(error.into()),
    }
}

/// Says that no backup could be made; what was answered is stored all the same.
fn say_no_backup(failure: Failure) {
    let cause = failure.cause.map(|cause| format!(": {cause}")).unwrap_or_default();
    say(&[
        format!("warning: no backup was made: {}{cause}", failure.sentence),
        format!("help: {}", failure.help),
    ]);
}
