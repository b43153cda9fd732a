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
use crate::history::evidence::REST_MILLIS;
use crate::history::store::Store;
use crate::session::Stage;
use crate::session::event::{Answered, Happened, Place, Started};
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
pub(crate) fn asked<'event>(
    started: &Started,
    happened: impl Iterator<Item = &'event Happened>,
) -> Vec<Asked> {
    let drawn = started.drawn.iter().map(|drawn| Asked::of(&drawn.question));
    drawn.chain(happened.filter_map(asked_by)).collect()
}

/// Returns what is asked from an event on, where it shows a question.
pub(crate) fn asked_by(happened: &Happened) -> Option<Asked> {
    match happened {
        Happened::Shown(drawn) => Some(Asked::of(&drawn.question)),
        Happened::Answered(_)
        | Happened::Undone { .. }
        | Happened::HintShown { .. }
        | Happened::Flagged { .. }
        | Happened::PersonTold(_)
        | Happened::LengthSet { .. }
        | Happened::InterestRated(_)
        | Happened::InterestsEnded
        | Happened::Submitted
        | Happened::Finished
        | Happened::Closed => None,
    }
}

impl Asked {
    fn of(question: &Question) -> Self {
        Self { key: question.key.clone(), domain: question.subject.domain, version: question.fingerprint() }
    }
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
        Happened::LengthSet { .. } => Some(Stage::Open),
        Happened::Answered(_)
        | Happened::Undone { .. }
        | Happened::HintShown { .. }
        | Happened::Flagged { .. }
        | Happened::Shown(_)
        | Happened::PersonTold(_)
        | Happened::InterestRated(_)
        | Happened::InterestsEnded => None,
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
    let n_questions = started.mode.usual_length().unwrap_or(started.drawn.len());
    let values = (
        attempt,
        started.at.0,
        seq,
        started.mode.as_str(),
        role,
        started.title.as_str(),
        stored_count(n_questions),
        stage_name(Stage::Open),
        started.mode.marks_at_once(),
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
        Happened::LengthSet { n_questions } => {
            let sql = "UPDATE attempts SET n_questions = ?2 WHERE id = ?1";
            store.execute(sql, (row.attempt, n_questions))?;
            Ok(Change::default())
        }
        Happened::HintShown { .. }
        | Happened::Flagged { .. }
        | Happened::Shown(_)
        | Happened::PersonTold(_)
        | Happened::InterestRated(_)
        | Happened::InterestsEnded
        | Happened::Finished
        | Happened::Closed => Ok(Change::default()),
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
    let counts = counts(store, row, answered, asked)?;
    let question = see(store, &asked.key, UnixMillis(row.at))?;
    let n = store.row("UPDATE totals SET n_answers = n_answers + 1 RETURNING n_answers", (), |row| {
        number(row, "n_answers")
    })?;
    let n = n.unwrap_or(0);
    let sql = "INSERT INTO answers (n, seq, attempt, place, at, question_id, domain, answer, mark, ms, assisted, \
               undone, version, counts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12, ?13)";
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
        counts,
    );
    store.execute(sql, values)?;
    Ok(AnswerNumber(n))
}

/// Says whether an answer counts as evidence: the first of a showing, given without a hint, of a question that was not
/// seen in the [`REST_MILLIS`] before. Where the clock was set back it was seen just now.
fn counts(store: &Store, row: &EventRow, answered: &Answered, asked: &Asked) -> Result<bool, HistoryError> {
    let place = stored_count(answered.place.index());
    let sql = "SELECT 1 FROM answers WHERE attempt = ?1 AND place = ?2 LIMIT 1";
    if answered.assisted || store.row(sql, (row.attempt, place), |_| Ok(()))?.is_some() {
        return Ok(false);
    }
    let sql = "SELECT last_at FROM questions WHERE bank = ?1 AND question = ?2";
    let key = (asked.key.bank.as_str(), asked.key.question.as_str());
    let last_at: Option<i64> = store.row(sql, key, |row| row.get("last_at"))?;
    Ok(last_at.is_none_or(|last_at| row.at.saturating_sub(last_at) >= REST_MILLIS))
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
