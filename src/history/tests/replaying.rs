//! Whatever is done in attempts, and wherever the program is left meanwhile: what is stored comes to the live state.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::advice::gates::Person;
use crate::history::closing::GivingUp;
use crate::session::event::{Rated, Told};

/// Turns that each attempt takes at most.
const N_TURNS: usize = 16;

/// Something that is done in an attempt, or with all of them.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Give(Command),
    /// The attempt is given up from the history, as on the Resume screen.
    GiveUp,
    /// The program is left and started again, and every attempt is taken up.
    StartAgain,
}

/// An attempt that is to be: its mode, and what is done in it turn by turn.
pub(super) type Run = (Mode, Vec<Step>);

fn n_drawn(mode: Mode) -> usize {
    if mode.usual_length().is_some() { 0 } else { 3 }
}

fn any_command() -> impl Strategy<Value = Command> {
    let place = 0_usize..4;
    let rated = |rating| Rated { statement: 4, role: RoleId::named("trainer").unwrap(), rating };
    prop_oneof![
        8 => (place.clone(), 0_u8..4).prop_map(|(place, choice)| choose(place, choice)),
        2 => Just(Command::Undo),
        1 => place.clone().prop_map(|place| Command::Hint(Place::at(place))),
        2 => place.prop_map(|place| Command::Flag(Place::at(place))),
        1 => Just(Command::Submit),
        1 => Just(Command::Finish),
        1 => Just(Command::Close),
        8 => (0_usize..9).prop_map(|question| Command::Show(started(Mode::Practice, 9).drawn[question].clone())),
        1 => (1_usize..6).prop_map(Command::SetLength),
        1 => Just(Command::Tell(Told { n_told: 3, person: Person::default() })),
        1 => proptest::option::of(1_u8..=5).prop_map(move |rating| Command::Rate(rated(rating))),
        1 => Just(Command::EndInterests),
    ]
}

fn any_mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        Just(Mode::Practice),
        Just(Mode::Exam),
        Just(Mode::Cram),
        Just(Mode::Placement),
        Just(Mode::Adaptive)
    ]
}

/// Returns some attempts of any mode with whatever is done in them.
pub(super) fn any_runs() -> impl Strategy<Value = Vec<Run>> {
    let step = prop_oneof![20 => any_command().prop_map(Step::Give), 1 => Just(Step::GiveUp), 2 => Just(Step::StartAgain)];
    proptest::collection::vec((any_mode(), proptest::collection::vec(step, 0..N_TURNS)), 1..4)
}

/// Takes attempts by turns, so that their records lie between each other.
pub(super) fn taken_by_turns(directory: &TempDir, runs: &[Run]) -> (History, Vec<Taken>) {
    let mut history = opened(directory);
    let mut all: Vec<Taken> =
        runs.iter().map(|(mode, _)| Taken::begun(&mut history, started(*mode, n_drawn(*mode)))).collect();
    for turn in 0..N_TURNS {
        for (ix, (_, steps)) in runs.iter().enumerate() {
            match steps.get(turn) {
                Some(Step::Give(command)) => all[ix].give(&mut history, command.clone()),
                Some(Step::GiveUp) => give_up(&mut history, &mut all[ix]),
                Some(Step::StartAgain) => {
                    drop(history);
                    history = opened(directory);
                    all.iter_mut().for_each(|live| take_up(&mut history, live));
                }
                None => {}
            }
        }
    }
    (history, all)
}

/// Gives an attempt up by its number alone, and notes what that has stored.
fn give_up(history: &mut History, live: &mut Taken) {
    let is_refused = live.session.decide(Command::Close, Moment::default()).is_err();
    let given_up = history.give_up(live.id, Moment::default()).unwrap();
    assert_eq!(matches!(given_up, GivingUp::Refused(_)), is_refused);
    if !is_refused {
        let last = history.attempt(live.id).unwrap().unwrap().events.pop().unwrap();
        live.session.apply(&last.0);
        live.events.push(last);
    }
}

/// Takes an attempt up as it is stored, which is as it was left.
fn take_up(history: &mut History, live: &mut Taken) {
    let session = history.resume(live.id).unwrap().unwrap().session(Moment::default());
    is_same(&session, &live.session);
    live.session = session;
}

fn is_same(stored: &Session, live: &Session) {
    assert_eq!(stored.places(), live.places());
    assert_eq!(stored.drawn(), live.drawn());
    assert_eq!(stored.course(), live.course());
    assert_eq!(stored.stage(), live.stage());
    assert_eq!(stored.undoable(), live.undoable());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn replay_of_what_is_stored_comes_to_the_live_state(runs in any_runs()) {
        let directory = TempDir::new().unwrap();
        let (history, all) = taken_by_turns(&directory, &runs);
        let rows = history.attempts(None, 9).unwrap();
        for (live, row) in all.iter().rev().zip(rows) {
            let stored = history.attempt(live.id).unwrap().unwrap();
            is_same(&stored.session(Moment::default()), &live.session);
            prop_assert_eq!(&stored.events, &live.events);
            prop_assert_eq!((row.n_answered, row.stage), (live.session.n_answered(), live.session.stage()));
        }
        prop_assert_eq!(history.check().unwrap().problems, []);
    }
}
