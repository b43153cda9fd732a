//! Giving up a long piece of work from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks for a long piece of work to be given up; every clone asks for the same.
#[derive(Clone, Debug, Default)]
pub struct Halt(Arc<AtomicBool>);

impl Halt {
    /// Returns what asks as soon as `flag` is set, be it by a signal.
    #[must_use]
    pub fn by(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }

    /// Asks for it.
    pub fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Has somebody asked for it?
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
