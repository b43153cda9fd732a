//! `history check`: does everything in the store agree with the events, and the events with their chain?
//!
//! `history verify` asks less: it stops at the first record that was edited, removed, doubled or moved, and names it.

mod backups;
mod chain;
mod replay;
pub mod verify;

use std::ops::ControlFlow;

use rusqlite::Row;

use crate::bank::QuestionKey;
use crate::history::History;
use crate::history::append::totals;
use crate::history::attempt::AttemptId;
use crate::history::chain::Digest;
use crate::history::check::backups::backups;
use crate::history::check::chain::chain;
use crate::history::check::replay::Replays;
use crate::history::column::{digest, number};
use crate::history::error::{Cause, HistoryError};
use crate::history::schema::{THAT_COUNT, has_evidence};
use crate::history::store::Store;
use crate::text::SafeText;

/// How many problems SQLite's own check lists at most.
const MAX_OF_SQLITE: usize = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Attempts that were looked at.
    pub n_attempts: u64,
    /// Events that were looked at, beginnings among them.
    pub n_events: u64,
    /// Answers that were looked at.
    pub n_answers: u64,
    /// What does not agree, in the order in which it was found.
    pub problems: Vec<Problem>,
}

/// Something that does not agree; its text is a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// SQLite finds its own structure damaged.
    #[error("the database is damaged: {says}")]
    Database {
        /// What SQLite says.
        says: SafeText,
    },
    /// A row points at another that is not there.
    #[error("row {row} of table `{table}` points at something that is not there")]
    Dangling {
        /// The table.
        table: SafeText,
        /// The row.
        row: i64,
    },
    /// A record is not there.
    #[error("record {seq} is missing")]
    Missing {
        /// Its number.
        seq: i64,
    },
    /// A record does not fit its link of the hash chain.
    #[error("record {seq} is not as it was written")]
    Altered {
        /// Its number.
        seq: i64,
    },
    /// A record is another one once more.
    #[error("record {seq} is record {of} once more")]
    Doubled {
        /// Its number.
        seq: i64,
        /// The number of the other.
        of: i64,
    },
    /// A record stands in the place of another.
    #[error("record {seq} was moved to the place of record {place}")]
    Moved {
        /// The number that it was written with.
        seq: i64,
        /// The number that it has.
        place: i64,
    },
    /// A record was put between others.
    #[error("record {seq} was put in: those behind it fit without it")]
    PutIn {
        /// Its number.
        seq: i64,
    },
    /// The history does not hold what a backup of it held.
    #[error("record {seq} is not the one that backup `{backup}` holds")]
    NotAsBackedUp {
        /// The first record that differs.
        seq: i64,
        /// The name of the backup.
        backup: SafeText,
    },
    /// The last link is not the one that was noted: records at the end are missing.
    #[error("the last record is not the one that was written last")]
    Cut,
    /// The text of a question does not fit its digest.
    #[error("the text of a question in row {row} of table `texts` is not as it was written")]
    Text {
        /// The row.
        row: i64,
    },
    /// An attempt cannot be read.
    #[error("attempt {attempt} cannot be read: {says}")]
    Unreadable {
        /// Which attempt.
        attempt: AttemptId,
        /// Why.
        says: Cause,
    },
    /// What lists say of an attempt is not what its events come to.
    #[error("attempt {attempt} is not listed as its events come to")]
    Attempt {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// What lists say of an answer is not what its event says.
    #[error("the answer of record {seq} is not listed as it was given")]
    Answer {
        /// The event's number.
        seq: i64,
    },
    /// It is not noted rightly whether an answer counts as evidence of abilities.
    #[error("whether the answer of record {seq} counts as evidence is not noted as the records say")]
    Evidence {
        /// The event's number.
        seq: i64,
    },
    /// Answers are not numbered 1, 2, 3 … in the order of their events.
    #[error("answer {n} is missing or out of order")]
    Number {
        /// The number.
        n: u64,
    },
    /// A question is not noted as last seen when it was.
    #[error("question `{}` of bank `{}` is not noted as last seen when it was", SafeText::line(key.question.as_str()), SafeText::line(key.bank.as_str()))]
    Seen {
        /// Which question.
        key: QuestionKey,
    },
    /// A count of the whole store is wrong.
    #[error("the store has {there} {what} and counts {counted}")]
    Total {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        there: u64,
        /// How many are counted.
        counted: u64,
    },
}

impl Report {
    /// Does everything agree?
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// Notes a count of the whole store that is not what is there.
    fn total(&mut self, what: &'static str, there: u64, counted: i64) {
        let counted = u64::try_from(counted).unwrap_or(0);
        if there != counted {
            self.problems.push(Problem::Total { what, there, counted });
        }
    }
}

impl History {
    /// Checks the whole store: SQLite's structure, every link of the hash chain, every text, and every list against a
    /// replay of the events.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read at all; what is damaged in it is a [`Problem`].
    pub fn check(&self) -> Result<Report, HistoryError> {
        self.checked(&PARTS)
    }

