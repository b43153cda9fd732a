//! `bank power`: how well a placement with these questions tells roles apart.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Run;
use crate::cli::arguments::{Format, Power};
use crate::cli::failure::{Failure, Status, say};
use crate::cli::listing::print;
use crate::library::{Library, Origin};
use crate::power::Watch;
use crate::power::pool::Pool;
use crate::power::table::{self, DEFAULT_PEOPLE, Wanted};
use crate::power::world::World;
use crate::report::power::{Simulated, json, words};
use crate::seed::Seed;

/// Seed where none is given: the one of the figures in docs/measurement.md.
const DEFAULT_SEED: Seed = Seed(2);

/// A signal that asks the program to end, 0 while there was none.
struct Signal(Arc<AtomicUsize>);

/// Runs `bank power`.
///
/// # Errors
/// A [`Failure`] where a bank cannot be used, there is no question, or nothing can be written.
pub fn power(run: &Run, asked: &Power) -> Result<Status, Failure> {
    let (world, n_banks) = world(asked)?;
    if matches!(&world.pool, Pool::Banks(known) if known.is_empty()) {
        return Err(Failure::new(
            "there is no live question to ask simulated people",
            "name banks with live questions, or none for simulated questions",
        ));
    }
    let wanted = Wanted {
        n_people: asked.people.map_or(DEFAULT_PEOPLE, |n| n as usize),
        n_questions: asked.questions.map(usize::from),
        seed: run.global.seed.map_or(DEFAULT_SEED, Seed),
    };
    let signal = Signal::watched()?;
    let bar = progress_bar(run, table::n_people(wanted));
    let one_done = || {
        bar.inc(1);
        if signal.number() == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let table = table::table(&world, wanted, Watch(&one_done));
    let Some(table) = table else {
        // What a terminal echoes for Ctrl-C stands behind the bar, so that the bar cannot be taken away any more.
        bar.abandon();
        say(&["stopped: there is no table of some of the people".to_owned()]);
        return Ok(Status::Signal(signal.number()));
    };
    bar.finish_and_clear();
    let simulated = Simulated::of(&world, wanted, n_banks);
    print(&match run.global.format {
        Format::Json => vec![json::object(&table, &simulated).to_string()],
        Format::Text | Format::Sarif => words::lines(&table, &simulated),
    })
}

/// Returns the roles and questions that are asked for, and how many banks the questions are from.
fn world(asked: &Power) -> Result<(World, Option<usize>), Failure> {
    if asked.paths.is_empty() && !asked.built_in {
        return Ok((World::standard(), None));
    }
    let library = Library::load(None, &asked.paths)?;
    let wanted = if asked.built_in { Origin::BuiltIn } else { Origin::CommandLine };
    let banks: Vec<_> = library.all().into_iter().filter(|found| found.origin == wanted).collect();
    Ok((World::of_banks(&banks), Some(banks.len())))
}

/// Returns a bar on standard error; one that is not drawn where that is no terminal, or somebody reads line by line.
fn progress_bar(run: &Run, n_people: usize) -> ProgressBar {
    if run.global.plain || run.settings.plain {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(n_people as u64), ProgressDrawTarget::stderr_with_hz(4));
    // A template that is wrong gives the bar as it comes.
    match ProgressStyle::with_template("[{wide_bar}] {percent:>3} % {eta} left") {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        Err(_) => bar,
    }
}

impl Signal {
    /// Returns the signal that is to come, if any.
    #[cfg(unix)]
    fn watched() -> Result<Self, Failure> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
        let number = Arc::new(AtomicUsize::new(0));
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            let value = usize::try_from(signal).unwrap_or_default();
            signal_hook::flag::register_usize(signal, Arc::clone(&number), value)
                .map_err(|error| Failure::of(&error, "run it where signals can be watched"))?;
        }
        Ok(Self(number))
    }

    /// Returns a signal that never comes: Ctrl-C ends the program at once.
    #[cfg(not(unix))]
    fn watched() -> Result<Self, Failure> {
        Ok(Self(Arc::new(AtomicUsize::new(0))))
    }

    fn number(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}
