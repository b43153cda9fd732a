//! Surroundings that are not as they should be: no panic, no hang, and a message with the path where it fails.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::program::{hitquiz, run, stderr, stdout, stored_answers};
use crate::terminal::Terminal;

/// Surroundings: what a shell does before it becomes the program, with which status, and what is said on standard error.
struct Surroundings {
    name: &'static str,
    shell: &'static str,
    status: i32,
    says: &'static str,
}

const fn works(name: &'static str, shell: &'static str) -> Surroundings {
    Surroundings { name, shell, status: 0, says: "" }
}

const fn fails(name: &'static str, shell: &'static str, says: &'static str) -> Surroundings {
    Surroundings { name, shell, status: 2, says }
}

/// The working directory is a fresh one, which `$D` names; HOME is it.
const SURROUNDINGS: [Surroundings; 31] = [
    works("nothing odd", ""),
    fails(
        "HOME empty and no passwd entry",
        "unset HOME; set -- setpriv --reuid=54321 \"$@\"",
        "no home folder",
    ),
    fails("HOME relative", "HOME=here", "the home folder `HOME` is not an absolute path"),
    fails("HOME a file", "touch $D/file; HOME=$D/file", "/file/.local/share/hitquiz"),
    fails("HOME a device", "HOME=/dev/null", "/dev/null/.local/share/hitquiz"),
    fails("HOME below a file", "touch $D/file; HOME=$D/file/home", "/file/home/.local/share/hitquiz"),
    works("HOME not there yet", "HOME=$D/new/home"),
    works("HOME with a trailing slash and dots", "HOME=$D/./x/../"),
    works("XDG_DATA_HOME empty", "export XDG_DATA_HOME="),
    works("XDG_DATA_HOME relative", "export XDG_DATA_HOME=here"),
    fails("XDG_DATA_HOME a file", "touch $D/file; export XDG_DATA_HOME=$D/file", "/file/hitquiz"),
    works("XDG_CONFIG_HOME a file", "touch $D/file; export XDG_CONFIG_HOME=$D/file"),
    works("XDG_CONFIG_HOME relative", "export XDG_CONFIG_HOME=here"),
    works("HITQUIZ_DATA_DIR empty", "export HITQUIZ_DATA_DIR="),
    fails("HITQUIZ_DATA_DIR a file", "touch $D/file; export HITQUIZ_DATA_DIR=$D/file", "/file`"),
    works("the working directory deleted", "mkdir $D/gone; cd $D/gone; rmdir $D/gone"),
    fails(
        "the working directory deleted and a relative data directory",
        "mkdir $D/gone; cd $D/gone; rmdir $D/gone; export HITQUIZ_DATA_DIR=here",
        "here",
    ),
    works("umask 0", "umask 0"),
    works("umask 777", "umask 777; mkdir -m 700 $D/h; HOME=$D/h"),
    works("standard error closed", "exec 2>&-"),
    works("standard error full", "exec 2>/dev/full"),
    works("LANG=C", "export LANG=C LC_ALL=C"),
    works("a locale that is not there", "export LANG=xx_YY.EBCDIC LC_ALL=no"),
    works("an odd time zone", "export TZ=Mars/Olympus"),
    works("a time zone that is a path", "export TZ=:/dev/zero"),
    works("TERM empty", "export TERM="),
    works("TERM bogus", "export TERM=/../../etc/passwd"),
    works("few file descriptors", "ulimit -n 16"),
    works("a small stack", "ulimit -s 512"),
    works("COLUMNS and LINES odd", "export COLUMNS=-1 LINES=99999999999999999999"),
    works("variables that mean nothing", "export HITQUIZ_PLAIN=0 NO_COLOR= RUST_BACKTRACE=1 RUST_LOG=trace"),
];

/// Runs the program behind a shell, with one line on its standard input.
fn run_behind(home: &Path, shell: &str, arguments: &[&str]) -> Output {
    let mut command = std::process::Command::new("/bin/sh");
    let script = format!("{shell}\nexec \"$@\"");
    command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_hitquiz")]).args(arguments);
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
        .env("HOME", home)
        .env("D", home)
        .env("LANG", "C.UTF-8");
    command.current_dir(home).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"x\n");
    child.wait_with_output().unwrap()
}