    /// Checks a copy of a history as [`History::check`] does, but not against the backups.
    pub(crate) fn check_copy(&self) -> Result<Report, HistoryError> {
        self.checked(&PARTS_OF_COPY)
    }

    fn checked(&self, parts: &[Part]) -> Result<Report, HistoryError> {
        let mut report = Report::default();
        self.store.unmoving(|| parts.iter().try_for_each(|part| done(*part, &self.store, &mut report)))?;
        Ok(report)
    }
}

/// Does a part of a check; what keeps it from reading on is a problem too.
fn done(part: Part, store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    match part(store, report) {
        Err(HistoryError::Damaged { source, .. } | HistoryError::Unreadable { source, .. }) => {
            let says = SafeText::line(&source.to_string());
            report.problems.push(Problem::Database { says });
            Ok(())
        }
        result => result,
    }
}

/// A part of the check; what it finds it adds to the report.
type Part = fn(&Store, &mut Report) -> Result<(), HistoryError>;

/// The parts of the check in the order in which they are done.
const PARTS: [Part; 8] = [structure, references, chain, texts, numbers, evidence, replays, backups];

/// The parts for a copy, which may well be older than the backups beside it.
const PARTS_OF_COPY: [Part; 7] = [structure, references, chain, texts, numbers, evidence, replays];

/// The parts that are about the records and what is listed of them, in the order in which they are done.
const PARTS_OF_RECORDS: [Part; 6] = [chain, texts, backups, numbers, evidence, replays];

fn structure(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    let sql = format!("PRAGMA integrity_check({MAX_OF_SQLITE})");
    let lines: Vec<String> = store.rows(&sql, (), |row| row.get(0))?;
    let problems = lines.iter().filter(|line| *line != "ok");
    report.problems.extend(problems.map(|line| Problem::Database { says: SafeText::line(line) }));
    Ok(())
}

fn references(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?));
    for (table, row) in store.rows("PRAGMA foreign_key_check", (), read)? {
        let table = SafeText::line(&table);
        report.problems.push(Problem::Dangling { table, row: row.unwrap_or(0) });
    }
    Ok(())
}

fn texts(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    let read = |row: &Row<'_>| Ok((row.get("id")?, digest(row, "hash")?, row.get::<_, String>("body")?));
    store.each_row("SELECT * FROM texts", (), read, |(row, hash, body)| {
        if hash != Some(Digest::of_text(&body)) {
            report.problems.push(Problem::Text { row });
        }
        Ok(ControlFlow::Continue(()))
    })
}

fn numbers(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    let mut last_seq = 0_i64;
    let read = |row: &Row<'_>| Ok((number(row, "n")?, row.get::<_, i64>("seq")?));
    store.each_row("SELECT n, seq FROM answers ORDER BY n", (), read, |(n, seq)| {
        report.n_answers += 1;
        if n != report.n_answers || seq <= last_seq {
            report.problems.push(Problem::Number { n: report.n_answers });
            return Ok(ControlFlow::Break(()));
        }
        last_seq = seq;
        Ok(ControlFlow::Continue(()))
    })?;
    report.total("answers", report.n_answers, totals(store)?.n_answers);
    Ok(())
}

/// Is it noted of every answer whether it counts as evidence?
fn evidence(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    // A store of the version before that can only be read has no note.
    if !has_evidence(store)? {
        return Ok(());
    }
    let sql = format!("SELECT seq FROM answers WHERE counts <> (n IN ({THAT_COUNT})) ORDER BY seq");
    for seq in store.rows(&sql, (), |row| row.get(0))? {
        report.problems.push(Problem::Evidence { seq });
    }
    Ok(())
}

fn replays(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    let mut replays = Replays::default();
    let mut all_are_readable = true;
    let ids: Vec<u64> = store.rows("SELECT id FROM attempts ORDER BY id", (), |row| number(row, "id"))?;
    for attempt in ids.into_iter().map(AttemptId) {
        report.n_attempts += 1;
        match replays.replay(store, attempt) {
            Ok(problems) => report.problems.extend(problems),
            Err(error) => {
                let says = why_unreadable(error)?;
                report.problems.push(Problem::Unreadable { attempt, says });
                all_are_readable = false;
            }
        }
    }
    report.total("attempts", report.n_attempts, totals(store)?.n_attempts);
    // What was seen in an attempt that cannot be read is not known.
    if all_are_readable {
        report.problems.extend(replays.wrongly_seen(store)?);
    }
    Ok(())
}

/// Returns what is wrong with an attempt, or the error where it is not the attempt that is wrong.
fn why_unreadable(error: HistoryError) -> Result<Cause, HistoryError> {
    match error {
        HistoryError::Unreadable { source, .. } | HistoryError::Damaged { source, .. } => Ok(source),
        HistoryError::Altered { .. } => Ok(Cause::found("the text of a question is not as it was written")),
        other => Err(other),
    }
}
