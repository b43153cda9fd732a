//! `bank power` from outside: what it prints, and where.

use serde_json::Value;
use tempfile::tempdir;

use crate::program::{run, stderr, stdout};
#[cfg(unix)]
use crate::terminal::Terminal;

const SMALL: [&str; 6] = ["bank", "power", "--people", "1", "--questions", "3"];

fn object(more: &[&str]) -> Value {
    let home = tempdir().unwrap();
    let arguments: Vec<&str> = SMALL.iter().chain(&["--format", "json"]).chain(more).copied().collect();
    let output = run(home.path(), &arguments, "");
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

fn keys(row: &Value) -> Vec<&str> {
    row.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_object_has_rows_with_the_promised_keys() {
    const KEYS: [&str; 15] = [
        "condition",
        "questions",
        "people",
        "top1",
        "top3",
        "regret",
        "brier",
        "ece",
        "coverage",
        "set_size",
        "gate",
        "naive_top1",
        "naive_top3",
        "naive_regret",
        "naive_ece",
    ];
    let found = object(&[]);
    let rows = found["rows"].as_array().unwrap();
    for row in rows {
        assert_eq!(keys(row)[..KEYS.len()], KEYS);
        let more: &[&str] = match row["condition"].as_str().unwrap() {
            "flat" => &["stands_out", "leans_to", "largest_share"],
            "dont-know" => &["bias"],
            "pass" => &["pass_brier", "pass_ece"],
            _ => &[],
        };
        assert_eq!(&keys(row)[KEYS.len()..], more);
        assert_eq!(row["questions"], 3);
    }
    let gates: Vec<String> =
        rows.iter().filter(|row| row["condition"] == "gated").map(|row| row["gate"].to_string()).collect();
    let gate = |licence: bool, training: &str| format!(r#"{{"licence":{licence},"training":"{training}"}}"#);
    let wanted = [
        gate(true, "short"),
        gate(true, "long"),
        gate(false, "short"),
        gate(false, "long"),
        "\"mean\"".into(),
    ];
    assert_eq!(gates, wanted);
    assert_eq!(found["likeness"].as_array().unwrap().len(), 66);
    assert_eq!(found["leans_to"].as_array().unwrap().len(), 8);
}

#[test]
fn the_same_seed_prints_the_same_and_another_seed_does_not() {
    let [one, again, other] = ["5", "5", "6"].map(|seed| object(&["--seed", seed]));
    assert_eq!(one, again);
    assert_ne!(one["rows"], other["rows"]);
}

#[test]
fn the_table_fits_80_columns_says_what_it_is_and_draws_no_bar_into_a_pipe() {
    let home = tempdir().unwrap();
    let output = run(home.path(), &SMALL, "");
    let text = stdout(&output);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", stderr(&output));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    for said in [
        "1 simulated people a row, 550 simulated questions, seed 2.",
        "gated, mean of the four",
        "These figures hold for simulated people; no real ones have been compared yet.",
        "Roles that cannot be told apart",
        "From 3000 people a row on the figures are held against limits.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn the_questions_of_a_bank_are_asked_and_empty_domains_named() {
    let home = tempdir().unwrap();
    let bank = home.path().join("mine.json");
    assert!(run(home.path(), &["bank", "new", bank.to_str().unwrap()], "").status.success());
    let arguments: Vec<&str> = SMALL.iter().copied().chain([bank.to_str().unwrap()]).collect();
    let output = run(home.path(), &arguments, "");
    let text = stdout(&output);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(text.contains("7 questions of 1 bank,"), "{text}");
    assert!(
        text.contains("No question in: healthcare, clinical-systems, workflow, privacy-security,"),
        "{text}"
    );
    assert!(!text.contains("limits"), "{text}");
    assert_eq!(object(&["--built-in"])["pool"]["questions"], 664);
}

#[test]
fn what_cannot_be_simulated_is_said() {
    let home = tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = run(home.path(), arguments, "");
        assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
        stderr(&output)
    };
    assert!(said(&["bank", "power", "nowhere.json"]).contains("cannot use bank `nowhere.json`"));
    assert!(
        said(&["bank", "power", "--people", "0"]).starts_with("error: invalid value '0' for '--people <N>'")
    );
    assert!(
        said(&["bank", "power", "--built-in", "a.json"])
            .starts_with("error: the argument '--built-in' cannot")
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_without_half_a_table() {
    let home = tempdir().unwrap();
    let arguments = ["bank", "power", "--people", "100000"];
    let mut terminal = Terminal::start(home.path(), 40, 12, &arguments);
    terminal.wait_for(" left");
    terminal.press("\x03");
    assert_eq!(terminal.end().exit_code(), 130);
    let screen = terminal.screen();
    assert!(screen.contains("stopped: there is no table") && !screen.contains("condition"), "{screen}");
}
