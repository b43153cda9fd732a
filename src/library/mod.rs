//! Finds banks: built in, in the data directory, named on the command line.
//!
//! Invariant: a bank with errors is never drawn from; it is in [`Library::left_out`] with its reasons.

pub mod built_in;
pub mod checking;
pub mod folder;
pub mod preview;
pub mod proposal;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bank::diagnostic::Diagnostic;
use crate::bank::file::{FileError, read_file};
use crate::bank::include;
use crate::bank::question::Question;
use crate::bank::read::{ReadBank, read_bank};
use crate::bank::rule::Severity;
use crate::bank::{Bank, BankId};
use crate::framework::RoleId;
use crate::library::folder::{FolderError, bank_files_in};
use crate::text::SafeText;

/// The folder of the data directory in which a user's own banks are.
pub const BANKS_FOLDER: &str = "banks";

/// Where a bank was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Named on the command line.
    CommandLine,
    /// In the `banks` folder of the data directory.
    DataDirectory,
    /// Part of the program.
    BuiltIn,
}

/// A bank that can be drawn from.
#[derive(Clone, Debug)]
pub struct Found {
    /// The bank, checked.
    pub bank: Arc<Bank>,
    /// The questions of the banks that it includes and its own, no two the same.
    pub questions: Vec<Arc<Question>>,
    /// Where it was found.
    pub origin: Origin,
    /// Its file, or its place among the built-in ones.
    pub name: SafeText,
}

/// A bank that was left out.
#[derive(Debug)]
pub struct LeftOut {
    /// Its file.
    pub name: SafeText,
    /// Why.
    pub reason: Reason,
}

/// Why a bank was left out.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The folder's files are not known.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The file has errors.
    #[error("the bank has {}", counted_errors(.0))]
    Errors(Vec<Diagnostic>),
    /// Another bank of the same place has its id.
    #[error("its id `{id}` is already that of `{first}`")]
    SameId {
        /// The id.
        id: BankId,
        /// The file of the bank that has it.
        first: SafeText,
    },
    /// The folder holds no bank.
    #[error("the folder has no `.json` file")]
    EmptyFolder,
    /// A built-in bank has its id.
    #[error("its id `{id}` is that of a bank built into the program")]
    BuiltInId {
        /// The id.
        id: BankId,
    },
}

impl Reason {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::File(error) => error.help(),
            Self::Folder(error) => error.help(),
            Self::Errors(_) => "mend what is listed above; the other banks stay usable",
            Self::SameId { .. } | Self::BuiltInId { .. } => "give one of them another `id`",
            Self::EmptyFolder => "name the folder that the banks are in, or a bank file",
        }
    }
}

/// Why the library could not be put together as the command line asks.
#[derive(Debug, thiserror::Error)]
#[error("cannot use bank `{}`", .0.name)]
pub struct NamedBankError(pub LeftOut);

/// The banks at hand.
#[derive(Debug, Default)]
pub struct Library {
    named: Vec<Found>,
    own: Vec<Found>,
    left_out: Vec<LeftOut>,
}

/// Files of one place, read and told apart by id.
#[derive(Default)]
struct Shelf {
    banks: Vec<(SafeText, Arc<ReadBank>)>,
    left_out: Vec<LeftOut>,
}

impl Shelf {
    fn read(&mut self, path: &Path) {
        let name = SafeText::path(path);
        match read_file(path)
            .map_err(Reason::from)
            .and_then(|bytes| read_bank(&name, &bytes).map_err(Reason::Errors))
        {
            Ok(bank) => self.put(name, bank),
            Err(reason) => self.left_out.push(LeftOut { name, reason }),
        }
    }

    fn put(&mut self, name: SafeText, bank: ReadBank) {
        let id = &bank.bank.id;
        match self.banks.iter().find(|(_, known)| known.bank.id == *id) {
            Some((first, _)) => {
                let reason = Reason::SameId { id: id.clone(), first: first.clone() };
                self.left_out.push(LeftOut { name, reason });
            }
            None => self.banks.push((name, Arc::new(bank))),
        }
    }

    /// Leaves out the banks that have the id of a built-in one.
    fn leave_out_built_in_ids(&mut self) {
        let (clashing, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.banks).into_iter().partition(|(_, bank)| built_in::has(&bank.bank.id));
        self.banks = kept;
        self.left_out.extend(
            clashing
                .into_iter()
                .map(|(name, bank)| LeftOut { name, reason: Reason::BuiltInId { id: bank.bank.id.clone() } }),
        );
    }
}

/// Looks ids up among the banks of the command line, then of the data directory, then the built-in ones.
struct Lookup<'shelves> {
    by_id: HashMap<&'shelves BankId, &'shelves Arc<ReadBank>>,
}

