//! Attempts as they are listed, and one attempt with all its events.

use std::fmt;

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::clock::{Moment, UnixMillis};
use crate::framework::RoleId;
use crate::history::History;
use crate::history::answer::AnswerNumber;
use crate::history::append::TakenUp;
use crate::history::column::{count, named, named_or_none, number, stored_count};
use crate::history::error::HistoryError;
use crate::history::record::read_attempt;
use crate::session::event::{Event, Mode, Started};
use crate::session::outcome::Tally;
use crate::session::{Session, Stage};
use crate::text::SafeText;

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
