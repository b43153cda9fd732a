//! Whether anybody reads what a program in a pseudo-terminal draws.

use std::sync::{Condvar, Mutex};

/// Does anybody read what the program draws?
#[derive(Default)]
pub(crate) struct Reading {
    state: Mutex<ReadingState>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ReadingState {
    #[default]
    Reads,
    Pauses,
    HasLeft,
}

impl Reading {
    pub(crate) fn set(&self, state: ReadingState) {
        *self.state.lock().unwrap() = state;
        self.changed.notify_all();
    }

    /// Waits while nobody reads; is there anything to read for afterwards?
    pub(crate) fn goes_on(&self) -> bool {
        let state = self.state.lock().unwrap();
        *self.changed.wait_while(state, |state| *state == ReadingState::Pauses).unwrap()
            == ReadingState::Reads
    }
}
