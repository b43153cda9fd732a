//! The program is killed at any instant: starting, answering, with answers typed ahead, idle, quitting. What was
//! acknowledged is there, once and as it was given, and the next start is ready.

use std::collections::BTreeMap;
use std::path::Path;

use hitquiz::seed::{Random, Seed, Stream};
use serde_json::Value;

use crate::program::{Talk, run, some_answer, stderr, stdout, stored_answers};
use crate::screen::pass;
use crate::terminal::Terminal;

/// Kills of one run of each test; `HITQUIZ_KILLS` asks for more.
const N_KILLS: usize = 25;

/// What somebody is doing when the program is killed.
const PHASES: [fn(&mut Talk, &mut Random); 5] = [starting, answering, typing_ahead, idle, quitting];

/// Turns of an empty loop that a kill waits for at most, so that it falls anywhere in what goes on.
const MAX_SPIN: usize = 400_000;

fn n_kills() -> usize {
    std::env::var("HITQUIZ_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(N_KILLS)
}

fn wait_a_little(random: &mut Random) {
    for _ in 0..random.below(MAX_SPIN) {
        std::hint::spin_loop();
    }
}

fn starting(_: &mut Talk, _: &mut Random) {}

fn answering(talk: &mut Talk, random: &mut Random) {
    for luck in 0..random.below(8) {
        let Some(asked) = talk.asked(|_| {}) else { return };
        talk.say(&some_answer(&asked, luck));
    }
}

fn typing_ahead(talk: &mut Talk, _: &mut Random) {
    talk.asked(|_| {});
    talk.say(&"x\n".repeat(30));
}

fn idle(talk: &mut Talk, random: &mut Random) {
    answering(talk, random);
    talk.asked(|_| {});
}

fn quitting(talk: &mut Talk, random: &mut Random) {
    answering(talk, random);
    talk.say("q");
}

/// Returns the answers by number, whole and in order, and checks that the history agrees.
fn sound_answers(home: &Path, named: &str) -> BTreeMap<u64, Value> {
    let answers = stored_answers(home);
    let numbers: Vec<u64> = answers.iter().map(|row| row["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "{named}");
    for look in ["check", "verify"] {
        let looked = run(home, &["history", look], "");
        assert_eq!(looked.status.code(), Some(0), "{named}: {}{}", stdout(&looked), stderr(&looked));
    }
    answers.into_iter().map(|row| (row["n"].as_u64().unwrap(), row)).collect()
}

/// Says that what was there before is there still, and as it was; whether it was undone may change.
fn keeps(before: &BTreeMap<u64, Value>, now: &BTreeMap<u64, Value>, named: &str) {
    for (n, row) in before {
        for key in ["at", "attempt", "question", "answer", "ms", "version"] {
            assert_eq!(now.get(n).map(|now| &now[key]), Some(&row[key]), "{named}: answer {n}, {key}");
        }
    }
}

#[test]
fn no_answer_acknowledged_is_lost_or_changed_when_plain_mode_is_killed() {
    let home = tempfile::tempdir().unwrap();
    let mut random = Seed(5).stream(Stream::Questions);
    let (mut acknowledged, mut stored) = (0, BTreeMap::new());
    for kill in 0..n_kills() {
        let is_resumed = kill % 3 != 0 && !stored.is_empty();
        let arguments: &[&str] =
            if is_resumed { &["--plain", "resume"] } else { &["--plain", "practice", "-n", "40"] };
        let mut talk = Talk::start(home.path(), arguments);
        PHASES[kill % PHASES.len()](&mut talk, &mut random);
        wait_a_little(&mut random);
        talk.kill();
        while let Some(line) = talk.line() {
            acknowledged = line.strip_prefix("saved #").and_then(|n| n.parse().ok()).unwrap_or(acknowledged);
        }
        let named = format!("kill {kill}");
        let now = sound_answers(home.path(), &named);
        assert!(
            now.len() as u64 >= acknowledged,
            "{named}: {acknowledged} acknowledged, {} stored",
            now.len()
        );
        keeps(&stored, &now, &named);
        stored = now;
    }
    eprintln!("{} kills, {} answers", n_kills(), stored.len());
}

#[test]
fn no_answer_acknowledged_is_lost_or_changed_when_the_screen_is_killed() {
    let home = tempfile::tempdir().unwrap();
    let mut random = Seed(6).stream(Stream::Questions);
    let mut stored = BTreeMap::new();
    for kill in 0..n_kills() {
        let mut terminal = Terminal::start(home.path(), 80, 24, &["practice", "-n", "40"]);
        let n_answers = [0, 1 + random.below(3), 1, 2, 1][kill % PHASES.len()];
        let mut acknowledged = stored.len();
        for _ in 0..n_answers {
            acknowledged += 1;
            pass(&mut terminal, acknowledged);
            // The header is drawn before the keys: those of the question may still stand there.
            terminal.wait_for("Enter next");
            terminal.press("\r");
        }
        match kill % PHASES.len() {
            2 => terminal.press(&"x\r".repeat(12)),
            4 => terminal.press("q"),
            _ => {}
        }
        wait_a_little(&mut random);
        terminal.signal("KILL");
        let _ = terminal.end_unseen();
        let named = format!("kill {kill} of the screen");
        let now = sound_answers(home.path(), &named);
        assert!(now.len() >= acknowledged, "{named}: {acknowledged} acknowledged, {} stored", now.len());
        keeps(&stored, &now, &named);
        stored = now;
    }
    eprintln!("{} kills of the screen, {} answers", n_kills(), stored.len());
}
