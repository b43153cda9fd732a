//! A bank file that somebody is editing: what it holds each time it was saved.
//!
//! Invariant: it is the path that is looked at and not the file behind it, since editors save by putting another file
//! in its place; between two looks nothing is held open.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::bank::file::{FileError, read_file};
use crate::clock::Millis;

/// How long to wait between two looks: a file that was saved is read at the second look after that.
pub const LOOK_EVERY: Millis = Millis(250);

/// Looks after which a file that keeps changing is read all the same.
const MOST_WAITED_FOR: u8 = 4;

/// Looks for which a file is read again where its file system tells times by the second: two seconds.
const LOOKS_A_COARSE_TIME: u8 = 8;

/// A bank file that is looked at again and again.
#[derive(Debug)]
pub struct Watch {
    path: PathBuf,
    seen: Option<Stamp>,
    content: Content,
    phase: Phase,
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Device, file on it, and when anything about the file changed last, in seconds and nanoseconds.
    identity: (u64, u64, i64, i64),
}

/// What was read last, as far as it has to be known again.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Bytes(u64),
    Unreadable(String),
}

/// What the last looks have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing has changed since the file was read.
    Quiet,
    /// It has changed at each of so many looks, the last among them.
    Changing(u8),
    /// It was read, and could change for so many looks without its time telling.
    Unsure(u8),
}

impl Watch {
    /// Reads a file and begins to watch it.
    ///
    /// # Errors
    /// [`FileError`] where it cannot be read now.
    pub fn open(path: &Path) -> Result<(Self, Vec<u8>), FileError> {
        let seen = Stamp::of(path);
        let bytes = read_file(path)?;
        let content = Content::of(&Ok::<_, FileError>(&bytes));
        // It may have been saved between the look and the reading, or be half written.
        let watch = Self { path: path.to_owned(), seen, content, phase: Phase::Changing(1) };
        Ok((watch, bytes))
    }

    /// Looks at the file, and returns what it holds if that is something else than when it was read last.
    ///
    /// A file that has changed is read when it has stayed the same for one look, so that none is shown half written.
    pub fn look(&mut self) -> Option<Result<Vec<u8>, FileError>> {
        let now = Stamp::of(&self.path);
        let has_changed = now != self.seen;
        self.seen = now;
        let n_waited = match self.phase {
            Phase::Changing(n) => n,
            Phase::Quiet | Phase::Unsure(_) => 0,
        };
        if has_changed && n_waited < MOST_WAITED_FOR {
            self.phase = Phase::Changing(n_waited + 1);
            return None;
        }
        let n_unsure = now.filter(|stamp| stamp.is_coarse()).map_or(0, |_| LOOKS_A_COARSE_TIME);
        self.phase = match self.phase {
            _ if has_changed => Phase::Changing(1),
            Phase::Quiet => return None,
            Phase::Changing(_) if n_unsure > 0 => Phase::Unsure(n_unsure),
            Phase::Unsure(n) if n > 1 => Phase::Unsure(n - 1),
            Phase::Changing(_) | Phase::Unsure(_) => Phase::Quiet,
        };
        self.read()
    }

    fn read(&mut self) -> Option<Result<Vec<u8>, FileError>> {
        let read = read_file(&self.path);
        let content = Content::of(&read);
        let is_new = content != self.content;
        self.content = content;
        is_new.then_some(read)
    }
}

impl Content {
    fn of(read: &Result<impl AsRef<[u8]>, FileError>) -> Self {
        match read {
            Ok(bytes) => {
                let mut hasher = DefaultHasher::new();
                bytes.as_ref().hash(&mut hasher);
                Self::Bytes(hasher.finish())
            }
            Err(error) => Self::Unreadable(error.to_string()),
        }
    }
}

impl Stamp {
    /// Returns what tells the state of the file at a path; none where nothing can be told of it.
    fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        let identity = identity(&metadata);
        Some(Self { length: metadata.len(), modified: metadata.modified().ok(), identity })
    }

    /// Could the file have changed since with the time staying the same?
    fn is_coarse(&self) -> bool {
        let since_1970 =
            self.modified.and_then(|modified| modified.duration_since(SystemTime::UNIX_EPOCH).ok());
        since_1970.is_none_or(|since| since.subsec_nanos() == 0)
    }
}

