//! The program run from outside, through pipes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use serde_json::Value;

/// Returns the program with its data and settings in `home` and nothing else of the environment.
pub(crate) fn hitquiz(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hitquiz"));
    command.args(arguments).env_clear().env("HOME", home).env("LANG", "C.UTF-8");
    command
}

/// Runs the program to its end with `input` on its standard input.
pub(crate) fn run(home: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = hitquiz(home, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that needs no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Returns the stored answers as `history list --format json` gives them.
pub(crate) fn stored_answers(home: &Path) -> Vec<Value> {
    let output = run(home, &["history", "list", "--format", "json"], "");
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Plain mode, asked and answered line by line.
pub(crate) struct Talk {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// What plain mode asks.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Id of the question.
    pub(crate) id: String,
    /// Its type, as the prompt says it.
    pub(crate) kind: String,
    /// What is expected, as the prompt says it.
    pub(crate) expected: String,
    /// The numbered lines before the prompt, by their numbers from 1.
    pub(crate) numbered: Vec<String>,
}

impl Talk {
    pub(crate) fn start(home: &Path, arguments: &[&str]) -> Self {
        Self::of(hitquiz(home, arguments))
    }

    /// Starts the program as `command` says.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, input, output: BufReader::new(output) }
    }

    /// Reads a line; nothing at the end of the output.
    pub(crate) fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let n = self.output.read_line(&mut line).unwrap_or(0);
        (n > 0).then(|| line.trim_end().to_owned())
    }

    /// Reads on until a prompt, handing every line to `hear`; nothing where the output ends without one.
    pub(crate) fn asked(&mut self, mut hear: impl FnMut(&str)) -> Option<Asked> {
        let mut asked =
            Asked { id: String::new(), kind: String::new(), expected: String::new(), numbered: Vec::new() };
        loop {
            let line = self.line()?;
            hear(&line);
            if line.starts_with("Question ") {
                asked.id = line.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
                asked.numbered.clear();
            } else if line == "End of exhibit." {
                // What an exhibit numbers are no choices.
                asked.numbered.clear();
            } else if let Some((kind, expected)) =
                line.strip_prefix("Answer (").and_then(|rest| rest.split_once("): "))
            {
                (asked.kind, asked.expected) = (kind.to_owned(), expected.to_owned());
                return Some(asked);
            } else if let Some((number, text)) = line.split_once(". ")
                && number.parse() == Ok(asked.numbered.len() + 1)
            {
                asked.numbered.push(text.to_owned());
            }
        }
    }

    pub(crate) fn say(&mut self, line: &str) -> bool {
        self.input.write_all(format!("{line}\n").as_bytes()).and_then(|()| self.input.flush()).is_ok()
    }

    /// Kills the program at once, as the system does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal by its name.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status().unwrap();
        assert!(sent.success());
    }

    /// Returns the number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the input and waits for the end.
    pub(crate) fn end(mut self) -> (String, i32) {
        drop(self.input);
        let mut rest = String::new();
        while let Ok(n) = self.output.read_line(&mut rest) {
            if n == 0 {
                break;
            }
        }
        (rest, self.child.wait().unwrap().code().unwrap())
    }
}

/// Returns an answer that fits what is asked, right or wrong.
pub(crate) fn some_answer(asked: &Asked, luck: usize) -> String {
    let n = asked.numbered.len().max(1);
    let count = |text: &str| text.split(' ').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
    match asked.kind.as_str() {
        "single" => (luck % n + 1).to_string(),
        "multiple" => format!("{} {}", luck % n + 1, (luck + 1) % n + 1),
        "order" => (0..n).map(|place| ((place + luck) % n + 1).to_string()).collect::<Vec<_>>().join(" "),
        "match" => vec![(luck % n + 1).to_string(); count(&asked.expected)].join(","),
        "numeric" => (luck * 7 % 50).to_string(),
        "text" => "OBX".to_owned(),
        "locate" => "1".to_owned(),
        kind => panic!("plain mode asks for the unknown type `{kind}`"),
    }
}

