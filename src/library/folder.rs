//! The bank files of a folder, and those below it.
//!
//! Invariant: a `.json` file that is not returned is below a folder that an error names; links to folders alone are
//! passed over, as they may lead round.

use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::text::SafeText;

/// How much of a folder is looked at.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Bank files.
    n_files: usize,
    /// Files and folders of any kind.
    n_entries: usize,
    /// Folders in folders.
    depth: usize,
}

/// Far more than anybody keeps; a folder that holds more was not meant.
const LIMITS: Limits = Limits { n_files: 10_000, n_entries: 1_000_000, depth: 32 };

/// Why the bank files of a folder are not known.
#[derive(Debug, Error)]
pub enum FolderError {
    /// It has too many bank files.
    #[error("folder `{}` has more than {most} bank files", SafeText::path(path))]
    TooManyFiles {
        /// The folder that was asked for.
        path: PathBuf,
        /// How many it may have.
        most: usize,
    },
    /// It has too much of anything.
    #[error("folder `{}` holds more than {most} files and folders", SafeText::path(path))]
    TooManyEntries {
        /// The folder that was asked for.
        path: PathBuf,
        /// How many it may have.
        most: usize,
    },
    /// It lies too deep.
    #[error("folder `{}` lies more than {most} folders deep", SafeText::path(path))]
    TooDeep {
        /// The folder.
        path: PathBuf,
        /// How deep it may lie.
        most: usize,
    },
    /// It shows the running system.
    #[error("folder `{}` shows the running system and holds no files", SafeText::path(path))]
    OfTheSystem {
        /// The folder.
        path: PathBuf,
    },
    /// The user may not open it.
    #[error("cannot open folder `{}`: permission is denied", SafeText::path(path))]
    NoPermission {
        /// The folder.
        path: PathBuf,
    },
    /// The system says something else.
    #[error("cannot read folder `{}`: {source}", SafeText::path(path))]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl FolderError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::TooManyFiles { .. } => "share the banks out over several folders, and name one at a time",
            Self::TooManyEntries { .. } | Self::OfTheSystem { .. } => "name the folder that the banks are in",
            Self::TooDeep { .. } => "name that folder by itself",
            Self::NoPermission { .. } => "make the folder readable for your user",
            Self::Io { .. } => "check the disk, or copy the folder elsewhere",
        }
    }

    fn of(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::NoPermission { path },
            _ => Self::Io { path, source },
        }
    }
}

/// Returns the `.json` files in a folder, by name.
///
/// # Errors
/// [`FolderError`] where the folder cannot be read, or holds more than anybody keeps.
pub fn bank_files_in(folder: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let entries = Walk::new(folder, LIMITS).entries(folder)?;
    Ok(entries.iter().map(DirEntry::path).filter(|path| is_bank_file(path)).collect())
}

/// Returns the `.json` files in a folder and the folders in it, by path, and an error for each folder that is not
/// looked into; where there is more than anybody keeps, that error alone.
#[must_use]
pub fn bank_files_below(folder: &Path) -> Vec<Result<PathBuf, FolderError>> {
    below(folder, LIMITS)
}

fn below(folder: &Path, limits: Limits) -> Vec<Result<PathBuf, FolderError>> {
    let mut walk = Walk::new(folder, limits);
    match walk.look_into(folder, 0) {
        Ok(()) => walk.found,
        Err(error) => vec![Err(error)],
    }
}

fn is_bank_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// A walk through the folders below one.
struct Walk<'folder> {
    asked_for: &'folder Path,
    limits: Limits,
    n_files: usize,
    n_entries: usize,
    found: Vec<Result<PathBuf, FolderError>>,
}

impl<'folder> Walk<'folder> {
    fn new(asked_for: &'folder Path, limits: Limits) -> Self {
        Self { asked_for, limits, n_files: 0, n_entries: 0, found: Vec::new() }
    }

    /// Looks into a folder that lies so deep.
    ///
    /// # Errors
    /// What ends the walk as a whole.
    fn look_into(&mut self, folder: &Path, depth: usize) -> Result<(), FolderError> {
        let entries = match self.entries(folder) {
            Ok(entries) => entries,
            Err(error @ (FolderError::TooManyFiles { .. } | FolderError::TooManyEntries { .. })) => {
                return Err(error);
            }
            Err(error) => {
                self.found.push(Err(error));
                return Ok(());
            }
        };
        for entry in entries {
            let path = entry.path();
            if !is_folder(&entry) {
                // A link to a folder may be called as a file is.
                if !path.is_dir() {
                    self.found.push(Ok(path));
                }
            } else if depth < self.limits.depth {
                self.look_into(&path, depth + 1)?;
            } else {
                self.found.push(Err(FolderError::TooDeep { path, most: self.limits.depth }));
            }
        }
        Ok(())
    }

