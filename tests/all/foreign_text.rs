//! Foreign text on its way out: whatever it holds, it reaches no output but as harmless text.
#![cfg(unix)]

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use hitquiz::text::is_unsafe;

use crate::program::{hitquiz, run, stdout};
use crate::sources::{code, sources};
use crate::terminal::Terminal;

/// What could steer a terminal, hide or reorder text; the program itself never blinks, asks or sets a title.
const HOSTILE: &str =
    "w\u{1b}[5mX\u{1b}]0;title\u{7}\u{9b}5m\u{7f}\u{202e}e\u{200b}v\u{feff}\u{e0041}\u{2028}il\u{fe0f}";

/// The same without what a path or an environment variable cannot hold.
fn hostile_path(folder: &Path, end: &str) -> PathBuf {
    folder.join(format!("{HOSTILE}{end}"))
}

/// Returns the first character of an output that is no harmless text.
fn steering(bytes: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(bytes).expect("output is UTF-8");
    text.chars().find(|character| is_unsafe(*character) && *character != '\n')
}

fn assert_harmless(what: &str, output: &Output) {
    for stream in [&output.stdout, &output.stderr] {
        assert_eq!(steering(stream), None, "{what}: {}", String::from_utf8_lossy(stream));
    }
}

/// Returns a bank every text of which is hostile, written with escapes so that it is JSON.
fn hostile_bank() -> String {
    let bank = include_str!("../fixtures/banks/valid/all-types.json");
    let mut bank: serde_json::Value = serde_json::from_str(bank).unwrap();
    spoil(&mut bank);
    let json = serde_json::to_string_pretty(&bank).unwrap();
    json.chars().map(|c| if is_unsafe(c) && c != '\n' { escaped(c) } else { c.to_string() }).collect()
}

fn escaped(character: char) -> String {
    character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn spoil(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => text.push_str(HOSTILE),
        serde_json::Value::Array(values) => values.iter_mut().for_each(spoil),
        serde_json::Value::Object(members) => {
            members.values_mut().for_each(spoil);
            members.insert(HOSTILE.to_owned(), HOSTILE.into());
        }
        _ => {}
    }
}

/// A data directory with a hostile name, in it hostile banks with hostile names and sound ones with hostile names.
fn hostile_data(home: &Path) -> PathBuf {
    let data = hostile_path(home, "");
    std::fs::create_dir_all(data.join("banks")).unwrap();
    std::fs::write(hostile_path(&data.join("banks"), "a.json"), hostile_bank()).unwrap();
    std::fs::write(hostile_path(&data.join("banks"), "b.json"), HOSTILE).unwrap();
    let sound = include_str!("../fixtures/banks/valid/minimal.json");
    std::fs::write(hostile_path(&data.join("banks"), "c.json"), sound).unwrap();
    data
}

/// Arguments that quote `H` where they fail; `D` is the hostile data directory, `B` a bank in it.
const FAILING: [&[&str]; 24] = [
    &["H"],
    &["--H"],
    &["practice", "H"],
    &["practice", "--domain", "H"],
    &["practice", "--topic", "H"],
    &["practice", "-n", "H"],
    &["practice", "--bank", "B"],
    &["practice", "--bank", "H"],
    &["exam", "H"],
    &["exam", "--minutes", "H"],
    &["roles", "H"],
    &["history", "show", "H"],
    &["history", "H"],
    &["bank", "check", "B"],
    &["bank", "check", "B", "--format", "json"],
    &["bank", "check", "B", "--format", "sarif"],
    &["bank", "check", "D/banks"],
    &["bank", "check", "B", "--allow", "H"],
    &["bank", "check", "H"],
    &["bank", "new", "D"],
    &["bank", "shuffle", "B"],
    &["completions", "H"],
    &["--config", "D", "roles", "H"],
    &["--color", "H"],
];

