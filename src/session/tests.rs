use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::advice::gates::Person;
use crate::bank::question::ChoiceIx;
use crate::bank::sample;
use crate::framework::RoleId;
use crate::seed::Seed;
use crate::session::course::Part;
use crate::session::event::{Drawn, Mode, Rated, Told};
use crate::session::outcome::outcome;
use crate::text::SafeText;

fn started(mode: Mode, n: usize) -> Started {
    let drawn = |n: usize| {
        let mut question = sample::single(&format!("q-{n}"), 4);
        question.material.hints = vec![SafeText::line("Think.")];
        Drawn { question: Arc::new(question), order: ShownOrder((0..4).map(ChoiceIx).collect()) }
    };
    Started {
        at: UnixMillis(1_000),
        seed: Seed(1),
        mode,
        title: SafeText::line("Sample"),
        role: None,
        limit: (mode == Mode::Exam).then_some(Millis(60_000)),
        cut_score: 0.7,
        drawn: (0..n).map(drawn).collect(),
    }
}

fn at(millis: u64) -> Moment {
    Moment { wall: UnixMillis(1_000 + millis as i64), monotonic: Millis(millis) }
}

fn choose(place: usize, choice: u8) -> Command {
    Command::Answer { place: Place::at(place), answer: Answer::Choice(ChoiceIx(choice)), took: Millis(5) }
}

/// Carries out commands one after the other and returns the session with its events.
fn taken(started: Started, commands: &[Command]) -> (Session, Vec<Event>) {
    let mut session = Session::new(started, at(0));
    let mut events = Vec::new();
    for command in commands {
        if let Ok(event) = session.decide(command.clone(), at(0)) {
            session.apply(&event);
            events.push(event);
        }
    }
    (session, events)
}

#[test]
fn deciding_changes_nothing() {
    let session = Session::new(started(Mode::Practice, 2), at(0));
    let event = session.decide(choose(0, 0), at(0)).unwrap();
    assert_eq!(session.n_answered(), 0);
    let mut applied = session.clone();
    applied.apply(&event);
    assert_eq!(applied.n_answered(), 1);
}

#[test]
fn practice_asks_one_question_after_the_other() {
    let (session, _) = taken(started(Mode::Practice, 3), &[choose(0, 0)]);
    assert_eq!(session.decide(choose(2, 0), at(0)), Err(Refusal::NotItsTurn));
    assert_eq!(session.decide(choose(0, 1), at(0)), Err(Refusal::NotItsTurn));
    assert_eq!(session.first_open(), Some(Place::at(1)));
    assert_eq!(session.shown_mark(Place::at(0)), Some(Mark::FULL));
}

#[test]
fn an_answer_after_undo_is_marked_assisted_and_cannot_be_undone_twice() {
    let (session, _) = taken(started(Mode::Practice, 2), &[choose(0, 1), Command::Undo]);
    assert_eq!(session.decide(Command::Undo, at(0)), Err(Refusal::NothingToUndo));
    let (session, _) = taken(started(Mode::Practice, 2), &[choose(0, 1), Command::Undo, choose(0, 0)]);
    assert!(session.place(Place::at(0)).unwrap().answered.as_ref().unwrap().assisted);
    assert_eq!(session.undoable(), Some(Place::at(0)));
}

#[test]
fn a_hint_marks_the_answer_assisted_and_runs_out() {
    let (session, _) = taken(started(Mode::Practice, 1), &[Command::Hint(Place::at(0))]);
    assert_eq!(session.decide(Command::Hint(Place::at(0)), at(0)), Err(Refusal::NoHint));
    let event = session.decide(choose(0, 0), at(0)).unwrap();
    assert!(matches!(event.happened, Happened::Answered(Answered { assisted: true, .. })));
}

#[test]
fn an_exam_shows_no_mark_until_it_is_handed_in_and_takes_answers_in_any_order() {
    let commands = [choose(2, 0), choose(0, 1), choose(0, 0), Command::Flag(Place::at(1))];
    let (mut session, _) = taken(started(Mode::Exam, 3), &commands);
    assert_eq!(session.shown_mark(Place::at(0)), None);
    assert!(session.place(Place::at(1)).unwrap().flagged);
    assert_eq!(session.first_open(), Some(Place::at(1)));
    let submitted = session.decide(Command::Submit, at(0)).unwrap();
    session.apply(&submitted);
    assert_eq!(session.shown_mark(Place::at(0)), Some(Mark::FULL));
    let outcome = outcome(&session);
    assert_eq!((outcome.total.points().as_str(), outcome.n_unanswered), ("2", 1));
    assert_eq!(outcome.missed, [Place::at(1)]);
    assert_eq!(session.decide(choose(1, 0), at(0)), Err(Refusal::Ended));
}

