//! Find my role and the adaptive exam, line by line.

use super::*;
use crate::framework::RoleId;
use crate::history::error::Cause;
use crate::plain::attempt::advised::After;
use crate::session::course::Part;
use crate::settings::PlacementFeedback;
use crate::suggestion::Advisor;
use crate::suggestion::chooser::Chooser;
use crate::suggestion::evidence::Evidence;
use crate::suggestion::scale::Scale;
use crate::suggestion::tests::pool;

fn chosen(mode: Mode) -> Started {
    Started {
        drawn: Vec::new(),
        title: SafeText::line(if mode == Mode::Placement { "Find my role" } else { "Trainer" }),
        role: (mode == Mode::Adaptive).then(|| RoleId::named("trainer").unwrap()),
        ..started(mode, None)
    }
}

fn placement_chooser(n: usize) -> Chooser {
    let pool = pool(n);
    let advisor = Arc::new(Advisor::new(Scale::of_pool(&pool)));
    Chooser::over(advisor, pool, &chosen(Mode::Placement), Evidence::default(), &|_| None)
}

/// Takes an attempt with these lines as input; events that `refuses` names are not stored.
fn told(
    chooser: &Chooser,
    session: Session,
    lines: &str,
    change: impl FnOnce(&mut Options<'_>),
    mut refuses: impl FnMut(&Event) -> bool,
) -> (Ending, String, Vec<Event>) {
    let (mut input, mut output) = (lines.as_bytes(), Vec::new());
    let clock = || at(0);
    let mut events: Vec<Event> = Vec::new();
    let mut record = |event: &Event| {
        if refuses(event) {
            return Err(HistoryError::Full { path: "h".into(), source: Cause::found("no space") });
        }
        events.push(event.clone());
        let n = events.iter().filter(|event| matches!(event.happened, Happened::Answered(_))).count();
        let is_answer = matches!(event.happened, Happened::Answered(_));
        Ok(Recorded { answer: is_answer.then_some(AnswerNumber(n as u64)) })
    };
    let mut options = Options { chooser: Some(chooser), ..Options::of(Opening::New(&[])) };
    change(&mut options);
    let ending =
        take(&mut Dialogue::new(&mut input, &mut output, &clock), session, options, &mut record).unwrap();
    (ending, String::from_utf8(output).unwrap(), events)
}

fn placed(lines: &str) -> (Ending, String, Vec<Event>) {
    let session = Session::new(chosen(Mode::Placement), at(0));
    told(&placement_chooser(9), session, lines, |_| {}, |_| false)
}

fn replayed(events: &[Event]) -> Session {
    Session::replayed(chosen(Mode::Placement), events, at(0))
}

/// The three questions about the person, then so many times "I don't know".
fn opening(n: usize) -> String {
    format!("3\n1, 2\n4 6\n{}", "x\n".repeat(n))
}

#[test]
fn a_placement_asks_the_person_44_questions_and_the_interests_and_suggests() {
    let (ending, said, events) = placed(&format!("{}?\nx\n5\n\nx\n1\nc\nq\n", opening(43)));
    assert_eq!(ending, Ending::Finished);
    assert!(said.contains("44 questions of knowledge (about 35 minutes)"), "{said}");
    assert!(said.contains("Question 44 of 44 ["));
    assert!(said.contains("A first wide picture, after 22 answers:\n"));
    assert!(said.contains("Interests, 3 of 24: "));
    assert!(said.contains(
        "\nResult of Find my role: Open: your knowledge does not decide\nIt rests on 44 answers.\n"
    ));
    assert!(said.contains("not a certificate, not for hiring"));
    assert!(said.contains("You said that you don't know; it costs nothing here.\n"));
    assert!(!said.contains("counts 0 like a wrong answer"), "{said}");
    let session = replayed(&events);
    assert_eq!((session.part(), session.stage()), (Part::Result, Stage::Done));
    let person = session.course().person();
    assert!(person.backgrounds.is_empty() && person.work.len() == 2, "{person:?}");
    assert_eq!(session.course().ratings()[0].rating, Some(5));
    assert_eq!(session.course().ratings()[1].rating, None);
}

#[test]
fn the_end_of_input_leaves_it_open_in_every_part() {
    let lines = format!("{}5\n2\n", opening(44));
    let all: Vec<&str> = lines.split_inclusive('\n').collect();
    for (n_lines, part) in [
        (0, Part::Person { n_told: 0 }),
        (2, Part::Person { n_told: 2 }),
        (3, Part::Questions),
        (25, Part::Questions),
        (47, Part::Interests { n_rated: 0 }),
        (49, Part::Interests { n_rated: 2 }),
    ] {
        let (ending, said, events) = placed(&all[..n_lines].concat());
        assert_eq!((ending, replayed(&events).part()), (Ending::LeftOpen, part), "{n_lines}: {said}");
        let resumed = told(
            &placement_chooser(9),
            replayed(&events),
            "",
            |options| options.opening = Opening::Resumed,
            |_| false,
        );
        assert_eq!(resumed.0, Ending::LeftOpen);
        // What was asked last is asked again, and nothing is chosen anew.
        let last_asked = |said: &str| {
            let line = |line: &&str| {
                line.starts_with("Question ") || line.contains(" of 24: ") || line.starts_with("About you")
            };
            said.lines().rfind(line).unwrap().to_owned()
        };
        assert_eq!(last_asked(&resumed.1), last_asked(&said), "{n_lines}");
        assert!(resumed.2.is_empty(), "{:?}", resumed.2);
    }
}

#[test]
fn lines_that_are_no_answers_count_as_nothing() {
    let (_, said, events) = placed(&format!("9\nx\n3\n\n7\n{}6\n0\nmany\n", "x\n".repeat(44)));
    assert_eq!(said.matches("No answer, nothing is counted.\n").count(), 5);
    let session = replayed(&events);
    assert_eq!(session.part(), Part::Interests { n_rated: 0 });
}

#[test]
fn what_goes_back_or_helps_is_refused_and_stop_ends_the_questions_after_the_picture() {
    let (_, said, events) =
        placed(&format!("{}u\nb\ns\nf\nstop\n{}stop\nx\nq\n", opening(3), "x\n".repeat(18)));
    assert_eq!(said.matches("This goes forward only: an answer that was given stays.\n").count(), 2);
    assert!(said.contains("There are no hints here.\n"));
    // Before the picture `stop` is no answer to a question with numbered choices.
    assert!(said.contains("No answer, nothing is counted. Expected: "));
    let session = replayed(&events);
    assert_eq!((session.n_answered(), session.stage()), (22, Stage::Open));
    let (ending, said, events) = placed(&format!("{}stop\nx\nq\n", opening(22)));
    assert_eq!((ending, replayed(&events).n_answered()), (Ending::Finished, 22));
    assert!(said.contains("It rests on 22 answers.\n"));
}

#[test]
fn more_questions_go_on_where_the_first_ones_ended() {
    let (ending, said, events) = placed(&format!("{}x\nm\n{}q\n", opening(44), "x\n".repeat(6)));
    assert_eq!(ending, Ending::Finished);
    assert!(said.contains("Question 50 of 50 ["));
    assert_eq!(said.matches("Result of Find my role").count(), 2);
    let session = replayed(&events);
    assert_eq!((session.n_answered(), session.stage()), (50, Stage::Done));
}

#[test]
fn feedback_can_be_off_and_the_result_can_be_told_elsewhere() {
    let lines = format!("{}x\n", opening(44));
    let quiet = |options: &mut Options<'_>| {
        options.placement_feedback = PlacementFeedback::Off;
        options.after = After::Nothing;
    };
    let session = Session::new(chosen(Mode::Placement), at(0));
    let (ending, said, _) = told(&placement_chooser(9), session, &lines, quiet, |_| false);
    assert_eq!(ending, Ending::Finished);
    assert!(!said.contains("Right answer") && !said.contains("Result of"), "{said}");
    assert!(said.contains("saved #44\n"));
}