/// Every shipped question by its id.
fn shipped_questions() -> std::collections::HashMap<String, Value> {
    let banks = Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks");
    ["shared", "roles"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(banks.join(folder)).unwrap())
        .flat_map(|entry| {
            let bank: Value = serde_json::from_slice(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap();
            bank["questions"].as_array().unwrap().clone()
        })
        .map(|question| (question["id"].as_str().unwrap().to_owned(), question))
        .collect()
}

/// Returns `answer`, given by shown numbers, in the file order of the question.
fn in_file_order(question: &Value, asked: &Asked, answer: &str) -> String {
    let texts: Vec<&str> = match asked.kind.as_str() {
        "single" | "multiple" | "order" => {
            question["choices"].as_array().unwrap().iter().map(|c| c["text"].as_str().unwrap()).collect()
        }
        "match" => {
            let pairs = question["pairs"].as_array().unwrap().iter().map(|p| p["right"].as_str().unwrap());
            let others = question["distractors"].as_array().into_iter().flatten();
            pairs.chain(others.map(|distractor| distractor.as_str().unwrap())).collect()
        }
        _ => return answer.to_owned(),
    };
    let mut positions: Vec<usize> = answer
        .split([' ', ','])
        .map(|number| {
            let shown = asked.numbered[number.parse::<usize>().unwrap() - 1].replace('`', "");
            let in_file = |text: &&str| text.replace(['`', '*'], "") == shown.replace('*', "");
            texts.iter().position(in_file).unwrap_or_else(|| panic!("{shown} is no choice of {texts:?}")) + 1
        })
        .collect();
    if asked.kind == "multiple" {
        positions.sort_unstable();
    }
    positions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_roles_exam_is_taken_through_a_pipe_and_the_history_has_exactly_its_answers() {
    let questions = shipped_questions();
    for role in hitquiz::framework::framework().roles() {
        let home = tempfile::tempdir().unwrap();
        let mut talk = Talk::start(home.path(), &["--plain", "--seed", "7", "exam", role.as_str()]);
        let mut given: Vec<(String, String)> = Vec::new();
        let mut last = String::new();
        while given.len() < 40 {
            let asked =
                talk.asked(|line| line.clone_into(&mut last)).unwrap_or_else(|| panic!("{role:?}: {last}"));
            let answer = some_answer(&asked, given.len());
            given.push((asked.id.clone(), in_file_order(&questions[&asked.id], &asked, &answer)));
            assert!(talk.say(&answer));
        }
        assert!(talk.say("y"));
        let (rest, status) = talk.end();
        assert_eq!(status, 0, "{rest}");
        assert!(rest.contains("Score: "), "{rest}");
        let stored: Vec<(String, String)> = stored_answers(home.path())
            .iter()
            .map(|row| (row["question"].as_str().unwrap().into(), row["answer"].as_str().unwrap().into()))
            .collect();
        assert_eq!(stored, given, "{role:?}");
        assert!(stored_answers(home.path()).iter().all(|row| row["mark"].is_number()));
        assert_eq!(run(home.path(), &["history", "check"], "").status.code(), Some(0));
    }
}

#[test]
fn the_same_seed_store_and_banks_give_the_same_attempt() {
    let transcript = || {
        let home = tempfile::tempdir().unwrap();
        stdout(&run(
            home.path(),
            &["--plain", "--seed", "1", "practice", "trainer", "-n", "5"],
            "x\nx\nx\nx\nx\n",
        ))
    };
    assert_eq!(transcript(), transcript());
}

#[test]
fn the_end_of_input_leaves_the_attempt_open_and_resume_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let left = run(home.path(), &["--plain", "--seed", "3", "practice", "trainer", "-n", "3"], "x\n");
    assert_eq!(left.status.code(), Some(1));
    assert!(stdout(&left).contains("saved #1"));
    let resumed = run(home.path(), &["--plain", "resume"], "x\nx\n");
    assert_eq!(resumed.status.code(), Some(0));
    assert!(stdout(&resumed).contains("Question 2 of 3"), "{}", stdout(&resumed));
    assert!(stdout(&resumed).contains("saved #3"));
    assert!(stdout(&resumed).contains("Score: 0 of 3"));
    let nothing = run(home.path(), &["--plain", "resume"], "");
    assert_eq!(nothing.status.code(), Some(2));
    assert_eq!(
        stderr(&nothing),
        "error: there is no open attempt\nhelp: `hitquiz practice` or `hitquiz exam` begins one\n"
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let home = tempfile::tempdir().unwrap();
    run(home.path(), &["--plain", "practice", "-n", "40"], &"x\n".repeat(40));
    let mut child = hitquiz(home.path(), &["history", "export"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn output_that_cannot_be_written_ends_with_2() {
    let home = tempfile::tempdir().unwrap();
    let Ok(full) = std::fs::File::create("/dev/full") else { return };
    let status = hitquiz(home.path(), &["roles"]).stdout(full).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}