#[test]
fn each_manner_refuses_what_belongs_to_the_other() {
    let exam = Session::new(started(Mode::Exam, 1), at(0));
    assert_eq!(exam.decide(Command::Undo, at(0)), Err(Refusal::NoUndoInExam));
    assert_eq!(exam.decide(Command::Hint(Place::at(0)), at(0)), Err(Refusal::NoHintInExam));
    assert_eq!(exam.decide(Command::Finish, at(0)), Err(Refusal::NotAllAnswered));
    let practice = Session::new(started(Mode::Cram, 1), at(0));
    assert_eq!(practice.decide(Command::Submit, at(0)), Err(Refusal::NothingToSubmit));
    assert_eq!(practice.decide(Command::Flag(Place::at(0)), at(0)), Err(Refusal::NoFlagInPractice));
    assert_eq!(practice.decide(Command::Finish, at(0)), Err(Refusal::NotAllAnswered));
}

#[test]
fn the_timer_takes_nothing_away_and_marks_late_answers() {
    let mut session = Session::new(started(Mode::Exam, 2), at(0));
    for (place, now) in [(0, 59_000), (1, 61_000)] {
        let event = session.decide(choose(place, 0), at(now)).unwrap();
        session.apply(&event);
    }
    assert_eq!(session.time_left(at(61_000)), Some(Err(Millis(1_000))));
    let outcome = outcome(&session);
    assert_eq!(outcome.total.points(), "2");
    assert_eq!(outcome.in_time.unwrap().points(), "1");
}

#[test]
fn the_timer_keeps_running_while_the_program_is_closed() {
    let (session, events) = taken(started(Mode::Exam, 2), &[choose(0, 0)]);
    let restart = Moment { wall: UnixMillis(21_000), monotonic: Millis(3) };
    let resumed = Session::replayed(session.started().clone(), &events, restart);
    assert_eq!(resumed.time_left(restart), Some(Ok(Millis(40_000))));
}

#[test]
fn a_clock_set_back_never_makes_time_negative() {
    let (session, events) = taken(started(Mode::Exam, 2), &[choose(0, 0)]);
    let restart = Moment { wall: UnixMillis(-5_000_000), monotonic: Millis(0) };
    let resumed = Session::replayed(session.started().clone(), &events, restart);
    assert_eq!(resumed.elapsed(restart), Millis(0));
}

#[test]
fn somebody_who_comes_back_is_where_they_were() {
    let (session, _) = taken(started(Mode::Exam, 5), &[choose(1, 0), choose(2, 0)]);
    assert_eq!(session.where_left(), Some(Place::at(3)));
    let (session, _) = taken(started(Mode::Exam, 3), &[choose(1, 0), choose(2, 0)]);
    assert_eq!(session.where_left(), Some(Place::at(0)));
}

/// An attempt whose questions are chosen one after the other.
pub(super) fn chosen(mode: Mode) -> Started {
    Started { drawn: Vec::new(), ..started(mode, 0) }
}

pub(super) fn show(n: usize) -> Command {
    Command::Show(started(Mode::Practice, n + 1).drawn.remove(n))
}

#[test]
fn what_goes_forward_shows_one_question_at_a_time_and_takes_nothing_back() {
    for mode in [Mode::Placement, Mode::Adaptive] {
        let (session, _) = taken(chosen(mode), &[show(0)]);
        assert_eq!(session.decide(show(1), at(0)), Err(Refusal::NoFurtherQuestion));
        assert_eq!(session.decide(Command::Finish, at(0)), Err(Refusal::NotAllAnswered));
        assert_eq!(session.decide(Command::Hint(Place::at(0)), at(0)), Err(Refusal::NoHintHere));
        let (session, _) = taken(chosen(mode), &[show(0), choose(0, 1), show(1)]);
        assert_eq!(session.decide(choose(0, 0), at(0)), Err(Refusal::NotItsTurn));
        assert_eq!(session.decide(Command::Undo, at(0)), Err(Refusal::ForwardOnly));
        assert_eq!(session.decide(Command::Flag(Place::at(1)), at(0)), Err(Refusal::NoFlagInPractice));
        assert_eq!(session.decide(Command::Submit, at(0)), Err(Refusal::NothingToSubmit));
        assert_eq!((session.first_open(), session.undoable()), (Some(Place::at(1)), None));
    }
}

