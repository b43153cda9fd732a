//! `bank preview`: a bank file as learners will see it.

use std::path::Path;

use crate::bank::file::read_file;
use crate::bank::rule::Severity;
use crate::check::rule::item::Month;
use crate::cli::attempt::colour;
use crate::cli::failure::{Failure, Status};
use crate::cli::listing::print;
use crate::cli::{Face, Run};
use crate::clock::now;
use crate::library::preview::{DEFAULT_SEED, Preview};
use crate::plain::preview::preview_lines;
use crate::seed::Seed;
use crate::text::SafeText;
use crate::tui;

/// Runs `bank preview`: on the screen until it is left, in plain mode once.
///
/// # Errors
/// A [`Failure`] where the file cannot be read, the terminal cannot be used or nothing can be written.
pub fn preview(run: &Run, path: &Path) -> Result<Status, Failure> {
    let seed = run.global.seed.map_or(DEFAULT_SEED, Seed);
    match run.face {
        Face::Screen => {
            let (file, settings) = (path.to_owned(), run.settings.clone());
            tui::preview(tui::PreviewContext { file, settings, colour: colour(run), seed })?;
            Ok(Status::Done)
        }
        Face::Plain => plain(path, seed),
    }
}

fn plain(path: &Path, seed: Seed) -> Result<Status, Failure> {
    let bytes = read_file(path).map_err(|error| Failure::of(&error, error.help()))?;
    let name = SafeText::path(path);
    let preview = Preview::new(&name, &bytes, &Month::of_day(&now().wall.local_day()), seed);
    print(&preview_lines(&name, &preview))?;
    match preview.n(Severity::Error) {
        0 => Ok(Status::Done),
        _ => Ok(Status::Findings),
    }
}
