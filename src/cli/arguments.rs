//! The command line: what can be asked for, one table from which parsing, help, completions and man page come.

use std::path::PathBuf;

use clap::builder::{FalseyValueParser, OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Competency assessment for the health-IT workforce, in the terminal.
///
/// Without a command the home screen opens. `hitquiz --plain` is for screen readers and pipes.
#[derive(Debug, Parser)]
#[command(name = "hitquiz", bin_name = "hitquiz", version, max_term_width = 100)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the home screen where nothing is named.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER_HELP: &str = "Exit status: 0 done; 1 errors found, or a quiz in plain mode left open; 2 wrong usage, a \
file that cannot be read, an answer that cannot be stored; 128 + n ended by signal n.";

/// Options that every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// Folder of the history and of your own banks
    #[arg(long, value_name = "DIR", env = "HITQUIZ_DATA_DIR", hide_env_values = true, value_parser = folder(), global = true)]
    pub data_dir: Option<PathBuf>,
    /// Settings file
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Line by line, for screen readers and pipes
    #[arg(long, env = "HITQUIZ_PLAIN", hide_env_values = true, value_parser = FalseyValueParser::new(), global = true)]
    pub plain: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, global = true)]
    pub color: Color,
    /// Draw the same questions in the same order again
    #[arg(long, value_name = "N", global = true)]
    pub seed: Option<u64>,
    /// Form of what is listed
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Format::Text, global = true)]
    pub format: Format,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Unless NO_COLOR is set
    Auto,
    /// Even if NO_COLOR is set
    Always,
    /// Not at all
    Never,
}