#[test]
fn nothing_that_fails_says_its_hostile_arguments_as_they_are() {
    let home = tempfile::tempdir().unwrap();
    let data = hostile_data(home.path());
    let bank = hostile_path(&data.join("banks"), "a.json");
    let (data, bank) = (data.to_str().unwrap(), bank.to_str().unwrap());
    for arguments in FAILING {
        let word = |word: &&str| word.replace('H', HOSTILE).replace('D', data).replace('B', bank);
        let arguments: Vec<String> = arguments.iter().map(word).collect();
        let arguments: Vec<&str> =
            [&["--data-dir", data], &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat();
        let output = run(home.path(), &arguments, "");
        assert_ne!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stdout.len() + output.stderr.len() > 0, "{arguments:?}");
        assert_harmless(&format!("{arguments:?}"), &output);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        // Arguments have lost their sequences already when the table of arguments tells of them.
        let is_quoted = ["wX", "w<U+001B>[5mX", "w%3CU%2B001B%3E"].iter().any(|quoted| said.contains(quoted));
        assert!(is_quoted, "{arguments:?} does not say what is wrong: {said}");
    }
}

#[test]
fn arguments_and_names_that_are_not_utf_8_are_shown_as_harmless_text() {
    let home = tempfile::tempdir().unwrap();
    let odd = OsString::from_vec(b"odd\xff\xfe\x1b[5m".to_vec());
    for arguments in
        [vec!["practice"], vec!["bank", "check"], vec!["roles"], vec!["--data-dir"], vec!["history", "show"]]
    {
        let mut command = hitquiz(home.path(), &arguments);
        let output = command.arg(&odd).stdin(std::process::Stdio::null()).output().unwrap();
        assert_harmless(&format!("{arguments:?}"), &output);
        if arguments != ["--data-dir"] {
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        }
    }
}

#[test]
fn help_and_listings_are_harmless_whatever_the_environment_and_the_folders_are_called() {
    let home = tempfile::tempdir().unwrap();
    let data = hostile_data(home.path());
    let settings = home.path().join("settings.toml");
    std::fs::write(&settings, format!("theme = \"{HOSTILE}\"")).unwrap();
    for arguments in [
        vec!["--help"],
        vec!["practice", "--help"],
        vec!["--version"],
        vec!["man"],
        vec!["completions", "bash"],
        vec!["completions", "fish"],
        vec!["completions", "zsh"],
        vec!["bank", "list"],
        vec!["bank", "list", "--format", "json"],
        vec!["bank", "list", "--stats"],
        vec!["roles"],
        vec!["--config", settings.to_str().unwrap(), "roles"],
    ] {
        let mut command = hitquiz(home.path(), &arguments);
        command.env("HITQUIZ_DATA_DIR", &data).env("HITQUIZ_PLAIN", HOSTILE).env("LANG", HOSTILE);
        assert_harmless(&format!("{arguments:?}"), &command.output().unwrap());
    }
}

#[test]
fn a_hostile_answer_is_stored_shown_and_exported_as_harmless_text() {
    let home = tempfile::tempdir().unwrap();
    let bank = home.path().join("bank.json");
    let text = r#"{ "format": 1, "id": "b", "title": "B", "questions": [ { "id": "q", "domain": "standards",
        "stem": "Which?", "type": "text", "accept": ["x"] } ] }"#;
    std::fs::write(&bank, text).unwrap();
    let arguments = ["--plain", "practice", "--bank", bank.to_str().unwrap(), "-n", "1"];
    let output = run(home.path(), &arguments, &format!("{HOSTILE}\n"));
    assert_harmless("practice", &output);
    assert!(stdout(&output).contains("saved #1"), "{}", stdout(&output));
    for arguments in [
        vec!["history", "list"],
        vec!["history", "list", "--format", "json"],
        vec!["history", "show", "1"],
        vec!["history", "export"],
    ] {
        let output = run(home.path(), &arguments, "");
        assert_eq!(output.status.code(), Some(0));
        assert_harmless(&format!("{arguments:?}"), &output);
    }
}

