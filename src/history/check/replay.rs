//! Attempts replayed, and what their rows say otherwise.

use std::collections::HashMap;

use rusqlite::Row;

use crate::bank::QuestionKey;
use crate::clock::{Moment, UnixMillis};
use crate::history::attempt::{AttemptId, AttemptRow, attempt_row};
use crate::history::chain::EventRow;
use crate::history::check::Problem;
use crate::history::column::{count, question_key, stored};
use crate::history::error::HistoryError;
use crate::history::given::{ListedAnswer, given, listed_row};
use crate::history::projection::{Asked, asked};
use crate::history::record::{KnownQuestions, event_row, read_event, read_started};
use crate::history::store::Store;
use crate::session::event::{Event, Happened, Started};
use crate::session::outcome::Tally;
use crate::session::{Session, Stage};
use crate::text::SafeText;

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