#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;

    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

/// Elsewhere length and time have to do.
#[cfg(not(unix))]
fn identity(_metadata: &std::fs::Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use std::fs::{File, FileTimes};
    use std::time::Duration;

    use super::*;

    /// A file of its own, and what a number of looks at it have shown.
    struct Desk {
        _folder: tempfile::TempDir,
        path: PathBuf,
        watch: Watch,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("bank.json");
            std::fs::write(&path, "one").unwrap();
            let (mut watch, bytes) = Watch::open(&path).unwrap();
            assert_eq!(bytes, b"one");
            assert!((0..20).all(|_| watch.look().is_none()));
            Self { _folder: folder, path, watch }
        }

        fn shown(&mut self, n_looks: usize) -> Vec<String> {
            let told = |read: Result<Vec<u8>, FileError>| match read {
                Ok(bytes) => String::from_utf8(bytes).unwrap(),
                Err(error) => error.help().to_owned(),
            };
            (0..n_looks).filter_map(|_| self.watch.look()).map(told).collect()
        }

        fn set_modified(&self, seconds: u64) {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let file = File::options().write(true).open(&self.path).unwrap();
            file.set_times(FileTimes::new().set_modified(time)).unwrap();
        }
    }

    #[test]
    fn a_file_that_is_saved_is_shown_once_at_the_second_look() {
        let mut desk = Desk::new();
        std::fs::write(&desk.path, "two").unwrap();
        assert_eq!(desk.shown(1), [""; 0]);
        assert_eq!(desk.shown(1), ["two"]);
        assert_eq!(desk.shown(20), [""; 0]);
    }

    #[test]
    fn a_file_that_is_saved_by_putting_another_in_its_place_is_shown() {
        let mut desk = Desk::new();
        let beside = desk.path.with_extension("new");
        std::fs::write(&beside, "two").unwrap();
        std::fs::rename(&beside, &desk.path).unwrap();
        assert_eq!(desk.shown(20), ["two"]);
        std::fs::write(&desk.path, "six").unwrap();
        assert_eq!(desk.shown(20), ["six"]);
    }

    #[test]
    fn a_file_that_is_taken_away_is_told_of_and_shown_again_when_it_is_back() {
        let mut desk = Desk::new();
        std::fs::remove_file(&desk.path).unwrap();
        assert_eq!(desk.shown(20), ["check the spelling and the current directory"]);
        std::fs::write(&desk.path, "one").unwrap();
        assert_eq!(desk.shown(20), ["one"]);
        std::fs::remove_file(&desk.path).unwrap();
        std::fs::create_dir(&desk.path).unwrap();
        assert_eq!(desk.shown(20), ["name one of the `.json` files in it"]);
    }

    #[test]
    fn a_file_that_was_touched_and_not_changed_is_not_shown_again() {
        let mut desk = Desk::new();
        desk.set_modified(1_700_000_000);
        assert_eq!(desk.shown(20), [""; 0]);
    }

    #[test]
    fn a_file_that_is_being_written_is_waited_for_but_not_for_ever() {
        let mut desk = Desk::new();
        let mut shown = Vec::new();
        for n in 0..usize::from(MOST_WAITED_FOR) {
            std::fs::write(&desk.path, "x".repeat(n + 4)).unwrap();
            shown.extend(desk.shown(1));
        }
        assert_eq!(shown, [""; 0]);
        std::fs::write(&desk.path, "still being written").unwrap();
        assert_eq!(desk.shown(1), ["still being written"]);
        std::fs::write(&desk.path, "whole").unwrap();
        assert_eq!(desk.shown(20), ["whole"]);
    }

    #[test]
    fn a_time_told_by_the_second_is_not_relied_upon() {
        let mut desk = Desk::new();
        desk.set_modified(1_700_000_000);
        assert_eq!(desk.shown(3), [""; 0]);
        // As if it had been saved within the second: nothing but the content tells.
        std::fs::write(&desk.path, "two").unwrap();
        desk.set_modified(1_700_000_000);
        desk.watch.seen = Stamp::of(&desk.path);
        assert_eq!(desk.shown(1), ["two"]);
    }
}
