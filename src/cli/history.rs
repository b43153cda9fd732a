//! `history`: what was answered, whether it is whole, and how it is kept so.

use std::io::IsTerminal as _;
use std::path::Path;

use crate::cli::arguments::{Format, History as Asked};
use crate::cli::failure::{Failure, Status, say, say_warning};
use crate::cli::interrupt::{BROKEN_OFF, skippable};
use crate::cli::leaving::back_up_after;
use crate::cli::listing::{answers, attempts_listed, export, print};
use crate::cli::show::show;
use crate::cli::waiting::said_if_long;
use crate::cli::{Run, attempt};
use crate::clock::now;
use crate::history::attempt::AttemptId;
use crate::history::backup;
use crate::history::backup::list::{Backup, newest_good};
use crate::history::error::HistoryError;
use crate::history::import::Imported;
use crate::history::restore::restore;
use crate::history::{Access, History};
use crate::plain::menu::confirm;
use crate::report::phrase::counted;
use crate::text::SafeText;

/// Runs `history`.
///
/// # Errors
/// A [`Failure`] where the history cannot be used or nothing can be written.
pub fn history(run: &Run, asked: &Asked) -> Result<Status, Failure> {
    match asked {
        Asked::List if run.global.format == Format::Json => answers(&readable(run)?),
        Asked::List => attempts_listed(&readable(run)?),
        Asked::Show { id } => show(run, &readable(run)?, AttemptId(u64::from(*id))),
        Asked::Check => found(run, check),
        Asked::Verify => found(run, verify),
        Asked::Export => export(&readable(run)?),
        Asked::Import { file } => import(run, file),
        Asked::Backup { file } => back_up(run, file.as_deref()),
        Asked::Restore { file } => bring_back(run, file.as_deref()),
    }
}

/// Opens the history for reading.
fn readable(run: &Run) -> Result<History, Failure> {
    let history = History::open(&run.data_directory()?, Access::Read)?;
    history.warnings().iter().for_each(say_warning);
    Ok(history)
}

/// Looks at the history; one that is too damaged to be opened is a finding like those inside it.
fn found(run: &Run, look: fn(&History) -> Result<Status, Failure>) -> Result<Status, Failure> {
    let history = match History::open(&run.data_directory()?, Access::Read) {
        Ok(history) => history,
        Err(error) if error.is_damage() => return damage(error),
        Err(error) => return Err(error.into()),
    };
    history.warnings().iter().for_each(say_warning);
    look(&history)
}

/// Prints what keeps the history from being opened.
fn damage(error: HistoryError) -> Result<Status, Failure> {
    let failure = Failure::from(error);
    let cause = failure.cause.map(|cause| format!(": {cause}")).unwrap_or_default();
    print(&[format!("{}{cause}", failure.sentence)])?;
    say(&[format!("help: {}", failure.help)]);
    Ok(Status::Findings)
}

fn check(history: &History) -> Result<Status, Failure> {
    let report = history.check()?;
    let mut lines: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let counts = [(report.n_attempts, "attempt"), (report.n_events, "event"), (report.n_answers, "answer")];
    let looked_at = counts.map(|(n, noun)| number_of(n, noun)).join(", ");
    lines.push(if report.is_sound() {
        format!("The history is sound: {looked_at}.")
    } else {
        format!("{} in {looked_at}.", counted(report.problems.len(), "problem"))
    });
    print(&lines)?;
    Ok(if report.is_sound() { Status::Done } else { Status::Findings })
}

fn verify(history: &History) -> Result<Status, Failure> {
    let verified = history.verify()?;
    let records = number_of(verified.n_events, "record");
    let Some(first) = verified.first else {
        return print(&[format!("Nothing was edited, removed, doubled or moved: {records}.")]);
    };
    print(&[first.to_string()])?;
    say(&["help: `hitquiz history check` lists everything that does not agree".to_owned()]);
    Ok(Status::Findings)
}

fn number_of(n: u64, what: &str) -> String {
    counted(usize::try_from(n).unwrap_or(usize::MAX), what)
}

fn import(run: &Run, file: &Path) -> Result<Status, Failure> {
    let mut history = attempt::writable(run)?;
    let Imported { n_attempts, n_continued, n_answers, n_known, apart } = history.import(file)?;
    let [attempts, continued, known] = [n_attempts, n_continued, n_known].map(|n| number_of(n, "attempt"));
    let mut lines = vec![format!("Imported {attempts} with {}.", number_of(n_answers, "answer"))];
    if n_continued > 0 {
        lines.push(format!("Went on with {continued} that had begun here."));
    }
    if n_known > 0 {
        lines.push(format!("Left out {known}: all of it is here already."));
    }
    lines.extend(apart.iter().map(|(theirs, ours)| {
        format!("Left out: attempt {theirs} of the file went on otherwise than attempt {ours} here.")
    }));
    back_up_after(&run.data_directory()?);
    print(&lines)
}

fn back_up(run: &Run, file: Option<&Path>) -> Result<Status, Failure> {
    let directory = run.data_directory()?;
    let mut history = backup::source(&directory)?;
    history.warnings().iter().for_each(say_warning);
    let copied = |history: &History| match file {
        Some(file) => history.back_up_to(file),
        None => history.back_up(now().wall),
    };
    let made = skippable(|halt| -> Result<Option<Backup>, Failure> {
        history.heed(halt)?;
        match said_if_long("Copying the history. Ctrl-C breaks that off.", || copied(&history)) {
            Err(_) if halt.is_asked() => Ok(None),
            made => Ok(Some(made?)),
        }
    })?;
    let Some(made) = made else {
        // The terminal has shown the key at the beginning of the line.
        say(&[String::new(), "Nothing was backed up.".to_owned()]);
        return Ok(BROKEN_OFF);
    };
    let answers = number_of(made.n_answers, "answer");
    print(&[format!("Backed up {answers} to `{}`.", SafeText::path(&made.path))])
}

fn bring_back(run: &Run, file: Option<&Path>) -> Result<Status, Failure> {
    let directory = run.data_directory()?;
    let chosen = match file {
        Some(file) => file.to_owned(),
        None => {
            let newest = newest_good(&directory)?;
            if !is_wanted(&newest)? {
                return print(&["Nothing was changed.".to_owned()]);
            }
            newest.path
        }
    };
    let restored = said_if_long("Bringing the history back.", || restore(&directory, &chosen, now().wall))?;
    let mut lines = vec![format!(
        "Restored {} from `{}`.",
        number_of(restored.backup.n_answers, "answer"),
        SafeText::path(&restored.backup.path)
    )];
    if let Some(folder) = &restored.set_aside {
        lines.push(format!("What was there is set aside in `{}`.", SafeText::path(folder)));
    }
    if restored.n_newer > 0 {
        let newer = counted(restored.n_newer, "backup");
        lines.push(format!("With it went {newer} of what came later."));
    }
    print(&lines)
}

/// Asks whether a backup is the one that is wanted; where nobody is there to ask, the command was the answer.
fn is_wanted(backup: &Backup) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    let question = format!("Bring back {}? What is there now is set aside.", backup.words());
    let mut is_wanted = false;
    attempt::with_dialogue(|dialogue| {
        is_wanted = confirm(dialogue, &question)?;
        Ok(Status::Done)
    })?;
    Ok(is_wanted)
}
