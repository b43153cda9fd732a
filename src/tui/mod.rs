//! The terminal face: what one sees, and what keys do to it.
//!
//! A key becomes a message ([`keymap`]), the message changes the [`model::Model`] and gives effects, [`world`] carries
//! them out and answers with messages, and [`draw`] puts the model on the screen. Nothing else names `ratatui` or
//! `crossterm`.

pub mod desk;
pub mod draw;
pub mod field;
mod finding;
pub mod footer;
pub mod input;
pub mod intent;
pub mod keymap;
pub mod message;
pub mod model;
pub mod page;
pub mod run;
pub mod screen;
pub mod scrolling;
pub mod signals;
pub mod situation;
pub mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod update;
pub mod widget;
pub mod world;

use std::path::PathBuf;

use crate::bank::file::FileError;
use crate::history::error::HistoryError;
use crate::library::NamedBankError;
use crate::library::proposal::Wish;
use crate::seed::Seed;
use crate::settings::Settings;

pub use crate::tui::run::{preview, run};

/// What the terminal face needs to know.
#[derive(Debug)]
pub struct Context {
    /// Where the history and the user's banks are.
    pub data_directory: PathBuf,
    /// Banks named on the command line.
    pub banks: Vec<PathBuf>,
    /// What is kept between starts.
    pub settings: Settings,
    /// Where it is kept; changes hold until the end where that is nowhere.
    pub settings_file: Option<PathBuf>,
    /// The number that draws follow from; a fresh one for each attempt where none is given.
    pub seed: Option<Seed>,
    /// When colours are used.
    pub colour: Colour,
    /// What to open first.
    pub opening: Opening,
}

/// What the preview of a bank file needs to know.
#[derive(Debug)]
pub struct PreviewContext {
    /// The file.
    pub file: PathBuf,
    /// What is kept between starts.
    pub settings: Settings,
    /// When colours are used.
    pub colour: Colour,
    /// The number that the order of choices follows from.
    pub seed: Seed,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even if `NO_COLOR` is set.
    Always,
    /// Not at all.
    Never,
}

/// What to open first.
#[derive(Clone, Debug, PartialEq)]
pub enum Opening {
    /// The home menu.
    Home,
    /// The attempt that something last happened in, of those that are open.
    Resume,
    /// A new attempt.
    Wish(Box<Wish>),
}

/// How the terminal face was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By q or Ctrl-C.
    Left,
}

/// Why the terminal face cannot be shown, or broke off.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// The terminal failed.
    #[error("cannot use the terminal")]
    Terminal(#[from] std::io::Error),
    /// A bank named on the command line cannot be used.
    #[error(transparent)]
    Bank(#[from] NamedBankError),
    /// The file to be previewed cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The attempt that was asked for could not be stored.
    #[error(transparent)]
    History(#[from] HistoryError),
}
