//! The tables that follow from the events, kept up in the same transaction.

use rusqlite::Row;

use crate::bank::QuestionKey;
use crate::bank::question::{Fingerprint, Question};
use crate::clock::UnixMillis;
use crate::framework::DomainId;
use crate::history::answer::AnswerNumber;
use crate::history::attempt::{AttemptId, stage_name};
use crate::history::chain::EventRow;
use crate::history::column::{number, stored, stored_count};
use crate::history::error::HistoryError;
use crate::history::store::Store;
use crate::session::Stage;
use crate::session::event::{Answered, Happened, Manner, Place, Started};
use crate::text::SafeText;

/// What an answer's row says of its question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) key: QuestionKey,
    pub(crate) domain: DomainId,
    pub(crate) version: Fingerprint,
}

/// By how much an event changes what is counted of its attempt.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    n_answered: i64,
    units: i64,
    answer: Option<AnswerNumber>,
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
fn stage_after(happened: &Happened) -> Option<Stage> {
    match happened {
        Happened::Submitted | Happened::Finished => Some(Stage::Done),
        Happened::Closed => Some(Stage::Closed),
        Happened::Answered(_)
        | Happened::Undone { .. }
        | Happened::HintShown { .. }
        | Happened::Flagged { .. } => None,
    }
}

/// Inserts the row of an attempt that begins with record `seq`.
pub(crate) fn insert_attempt(
    store: &Store,
    attempt: i64,
    started: &Started,
    seq: i64,
) -> Result<(), HistoryError> {
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

/// Brings the tables up to date with an event, and returns the number of the answer where it is one.
pub(crate) fn project(
    store: &Store,
    row: &EventRow,
    happened: &Happened,
    questions: &[Asked],
) -> Result<Option<AnswerNumber>, HistoryError> {
    let change = change(store, row, happened, questions)?;
    update_attempt(store, row, stage_after(happened), change)?;
    Ok(change.answer)
}

fn change(
    store: &Store,
    row: &EventRow,
    happened: &Happened,
    questions: &[Asked],
) -> Result<Change, HistoryError> {
    match happened {
        Happened::Answered(answered) => {
            let attempt = AttemptId(u64::try_from(row.attempt).unwrap_or(0));
            let no_such_place = || HistoryError::NoSuchPlace { attempt, place: answered.place };
            let asked = questions.get(answered.place.index()).ok_or_else(no_such_place)?;
            let taken_back = take_back(store, row.attempt, answered.place)?;
            Ok(Change {
                n_answered: taken_back.n_answered.saturating_add(1),
                units: taken_back.units.saturating_add(i64::from(answered.mark.units())),
                answer: Some(insert_answer(store, row, answered, asked)?),
            })
        }
        Happened::Undone { place } => take_back(store, row.attempt, *place),
        Happened::Submitted => {
            for asked in questions {
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
    row: &EventRow,
    answered: &Answered,
    asked: &Asked,
) -> Result<AnswerNumber, HistoryError> {
    let question = see(store, &asked.key, UnixMillis(row.at))?;
    let n = store.row("UPDATE totals SET n_answers = n_answers + 1 RETURNING n_answers", (), |row| {
        number(row, "n_answers")
    })?;
    let n = n.unwrap_or(0);
    let sql = "INSERT INTO answers (n, seq, attempt, place, at, question_id, domain, answer, mark, ms, assisted, \
               undone, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12)";
    let values = (
        stored(n),
        row.seq,
        row.attempt,
        stored_count(answered.place.index()),
        row.at,
        question,
        asked.domain.as_str(),
        answer_line(answered),
        answered.mark.units(),
        stored(answered.took.0),
        answered.assisted,
        &asked.version.0,
    );
    store.execute(sql, values)?;
    Ok(AnswerNumber(n))
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
