//! The terminal, taken and given back as it was: on leaving, on a panic and on a signal.
//!
//! Invariant: whoever draws or gives the terminal back holds `GATE`, so that nothing is drawn on a terminal that was
//! given back.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, force_color_output};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::clock::now;

/// How long a signal waits for a drawing that is under way, before it gives the terminal back regardless.
const GRACE: Duration = Duration::from_millis(150);

/// Presses and the wheel, in coordinates without a limit; motion is not reported, since nothing follows from it.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// The same taken back.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Held while something is written to the terminal.
static GATE: Mutex<()> = Mutex::new(());

/// Is the terminal taken?
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Is the face being shown, be it that the terminal is given back for a while?
static WANTED: AtomicBool = AtomicBool::new(false);

/// Has something else written on the screen, so that all of it has to be drawn anew?
static STALE: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; given back when dropped.
#[derive(Debug)]
pub struct Screen {
    shown: Buffer,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, bracketed paste, the mouse.
    ///
    /// # Errors
    /// What the terminal answers.
    pub fn take(has_colours: bool) -> io::Result<Self> {
        // The face decides on colours itself; with colours on, `NO_COLOR` must not take them away again.
        force_color_output(has_colours);
        give_back_on_panic();
        let _gate = gate();
        WANTED.store(true, Ordering::SeqCst);
        take().inspect_err(|_| give_back())?;
        Ok(Self { shown: Buffer::empty(Rect::default()) })
    }

    /// Draws what has changed; writes nothing where nothing has.
    ///
    /// # Errors
    /// What the terminal answers.
    pub fn draw(&mut self, size: (u16, u16), draw: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        let area = Rect::new(0, 0, size.0, size.1);
        let mut buffer = Buffer::empty(area);
        if area.area() > 0 {
            draw(&mut buffer);
        }
        let _gate = gate();
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let is_stale = STALE.swap(false, Ordering::SeqCst) || self.shown.area != area;
        if is_stale {
            self.shown = Buffer::empty(area);
            queue!(out, BeginSynchronizedUpdate, Clear(ClearType::All))?;
        }
        let changes = self.shown.diff(&buffer);
        if changes.is_empty() && !is_stale {
            return Ok(());
        }
        if !is_stale {
            queue!(out, BeginSynchronizedUpdate)?;
        }
        CrosstermBackend::new(&mut out).draw(changes.into_iter())?;
        queue!(out, EndSynchronizedUpdate)?;
        out.flush()?;
        self.shown = buffer;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _gate = gate();
        WANTED.store(false, Ordering::SeqCst);
        give_back();
    }
}

/// Returns the right to write to the terminal; a panic while it was held takes nothing away.
fn gate() -> MutexGuard<'static, ()> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the right to write to the terminal, or nothing where a drawing hangs, as on a terminal that is stopped.
fn gate_within(grace: Duration) -> Option<MutexGuard<'static, ()>> {
    let since = now();
    loop {
        match GATE.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if u128::from(now().since(since).0) < grace.as_millis() => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return None,
        }
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    STALE.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Print(MOUSE_ON), Hide)
}

/// Gives the terminal back as it was; does nothing where it is not taken.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // A terminal that is gone cannot be mended; each step is tried all the same.
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// Gives the terminal back before a panic is told, so that its message can be read.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // The panicking thread may hold the gate itself.
            let gate = gate_within(GRACE);
            give_back();
            drop(gate);
            tell(panic);
        }));
    });
}

/// Watches for signals on a thread of its own: a closed terminal keeps the reader of keys busy for ever, so that a
/// flag would never be looked at.
///
/// # Errors
/// What the system answers.
#[cfg(unix)]
pub fn watch_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        while !signals.is_closed() {
            let arrived: Vec<i32> = signals.wait().collect();
            for signal in arrived {
                match signal {
                    SIGTSTP => {
                        leave_for_a_while();
                        let since: Vec<i32> = signals.pending().collect();
                        // One that is continued before it has stopped must not stop for good.
                        match since.iter().find(|signal| **signal != SIGTSTP) {
                            Some(&SIGCONT) => go_on(),
                            Some(ending) => end(*ending),
                            None => stop(),
                        }
                    }
                    SIGCONT => go_on(),
                    ending => end(ending),
                }
            }
        }
    })?;
    Ok(())
}

/// Gives the terminal back and ends the program as the signal asks.
#[cfg(unix)]
fn end(signal: i32) -> ! {
    let gate = gate_within(GRACE);
    give_back();
    // The gate is kept until the end, so that nothing is drawn after this.
    std::mem::forget(gate);
    std::process::exit(128 + signal)
}

/// Elsewhere there are no such signals.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn watch_signals() -> io::Result<()> {
    Ok(())
}

/// Stops the program as Ctrl-Z does in a shell; `go_on` follows when it is continued.
pub fn suspend() {
    #[cfg(unix)]
    {
        // A signal that cannot be raised leaves everything as it is.
        let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
    }
}

#[cfg(unix)]
fn leave_for_a_while() {
    let gate = gate_within(GRACE);
    give_back();
    drop(gate);
}

#[cfg(unix)]
fn stop() {
    // Where stopping is not possible the terminal is taken again at once.
    if signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP).is_err() {
        go_on();
    }
}

/// Takes the terminal again after a stop; does nothing where the face has been left meanwhile.
#[cfg(unix)]
fn go_on() {
    let gate = gate();
    if !WANTED.load(Ordering::SeqCst) {
        return;
    }
    // A terminal that cannot be taken again is left alone; the next key finds it so.
    let _ = take();
    drop(gate);
    // Wakes the reader of keys with a change of size, upon which all is drawn anew.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
}
