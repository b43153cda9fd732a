//! Every call to the file system fails in turn: nothing is lost, nothing corrupt, nothing silent, and nothing hangs.

use std::path::Path;

use crate::disk::{Ran, is_soak, on_disk};

/// What the system may answer: its number, and whether it means that there is no space.
const ERRORS: [(i32, &str); 4] = [(5, "EIO"), (28, "ENOSPC"), (30, "EROFS"), (122, "EDQUOT")];

/// Calls of a shorter run: every one in so many is made to fail, each in one of the eight ways.
const STEP: usize = 29;

/// Calls by which the space on a disk is taken.
const TAKE_SPACE: [&str; 3] = ["pwrite64", "ftruncate64", "write"];

/// Answers of a session.
const N_ANSWERS: u64 = 3;

/// A way to fail.
#[derive(Clone, Copy, Debug)]
struct Way {
    error: i32,
    for_good: bool,
}

fn ways() -> Vec<Way> {
    let both = |(error, _): &(i32, &str)| [false, true].map(|for_good| Way { error: *error, for_good });
    ERRORS.iter().flat_map(both).collect()
}

/// Takes a practice of three questions, giving what is refused again.
fn session(home: &Path, variables: &[(&str, String)]) -> Ran {
    let input = "x\n".repeat(3 * N_ANSWERS as usize);
    on_disk(home, variables, &["--plain", "--seed", "7", "practice", "-n", "3"], &input)
}

/// Makes a history with a session in it, so that there is something to lose.
fn begun(home: &Path) {
    assert_eq!(session(home, &[]).acknowledged(), N_ANSWERS);
}

/// Returns the calls of a session, by name.
fn calls(home: &Path, trace: &Path) -> Vec<String> {
    session(home, &[("DISK_TRACE", trace.display().to_string())]);
    std::fs::read_to_string(trace).unwrap().lines().map(str::to_owned).collect()
}

/// Runs a session in which a call fails, and one after it in which none does, and returns how much was acknowledged.
fn survives(call: usize, way: Way, has_history: bool) {
    let (home, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let before = if has_history { N_ANSWERS } else { 0 };
    if has_history {
        begun(home.path());
    }
    let trace = aside.path().join("trace");
    let plan = format!("{call} {}{}", way.error, if way.for_good { " +" } else { "" });
    let variables = [("DISK_FAIL", plan), ("DISK_TRACE", trace.display().to_string())];
    let ran = session(home.path(), &variables);
    let named = || format!("call {call}, {way:?}, {}: {}", failed(&trace), ran.said);
    assert!(matches!(ran.status.code(), Some(0..=2)) && !ran.said.contains("panicked"), "{}", named());
    let acknowledged = ran.acknowledged().max(before);
    is_whole(home.path(), acknowledged, &named);
    if acknowledged < before + N_ANSWERS {
        let is_said = ["error: ", "Not saved", "warning: "].iter().any(|word| ran.said.contains(word));
        assert!(is_said, "silent: {}", named());
        is_called_full(&trace, way, &ran.said, &named);
    }
    // Once there is space again everything goes on.
    let again = session(home.path(), &[]);
    assert!(again.acknowledged() >= acknowledged + N_ANSWERS, "{}\nagain: {}", named(), again.said);
    is_whole(home.path(), again.acknowledged(), &named);
}

/// Returns the name of the call that was made to fail first.
fn failed(trace: &Path) -> String {
    let trace = std::fs::read_to_string(trace).unwrap_or_default();
    trace.lines().find_map(|line| line.strip_prefix('!')).unwrap_or("none").to_owned()
}

fn is_called_full(trace: &Path, way: Way, said: &str, named: &dyn Fn() -> String) {
    let takes_space = TAKE_SPACE.contains(&failed(trace).as_str());
    let means_full = matches!(way.error, 28 | 122);
    if takes_space && means_full && way.for_good {
        assert!(said.contains("is full") || said.contains("no space"), "not called full: {}", named());
    }
}

/// Holds the history everything that was acknowledged, once, and does it all agree?
fn is_whole(home: &Path, acknowledged: u64, named: &dyn Fn() -> String) {
    let list = on_disk(home, &[], &["history", "list", "--format", "json"], "");
    let number = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?.get("n")?.as_u64();
    let numbers: Vec<u64> = list.said.lines().filter_map(number).collect();
    assert!(numbers.len() as u64 >= acknowledged, "{acknowledged} acknowledged, {numbers:?}: {}", named());
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "{}", named());
    for look in ["check", "verify"] {
        let looked = on_disk(home, &[], &["history", look], "");
        assert_eq!(looked.status.code(), Some(0), "{}: {}", looked.said, named());
    }
}

fn every_call_fails_in_turn(has_history: bool) {
    let (home, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    if has_history {
        begun(home.path());
    }
    let n_calls = calls(home.path(), &aside.path().join("trace")).len();
    assert!(n_calls > 200, "{n_calls}");
    let ways = ways();
    let mut n_runs = 0;
    for call in (1..=n_calls).step_by(if is_soak() { 1 } else { STEP }) {
        let chosen = if is_soak() { &ways[..] } else { &ways[call / STEP % 8..=call / STEP % 8] };
        for way in chosen {
            survives(call, *way, has_history);
            n_runs += 1;
        }
    }
    eprintln!("{n_calls} calls, {n_runs} runs, history: {has_history}");
}

#[test]
fn whichever_call_fails_in_a_first_session_nothing_is_lost_and_nothing_is_silent() {
    every_call_fails_in_turn(false);
}

#[test]
fn whichever_call_fails_in_a_later_session_nothing_is_lost_and_nothing_is_silent() {
    every_call_fails_in_turn(true);
}
