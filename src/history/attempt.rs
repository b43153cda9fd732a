//! Attempts as they are listed, and one attempt with all its events.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::bank::question::Question;
use crate::clock::{Millis, Moment, UnixMillis};
use crate::framework::RoleId;
use crate::history::History;
use crate::history::answer::AnswerNumber;
use crate::history::append::{TakenUp, totals};
use crate::history::chain::{Digest, EventRow};
use crate::history::column::{count, digest, named, named_or_none, number, stored, stored_count};
use crate::history::error::{Cause, HistoryError};
use crate::history::store::Store;
use crate::history::wire::{Beginning, Choice};
use crate::session::event::{Event, Happened, Mode, Started};
use crate::session::outcome::Tally;
use crate::session::{Session, Stage};
use crate::text::SafeText;

/// Said of a record that names a question whose text is not there.
const MISSING_TEXT: &str = "the text of a question is missing";

/// The number of an attempt in this history, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptId(pub u64);

/// An attempt as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptRow {
    /// Its number.
    pub id: AttemptId,
    /// When it began.
    pub at: UnixMillis,
    /// When something last happened in it.
    pub last_at: UnixMillis,
    /// How questions are taken.
    pub mode: Mode,
    /// The role it is for, if any.
    pub role: Option<RoleId>,
    /// What it is about.
    pub title: SafeText,
    /// How many questions it has.
    pub n_questions: usize,
    /// How many of them have an answer that stands.
    pub n_answered: usize,
    /// How far it has come.
    pub stage: Stage,
    /// Its marks where they may be shown: over all questions once it is done, before that over those answered; none
    /// where questions are chosen by the answers, as a share of them says nothing.
    pub score: Option<Tally>,
}

/// An attempt with all that happened in it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAttempt {
    /// Its number.
    pub id: AttemptId,
    /// How it began.
    pub started: Started,
    /// What happened in order, an answer with its number.
    pub events: Vec<(Event, Option<AnswerNumber>)>,
}

impl StoredAttempt {
    /// Returns the attempt as its events left it; one that is open goes on from `now`.
    #[must_use]
    pub fn session(&self, now: Moment) -> Session {
        Session::replayed(self.started.clone(), self.replayable(), now)
    }

    /// Returns the events alone, as [`Session::replayed`] takes them.
    pub fn replayable(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|(event, _)| event)
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl History {
    /// Returns the attempts that can be gone on with, the one that something last happened in first.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn open_attempts(&self) -> Result<Vec<AttemptRow>, HistoryError> {
        let sql = "SELECT * FROM attempts WHERE stage = 'open' ORDER BY last_seq DESC";
        self.store.rows(sql, (), attempt_row)
    }

    /// Returns the newest attempts of a mode, `limit` at most.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn newest(&self, mode: Mode, limit: usize) -> Result<Vec<AttemptId>, HistoryError> {
        let sql = "SELECT id FROM attempts WHERE mode = ?1 ORDER BY id DESC LIMIT ?2";
        let read = |row: &Row<'_>| Ok(AttemptId(number(row, "id")?));
        self.store.rows(sql, (mode.as_str(), stored_count(limit)), read)
    }

    /// Returns how many attempts were ever begun.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn n_attempts(&self) -> Result<u64, HistoryError> {
        let n = self.store.row("SELECT n_attempts FROM totals", (), |row| number(row, "n_attempts"))?;
        Ok(n.unwrap_or(0))
    }

    /// Returns an attempt to look at, nothing where there is none of that number.
    ///
    /// Every record of it is checked against the hash chain.
    ///
    /// # Errors
    /// [`HistoryError::Altered`] where a record is not as it was written, [`HistoryError::Unreadable`] where one says
    /// what this version does not know, and others where the store cannot be read.
    pub fn attempt(&self, id: AttemptId) -> Result<Option<StoredAttempt>, HistoryError> {
        self.store.unmoving(|| read_attempt(&self.store, id))
    }

    /// Returns an attempt as [`History::attempt`] does, and takes it up: events can be appended to it from here on.
    ///
    /// # Errors
    /// As for [`History::attempt`].
    pub fn resume(&mut self, id: AttemptId) -> Result<Option<StoredAttempt>, HistoryError> {
        let attempt = self.attempt(id)?;
        if let Some(attempt) = &attempt {
            self.taken_up.insert(
                id,
                TakenUp::of(&attempt.started, attempt.events.iter().map(|(event, _)| &event.happened)),
            );
        }
        Ok(attempt)
    }
}

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
fn read_attempt(store: &Store, id: AttemptId) -> Result<Option<StoredAttempt>, HistoryError> {
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

/// Reads the row of an attempt.
pub(crate) fn attempt_row(row: &Row<'_>) -> rusqlite::Result<AttemptRow> {
    let stage = stage_named(&row.get::<_, String>("stage")?);
    let (n_questions, n_answered) = (count(row, "n_questions")?, count(row, "n_answered")?);
    let n = if stage == Stage::Done { n_questions } else { n_answered };
    let tally = Tally { n, units: number(row, "units")? };
    let title: String = row.get("title")?;
    let mode: Mode = named(row, "mode")?;
    Ok(AttemptRow {
        id: AttemptId(number(row, "id")?),
        at: UnixMillis(row.get("at")?),
        last_at: UnixMillis(row.get("last_at")?),
        mode,
        role: named_or_none(row, "role")?,
        title: SafeText::line(&title),
        n_questions,
        n_answered,
        stage,
        score: (row.get::<_, bool>("marks_shown")? && mode.usual_length().is_none()).then_some(tally),
    })
}

/// Stages by the names that they are stored under; a check constraint of the table allows no other.
const STAGES: [(Stage, &str); 3] = [(Stage::Open, "open"), (Stage::Done, "done"), (Stage::Closed, "closed")];

/// Returns the name that a stage is stored under.
pub(crate) fn stage_name(stage: Stage) -> &'static str {
    STAGES.iter().find(|(known, _)| *known == stage).map_or("", |(_, name)| name)
}

fn stage_named(name: &str) -> Stage {
    STAGES.iter().find(|(_, known)| *known == name).map_or(Stage::Closed, |(stage, _)| *stage)
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
