//! The records of an attempt, read and held against the hash chain.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Row;

use crate::bank::question::Question;
use crate::clock::{Millis, UnixMillis};
use crate::history::answer::AnswerNumber;
use crate::history::append::totals;
use crate::history::attempt::{AttemptId, StoredAttempt};
use crate::history::chain::{Digest, EventRow};
use crate::history::column::{count, digest, stored};
use crate::history::error::{Cause, HistoryError};
use crate::history::store::Store;
use crate::history::wire::{Beginning, Choice};
use crate::session::event::{Event, Happened, Started};

/// Said of a record that names a question whose text is not there.
const MISSING_TEXT: &str = "the text of a question is missing";

/// An event with the links that it stands between, and the answer that it gave.
pub(crate) struct Linked {
    pub(crate) row: EventRow,
    chain: Option<Digest>,
    previous: Option<Digest>,
    answer: Option<AnswerNumber>,
}

/// The records of an attempt, each as it was written.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) started: Started,
    /// The rows behind the beginning.
    pub(crate) rows: Vec<EventRow>,
    /// What happened, row by row.
    pub(crate) events: Vec<Event>,
    /// The numbers of the answers, row by row.
    numbers: Vec<Option<AnswerNumber>>,
}

/// Reads an attempt; a record that is not as it was written is an error, and so is one that is not there.
pub(crate) fn read_attempt(store: &Store, id: AttemptId) -> Result<Option<StoredAttempt>, HistoryError> {
    let records = read_records(store, id, &mut KnownQuestions::default())?;
    Ok(records.map(|records| {
        let events = records.events.into_iter().zip(records.numbers).collect();
        StoredAttempt { id, started: records.started, events }
    }))
}

/// Reads the records of an attempt as [`read_attempt`] does.
pub(crate) fn read_records(
    store: &Store,
    id: AttemptId,
    known: &mut KnownQuestions,
) -> Result<Option<Records>, HistoryError> {
    let sql = "SELECT e.*, p.chain AS previous, a.n FROM events e \
               LEFT JOIN events p ON p.seq = e.seq - 1 LEFT JOIN answers a ON a.seq = e.seq \
               WHERE e.attempt = ?1 ORDER BY e.seq";
    let all = store.rows(sql, [stored(id.0)], linked)?;
    all_are_there(store, id, &all)?;
    let mut rest = all.into_iter();
    let Some(first) = rest.next() else { return Ok(None) };
    verify(store, &first)?;
    let started = read_started(store, &first.row, known)?;
    let mut records = Records { started, rows: Vec::new(), events: Vec::new(), numbers: Vec::new() };
    for linked in rest {
        verify(store, &linked)?;
        let event = read_event(store, &linked.row, known)?;
        if matches!(event.happened, Happened::Answered(_)) != linked.answer.is_some() {
            return Err(altered(store, linked.row.seq));
        }
        records.rows.push(linked.row);
        records.events.push(event);
        records.numbers.push(linked.answer);
    }
    Ok(Some(records))
}

/// Says that records of an attempt are not there, where they are not: an index that is damaged leaves some out.
fn all_are_there(store: &Store, id: AttemptId, found: &[Linked]) -> Result<(), HistoryError> {
    let noted = |row: &Row<'_>| Ok((count(row, "n_events")?, row.get::<_, i64>("last_seq")?));
    let sql = "SELECT n_events, last_seq FROM attempts WHERE id = ?1";
    let noted = store.row(sql, [stored(id.0)], noted)?;
    let ends = found.last().map(|last| (found.len(), last.row.seq));
    if noted != ends || (ends.is_none() && stored(id.0) <= totals(store)?.n_attempts) {
        let source = Cause::found(&format!("attempt {id} does not have the records that are noted of it"));
        return Err(HistoryError::Damaged { path: store.path().to_owned(), source });
    }
    Ok(())
}

