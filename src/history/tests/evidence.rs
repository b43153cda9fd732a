//! Which answers count as evidence, live, after a migration, and in a check; attempts whose questions are chosen.

use tempfile::TempDir;

use super::*;
use crate::advice::gates::{Person, Training, Work};
use crate::history::check::Problem;
use crate::history::evidence::Counting;
use crate::session::event::{Rated, Told};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Returns an attempt of these questions that begins so many days after the usual one.
fn started_after(mode: Mode, days: i64, questions: &[usize]) -> Started {
    let mut started = started(mode, 9);
    started.at = UnixMillis(started.at.0 + days * DAY);
    started.drawn = questions.iter().map(|question| started.drawn[*question].clone()).collect();
    started
}

fn counting(history: &History) -> Vec<u64> {
    history.that_count(None).unwrap().iter().map(|answer| answer.n.0).collect()
}

/// Returns a store in which answers count or not for every reason that there is, with those that count.
fn filled(directory: &TempDir) -> (History, Vec<u64>) {
    let mut history = opened(directory);
    let practice = [choose(0, 1), Command::Undo, choose(0, 0), Command::Hint(Place::at(1)), choose(1, 0)];
    // 1 counts until 8; 2 comes after feedback, 3 after a hint.
    let _ = taken(&mut history, started_after(Mode::Practice, 0, &[0, 1]), &practice);
    // 4 counts, though 5 replaces it; question 3 is only handed in.
    let exam = [choose(0, 1), choose(0, 0), Command::Submit];
    let _ = taken(&mut history, started_after(Mode::Exam, 1, &[2, 3]), &exam);
    // 6 and 7: seen less than 90 days before, answered or handed in.
    let _ = taken(&mut history, started_after(Mode::Cram, 80, &[2, 3]), &[choose(0, 0), choose(1, 0)]);
    // 8 counts: 90 days later. 9: the clock was set back.
    let _ = taken(&mut history, started_after(Mode::Practice, 91, &[0]), &[choose(0, 0)]);
    let _ = taken(&mut history, started_after(Mode::Practice, -400, &[0]), &[choose(0, 0)]);
    // 10 counts, in an attempt that is open.
    let dont_know = Command::Answer { place: Place::at(0), answer: Answer::DontKnow, took: Millis(1) };
    let _ = taken(&mut history, started_after(Mode::Exam, 92, &[4, 5]), &[dont_know]);
    // Of 1 and 8, to the same question, the last one stands.
    (history, vec![4, 8, 10])
}

/// Takes a store back to the version before, as that wrote it.
fn back_to_version_1(history: &History) {
    let sql = "DROP INDEX answers_that_count; DROP INDEX answers_of_place; \
               ALTER TABLE answers DROP COLUMN counts; PRAGMA user_version = 1;";
    history.store.connection().execute_batch(sql).unwrap();
}

#[test]
fn what_counts_is_the_first_answer_of_a_showing_without_help_or_a_recent_look() {
    let directory = TempDir::new().unwrap();
    let (history, expected) = filled(&directory);
    assert_eq!(counting(&history), expected);
    assert_eq!((history.n_that_count(22).unwrap(), history.n_that_count(2).unwrap()), (3, 2));
    let last: Counting = history.that_count(None).unwrap().pop().unwrap();
    assert_eq!((last.question, last.is_dont_know, last.mark.units()), (key("q-4"), true, 0));
    let before: Vec<u64> =
        history.that_count(Some(AttemptId(2))).unwrap().iter().map(|answer| answer.n.0).collect();
    assert_eq!(before, [1]);
    assert_eq!(history.check().unwrap().problems, []);
}

