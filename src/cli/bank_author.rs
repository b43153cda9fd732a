//! What helps to write a bank: `bank new`, `bank shuffle`, `bank schema`.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use crate::bank::BankId;
use crate::bank::diagnostic::Diagnostic;
use crate::bank::file::read_file;
use crate::bank::read::read_bank;
use crate::bank::read::schema::schema;
use crate::bank::shuffled::shuffled;
use crate::bank::template::template;
use crate::cli::arguments::New;
use crate::cli::failure::{Failure, Status, say};
use crate::cli::listing::print;
use crate::cli::{Run, wish};
use crate::report::phrase::counted;
use crate::seed::Seed;
use crate::text::SafeText;

/// Domain of the questions where none is named.
const DEFAULT_DOMAIN: &str = "standards";

/// Id of a bank whose file name has no letter that an id may have.
const DEFAULT_ID: &str = "my-bank";

/// Characters of the longest id.
const MAX_ID_LENGTH: usize = 64;

/// Runs `bank new`.
///
/// # Errors
/// A [`Failure`] where role or domain are unknown, or a file is there already.
pub fn new(asked: &New) -> Result<Status, Failure> {
    let role = asked.role.as_deref().map(wish::role).transpose()?;
    let domain = wish::domain(asked.domain.as_deref().unwrap_or(DEFAULT_DOMAIN))?;
    let path = SafeText::path(&asked.path);
    let text = template(&id_of(&asked.path), role, domain);
    let created = OpenOptions::new().write(true).create_new(true).open(&asked.path);
    created.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| unwritten(&path, &error))?;
    print(&[
        format!("Wrote `{path}`: one question of each type, about how it is written."),
        format!("See it as learners will while you edit it: hitquiz bank preview {path}"),
        format!("Then: hitquiz bank check {path}"),
        "For an editor that completes keys, beside it: hitquiz bank schema > bank.schema.json".to_owned(),
    ])
}

fn unwritten(path: &SafeText, error: &io::Error) -> Failure {
    let help = match error.kind() {
        io::ErrorKind::AlreadyExists => "name a file that is not there yet; nothing was changed",
        _ => "name a file in a folder that is there and can be written to",
    };
    let cause = SafeText::line(&error.to_string()).to_string();
    Failure { cause: Some(cause), ..Failure::new(format!("cannot write the bank file `{path}`"), help) }
}

/// Returns the id that a file name makes: `Week 3.json` becomes `week-3`.
fn id_of(path: &Path) -> BankId {
    let name = path.file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let parts: Vec<&str> = name.split(|c: char| !is_letter(c)).filter(|part| !part.is_empty()).collect();
    let id: String = parts.join("-").chars().take(MAX_ID_LENGTH).collect();
    BankId::from(if id.is_empty() { DEFAULT_ID } else { &id })
}

/// Runs `bank shuffle`.
///
/// # Errors
/// A [`Failure`] where the file cannot be read or written.
pub fn shuffle(run: &Run, path: &Path) -> Result<Status, Failure> {
    let bytes = read_file(path).map_err(|error| Failure::of(&error, error.help()))?;
    let name = SafeText::path(path);
    let read = match read_bank(&name, &bytes) {
        Ok(read) => read,
        Err(diagnostics) => {
            print(&diagnostics.iter().map(Diagnostic::to_string).collect::<Vec<_>>())?;
            say(&[
                format!("error: `{name}` has errors and was left as it is"),
                "help: mend what is listed above".to_owned(),
            ]);
            return Ok(Status::Findings);
        }
    };
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let shuffled = shuffled(text, &read, run.global.seed.map_or_else(Seed::fresh, Seed));
    replace(path, &shuffled.text).map_err(|error| unwritten(&name, &error))?;
    if shuffled.n_questions > 0 {
        say(&[
            "note: answers to these questions that are stored already count as answers to an earlier version"
                .to_owned(),
        ]);
    }
    print(&[format!("Shuffled the choices of {} in `{name}`.", counted(shuffled.n_questions, "question"))])
}

/// Puts another text in the place of a file: the old one stays whole until the new one is.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // The file itself and not a link to it.
    let path = path.canonicalize()?;
    let beside = path.with_extension("json.new");
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.set_permissions(path.metadata()?.permissions()))
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&beside, &path));
    if written.is_err() {
        // What is half written helps nobody.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Runs `bank schema`.
///
/// # Errors
/// A [`Failure`] where nothing can be written.
pub fn print_schema() -> Result<Status, Failure> {
    print(&[format!("{:#}", schema())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_makes_an_id() {
        for (name, id) in [("Week 3.json", "week-3"), ("a/b/HL7_v2.json", "hl7-v2"), ("日本.json", "my-bank")]
        {
            assert_eq!(id_of(Path::new(name)).as_str(), id);
        }
        assert_eq!(id_of(Path::new(&"x".repeat(100))).as_str().len(), 64);
    }

    #[test]
    fn a_file_is_replaced_whole_and_one_that_is_there_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.json");
        let asked = New { path: path.clone(), role: None, domain: None };
        assert_eq!(new(&asked).unwrap(), Status::Done);
        let failure = new(&asked).unwrap_err();
        assert_eq!(failure.help, "name a file that is not there yet; nothing was changed");
        replace(&path, "{}").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
