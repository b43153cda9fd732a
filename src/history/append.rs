//! Adding to the history: one transaction an event, on disk when the call returns.

use rusqlite::Row;

use crate::bank::QuestionKey;
use crate::bank::question::{Fingerprint, Question};
use crate::clock::{Millis, UnixMillis};
use crate::framework::DomainId;
use crate::history::History;
use crate::history::answer::{AnswerNumber, Recorded};
use crate::history::attempt::{AttemptId, stage_name};
use crate::history::chain::{Digest, EventRow};
use crate::history::column::{digest, stored, stored_count};
use crate::history::error::{Cause, HistoryError};
use crate::history::store::Store;
use crate::history::wire::Written;
use crate::scoring::Mark;
use crate::session::Stage;
use crate::session::event::{Answered, Event, Happened, Manner, Place, Started};
use crate::text::SafeText;

/// An attempt that this process appends to.
#[derive(Debug)]
pub(crate) struct TakenUp {
    /// Rows of the attempt that this process knows, the beginning among them.
    n_events: i64,
    questions: Vec<Asked>,
}

/// What an answer's row says of its question.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) key: QuestionKey,
    pub(crate) domain: DomainId,
    pub(crate) version: Fingerprint,
}

/// The single row of `totals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) n_attempts: i64,
    pub(crate) n_events: i64,
    pub(crate) n_answers: i64,
    pub(crate) head: Digest,
}

/// By how much an event changes what is counted of its attempt.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    n_answered: i64,
    units: i64,
    answer: Option<i64>,
}

impl TakenUp {
    /// Returns what appending needs to know of an attempt with `n_happened` events after its beginning.
    pub(crate) fn of(started: &Started, n_happened: usize) -> Self {
        Self { n_events: stored_count(n_happened).saturating_add(1), questions: asked(started) }
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
            for text in &written.texts {
                let sql = "INSERT OR IGNORE INTO texts (hash, body) VALUES (?1, ?2)";
                store.execute(sql, (text.hash.0, &text.body))?;
            }
            let totals = totals(store)?;
            let attempt = totals.n_attempts.saturating_add(1);
            insert_attempt(store, attempt, started, totals.n_events.saturating_add(1))?;
            let row = EventRow {
                seq: totals.n_events.saturating_add(1),
                attempt,
                at: started.at.0,
                elapsed: 0,
                body: written.body,
            };
            insert_event(store, &row, totals.head)?;
            store.execute("UPDATE totals SET n_attempts = ?1", [attempt])?;
            Ok(AttemptId(u64::try_from(attempt).unwrap_or(0)))
        })?;
        self.taken_up.insert(attempt, TakenUp::of(started, 0));
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
        let body = serde_json::to_string(&event.happened).map_err(|error| HistoryError::Unreadable {
            path: store.path().to_owned(),
            source: Cause::of(&error),
        })?;
        let change = store.written(|| {
            may_append(store, attempt, taken_up)?;
            let totals = totals(store)?;
            let row = EventRow {
                seq: totals.n_events.saturating_add(1),
                attempt: stored(attempt.0),
                at: event.at.0,
                elapsed: stored(event.elapsed.0),
                body,
            };
            insert_event(store, &row, totals.head)?;
            let change = project(store, &row, &event.happened, taken_up, totals)?;
            update_attempt(store, &row, stage_after(&event.happened), change)?;
            Ok(change)
        })?;
        if let Some(taken_up) = self.taken_up.get_mut(&attempt) {
            taken_up.n_events = taken_up.n_events.saturating_add(1);
        }
        let answer = change.answer.and_then(|n| u64::try_from(n).ok()).map(AnswerNumber);
        Ok(Recorded { answer })
    }

    fn writable(&self) -> Result<&Store, HistoryError> {
        let path = || self.store.path().to_owned();
        if self.can_write { Ok(&self.store) } else { Err(HistoryError::ReadOnly { path: path() }) }
    }
}

/// Returns what the rows of an attempt's answers say of its questions, by place.
pub(crate) fn asked(started: &Started) -> Vec<Asked> {
    let asked = |question: &Question| Asked {
        key: question.key.clone(),
        domain: question.subject.domain,
        version: question.fingerprint(),
    };
    started.drawn.iter().map(|drawn| asked(&drawn.question)).collect()
}

/// Returns the line by which an answer is listed.
pub(crate) fn answer_line(answered: &Answered) -> String {
    SafeText::line(&answered.answer.line()).to_string()
}

/// Returns the stage that an event leads to, nothing where it stays as it is.
pub(crate) fn stage_after(happened: &Happened) -> Option<Stage> {
    match happened {
        Happened::Submitted | Happened::Finished => Some(Stage::Done),
        Happened::Closed => Some(Stage::Closed),
        Happened::Answered(_)
        | Happened::Undone { .. }
        | Happened::HintShown { .. }
        | Happened::Flagged { .. } => None,
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

fn may_append(store: &Store, attempt: AttemptId, taken_up: &TakenUp) -> Result<(), HistoryError> {
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>("n_events")?, row.get::<_, String>("stage")?));
    let sql = "SELECT n_events, stage FROM attempts WHERE id = ?1";
    match store.row(sql, [stored(attempt.0)], read)? {
        Some((n_events, _)) if n_events != taken_up.n_events => Err(HistoryError::Moved { attempt }),
        Some((_, stage)) if stage != stage_name(Stage::Open) => Err(HistoryError::Ended { attempt }),
        Some(_) => Ok(()),
        None => Err(HistoryError::Moved { attempt }),
    }
}

