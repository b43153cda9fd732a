mod copies;
mod damage;
mod evidence;
mod export;
mod faults;
mod import;
mod injected;
mod replaying;
mod tampering;
mod verifying;

use std::sync::Arc;

use tempfile::TempDir;

use super::answer::{AnswerRow, json_line};
use super::*;
use crate::bank::QuestionKey;
use crate::bank::question::{Body, ChoiceIx};
use crate::bank::sample;
use crate::clock::{Millis, Moment, UnixMillis};
use crate::framework::RoleId;
use crate::history::answer::AnswerNumber;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::scoring::number::TypedNumber;
use crate::seed::Seed;
use crate::session::event::{Drawn, Event, Mode, Place, Started};
use crate::session::outcome::Tally;
use crate::session::{Command, Session, Stage};
use crate::text::SafeText;

/// Returns an attempt of `n` questions with four choices, the first of them right, and two hints.
fn started(mode: Mode, n: usize) -> Started {
    let drawn = |n: usize| {
        let mut question = sample::single(&format!("q-{n}"), 4);
        question.material.hints = vec![SafeText::line("Think."), SafeText::line("Think again.")];
        Drawn { question: Arc::new(question), order: ShownOrder([2, 0, 3, 1].map(ChoiceIx).to_vec()) }
    };
    Started {
        at: UnixMillis(1_795_302_997_008),
        seed: Seed(u64::MAX),
        mode,
        title: SafeText::line("Trainer"),
        role: RoleId::named("trainer"),
        limit: (mode == Mode::Exam).then_some(Millis(60_000)),
        cut_score: 0.1 + 0.2,
        drawn: (0..n).map(drawn).collect(),
    }
}

fn choose(place: usize, choice: u8) -> Command {
    Command::Answer { place: Place::at(place), answer: Answer::Choice(ChoiceIx(choice)), took: Millis(7_100) }
}

/// An attempt that is taken as the faces take it: decided, stored, then applied.
struct Taken {
    id: AttemptId,
    session: Session,
    events: Vec<(Event, Option<AnswerNumber>)>,
}

impl Taken {
    fn begun(history: &mut History, started: Started) -> Self {
        let id = history.begin(&started).unwrap();
        Self { id, session: Session::new(started, Moment::default()), events: Vec::new() }
    }

    /// Carries out a command, unless the session refuses it.
    fn give(&mut self, history: &mut History, command: Command) {
        let wall = UnixMillis(self.session.started().at.0 + 1_000 * (1 + self.events.len() as i64));
        let Ok(event) = self.session.decide(command, Moment { wall, ..Moment::default() }) else { return };
        let recorded = history.append(self.id, &event).unwrap();
        self.session.apply(&event);
        self.events.push((event, recorded.answer));
    }
}

fn opened(directory: &TempDir) -> History {
    History::open(directory.path(), Access::Write).unwrap()
}

/// Takes an attempt in a history and returns it.
fn taken(history: &mut History, started: Started, commands: &[Command]) -> Taken {
    let mut taken = Taken::begun(history, started);
    for command in commands {
        taken.give(history, command.clone());
    }
    taken
}