/// Reads the row of an event.
pub(crate) fn event_row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        seq: row.get("seq")?,
        attempt: row.get("attempt")?,
        at: row.get("at")?,
        elapsed: row.get("elapsed")?,
        body: row.get("body")?,
    })
}

/// Reads what happened after the beginning.
pub(crate) fn read_event(
    store: &Store,
    row: &EventRow,
    known: &mut KnownQuestions,
) -> Result<Event, HistoryError> {
    let happened = match serde_json::from_str(&row.body) {
        Ok(Choice::Shown(wire)) => {
            known.read(store, wire.hash(), row.seq)?;
            let drawn = wire.drawn(&known.0).ok_or_else(|| unreadable(store, row.seq, MISSING_TEXT))?;
            Happened::Shown(drawn)
        }
        Err(_) => {
            serde_json::from_str(&row.body).map_err(|error| unreadable(store, row.seq, &error.to_string()))?
        }
    };
    let elapsed = Millis(u64::try_from(row.elapsed).unwrap_or(0));
    Ok(Event { at: UnixMillis(row.at), elapsed, happened })
}

/// Questions by their digests, each read once.
#[derive(Debug, Default)]
pub(crate) struct KnownQuestions(HashMap<Digest, Arc<Question>>);

/// Reads the beginning, with the questions.
pub(crate) fn read_started(
    store: &Store,
    row: &EventRow,
    known: &mut KnownQuestions,
) -> Result<Started, HistoryError> {
    let Beginning::Started(wire) =
        serde_json::from_str(&row.body).map_err(|error| unreadable(store, row.seq, &error.to_string()))?;
    for hash in wire.hashes() {
        known.read(store, hash, row.seq)?;
    }
    wire.started(UnixMillis(row.at), &known.0).ok_or_else(|| unreadable(store, row.seq, MISSING_TEXT))
}

impl KnownQuestions {
    /// Reads the question that record `seq` names, unless it is known or missing.
    fn read(&mut self, store: &Store, hash: Digest, seq: i64) -> Result<(), HistoryError> {
        if self.0.contains_key(&hash) {
            return Ok(());
        }
        let sql = "SELECT body FROM texts WHERE hash = ?1";
        let Some(body) = store.row(sql, [hash.0], |row| row.get::<_, String>("body"))? else {
            return Ok(());
        };
        if Digest::of_text(&body) != hash {
            return Err(altered(store, seq));
        }
        let question =
            serde_json::from_str(&body).map_err(|error| unreadable(store, seq, &error.to_string()))?;
        self.0.insert(hash, Arc::new(question));
        Ok(())
    }
}

/// Reads a record with its link and the one before.
pub(crate) fn linked(row: &Row<'_>) -> rusqlite::Result<Linked> {
    let n: Option<i64> = row.get("n")?;
    Ok(Linked {
        row: event_row(row)?,
        chain: digest(row, "chain")?,
        previous: digest(row, "previous")?,
        answer: n.and_then(|n| u64::try_from(n).ok()).map(AnswerNumber),
    })
}

/// Says that a record is not as it was written, where it is not.
pub(crate) fn verify(store: &Store, linked: &Linked) -> Result<(), HistoryError> {
    let previous = if linked.row.seq == 1 { Some(Digest::default()) } else { linked.previous };
    let is_sound = previous.is_some_and(|previous| Some(linked.row.link(previous)) == linked.chain);
    if is_sound { Ok(()) } else { Err(altered(store, linked.row.seq)) }
}

/// Returns the error of a record that is not as it was written.
pub(crate) fn altered(store: &Store, seq: i64) -> HistoryError {
    HistoryError::Altered { path: store.path().to_owned(), seq: u64::try_from(seq).unwrap_or(0) }
}

fn unreadable(store: &Store, seq: i64, what: &str) -> HistoryError {
    HistoryError::Unreadable {
        path: store.path().to_owned(),
        source: Cause::found(&format!("record {seq}: {what}")),
    }
}
