//! What the records of an attempt say of its answers, to hold what is listed against.

use std::collections::HashMap;

use rusqlite::Row;

use crate::framework::RoleId;
use crate::history::attempt::AttemptId;
use crate::history::chain::EventRow;
use crate::history::column::{count, stored};
use crate::history::error::HistoryError;
use crate::history::projection::{Asked, answer_line, asked, stage_after};
use crate::history::record::{KnownQuestions, Records, read_records};
use crate::history::store::Store;
use crate::session::Stage;
use crate::session::event::{Event, Happened, Mode};

/// Attempts whose records are kept while their answers are listed: those that were taken side by side.
const MAX_KEPT: usize = 64;

/// An answer as its event has it, or as its row has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListedAnswer {
    pub(crate) seq: i64,
    pub(crate) place: usize,
    pub(crate) at: i64,
    pub(crate) asked: (String, String, String, String),
    pub(crate) answer: String,
    pub(crate) mark: u32,
    pub(crate) ms: i64,
    pub(crate) assisted: bool,
    pub(crate) undone: bool,
}

/// What a list says beside an answer of the attempt that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) mode: Mode,
    pub(crate) role: Option<RoleId>,
    pub(crate) are_marks_shown: bool,
}

/// An attempt as its records have it.
#[derive(Debug)]
struct Given {
    beside: Beside,
    by_seq: HashMap<i64, ListedAnswer>,
}

/// Attempts as their records have them, each read once while its answers are listed.
#[derive(Debug, Default)]
pub(crate) struct GivenAnswers {
    questions: KnownQuestions,
    by_attempt: HashMap<AttemptId, Given>,
}

impl GivenAnswers {
    /// Do the records of its attempt say of an answer what a list says?
    ///
    /// # Errors
    /// [`HistoryError::Altered`] where a record of the attempt is not as it was written, and others where it cannot be
    /// read.
    pub(crate) fn agree(
        &mut self,
        store: &Store,
        (attempt, beside): (AttemptId, Beside),
        listed: &ListedAnswer,
    ) -> Result<bool, HistoryError> {
        if !self.by_attempt.contains_key(&attempt) {
            if self.by_attempt.len() >= MAX_KEPT {
                self.by_attempt.clear();
            }
            let Some(records) = read_records(store, attempt, &mut self.questions)? else { return Ok(false) };
            self.by_attempt.insert(attempt, Given::of(&records));
        }
        let Some(given) = self.by_attempt.get_mut(&attempt) else { return Ok(false) };
        let agrees = given.beside == beside && given.by_seq.remove(&listed.seq).as_ref() == Some(listed);
        if given.by_seq.is_empty() {
            self.by_attempt.remove(&attempt);
        }
        Ok(agrees)
    }
}

impl Given {
    fn of(records: &Records) -> Self {
        let happened = || records.events.iter().map(|event| &event.happened);
        let asked = asked(&records.started, happened());
        let is_done = happened().any(|happened| stage_after(happened) == Some(Stage::Done));
        let answers = given(&asked, &records.rows, &records.events);
        Self {
            beside: Beside {
                mode: records.started.mode,
                role: records.started.role,
                are_marks_shown: records.started.mode.marks_at_once() || is_done,
            },
            by_seq: answers.into_iter().map(|listed| (listed.seq, listed)).collect(),
        }
    }
}

/// Returns the answers that events gave, with what later events did to them.
pub(crate) fn given(asked: &[Asked], rows: &[EventRow], events: &[Event]) -> Vec<ListedAnswer> {
    let mut given: Vec<ListedAnswer> = Vec::new();
    for (row, event) in rows.iter().zip(events) {
        let place = match &event.happened {
            Happened::Answered(answered) => answered.place,
            Happened::Undone { place } => *place,
            Happened::HintShown { .. }
            | Happened::Flagged { .. }
            | Happened::Shown(_)
            | Happened::PersonTold(_)
            | Happened::LengthSet { .. }
            | Happened::InterestRated(_)
            | Happened::InterestsEnded
            | Happened::Submitted
            | Happened::Finished
            | Happened::Closed => continue,
        };
        for before in given.iter_mut().filter(|before| before.place == place.index()) {
            before.undone = true;
        }
        given.extend(listed(asked, row, &event.happened));
    }
    given
}

fn listed(asked: &[Asked], row: &EventRow, happened: &Happened) -> Option<ListedAnswer> {
    let Happened::Answered(answered) = happened else { return None };
    let asked = asked.get(answered.place.index())?;
    let key = [asked.key.bank.as_str(), asked.key.question.as_str(), asked.domain.as_str(), &asked.version.0];
    let [bank, question, domain, version] = key.map(str::to_owned);
    Some(ListedAnswer {
        seq: row.seq,
        place: answered.place.index(),
        at: row.at,
        asked: (bank, question, domain, version),
        answer: answer_line(answered),
        mark: answered.mark.units(),
        ms: stored(answered.took.0),
        assisted: answered.assisted,
        undone: false,
    })
}

/// Reads the row of an answer.
pub(crate) fn listed_row(row: &Row<'_>) -> rusqlite::Result<ListedAnswer> {
    Ok(ListedAnswer {
        seq: row.get("seq")?,
        place: count(row, "place")?,
        at: row.get("at")?,
        asked: (
            row.get::<_, Option<String>>("bank")?.unwrap_or_default(),
            row.get::<_, Option<String>>("question")?.unwrap_or_default(),
            row.get("domain")?,
            row.get("version")?,
        ),
        answer: row.get("answer")?,
        mark: row.get("mark")?,
        ms: row.get("ms")?,
        assisted: row.get("assisted")?,
        undone: row.get("undone")?,
    })
}
