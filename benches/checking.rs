//! How long `bank check` takes over 100,000 questions, in times of parsing their files with places alone.
//!
//! The measure is the syntax tree of `jsonc-parser`, which keeps the place of every key and value as our own reader does,
//! so that a faster or slower reader of ours is no other measure.
//!
//! Every phase runs in a process of its own, which has one thread; what it prints is its time and its peak of memory.
//! The questions are drawn word by word from what follows what in the shipped banks, with a jump now and then, so that
//! words are as frequent, texts as long and letters as mixed as in real ones, and no two questions are the same.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark that panics is a benchmark that fails"
)]

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hitquiz::bank::read::{is_json, read_bank};
use hitquiz::seed::{Random, Seed, Stream};
use hitquiz::text::SafeText;
use jsonc_parser::{CollectOptions, ParseOptions};
use serde_json::{Value, json};

/// Questions of all files together.
const N_QUESTIONS: usize = 100_000;

/// Files, each far under the 64 MiB that a bank may have.
const N_FILES: usize = 8;

/// Runs of each phase, of which the fastest counts: what else the machine does only makes them slower. The phases take
/// turns, so that a machine that is slow for a while is slow for all of them.
const N_RUNS: usize = 5;

/// One word in so many follows none in particular.
const WORDS_TO_A_JUMP: usize = 4;

/// Phases by name, with what each may take in times of the first.
const PHASES: &[(&str, &str)] = &[
    ("parsing by jsonc-parser", ""),
    ("parsing by our reader", ""),
    ("reading the banks", ""),
    ("bank check", "at most 1.5"),
    ("bank check --stats", "at most 6"),
];

/// What a phase took.
struct Taken {
    time: Duration,
    peak_kib: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, phase, folder] = arguments.as_slice()
        && flag == "--phase"
    {
        run_phase(phase, Path::new(folder));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let n_bytes = write_banks(folder.path());
    println!("{N_QUESTIONS} questions in {N_FILES} files, {:.1} MB", n_bytes as f64 / 1e6);
    let run = || PHASES.iter().map(|(phase, _)| in_a_process(phase, folder.path()));
    let mut taken: Vec<Taken> = run().collect();
    for _ in 1..N_RUNS {
        for (fastest, taken) in taken.iter_mut().zip(run()) {
            if taken.time < fastest.time {
                *fastest = taken;
            }
        }
    }
    for ((phase, wanted), Taken { time, peak_kib }) in PHASES.iter().zip(&taken) {
        let times = time.as_secs_f64() / taken[0].time.as_secs_f64();
        let seconds = time.as_secs_f64();
        println!("{phase:<26} {seconds:>7.3} s  {times:>5.2} times  {:>4} MiB  {wanted}", peak_kib / 1024);
    }
}

