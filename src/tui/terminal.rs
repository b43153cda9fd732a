//! The terminal, taken and given back as it was: on leaving, on a panic and on a signal.
//!
//! Invariant: whoever draws or gives the terminal back holds `GATE`, so that nothing is drawn on a terminal that was
//! given back; who ends the program waits for it no longer than a moment.

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
use crate::text::SafeText;

/// How long a signal waits for a drawing that is under way, before it gives the terminal back regardless.
const GRACE: Duration = Duration::from_millis(150);

/// Presses and the wheel, in coordinates without a limit; motion is not reported, since nothing follows from it.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// The same taken back.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// What Ctrl-C sends.
#[cfg(unix)]
const CONTROL_C: u8 = 3;

/// What stands for no key at all (`_POSIX_VDISABLE`).
#[cfg(unix)]
const NO_KEY: u8 = if cfg!(any(target_os = "linux", target_os = "android")) { 0 } else { 0xff };

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
        disarm(&mut buffer);
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

/// Replaces every cell that could steer the terminal or hide something: screens are made of harmless text, and this is
/// the wall behind them, since `ratatui` lets through what is put into a cell.
fn disarm(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if !symbol.is_ascii() || symbol.bytes().any(|byte| byte.is_ascii_control()) {
            let is_harmless = SafeText::line(symbol).as_str() == symbol;
            if !is_harmless {
                cell.set_symbol("?");
            }
        }
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
    keep_interrupt_key()?;
    STALE.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Print(MOUSE_ON), Hide)
}

/// Keeps Ctrl-C a signal and not a byte: it then leaves at once, also in a paste that has lost its end and where nobody
/// reads what is drawn.
#[cfg(unix)]
fn keep_interrupt_key() -> io::Result<()> {
    use rustix::process::getpgrp;
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcgetpgrp, tcsetattr};

    let stdin = io::stdin();
    // A terminal that is not ours to be signalled from gives the key to nobody then.
    if tcgetpgrp(&stdin).ok() != Some(getpgrp()) {
        return Ok(());
    }
    let mut modes = tcgetattr(&stdin)?;
    modes.special_codes[SpecialCodeIndex::VINTR] = CONTROL_C;
    modes.special_codes[SpecialCodeIndex::VQUIT] = NO_KEY;
    modes.special_codes[SpecialCodeIndex::VSUSP] = NO_KEY;
    // What was typed before the key is still read.
    modes.local_modes.insert(LocalModes::ISIG | LocalModes::NOFLSH);
    Ok(tcsetattr(&stdin, OptionalActions::Now, &modes)?)
}

/// Elsewhere Ctrl-C is a key like the others.
#[cfg(not(unix))]
fn keep_interrupt_key() -> io::Result<()> {
    Ok(())
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

/// Does what may have to wait for the terminal, and goes on without it after twice the grace: one that nobody reads,
/// or that was stopped by Ctrl-S, takes nothing in.
fn in_time(act: impl FnOnce() + Send + 'static) {
    let (done, is_done) = std::sync::mpsc::channel();
    let started = std::thread::Builder::new().name("terminal".to_owned()).spawn(move || {
        act();
        // Nobody waits any more where this comes too late.
        let _ = done.send(());
    });
    if started.is_ok() {
        // Done or too late: what follows is the same.
        let _ = is_done.recv_timeout(GRACE * 2);
    }
}

/// Gives the terminal back until it is taken again.
pub(super) fn leave_for_a_while() {
    in_time(|| {
        let gate = gate_within(GRACE);
        give_back();
        drop(gate);
    });
    // The modes need no reader; a terminal that takes nothing in is given back in this much.
    let _ = disable_raw_mode();
}

/// Is the face being shown, be it that the terminal is given back for a while?
pub(super) fn is_wanted() -> bool {
    WANTED.load(Ordering::SeqCst)
}

/// Gives the terminal back for good: nothing is drawn after this.
pub(super) fn leave() {
    in_time(|| {
        let gate = gate_within(GRACE);
        give_back();
        std::mem::forget(gate);
    });
    let _ = disable_raw_mode();
}

/// Takes the terminal again after a stop; does nothing where the face has been left meanwhile.
pub(super) fn take_again() {
    in_time(|| {
        let gate = gate();
        if !WANTED.load(Ordering::SeqCst) {
            return;
        }
        // A terminal that cannot be taken again is left alone; the next key finds it so.
        let _ = take();
        drop(gate);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_could_steer_the_terminal_is_not_drawn() {
        let symbols = ["\u{1b}[2J", "\u{9b}31m", "\u{202e}", "a\u{200b}", "\u{fe0f}", "\n", "\u{e0041}"];
        let sound = ["a", "日", "e\u{301}", "❤\u{fe0f}", "─", " ", ""];
        let mut buffer = Buffer::empty(Rect::new(0, 0, 14, 1));
        for (cell, symbol) in buffer.content.iter_mut().zip(symbols.iter().chain(&sound)) {
            cell.set_symbol(symbol);
        }
        disarm(&mut buffer);
        let drawn: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(drawn, [vec!["?"; 7], sound.to_vec()].concat());
    }
}
