//! Answers as they are listed, and what follows from them for the next draw.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::bank::QuestionKey;
use crate::bank::question::Fingerprint;
use crate::clock::{Millis, UnixMillis};
use crate::framework::{DomainId, RoleId};
use crate::history::History;
use crate::history::attempt::AttemptId;
use crate::history::column::{mark, named, named_or_none, number, question_key};
use crate::history::error::{Cause, HistoryError};
use crate::history::given::{Beside, GivenAnswers, listed_row};
use crate::history::record::altered;
use crate::scoring::Mark;
use crate::session::event::Mode;
use crate::text::SafeText;

/// The number of an answer among all answers ever stored, from 1: the N of `saved #N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerNumber(pub u64);

/// What came of storing an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Recorded {
    /// The number of the answer, where the event is one: the N of `saved #N`.
    pub answer: Option<AnswerNumber>,
}

/// A stored answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    /// Its number.
    pub n: AnswerNumber,
    /// When it was given.
    pub at: UnixMillis,
    /// In which attempt.
    pub attempt: AttemptId,
    /// How questions were taken.
    pub mode: Mode,
    /// The role that the attempt was for, if any.
    pub role: Option<RoleId>,
    /// Which question.
    pub question: QuestionKey,
    /// The question's domain.
    pub domain: DomainId,
    /// The line that plain mode takes, in file order of the choices.
    pub answer: SafeText,
    /// What it is worth, where that may be shown yet.
    pub mark: Option<Mark>,
    /// How long the question was looked at.
    pub took: Millis,
    /// Was it given after a hint or after feedback?
    pub assisted: bool,
    /// Was it undone or replaced later?
    pub undone: bool,
    /// The fingerprint of the question.
    pub version: Fingerprint,
}

/// A question whose latest answer that counts did not get the full mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// Which question.
    pub question: QuestionKey,
    /// The fingerprint of the question that was answered.
    pub version: Fingerprint,
    /// When it was answered.
    pub at: UnixMillis,
    /// What the answer was worth.
    pub mark: Mark,
}

/// An answer as `history list --format json` writes it; names and order are relied on from outside.
#[derive(Serialize)]
struct AnswerLine<'row> {
    n: AnswerNumber,
    at: String,
    attempt: AttemptId,
    mode: &'static str,
    bank: SafeText,
    role: Option<&'static str>,
    question: SafeText,
    domain: &'static str,
    answer: &'row SafeText,
    mark: Option<f64>,
    ms: Millis,
    assisted: bool,
    undone: bool,
    version: SafeText,
}

impl fmt::Display for AnswerNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl History {
    /// Hands every stored answer to `visit`, oldest first and one at a time, until that breaks off.
    ///
    /// Each is held against the records of its attempt, and those against the hash chain: a wrong answer is never shown
    /// as right.
    ///
    /// # Errors
    /// [`HistoryError::Altered`] where an answer is not listed as it was given, [`HistoryError::Damaged`] where answers
    /// are missing, and others where the store cannot be read.
    pub fn answers(&self, visit: &mut dyn FnMut(AnswerRow) -> ControlFlow<()>) -> Result<(), HistoryError> {
        let sql = "SELECT a.*, t.mode, t.role, t.marks_shown, q.bank, q.question FROM answers a \
                   LEFT JOIN attempts t ON t.id = a.attempt LEFT JOIN questions q ON q.id = a.question_id \
                   ORDER BY a.n";
        let (mut given, mut n_listed) = (GivenAnswers::default(), 0);
        let read = |row: &Row<'_>| Ok((answer_row(row)?, beside(row)?, listed_row(row)?));
        let store = &self.store;
        store.unmoving(|| {
            let mut is_broken_off = false;
            store.each_row(sql, (), read, |(answer, beside, listed)| {
                n_listed += 1;
                let is_next = answer.n.0 == n_listed;
                if !is_next || !given.agree(store, (answer.attempt, beside), &listed)? {
                    return Err(altered(store, listed.seq));
                }
                let next = visit(answer);
                is_broken_off = next.is_break();
                Ok(next)
            })?;
            if !is_broken_off && n_listed != self.n_answers()? {
                let source = Cause::found("the last answers are missing");
                return Err(HistoryError::Damaged { path: store.path().to_owned(), source });
            }
            Ok(())
        })
    }

