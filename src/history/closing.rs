//! Giving an attempt up.

use crate::clock::Moment;
use crate::history::History;
use crate::history::attempt::AttemptId;
use crate::history::error::HistoryError;
use crate::session::Command;
use crate::session::refusal::Refusal;

/// What came of giving an attempt up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivingUp {
    /// It is closed; its answers stay.
    Done,
    /// There is no such attempt.
    NoAttempt,
    /// It cannot be closed, for example since it has ended.
    Refused(Refusal),
}

impl History {
    /// Gives an attempt up: takes it up and appends its end.
    ///
    /// # Errors
    /// [`HistoryError`] where it cannot be read or its end cannot be stored; nothing has changed then.
    pub fn give_up(&mut self, id: AttemptId, now: Moment) -> Result<GivingUp, HistoryError> {
        let Some(stored) = self.resume(id)? else { return Ok(GivingUp::NoAttempt) };
        match stored.session(now).decide(Command::Close, now) {
            Ok(event) => self.append(id, &event).map(|_| GivingUp::Done),
            Err(refusal) => Ok(GivingUp::Refused(refusal)),
        }
    }
}