fn in_a_process(phase: &str, folder: &Path) -> Taken {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--phase", phase])
        .arg(folder)
        .stdout(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let numbers: Vec<u64> =
        said.lines().last().unwrap_or_default().split(' ').filter_map(|number| number.parse().ok()).collect();
    let [microseconds, peak_kib] = numbers.as_slice() else { panic!("{phase}: {said}") };
    Taken { time: Duration::from_micros(*microseconds), peak_kib: *peak_kib }
}

/// Runs a phase and says on the standard error how many microseconds and KiB it took.
fn run_phase(phase: &str, folder: &Path) {
    let start = Instant::now();
    let check = |options: &[&str]| {
        let arguments = ["hitquiz", "bank", "check"].iter().chain(options).map(OsString::from);
        let _ = hitquiz::cli::run(arguments.chain([folder.into()]));
    };
    match phase {
        "parsing by jsonc-parser" => each_file(folder, |bytes| {
            let text = std::str::from_utf8(bytes).unwrap();
            let tree = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
            assert!(tree.unwrap().value.is_some());
        }),
        "parsing by our reader" => each_file(folder, |bytes| {
            assert!(is_json(std::str::from_utf8(bytes).unwrap()));
        }),
        "reading the banks" => each_file(folder, |bytes| {
            read_bank(&SafeText::line("bank"), bytes).unwrap();
        }),
        "bank check" => check(&[]),
        _ => check(&["--stats"]),
    }
    let time = start.elapsed();
    eprintln!("{} {}", time.as_micros(), peak_kib());
}

fn each_file(folder: &Path, mut run: impl FnMut(&[u8])) {
    for entry in std::fs::read_dir(folder).unwrap() {
        run(&std::fs::read(entry.unwrap().path()).unwrap());
    }
}

/// Returns the peak of this process's memory; 0 where the system does not say.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_ascii_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Writes the banks, and returns how many bytes they have.
fn write_banks(folder: &Path) -> usize {
    let words = Words::of_shipped_banks();
    let mut random = Seed(3).stream(Stream::Simulation);
    let mut n_bytes = 0;
    for file_ix in 0..N_FILES {
        let questions: Vec<Value> = (0..N_QUESTIONS / N_FILES)
            .map(|question_ix| words.question(file_ix, question_ix, &mut random))
            .collect();
        let bank = json!({ "format": 1, "id": format!("bank-{file_ix}"), "title": "Drawn word by word",
            "questions": questions });
        let text = format!("{bank:#}\n");
        assert!(text.len() < 64 << 20);
        n_bytes += text.len();
        std::fs::write(folder.join(format!("bank-{file_ix}.json")), text).unwrap();
    }
    n_bytes
}

/// Which words follow which.
#[derive(Default)]
struct Chain {
    all: Vec<String>,
    starts: Vec<String>,
    after: HashMap<String, Vec<String>>,
}

/// The words of stems, choices and reasons.
#[derive(Default)]
struct Words {
    stems: Chain,
    choices: Chain,
    reasons: Chain,
}

impl Chain {
    fn learn(&mut self, text: &Value) {
        let words: Vec<&str> = text.as_str().unwrap_or_default().split_whitespace().collect();
        self.starts.extend(words.first().map(|word| (*word).to_owned()));
        self.all.extend(words.iter().map(|word| (*word).to_owned()));
        for pair in words.windows(2) {
            self.after.entry(pair[0].to_owned()).or_default().push(pair[1].to_owned());
        }
    }

    /// Returns a text of so many words, without what ends or opens a sentence's mark.
    fn text(&self, n_words: usize, random: &mut Random) -> String {
        let mut word = &self.starts[random.below(self.starts.len())];
        let mut text = word.clone();
        for _ in 1..n_words {
            let next = self.after.get(word).filter(|_| random.below(WORDS_TO_A_JUMP) > 0);
            let next = next.unwrap_or(&self.all);
            word = &next[random.below(next.len())];
            let _ = write!(text, " {word}");
        }
        text.retain(|character| !matches!(character, '?' | '`' | '*'));
        text.trim_end_matches(['.', ',', ':', ';']).to_owned()
    }
}

impl Words {
    fn of_shipped_banks() -> Self {
        let mut words = Self::default();
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks/shared");
        let mut paths: Vec<_> =
            std::fs::read_dir(shared).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let bank: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            for question in bank["questions"].as_array().unwrap() {
                words.stems.learn(&question["stem"]);
                words.reasons.learn(&question["explanation"]);
                for choice in question["choices"].as_array().into_iter().flatten() {
                    words.choices.learn(&choice["text"]);
                    words.reasons.learn(&choice["rationale"]);
                }
            }
        }
        words
    }

    fn question(&self, file_ix: usize, question_ix: usize, random: &mut Random) -> Value {
        let of_stem = 18 + random.below(24);
        let mut question = json!({
            "id": format!("b{file_ix}-{question_ix:06}"),
            "domain": "standards",
            "topic": one_of(&["hl7-v2", "cda", "fhir-core"], random),
            "level": one_of(&["recall", "application", "analysis"], random),
            "difficulty": 1 + random.below(5),
            "stem": format!("{}?", self.stems.text(of_stem, random)),
            "explanation": self.reason(24, random),
            "references": [{ "title": "HL7 Version 2.5.1", "section": "Chapter 7, OBX-11",
                "url": "https://terminology.hl7.org/CodeSystem-v2-0085.html" }],
        });
        let fields = question.as_object_mut().unwrap();
        let (kind, answer) = match random.below(20) {
            0 => ("multiple", self.choices(2, random)),
            1 => ("order", self.choices(0, random)),
            2 => ("match", self.pairs(random)),
            3 => ("numeric", json!({ "answer": random.below(500), "tolerance": 1, "unit": "records" })),
            4 => ("text", json!({ "accept": [self.choices.text(2, random)] })),
            5 => ("locate", self.located(random)),
            _ => ("single", self.choices(1, random)),
        };
        fields.insert("type".to_owned(), kind.into());
        fields.extend(answer.as_object().unwrap().clone());
        question
    }

    fn choices(&self, n_right: usize, random: &mut Random) -> Value {
        let n_words = 5 + random.below(6);
        let mut choices: Vec<Value> = (0..4)
            .map(|choice_ix| {
                let n_words = n_words + random.below(3);
                let mut choice =
                    json!({ "text": format!("{} {choice_ix}", self.choices.text(n_words, random)) });
                if choice_ix < n_right {
                    choice["correct"] = true.into();
                }
                if n_right > 0 {
                    choice["rationale"] = self.reason(14, random).into();
                }
                choice
            })
            .collect();
        random.shuffle(&mut choices);
        json!({ "choices": choices })
    }

    fn pairs(&self, random: &mut Random) -> Value {
        let pairs: Vec<Value> = (0..4)
            .map(|pair_ix| {
                let side = |random: &mut Random| format!("{} {pair_ix}", self.choices.text(3, random));
                json!({ "left": side(random), "right": side(random), "rationale": self.reason(8, random) })
            })
            .collect();
        json!({ "pairs": pairs })
    }

    fn located(&self, random: &mut Random) -> Value {
        let lines: Vec<String> = (1..9)
            .map(|line| {
                format!(
                    "OBX|{line}|NM|2951-{line}^{}^LN||{}|mmol/L|136-145|N|||F",
                    self.choices.text(2, random),
                    random.below(200)
                )
            })
            .collect();
        json!({ "lines": [1 + random.below(8)],
            "exhibit": { "kind": "hl7v2", "title": "Result message", "text": lines } })
    }

    fn reason(&self, n_words: usize, random: &mut Random) -> String {
        format!("{}.", self.reasons.text(n_words + random.below(n_words), random))
    }
}

fn one_of<'word>(words: &[&'word str], random: &mut Random) -> &'word str {
    words[random.below(words.len())]
}
