//! Listings: roles, history, banks.

use std::ops::ControlFlow;

use serde_json::json;

use crate::cli::arguments::Format;
use crate::cli::failure::{Failure, Status};
use crate::cli::output::Output;
use crate::cli::{Run, attempt, wish};
use crate::framework::search::roles_matching;
use crate::framework::{RoleId, framework};
use crate::history::History;
use crate::history::answer::json_line;
use crate::history::error::HistoryError;
use crate::library::{BANKS_FOLDER, Found, Origin};
use crate::report::{attempts, banks, inventory, roles};
use crate::text::SafeText;

/// Attempts that are read from the store at a time.
const PAGE: usize = 500;

/// Runs `roles`: all of them, the one that is named, or those that the words may mean.
///
/// # Errors
/// A [`Failure`] where no role fits or nothing can be written.
pub fn roles(run: &Run, asked: Option<&str>) -> Result<Status, Failure> {
    let found: Vec<RoleId> = match asked {
        None => framework().roles().collect(),
        Some(name) => match RoleId::named(name) {
            Some(role) => vec![role],
            None => Some(roles_matching(name))
                .filter(|found| !found.is_empty())
                .map_or_else(|| wish::role(name).map(|role| vec![role]), Ok)?,
        },
    };
    let lines: Vec<String> = match (run.global.format, found.as_slice()) {
        (Format::Json, found) => found.iter().map(|role| role_json(*role).to_string()).collect(),
        (Format::Text | Format::Sarif, [role]) => roles::role(*role),
        (Format::Text | Format::Sarif, found) => {
            found.iter().map(|role| format!("{}: {}", role.as_str(), role.title())).collect()
        }
    };
    print(&lines)
}

fn role_json(id: RoleId) -> serde_json::Value {
    let role = id.role();
    let blueprint: serde_json::Map<String, serde_json::Value> = role
        .blueprint
        .weights()
        .map(|(domain, weight)| (domain.as_str().to_owned(), weight.into()))
        .collect();
    json!({
        "role": role.id, "code": role.code, "title": role.title, "summary": role.profile.summary,
        "titles": role.profile.titles, "training": role.profile.training, "blueprint": blueprint,
    })
}

/// Prints one stored answer a line, oldest first.
///
/// # Errors
/// A [`Failure`] where the history cannot be read or nothing can be written.
pub(crate) fn answers(history: &History) -> Result<Status, Failure> {
    streamed(|line| history.answers(&mut |row| line(&json_line(&row))))
}

/// Prints all that is stored, as JSON lines.
///
/// # Errors
/// A [`Failure`] where the history cannot be read or nothing can be written.
pub(crate) fn export(history: &History) -> Result<Status, Failure> {
    streamed(|line| history.export(&mut |exported| line(exported.as_str())))
}

/// Prints lines as they are read from the store.
fn streamed(
    read: impl FnOnce(&mut dyn FnMut(&str) -> ControlFlow<()>) -> Result<(), HistoryError>,
) -> Result<Status, Failure> {
    let mut output = Output::new();
    let mut written = Ok(());
    read(&mut |line| {
        written = output.line(line);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    written?;
    output.finish()?;
    Ok(Status::Done)
}

/// Prints one attempt a line, the newest first.
///
/// # Errors
/// A [`Failure`] where the history cannot be read or nothing can be written.
pub(crate) fn attempts_listed(history: &History) -> Result<Status, Failure> {
    let mut output = Output::new();
    let mut before = None;
    loop {
        let page = history.attempts(before, PAGE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        for row in &page {
            output.line(&attempts::line(row))?;
        }
    }
    if before.is_none() {
        output.line("No attempts yet: `hitquiz practice` begins one.")?;
    }
    output.finish()?;
    Ok(Status::Done)
}

/// Runs `bank list`.
///
/// # Errors
/// A [`Failure`] where nothing can be written.
pub fn bank_list(run: &Run, stats: bool) -> Result<Status, Failure> {
    if stats {
        return statistics(run);
    }
    match run.global.format {
        Format::Text | Format::Sarif => print(&bank_lines(run)?),
        Format::Json => {
            let all = attempt::library(run, &[])?.all();
            print(&all.iter().map(|found| bank_json(found).to_string()).collect::<Vec<_>>())
        }
    }
}

/// Counts the questions of the banks at hand.
fn statistics(run: &Run) -> Result<Status, Failure> {
    let pools = inventory::pools(&attempt::library(run, &[])?.all());
    print(&match run.global.format {
        Format::Text | Format::Sarif => inventory::lines(&pools),
        Format::Json => inventory::json_lines(&pools),
    })
}

/// Returns the banks at hand, one a line, those that were left out, and where one's own are put.
///
/// # Errors
/// A [`Failure`] where there is no data directory.
pub fn bank_lines(run: &Run) -> Result<Vec<String>, Failure> {
    let mut lines = banks::banks(&attempt::library(run, &[])?);
    let folder = SafeText::path(&run.data_directory()?.join(BANKS_FOLDER)).to_string();
    lines.push(format!("Your own banks: put them in `{folder}`, or name them with `--bank PATH`."));
    Ok(lines)
}

fn bank_json(found: &Found) -> serde_json::Value {
    json!({
        "bank": found.bank.id.as_str(), "title": found.bank.label.title.as_str(),
        "role": found.bank.role.map(RoleId::as_str), "questions": found.bank.questions.len(),
        "with_included": found.questions.len(),
        "file": (found.origin != Origin::BuiltIn).then(|| found.name.as_str()),
    })
}

/// Prints lines.
///
/// # Errors
/// A [`Failure`] where nothing can be written.
pub(crate) fn print(lines: &[String]) -> Result<Status, Failure> {
    let mut output = Output::new();
    for line in lines {
        output.line(line)?;
    }
    output.finish()?;
    Ok(Status::Done)
}
