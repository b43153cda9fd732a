//! What the system says of a program in a pseudo-terminal: its memory, its work, what it waits for.

use std::time::{Duration, Instant};

use crate::terminal::{END_OF_FRAME, PATIENCE, Terminal};

/// How long somebody looks at a screen that does not change before trying once more.
const A_WHILE: Duration = Duration::from_secs(1);

impl Terminal {
    /// Returns the most memory that the program has had, in KiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let process = self.child.process_id().unwrap();
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches("kB").trim().parse().unwrap()
    }

    /// Returns how much the program has worked, in clock ticks.
    pub(crate) fn processor_ticks(&self) -> u64 {
        let process = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// Types a key that changes the screen, and returns how long it took until the change was there.
    pub(crate) fn time_to_frame(&mut self, key: &str) -> Duration {
        self.look();
        let n_before = self.raw.len();
        let since = Instant::now();
        self.press(key);
        loop {
            let bytes = self.output.recv_timeout(PATIENCE).unwrap();
            self.take_in(&bytes);
            if self.raw[n_before..].windows(END_OF_FRAME.len()).any(|window| window == END_OF_FRAME) {
                return since.elapsed();
            }
        }
    }

    /// Types a key, and again each time that it has done nothing for a while, until `text` is on the screen.
    pub(crate) fn press_until(&mut self, key: &str, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.press(key);
            let pressed = Instant::now();
            while pressed.elapsed() < A_WHILE {
                self.look();
                if self.screen().contains(text) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            assert!(Instant::now() < deadline, "no {text}:\n{}", self.screen());
        }
    }

    /// Does the program wait for somebody to read what it draws? Its main thread is in `write` then.
    pub(crate) fn is_stuck_in_drawing(&self) -> bool {
        let process = self.child.process_id().unwrap();
        let call = std::fs::read_to_string(format!("/proc/{process}/task/{process}/syscall")).unwrap();
        let number = if cfg!(target_arch = "x86_64") { "1 0x1 " } else { "64 0x1 " };
        call.starts_with(number)
    }
}
