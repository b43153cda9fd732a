//! Find my role and the adaptive exam, from outside.

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Talk, run, some_answer, stderr, stdout, stored_answers};

/// What somebody says of themselves: no background, six months, teaching.
const PERSON: [&str; 3] = ["3", "1", "4"];

/// Answers the questions about the person.
fn tell_person(talk: &mut Talk) {
    for line in PERSON {
        assert!(talk.asked(|_| {}).is_some());
        assert!(talk.say(line));
    }
}

/// Answers so many questions with what fits, and returns their ids.
fn answer(talk: &mut Talk, n: usize, luck: usize) -> Vec<String> {
    (0..n)
        .map(|place| {
            let asked = talk.asked(|_| {}).unwrap();
            assert!(talk.say(&some_answer(&asked, luck + place)));
            asked.id
        })
        .collect()
}

fn suggested(home: &TempDir) -> Value {
    let output = run(home.path(), &["suggest", "--answers-from-history", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 1);
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// Every probability is one, and no interval is empty.
fn assert_sound(suggestion: &Value) {
    let roles = suggestion["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 12);
    let number = |role: &Value, key: &str| role[key].as_f64().unwrap();
    for role in roles {
        for key in ["p_best", "p_top3", "readiness", "readiness_low", "readiness_high", "p_pass"] {
            assert!((0.0..=1.0).contains(&number(role, key)), "{key}: {role}");
        }
        assert!(
            number(role, "fit_low") < number(role, "fit") && number(role, "fit") < number(role, "fit_high")
        );
        assert!(number(role, "readiness_low") < number(role, "readiness_high"), "{role}");
        assert_eq!(role["open"].as_bool().unwrap(), role["closed_because"].is_null());
    }
    let sum: f64 = roles.iter().map(|role| number(role, "p_best")).sum();
    assert!((sum - 1.0).abs() < 1e-9 && suggestion["regret"].as_f64().unwrap() >= 0.0);
    assert!(["stands out", "leans to", "open"].contains(&suggestion["certainty"].as_str().unwrap()));
}

#[test]
fn a_placement_is_taken_through_a_pipe_and_ends_in_a_suggestion() {
    let home = TempDir::new().unwrap();
    let mut talk = Talk::start(home.path(), &["--plain", "--seed", "7", "suggest"]);
    tell_person(&mut talk);
    let ids = answer(&mut talk, 44, 0);
    assert!(talk.say("x"));
    let (rest, status) = talk.end();
    assert_eq!(status, 0, "{rest}");
    assert!(rest.contains("saved #44\n") && rest.contains("Result of Find my role: "), "{rest}");
    assert!(rest.contains("Exploration with unvalidated weights: not a certificate, not for hiring."));
    let rows = stored_answers(home.path());
    let stored: Vec<&str> = rows.iter().map(|row| row["question"].as_str().unwrap()).collect();
    assert_eq!(stored, ids);
    assert!(rows.iter().all(|row| row["mode"] == "placement" && row["mark"].is_number()));
    let suggestion = suggested(&home);
    assert_eq!(suggestion["questions"], 44);
    assert_sound(&suggestion);
    assert_eq!(suggestion["gates"]["training"], "short");
    assert_eq!(run(home.path(), &["history", "check"], "").status.code(), Some(0));
    let shown = stdout(&run(home.path(), &["history", "show", "1"], ""));
    assert!(shown.contains("Result of Find my role: ") && !shown.contains("Score: "), "{shown}");
}

#[test]
fn killed_in_any_part_a_placement_goes_on_with_the_questions_it_would_have_asked() {
    let whole = TempDir::new().unwrap();
    let mut talk = Talk::start(whole.path(), &["--plain", "--seed", "3", "suggest", "-n", "24"]);
    tell_person(&mut talk);
    let wanted = answer(&mut talk, 24, 1);
    talk.kill();
    let home = TempDir::new().unwrap();
    let mut talk = Talk::start(home.path(), &["--plain", "--seed", "3", "suggest", "-n", "24"]);
    for line in &PERSON[..2] {
        assert!(talk.asked(|_| {}).is_some());
        assert!(talk.say(line));
    }
    assert!(talk.asked(|_| {}).is_some());
    talk.kill();
    let mut talk = Talk::start(home.path(), &["--plain", "resume"]);
    assert!(talk.asked(|_| {}).is_some());
    assert!(talk.say(PERSON[2]));
    let mut ids = answer(&mut talk, 9, 1);
    // The tenth is on the screen and not answered.
    let shown = talk.asked(|_| {}).unwrap().id;
    talk.kill();
    let mut talk = Talk::start(home.path(), &["--plain", "resume"]);
    ids.extend(answer(&mut talk, 15, 10));
    assert_eq!((&ids[9], ids.len()), (&shown, 24));
    assert_eq!(ids, wanted);
    assert!(talk.asked(|_| {}).is_some() && talk.say("5") && talk.asked(|_| {}).is_some());
    talk.kill();
    let resumed = run(home.path(), &["--plain", "resume"], "x\n");
    assert_eq!(resumed.status.code(), Some(0), "{}", stderr(&resumed));
    assert!(
        stdout(&resumed).contains("Interests, 2 of 24: ")
            && stdout(&resumed).contains("Result of Find my role")
    );
    assert_eq!(run(home.path(), &["--plain", "resume"], "").status.code(), Some(2));
}

#[test]
fn as_json_the_object_is_all_that_standard_output_gets() {
    let home = TempDir::new().unwrap();
    let lines = format!("\n\n\n{}x\n", "x\n".repeat(12));
    let output = run(home.path(), &["--seed", "1", "suggest", "-n", "12", "--format", "json"], &lines);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("Question 12 of 12 ["));
    let suggestion: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&suggestion["questions"], &suggestion["certainty"]), (&12.into(), &"open".into()));
    assert_sound(&suggestion);
    let left = run(home.path(), &["suggest", "--format", "json"], "3\n");
    assert_eq!((left.status.code(), stdout(&left).as_str()), (Some(1), ""));
}

