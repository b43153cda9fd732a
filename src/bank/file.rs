//! Bank files from disk: regular files only, and none too large to be one.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::text::SafeText;

/// Bytes of the largest bank file that is read.
pub const MAX_BYTES: u64 = 64 << 20;

/// Why a bank file is not read.
#[derive(Debug, Error)]
pub enum FileError {
    /// Nothing is there.
    #[error("cannot open bank file `{}`: there is no such file", SafeText::path(path))]
    Missing {
        /// The file as it was named.
        path: PathBuf,
    },
    /// A directory is there.
    #[error("cannot read bank file `{}`: it is a directory", SafeText::path(path))]
    Directory {
        /// The file as it was named.
        path: PathBuf,
    },
    /// A pipe, a device or a socket is there.
    #[error("cannot read bank file `{}`: it is not a regular file", SafeText::path(path))]
    NotRegular {
        /// The file as it was named.
        path: PathBuf,
    },
    /// The user may not read it.
    #[error("cannot open bank file `{}`: permission is denied", SafeText::path(path))]
    NoPermission {
        /// The file as it was named.
        path: PathBuf,
    },
    /// It is larger than [`MAX_BYTES`].
    #[error("bank file `{}` is larger than 64 MiB", SafeText::path(path))]
    TooLarge {
        /// The file as it was named.
        path: PathBuf,
    },
    /// The system says something else.
    #[error("cannot read bank file `{}`: {source}", SafeText::path(path))]
    Io {
        /// The file as it was named.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl FileError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "check the spelling and the current directory",
            Self::Directory { .. } => "name one of the `.json` files in it",
            Self::NotRegular { .. } => "copy its content to a file first",
            Self::NoPermission { .. } => "make the file readable for your user",
            Self::TooLarge { .. } => "split the bank into several, and `include` them in one",
            Self::Io { .. } => "check the disk, or copy the file elsewhere",
        }
    }

    fn of(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing { path },
            io::ErrorKind::PermissionDenied => Self::NoPermission { path },
            _ => Self::Io { path, source },
        }
    }
}

/// Returns the bytes of a bank file.
///
/// # Errors
/// [`FileError`] says what is there instead of a regular file of at most [`MAX_BYTES`], or what keeps it from being
/// read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FileError> {
    let failed = |source| FileError::of(path, source);
    // Looked at before it is opened, since opening a pipe waits for a writer and opening a device may act on it.
    check(path, &path.metadata().map_err(failed)?)?;
    let file = open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    check(path, &metadata)?;
    read_at_most(file, path, metadata.len())
}

/// Returns the bytes of a stream, such as the standard input; `name` is what it is called where it fails.
///
/// # Errors
/// [`FileError::TooLarge`] for more than [`MAX_BYTES`], [`FileError::Io`] where reading fails.
pub fn read_stream(stream: impl Read, name: &Path) -> Result<Vec<u8>, FileError> {
    read_at_most(stream, name, 0)
}

/// Reads with the cap once more, since a file may grow while it is read.
fn read_at_most(stream: impl Read, path: &Path, expected: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    let n_read = stream.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    match n_read {
        Ok(_) if bytes.len() as u64 > MAX_BYTES => Err(FileError::TooLarge { path: path.to_owned() }),
        Ok(_) => Ok(bytes),
        Err(source) => Err(FileError::of(path, source)),
    }
}

fn check(path: &Path, metadata: &Metadata) -> Result<(), FileError> {
    let path = path.to_owned();
    if metadata.is_dir() {
        return Err(FileError::Directory { path });
    }
    if !metadata.is_file() {
        return Err(FileError::NotRegular { path });
    }
    if metadata.len() > MAX_BYTES {
        return Err(FileError::TooLarge { path });
    }
    Ok(())
}

/// Opens without waiting, should a pipe have taken the file's place since it was looked at.
#[cfg(unix)]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// Opens for reading.
#[cfg(not(unix))]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &Path) -> (String, &'static str) {
        let error = read_file(path).unwrap_err();
        (error.to_string().replace(&*path.to_string_lossy(), "PATH"), error.help())
    }

    #[test]
    fn a_regular_file_is_read_through_a_link_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bank.json");
        std::fs::write(&path, "{}").unwrap();
        assert_eq!(read_file(&path).unwrap(), b"{}");
    }

    #[test]
    fn a_missing_file_is_told_from_a_directory() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            said(&folder.path().join("none.json")),
            (
                "cannot open bank file `PATH`: there is no such file".to_owned(),
                "check the spelling and the current directory"
            )
        );
        assert_eq!(
            said(folder.path()),
            (
                "cannot read bank file `PATH`: it is a directory".to_owned(),
                "name one of the `.json` files in it"
            )
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_opened() {
        assert_eq!(
            said(Path::new("/dev/zero")),
            (
                "cannot read bank file `PATH`: it is not a regular file".to_owned(),
                "copy its content to a file first"
            )
        );
    }

    #[test]
    fn a_file_over_the_cap_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.json");
        File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(
            said(&path),
            (
                "bank file `PATH` is larger than 64 MiB".to_owned(),
                "split the bank into several, and `include` them in one"
            )
        );
        assert!(matches!(read_stream(io::repeat(b' '), Path::new("-")), Err(FileError::TooLarge { .. })));
    }

    #[test]
    fn what_else_the_system_says_is_passed_on() {
        let error = |kind: io::ErrorKind| FileError::of(Path::new("b.json"), kind.into());
        assert_eq!(
            error(io::ErrorKind::PermissionDenied).to_string(),
            "cannot open bank file `b.json`: permission is denied"
        );
        assert_eq!(error(io::ErrorKind::TimedOut).to_string(), "cannot read bank file `b.json`: timed out");
    }
}
