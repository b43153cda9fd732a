//! The program: arguments to what they ask for, errors to words and exit status.

pub mod arguments;
pub mod attempt;
pub mod bank_author;
pub mod bank_check;
pub mod bank_power;
pub mod bank_preview;
pub mod failure;
pub mod history;
mod interrupt;
mod leaving;
mod limits;
pub mod listing;
mod output;
mod panic;
pub mod places;
pub mod plain_home;
pub mod show;
pub mod suggest;
mod waiting;
pub mod wish;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::cli::arguments::{Arguments, Bank, Command, Format, Global};
use crate::cli::failure::{Failure, Status, say};
use crate::cli::output::document;
use crate::cli::places::{data_directory, settings_file};
use crate::settings::Settings;
use crate::text::SafeText;

/// Which face somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The terminal screen.
    Screen,
    /// Line by line.
    Plain,
}

/// What holds for a whole run.
#[derive(Debug)]
pub struct Run {
    /// Options that every command takes.
    pub global: Global,
    /// What the user has chosen to keep.
    pub settings: Settings,
    /// Where settings are kept, if anywhere.
    pub settings_file: Option<PathBuf>,
    /// Which face is shown.
    pub face: Face,
}

/// Runs the program with its arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    panic::tell();
    limits::outlive_file_limit();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return said_by_clap(&error),
    };
    match carried_out(arguments) {
        Ok(status) => status.code(),
        Err(failure) if failure.reader_left => Status::Done.code(),
        Err(failure) => {
            failure.say();
            Status::Usage.code()
        }
    }
}

/// Prints help, version or a usage error, and returns its status.
fn said_by_clap(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Nobody is there to read it where printing fails.
        let _ = error.print();
        return Status::Done.code();
    }
    usage_failure(error).say();
    Status::Usage.code()
}

/// Returns a usage error in the form of all others: a sentence, and a `help:` line.
fn usage_failure(error: &clap::Error) -> Failure {
    let said = error.render().to_string();
    let mut paragraphs = said.split("\n\n");
    let sentence = paragraphs.next().unwrap_or_default().trim_start_matches("error: ");
    let sentence = sentence.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
    let tip = paragraphs.find_map(|paragraph| paragraph.trim_start().strip_prefix("tip: "));
    let usage = "`hitquiz --help` lists what can be asked for";
    let help = tip.map_or_else(|| usage.to_owned(), |tip| format!("{}; {usage}", tip.trim()));
    Failure::new(SafeText::line(&sentence).to_string(), SafeText::line(&help).to_string())
}

fn carried_out(arguments: Arguments) -> Result<Status, Failure> {
    let run = Run::new(arguments.global);
    if run.global.format == Format::Sarif && !matches!(arguments.command, Some(Command::Bank(Bank::Check(_))))
    {
        let sentence = "`--format sarif` is for `bank check` alone";
        return Err(Failure::new(sentence, "leave it out, or write `--format json`"));
    }
    match arguments.command {
        None => home(&run),
        Some(Command::Practice(practice)) => attempt::practice(&run, &practice),
        Some(Command::Exam(exam)) => attempt::exam(&run, &exam),
        Some(Command::Suggest(suggest)) => suggest::suggest(&run, &suggest),
        Some(Command::Resume) => attempt::resume(&run),
        Some(Command::Roles { role }) => listing::roles(&run, role.as_deref()),
        Some(Command::History(asked)) => history::history(&run, &asked),
        Some(Command::Bank(asked)) => bank(&run, &asked),
        Some(Command::Completions { shell }) => Ok(completions(shell)),
        Some(Command::Man) => man(),
    }
}

fn bank(run: &Run, asked: &Bank) -> Result<Status, Failure> {
    match asked {
        Bank::List { stats } => listing::bank_list(run, *stats),
        Bank::Check(check) => bank_check::check(run, check),
        Bank::Power(asked) => bank_power::power(run, asked),
        Bank::New(asked) => bank_author::new(asked),
        Bank::Preview { file } => bank_preview::preview(run, file),
        Bank::Shuffle { file } => bank_author::shuffle(run, file),
        Bank::Schema => bank_author::print_schema(),
    }
}

impl Run {
    fn new(global: Global) -> Self {
        let settings_file = settings_file(global.config.as_deref()).ok();
        let settings = match settings_file.as_deref().map(Settings::read).transpose() {
            Ok(settings) => settings.unwrap_or_default(),
            Err(error) => {
                let failure = Failure::from(error);
                let mut lines = failure.lines();
                if let Some(first) = lines.first_mut() {
                    *first = first.replacen("error", "warning", 1);
                }
                say(&lines);
                Settings::default()
            }
        };
        let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        let is_plain = global.plain
            || settings.plain
            || is_dumb
            || !std::io::stdin().is_terminal()
            || !std::io::stdout().is_terminal();
        let face = if is_plain { Face::Plain } else { Face::Screen };
        Self { global, settings, settings_file, face }
    }

    /// Returns the folder of the history and the user's banks.
    ///
    /// # Errors
    /// A [`Failure`] where there is no such folder.
    pub fn data_directory(&self) -> Result<PathBuf, Failure> {
        Ok(data_directory(self.global.data_dir.as_deref())?)
    }
}

/// Opens the home screen; without a terminal to ask there is only help to print.
fn home(run: &Run) -> Result<Status, Failure> {
    match run.face {
        Face::Screen => attempt::screen(run, crate::tui::Opening::Home, &[]),
        Face::Plain if !std::io::stdin().is_terminal() => {
            let help = Arguments::command().render_long_help().to_string();
            document(help.as_bytes())?;
            Ok(Status::Done)
        }
        Face::Plain => plain_home::run(run),
    }
}

fn completions(shell: clap_complete::Shell) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "hitquiz", &mut script);
    // A shell that reads a script and goes away has what it wanted.
    let _ = document(&script);
    Status::Done
}

fn man() -> Result<Status, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    document(&page)?;
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(arguments: &[&str]) -> Vec<String> {
        usage_failure(&Arguments::try_parse_from(arguments).unwrap_err()).lines()
    }

    #[test]
    fn wrong_usage_is_a_sentence_and_a_help_line() {
        assert_eq!(
            said(&["hitquiz", "practise"]),
            [
                "error: unrecognized subcommand 'practise'",
                "help: a similar subcommand exists: 'practice'; `hitquiz --help` lists what can be asked for",
            ]
        );
        assert_eq!(
            said(&["hitquiz", "exam", "--minutes", "x\u{1b}"])[1],
            "help: `hitquiz --help` lists what can be asked for"
        );
    }

    #[cfg(unix)]
    #[test]
    fn an_argument_that_is_not_utf8_is_wrong_usage() {
        use std::os::unix::ffi::OsStringExt as _;
        let arguments = [OsString::from("hitquiz"), "practice".into(), OsString::from_vec(vec![0xff, 0xfe])];
        let failure = usage_failure(&Arguments::try_parse_from(arguments).unwrap_err());
        assert_eq!(failure.sentence, "invalid UTF-8 was detected in one or more arguments");
    }
}