#[test]
fn without_answers_the_history_suggests_nothing_and_says_so() {
    let home = TempDir::new().unwrap();
    let suggestion = suggested(&home);
    assert_eq!((&suggestion["questions"], &suggestion["certainty"]), (&0.into(), &"open".into()));
    assert_eq!(
        (&suggestion["named"], &suggestion["gates"]["training"]),
        (&Value::Array(vec![]), &"either".into())
    );
    assert_sound(&suggestion);
    let said = stdout(&run(home.path(), &["suggest", "--answers-from-history"], ""));
    assert!(said.contains("0 answers count, and it takes 22. The order below is the alphabet's."), "{said}");
    assert!(!home.path().join(".local").exists(), "nothing is made by looking");
}

#[test]
fn every_mode_counts_alike_and_a_question_asked_again_counts_once() {
    let home = TempDir::new().unwrap();
    let practice = |seed: &str| {
        let arguments = ["--plain", "--seed", seed, "practice", "--domain", "training", "-n", "50"];
        run(home.path(), &arguments, &"x\n".repeat(50))
    };
    assert!(stdout(&practice("1")).contains("Score: "));
    assert_eq!(suggested(&home)["questions"], 50);
    assert!(stdout(&practice("2")).contains("Score: "));
    assert_eq!((stored_answers(home.path()).len(), &suggested(&home)["questions"]), (100, &50.into()));
    let mut exam =
        Talk::start(home.path(), &["--plain", "--seed", "1", "exam", "hie-specialist", "-n", "10"]);
    answer(&mut exam, 10, 0);
    // Open exams count too.
    exam.kill();
    let suggestion = suggested(&home);
    let n = suggestion["questions"].as_u64().unwrap();
    assert!((51..=60).contains(&n), "{n}");
    assert_sound(&suggestion);
}

#[test]
fn where_every_question_was_seen_lately_no_placement_begins() {
    let home = TempDir::new().unwrap();
    let all = run(home.path(), &["--plain", "practice", "-n", "9999"], &"x\n".repeat(9_999));
    assert_eq!(all.status.code(), Some(0), "{}", stderr(&all));
    let refused = run(home.path(), &["--plain", "suggest"], "");
    assert_eq!((refused.status.code(), stdout(&refused).as_str()), (Some(2), ""));
    assert_eq!(
        stderr(&refused),
        "error: every question was seen in the last 90 days, so no answer would count\n\
         help: `hitquiz suggest --answers-from-history` uses what is known\n"
    );
    let suggestion = suggested(&home);
    assert_eq!(suggestion["questions"], stored_answers(home.path()).len());
    assert_sound(&suggestion);
    let said = stdout(&run(home.path(), &["suggest", "--answers-from-history"], ""));
    assert!(said.contains("none are left") && !said.contains("`hitquiz suggest`"), "{said}");
}

#[test]
fn an_adaptive_exam_is_for_a_role_and_ends_in_what_is_to_be_expected() {
    let home = TempDir::new().unwrap();
    let without = run(home.path(), &["--plain", "exam", "--adaptive"], "");
    assert_eq!(without.status.code(), Some(2));
    assert_eq!(
        stderr(&without),
        "error: an adaptive exam is for one role\nhelp: name the role: `hitquiz exam trainer --adaptive`\n"
    );
    let taken =
        run(home.path(), &["--plain", "--seed", "2", "exam", "trainer", "--adaptive"], &"x\n".repeat(40));
    assert_eq!(taken.status.code(), Some(0), "{}", stderr(&taken));
    let said = stdout(&taken);
    assert!(
        said.contains("Expected score on the role's form of 40 questions: ") && !said.contains("Score: ")
    );
    assert!(stored_answers(home.path()).iter().all(|row| row["mode"] == "adaptive" && row["mark"] == 0.0));
    let listed = stdout(&run(home.path(), &["history", "list"], ""));
    assert!(listed.contains("Trainer: adaptive, 40 questions, done\n"), "{listed}");
}
