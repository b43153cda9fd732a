//! Failures on purpose at the one edge to SQLite, for the tests.

use std::cell::Cell;

/// What fails, from which call on.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    n_calls: Cell<u64>,
    plan: Cell<Option<Plan>>,
}

/// A failure that is planned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// The call that fails, from 1.
    pub(crate) call: u64,
    /// Does every call behind it fail too?
    pub(crate) for_good: bool,
    /// What SQLite says: an extended result code.
    pub(crate) code: i32,
}

impl Faults {
    /// Counts from 1 again, and fails as planned.
    pub(crate) fn set(&self, plan: Option<Plan>) {
        self.n_calls.set(0);
        self.plan.set(plan);
    }

    /// Returns how many calls there were since the last plan.
    pub(crate) fn n_calls(&self) -> u64 {
        self.n_calls.get()
    }

    /// Counts a call, and fails it where that is planned.
    pub(crate) fn pass(&self) -> rusqlite::Result<()> {
        let call = self.n_calls.get() + 1;
        self.n_calls.set(call);
        match self.plan.get() {
            Some(plan) if call == plan.call || (plan.for_good && call > plan.call) => {
                Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(plan.code), None))
            }
            Some(_) | None => Ok(()),
        }
    }
}