/// Form of what is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for `bank check` only
    Sarif,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Practise: feedback after each answer
    Practice(Practice),
    /// Take an exam: feedback after handing in
    Exam(Exam),
    /// Find my role: which roles your profile leans to, and how sure that is
    Suggest(Suggest),
    /// Go on with the attempt that was left open last
    Resume,
    /// Who the twelve roles are
    Roles {
        /// Role: its id, title or code
        role: Option<String>,
    },
    /// What was answered until now
    #[command(subcommand)]
    History(History),
    /// Question banks
    #[command(subcommand)]
    Bank(Bank),
    /// Print a completion script for a shell
    Completions {
        /// Shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Options of `practice`.
#[derive(Debug, Args)]
pub struct Practice {
    /// Role: its id, title or code; all domains if left out
    pub role: Option<String>,
    /// Bank file or folder to draw from instead of the built-in banks
    #[arg(long, value_name = "PATH")]
    pub bank: Vec<PathBuf>,
    /// Only this domain
    #[arg(long, value_name = "D")]
    pub domain: Vec<String>,
    /// Only this topic
    #[arg(long, value_name = "T")]
    pub topic: Vec<String>,
    /// Number of questions
    #[arg(short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub n: Option<u16>,
    /// Only questions that went wrong the last time
    #[arg(long)]
    pub missed: bool,
}

/// Options of `exam`.
#[derive(Debug, Args)]
pub struct Exam {
    /// Role: its id, title or code; all domains if left out
    pub role: Option<String>,
    /// Bank file or folder to draw from instead of the built-in banks
    #[arg(long, value_name = "PATH")]
    pub bank: Vec<PathBuf>,
    /// Number of questions
    #[arg(short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub n: Option<u16>,
    /// Time limit in minutes
    #[arg(long, value_name = "M", conflicts_with = "no_timer", value_parser = minutes)]
    pub minutes: Option<f64>,
    /// No time limit
    #[arg(long)]
    pub no_timer: bool,
    /// Choose each question by the answers before; ends when they decide
    #[arg(long)]
    pub adaptive: bool,
}

/// Options of `suggest`.
#[derive(Debug, Args)]
pub struct Suggest {
    /// Number of questions
    #[arg(short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub n: Option<u16>,
    /// Ask nothing: suggest from the answers that are stored
    #[arg(long, conflicts_with = "n")]
    pub answers_from_history: bool,
}

/// What can be asked of the history.
#[derive(Debug, Subcommand)]
pub enum History {
    /// One attempt a line; with `--format json` one stored answer a line
    List,
    /// One attempt, question by question
    Show {
        /// Number of the attempt, as `history list` gives it
        #[arg(value_name = "ID")]
        id: u32,
    },
    /// Look whether everything in the history agrees, and list all that does not
    Check,
    /// Name the first record that was edited, removed, doubled or moved
    Verify,
    /// Print all that is stored, as JSON lines
    Export,
    /// Take in what `history export` printed, each attempt once
    Import {
        /// File with JSON lines
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Copy the history to a file, or make a backup beside it
    Backup {
        /// File to write; it must not be there yet
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Bring the newest good backup back, or the copy named; what is there now is set aside
    Restore {
        /// Copy of a history
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// What can be asked of banks.
#[derive(Debug, Subcommand)]
pub enum Bank {
    /// The banks at hand, and those that were left out
    List {
        /// Count questions by pool, type, exhibit, level, difficulty and topic
        #[arg(long)]
        stats: bool,
    },
    /// Point at every mistake and flaw of bank files
    Check(Check),
    /// Write a bank to begin with: one question of each type
    New(New),
    /// A bank file as learners will see it, with its problems, shown anew each time it is saved
    Preview {
        /// Bank file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Re-order the choices in a bank file, and leave all else as it is
    Shuffle {
        /// Bank file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// How well Find my role tells roles apart: simulated people through the live code
    Power(Power),
    /// Print the JSON Schema of bank files, for editors
    Schema,
}

/// Options of `bank new`.
#[derive(Debug, Args)]
pub struct New {
    /// File to write; it must not be there yet
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Role that the bank is for: its id, title or code
    #[arg(long, value_name = "R")]
    pub role: Option<String>,
    /// Domain of its questions
    #[arg(long, value_name = "D")]
    pub domain: Option<String>,
}

/// Options of `bank check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Bank files, folders of them, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Make an error of a warning: its code, or `warnings` for all
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Do not tell this warning
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// Figures of each bank and of all: what can be guessed, what can be drawn
    ///
    /// Without it the blind guesser is asked of files of up to 200 questions, and of up to 2,000 in all, so that large
    /// folders are checked fast.
    #[arg(long)]
    pub stats: bool,
}

/// Options of `bank power`.
#[derive(Debug, Args)]
pub struct Power {
    /// Bank files or folders whose questions are asked; simulated questions if left out
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Ask the questions of the built-in banks
    #[arg(long, conflicts_with = "paths")]
    pub built_in: bool,
    /// Simulated people a row [default: 3000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_PEOPLE))]
    pub people: Option<u32>,
    /// Questions of every row; as docs/measurement.md has it if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub questions: Option<u16>,
}

/// Most simulated people a row: more would say no more.
const MOST_PEOPLE: i64 = 1_000_000;

/// Returns the reader of a folder's name; an empty one means that none is named.
fn folder() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// Longest time limit, in minutes: a week.
const LONGEST: f64 = 10_080.0;

fn minutes(text: &str) -> Result<f64, String> {
    let minutes: f64 = text.parse().map_err(|_| "a number of minutes is expected".to_owned())?;
    if minutes > 0.0 && minutes <= LONGEST {
        return Ok(minutes);
    }
    Err(format!("minutes go from more than 0 to {LONGEST}"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_table_of_arguments_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_stand_before_or_after_the_command() {
        for line in [["hitquiz", "--seed", "7", "exam"], ["hitquiz", "exam", "--seed", "7"]] {
            assert_eq!(Arguments::try_parse_from(line).unwrap().global.seed, Some(7));
        }
    }

    #[test]
    fn impossible_numbers_are_wrong_usage() {
        for line in [
            vec!["hitquiz", "exam", "--minutes", "0"],
            vec!["hitquiz", "exam", "--minutes", "nan"],
            vec!["hitquiz", "exam", "--minutes", "5", "--no-timer"],
            vec!["hitquiz", "practice", "-n", "0"],
        ] {
            assert_eq!(Arguments::try_parse_from(line).unwrap_err().exit_code(), 2);
        }
    }
}
