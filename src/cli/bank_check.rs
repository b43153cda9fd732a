//! `bank check`: every mistake and flaw of bank files, and what their figures say.

mod level;
mod statistics;

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::bank::diagnostic::Diagnostic;
use crate::bank::file::read_stream;
use crate::bank::rule::Severity;
use crate::check::facts::Facts;
use crate::check::gate::{GUESSER_SEED, MIN_TO_JUDGE};
use crate::check::guesser::guesses;
use crate::check::rule::item::Month;
use crate::cli::Run;
use crate::cli::arguments::{Check, Format};
use crate::cli::bank_check::level::Levels;
use crate::cli::failure::{Failure, Status};
use crate::cli::output::Output;
use crate::clock::now;
use crate::library::checking::{CheckedFile, Checking, Counts, Found, Input, Keep, Unread, checked, inputs};
use crate::report::gates::reached;
use crate::report::phrase::{counted, problems};
use crate::report::sarif::sarif;
use crate::text::SafeText;

/// How the standard input is named on the command line, and what diagnostics call it.
const STANDARD_INPUT: (&str, &str) = ("-", "<stdin>");

/// Questions of a file up to which the blind guesser is asked without `--stats`: longer takes longer than reading.
const MOST_TO_GUESS: usize = 200;

/// Questions of all files up to which it is.
const MOST_IN_ALL: usize = 2_000;

/// `single` questions of a file from which it is said how often the longest choice is the key.
const LEAST_TO_COUNT: usize = 10;

/// Runs `bank check`.
///
/// # Errors
/// A [`Failure`] where a code is unknown, nothing is there to check, or nothing can be written.
pub fn check(run: &Run, asked: &Check) -> Result<Status, Failure> {
    let levels = Levels::new(&asked.allow, &asked.deny)?;
    let today = Month::of_day(&now().wall.local_day());
    let keep = if asked.stats { Keep::AllWithFacts } else { Keep::UpTo(MOST_IN_ALL) };
    let mut checking = checked(asked.paths.iter().flat_map(|path| inputs_of(path)), &today, keep);
    if checking.files.is_empty() && checking.unreadable.is_empty() {
        return Err(Failure::new(
            "there is no bank file to check",
            "name a `.json` file, or a folder that has some",
        ));
    }
    for file in &mut checking.files {
        levels.apply(&mut file.diagnostics);
    }
    for error in &checking.unreadable {
        Failure::of(error, error.help()).say();
    }
    let mut output = Output::new();
    match run.global.format {
        Format::Text => write_text(&mut output, &checking, asked)?,
        Format::Json => write_json(&mut output, &checking, asked)?,
        Format::Sarif => output.line(&format!("{:#}", sarif(diagnostics(&checking))))?,
    }
    output.finish()?;
    let status = status(&checking);
    // The program ends here: to free a hundred thousand questions one by one would take a tenth of the time.
    std::mem::forget(checking);
    Ok(status)
}

fn status(checking: &Checking) -> Status {
    if !checking.unreadable.is_empty() {
        return Status::Usage;
    }
    match checking.files.iter().all(|file| file.n(Severity::Error) == 0) {
        true => Status::Done,
        false => Status::Findings,
    }
}

/// Returns the files that an argument stands for.
fn inputs_of(path: &Path) -> Box<dyn Iterator<Item = Input>> {
    if path.as_os_str() != STANDARD_INPUT.0 {
        return Box::new(inputs(path));
    }
    Box::new(std::iter::once_with(|| Input {
        name: SafeText::line(STANDARD_INPUT.1),
        bytes: read_stream(io::stdin().lock(), Path::new(STANDARD_INPUT.1)).map_err(Unread::from),
        found: Found::Named,
    }))
}

fn diagnostics(checking: &Checking) -> impl Iterator<Item = &Diagnostic> {
    checking.files.iter().flat_map(|file| &file.diagnostics)
}

fn write_text(output: &mut Output, checking: &Checking, asked: &Check) -> Result<(), Failure> {
    for diagnostic in diagnostics(checking) {
        output.line(&format!("{diagnostic}\n"))?;
    }
    let n_in_all: usize = checking.files.iter().map(|file| file.counts.n_sound).sum();
    for file in &checking.files {
        output.line(&summary(file))?;
        // What `--stats` says at length is not said here too.
        let asks_guesser = !asked.stats && file.counts.n_sound <= MOST_TO_GUESS && n_in_all <= MOST_IN_ALL;
        if let Some(line) = cues(file, asks_guesser) {
            output.line(&format!("  {line}"))?;
        }
    }
    if checking.files.len() > 1 {
        output.line(&total(&checking.files))?;
    }
    if asked.stats {
        for line in statistics::lines(&checking.files) {
            output.line(&line)?;
        }
    }
    Ok(())
}

