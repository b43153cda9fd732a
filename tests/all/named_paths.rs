//! No file is ever written at a path that a file names, whatever its strings are.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::program::{hitquiz, stderr, stdout};
use crate::terminal::Terminal;

/// Strings that stand for files somewhere; `ROOT` is the folder that is watched.
const PATHS: [&str; 10] = [
    "ROOT/elsewhere/absolute",
    "../elsewhere/relative",
    "./here",
    "../../../../../../../../ROOT/elsewhere/far",
    "file://ROOT/elsewhere/address",
    "~/tilde",
    "$HOME/variable",
    "$(touch ROOT/elsewhere/command)",
    "`touch ROOT/elsewhere/backticks`",
    "ROOT/elsewhere/list.json",
];

/// A folder with all that the program may see: its data, the files that are named to it, and others.
struct Watched {
    root: tempfile::TempDir,
}

/// What is at a path: a folder, or the bytes of a file.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

impl Watched {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for folder in ["home", "work", "elsewhere", "given", "tmp"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
        }
        std::fs::write(root.path().join("elsewhere/list.json"), "not the program's").unwrap();
        Self { root }
    }

    fn path(&self, name: &str) -> String {
        self.root.path().join(name).to_str().unwrap().to_owned()
    }

    /// Returns one of the strings that stand for files.
    fn named(&self, ix: usize) -> String {
        PATHS[ix % PATHS.len()].replace("ROOT", self.root.path().to_str().unwrap())
    }

    fn give(&self, name: &str, text: &str) -> String {
        let path = self.path(&format!("given/{name}"));
        std::fs::write(&path, text).unwrap();
        path
    }

    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        let mut folders = vec![self.root.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path.clone());
                    tree.insert(path, None);
                } else {
                    let bytes = std::fs::read(&path).unwrap();
                    tree.insert(path, Some(bytes));
                }
            }
        }
        tree
    }

    /// Runs the program, in which nothing but what is at these paths may change.
    fn run(&self, may_change: &[&str], arguments: &[&str], input: &str) -> Output {
        let before = self.tree();
        let mut command = hitquiz(&self.root.path().join("home"), arguments);
        command.current_dir(self.path("work")).env("TMPDIR", self.path("tmp"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that needs no input may be gone before it is written.
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes());
        let output = child.wait_with_output().unwrap();
        assert_eq!(changed(&before, &self.tree(), &self.allowed(may_change)), [""; 0], "{arguments:?}");
        output
    }

    /// Shows the program's screen until `text` is there, and leaves it.
    fn show(&self, may_change: &[&str], arguments: &[&str], text: &str) {
        let before = self.tree();
        let mut terminal = Terminal::start(&self.root.path().join("home"), 80, 24, arguments);
        terminal.wait_for(text);
        terminal.press("\u{3}");
        assert_eq!(terminal.end().exit_code(), 0);
        assert_eq!(changed(&before, &self.tree(), &self.allowed(may_change)), [""; 0], "{arguments:?}");
    }

    fn allowed(&self, names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(|name| self.root.path().join(name)).collect()
    }

    /// Returns a sound bank whose texts are all strings that stand for files.
    fn bank(&self) -> Value {
        let named = |ix: usize| self.named(ix);
        json!({
            "$schema": named(0), "format": 1, "id": "paths", "title": named(1), "license": named(2),
            "authors": [named(3), named(4)], "version": named(5),
            "cases": [{ "id": "case", "title": named(6), "text": named(7) }],
            "questions": [
                {
                    "id": "one", "domain": "standards", "case": "case", "stem": named(8), "tags": [named(9)],
                    "exhibit": { "kind": "text", "title": named(0), "description": named(1),
                        "text": [named(2), named(3)] },
                    "choices": [
                        { "text": named(4), "correct": true, "rationale": named(5) },
                        { "text": named(6), "rationale": named(7) },
                    ],
                    "hints": [named(8)], "explanation": named(9),
                    "references": [{ "title": named(0), "section": named(1), "url": named(4) }],
                },
                { "id": "two", "domain": "standards", "type": "text", "stem": named(3), "accept": [named(0)] },
            ],
        })
    }
}

/// Returns what differs between two trees and is not at or below one of these paths.
fn changed(before: &Tree, after: &Tree, allowed: &[PathBuf]) -> Vec<String> {
    before
        .keys()
        .chain(after.keys().filter(|path| !before.contains_key(*path)))
        .filter(|path| before.get(*path) != after.get(*path))
        .filter(|path| !allowed.iter().any(|allowed| path.starts_with(allowed)))
        .map(|path| path.display().to_string())
        .collect()
}

