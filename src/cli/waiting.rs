//! Telling somebody what they wait for.

use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::cli::failure::say;

/// How long something may take before it is said what it is.
const UNSAID: Duration = Duration::from_secs(1);

/// Does `work`, and says what it is to somebody at a terminal where it takes long.
pub(super) fn said_if_long<T>(what: &str, work: impl FnOnce() -> T) -> T {
    std::thread::scope(|scope| {
        let (working, done) = channel::<()>();
        let tell_if_long = move || {
            if done.recv_timeout(UNSAID) == Err(RecvTimeoutError::Timeout) {
                say(&[what.to_owned()]);
            }
        };
        if std::io::stderr().is_terminal() {
            // Where no thread is to be had the work is done all the same.
            let _ = std::thread::Builder::new().name("telling".to_owned()).spawn_scoped(scope, tell_if_long);
        }
        let made = work();
        drop(working);
        made
    })
}
