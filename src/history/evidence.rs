//! Answers that count as evidence of abilities, in whatever mode they were given.

use rusqlite::Row;

use crate::bank::QuestionKey;
use crate::bank::question::Fingerprint;
use crate::clock::UnixMillis;
use crate::history::History;
use crate::history::answer::AnswerNumber;
use crate::history::attempt::AttemptId;
use crate::history::column::{mark, number, question_key, stored, stored_count};
use crate::history::error::HistoryError;
use crate::history::schema::{THAT_COUNT, has_evidence};
use crate::scoring::Mark;
use crate::scoring::answer::Answer;

/// Milliseconds for which a question must not have been seen before an answer to it counts: 90 days.
pub const REST_MILLIS: i64 = 90 * 24 * 60 * 60 * 1_000;

/// An answer that counts as evidence: the first of a showing, without a hint, of a question that was not seen in the 90
/// days before.
#[derive(Clone, Debug, PartialEq)]
pub struct Counting {
    /// Its number.
    pub n: AnswerNumber,
    /// When it was given.
    pub at: UnixMillis,
    /// Which question.
    pub question: QuestionKey,
    /// The fingerprint of the question.
    pub version: Fingerprint,
    /// What it is worth.
    pub mark: Mark,
    /// Was it "I don't know"?
    pub is_dont_know: bool,
}

impl History {
    /// Returns the last answer that counts to each question, oldest first; with `before` of those given before that
    /// attempt began.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn that_count(&self, before: Option<AttemptId>) -> Result<Vec<Counting>, HistoryError> {
        let sql = format!(
            "SELECT a.*, q.bank, q.question FROM answers a JOIN questions q ON q.id = a.question_id \
             WHERE a.n IN (SELECT max(a.n) FROM answers a WHERE {} AND a.seq < ?1 GROUP BY a.question_id) \
             ORDER BY a.n",
            self.condition()?
        );
        let first = "SELECT min(seq) AS seq FROM events WHERE attempt = ?1";
        let limit: Option<i64> = match before {
            Some(attempt) => self.store.row(first, [stored(attempt.0)], |row| row.get("seq"))?.flatten(),
            None => None,
        };
        self.store.rows(&sql, [limit.unwrap_or(i64::MAX)], counting)
    }

    /// Returns to how many questions an answer counts, `most` at most: cheap, whatever the history holds.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn n_that_count(&self, most: usize) -> Result<usize, HistoryError> {
        let sql = format!(
            "SELECT count(*) AS n FROM (SELECT DISTINCT a.question_id FROM answers a WHERE {} LIMIT ?1)",
            self.condition()?
        );
        let n = self.store.row(&sql, [stored_count(most)], |row| number(row, "n"))?;
        Ok(usize::try_from(n.unwrap_or(0)).unwrap_or(most))
    }

    /// Returns the condition by which answers count; a store of the version before, which can only be read, has no note
    /// of it.
    fn condition(&self) -> Result<String, HistoryError> {
        Ok(if has_evidence(&self.store)? { "a.counts".to_owned() } else { format!("a.n IN ({THAT_COUNT})") })
    }
}

fn counting(row: &Row<'_>) -> rusqlite::Result<Counting> {
    let answer: String = row.get("answer")?;
    Ok(Counting {
        n: AnswerNumber(number(row, "n")?),
        at: UnixMillis(row.get("at")?),
        question: question_key(row)?,
        version: Fingerprint(row.get("version")?),
        mark: mark(row, "mark")?,
        is_dont_know: answer == Answer::DontKnow.line(),
    })
}
