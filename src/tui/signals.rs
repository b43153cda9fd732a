//! Signals and the end of the terminal, watched on threads of their own: whoever draws on a terminal that nobody reads
//! waits for ever, so that a flag would never be looked at.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// Was Ctrl-C pressed?
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Was Ctrl-C pressed? Who reads keys leaves then, once it has taken in what was typed before.
#[must_use]
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Stops the program as Ctrl-Z does in a shell; the terminal is taken again when it is continued.
pub fn suspend() {
    #[cfg(unix)]
    {
        // A signal that cannot be raised leaves everything as it is.
        let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
    }
}

/// Watches for signals, and for the end of the terminal, from now on.
///
/// # Errors
/// What the system answers.
#[cfg(unix)]
pub fn watch() -> io::Result<()> {
    unix::watch()
}

/// Elsewhere there are no such signals.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn watch() -> io::Result<()> {
    Ok(())
}

/// Ends the program as SIGHUP does if the terminal is gone, be it that nobody has sent that yet.
pub fn end_if_terminal_is_gone() {
    #[cfg(unix)]
    unix::end_if_terminal_is_gone();
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::SignalsInfo;
    use signal_hook::iterator::exfiltrator::WithOrigin;
    use signal_hook::low_level::siginfo::{Cause, Origin};
    use signal_hook::low_level::{emulate_default_handler, raise};

    use crate::tui::signals::INTERRUPTED;
    use crate::tui::terminal::{is_wanted, leave, leave_for_a_while, take_again};

    /// How long the reader of keys has to take in what was typed before Ctrl-C.
    const TO_READ_ON: Duration = Duration::from_millis(200);

    pub(super) fn watch() -> io::Result<()> {
        let mut signals =
            SignalsInfo::<WithOrigin>::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            while !signals.is_closed() {
                let arrived: Vec<Origin> = signals.wait().collect();
                for origin in arrived {
                    take_in(&origin, &mut signals);
                }
            }
        })?;
        std::thread::Builder::new().name("hang-up".to_owned()).spawn(end_with_the_terminal)?;
        Ok(())
    }

    fn take_in(origin: &Origin, signals: &mut SignalsInfo<WithOrigin>) {
        match origin.signal {
            SIGTSTP => {
                leave_for_a_while();
                let since: Vec<Origin> = signals.pending().collect();
                // One that is continued before it has stopped must not stop for good.
                match since.iter().find(|since| since.signal != SIGTSTP) {
                    Some(Origin { signal: SIGCONT, .. }) => go_on(),
                    Some(ending) => end(ending),
                    None => stop(),
                }
            }
            SIGCONT => go_on(),
            _ => end(origin),
        }
    }

    /// Gives the terminal back and ends the program as the signal asks.
    fn end(origin: &Origin) {
        let is_key = origin.signal == SIGINT && !matches!(origin.cause, Cause::Sent(_));
        if is_key && is_wanted() {
            interrupt();
        }
        // Once the face has been left the key is no longer about it.
        if is_key && !is_wanted() {
            return;
        }
        leave();
        std::process::exit(if is_key { 0 } else { 128 + origin.signal })
    }

    /// Has the reader of keys leave, and returns where it does not.
    fn interrupt() {
        INTERRUPTED.store(true, Ordering::SeqCst);
        // A change of size wakes it.
        let _ = raise(SIGWINCH);
        std::thread::sleep(TO_READ_ON);
    }

    fn stop() {
        // Where stopping is not possible the terminal is taken again at once.
        if emulate_default_handler(SIGTSTP).is_err() {
            go_on();
        }
    }

    fn go_on() {
        take_again();
        // Wakes the reader of keys with a change of size, upon which all is drawn anew.
        let _ = raise(SIGWINCH);
    }

    /// Waits until the terminal is gone, and ends the program then: not everybody is sent a signal.
    fn end_with_the_terminal() {
        if is_terminal_gone(None) {
            hang_up();
        }
    }

    pub(super) fn end_if_terminal_is_gone() {
        if is_terminal_gone(Some(&Timespec::default())) {
            hang_up();
        }
    }

    fn hang_up() -> ! {
        leave();
        std::process::exit(128 + SIGHUP)
    }

    /// Waits up to `timeout` for the end of the terminal; one that cannot be watched is left to the signals.
    fn is_terminal_gone(timeout: Option<&Timespec>) -> bool {
        let stdin = io::stdin();
        let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
        while let Err(Errno::INTR) = poll(&mut terminal, timeout) {}
        terminal.iter().any(|asked| asked.revents().intersects(PollFlags::HUP | PollFlags::ERR))
    }
}
