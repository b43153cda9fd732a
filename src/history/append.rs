//! Adding to the history: one transaction an event, on disk when the call returns.

use rusqlite::Row;

use crate::history::History;
use crate::history::answer::{AnswerNumber, Recorded};
use crate::history::attempt::{AttemptId, stage_name};
use crate::history::chain::{Digest, EventRow};
use crate::history::column::{digest, stored, stored_count};
use crate::history::error::warning::Warning;
use crate::history::error::{Cause, HistoryError};
use crate::history::projection::{Asked, asked, asked_by, insert_attempt, project};
use crate::history::store::Store;
use crate::history::wire::Written;
use crate::session::Stage;
use crate::session::event::{Event, Happened, Started};

/// An attempt that this process appends to.
#[derive(Debug)]
pub(crate) struct TakenUp {
    /// Rows of the attempt that this process knows, the beginning among them.
    n_events: i64,
    questions: Vec<Asked>,
}

/// The single row of `totals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) n_attempts: i64,
    pub(crate) n_events: i64,
    pub(crate) n_answers: i64,
    pub(crate) head: Digest,
}

impl TakenUp {
    /// Returns what appending needs to know of an attempt to which this has happened after its beginning.
    pub(crate) fn of<'event>(
        started: &Started,
        happened: impl ExactSizeIterator<Item = &'event Happened>,
    ) -> Self {
        let n_events = stored_count(happened.len()).saturating_add(1);
        Self { n_events, questions: asked(started, happened) }
    }

    /// Takes in an event that is stored now.
    pub(crate) fn follow(&mut self, happened: &Happened) {
        self.n_events = self.n_events.saturating_add(1);
        self.questions.extend(asked_by(happened));
    }
}

impl History {
    /// Stores the beginning of an attempt and returns the attempt's number.
    ///
    /// # Errors
    /// [`HistoryError::ReadOnly`], [`HistoryError::Full`], [`HistoryError::Busy`] and others where it cannot be stored;
    /// nothing is stored then.
    pub fn begin(&mut self, started: &Started) -> Result<AttemptId, HistoryError> {
        let store = self.writable()?;
        let written = Written::of(started).map_err(|error| HistoryError::Unreadable {
            path: store.path().to_owned(),
            source: Cause::of(&error),
        })?;
        let attempt = store.written(|| {
            insert_texts(store, &written)?;
            insert_beginning(store, started, written.body)
        })?;
        self.taken_up.insert(attempt, TakenUp::of(started, [].iter()));
        Ok(attempt)
    }

    /// Stores an event of an attempt that was begun or resumed here; it is on disk when this returns.
    ///
    /// # Errors
    /// [`HistoryError::Moved`] where the attempt was neither begun nor resumed here or another program has appended to
    /// it since; [`HistoryError::Ended`]; [`HistoryError::NoSuchPlace`]; [`HistoryError::ReadOnly`],
    /// [`HistoryError::Full`], [`HistoryError::Busy`] and others where it cannot be stored. Nothing is stored then, and
    /// the same event can be given again.
    pub fn append(&mut self, attempt: AttemptId, event: &Event) -> Result<Recorded, HistoryError> {
        let store = self.writable()?;
        let taken_up = self.taken_up.get(&attempt).ok_or(HistoryError::Moved { attempt })?;
        let written = Written::of_happened(&event.happened).map_err(|error| HistoryError::Unreadable {
            path: store.path().to_owned(),
            source: Cause::of(&error),
        })?;
        let answer = store.written(|| {
            may_append(store, attempt, taken_up, &event.happened)?;
            insert_texts(store, &written)?;
            insert_happened(store, attempt, (event, written.body), taken_up)
        })?;
        if let Some(taken_up) = self.taken_up.get_mut(&attempt) {
            taken_up.follow(&event.happened);
        }
        Ok(Recorded { answer })
    }

    pub(crate) fn writable(&self) -> Result<&Store, HistoryError> {
        if self.can_write {
            return Ok(&self.store);
        }
        let path = self.store.path().to_owned();
        if self.warnings.contains(&Warning::Full { path: path.clone() }) {
            return Err(HistoryError::Full { path, source: Cause::found("it was full at the start") });
        }
        Err(HistoryError::ReadOnly { path })
    }
}

