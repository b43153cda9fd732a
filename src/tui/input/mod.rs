//! What is typed, pasted and clicked, as events, and the changes of size: read from the terminal itself on Unix, so that
//! a paste can be taken in piece by piece and counts as over where its end is lost.

#[cfg(unix)]
pub mod decoder;
#[cfg(unix)]
mod sequence;
#[cfg(unix)]
mod unix;

#[cfg(unix)]
pub use crate::tui::input::unix::Input;

#[cfg(not(unix))]
pub use elsewhere::Input;

#[cfg(not(unix))]
mod elsewhere {
    use std::io;
    use std::time::Duration;

    use crossterm::event::{Event, poll, read};

    /// What the system says of keys, pastes, the mouse and the size.
    #[derive(Debug)]
    pub struct Input;

    impl Input {
        /// Returns the input of the terminal.
        ///
        /// # Errors
        /// None here.
        pub fn open() -> io::Result<Self> {
            Ok(Self)
        }

        /// Waits up to `timeout`, and says whether there is an event.
        ///
        /// # Errors
        /// What the terminal answers.
        pub fn has_event_within(&mut self, timeout: Duration) -> io::Result<bool> {
            // With no time at all it would not be looked whether something has come.
            poll(timeout.max(Duration::from_micros(100)))
        }

        /// Waits for the next event.
        ///
        /// # Errors
        /// What the terminal answers.
        pub fn next_event(&mut self) -> io::Result<Event> {
            read()
        }
    }
}
