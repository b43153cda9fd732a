//! The program in a pseudo-terminal with an emulated screen.

#[cfg(target_os = "linux")]
mod process;
mod reading;

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use crate::terminal::reading::{Reading, ReadingState};

/// How long a condition may take to come true before the test gives up: far more than it ever needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the program writes behind each frame.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// A program running in a pseudo-terminal, and the screen as somebody would see it.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    reading: Arc<Reading>,
    emulator: vt100::Parser,
    raw: Vec<u8>,
}

impl Terminal {
    /// Starts the program with its data in `home`, on a screen of `columns` and `rows`.
    pub(crate) fn start(home: &Path, columns: u16, rows: u16, arguments: &[&str]) -> Self {
        Self::start_with(home, columns, rows, arguments, &[])
    }

    /// Starts the program with more variables in its environment.
    pub(crate) fn start_with(
        home: &Path,
        columns: u16,
        rows: u16,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let command = [&[env!("CARGO_BIN_EXE_hitquiz")], arguments].concat();
        Self::start_command(home, (columns, rows), &command, variables)
    }

    /// Starts another program than ours, or ours by way of another.
    pub(crate) fn start_command(
        home: &Path,
        (columns, rows): (u16, u16),
        words: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let keys = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        let reading = Arc::new(Reading::default());
        let readers = Arc::clone(&reading);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() || !readers.goes_on() {
                    break;
                }
            }
        });
        Self {
            child,
            master: pair.master,
            keys,
            output,
            reading,
            emulator: vt100::Parser::new(size_of(rows), size_of(columns), 0),
            raw: Vec::new(),
        }
    }

    /// Waits until what has come ends with the end of a frame: the rest of one may come in another piece.
    pub(crate) fn wait_for_whole_frame(&mut self) {
        while !self.raw.ends_with(END_OF_FRAME) {
            let bytes = self.output.recv_timeout(PATIENCE).unwrap();
            self.take_in(&bytes);
        }
    }

    /// Types keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.press_bytes(keys.as_bytes());
    }

    /// Types bytes that need not be text.
    pub(crate) fn press_bytes(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
        self.keys.flush().unwrap();
    }

    /// Returns the way in by which keys are typed, so that another thread can wait until they are taken.
    pub(crate) fn take_keys(&mut self) -> Box<dyn std::io::Write + Send> {
        std::mem::replace(&mut self.keys, Box::new(std::io::sink()))
    }

    /// Has nobody read what is drawn, until `read_on`.
    pub(crate) fn stop_reading(&mut self) {
        self.reading.set(ReadingState::Pauses);
    }

    /// Reads again what is drawn.
    pub(crate) fn read_on(&mut self) {
        self.reading.set(ReadingState::Reads);
    }

    /// Closes the terminal as a window is closed, and returns the program that is left; `key` has to draw something.
    pub(crate) fn hang_up(mut self, key: &str) -> Abandoned {
        self.reading.set(ReadingState::HasLeft);
        // Wakes the reader, which holds the terminal open too.
        self.press(key);
        let deadline = Instant::now() + PATIENCE;
        while !matches!(self.output.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected)) {
            assert!(Instant::now() < deadline, "the reader does not end");
            std::thread::yield_now();
        }
        let gone = || native_pty_system().openpty(PtySize::default()).unwrap().master;
        self.keys = Box::new(std::io::sink());
        self.master = gone();
        Abandoned { terminal: self }
    }

    /// Takes in what is drawn until now.
    pub(crate) fn look(&mut self) {
        while let Ok(bytes) = self.output.try_recv() {
            self.take_in(&bytes);
        }
    }

    /// Returns how the program ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.look();
        self.child.try_wait().unwrap()
    }

    /// Waits until the screen holds `text`, and returns the screen.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(&format!("`{text}`"), |screen| screen.contains(text))
    }

    /// Waits until the screen is as wished, and returns it.
    pub(crate) fn wait_until(&mut self, wished: &str, is_wished: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen();
            if is_wished(&screen) {
                return screen;
            }
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take_in(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("waited in vain for {wished}; the screen:\n{screen}")
                }
            }
        }
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.emulator.process(bytes);
    }

    /// Returns the screen as text.
    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Returns every byte that the program has sent until now.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Is the terminal as a shell wants it: main screen, cursor shown, no mouse, no bracketed paste?
    pub(crate) fn is_given_back(&self) -> bool {
        let screen = self.emulator.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    /// Changes the size of the screen.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.emulator.screen_mut().set_size(size_of(rows), size_of(columns));
        self.resize_unseen(columns, rows);
    }

    /// Changes the size of the screen without looking at it, for sizes that no emulator has.
    pub(crate) fn resize_unseen(&mut self, columns: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Returns the terminal's modes.
    #[cfg(unix)]
    pub(crate) fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios())
    }

    /// Returns the modes that a terminal has before a program changes them.
    #[cfg(unix)]
    pub(crate) fn modes_of_a_new_one() -> String {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        format!("{:?}", pair.master.get_termios())
    }

    /// Waits until the program has left the terminal to others, in these modes, as it does when it is stopped.
    #[cfg(unix)]
    pub(crate) fn wait_given_back(&mut self, modes: &str) {
        let deadline = Instant::now() + PATIENCE;
        // One that is told to go on before it has stopped may stop for good afterwards, as any program.
        while !self.is_given_back() || self.modes() != modes || !self.is_stopped() {
            assert!(Instant::now() < deadline, "the terminal is not given back:\n{}", self.screen());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(5)) {
                self.take_in(&bytes);
            }
        }
    }

    /// Has the system stopped the program? Where that cannot be seen it is taken for granted.
    #[cfg(unix)]
    fn is_stopped(&self) -> bool {
        let process = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_none_or(|(_, state)| state.starts_with('T'))
    }

    /// Sends a signal by its name.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &process]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end of a program whose drawing nobody reads.
    pub(crate) fn end_unseen(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the program does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for the end of the program and takes in all that it still says.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(Duration::from_millis(20)) {
                Ok(bytes) => self.take_in(&bytes),
                Err(_) if Instant::now() > deadline => panic!("the program does not end:\n{}", self.screen()),
                Err(_) => {}
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                    self.take_in(&bytes);
                }
                return status;
            }
        }
    }
}

/// A program whose terminal is gone.
pub(crate) struct Abandoned {
    terminal: Terminal,
}

impl Abandoned {
    /// Waits for the end, and returns how it ended.
    pub(crate) fn end(mut self) -> ExitStatus {
        self.terminal.end_unseen()
    }
}

/// The emulated screen has no size of nothing.
fn size_of(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN)
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed must not leave its program running; one that ended cannot be killed again.
        let _ = self.child.kill();
    }
}
