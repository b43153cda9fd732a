//! The list of attempts, each held against its answers and against its first and its last record.

use rusqlite::Row;

use crate::clock::UnixMillis;
use crate::history::History;
use crate::history::attempt::{AttemptId, AttemptRow, attempt_row};
use crate::history::column::{count, number, stored, stored_count};
use crate::history::error::{Cause, HistoryError};
use crate::history::projection::stage_after;
use crate::history::record::{Linked, linked, verify};
use crate::history::store::Store;
use crate::history::wire::Beginning;
use crate::session::Stage;
use crate::session::event::Happened;

/// The row of an attempt, and what has to agree with it.
struct Listed {
    row: AttemptRow,
    last_seq: i64,
    are_counts_right: bool,
}

impl History {
    /// Returns up to `limit` attempts with numbers below `before`, the newest first; from the newest on without `before`.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] where an attempt is not listed as its answers, its first and its last record say, and
    /// others where the store cannot be read.
    pub fn attempts(&self, before: Option<AttemptId>, limit: usize) -> Result<Vec<AttemptRow>, HistoryError> {
        let before = before.map_or(i64::MAX, |before| stored(before.0));
        self.store.unmoving(|| {
            let rows = listed(&self.store, before, limit)?;
            rows.into_iter().map(|listed| held(&self.store, listed)).collect()
        })
    }
}

fn listed(store: &Store, before: i64, limit: usize) -> Result<Vec<Listed>, HistoryError> {
    let sql = "SELECT *, (SELECT count(*) FROM answers WHERE attempt = attempts.id AND undone = 0) AS n_standing, \
               (SELECT coalesce(sum(mark), 0) FROM answers WHERE attempt = attempts.id AND undone = 0) AS sum \
               FROM attempts WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
    store.rows(sql, (before, stored_count(limit)), |row| {
        let are_counts_right = (count(row, "n_standing")?, number(row, "sum")?)
            == (count(row, "n_answered")?, number(row, "units")?);
        Ok(Listed { row: attempt_row(row)?, last_seq: row.get("last_seq")?, are_counts_right })
    })
}

/// Returns the row of an attempt if everything agrees with it.
fn held(
    store: &Store,
    Listed { row, last_seq, are_counts_right }: Listed,
) -> Result<AttemptRow, HistoryError> {
    if are_counts_right && begins_as_listed(store, &row)? && ends_as_listed(store, &row, last_seq)? {
        return Ok(row);
    }
    let source = Cause::found(&format!("attempt {} is not listed as its answers come to", row.id));
    Err(HistoryError::Damaged { path: store.path().to_owned(), source })
}

fn begins_as_listed(store: &Store, row: &AttemptRow) -> Result<bool, HistoryError> {
    let Some(first) = record(store, "e.attempt = ?1 ORDER BY e.seq LIMIT 1", stored(row.id.0))? else {
        return Ok(false);
    };
    verify(store, &first)?;
    // What a later version has written is said where it is read.
    let Ok(Beginning::Started(started)) = serde_json::from_str(&first.row.body) else { return Ok(true) };
    let is_length_right = row.mode.usual_length().is_some() || started.n_drawn() == row.n_questions;
    Ok(is_length_right && started.is_listed_in(row) && first.row.at == row.at.0)
}

fn ends_as_listed(store: &Store, row: &AttemptRow, last_seq: i64) -> Result<bool, HistoryError> {
    let Some(last) = record(store, "e.seq = ?1", last_seq)? else { return Ok(false) };
    verify(store, &last)?;
    // Nothing follows the end of an attempt but what opens it again.
    let happened: Option<Happened> = serde_json::from_str(&last.row.body).ok();
    let stage = happened.as_ref().and_then(stage_after).unwrap_or(Stage::Open);
    let is_score_due =
        (row.mode.marks_at_once() || stage == Stage::Done) && row.mode.usual_length().is_none();
    let is_of_attempt = (last.row.attempt, UnixMillis(last.row.at)) == (stored(row.id.0), row.last_at);
    Ok(is_of_attempt && stage == row.stage && row.score.is_some() == is_score_due)
}

/// Reads the first record of which `condition` holds for `value`.
fn record(store: &Store, condition: &str, value: i64) -> Result<Option<Linked>, HistoryError> {
    let sql = format!(
        "SELECT e.*, p.chain AS previous, NULL AS n FROM events e LEFT JOIN events p ON p.seq = e.seq - 1 \
         WHERE {condition}"
    );
    store.row(&sql, [value], |row: &Row<'_>| linked(row))
}
