//! `history verify`: which is the first record that is not as it was written?

use crate::history::History;
use crate::history::check::{PARTS_OF_RECORDS, Problem, Report, done};
use crate::history::error::HistoryError;

/// What was found of the records.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Records that were looked at.
    pub n_events: u64,
    /// The first that was edited, removed, doubled or moved, or what is listed otherwise than a record says.
    pub first: Option<Problem>,
}

impl History {
    /// Checks the records against their chain, their texts and the backups, then what is listed against the records,
    /// and stops at the first that does not agree.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read at all.
    pub fn verify(&self) -> Result<Verified, HistoryError> {
        let mut report = Report::default();
        self.store.unmoving(|| {
            for part in PARTS_OF_RECORDS {
                done(part, &self.store, &mut report)?;
                if !report.is_sound() {
                    break;
                }
            }
            Ok(())
        })?;
        Ok(Verified { n_events: report.n_events, first: report.problems.into_iter().next() })
    }
}