fn answers(history: &History) -> Vec<AnswerRow> {
    let mut rows = Vec::new();
    history
        .answers(&mut |row| {
            rows.push(row);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

fn missed(history: &History) -> Vec<String> {
    history.missed().unwrap().into_iter().map(|missed| missed.question.question.to_string()).collect()
}

fn key(question: &str) -> QuestionKey {
    QuestionKey { bank: "sample".into(), question: question.into() }
}

#[test]
fn an_attempt_comes_back_as_it_was_stored() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let commands = [Command::Hint(Place::at(0)), choose(0, 1), Command::Undo, choose(0, 0), choose(1, 3)];
    let taken = taken(&mut history, started(Mode::Practice, 3), &commands);
    assert_eq!(taken.events.len(), 5);
    drop(history);
    let stored = opened(&directory).attempt(taken.id).unwrap().unwrap();
    assert_eq!(stored.started, started(Mode::Practice, 3));
    assert_eq!(stored.events, taken.events);
    let numbers: Vec<_> = stored.events.iter().map(|(_, n)| n.map(|n| n.0)).collect();
    assert_eq!(numbers, [None, Some(1), None, Some(2), Some(3)]);
}

#[test]
fn answers_of_every_type_come_back_to_the_last_bit() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let numeric = Body::Numeric { low: 0.3 - 0.1, high: 1e21 / 3.0, answer: None, unit: None };
    let text = Body::Text { accept: vec![SafeText::line("PID")], exact: true };
    let mut started = started(Mode::Practice, 0);
    for (id, body) in [("n", numeric), ("t", text)] {
        started
            .drawn
            .push(Drawn { question: Arc::new(sample::question(id, body)), order: ShownOrder::default() });
    }
    let typed = TypedNumber::read("0.1000000000000000055511151231257827", None).unwrap();
    let answer = |place, answer| Command::Answer { place: Place::at(place), answer, took: Millis(u64::MAX) };
    let commands = [answer(0, Answer::Number(typed)), answer(1, Answer::Text("a\u{202e}b\nc".to_owned()))];
    let taken = taken(&mut history, started.clone(), &commands);
    let stored = history.attempt(taken.id).unwrap().unwrap();
    assert_eq!((stored.started, stored.events), (started, taken.events));
    assert_eq!(answers(&history)[1].answer.as_str(), "a<U+202E>b<U+000A>c");
}

#[test]
fn an_answer_is_listed_with_the_keys_that_others_rely_on() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let _ = taken(&mut history, started(Mode::Practice, 1), &[choose(0, 0)]);
    let mut without_role = started(Mode::Exam, 1);
    without_role.role = None;
    let _ = taken(&mut history, without_role, &[choose(0, 1)]);
    let version = sample::single("q-0", 4).fingerprint().0;
    let lines: Vec<String> = answers(&history).iter().map(json_line).collect();
    assert_eq!(
        lines,
        [
            format!(
                r#"{{"n":1,"at":"2026-11-21T23:16:38.008Z","attempt":1,"mode":"practice","bank":"sample","role":"trainer","question":"q-0","domain":"standards","answer":"1","mark":1.0,"ms":7100,"assisted":false,"undone":false,"version":"{version}"}}"#
            ),
            format!(
                r#"{{"n":2,"at":"2026-11-21T23:16:38.008Z","attempt":2,"mode":"exam","bank":"sample","role":null,"question":"q-0","domain":"standards","answer":"2","mark":null,"ms":7100,"assisted":false,"undone":false,"version":"{version}"}}"#
            ),
        ]
    );
}

#[test]
fn an_exam_shows_no_marks_until_it_is_handed_in() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let mut exam = taken(&mut history, started(Mode::Exam, 3), &[choose(2, 1), choose(2, 0), choose(0, 3)]);
    assert!(answers(&history).iter().all(|row| row.mark.is_none()));
    assert_eq!(history.attempts(None, 9).unwrap()[0].score, None);
    assert_eq!(missed(&history), [""; 0]);
    exam.give(&mut history, Command::Submit);
    let marks: Vec<_> = answers(&history).iter().map(|row| row.mark.unwrap().share()).collect();
    assert_eq!(marks, [0.0, 1.0, 0.0]);
    let score = Tally { n: 3, units: 10_000_000 };
    assert_eq!(history.attempts(None, 9).unwrap()[0].score, Some(score));
    assert_eq!(missed(&history), ["q-0"]);
}

#[test]
fn an_answer_that_is_undone_or_replaced_says_so() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let _ = taken(&mut history, started(Mode::Practice, 2), &[choose(0, 1), Command::Undo, choose(0, 0)]);
    let _ = taken(&mut history, started(Mode::Exam, 2), &[choose(1, 1), choose(1, 0), choose(0, 0)]);
    let flags: Vec<_> = answers(&history).iter().map(|row| (row.n.0, row.undone, row.assisted)).collect();
    let expected =
        [(1, true, false), (2, false, true), (3, true, false), (4, false, false), (5, false, false)];
    assert_eq!(flags, expected);
}

