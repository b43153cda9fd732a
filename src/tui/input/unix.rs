//! The terminal that is read from, and the signal of a change of its size.

use std::io::{self, Read as _};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use crossterm::event::Event;
use crossterm::terminal::size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;

use crate::clock::{Moment, now};
use crate::tui::input::decoder::Decoder;

/// Bytes read at a time: more than a terminal gives at once.
const AT_ONCE: usize = 8 * 1024;

/// How long what belongs to an escape may take to follow it: the start of a paste may be cut there, and the paste would
/// be taken for keys.
const BEHIND_AN_ESCAPE: Duration = Duration::from_millis(20);

/// What the terminal sends.
#[derive(Debug)]
pub struct Input {
    decoder: Decoder,
    /// Readable after each change of size.
    resized: UnixStream,
}

impl Input {
    /// Returns the input of the terminal; changes of its size are told from now on.
    ///
    /// # Errors
    /// What the system answers.
    pub fn open() -> io::Result<Self> {
        let (resized, signal) = UnixStream::pair()?;
        resized.set_nonblocking(true)?;
        signal.set_nonblocking(true)?;
        signal_hook::low_level::pipe::register(SIGWINCH, signal)?;
        Ok(Self { decoder: Decoder::default(), resized })
    }

    /// Waits up to `timeout`, and says whether there is an event.
    ///
    /// # Errors
    /// What the terminal answers; [`io::ErrorKind::UnexpectedEof`] where it is gone.
    pub fn has_event_within(&mut self, timeout: Duration) -> io::Result<bool> {
        let since = now();
        while !self.decoder.has_event() {
            let left = timeout.saturating_sub(elapsed(since));
            if !self.take_in(Some(left))? && left.is_zero() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// What the terminal answers; [`io::ErrorKind::UnexpectedEof`] where it is gone.
    pub fn next_event(&mut self) -> io::Result<Event> {
        loop {
            if let Some(event) = self.decoder.next_event() {
                return Ok(event);
            }
            self.take_in(None)?;
        }
    }

    /// Waits until something comes, takes it in, and says whether there was something.
    fn take_in(&mut self, timeout: Option<Duration>) -> io::Result<bool> {
        let (has_keys, has_size) = self.wait(timeout)?;
        if has_keys {
            self.read_keys()?;
        }
        if has_size {
            self.read_size()?;
        }
        Ok(has_keys || has_size)
    }

    /// Waits for keys and for changes of size.
    fn wait(&self, timeout: Option<Duration>) -> io::Result<(bool, bool)> {
        let stdin = io::stdin();
        let mut asked = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.resized, PollFlags::IN)];
        // One that is too long to be told is as good as none.
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        match poll(&mut asked, timeout.as_ref()) {
            // A signal: who asked looks again.
            Err(Errno::INTR) => return Ok((false, false)),
            outcome => outcome?,
        };
        let [keys, size] = asked.map(|asked| !asked.revents().is_empty());
        Ok((keys, size))
    }

    fn read_keys(&mut self) -> io::Result<()> {
        let mut bytes = [0; AT_ONCE];
        let n_bytes = match rustix::io::read(io::stdin(), &mut bytes) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n_bytes) => n_bytes,
            // Another program may have taken it, or the terminal be set not to wait.
            Err(Errno::AGAIN | Errno::INTR) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.decoder.take_in(bytes.get(..n_bytes).unwrap_or_default(), now());
        if self.decoder.is_behind_an_escape() && !more_follows()? {
            self.decoder.nothing_follows();
        }
        Ok(())
    }

    fn read_size(&mut self) -> io::Result<()> {
        let mut told = [0; 64];
        // All that has been told is one change.
        while self.resized.read(&mut told).is_ok_and(|n_bytes| n_bytes > 0) {}
        let (columns, rows) = size()?;
        self.decoder.add(Event::Resize(columns, rows));
        Ok(())
    }
}

/// Waits for what belongs to an escape, and says whether something has come.
fn more_follows() -> io::Result<bool> {
    let since = now();
    let stdin = io::stdin();
    loop {
        let mut asked = [PollFd::new(&stdin, PollFlags::IN)];
        let left = Timespec::try_from(BEHIND_AN_ESCAPE.saturating_sub(elapsed(since))).ok();
        match poll(&mut asked, left.as_ref()) {
            // Signals do not shorten it: half a sequence would be taken for keys.
            Err(Errno::INTR) => {}
            outcome => return Ok(outcome? > 0),
        }
    }
}

fn elapsed(since: Moment) -> Duration {
    Duration::from_millis(now().since(since).0)
}
