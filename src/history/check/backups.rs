//! The history against its backups: it only grows, so that each of them is a beginning of it.
//!
//! This finds what the chain alone cannot: a history that was put back to an earlier state, cut off at its end with all
//! that is noted of it, or written anew from some record on.

use crate::history::History;
use crate::history::append::Totals;
use crate::history::backup::list::{Backup, readable, verified};
use crate::history::chain::Digest;
use crate::history::check::{Problem, Report};
use crate::history::column::digest;
use crate::history::error::HistoryError;
use crate::history::store::Store;
use crate::text::SafeText;

/// Checks that the history holds the records that its backups hold.
pub(crate) fn backups(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    for (backup, totals) in readable(store.path()) {
        if link_at(store, totals.n_events)? == Some(totals.head) {
            continue;
        }
        // A backup that has been damaged since says nothing against the history.
        if verified(&backup.path, backup.at).is_err() {
            continue;
        }
        let name = backup.path.file_name().map(std::path::Path::new).unwrap_or(&backup.path);
        let backup_name = SafeText::path(name);
        let seq = first_difference(store, &backup, &totals)?;
        report.problems.push(Problem::NotAsBackedUp { seq, backup: backup_name });
        break;
    }
    Ok(())
}

/// Returns the first record whose link in the history is not that in a backup.
///
/// Where a link is the same, all before it are: they are found by halving.
fn first_difference(store: &Store, backup: &Backup, totals: &Totals) -> Result<i64, HistoryError> {
    let copy = History::of_copy(&backup.path)?;
    let (mut same, mut differs) = (0, totals.n_events);
    while differs - same > 1 {
        let middle = same + (differs - same) / 2;
        if link_at(store, middle)? == link_at(&copy.store, middle)? {
            same = middle;
        } else {
            differs = middle;
        }
    }
    Ok(differs)
}

/// Returns the link that stands in the row of a record; zeros before the first, nothing where there is no such row.
fn link_at(store: &Store, seq: i64) -> Result<Option<Digest>, HistoryError> {
    if seq == 0 {
        return Ok(Some(Digest::default()));
    }
    let link = store.row("SELECT chain FROM events WHERE seq = ?1", [seq], |row| digest(row, "chain"))?;
    Ok(link.flatten())
}
