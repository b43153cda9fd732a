//! What went wrong, in words, and the status that the program ends with.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use crate::bank::diagnostic::Diagnostic;
use crate::cli::places::NoPlace;
use crate::history::backup::error::BackupError;
use crate::history::error::HistoryError;
use crate::history::error::warning::Warning;
use crate::history::import::error::ImportError;
use crate::library::proposal::NoProposal;
use crate::library::{LeftOut, NamedBankError, Reason};
use crate::plain::PlainError;
use crate::settings::SettingsError;
use crate::text::SafeText;
use crate::tui::TuiError;

/// How the program ends where no signal ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done,
    /// A check found errors, or plain mode ended with the attempt open.
    Findings,
    /// Wrong usage, a file that cannot be read, an answer that cannot be stored.
    Usage,
    /// The signal of this number asked it to end.
    Signal(usize),
}

/// What went wrong, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What and where, one sentence.
    pub sentence: String,
    /// Why, if that is known.
    pub cause: Option<String>,
    /// What to do about it.
    pub help: String,
    /// What is printed before it, for example the mistakes of a bank.
    pub details: Vec<String>,
    /// Did the reader of the output go away? That is no failure: `history list | head` has what it wanted.
    pub reader_left: bool,
}

impl Status {
    /// Returns the exit code.
    #[must_use]
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(u8::MAX),
        })
    }
}

impl Failure {
    /// Returns a failure of one sentence with what to do about it.
    #[must_use]
    pub fn new(sentence: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            cause: None,
            help: help.into(),
            details: Vec::new(),
            reader_left: false,
        }
    }

    /// Returns the failure that an error means, its sources as the cause.
    #[must_use]
    pub fn of(error: &dyn Error, help: &str) -> Self {
        let mut causes = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(SafeText::line(cause.to_string().trim()).to_string());
            source = cause.source();
        }
        let cause = (!causes.is_empty()).then(|| causes.join(": "));
        Self { cause, ..Self::new(SafeText::line(&error.to_string()).to_string(), help) }
    }

    /// Returns the lines that say it.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let cause = self.cause.iter().map(|cause| format!("cause: {cause}"));
        let said = std::iter::once(format!("error: {}", self.sentence)).chain(cause);
        self.details.iter().cloned().chain(said).chain([format!("help: {}", self.help)]).collect()
    }

    /// Says it on standard error.
    pub fn say(&self) {
        say(&self.lines());
    }
}

/// Says lines on standard error; where that is closed there is nobody to tell.
pub fn say(lines: &[String]) {
    say_to(&mut std::io::stderr().lock(), lines);
}

fn say_to(stream: &mut impl Write, lines: &[String]) {
    for line in lines {
        let _ = writeln!(stream, "{}", SafeText::block(line));
    }
}

/// Says what is to be known about a history that can be used.
pub fn say_warning(warning: &Warning) {
    say(&[format!("warning: {warning}"), format!("help: {}", warning.help())]);
}

/// Says which bank was left out and why.
pub fn say_left_out(left_out: &LeftOut) {
    let mut lines = diagnostics(&left_out.reason);
    lines.push(format!("warning: left out bank `{}`: {}", left_out.name, left_out.reason));
    lines.push(format!("help: {}", left_out.reason.help()));
    say(&lines);
}

/// Returns the mistakes of a bank as they are printed.
#[must_use]
pub fn diagnostics(reason: &Reason) -> Vec<String> {
    match reason {
        Reason::Errors(diagnostics) => diagnostics.iter().map(Diagnostic::to_string).collect(),
        Reason::File(_)
        | Reason::Folder(_)
        | Reason::SameId { .. }
        | Reason::BuiltInId { .. }
        | Reason::EmptyFolder => Vec::new(),
    }
}

impl From<NamedBankError> for Failure {
    fn from(error: NamedBankError) -> Self {
        let reason = &error.0.reason;
        let cause = Some(SafeText::line(&reason.to_string()).to_string());
        Self { cause, details: diagnostics(reason), ..Self::new(error.to_string(), reason.help()) }
    }
}

impl From<NoProposal> for Failure {
    fn from(error: NoProposal) -> Self {
        Self::of(&error, error.help())
    }
}

impl From<HistoryError> for Failure {
    fn from(error: HistoryError) -> Self {
        Self::of(&error, &error.help())
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        Self::of(&error, &error.help())
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self::of(&error, &error.help())
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::of(&error, error.help())
    }
}

impl From<NoPlace> for Failure {
    fn from(error: NoPlace) -> Self {
        Self::of(&error, error.help())
    }
}

impl From<PlainError> for Failure {
    fn from(error: PlainError) -> Self {
        Self::of(&error, "what was answered is stored; `hitquiz resume` goes on")
    }
}

impl From<TuiError> for Failure {
    fn from(error: TuiError) -> Self {
        match error {
            TuiError::Bank(error) => error.into(),
            TuiError::File(error) => Self::of(&error, error.help()),
            TuiError::History(error) => error.into(),
            TuiError::Terminal(_) => {
                Self::of(&error, "`hitquiz --plain` works without the screen; what was answered is stored")
            }
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let help = "see that there is space and that the reader of the output is still there";
        Self {
            cause: Some(error.to_string()),
            reader_left: error.kind() == std::io::ErrorKind::BrokenPipe,
            ..Self::new("cannot write the output", help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_could_steer_a_terminal_is_not_said_as_it_is() {
        let mut said = Vec::new();
        say_to(&mut said, &["safe\u{1b}[2J\u{202e}".to_owned()]);
        assert_eq!(said, b"safe<U+001B>[2J<U+202E>\n");
    }

    #[test]
    fn a_failure_says_what_why_and_what_to_do() {
        let error = SettingsError::Unwritable {
            path: "a/settings.toml".into(),
            source: std::io::Error::other("disk on fire\u{1b}"),
        };
        assert_eq!(
            Failure::from(error).lines(),
            [
                "error: cannot write the settings file `a/settings.toml`",
                "cause: disk on fire<U+001B>",
                "help: the choice holds until the program ends; `--config` names another file",
            ]
        );
    }
}