fn insert_attempt(store: &Store, attempt: i64, started: &Started, seq: i64) -> Result<(), HistoryError> {
    let sql = "INSERT INTO attempts (id, at, last_at, last_seq, mode, role, title, n_questions, n_events, \
               n_answered, units, stage, marks_shown) \
               VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, 1, 0, 0, ?8, ?9)";
    let role = started.role.map(|role| role.as_str());
    let are_marks_shown = started.mode.manner() == Manner::Practice;
    let values = (
        attempt,
        started.at.0,
        seq,
        started.mode.as_str(),
        role,
        started.title.as_str(),
        stored_count(started.drawn.len()),
        stage_name(Stage::Open),
        are_marks_shown,
    );
    store.execute(sql, values).map(|_| ())
}

fn insert_event(store: &Store, row: &EventRow, head: Digest) -> Result<(), HistoryError> {
    let link = row.link(head).0;
    let sql = "INSERT INTO events (seq, attempt, at, elapsed, body, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    store.execute(sql, (row.seq, row.attempt, row.at, row.elapsed, &row.body, link))?;
    store.execute("UPDATE totals SET n_events = ?1, head = ?2", (row.seq, link)).map(|_| ())
}

/// Brings the tables that follow from the events up to date.
fn project(
    store: &Store,
    row: &EventRow,
    happened: &Happened,
    taken_up: &TakenUp,
    totals: Totals,
) -> Result<Change, HistoryError> {
    match happened {
        Happened::Answered(answered) => {
            let attempt = AttemptId(u64::try_from(row.attempt).unwrap_or(0));
            let no_such_place = || HistoryError::NoSuchPlace { attempt, place: answered.place };
            let asked = taken_up.questions.get(answered.place.index()).ok_or_else(no_such_place)?;
            let mut change = take_back(store, row.attempt, answered.place)?;
            let n = totals.n_answers.saturating_add(1);
            insert_answer(store, n, row, answered, asked)?;
            change.n_answered = change.n_answered.saturating_add(1);
            change.units = change.units.saturating_add(i64::from(answered.mark.units()));
            Ok(Change { answer: Some(n), ..change })
        }
        Happened::Undone { place } => take_back(store, row.attempt, *place),
        Happened::Submitted => {
            for asked in &taken_up.questions {
                see(store, &asked.key, UnixMillis(row.at))?;
            }
            Ok(Change::default())
        }
        Happened::HintShown { .. } | Happened::Flagged { .. } | Happened::Finished | Happened::Closed => {
            Ok(Change::default())
        }
    }
}

/// Marks the answer that stands at a place as undone, if there is one.
fn take_back(store: &Store, attempt: i64, place: Place) -> Result<Change, HistoryError> {
    let place = stored_count(place.index());
    let sql = "SELECT n, mark FROM answers WHERE attempt = ?1 AND place = ?2 AND undone = 0";
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>("n")?, row.get::<_, i64>("mark")?));
    let Some((n, units)) = store.row(sql, (attempt, place), read)? else { return Ok(Change::default()) };
    store.execute("UPDATE answers SET undone = 1 WHERE n = ?1", [n])?;
    Ok(Change { n_answered: -1, units: units.saturating_neg(), answer: None })
}

fn insert_answer(
    store: &Store,
    n: i64,
    row: &EventRow,
    answered: &Answered,
    asked: &Asked,
) -> Result<(), HistoryError> {
    let Answered { place, mark, took, assisted, .. } = answered;
    let (mark, took): (&Mark, &Millis) = (mark, took);
    let question = see(store, &asked.key, UnixMillis(row.at))?;
    let sql = "INSERT INTO answers (n, seq, attempt, place, at, question_id, domain, answer, mark, ms, assisted, \
               undone, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12)";
    let values = (
        n,
        row.seq,
        row.attempt,
        stored_count(place.index()),
        row.at,
        question,
        asked.domain.as_str(),
        answer_line(answered),
        mark.units(),
        stored(took.0),
        assisted,
        &asked.version.0,
    );
    store.execute(sql, values)?;
    store.execute("UPDATE totals SET n_answers = ?1", [n]).map(|_| ())
}

/// Notes when a question was last seen, and returns its row.
fn see(store: &Store, key: &QuestionKey, at: UnixMillis) -> Result<i64, HistoryError> {
    let sql = "INSERT INTO questions (bank, question, last_at) VALUES (?1, ?2, ?3) \
               ON CONFLICT (bank, question) DO UPDATE SET last_at = excluded.last_at RETURNING id";
    let id = store.row(sql, (key.bank.as_str(), key.question.as_str(), at.0), |row| row.get("id"))?;
    Ok(id.unwrap_or(0))
}

fn update_attempt(
    store: &Store,
    row: &EventRow,
    stage: Option<Stage>,
    change: Change,
) -> Result<(), HistoryError> {
    let sql = "UPDATE attempts SET last_at = ?2, last_seq = ?3, n_events = n_events + 1, \
               n_answered = n_answered + ?4, units = units + ?5, stage = coalesce(?6, stage), \
               marks_shown = marks_shown OR ?6 IS 'done' WHERE id = ?1";
    let stage = stage.map(stage_name);
    let values = (row.attempt, row.at, row.seq, change.n_answered, change.units, stage);
    store.execute(sql, values).map(|_| ())
}
