//! Ctrl-C while something is done that can be skipped.

use crate::cli::failure::Status;
use crate::history::halt::Halt;

/// How a command ends that Ctrl-C has broken off: SIGINT has this number everywhere.
pub(super) const BROKEN_OFF: Status = Status::Signal(2);

/// Does `work`, which is asked to break off where Ctrl-C is pressed meanwhile; before and after, that ends the program.
#[cfg(unix)]
pub(super) fn skippable<T>(work: impl FnOnce(&Halt) -> T) -> T {
    unix::skippable(work)
}

/// Elsewhere Ctrl-C ends the program.
#[cfg(not(unix))]
pub(super) fn skippable<T>(work: impl FnOnce(&Halt) -> T) -> T {
    work(&Halt::default())
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, LazyLock};

    use signal_hook::consts::SIGINT;
    use signal_hook::flag::{register, register_conditional_default};

    use crate::history::halt::Halt;

    /// What Ctrl-C does. It is registered once: a handler that is taken away leaves the signal ignored.
    #[derive(Default)]
    struct Interrupt {
        was_pressed: Arc<AtomicBool>,
        ends_program: Arc<AtomicBool>,
    }

    static INTERRUPT: LazyLock<Option<Interrupt>> = LazyLock::new(|| Interrupt::registered().ok());

    impl Interrupt {
        fn registered() -> io::Result<Self> {
            let interrupt = Self::default();
            register(SIGINT, Arc::clone(&interrupt.was_pressed))?;
            register_conditional_default(SIGINT, Arc::clone(&interrupt.ends_program))?;
            Ok(interrupt)
        }
    }

    pub(super) fn skippable<T>(work: impl FnOnce(&Halt) -> T) -> T {
        // Where that cannot be had, the key ends the program as it does by default.
        let Some(interrupt) = INTERRUPT.as_ref() else { return work(&Halt::default()) };
        interrupt.was_pressed.store(false, Ordering::SeqCst);
        interrupt.ends_program.store(false, Ordering::SeqCst);
        let done = work(&Halt::by(Arc::clone(&interrupt.was_pressed)));
        interrupt.ends_program.store(true, Ordering::SeqCst);
        done
    }
}