/// Puts a string that stands for a file in the place of every string.
fn replaced(value: &mut Value, watched: &Watched, n: &mut usize) {
    match value {
        Value::String(text) => {
            *text = watched.named(*n);
            *n += 1;
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replaced(value, watched, n)),
        Value::Object(members) => members.values_mut().for_each(|value| replaced(value, watched, n)),
        _ => {}
    }
}

#[test]
fn whatever_a_bank_names_only_the_history_changes() {
    let watched = Watched::new();
    let mut bank = watched.bank();
    let sound = watched.give("bank.json", &bank.to_string());
    replaced(&mut bank, &watched, &mut 0);
    bank["include"] = json!([watched.named(0), watched.named(1)]);
    let broken = watched.give("broken.json", &bank.to_string());
    let data = watched.path("data");
    for format in ["text", "json", "sarif"] {
        let checked = watched.run(&[], &["bank", "check", &sound, "--stats", "--format", format], "");
        assert_eq!(checked.status.code(), Some(0), "{}{}", stdout(&checked), stderr(&checked));
        let checked = watched.run(&[], &["bank", "check", &broken, "--format", format], "");
        assert_eq!(checked.status.code(), Some(1), "{}", stderr(&checked));
    }
    assert!(stdout(&watched.run(&[], &["bank", "preview", &sound], "")).contains(&watched.named(8)));
    watched.run(&[], &["bank", "preview", &broken], "");
    watched.show(&[], &["bank", "preview", &sound], "elsewhere");
    let practice = ["--data-dir", &data, "practice", "--bank", &sound];
    let answers = format!("{}\n1\n", watched.named(0)).repeat(3);
    let practised = watched.run(&["data"], &practice, &answers);
    assert_eq!(practised.status.code(), Some(0), "{}{}", stdout(&practised), stderr(&practised));
    watched.run(&["data"], &["--data-dir", &data, "exam", "--bank", &sound], &format!("{answers}y\n"));
    watched.show(&["data"], &practice, "Question 1 of 2");
    for listing in [&["list"][..], &["list", "--format", "json"], &["show", "1"], &["check"], &["verify"]] {
        watched.run(&["data"], &[&["--data-dir", &data, "history"], listing].concat(), "");
    }
    assert!(watched.root.path().join("data").is_dir(), "no history was ever written");
}

#[test]
fn whatever_settings_exports_and_backups_name_only_what_was_asked_for_changes() {
    let watched = Watched::new();
    let bank = watched.give("bank.json", &watched.bank().to_string());
    let (first, second) = (watched.path("first"), watched.path("second"));
    let others: String = ["data_dir", "log", "export", "\"../key\""]
        .iter()
        .enumerate()
        .map(|(ix, key)| format!("{key} = '{}'\n", watched.named(ix)))
        .collect();
    let settings = watched.give("settings.toml", &others);
    let answers = format!("{}\n1\n", watched.named(0)).repeat(3);
    let practice = ["--config", &settings, "--data-dir", &first, "practice", "--bank", &bank];
    assert_eq!(watched.run(&["first"], &practice, &answers).status.code(), Some(0));
    let export = watched.run(&["first"], &["--data-dir", &first, "history", "export"], "");
    assert!(stdout(&export).contains("elsewhere/absolute"));
    let import = |text: &str, status: i32| {
        let file = watched.give("export.jsonl", text);
        let imported = watched.run(&["second"], &["--data-dir", &second, "history", "import", &file], "");
        assert_eq!(imported.status.code(), Some(status), "{}{}", stdout(&imported), stderr(&imported));
    };
    for n in 0..3 {
        let mut lines: Vec<Value> =
            stdout(&export).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        replaced(&mut lines[n], &watched, &mut 0);
        import(&lines.iter().map(|line| format!("{line}\n")).collect::<String>(), 2);
    }
    import(&stdout(&export), 0);
    let copy = watched.path("given/copy");
    let backup =
        watched.run(&["first", "given/copy"], &["--data-dir", &first, "history", "backup", &copy], "");
    assert_eq!(backup.status.code(), Some(0), "{}", stderr(&backup));
    let restored = watched.run(&["second"], &["--data-dir", &second, "history", "restore", &copy], "y\n");
    assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
}

#[test]
fn what_is_planted_or_changed_is_seen() {
    let watched = Watched::new();
    let before = watched.tree();
    std::fs::write(watched.path("elsewhere/absolute"), "").unwrap();
    std::fs::write(watched.path("elsewhere/list.json"), "the program's").unwrap();
    std::fs::create_dir(watched.path("data")).unwrap();
    let seen = changed(&before, &watched.tree(), &watched.allowed(&["data"]));
    assert_eq!(seen, [watched.path("elsewhere/list.json"), watched.path("elsewhere/absolute")]);
}
