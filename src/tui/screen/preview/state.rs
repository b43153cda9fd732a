//! What is known of the file: what it holds, or what is wrong with it and what it held before.

use crate::bank::diagnostic::Diagnostic;
use crate::bank::rule::Severity;
use crate::clock::UnixMillis;
use crate::library::preview::Preview;
use crate::tui::message::{Failure, Sight};

/// What is known of the file.
#[derive(Debug, Default)]
pub struct State {
    /// What it held when its questions could be shown last.
    pub shown: Option<Preview>,
    /// Why it is not that which is shown.
    pub trouble: Option<Trouble>,
    /// When it was read last.
    pub read_at: UnixMillis,
}

/// Why a file's questions cannot be shown.
#[derive(Debug)]
pub enum Trouble {
    /// It has errors that leave no bank.
    Errors(Vec<Diagnostic>),
    /// It cannot be read.
    Unreadable(Failure),
}

impl State {
    /// Takes in what the file is now; what it held before stays where not all of its questions can be shown.
    ///
    /// Where it never held more, those are shown that can be.
    pub fn take_in(&mut self, sight: Sight) {
        self.read_at = sight.at;
        let was_whole = self.shown.as_ref().is_some_and(|shown| shown.n_left_out == 0);
        self.trouble = match sight.preview {
            Ok(preview) if preview.questions.is_empty() || (preview.n_left_out > 0 && was_whole) => {
                Some(Trouble::Errors(preview.diagnostics))
            }
            Ok(preview) => {
                self.shown = Some(preview);
                None
            }
            Err(failure) => Some(Trouble::Unreadable(failure)),
        };
    }

    /// Returns the problems of the file as it was read last.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match (&self.trouble, &self.shown) {
            (Some(Trouble::Errors(diagnostics)), _) => diagnostics,
            (Some(Trouble::Unreadable(_)), _) | (None, None) => &[],
            (None, Some(preview)) => &preview.diagnostics,
        }
    }

    /// Counts the problems of one severity.
    #[must_use]
    pub fn n(&self, severity: Severity) -> usize {
        self.diagnostics().iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Counts the questions that the file lists and that cannot be shown.
    #[must_use]
    pub fn n_left_out(&self) -> usize {
        self.shown.as_ref().map_or(0, |preview| preview.n_left_out)
    }

    /// Counts the questions that can be shown.
    #[must_use]
    pub fn n_questions(&self) -> usize {
        self.shown.as_ref().map_or(0, |preview| preview.questions.len())
    }
}