#[test]
fn lists_tell_what_is_open_and_how_it_went() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let mut first = taken(&mut history, started(Mode::Practice, 2), &[choose(0, 0)]);
    let _ = taken(&mut history, started(Mode::Cram, 1), &[choose(0, 1), Command::Finish]);
    let _ = taken(&mut history, started(Mode::Exam, 2), &[choose(1, 0)]);
    let _ = taken(&mut history, started(Mode::Exam, 2), &[Command::Close]);
    first.give(&mut history, choose(1, 1));
    let open: Vec<_> =
        history.open_attempts().unwrap().iter().map(|row| (row.id.0, row.n_answered)).collect();
    assert_eq!(open, [(1, 2), (3, 1)]);
    let all = history.attempts(None, 9).unwrap();
    let stages: Vec<_> = all.iter().map(|row| (row.id.0, row.stage, row.score)).collect();
    assert_eq!(
        stages,
        [
            (4, Stage::Closed, None),
            (3, Stage::Open, None),
            (2, Stage::Done, Some(Tally { n: 1, units: 0 })),
            (1, Stage::Open, Some(Tally { n: 2, units: 10_000_000 })),
        ]
    );
    let page = history.attempts(Some(AttemptId(4)), 2).unwrap();
    assert_eq!(page, all[1..3]);
    assert_eq!((history.n_attempts().unwrap(), history.n_answers().unwrap()), (4, 4));
}

#[test]
fn a_question_is_seen_when_it_is_answered_or_handed_in() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let at = started(Mode::Exam, 1).at.0;
    let mut exam = taken(&mut history, started(Mode::Exam, 2), &[choose(1, 0)]);
    assert_eq!(history.last_seen().unwrap(), HashMap::from([(key("q-1"), UnixMillis(at + 1_000))]));
    exam.give(&mut history, Command::Submit);
    let both = ["q-0", "q-1"].map(|question| (key(question), UnixMillis(at + 2_000)));
    assert_eq!(history.last_seen().unwrap(), HashMap::from(both));
}

#[test]
fn a_question_is_missed_by_its_latest_answer_that_counts() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let _ = taken(&mut history, started(Mode::Practice, 3), &[choose(0, 1), choose(1, 0), choose(2, 1)]);
    assert_eq!(missed(&history), ["q-0", "q-2"]);
    let mut again = taken(&mut history, started(Mode::Practice, 1), &[choose(0, 0)]);
    assert_eq!(missed(&history), ["q-2"]);
    again.give(&mut history, Command::Undo);
    assert_eq!(missed(&history), ["q-0", "q-2"]);
}

#[test]
fn an_attempt_that_moved_on_elsewhere_takes_nothing_until_it_is_resumed() {
    let directory = TempDir::new().unwrap();
    let (mut here, mut there) = (opened(&directory), opened(&directory));
    let mut begun = taken(&mut here, started(Mode::Practice, 3), &[choose(0, 0)]);
    let event = begun.session.decide(choose(1, 0), Moment::default()).unwrap();
    assert!(matches!(there.append(begun.id, &event), Err(HistoryError::Moved { attempt: AttemptId(1) })));
    there.resume(begun.id).unwrap().unwrap();
    let recorded = there.append(begun.id, &event).unwrap();
    assert_eq!(recorded.answer, Some(AnswerNumber(2)));
    assert!(matches!(here.append(begun.id, &event), Err(HistoryError::Moved { attempt: AttemptId(1) })));
    assert_eq!(here.n_answers().unwrap(), 2);
    let resumed = here.resume(begun.id).unwrap().unwrap();
    begun.session = resumed.session(Moment::default());
    begun.give(&mut here, choose(2, 0));
    assert_eq!(begun.session.n_answered(), 3);
    begun.give(&mut here, Command::Finish);
    assert!(matches!(here.append(begun.id, &event), Err(HistoryError::Ended { .. })));
}
