//! What `docs/promises.md` says in milliseconds about the terminal, measured and printed on request:
//! `cargo test --release --test all figures -- --ignored --nocapture --test-threads 1`.
#![cfg(target_os = "linux")]

mod large;

use std::time::{Duration, Instant};

use crate::screen::{PRACTICE, at_second_question};
use crate::terminal::Terminal;

/// Keys whose way to the screen is measured.
const N_KEYS: usize = 2_000;

/// Longest that a key may take to the screen, at the 95th percentile.
const KEY_TO_FRAME: Duration = Duration::from_millis(50);

/// Longest that the program may outlive its terminal.
const HANG_UP: Duration = Duration::from_secs(1);

/// Returns the value that the share `share` of all does not go beyond.
fn percentile(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

fn told(what: &str, mut times: Vec<Duration>) -> Duration {
    times.sort();
    let [middle, high, worst] = [0.5, 0.95, 1.0].map(|share| percentile(&times, share));
    println!("{what}: p50 {middle:.2?}, p95 {high:.2?}, worst {worst:.2?} (n {})", times.len());
    high
}

/// Waits until the whole screen is there: what is still to come must not be taken for what is measured.
fn settle(terminal: &mut Terminal) {
    let has_footer = |screen: &str| {
        screen.lines().last().is_some_and(|line| line.contains("? help") || line.contains("Tab"))
    };
    terminal.wait_until("the keys in the last line", has_footer);
    terminal.wait_for_whole_frame();
}

#[test]
#[ignore = "measures time"]
fn from_key_to_frame() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_second_question(home.path());
    settle(&mut terminal);
    for (what, key) in [("a help page", "?"), ("the list", "l")] {
        let (mut opened, mut left) = (Vec::new(), Vec::new());
        for _ in 0..N_KEYS / 2 {
            opened.push(terminal.time_to_frame(key));
            left.push(terminal.time_to_frame("\u{1b}"));
        }
        assert!(told(what, opened) <= KEY_TO_FRAME);
        assert!(told("back by Escape", left) <= KEY_TO_FRAME);
    }
    println!("peak memory {} KiB", terminal.peak_memory());
}

#[test]
#[ignore = "measures time"]
fn from_the_end_of_the_terminal_to_that_of_the_program() {
    let times = (0..20).map(|_| {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
        terminal.wait_for("Question 1 of 5");
        let abandoned = terminal.hang_up("?");
        let since = Instant::now();
        abandoned.end();
        since.elapsed()
    });
    let times: Vec<Duration> = times.collect();
    assert!(times.iter().all(|time| *time <= HANG_UP), "{times:?}");
    told("from the end of the terminal", times);
}

#[test]
#[ignore = "measures time"]
fn bursts_of_keys_and_pastes() {
    let pasted = |n: usize| [&b"\x1b[200~"[..], &b"1\rx \x1b[B!".repeat(n), b"\x1b[201~"].concat();
    let bursts: [(&str, Vec<u8>); 5] = [
        ("8 MiB pasted", pasted(1 << 20)),
        ("100 MiB pasted", pasted(100 << 17)),
        ("2 MiB typed into a field", b"1".repeat(2 << 20)),
        ("2 MiB of keys that mean nothing", [&b"\t"[..], &b"%".repeat(2 << 20), b"\t"].concat()),
        ("1 MiB of arrow keys", [&b"\t"[..], &b"\x1b[A\x1b[B".repeat(1 << 17), b"\t"].concat()),
    ];
    for (what, mut bytes) in bursts {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
        terminal.wait_for("Question 1 of 5");
        bytes.extend(b"\t?");
        let since = Instant::now();
        let mut keys = terminal.take_keys();
        let typing = std::thread::spawn(move || {
            keys.write_all(&bytes).unwrap();
            keys
        });
        terminal.wait_for("Help");
        drop(typing.join().unwrap());
        println!("{what}: {:.2?}, peak memory {} KiB", since.elapsed(), terminal.peak_memory());
    }
}

#[test]
#[ignore = "measures time"]
fn work_while_nothing_happens() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 80, 24, &PRACTICE);
    terminal.wait_for("Question 1 of 5");
    settle(&mut terminal);
    let (ticks, n_bytes) = (terminal.processor_ticks(), terminal.raw().len());
    std::thread::sleep(Duration::from_secs(5));
    terminal.look();
    println!(
        "5 s of nothing: {} ticks of the processor, {} bytes drawn",
        terminal.processor_ticks() - ticks,
        terminal.raw().len() - n_bytes
    );
}
