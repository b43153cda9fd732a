mod forward;

use std::cell::Cell;
use std::io;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::bank::question::{ChoiceIx, Question};
use crate::bank::sample;
use crate::clock::UnixMillis;
use crate::history::answer::AnswerNumber;
use crate::history::error::Cause;
use crate::seed::Seed;
use crate::session::event::{Drawn, Happened, Mode, Started};

/// Returns an attempt on one question of each type, the choices shown from last to first.
fn started(mode: Mode, minutes: Option<u64>) -> Started {
    let drawn = |question: Question| {
        let order = (0..question.body.n_shuffled() as u8).rev().map(ChoiceIx).collect();
        Drawn { question: Arc::new(question), order: ShownOrder(order) }
    };
    Started {
        at: UnixMillis(0),
        seed: Seed(1),
        mode,
        title: SafeText::line("Trainer"),
        role: None,
        limit: minutes.map(|minutes| Millis(minutes * 60_000)),
        cut_score: 0.7,
        drawn: sample::every_type().into_iter().map(drawn).collect(),
    }
}

fn at(seconds: u64) -> Moment {
    Moment { wall: UnixMillis(seconds as i64 * 1_000), monotonic: Millis(seconds * 1_000) }
}

/// What came of a dialogue.
struct Taken {
    ending: Ending,
    said: String,
    events: Vec<Event>,
}

impl Taken {
    fn happened(&self) -> Vec<&Happened> {
        self.events.iter().map(|event| &event.happened).collect()
    }
}

/// Takes an attempt with these lines as input; a line that is a number of seconds like `+30s` moves the clock instead.
fn taken_from(session: Session, opening: Opening<'_>, lines: &str) -> Taken {
    taken_with(session, opening, lines, |_| Ok(()))
}

fn taken_with(
    session: Session,
    opening: Opening<'_>,
    lines: &str,
    mut refuse: impl FnMut(&Event) -> Result<(), HistoryError>,
) -> Taken {
    let seconds = Cell::new(0_u64);
    let clock = || at(seconds.get());
    let mut input = Typist { lines: lines.split_inclusive('\n').collect(), seconds: &seconds, rest: &[] };
    let mut output = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    let mut record = |event: &Event| {
        refuse(event)?;
        events.push(event.clone());
        let n_answers = events.iter().filter(|event| matches!(event.happened, Happened::Answered(_))).count();
        let is_answer = matches!(event.happened, Happened::Answered(_));
        Ok(Recorded { answer: is_answer.then_some(AnswerNumber(100 + n_answers as u64)) })
    };
    let mut dialogue = Dialogue::new(&mut input, &mut output, &clock);
    let options = Options::of(opening);
    let ending = take(&mut dialogue, session, options, &mut record).unwrap();
    Taken { ending, said: String::from_utf8(output).unwrap(), events }
}

/// An input that lets time pass where a line says so.
struct Typist<'lines> {
    lines: std::collections::VecDeque<&'lines str>,
    seconds: &'lines Cell<u64>,
    rest: &'lines [u8],
}

impl io::Read for Typist<'_> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("lines are read by fill_buf"))
    }
}

impl io::BufRead for Typist<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.rest.is_empty() {
            let Some(line) = self.lines.pop_front() else { break };
            match line.strip_prefix('+').and_then(|line| line.trim().strip_suffix('s')) {
                Some(more) => self.seconds.set(self.seconds.get() + more.parse::<u64>().unwrap()),
                None => self.rest = line.as_bytes(),
            }
        }
        Ok(self.rest)
    }

    fn consume(&mut self, n_bytes: usize) {
        self.rest = &self.rest[n_bytes..];
    }
}

fn in_full() -> Options<'static> {
    Options::of(Opening::New(&[]))
}

fn practice(lines: &str) -> Taken {
    taken_from(Session::new(started(Mode::Practice, None), at(0)), Opening::New(&[]), lines)
}

fn exam(lines: &str) -> Taken {
    taken_from(Session::new(started(Mode::Exam, Some(58)), at(0)), Opening::New(&[]), lines)
}

/// What follows the rules at the beginning.
fn after_rules(said: &str) -> &str {
    said.split_once("like a wrong answer.\n").unwrap().1
}

const ALL_RIGHT: &str = "4\n3 4\n3 2 1\n3 2\n5 s\n=interoperable\n2\n";

#[test]
fn a_practice_of_every_type_with_right_answers() {
    let taken = practice(ALL_RIGHT);
    assert_eq!(taken.ending, Ending::Finished);
    assert_eq!(taken.happened().last(), Some(&&Happened::Finished));
    insta::assert_snapshot!(taken.said);
}