/// Returns what a program has drawn without the sequences that this one draws with.
fn without_own_sequences(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let mut rest = text.as_ref();
    let mut kept = String::new();
    while let Some(at) = rest.find('\u{1b}') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let sequence = rest.strip_prefix("\u{1b}[").and_then(|inside| {
            let end = inside.find(|c: char| !c.is_ascii_digit() && !matches!(c, ';' | '?'))?;
            let (parameters, last) = (&inside[..end], &inside[end..=end]);
            let is_own = "mHJhl".contains(last) && !(last == "m" && parameters == "5");
            is_own.then_some(2 + end + 1)
        });
        let length =
            sequence.unwrap_or_else(|| panic!("not a sequence of ours: {:?}", &rest[..rest.len().min(40)]));
        rest = &rest[length..];
    }
    kept + rest
}

#[test]
fn the_screen_draws_hostile_names_and_banks_with_its_own_sequences_only() {
    let home = tempfile::tempdir().unwrap();
    let data = hostile_data(home.path());
    for (columns, rows) in [(80, 24), (40, 12)] {
        let arguments = ["--data-dir", data.to_str().unwrap()];
        let mut terminal = Terminal::start(home.path(), columns, rows, &arguments);
        let mut screen = terminal.wait_for("Practise");
        while !screen.contains("▸ Banks") {
            let before = screen.clone();
            terminal.press("j");
            screen = terminal.wait_until("the cursor elsewhere", |screen| *screen != before);
        }
        terminal.press("\r");
        terminal.wait_for("left out");
        let mut seen = terminal.wait_for("more");
        for _ in 0..40 {
            terminal.press("\u{1b}[6~");
            terminal.look();
            seen += &terminal.screen();
        }
        terminal.press("?");
        terminal.wait_for("the keys of this screen");
        let drawn = without_own_sequences(terminal.raw());
        let steering = drawn.chars().find(|c| is_unsafe(*c) && !matches!(c, '\r' | '\n'));
        assert_eq!(steering, None);
        assert!(seen.contains("<U+"), "nothing hostile was shown: {seen}");
    }
}

/// Ways by which text gets out, or becomes text that could, with the files that may use them.
const WAYS_OUT: [(&str, &[&str]); 17] = [
    ("io::stdout()", &["cli/output.rs", "cli/attempt.rs", "cli/mod.rs", "tui/terminal.rs"]),
    ("io::stderr()", &["cli/failure.rs", "cli/attempt.rs", "cli/waiting.rs"]),
    ("print!(", &[]),
    ("println!(", &[]),
    ("dbg!(", &[]),
    ("writeln!(", &["cli/output.rs", "cli/failure.rs", "plain/dialogue.rs"]),
    (".print()", &["cli/mod.rs"]),
    ("Print(", &["tui/terminal.rs"]),
    ("CrosstermBackend", &["tui/terminal.rs"]),
    ("set_symbol(", &["tui/terminal.rs", "tui/theme.rs"]),
    ("set_title", &[]),
    ("SetTitle", &[]),
    // What a name says besides being shown: compared with others, made an id.
    ("to_string_lossy", &["text/mod.rs", "history/make.rs", "cli/bank_author.rs"]),
    (".display()", &[]),
    (":?}", &[]),
    ("set_hook", &["cli/panic.rs", "tui/terminal.rs"]),
    ("from_utf8_unchecked", &[]),
];

/// Returns the ways out that `source` uses and `file` may not.
fn ways_out_of(file: &str, source: &str) -> Vec<String> {
    let source = code(source);
    WAYS_OUT
        .iter()
        .filter(|(way, files)| source.contains(way) && !files.contains(&file))
        .map(|(way, _)| format!("{file} uses {way}"))
        .collect()
}

#[test]
fn no_text_gets_out_but_by_the_walls() {
    let found: Vec<String> =
        sources().iter().flat_map(|(_, file, source)| ways_out_of(file, source)).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_planted_way_out_is_found_and_a_listed_one_is_in_use() {
    let planted = "//! println!( in a comment\nfn f() { println!(\"{}\", path.display()) }\n";
    let found = ["println!(", ".display()"].map(|way| format!("report/banks.rs uses {way}"));
    assert_eq!(ways_out_of("report/banks.rs", planted), found);
    let sources = sources();
    for (way, files) in WAYS_OUT {
        for file in files {
            let is_used = sources.iter().any(|(_, name, source)| name == file && code(source).contains(way));
            assert!(is_used, "{file} does not use {way} any more");
        }
    }
}
