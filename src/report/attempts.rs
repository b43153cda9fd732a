//! The history in words: attempts in a list, and everything about one.

use crate::clock::{Millis, Moment, UnixMillis};
use crate::history::attempt::{AttemptRow, StoredAttempt};
use crate::report::phrase::{duration, subject};
use crate::report::result::{heading, points};
use crate::report::review::{Detail, review};
use crate::session::{Session, Stage};

/// Returns an attempt on one line: `12: 2026-11-21 23:16, Trainer: practice, 20 questions, done, score 14.5 of 20 (72 %)`.
#[must_use]
pub fn line(row: &AttemptRow) -> String {
    let score = match row.score {
        Some(score) if row.stage == Stage::Done => format!(", score {}", points(score)),
        Some(_) | None => String::new(),
    };
    format!(
        "{}: {}, {}, {}{score}",
        row.id,
        row.at.local_minute(),
        subject(&row.title, row.mode, row.n_questions),
        progress(row.stage, row.n_answered)
    )
}

/// Returns what an open attempt is, for an offer to resume it: `Trainer: exam, 40 questions, 12 answered`.
#[must_use]
pub fn resumable(row: &AttemptRow) -> String {
    format!("{}, {} answered", subject(&row.title, row.mode, row.n_questions), row.n_answered)
}

/// Returns everything about one attempt: what it is, its result if it has one, and the review of every question.
///
/// `result` says what it came to from the session and the time used (see [`crate::report::result::result`]).
#[must_use]
pub fn attempt(stored: &StoredAttempt, result: impl FnOnce(&Session, Millis) -> Vec<String>) -> Vec<String> {
    let last_at = stored.events.last().map_or(stored.started.at, |(event, _)| event.at);
    // Replayed as of its last event, so that no time since then counts.
    let then = Moment { wall: last_at, ..Moment::default() };
    let session = stored.session(then);
    let used = session.elapsed(then);
    let mut lines = vec![began(stored.id.0, &session, stored.started.at)];
    lines.push(format!("Seed: {}", stored.started.seed.0));
    if session.stage() == Stage::Done {
        lines.extend(result(&session, used));
    } else {
        lines.push(heading(&session));
        lines.push(format!(
            "{}, time used: {}",
            progress(session.stage(), session.n_answered()),
            duration(used)
        ));
    }
    lines.extend(review(&session, Detail::WithStem));
    lines
}

fn began(id: u64, session: &Session, at: UnixMillis) -> String {
    let role = session.started().role.map(|role| format!(", role {}", role.as_str())).unwrap_or_default();
    format!("Attempt {id}, begun {}{role}", at.local_minute())
}

fn progress(stage: Stage, n_answered: usize) -> String {
    match stage {
        Stage::Open => format!("{n_answered} answered, open"),
        Stage::Done => "done".to_owned(),
        Stage::Closed => format!("{n_answered} answered, given up"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bank::sample;
    use crate::clock::Millis;
    use crate::history::attempt::AttemptId;
    use crate::report::result::result;
    use crate::scoring::answer::{Answer, ShownOrder};
    use crate::seed::Seed;
    use crate::session::Command;
    use crate::session::event::{Drawn, Mode, Place, Started};
    use crate::session::outcome::Tally;
    use crate::text::SafeText;

    fn at(seconds: u64) -> Moment {
        Moment { wall: UnixMillis(seconds as i64 * 1_000), monotonic: Millis(seconds * 1_000) }
    }

    /// Returns an attempt of two questions in which these commands were carried out, one a second.
    fn stored(mode: Mode, commands: Vec<Command>) -> StoredAttempt {
        let drawn = |id| {
            let order = ShownOrder((0..3).map(crate::bank::question::ChoiceIx).collect());
            Drawn { question: Arc::new(sample::single(id, 3)), order }
        };
        let started = Started {
            at: UnixMillis(0),
            seed: Seed(1),
            mode,
            title: SafeText::line("Trainer"),
            role: None,
            limit: None,
            cut_score: 0.7,
            drawn: vec![drawn("a"), drawn("b")],
        };
        let mut session = Session::new(started.clone(), at(0));
        let mut events = Vec::new();
        for (command, second) in commands.into_iter().zip(1..) {
            let event = session.decide(command, at(second)).unwrap();
            session.apply(&event);
            events.push((event, None));
        }
        StoredAttempt { id: AttemptId(12), started, events }
    }

    fn answered(place: usize) -> Command {
        let answer = Answer::Choice(crate::bank::question::ChoiceIx(place as u8));
        Command::Answer { place: Place::at(place), answer, took: Millis(0) }
    }

    /// Returns the lines about an attempt behind the one that has a time of the user's zone in it.
    fn told(stored: &StoredAttempt) -> String {
        let lines = attempt(stored, result);
        assert_eq!(lines[0], format!("Attempt 12, begun {}", UnixMillis(0).local_minute()));
        lines[1..].join("\n")
    }

    #[test]
    fn an_attempt_that_is_done_tells_its_result_and_every_question() {
        insta::assert_snapshot!(told(&stored(
            Mode::Practice,
            vec![answered(0), answered(1), Command::Finish]
        )));
    }

    #[test]
    fn an_exam_that_is_not_submitted_tells_no_right_answer() {
        insta::assert_snapshot!(told(&stored(Mode::Exam, vec![answered(1)])));
    }

    #[test]
    fn an_attempt_in_a_list_is_one_line() {
        let row = |stage, score| AttemptRow {
            id: AttemptId(3),
            at: UnixMillis(0),
            last_at: UnixMillis(9),
            mode: Mode::Exam,
            role: None,
            title: SafeText::line("Trainer"),
            n_questions: 40,
            n_answered: 12,
            stage,
            score,
        };
        let at = UnixMillis(0).local_minute();
        assert_eq!(
            line(&row(Stage::Open, None)),
            format!("3: {at}, Trainer: exam, 40 questions, 12 answered, open")
        );
        let score = Tally { n: 40, units: 270_000_000 };
        assert_eq!(
            line(&row(Stage::Done, Some(score))),
            format!("3: {at}, Trainer: exam, 40 questions, done, score 27 of 40 (68 %)")
        );
        assert_eq!(resumable(&row(Stage::Open, None)), "Trainer: exam, 40 questions, 12 answered");
    }
}
