//! Effects against a real history and the built-in banks.

use super::face::noon;
use crate::history::{Access, History};
use crate::scoring::answer::Answer;
use crate::seed::Seed;
use crate::session::Command;
use crate::session::event::Place;
use crate::settings::Settings;
use crate::tui::message::{Done, Effect, Message, Taken};
use crate::tui::screen::setup::practice_of_all;
use crate::tui::world::World;
use crate::tui::{Colour, Context, Opening};

pub(super) fn world(directory: &std::path::Path) -> World {
    World::open(Context {
        data_directory: directory.to_owned(),
        banks: Vec::new(),
        settings: Settings::default(),
        settings_file: Some(directory.join("settings.toml")),
        seed: Some(Seed(7)),
        colour: Colour::Auto,
        opening: Opening::Home,
    })
    .unwrap()
}

fn taken(message: Message) -> Taken {
    match message {
        Message::Done(Done::Taken(taken)) => *taken,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_answered_is_there_again_in_another_sitting() {
    let directory = tempfile::tempdir().unwrap();
    let mut first = world(directory.path());
    let begun = taken(first.carry_out(Effect::Begin(practice_of_all()), noon()));
    let answer =
        Command::Answer { place: Place::at(0), answer: Answer::DontKnow, took: crate::clock::Millis(5) };
    let event = begun.session.decide(answer, noon()).unwrap();
    let recorded = first.carry_out(Effect::Record(begun.attempt, event), noon());
    assert!(matches!(recorded, Message::Done(Done::Recorded(_, Some(number))) if number.0 == 1));
    drop(first);
    let resumed = taken(world(directory.path()).carry_out(Effect::ResumeNewest, noon()));
    assert_eq!((resumed.session.n_answered(), resumed.saved.map(|number| number.0)), (1, Some(1)));
}

#[test]
fn an_attempt_given_up_is_no_longer_offered_and_the_history_says_so() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = world(directory.path());
    let first = taken(world.carry_out(Effect::Begin(practice_of_all()), noon())).attempt;
    let second = taken(world.carry_out(Effect::Begin(practice_of_all()), noon())).attempt;
    assert!(matches!(world.carry_out(Effect::GiveUp(second), noon()), Message::Done(Done::GivenUp)));
    let open = match world.carry_out(Effect::FindOpenAttempts, noon()) {
        Message::Done(Done::OpenAttempts(rows)) => rows,
        other => panic!("{other:?}"),
    };
    assert_eq!(open.iter().map(|row| row.id).collect::<Vec<_>>(), [first]);
    let history = History::open(directory.path(), Access::Read).unwrap();
    let newest = history.attempts(None, 1).unwrap().remove(0);
    assert!(crate::report::attempts::line(&newest).ends_with("20 questions, 0 answered, given up"));
    assert!(matches!(world.carry_out(Effect::GiveUp(second), noon()), Message::Failed(_)));
}

#[test]
fn home_reads_no_bank_and_opens_without_a_history() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("history.sqlite3"), "another program's file").unwrap();
    let mut world = world(directory.path());
    assert!(world.warning().is_some());
    let open = world.carry_out(Effect::FindOpenAttempts, noon());
    assert!(matches!(open, Message::Done(Done::OpenAttempts(rows)) if rows.is_empty()));
    assert!(matches!(world.carry_out(Effect::Begin(practice_of_all()), noon()), Message::Failed(_)));
    assert!(format!("{world:?}").contains("library: None"));
}

#[test]
fn settings_are_kept_and_hold_even_where_they_cannot_be() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = world(directory.path());
    let settings = Settings { plain: true, ..Settings::default() };
    let kept = world.carry_out(Effect::KeepSettings(settings.clone()), noon());
    assert!(matches!(kept, Message::Done(Done::SettingsChosen(_, None))));
    let file = directory.path().join("settings.toml");
    assert!(Settings::read(&file).unwrap().plain);
    std::fs::write(&file, "not a setting").unwrap();
    let kept = world.carry_out(Effect::KeepSettings(settings), noon());
    assert!(matches!(kept, Message::Done(Done::SettingsChosen(chosen, Some(_))) if chosen.plain));
}
