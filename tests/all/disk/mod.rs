//! The program on a disk that fails, or whose power is cut: a library stands between it and the C library.

mod clock;
mod faults;
mod leaving;
mod power;

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// How long the program may take before it is said to hang: far more than it ever needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The library, compiled once.
static SHIM: LazyLock<PathBuf> = LazyLock::new(|| {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/disk/shim.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("disk-{}.so", std::process::id()));
    let status = Command::new("cc")
        .args(["-O1", "-Wall", "-shared", "-fPIC", "-o"])
        .args([&library, &source])
        .args(["-ldl", "-lpthread"])
        .status()
        .unwrap();
    assert!(status.success());
    library
});

/// Is the long run asked for?
pub(crate) fn is_soak() -> bool {
    std::env::var_os("HITQUIZ_SOAK").is_some()
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) said: String,
}

impl Ran {
    /// Returns the highest number that was acknowledged.
    pub(crate) fn acknowledged(&self) -> u64 {
        acknowledged(&self.said)
    }
}

/// Returns the highest number that some output acknowledges.
pub(crate) fn acknowledged(output: &str) -> u64 {
    let numbers = output.lines().filter_map(|line| line.strip_prefix("saved #")?.parse().ok());
    numbers.max().unwrap_or(0)
}

/// Runs the program with its data in `home/data` on a disk that is set up by `variables`.
pub(crate) fn on_disk(home: &Path, variables: &[(&str, String)], arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hitquiz"));
    command.env_clear().env("HOME", "/nowhere").env("LANG", "C.UTF-8");
    command.env("LD_PRELOAD", SHIM.as_path()).env("DISK_DIR", home);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command.arg("--data-dir").arg(home.join("data")).args(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that needs no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let readers = std::thread::spawn(move || {
        let (mut said, mut errors) = (String::new(), String::new());
        let _ = out.read_to_string(&mut said);
        let _ = err.read_to_string(&mut errors);
        said + &errors
    });
    let since = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if since.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the program hangs: {variables:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Ran { status, said: readers.join().unwrap() }
}
