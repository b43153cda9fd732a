//! Plain mode over the real banks and the real history.

use std::ops::ControlFlow;
use std::path::Path;

use hitquiz::clock::{Moment, now};
use hitquiz::framework::{RoleId, framework};
use hitquiz::history::answer::AnswerRow;
use hitquiz::history::attempt::AttemptId;
use hitquiz::history::{Access, History};
use hitquiz::library::Library;
use hitquiz::library::proposal::{Filter, Timing, Wish};
use hitquiz::plain::attempt::{Ending, Opening, Options, take};
use hitquiz::plain::dialogue::Dialogue;
use hitquiz::scoring::answer::Answer;
use hitquiz::seed::Seed;
use hitquiz::session::Session;
use hitquiz::session::event::{Event, Mode, Started};

fn started(mode: Mode, role: RoleId, n: Option<usize>) -> Started {
    let wish = Wish { mode, role: Some(role), filter: Filter::default(), n, timing: Timing::OfForm };
    let library = Library::load(None, &[]).unwrap();
    library.propose(&wish, &|_| None, Seed(7)).unwrap().started(Moment::default().wall)
}

/// Returns the lines that answer every question rightly, as somebody reading the shown numbers would type them.
fn right_lines(started: &Started) -> Vec<String> {
    started.drawn.iter().map(|drawn| Answer::right(&drawn.question).shown_line(&drawn.order)).collect()
}

/// Takes an attempt with these lines typed, stored in `history`.
fn taken(
    history: &mut History,
    id: AttemptId,
    session: Session,
    opening: Opening<'_>,
    typed: &str,
) -> (Ending, String) {
    let (mut input, mut output) = (typed.as_bytes(), Vec::new());
    let mut dialogue = Dialogue::new(&mut input, &mut output, &now);
    let mut record = |event: &Event| history.append(id, event);
    let options = Options::of(opening);
    let ending = take(&mut dialogue, session, options, &mut record).unwrap();
    (ending, String::from_utf8(output).unwrap())
}

fn answers(directory: &Path) -> Vec<AnswerRow> {
    let history = History::open(directory, Access::Read).unwrap();
    let mut answers = Vec::new();
    history
        .answers(&mut |answer| {
            answers.push(answer);
            ControlFlow::Continue(())
        })
        .unwrap();
    answers
}

#[test]
fn an_exam_of_every_role_ends_with_a_score_and_its_answers_are_stored_in_order() {
    for role in framework().roles() {
        let directory = tempfile::tempdir().unwrap();
        let mut history = History::open(directory.path(), Access::Write).unwrap();
        let started = started(Mode::Exam, role, None);
        let id = history.begin(&started).unwrap();
        let typed = format!("{}\ny\n", right_lines(&started).join("\n"));
        let session = Session::new(started.clone(), now());
        let (ending, said) = taken(&mut history, id, session, Opening::New(&[]), &typed);
        assert_eq!(ending, Ending::Finished, "{said}");
        assert!(said.contains("\nScore: 40 of 40 (100 %), 95 % interval 91 to 100 %\nPassed"), "{said}");
        assert!(said.contains("\nsaved #40\n"));
        let stored: Vec<String> =
            answers(directory.path()).into_iter().map(|answer| answer.answer.to_string()).collect();
        let right: Vec<String> =
            started.drawn.iter().map(|drawn| Answer::right(&drawn.question).line()).collect();
        assert_eq!(stored, right);
    }
}

#[test]
fn a_practice_whose_input_ended_is_resumed_with_nothing_lost() {
    let directory = tempfile::tempdir().unwrap();
    let started = started(Mode::Practice, RoleId::named("trainer").unwrap(), Some(5));
    let lines = right_lines(&started);
    let mut history = History::open(directory.path(), Access::Write).unwrap();
    let id = history.begin(&started).unwrap();
    let session = Session::new(started, now());
    let (ending, _) = taken(&mut history, id, session, Opening::New(&[]), &lines[..2].join("\n"));
    assert_eq!(ending, Ending::LeftOpen);
    drop(history);
    let mut history = History::open(directory.path(), Access::Write).unwrap();
    let stored = history.resume(id).unwrap().unwrap();
    let session = stored.session(now());
    let (ending, said) = taken(&mut history, id, session, Opening::Resumed, &lines[2..].join("\n"));
    assert_eq!(ending, Ending::Finished);
    assert!(said.contains("\nResumed: question 3 of 5\n"), "{said}");
    assert!(said.contains("\nsaved #5\n") && said.contains("\nScore: 5 of 5 (100 %)\n"), "{said}");
}

#[test]
fn an_answer_to_an_attempt_that_has_moved_on_elsewhere_is_not_taken() {
    let directory = tempfile::tempdir().unwrap();
    let started = started(Mode::Practice, RoleId::named("trainer").unwrap(), Some(5));
    let lines = right_lines(&started);
    let mut here = History::open(directory.path(), Access::Write).unwrap();
    let id = here.begin(&started).unwrap();
    let mut there = History::open(directory.path(), Access::Write).unwrap();
    there.resume(id).unwrap();
    let session = Session::new(started, now());
    taken(&mut there, id, session.clone(), Opening::Resumed, &lines[0]);
    let (ending, said) = taken(&mut here, id, session, Opening::Resumed, &lines[0]);
    assert_eq!(ending, Ending::NotStored);
    let told = "Not saved: attempt 1 has moved on in another program\n\
                help: resume the attempt again to go on from where it is now\nAnswer (";
    assert!(said.contains(told), "{said}");
    assert_eq!(answers(directory.path()).len(), 1);
}
