//! `history import`: takes in what `history export` printed, each attempt once.
//!
//! Records are added behind those that are here, in the order of the file: attempts and answers get the next numbers of
//! this history, since a number that was shown never changes; times stay as they were. An attempt that is here already
//! (the same beginning: time, seed and questions) is not added again; where the file has more of it, it goes on here;
//! where it went on otherwise in both, what is here stays. Everything is taken in, or nothing.

pub mod error;
pub(crate) mod line;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::history::History;
use crate::history::append::{TakenUp, insert_beginning, insert_happened, insert_text, may_append};
use crate::history::attempt::AttemptId;
use crate::history::chain::{Digest, EventRow};
use crate::history::column::{number, stored};
use crate::history::error::HistoryError;
use crate::history::import::error::ImportError;
use crate::history::import::line::{Line, Lines};
use crate::history::record::{KnownQuestions, event_row, read_event, read_started};
use crate::history::store::Store;

/// Most texts of questions that are taken in: those that are named are held at once.
const MAX_TEXTS: usize = 200_000;

/// What was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Attempts that were added.
    pub n_attempts: u64,
    /// Attempts that were here and went on with what the file had more.
    pub n_continued: u64,
    /// Answers that were added.
    pub n_answers: u64,
    /// Attempts of which everything was here already.
    pub n_known: u64,
    /// Attempts that went on otherwise here: their number in the file, and here.
    pub apart: Vec<(i64, AttemptId)>,
}

/// An attempt of the file, and what it is here.
struct Ours {
    id: AttemptId,
    taken_up: TakenUp,
    /// Records of it that were here before and have not come in the file yet, the next one last.
    known: Vec<EventRow>,
    came: Came,
}

/// How an attempt came to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Added,
    Known,
    Continued,
    Apart,
}

/// An import under way.
struct Import<'store> {
    store: &'store Store,
    questions: KnownQuestions,
    n_texts: usize,
    ours: HashMap<i64, Ours>,
    n_answers: u64,
}

/// Either side's failure; a transaction knows only that of the store.
type Outcome = Result<Imported, ImportError>;

impl History {
    /// Takes in the exported history in a file.
    ///
    /// # Errors
    /// [`ImportError`]; nothing was taken in then.
    pub fn import(&mut self, path: &Path) -> Result<Imported, ImportError> {
        let mut lines = Lines::open(path)?;
        let store = self.writable()?;
        let mut foreign: Option<ImportError> = None;
        let imported = store.written(|| {
            let mut import = Import::into(store);
            import.run(&mut lines).map_err(|error| match error {
                ImportError::History(error) => error,
                other => {
                    foreign = Some(other);
                    // Any failure undoes all of it; this one is not said.
                    HistoryError::Busy { path: store.path().to_owned() }
                }
            })
        });
        imported.map_err(|error| foreign.unwrap_or(ImportError::History(error)))
    }
}

impl<'store> Import<'store> {
    fn into(store: &'store Store) -> Self {
        let (questions, ours) = (KnownQuestions::default(), HashMap::new());
        Self { store, questions, n_texts: 0, ours, n_answers: 0 }
    }

    fn run(&mut self, lines: &mut Lines) -> Outcome {
        while let Some(line) = lines.next_line()? {
            match line {
                Line::Text(hash, body) => self.text(lines, hash, &body)?,
                Line::Event(row) if self.ours.contains_key(&row.attempt) => self.event(lines, row)?,
                Line::Event(row) => self.beginning(lines, row)?,
            }
        }
        Ok(self.outcome())
    }

    fn text(&mut self, lines: &Lines, hash: Digest, body: &str) -> Result<(), ImportError> {
        self.n_texts += 1;
        if self.n_texts > MAX_TEXTS {
            return Err(lines.unreadable("there are more than 200000 questions"));
        }
        Ok(insert_text(self.store, hash, body)?)
    }

    fn beginning(&mut self, lines: &Lines, row: EventRow) -> Result<(), ImportError> {
        let started = read_started(self.store, &row, &mut self.questions);
        let started = started.map_err(|error| of_line(lines, error))?;
        let (theirs, here) = (row.attempt, self.here(&row)?);
        let (id, known, came) = match here {
            Some((id, known)) => (id, known, Came::Known),
            None => (insert_beginning(self.store, &started, row.body)?, Vec::new(), Came::Added),
        };
        let taken_up = TakenUp::of(&started, [].iter());
        self.ours.insert(theirs, Ours { id, taken_up, known, came });
        Ok(())
    }

    /// Returns the attempt here that began in the same way, with its later records, the next one last.
    fn here(&self, row: &EventRow) -> Result<Option<(AttemptId, Vec<EventRow>)>, HistoryError> {
        let taken: HashSet<AttemptId> = self.ours.values().map(|ours| ours.id).collect();
        let sql = "SELECT id FROM attempts WHERE at = ?1 ORDER BY id";
        let ids: Vec<u64> = self.store.rows(sql, [row.at], |row| number(row, "id"))?;
        for id in ids.into_iter().map(AttemptId).filter(|id| !taken.contains(id)) {
            let sql = "SELECT * FROM events WHERE attempt = ?1 ORDER BY seq DESC";
            let mut records = self.store.rows(sql, [stored(id.0)], event_row)?;
            if records.pop().is_some_and(|first| first.body == row.body) {
                return Ok(Some((id, records)));
            }
        }
        Ok(None)
    }

    fn event(&mut self, lines: &Lines, row: EventRow) -> Result<(), ImportError> {
        let Some(ours) = self.ours.get_mut(&row.attempt) else { return Ok(()) };
        if ours.came == Came::Apart {
            return Ok(());
        }
        let event = read_event(self.store, &row, &mut self.questions);
        let event = event.map_err(|error| of_line(lines, error))?;
        if let Some(known) = ours.known.pop() {
            if (known.at, known.elapsed, &known.body) == (row.at, row.elapsed, &row.body) {
                ours.taken_up.follow(&event.happened);
            } else {
                ours.came = Came::Apart;
            }
            return Ok(());
        }
        let may = may_append(self.store, ours.id, &ours.taken_up, &event.happened);
        may.map_err(|error| of_line(lines, error))?;
        let answer = insert_happened(self.store, ours.id, (&event, row.body), &ours.taken_up);
        let answer = answer.map_err(|error| of_line(lines, error))?;
        ours.taken_up.follow(&event.happened);
        self.n_answers += u64::from(answer.is_some());
        if ours.came == Came::Known {
            ours.came = Came::Continued;
        }
        Ok(())
    }

    fn outcome(&self) -> Imported {
        let n = |came: Came| self.ours.values().filter(|ours| ours.came == came).count() as u64;
        let apart = self.ours.iter().filter(|(_, ours)| ours.came == Came::Apart);
        let mut apart: Vec<(i64, AttemptId)> = apart.map(|(theirs, ours)| (*theirs, ours.id)).collect();
        apart.sort_unstable();
        Imported {
            n_attempts: n(Came::Added),
            n_continued: n(Came::Continued),
            n_answers: self.n_answers,
            n_known: n(Came::Known),
            apart,
        }
    }
}

/// Returns the error of a line where what it says is at fault, and not the store.
fn of_line(lines: &Lines, error: HistoryError) -> ImportError {
    match error {
        HistoryError::Unreadable { source, .. } => lines.unreadable(&source.to_string()),
        HistoryError::NoSuchPlace { .. } => lines.unreadable("its attempt has no such question"),
        HistoryError::Ended { .. } => lines.unreadable("its attempt had ended"),
        other => other.into(),
    }
}
