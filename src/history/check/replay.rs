//! Attempts replayed, and what their rows say otherwise.

use std::collections::HashMap;

use rusqlite::Row;

use crate::bank::QuestionKey;
use crate::clock::{Moment, UnixMillis};
use crate::history::attempt::{
    AttemptId, AttemptRow, KnownQuestions, attempt_row, event_row, read_event, read_started,
};
use crate::history::chain::EventRow;
use crate::history::check::Problem;
use crate::history::column::{count, question_key, stored};
use crate::history::error::HistoryError;
use crate::history::projection::{Asked, answer_line, asked};
use crate::history::store::Store;
use crate::session::event::{Event, Happened, Started};
use crate::session::outcome::Tally;
use crate::session::{Session, Stage};
use crate::text::SafeText;

/// An answer as its event has it, or as its row has it.
#[derive(Clone, Debug, PartialEq)]
struct ListedAnswer {
    seq: i64,
    place: usize,
    at: i64,
    asked: (String, String, String, String),
    answer: String,
    mark: u32,
    ms: i64,
    assisted: bool,
    undone: bool,
}

/// What is known after some attempts have been replayed.
#[derive(Debug, Default)]
pub(crate) struct Replays {
    questions: KnownQuestions,
    /// When each question was last seen, with the event that says so.
    seen: HashMap<QuestionKey, (i64, UnixMillis)>,
}

impl Replays {
    /// Replays an attempt and returns what its rows say otherwise.
    pub(crate) fn replay(&mut self, store: &Store, id: AttemptId) -> Result<Vec<Problem>, HistoryError> {
        let rows: Vec<EventRow> =
            store.rows("SELECT * FROM events WHERE attempt = ?1 ORDER BY seq", [stored(id.0)], event_row)?;
        let Some((first, rest)) = rows.split_first() else {
            return Ok(vec![Problem::Attempt { attempt: id }]);
        };
        let started = read_started(store, first, &mut self.questions)?;
        let mut events: Vec<Event> = Vec::new();
        for row in rest {
            events.push(read_event(store, row, &mut self.questions)?);
        }
        let asked = asked(&started, events.iter().map(|event| &event.happened));
        self.note_seen(&asked, rest, &events);
        let mut problems = wrong_answers(store, id, &given(&asked, rest, &events))?;
        let expected = expected_row(id, started, &rows, &events);
        if listed_attempt(store, id)? != Some((expected, rows.last().map_or(0, |row| row.seq), rows.len())) {
            problems.push(Problem::Attempt { attempt: id });
        }
        Ok(problems)
    }

    /// Returns the questions that are noted as last seen at another time than they were.
    pub(crate) fn wrongly_seen(&self, store: &Store) -> Result<Vec<Problem>, HistoryError> {
        let read = |row: &Row<'_>| Ok((question_key(row)?, UnixMillis(row.get("last_at")?)));
        let noted: HashMap<QuestionKey, UnixMillis> =
            store.rows("SELECT bank, question, last_at FROM questions", (), read)?.into_iter().collect();
        let is_wrong = |key: &&QuestionKey| self.seen.get(*key).map(|(_, at)| at) != noted.get(*key);
        let mut wrong: Vec<&QuestionKey> = self.seen.keys().chain(noted.keys()).filter(is_wrong).collect();
        wrong.sort();
        wrong.dedup();
        Ok(wrong.into_iter().map(|key| Problem::Seen { key: key.clone() }).collect())
    }

    fn note_seen(&mut self, asked: &[Asked], rows: &[EventRow], events: &[Event]) {
        for (row, event) in rows.iter().zip(events) {
            match &event.happened {
                Happened::Answered(answered) => {
                    asked.get(answered.place.index()).into_iter().for_each(|asked| self.note(asked, row));
                }
                Happened::Submitted => asked.iter().for_each(|asked| self.note(asked, row)),
                Happened::Undone { .. }
                | Happened::HintShown { .. }
                | Happened::Flagged { .. }
                | Happened::Shown(_)
                | Happened::PersonTold(_)
                | Happened::LengthSet { .. }
                | Happened::InterestRated(_)
                | Happened::InterestsEnded
                | Happened::Finished
                | Happened::Closed => {}
            }
        }
    }

    fn note(&mut self, asked: &Asked, row: &EventRow) {
        let last = self.seen.entry(asked.key.clone()).or_default();
        // Attempts overlap, so that the events are not met in their order.
        if row.seq > last.0 {
            *last = (row.seq, UnixMillis(row.at));
        }
    }
}

/// Returns the row of an attempt with the number of its last record and how many it counts.
fn listed_attempt(store: &Store, id: AttemptId) -> Result<Option<(AttemptRow, i64, usize)>, HistoryError> {
    let read = |row: &Row<'_>| Ok((attempt_row(row)?, row.get("last_seq")?, count(row, "n_events")?));
    store.row("SELECT * FROM attempts WHERE id = ?1", [stored(id.0)], read)
}

/// Returns the row that an attempt's events come to.
fn expected_row(id: AttemptId, started: Started, rows: &[EventRow], events: &[Event]) -> AttemptRow {
    let session = Session::replayed(started, events, Moment::default());
    let marks = session.places().iter().filter_map(|state| state.answered.as_ref());
    let units = marks.map(|answered| u64::from(answered.mark.units())).sum();
    let (stage, started) = (session.stage(), session.started());
    let is_chosen_by_answers = started.mode.usual_length().is_some();
    let are_marks_shown = (started.mode.marks_at_once() || stage == Stage::Done) && !is_chosen_by_answers;
    let n = if stage == Stage::Done { session.n_questions() } else { session.n_answered() };
    AttemptRow {
        id,
        at: started.at,
        last_at: UnixMillis(rows.last().map_or(0, |row| row.at)),
        mode: started.mode,
        role: started.role,
        title: SafeText::line(started.title.as_str()),
        n_questions: session.n_questions(),
        n_answered: session.n_answered(),
        stage,
        score: are_marks_shown.then_some(Tally { n, units }),
    }
}

/// Returns the answers that events gave, with what later events did to them.
fn given(asked: &[Asked], rows: &[EventRow], events: &[Event]) -> Vec<ListedAnswer> {
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

/// Returns the answers of an attempt whose rows do not say what was given.
fn wrong_answers(store: &Store, id: AttemptId, given: &[ListedAnswer]) -> Result<Vec<Problem>, HistoryError> {
    let sql = "SELECT a.*, q.bank, q.question FROM events e JOIN answers a ON a.seq = e.seq \
               LEFT JOIN questions q ON q.id = a.question_id WHERE e.attempt = ?1 ORDER BY e.seq";
    let rows =
        store.rows(sql, [stored(id.0)], |row| Ok((row.get::<_, i64>("attempt")?, listed_row(row)?)))?;
    let mut by_seq: HashMap<i64, (i64, ListedAnswer)> =
        rows.into_iter().map(|(attempt, listed)| (listed.seq, (attempt, listed))).collect();
    let mut wrong: Vec<i64> = Vec::new();
    for given in given {
        let listed = by_seq.remove(&given.seq);
        if listed.as_ref() != Some(&(stored(id.0), given.clone())) {
            wrong.push(given.seq);
        }
    }
    wrong.extend(by_seq.into_keys());
    wrong.sort_unstable();
    Ok(wrong.into_iter().map(|seq| Problem::Answer { seq }).collect())
}

fn listed_row(row: &Row<'_>) -> rusqlite::Result<ListedAnswer> {
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