impl<'shelves> Lookup<'shelves> {
    fn new(shelves: [&'shelves Shelf; 2]) -> Self {
        let mut by_id = HashMap::new();
        for (_, bank) in shelves.into_iter().flat_map(|shelf| &shelf.banks) {
            by_id.entry(&bank.bank.id).or_insert(bank);
        }
        Self { by_id }
    }

    fn bank(&self, id: &BankId) -> Option<Arc<Bank>> {
        let own = self.by_id.get(id).map(|read| Arc::clone(&read.bank));
        own.or_else(|| built_in::read(id).map(|read| Arc::clone(&read.bank)))
    }
}

impl Library {
    /// Reads the user's banks: the files and folders `named` on the command line, and those of the data directory.
    ///
    /// Built-in banks are read when they are drawn from. Files of a folder are taken in the order of their names.
    ///
    /// # Errors
    /// [`NamedBankError`] for the first named bank that cannot be used; a bank of the data directory is left out
    /// instead.
    pub fn load(data_directory: Option<&Path>, named: &[PathBuf]) -> Result<Self, NamedBankError> {
        let mut named_shelf = Shelf::default();
        for path in named {
            let files = bank_files(path).and_then(|files| match files.is_empty() {
                true => Err(Reason::EmptyFolder),
                false => Ok(files),
            });
            let refused = |reason| NamedBankError(LeftOut { name: SafeText::path(path), reason });
            files.map_err(refused)?.iter().for_each(|file| named_shelf.read(file));
        }
        let mut own_shelf = Shelf::default();
        let folder = data_directory.map(|directory| directory.join(BANKS_FOLDER));
        if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
            match bank_files(&folder) {
                Ok(files) => files.iter().for_each(|file| own_shelf.read(file)),
                Err(reason) => own_shelf.left_out.push(LeftOut { name: SafeText::path(&folder), reason }),
            }
        }
        own_shelf.leave_out_built_in_ids();
        let lookup = Lookup::new([&named_shelf, &own_shelf]);
        let (named, named_left_out) = resolved(&named_shelf, &lookup, Origin::CommandLine);
        let (own, own_left_out) = resolved(&own_shelf, &lookup, Origin::DataDirectory);
        drop(lookup);
        if let Some(first) = named_shelf.left_out.into_iter().chain(named_left_out).next() {
            return Err(NamedBankError(first));
        }
        let left_out = own_shelf.left_out.into_iter().chain(own_left_out).collect();
        Ok(Self { named, own, left_out })
    }

    /// Returns the banks of the data directory that were left out, with the reasons.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Returns every bank at hand: named, own, built in.
    #[must_use]
    pub fn all(&self) -> Vec<Found> {
        let built_in = built_in::ids().filter_map(|id| built_in_found(&id));
        self.named.iter().chain(&self.own).cloned().chain(built_in).collect()
    }

    /// Returns the banks that a role's questions are drawn from.
    ///
    /// With named banks only those. Otherwise the built-in role bank and the data directory's banks of that role; or,
    /// without a role, the built-in shared pools and the data directory's banks of no role.
    #[must_use]
    pub fn drawn_from(&self, role: Option<RoleId>) -> Vec<Found> {
        if !self.named.is_empty() {
            return self.named.clone();
        }
        let own = self.own.iter().filter(|found| found.bank.role == role).cloned();
        let built_in = built_in::ids()
            .filter(|id| {
                role.map_or_else(|| !built_in::is_role_bank(id), |role| id.as_str() == role.as_str())
            })
            .filter_map(|id| built_in_found(&id));
        built_in.chain(own).collect()
    }

    /// Are there banks named on the command line?
    #[must_use]
    pub fn has_named(&self) -> bool {
        !self.named.is_empty()
    }

    /// Returns the banks named on the command line that stand in for a built-in bank of the same id.
    pub fn standing_in(&self) -> impl Iterator<Item = &Found> {
        self.named.iter().filter(|found| built_in::has(&found.bank.id))
    }
}

/// Returns a built-in bank with its questions.
fn built_in_found(id: &BankId) -> Option<Found> {
    let read = built_in::read(id)?;
    let built_in_bank = |id: &BankId| built_in::read(id).map(|read| Arc::clone(&read.bank));
    let questions = include::questions(&read, built_in_bank).ok()?;
    let name = SafeText::line(&format!("built in: {id}"));
    Some(Found { bank: Arc::clone(&read.bank), questions, origin: Origin::BuiltIn, name })
}

/// Returns the banks of a shelf with their includes, and those whose includes fail.
fn resolved(shelf: &Shelf, lookup: &Lookup<'_>, origin: Origin) -> (Vec<Found>, Vec<LeftOut>) {
    let mut found = Vec::new();
    let mut left_out = Vec::new();
    for (name, read) in &shelf.banks {
        match include::questions(read, |id| lookup.bank(id)) {
            Ok(questions) => {
                let bank = Arc::clone(&read.bank);
                found.push(Found { bank, questions, origin, name: name.clone() });
            }
            Err(errors) => {
                left_out.push(LeftOut { name: name.clone(), reason: Reason::Errors(errors) });
            }
        }
    }
    (found, left_out)
}

/// Returns the files that a path stands for: itself, or the `.json` files in a folder, by name.
fn bank_files(path: &Path) -> Result<Vec<PathBuf>, Reason> {
    match path.is_dir() {
        true => Ok(bank_files_in(path)?),
        false => Ok(vec![path.to_owned()]),
    }
}

fn counted_errors(diagnostics: &[Diagnostic]) -> String {
    let n_errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    if n_errors == 1 { "1 error".to_owned() } else { format!("{n_errors} errors") }
}