#[test]
fn short_feedback_leaves_out_why_each_choice_is_right_or_wrong() {
    let mut input = "1\nb\nq\n".as_bytes();
    let mut output = Vec::new();
    let clock = || at(0);
    let session = Session::new(started(Mode::Practice, None), at(0));
    let options = Options { feedback: Feedback::Short, ..in_full() };
    let mut record = |_: &Event| Ok(Recorded { answer: Some(AnswerNumber(101)) });
    take(&mut Dialogue::new(&mut input, &mut output, &clock), session, options, &mut record).unwrap();
    insta::assert_snapshot!(after_rules(&String::from_utf8(output).unwrap()));
}

#[test]
fn a_practice_of_every_type_with_wrong_and_partly_right_answers() {
    let notes = ["Standards: 2 of 3 questions; the other domains fill the gap.".to_owned()];
    let session = Session::new(started(Mode::Practice, None), at(0));
    let taken = taken_from(session, Opening::New(&notes), "1\n4\n1 3 2\n3 1\n7\ninteroperabel\nx\nunread\n");
    insta::assert_snapshot!(taken.said);
}

#[test]
fn the_commands_of_practice() {
    let taken = practice("?\ns\nS\ns\nf\nl\nt\nb\nu\ne\nr\n2\nb\nb\ne\nu\n+75s\n4\nq\n4\n");
    assert_eq!(taken.ending, Ending::LeftOpen);
    insta::assert_snapshot!(taken.said);
}

#[test]
fn an_exam_with_flag_going_back_and_submitting() {
    let taken = exam(
        "s\nu\n4\nf\n3 1\nb\n+30s\n3 4\n1 2 3\nx\nl\n5\nx\n3\nmaybe\n99\n0\n2\nf\n4\nb\n2\n?\nt\ny\n1\n",
    );
    assert_eq!(taken.ending, Ending::Finished);
    assert_eq!(taken.happened().last(), Some(&&Happened::Submitted));
    insta::assert_snapshot!(taken.said);
}

#[test]
fn an_exam_that_is_over_time_marks_answers_late_and_takes_nothing_away() {
    let taken = exam("+2879s\n+2s\n4\nt\n+541s\n3 4\n+1s\nx\n+300s\nx\nt\nx\ninteroperable\n2\ny\n");
    let times: Vec<&str> = taken
        .said
        .lines()
        .filter(|line| line.starts_with("time left") || line.starts_with("over time"))
        .collect();
    assert_eq!(times, ["time left 09:59", "time left 09:59", "time left 00:58", "over time +04:03"]);
    assert!(
        taken.said.contains("4 answers given late. Score in time: 2 of 7 (29 %); in all: 4 of 7 (57 %)\n"),
        "{}",
        taken.said
    );
}

#[test]
fn the_end_of_input_leaves_the_attempt_open() {
    let taken = practice("4");
    assert_eq!(taken.ending, Ending::LeftOpen);
    assert_eq!(taken.events.len(), 1);
    assert!(taken.said.ends_with("\n\nThis attempt stays open: `hitquiz resume` goes on with it.\n"));
    assert_eq!(exam("4\n").ending, Ending::LeftOpen);
}

#[test]
fn a_resumed_attempt_goes_on_where_it_was() {
    let events = practice("4\n3 4\n").events;
    let session = Session::replayed(started(Mode::Practice, None), &events, at(9));
    let taken = taken_from(session, Opening::Resumed, "u\n1\nq\n");
    assert!(
        taken.said.starts_with("Trainer: practice, 7 questions\nResumed: question 3 of 7\n"),
        "{}",
        taken.said
    );
    assert!(taken.said.contains("\nQuestion 3 of 7 [t-order]\n"));
    assert!(taken.said.contains("\nTaken back: the answer to question 2.\n\nQuestion 2 of 7 [t-multiple]\n"));
}

#[test]
fn a_resumed_exam_that_is_all_answered_is_at_its_summary() {
    let events = exam(ALL_RIGHT).events;
    let session = Session::replayed(started(Mode::Exam, Some(58)), &events, at(9));
    let taken = taken_from(session, Opening::Resumed, "y\n");
    assert!(taken.said.contains("Resumed: all 7 questions are answered\n"), "{}", taken.said);
    assert!(
        taken.said.contains("\nScore: 7 of 7 (100 %), 95 % interval 65 to 100 %\nPassed"),
        "{}",
        taken.said
    );
}