#[test]
fn a_placement_says_right_and_wrong_at_once_and_an_adaptive_exam_at_the_end() {
    let mark = |mode, commands: &[Command]| taken(chosen(mode), commands).0.shown_mark(Place::at(0));
    let answered = [show(0), choose(0, 0)];
    assert_eq!(mark(Mode::Placement, &answered), Some(Mark::FULL));
    assert_eq!(mark(Mode::Adaptive, &answered), None);
    assert_eq!(mark(Mode::Adaptive, &[show(0), choose(0, 0), Command::Finish]), Some(Mark::FULL));
}

#[test]
fn a_placement_goes_from_the_person_over_questions_and_interests_to_the_result() {
    let told = |n_told| Command::Tell(Told { n_told, person: Person::default() });
    let rated =
        |statement| Command::Rate(Rated { statement, role: RoleId::named("trainer").unwrap(), rating: None });
    let steps = [
        (Command::SetLength(1), Part::Person { n_told: 0 }),
        (told(1), Part::Person { n_told: 1 }),
        (told(3), Part::Questions),
        (show(0), Part::Questions),
        (choose(0, 0), Part::Interests { n_rated: 0 }),
        (rated(0), Part::Interests { n_rated: 1 }),
        (rated(0), Part::Interests { n_rated: 1 }),
        (Command::EndInterests, Part::Result),
        (Command::Finish, Part::Result),
        (Command::SetLength(2), Part::Questions),
    ];
    let mut session = Session::new(chosen(Mode::Placement), at(0));
    for (command, part) in steps {
        let event = session.decide(command.clone(), at(0)).unwrap();
        session.apply(&event);
        assert_eq!(session.part(), part, "{command:?}");
    }
    assert_eq!((session.stage(), session.n_questions()), (Stage::Open, 2));
}

#[test]
fn the_number_of_questions_never_falls_below_those_answered_and_an_exam_stays_ended() {
    let commands = [show(0), choose(0, 0), show(1)];
    let (mut session, _) = taken(chosen(Mode::Placement), &commands);
    assert_eq!(session.n_questions(), 44);
    assert_eq!(session.decide(Command::SetLength(0), at(0)), Err(Refusal::NoSuchLength));
    assert_eq!(session.decide(Command::Finish, at(0)), Err(Refusal::NotAllAnswered));
    // Who stops with a question on the screen leaves it open, and finds it there when they go on.
    for command in [Command::SetLength(1), Command::Finish, Command::SetLength(2)] {
        let event = session.decide(command, at(0)).unwrap();
        session.apply(&event);
    }
    assert_eq!((session.first_open(), session.n_questions()), (Some(Place::at(1)), 2));
    let (exam, _) = taken(chosen(Mode::Adaptive), &[show(0), choose(0, 0), Command::Finish]);
    assert_eq!(exam.decide(Command::SetLength(60), at(0)), Err(Refusal::NoSuchLength));
    let practice = Session::new(started(Mode::Practice, 1), at(0));
    assert_eq!(practice.decide(Command::SetLength(9), at(0)), Err(Refusal::NoSuchLength));
    assert_eq!(practice.decide(Command::EndInterests, at(0)), Err(Refusal::NotAskedHere));
    assert_eq!(practice.decide(show(0), at(0)), Err(Refusal::NoFurtherQuestion));
}

fn any_command() -> impl Strategy<Value = Command> {
    let place = 0_usize..4;
    prop_oneof![
        6 => (place.clone(), 0_u8..4).prop_map(|(place, choice)| choose(place, choice)),
        1 => Just(Command::Undo),
        1 => place.clone().prop_map(|place| Command::Hint(Place::at(place))),
        1 => place.prop_map(|place| Command::Flag(Place::at(place))),
        1 => Just(Command::Submit),
        1 => Just(Command::Finish),
    ]
}

proptest! {
    #[test]
    fn replay_comes_to_the_live_state(
        commands in proptest::collection::vec(any_command(), 0..30),
        mode in prop_oneof![Just(Mode::Practice), Just(Mode::Exam), Just(Mode::Cram)],
    ) {
        let (live, events) = taken(started(mode, 3), &commands);
        let stored: Vec<Event> = events
            .iter()
            .map(|event| serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap())
            .collect();
        let replayed = Session::replayed(live.started().clone(), &stored, at(0));
        prop_assert_eq!(replayed.places(), live.places());
        prop_assert_eq!(replayed.stage(), live.stage());
        prop_assert_eq!(replayed.undoable(), live.undoable());
    }
}