#[test]
fn a_store_of_the_version_before_is_taken_along() {
    let directory = TempDir::new().unwrap();
    let (history, expected) = filled(&directory);
    back_to_version_1(&history);
    // Read as it is, as from a disk that cannot be written.
    assert_eq!((counting(&history), history.n_that_count(22).unwrap()), (expected.clone(), 3));
    assert_eq!(history.check().unwrap().problems, []);
    drop(history);
    let mut history = opened(&directory);
    assert_eq!(counting(&history), expected);
    assert_eq!(history.check().unwrap().problems, []);
    let version: i32 =
        history.store.connection().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
    let _ = taken(&mut history, started_after(Mode::Practice, 300, &[6]), &[choose(0, 0)]);
    assert_eq!(counting(&history).len(), 4);
}

#[test]
fn a_note_of_what_counts_that_is_wrong_is_found() {
    let directory = TempDir::new().unwrap();
    let (history, _) = filled(&directory);
    history.store.connection().execute_batch("UPDATE answers SET counts = 1 WHERE n = 2").unwrap();
    let problems = history.check().unwrap().problems;
    assert!(matches!(problems[..], [Problem::Evidence { .. }]), "{problems:?}");
}

fn show(question: usize) -> Command {
    Command::Show(started(Mode::Practice, 9).drawn[question].clone())
}

fn placement() -> Started {
    Started { role: None, limit: None, drawn: Vec::new(), ..started(Mode::Placement, 0) }
}

fn told() -> Told {
    let person = Person {
        training: Training::Long,
        work: vec![Work::RecordsAndCoding, Work::It],
        ..Person::default()
    };
    Told { n_told: 3, person }
}

#[test]
fn a_placement_comes_back_with_all_that_was_said_and_shown() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let rated = Rated { statement: 4, role: RoleId::named("trainer").unwrap(), rating: Some(5) };
    let commands = [
        Command::SetLength(2),
        Command::Tell(told()),
        show(3),
        choose(0, 1),
        show(5),
        choose(1, 0),
        Command::Rate(rated),
        Command::EndInterests,
        Command::Finish,
    ];
    let live = taken(&mut history, placement(), &commands);
    assert_eq!(live.events.len(), commands.len());
    drop(history);
    let mut history = opened(&directory);
    let stored = history.resume(live.id).unwrap().unwrap();
    assert_eq!(stored.events, live.events);
    let mut session = stored.session(Moment::default());
    assert_eq!(session.drawn(), live.session.drawn());
    assert_eq!((session.course(), session.part()), (live.session.course(), live.session.part()));
    let row = history.attempts(None, 9).unwrap().remove(0);
    assert_eq!((row.n_questions, row.n_answered, row.stage, row.score), (2, 2, Stage::Done, None));
    // It goes on with more questions, and the answers count on.
    for command in [Command::SetLength(3), show(6), choose(2, 0)] {
        let event = session.decide(command, Moment::default()).unwrap();
        let _ = history.append(live.id, &event).unwrap();
        session.apply(&event);
    }
    assert_eq!(history.n_answers().unwrap(), 3);
    assert_eq!(history.open_attempts().unwrap().len(), 1);
    assert_eq!(history.check().unwrap().problems, []);
}

#[test]
fn a_question_that_was_shown_is_there_after_a_crash() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let live = taken(&mut history, placement(), &[Command::Tell(told()), show(7)]);
    drop(history);
    let stored = opened(&directory).resume(live.id).unwrap().unwrap();
    let session = stored.session(Moment::default());
    assert_eq!(session.first_open(), Some(Place::at(0)));
    assert_eq!(session.question(Place::at(0)).unwrap().key, key("q-7"));
}

#[test]
fn an_adaptive_exam_shows_no_marks_before_its_end_and_no_score_at_all() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let adaptive = Started { drawn: Vec::new(), ..started(Mode::Adaptive, 0) };
    let mut live = taken(&mut history, adaptive, &[show(0), choose(0, 0)]);
    assert_eq!(answers(&history)[0].mark, None);
    live.give(&mut history, Command::Finish);
    assert!(answers(&history)[0].mark.is_some());
    assert_eq!(history.attempts(None, 1).unwrap()[0].score, None);
    assert_eq!(history.check().unwrap().problems, []);
}