fn write_json(output: &mut Output, checking: &Checking, asked: &Check) -> Result<(), Failure> {
    for diagnostic in diagnostics(checking) {
        output.line(&diagnostic.json_line())?;
    }
    if asked.stats {
        for line in statistics::json_lines(&checking.files) {
            output.line(&line)?;
        }
    }
    Ok(())
}

/// Returns the counts of a file: `week-3.json: 31 questions, 1 error, 2 warnings`.
fn summary(file: &CheckedFile) -> String {
    let questions = file.n_questions.map(|n| format!("{}, ", counted(n, "question"))).unwrap_or_default();
    format!("{}: {questions}{}", file.name, problems(file.n(Severity::Error), file.n(Severity::Warning)))
}

fn total(files: &[CheckedFile]) -> String {
    let n = |severity| files.iter().map(|file| file.n(severity)).sum();
    let n_questions = files.iter().filter_map(|file| file.n_questions).sum();
    let (files, questions) = (counted(files.len(), "file"), counted(n_questions, "question"));
    format!("{files}: {questions}, {}", problems(n(Severity::Error), n(Severity::Warning)))
}

/// Returns what is said below the counts of a file: what the blind guesser reaches, and how often the longest choice is
/// the key.
fn cues(file: &CheckedFile, asks_guesser: bool) -> Option<String> {
    let Counts { n_single, n_longest_keys, .. } = file.counts;
    let of_longest = (n_single >= LEAST_TO_COUNT)
        .then(|| format!("the key is the longest choice in {n_longest_keys} of {n_single}"));
    let guesser = if asks_guesser { guesser(file) } else { None };
    let parts: Vec<String> = guesser.into_iter().chain(of_longest).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Returns what the blind guesser reaches: `blind guesser 46 % (30 to 63; chance 25 %), too few to judge`.
fn guesser(file: &CheckedFile) -> Option<String> {
    let facts: Vec<Facts> =
        Facts::of_each(file.sound.iter().map(Arc::as_ref)).map(|(_, facts)| facts).collect();
    let surfaces: Vec<_> = facts.iter().filter_map(|facts| facts.surface.as_ref()).collect();
    let guesses = guesses(&surfaces, GUESSER_SEED)?;
    let verdict = if surfaces.len() < MIN_TO_JUDGE { ", too few to judge" } else { "" };
    Some(format!("blind guesser {}{verdict}", reached(&guesses)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> CheckedFile {
        let input = Input {
            name: SafeText::line("week-3.json"),
            bytes: Ok(text.as_bytes().to_vec()),
            found: Found::Named,
        };
        checked(std::iter::once(input), &Month::of_day("2026-11-21"), Keep::All).files.remove(0)
    }

    #[test]
    fn a_bank_with_errors_still_says_what_its_sound_questions_give_away() {
        let question = |ix: usize| {
            let key = if ix < 9 { "the longest choice" } else { "short" };
            format!(
                r#"{{ "id": "q-{ix}", "domain": "standards", "stem": "Which?", "choices": [
                    {{ "text": "{key}", "correct": true }}, {{ "text": "a wrong one" }} ] }}"#
            )
        };
        let questions: Vec<String> = (0..12).map(question).chain(["{}".to_owned()]).collect();
        let text =
            format!(r#"{{ "format": 1, "id": "b", "title": "B", "questions": [{}] }}"#, questions.join(", "));
        let file = file(&text);
        assert_eq!(summary(&file), "week-3.json: 13 questions, 4 errors, 0 warnings");
        assert_eq!(
            cues(&file, true).unwrap(),
            "blind guesser 99 % (74 to 100; chance 50 %), too few to judge; the key is the longest choice in 9 of 12"
        );
        assert_eq!(cues(&file, false).unwrap(), "the key is the longest choice in 9 of 12");
    }

    #[test]
    fn a_file_is_summed_up_in_one_line() {
        let text = r#"{ "format": 1, "id": "b", "title": "B", "questions": [
            { "id": "q-1", "domain": "standards", "stem": "Which?", "choices": [{ "text": "PID" }, { "text": "PV1" }] } ] }"#;
        assert_eq!(summary(&file(text)), "week-3.json: 1 question, 1 error, 0 warnings");
        assert_eq!(summary(&file("{")), "week-3.json: 1 error, 0 warnings");
        assert_eq!(total(&[file(text), file(text)]), "2 files: 2 questions, 2 errors, 0 warnings");
    }
}