#[test]
fn nothing_goes_on_before_it_is_stored() {
    let mut n_refused = 0;
    let mut refuses = |event: &Event| {
        let is_first = matches!(event.happened, Happened::Shown(_)) && n_refused == 0;
        n_refused += usize::from(is_first);
        is_first
    };
    let session = Session::new(chosen(Mode::Placement), at(0));
    let (_, said, events) = told(&placement_chooser(9), session, "3\n3\n7\n\nx\n", |_| {}, &mut refuses);
    assert!(said.contains("Not saved: "), "{said}");
    assert!(said.contains("An empty line tries again, q leaves.\n"));
    assert_eq!(replayed(&events).n_answered(), 1);
    // A store that takes nothing is left, not asked for ever.
    let session = Session::new(chosen(Mode::Placement), at(0));
    let (ending, _, events) = told(&placement_chooser(9), session, "3\n", |_| {}, |_| true);
    assert_eq!((ending, events.len()), (Ending::NotStored, 0));
}

#[test]
fn few_questions_are_asked_and_said_to_be_all() {
    let session = Session::new(chosen(Mode::Placement), at(0));
    let lines = format!("\n\n\n{}x\n", "x\n".repeat(11));
    let (ending, said, events) = told(&placement_chooser(1), session, &lines, |_| {}, |_| false);
    assert_eq!(ending, Ending::Finished);
    assert!(said.contains("The banks have no further question to ask: it stays at 11 questions.\n"));
    assert!(said.contains("11 answers count, and it takes 22."), "{said}");
    assert_eq!(replayed(&events).n_questions(), 11);
}

#[test]
fn an_adaptive_exam_says_nothing_until_its_end_and_never_the_share_right() {
    let chooser = Chooser::adaptive_over(pool(40), &chosen(Mode::Adaptive), 40);
    let session = Session::new(chosen(Mode::Adaptive), at(0));
    let (ending, said, _) = told(&chooser, session, &"x\n".repeat(40), |_| {}, |_| false);
    assert_eq!(ending, Ending::Finished);
    let (before, after) = said.split_once("Result of Trainer: adaptive, 40 questions\n").unwrap();
    assert!(!before.contains("Right") && before.contains("it counts 0 like a wrong answer"), "{before}");
    assert!(after.contains("Expected score on the role's form of 40 questions: "));
    assert!(after.contains("After 10 answers it is decided: below the cut score of 70 %.\n"), "{after}");
    assert!(!after.contains("Score: ") && after.contains("Right answer: "));
}