/// Reads the row of `totals`.
pub(crate) fn totals(store: &Store) -> Result<Totals, HistoryError> {
    let read = |row: &Row<'_>| {
        Ok(Totals {
            n_attempts: row.get("n_attempts")?,
            n_events: row.get("n_events")?,
            n_answers: row.get("n_answers")?,
            head: digest(row, "head")?.unwrap_or_default(),
        })
    };
    store.row("SELECT * FROM totals", (), read)?.ok_or_else(|| HistoryError::Damaged {
        path: store.path().to_owned(),
        source: Cause::found("the row of totals is missing"),
    })
}

fn insert_texts(store: &Store, written: &Written) -> Result<(), HistoryError> {
    written.texts.iter().try_for_each(|text| insert_text(store, text.hash, &text.body))
}

/// Says why an event cannot be added to an attempt.
pub(crate) fn may_append(
    store: &Store,
    attempt: AttemptId,
    taken_up: &TakenUp,
    happened: &Happened,
) -> Result<(), HistoryError> {
    // A placement that is done can go on with more questions.
    let goes_on =
        |stage: &str| matches!(happened, Happened::LengthSet { .. }) && stage == stage_name(Stage::Done);
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>("n_events")?, row.get::<_, String>("stage")?));
    let sql = "SELECT n_events, stage FROM attempts WHERE id = ?1";
    match store.row(sql, [stored(attempt.0)], read)? {
        Some((n_events, _)) if n_events != taken_up.n_events => Err(HistoryError::Moved { attempt }),
        Some((_, stage)) if stage != stage_name(Stage::Open) && !goes_on(&stage) => {
            Err(HistoryError::Ended { attempt })
        }
        Some(_) => Ok(()),
        None => Err(HistoryError::Moved { attempt }),
    }
}

/// Stores the text of a question, unless it is there.
pub(crate) fn insert_text(store: &Store, hash: Digest, body: &str) -> Result<(), HistoryError> {
    let sql = "INSERT OR IGNORE INTO texts (hash, body) VALUES (?1, ?2)";
    store.execute(sql, (hash.0, body)).map(|_| ())
}

/// Adds the beginning of an attempt, written as `body`, within a transaction.
pub(crate) fn insert_beginning(
    store: &Store,
    started: &Started,
    body: String,
) -> Result<AttemptId, HistoryError> {
    let totals = totals(store)?;
    let (attempt, seq) = (totals.n_attempts.saturating_add(1), totals.n_events.saturating_add(1));
    insert_attempt(store, attempt, started, seq)?;
    let row = EventRow { seq, attempt, at: started.at.0, elapsed: 0, body };
    insert_event(store, &row, totals.head)?;
    store.execute("UPDATE totals SET n_attempts = ?1", [attempt])?;
    Ok(AttemptId(u64::try_from(attempt).unwrap_or(0)))
}

/// Adds an event with what is written of it, within a transaction, and returns the number of the answer it is.
pub(crate) fn insert_happened(
    store: &Store,
    attempt: AttemptId,
    (event, body): (&Event, String),
    taken_up: &TakenUp,
) -> Result<Option<AnswerNumber>, HistoryError> {
    let totals = totals(store)?;
    let row = EventRow {
        seq: totals.n_events.saturating_add(1),
        attempt: stored(attempt.0),
        at: event.at.0,
        elapsed: stored(event.elapsed.0),
        body,
    };
    insert_event(store, &row, totals.head)?;
    project(store, &row, &event.happened, &taken_up.questions)
}

fn insert_event(store: &Store, row: &EventRow, head: Digest) -> Result<(), HistoryError> {
    let link = row.link(head).0;
    let sql = "INSERT INTO events (seq, attempt, at, elapsed, body, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    store.execute(sql, (row.seq, row.attempt, row.at, row.elapsed, &row.body, link))?;
    store.execute("UPDATE totals SET n_events = ?1, head = ?2", (row.seq, link)).map(|_| ())
}