#[test]
fn a_practice_whose_end_was_not_stored_ends_when_it_is_resumed() {
    let mut events = practice(ALL_RIGHT).events;
    events.pop();
    let session = Session::replayed(started(Mode::Practice, None), &events, at(9));
    let taken = taken_from(session, Opening::Resumed, "");
    assert_eq!(taken.ending, Ending::Finished);
    assert_eq!(taken.happened(), [&Happened::Finished]);
}

#[test]
fn an_attempt_that_has_ended_is_not_asked_again() {
    let events = practice(ALL_RIGHT).events;
    let session = Session::replayed(started(Mode::Practice, None), &events, at(9));
    let taken = taken_from(session, Opening::Resumed, "4\n");
    assert_eq!(taken.ending, Ending::Finished);
    assert_eq!(
        taken.said,
        "Trainer: practice, 7 questions\nThis attempt has ended; `hitquiz history show` tells what it came to.\n"
    );
}

#[test]
fn an_answer_that_cannot_be_saved_is_not_taken() {
    let n_tries = Cell::new(0);
    let full = |_: &Event| {
        n_tries.set(n_tries.get() + 1);
        let is_refused = n_tries.get() != 3;
        is_refused.then_some(()).map_or(Ok(()), |()| Err(disk_full()))
    };
    let session = Session::new(started(Mode::Practice, None), at(0));
    let taken = taken_with(session, Opening::New(&[]), "s\n4\n4\n3 4\n", full);
    assert_eq!(taken.ending, Ending::NotStored);
    assert_eq!(taken.events.len(), 1);
    insta::assert_snapshot!(after_rules(&taken.said));
}

fn disk_full() -> HistoryError {
    HistoryError::Full { path: "history".into(), source: Cause::found("database or disk is full") }
}

#[test]
fn a_line_that_is_no_answer_counts_as_nothing() {
    let long = "1".repeat(crate::plain::dialogue::MAX_LINE_BYTES + 1);
    for line in ["", "5", "0", "-1", "one", "1 2", "=x", "y", "xx", "9".repeat(40).as_str(), long.as_str()] {
        let taken = practice(&format!("{line}\n4\n"));
        assert_eq!(taken.events.len(), 1, "{line}");
        assert_eq!(taken.said.matches("\nAnswer (single): a number from 1 to 4\n").count(), 2, "{line}");
    }
}

#[test]
fn a_text_answer_that_is_a_command_is_given_with_an_equals_sign() {
    let to_text = "x\n".repeat(5);
    let taken = practice(&format!("{to_text}=x\nq\n"));
    assert!(
        taken.said.contains("\nRight.\nRight answer: interoperable (also accepted: x)\n"),
        "{}",
        taken.said
    );
}

#[test]
fn an_output_that_nobody_reads_leaves_the_attempt_open() {
    struct Closed(usize);
    impl io::Write for Closed {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for n_bytes in 0..400 {
        let (mut input, mut output) = ("q\n".as_bytes(), Closed(n_bytes));
        let session = Session::new(started(Mode::Exam, Some(58)), at(0));
        let mut dialogue = Dialogue::new(&mut input, &mut output, &Moment::default);
        let ending = take(&mut dialogue, session, in_full(), &mut |_| Ok(Recorded { answer: None })).unwrap();
        assert_eq!(ending, Ending::LeftOpen);
    }
}

fn any_line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => "[xsufbrelt?qy]".prop_map(String::into_bytes),
        6 => "[0-9]( [0-9]){0,3}".prop_map(String::into_bytes),
        2 => proptest::collection::vec(any::<u8>(), 0..12),
        1 => Just("\u{1b}[2J\u{202e}=interoperable\u{9b}".as_bytes().to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_comes_in_only_harmless_text_goes_out(
        lines in proptest::collection::vec(any_line(), 0..40),
        mode in prop_oneof![Just(Mode::Practice), Just(Mode::Exam), Just(Mode::Cram)],
    ) {
        let typed = lines.join(&b'\n');
        let (mut input, mut output) = (typed.as_slice(), Vec::new());
        let mut events = Vec::new();
        let session = Session::new(started(mode, Some(10)), at(0));
        let ending = take(
            &mut Dialogue::new(&mut input, &mut output, &Moment::default),
            session,
            in_full(),
            &mut |event| {
                events.push(event.clone());
                Ok(Recorded { answer: None })
            },
        );
        let said = String::from_utf8(output).unwrap();
        prop_assert!(said.chars().all(|c| c == '\n' || !crate::text::is_unsafe(c)), "{}", said);
        let replayed = Session::replayed(started(mode, Some(10)), &events, at(0));
        prop_assert_eq!(ending.unwrap() == Ending::Finished, replayed.stage() == Stage::Done);
    }
}