    /// Returns the bank files and the folders in a folder, by name.
    fn entries(&mut self, folder: &Path) -> Result<Vec<DirEntry>, FolderError> {
        if is_of_the_system(folder) {
            return Err(FolderError::OfTheSystem { path: folder.to_owned() });
        }
        let failed = |source| FolderError::of(folder, source);
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            self.n_entries += 1;
            if self.n_entries > self.limits.n_entries {
                let (path, most) = (self.asked_for.to_owned(), self.limits.n_entries);
                return Err(FolderError::TooManyEntries { path, most });
            }
            let is_folder = is_folder(&entry);
            if !is_folder && is_bank_file(&entry.path()) {
                self.n_files += 1;
                if self.n_files > self.limits.n_files {
                    let (path, most) = (self.asked_for.to_owned(), self.limits.n_files);
                    return Err(FolderError::TooManyFiles { path, most });
                }
                entries.push(entry);
            } else if is_folder {
                entries.push(entry);
            }
        }
        entries.sort_by_key(DirEntry::file_name);
        Ok(entries)
    }
}

/// Is it a folder, and no link to one?
fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_dir())
}

/// Is the folder one in which the system shows itself, which has no end that is worth waiting for?
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_of_the_system(folder: &Path) -> bool {
    /// `SYSFS_MAGIC` of `linux/magic.h`.
    const SYSFS: rustix::fs::FsWord = 0x6265_6572;
    rustix::fs::statfs(folder)
        .is_ok_and(|system| [rustix::fs::PROC_SUPER_MAGIC, SYSFS].contains(&system.f_type))
}

/// Elsewhere none is known.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_of_the_system(_folder: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Limits = Limits { n_files: 3, n_entries: 6, depth: 1 };

    /// Makes a folder with these files, named by their paths.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "{}").unwrap();
        }
        folder
    }

    /// Returns what is found below a folder, paths from there, errors in words.
    fn found(folder: &Path) -> Vec<Result<String, String>> {
        let from_here = |text: &str| text.replace(&*folder.to_string_lossy(), "FOLDER");
        let said = |error: FolderError| from_here(&format!("{error}; {}", error.help()));
        below(folder, SMALL)
            .into_iter()
            .map(|file| file.map(|path| from_here(&path.to_string_lossy())).map_err(said))
            .collect()
    }

    #[test]
    fn files_are_found_by_path() {
        let folder = folder(&["c.json", "b/d.JSON", "notes.txt", "a.json"]);
        let wanted = ["FOLDER/a.json", "FOLDER/b/d.JSON", "FOLDER/c.json"];
        assert_eq!(found(folder.path()), wanted.map(|path| Ok(path.to_owned())));
    }

    #[test]
    fn too_many_bank_files_are_told_and_none_is_left_out_in_silence() {
        let folder = folder(&["a.json", "b.json", "c/d.json", "c/e.json"]);
        let wanted = "folder `FOLDER` has more than 3 bank files; \
                      share the banks out over several folders, and name one at a time";
        assert_eq!(found(folder.path()), [Err(wanted.to_owned())]);
        let mut walk = Walk::new(folder.path(), Limits { n_files: 1, ..SMALL });
        assert!(matches!(walk.entries(folder.path()), Err(FolderError::TooManyFiles { .. })));
    }

    #[test]
    fn a_folder_that_does_not_end_is_left() {
        let files: Vec<String> = (0..7).map(|n| format!("{n}.txt")).collect();
        let folder = folder(&files.iter().map(String::as_str).collect::<Vec<_>>());
        let wanted = "folder `FOLDER` holds more than 6 files and folders; \
                      name the folder that the banks are in";
        assert_eq!(found(folder.path()), [Err(wanted.to_owned())]);
    }

    #[test]
    fn a_folder_that_lies_too_deep_is_told() {
        let folder = folder(&["a/b/c.json", "a/d.json"]);
        let wanted = "folder `FOLDER/a/b` lies more than 1 folders deep; name that folder by itself";
        assert_eq!(found(folder.path()), [Err(wanted.to_owned()), Ok("FOLDER/a/d.json".to_owned())]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_shows_the_running_system_is_not_walked() {
        for path in ["/proc", "/proc/self/task"] {
            let error = bank_files_below(Path::new(path)).remove(0).unwrap_err();
            let wanted = format!("folder `{path}` shows the running system and holds no files");
            assert_eq!(error.to_string(), wanted);
            assert!(bank_files_in(Path::new(path)).is_err());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_round_is_not_walked() {
        let folder = folder(&["a.json"]);
        for link in ["round", "round.json"] {
            std::os::unix::fs::symlink(folder.path(), folder.path().join(link)).unwrap();
        }
        std::os::unix::fs::symlink(folder.path().join("a.json"), folder.path().join("b.json")).unwrap();
        let wanted = ["FOLDER/a.json", "FOLDER/b.json"];
        assert_eq!(found(folder.path()), wanted.map(|path| Ok(path.to_owned())));
    }

    #[test]
    fn what_else_keeps_a_folder_from_being_read_is_told() {
        let error = |kind: io::ErrorKind| FolderError::of(Path::new("b"), kind.into()).to_string();
        assert_eq!(error(io::ErrorKind::PermissionDenied), "cannot open folder `b`: permission is denied");
        assert_eq!(error(io::ErrorKind::TimedOut), "cannot read folder `b`: timed out");
    }
}
