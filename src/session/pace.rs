//! How long the questions that are left may take.

use crate::clock::Millis;
use crate::session::Session;

/// Time for a question of which nothing else is known: 44 of them make about 35 minutes.
const USUAL: Millis = Millis(48_000);

/// Questions that the usual time weighs like beside somebody's own.
const USUAL_WEIGHS: u64 = 8;

/// Time at which a question that was looked at for longer is counted: somebody went away.
const LONGEST: Millis = Millis(5 * 60_000);

impl Session {
    /// Returns how long the questions without an answer may take, by the pace until now.
    ///
    /// (8 × 48 s + the times taken, each at most 5 minutes) / (8 + answers), times the questions left. Worked: 44
    /// questions and no answer give 2,112 seconds.
    #[must_use]
    pub fn expected_left(&self) -> Millis {
        let answered = self.places().iter().filter_map(|state| state.answered.as_ref());
        let took: Vec<u64> = answered.map(|answered| answered.took.min(LONGEST).0).collect();
        let sum = took.iter().fold(USUAL.0 * USUAL_WEIGHS, |sum, took| sum.saturating_add(*took));
        let n = USUAL_WEIGHS + took.len() as u64;
        let n_left = self.n_questions().saturating_sub(self.n_answered()) as u64;
        Millis((sum / n).saturating_mul(n_left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::scoring::answer::Answer;
    use crate::session::Command;
    use crate::session::event::{Mode, Place};
    use crate::session::tests::{chosen, show};

    #[test]
    fn the_time_left_begins_at_the_usual_pace_and_follows_ones_own() {
        let mut session = Session::new(chosen(Mode::Placement), Moment::default());
        assert_eq!(session.expected_left(), Millis(2_112_000));
        for n in 0..8 {
            for command in [
                show(n),
                Command::Answer { place: Place::at(n), answer: Answer::DontKnow, took: Millis(8_000) },
            ] {
                let event = session.decide(command, Moment::default()).unwrap();
                session.apply(&event);
            }
        }
        assert_eq!(session.expected_left(), Millis(28_000 * 36));
    }
}
