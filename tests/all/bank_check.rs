//! `bank check` and the commands for authors, from outside.

use std::path::Path;
use std::process::Output;

use hitquiz::bank::rule::Severity;
use hitquiz::check::rule::item::Month;
use hitquiz::library::checking::{Keep, checked, inputs};
use serde_json::Value;

use crate::program::{run, stderr, stdout};

/// A bank with one warning: its choices have no rationales.
const WARNED: &str = r#"{ "format": 1, "id": "week-3", "title": "Week 3", "questions": [
  { "id": "w3-01", "domain": "standards", "stem": "Which segment names the patient?", "choices": [
    { "text": "`PID`", "correct": true }, { "text": "`PV1`" } ] } ] }"#;

fn check(arguments: &[&str], input: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    run(home.path(), &[&["bank", "check"], arguments].concat(), input)
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn shipped_banks_have_no_errors_and_a_warning_for_four_questions_at_most() {
    let banks = Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks");
    // The month does not matter to what is flagged, but to reviews that are overdue.
    let checking = checked(inputs(&banks), &Month::of_day("2026-11-21"), Keep::All);
    let n = |severity| checking.files.iter().map(|file| file.n(severity)).sum::<usize>();
    let n_questions: usize = checking.files.iter().filter_map(|file| file.n_questions).sum();
    assert_eq!((checking.unreadable.len(), n(Severity::Error)), (0, 0));
    assert!(4 * n(Severity::Warning) <= n_questions, "{} of {n_questions}", n(Severity::Warning));
}

#[test]
fn warnings_exit_0_and_denied_1_and_what_cannot_be_read_2() {
    let warned = check(&["-"], WARNED);
    assert_eq!(
        stdout(&warned),
        "<stdin>:3:15: warning[missing-rationale]: no choice of question `w3-01` has a rationale\n  |\n\
         3 |     { \"text\": \"`PID`\", \"correct\": true }, { \"text\": \"`PV1`\" } ] } ] }\n  \
         |               ^^^^^^^\n  = help: say why it is right, or which mistake leads to it\n\n\
         <stdin>: 1 question, 0 errors, 1 warning\n"
    );
    assert_eq!(code(&warned), 0);
    assert_eq!(code(&check(&["--deny", "warnings", "-"], WARNED)), 1);
    let allowed = check(&["--allow", "missing-rationale", "--deny", "warnings", "-"], WARNED);
    assert_eq!(
        (code(&allowed), stdout(&allowed).as_str()),
        (0, "<stdin>: 1 question, 0 errors, 0 warnings\n")
    );
    let missing = check(&["none.json"], "");
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("there is no such file"), "{}", stderr(&missing));
    assert_eq!(code(&check(&["--deny", "long-kee", "-"], WARNED)), 2);
}

#[test]
fn programs_read_a_line_a_problem_or_one_document_of_sarif() {
    let json = stdout(&check(&["--format", "json", "--stats", "-"], WARNED));
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["code"], &lines[0]["line"]), (&"missing-rationale".into(), &3.into()));
    assert_eq!((&lines[1]["bank"], &lines[1]["gate"]), (&"week-3".into(), &"key position".into()));
    let sarif: Value = serde_json::from_str(&stdout(&check(&["--format", "sarif", "-"], WARNED))).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "missing-rationale");
    let home = tempfile::tempdir().unwrap();
    let refused = run(home.path(), &["bank", "list", "--format", "sarif"], "");
    assert_eq!(code(&refused), 2);
    assert!(
        stderr(&refused).starts_with("error: `--format sarif` is for `bank check` alone\n"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn a_folder_of_more_banks_than_anybody_keeps_is_refused_by_name() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let folder = data.join("banks");
    std::fs::create_dir_all(&folder).unwrap();
    for n in 0..=10_000 {
        std::fs::write(folder.join(format!("{n}.json")), "{").unwrap();
    }
    let (data, folder) = (data.to_str().unwrap(), folder.to_str().unwrap());
    let too_many = format!("folder `{folder}` has more than 10000 bank files");
    let help = "help: share the banks out over several folders, and name one at a time";
    let checked = run(home.path(), &["bank", "check", folder], "");
    assert_eq!((code(&checked), stdout(&checked)), (2, String::new()));
    assert_eq!(stderr(&checked), format!("error: {too_many}\n{help}\n"));
    let practice = run(home.path(), &["practice", "--bank", folder], "");
    assert_eq!(code(&practice), 2);
    assert_eq!(stderr(&practice), format!("error: cannot use bank `{folder}`\ncause: {too_many}\n{help}\n"));
    let listed = run(home.path(), &["--data-dir", data, "bank", "list"], "");
    assert_eq!(code(&listed), 0);
    assert!(stderr(&listed).contains(&too_many), "{}", stderr(&listed));
}

#[test]
fn a_new_bank_is_clean_and_its_choices_can_be_shuffled() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("Week 3.json");
    let path = path.to_str().unwrap();
    let bank = |arguments: &[&str]| run(home.path(), &[&["bank"], arguments].concat(), "");
    assert_eq!(code(&bank(&["new", path, "--role", "trainer", "--domain", "training"])), 0);
    assert_eq!(code(&bank(&["new", path])), 2);
    let clean = bank(&["check", "--deny", "warnings", path]);
    assert!(
        stdout(&clean).ends_with("Week 3.json: 7 questions, 0 errors, 0 warnings\n"),
        "{}",
        stdout(&clean)
    );
    let before = std::fs::read_to_string(path).unwrap();
    assert_eq!(code(&bank(&["shuffle", path, "--seed", "3"])), 0);
    let after = std::fs::read_to_string(path).unwrap();
    assert!(before != after && before.len() == after.len());
    assert_eq!(code(&bank(&["check", "--deny", "warnings", path])), 0);
}

#[test]
fn hostile_names_and_texts_never_reach_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a\u{1b}]0;x\u{7}.json");
    std::fs::write(&path, "{ \"format\": 1, \"\\u001b[2J\": \"\u{202e}\" }").unwrap();
    let output = run(home.path(), &["bank", "check", home.path().to_str().unwrap()], "");
    let said = stdout(&output) + &stderr(&output);
    assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{said:?}");
    assert_eq!(code(&output), 1);
}