    /// Returns how many answers were ever stored.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn n_answers(&self) -> Result<u64, HistoryError> {
        let n = self.store.row("SELECT n_answers FROM totals", (), |row| number(row, "n_answers"))?;
        Ok(n.unwrap_or(0))
    }

    /// Returns when each question was last answered or handed in.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn last_seen(&self) -> Result<HashMap<QuestionKey, UnixMillis>, HistoryError> {
        let read = |row: &Row<'_>| Ok((question_key(row)?, UnixMillis(row.get("last_at")?)));
        let seen = self.store.rows("SELECT bank, question, last_at FROM questions", (), read)?;
        Ok(seen.into_iter().collect())
    }

    /// Returns the questions whose latest answer that counts did not get the full mark, that answered longest ago first.
    ///
    /// An answer counts unless it was undone or replaced; one in an exam counts once that is handed in.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn missed(&self) -> Result<Vec<Missed>, HistoryError> {
        let sql = "SELECT q.bank, q.question, a.version, a.at, a.mark FROM questions q JOIN answers a ON a.n = ( \
                       SELECT b.n FROM answers b JOIN attempts t ON t.id = b.attempt \
                       WHERE b.question_id = q.id AND b.undone = 0 AND t.marks_shown ORDER BY b.n DESC LIMIT 1) \
                   WHERE a.mark < ?1 ORDER BY a.n";
        let read = |row: &Row<'_>| {
            Ok(Missed {
                question: question_key(row)?,
                version: Fingerprint(row.get("version")?),
                at: UnixMillis(row.get("at")?),
                mark: mark(row, "mark")?,
            })
        };
        self.store.rows(sql, [Mark::UNITS], read)
    }
}

/// Returns an answer as one line of JSON, as `history list --format json` writes it, without the line feed.
#[must_use]
pub fn json_line(row: &AnswerRow) -> String {
    let line = AnswerLine {
        n: row.n,
        at: row.at.rfc3339(),
        attempt: row.attempt,
        mode: row.mode.as_str(),
        bank: SafeText::line(row.question.bank.as_str()),
        role: row.role.map(RoleId::as_str),
        question: SafeText::line(row.question.question.as_str()),
        domain: row.domain.as_str(),
        answer: &row.answer,
        mark: row.mark.map(Mark::share),
        ms: row.took,
        assisted: row.assisted,
        undone: row.undone,
        version: SafeText::line(&row.version.0),
    };
    // Strings, numbers and flags always serialise.
    serde_json::to_string(&line).unwrap_or_default()
}

fn beside(row: &Row<'_>) -> rusqlite::Result<Beside> {
    Ok(Beside {
        mode: named(row, "mode")?,
        role: named_or_none(row, "role")?,
        are_marks_shown: row.get("marks_shown")?,
    })
}

fn answer_row(row: &Row<'_>) -> rusqlite::Result<AnswerRow> {
    let answer: String = row.get("answer")?;
    let shown = row.get::<_, bool>("marks_shown")?.then(|| mark(row, "mark"));
    Ok(AnswerRow {
        n: AnswerNumber(number(row, "n")?),
        at: UnixMillis(row.get("at")?),
        attempt: AttemptId(number(row, "attempt")?),
        mode: named(row, "mode")?,
        role: named_or_none(row, "role")?,
        question: question_key(row)?,
        domain: named(row, "domain")?,
        answer: SafeText::line(&answer),
        mark: shown.transpose()?,
        took: Millis(number(row, "ms")?),
        assisted: row.get("assisted")?,
        undone: row.get("undone")?,
        version: Fingerprint(row.get("version")?),
    })
}