/// Is this user one who may become another? Only then can there be one without a passwd entry.
fn may_become_another() -> bool {
    let status = std::process::Command::new("setpriv").args(["--reuid=54321", "true"]).status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn a_question_is_answered_or_it_is_said_what_is_wrong_and_where() {
    for Surroundings { name, shell, status, says } in SURROUNDINGS {
        if shell.contains("setpriv") && !may_become_another() {
            continue;
        }
        let home = tempfile::tempdir().unwrap();
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let output = run_behind(home.path(), shell, &["--plain", "practice", "-n", "1"]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(status), "{name}: {said}{}", stdout(&output));
        if status == 0 {
            assert!(stdout(&output).contains("saved #1"), "{name}: {}", stdout(&output));
        } else {
            assert!(
                said.contains("error: ") && said.contains("help: ") && said.contains(says),
                "{name}: {said}"
            );
        }
    }
}

#[test]
fn whatever_is_closed_or_full_ends_without_a_panic_and_leaves_the_history_sound() {
    for shell in [
        "exec <&-",
        "exec >&-",
        "exec <&- >&-",
        "exec <&- 2>&-",
        "exec >&- 2>&-",
        "exec <&- >&- 2>&-",
        "exec >/dev/full",
        "exec >/dev/full 2>/dev/full",
        "exec </dev/zero",
        "exec </dev/full",
        "exec <$D",
        "ulimit -n 5",
        "ulimit -n 6",
        "ulimit -n 8",
        "ulimit -n 10",
        "ulimit -f 0",
        "ulimit -f 8",
        "ulimit -s 256",
    ] {
        let home = tempfile::tempdir().unwrap();
        run(home.path(), &["--plain", "practice", "-n", "2"], "x\n");
        for arguments in
            [&["--plain", "resume"][..], &["history", "export"], &["bank", "list"], &["--help"], &["man"]]
        {
            let output = run_behind(home.path(), shell, arguments);
            let said = format!("{shell}, {arguments:?}: {:?} {}", output.status, stderr(&output));
            assert!(matches!(output.status.code(), Some(0..=2)), "{said}");
            assert!(!stderr(&output).contains("broke off"), "{said}");
        }
        let check = run(home.path(), &["history", "check"], "");
        assert_eq!(check.status.code(), Some(0), "{shell}: {}", stdout(&check));
        assert!(!stored_answers(home.path()).is_empty(), "{shell}");
    }
}

#[test]
fn what_is_kept_is_for_its_owner_alone_whatever_the_umask() {
    let home = tempfile::tempdir().unwrap();
    let output = run_behind(home.path(), "umask 0", &["--plain", "practice", "-n", "1"]);
    assert_eq!(output.status.code(), Some(0));
    let data = home.path().join(".local/share/hitquiz");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let files: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(mode(&file), if file.is_dir() { 0o700 } else { 0o600 }, "{}", file.display());
    }
}

#[test]
fn a_bank_as_deep_as_it_may_be_is_read_on_a_small_stack() {
    let home = tempfile::tempdir().unwrap();
    let bank = home.path().join("deep.json");
    std::fs::write(&bank, "[".repeat(1 << 20)).unwrap();
    let output = run_behind(home.path(), "ulimit -s 512", &["bank", "check", bank.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("too-deep"));
}

#[test]
fn the_screen_works_or_says_why_not_whatever_the_terminal_is_called() {
    for term in ["", "bogus", "vt52", "linux"] {
        let home = tempfile::tempdir().unwrap();
        let arguments = ["practice", "-n", "1"];
        let mut terminal = Terminal::start_with(home.path(), 80, 24, &arguments, &[("TERM", term)]);
        terminal.wait_for("Question 1 of 1");
        terminal.press("\u{3}");
        assert_eq!(terminal.end().exit_code(), 0, "{term}");
        assert!(terminal.is_given_back(), "{term}");
    }
}

#[test]
fn a_screen_with_few_file_descriptors_works_or_gives_the_terminal_back() {
    for n in [5, 6, 8, 9, 10, 11, 12, 14, 16] {
        let home = tempfile::tempdir().unwrap();
        let script = format!("ulimit -n {n}; exec \"$@\"");
        let words = ["/bin/sh", "-c", &script, "sh", env!("CARGO_BIN_EXE_hitquiz"), "practice", "-n", "1"];
        let mut terminal = Terminal::start_command(home.path(), (80, 24), &words, &[]);
        let status = loop {
            if terminal.screen().contains("Question 1 of 1") {
                terminal.press("\u{3}");
                break terminal.end();
            }
            terminal.look();
            if let Some(status) = terminal.ended() {
                break status;
            }
            std::thread::yield_now();
        };
        assert!([0, 2].contains(&status.exit_code()), "{n}: {status:?} {}", terminal.screen());
        terminal.end();
        assert!(terminal.is_given_back(), "{n}");
        assert_eq!(terminal.modes(), Terminal::modes_of_a_new_one(), "{n}");
        if status.exit_code() == 2 {
            assert!(terminal.screen().contains("error:"), "{n}: {}", terminal.screen());
        }
    }
}

#[test]
fn a_folder_a_pipe_or_a_device_where_a_file_is_named_is_told_of_at_once() {
    let home = tempfile::tempdir().unwrap();
    let pipe = home.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let pipe = pipe.to_str().unwrap();
    let empty = home.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    for named in [pipe, "/dev/zero", "/dev/full", empty, "/nowhere/at/all"] {
        for arguments in [
            vec!["bank", "check", named],
            vec!["--plain", "practice", "--bank", named],
            vec!["bank", "shuffle", named],
        ] {
            let output = hitquiz(home.path(), &arguments).stdin(Stdio::piped()).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
            assert!(stderr(&output).contains("help: "), "{arguments:?}: {}", stderr(&output));
        }
        let output = hitquiz(home.path(), &["--config", named, "roles"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{named}");
        assert_eq!(
            stderr(&output).contains("warning: cannot read the settings file"),
            !named.contains("nowhere"),
            "{named}"
        );
    }
}
