//! Where the history, the user's banks and the settings are kept.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Name of the settings file.
const SETTINGS_FILE: &str = "settings.toml";

/// Why a folder cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// No home folder.
    #[error("cannot tell where your data is kept: there is no home folder")]
    NoHome,
    /// A home folder that is not an absolute path.
    #[error("cannot tell where your data is kept: the home folder `HOME` is not an absolute path")]
    RelativeHome,
}

impl NoPlace {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        "set HOME to an absolute path, or name a folder with `--data-dir` (settings: `--config`)"
    }
}

/// Returns the folder of the history and the user's banks: the one named, else the platform's.
///
/// # Errors
/// [`NoPlace`] where none is named and the platform has none.
pub fn data_directory(named: Option<&Path>) -> Result<PathBuf, NoPlace> {
    match named.filter(|named| !named.as_os_str().is_empty()) {
        Some(named) => Ok(named.to_owned()),
        None => absolute(project_folders()?.data_dir()),
    }
}

/// Returns the settings file: the one named, else the platform's.
///
/// # Errors
/// [`NoPlace`] where none is named and the platform has none.
pub fn settings_file(named: Option<&Path>) -> Result<PathBuf, NoPlace> {
    match named {
        Some(named) => Ok(named.to_owned()),
        None => absolute(&project_folders()?.config_dir().join(SETTINGS_FILE)),
    }
}

fn project_folders() -> Result<ProjectDirs, NoPlace> {
    ProjectDirs::from("", "", "hitquiz").ok_or(NoPlace::NoHome)
}

fn absolute(path: &Path) -> Result<PathBuf, NoPlace> {
    if path.is_absolute() { Ok(path.to_owned()) } else { Err(NoPlace::RelativeHome) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_is_taken_as_it_is() {
        assert_eq!(data_directory(Some(Path::new("here"))), Ok(PathBuf::from("here")));
        assert_eq!(settings_file(Some(Path::new("s.toml"))), Ok(PathBuf::from("s.toml")));
    }

    #[test]
    fn a_relative_folder_of_the_platform_is_refused() {
        assert_eq!(absolute(Path::new("relative/hitquiz")), Err(NoPlace::RelativeHome));
        assert!(absolute(Path::new("/home/x")).is_ok());
    }
}
