//! Where the effects of a preview are carried out: the file is looked at, and nothing else happens.
//!
//! Invariant: no history is opened here, so that nothing answered in a preview can be stored.

use std::path::Path;

use crate::bank::file::FileError;
use crate::bank::watch::Watch;
use crate::check::rule::item::Month;
use crate::clock::Moment;
use crate::library::preview::Preview;
use crate::seed::Seed;
use crate::text::SafeText;
use crate::tui::message::{Done, Effect, Failure, Message, Sight};

/// A file on its author's desk.
#[derive(Debug)]
pub struct Desk {
    name: SafeText,
    watch: Watch,
    seed: Seed,
}

impl Desk {
    /// Reads the file, and begins to look whether it is saved.
    ///
    /// # Errors
    /// [`FileError`] where it cannot be read.
    pub fn open(path: &Path, seed: Seed, now: Moment) -> Result<(Self, Sight), FileError> {
        let (watch, bytes) = Watch::open(path)?;
        let desk = Self { name: SafeText::path(path), watch, seed };
        let sight = desk.sight(Ok(bytes), now);
        Ok((desk, sight))
    }

    /// Returns the name of the file.
    #[must_use]
    pub fn name(&self) -> &SafeText {
        &self.name
    }

    /// Carries out an effect.
    pub fn carry_out(&mut self, effect: &Effect, now: Moment) -> Message {
        Message::Done(match effect {
            Effect::LookAtFile => Done::Looked(self.watch.look().map(|read| Box::new(self.sight(read, now)))),
            Effect::ShowHelp => Done::HelpWanted,
            // A preview has no attempts, no banks beside its own and no settings to change.
            _ => Done::Nothing,
        })
    }

    fn sight(&self, read: Result<Vec<u8>, FileError>, now: Moment) -> Sight {
        let today = Month::of_day(&now.wall.local_day());
        let preview = read
            .map(|bytes| Preview::new(&self.name, &bytes, &today, self.seed))
            .map_err(|error| Failure::of(&error, error.help()));
        Sight { preview, at: now.wall }
    }
}
