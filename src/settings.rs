//! What the user has chosen to keep: plain mode, theme, timer, feedback.
//!
//! Invariant: a settings file that cannot be read is never written over.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::bank::file::open;
use crate::text::SafeText;

/// What is kept between starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Is plain mode wanted?
    pub plain: bool,
    /// Colours.
    pub theme: Theme,
    /// Is an exam's timer shown?
    pub timer: Timer,
    /// How much is said after an answer in practice.
    pub feedback: Feedback,
    /// How much is said after an answer in Find my role.
    pub placement: PlacementFeedback,
    /// How much interest counts beside knowledge, in standard deviations of fit a step of interest.
    pub interest_weight: f64,
    /// Keys of a later version, kept as they are.
    #[serde(flatten)]
    pub others: toml::Table,
}

/// Colours of the terminal face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// Few colours, strong differences.
    HighContrast,
    /// None.
    NoColour,
}

/// Is an exam's timer shown? It runs either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// In the header.
    #[default]
    Shown,
    /// Not until the end.
    Hidden,
}

/// How much is said after an answer in practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feedback {
    /// The reason for every choice, the explanation and its source.
    #[default]
    Full,
    /// Right or wrong, the key and the explanation.
    Short,
}

/// How much is said after an answer in Find my role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlacementFeedback {
    /// Right or wrong, the key and the explanation.
    #[default]
    Short,
    /// Nothing: the next question comes at once.
    Off,
}

/// What went wrong with the settings file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It is there and cannot be read.
    #[error("cannot read the settings file `{}`", SafeText::path(path))]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what a settings file is.
    #[error("the settings file `{}` is not understood", SafeText::path(path))]
    NotUnderstood {
        /// Its path.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// It cannot be written.
    #[error("cannot write the settings file `{}`", SafeText::path(path))]
    Unwritable {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Its content cannot be put in words.
    #[error("the settings cannot be written as TOML")]
    NotWritten(#[from] toml::ser::Error),
}

impl SettingsError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "name another file with `--config`, or mend its permissions",
            Self::NotUnderstood { .. } => {
                "mend or delete the file; until then the defaults hold and nothing is kept"
            }
            Self::Unwritable { .. } => {
                "the choice holds until the program ends; `--config` names another file"
            }
            Self::NotWritten(_) => "delete keys that this version does not know from the settings file",
        }
    }
}

/// Largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

impl Settings {
    /// Reads the settings; a file that is not there gives the defaults.
    ///
    /// # Errors
    /// [`SettingsError::Unreadable`] and [`SettingsError::NotUnderstood`].
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let unreadable = |source| SettingsError::Unreadable { path: path.to_owned(), source };
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(unreadable(error)),
        };
        // Looked at before it is opened, and read without trust in what was seen.
        let written = regular(&metadata).and_then(|()| read_at_most(path, LARGEST)).map_err(unreadable)?;
        toml::from_str(&written).map_err(|source| SettingsError::NotUnderstood {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }

    /// Writes the settings: a new file beside the old one, then put in its place.
    ///
    /// # Errors
    /// [`SettingsError::Unwritable`]; also where the file that is there cannot be read or understood.
    pub fn write(&self, path: &Path) -> Result<(), SettingsError> {
        Self::read(path)?;
        let written = toml::to_string_pretty(self)?;
        put_in_place(path, written.as_bytes())
            .map_err(|source| SettingsError::Unwritable { path: path.to_owned(), source })
    }
}

fn regular(metadata: &std::fs::Metadata) -> std::io::Result<()> {
    if metadata.is_file() { Ok(()) } else { Err(std::io::Error::other("it is not a regular file")) }
}

/// Returns the text of a regular file of at most `most` bytes.
fn read_at_most(path: &Path, most: u64) -> std::io::Result<String> {
    let file = open(path)?;
    regular(&file.metadata()?)?;
    let mut written = String::new();
    file.take(most + 1).read_to_string(&mut written)?;
    if written.len() as u64 > most {
        return Err(std::io::Error::other("it is larger than 1 MiB"));
    }
    Ok(written)
}

fn put_in_place(path: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    // One of a program that was killed may be there; a link in its place is not followed.
    let _ = std::fs::remove_file(&beside);
    let mut file = new_file().open(&beside)?;
    let put =
        file.write_all(content).and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&beside, path));
    if put.is_err() {
        // What matters is the first error; a file left beside harms nothing.
        let _ = std::fs::remove_file(&beside);
    }
    put
}

/// Returns the way to make a file that nobody else may change, whatever the umask says.
fn new_file() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_keep_what_they_do_not_know() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.toml");
        assert_eq!(Settings::read(&path).unwrap(), Settings::default());
        std::fs::create_dir(folder.path().join("deep")).unwrap();
        std::fs::write(&path, "theme = \"light\"\nfuture = 3\n").unwrap();
        let mut settings = Settings::read(&path).unwrap();
        assert_eq!(settings.theme, Theme::Light);
        settings.plain = true;
        settings.write(&path).unwrap();
        assert_eq!(Settings::read(&path).unwrap(), settings);
        assert!(std::fs::read_to_string(&path).unwrap().contains("future = 3"));
    }

    #[test]
    fn a_file_that_is_not_understood_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, "theme = nonsense").unwrap();
        assert!(matches!(Settings::default().write(&path), Err(SettingsError::NotUnderstood { .. })));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theme = nonsense");
    }

    #[test]
    fn a_folder_in_its_place_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Settings::read(folder.path()).unwrap_err();
        assert!(error.to_string().contains("cannot read the settings file"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_small_regular_file_is_not_read() {
        let said = |path: &Path| match Settings::read(path).unwrap_err() {
            SettingsError::Unreadable { source, .. } => source.to_string(),
            other => panic!("{other}"),
        };
        assert_eq!(said(Path::new("/dev/zero")), "it is not a regular file");
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(said(&pipe), "it is not a regular file");
        // The same once more behind the look, should a pipe have taken the file's place.
        assert_eq!(read_at_most(&pipe, LARGEST).unwrap_err().to_string(), "it is not a regular file");
        let large = folder.path().join("large.toml");
        std::fs::File::create(&large).unwrap().set_len(LARGEST + 1).unwrap();
        assert_eq!(said(&large), "it is larger than 1 MiB");
    }
}
