//! The banks that are part of the program, each read when it is first drawn from.

use std::sync::{Arc, OnceLock};

use miniz_oxide::inflate::decompress_to_vec;

use crate::bank::BankId;
use crate::bank::read::{ReadBank, read_bank};
use crate::text::SafeText;

/// A bank that is part of the program.
struct BuiltIn {
    id: &'static str,
    is_role_bank: bool,
    /// The file, deflated by `build.rs`.
    packed: &'static [u8],
    read: OnceLock<Option<Arc<ReadBank>>>,
}

macro_rules! built_in {
    ($folder:literal, $is_role_bank:literal, $id:literal) => {
        BuiltIn {
            id: $id,
            is_role_bank: $is_role_bank,
            packed: include_bytes!(concat!(env!("OUT_DIR"), "/", $folder, "/", $id, ".json.deflate")),
            read: OnceLock::new(),
        }
    };
}

/// All of them; a test holds this list against the folder.
static BANKS: [BuiltIn; 23] = [
    built_in!("shared", false, "healthcare"),
    built_in!("shared", false, "clinical-systems"),
    built_in!("shared", false, "workflow"),
    built_in!("shared", false, "standards"),
    built_in!("shared", false, "privacy-security"),
    built_in!("shared", false, "information-management"),
    built_in!("shared", false, "data-analytics"),
    built_in!("shared", false, "infrastructure"),
    built_in!("shared", false, "software"),
    built_in!("shared", false, "leadership"),
    built_in!("shared", false, "training"),
    built_in!("roles", true, "clinician-practitioner-consultant"),
    built_in!("roles", true, "implementation-manager"),
    built_in!("roles", true, "implementation-support-specialist"),
    built_in!("roles", true, "workflow-redesign-specialist"),
    built_in!("roles", true, "technical-support-staff"),
    built_in!("roles", true, "trainer"),
    built_in!("roles", true, "clinician-public-health-leader"),
    built_in!("roles", true, "hie-specialist"),
    built_in!("roles", true, "privacy-security-specialist"),
    built_in!("roles", true, "research-development-scientist"),
    built_in!("roles", true, "programmer-software-engineer"),
    built_in!("roles", true, "health-it-subspecialist"),
];

/// Returns the ids of all built-in banks.
pub fn ids() -> impl Iterator<Item = BankId> {
    BANKS.iter().map(|built_in| BankId::from(built_in.id))
}

/// Is there a built-in bank of this id?
#[must_use]
pub fn has(id: &BankId) -> bool {
    of(id).is_some()
}

/// Is the built-in bank of this id a role's?
#[must_use]
pub fn is_role_bank(id: &BankId) -> bool {
    of(id).is_some_and(|built_in| built_in.is_role_bank)
}

/// Returns the built-in bank of this id, read at the first call.
#[must_use]
pub fn read(id: &BankId) -> Option<Arc<ReadBank>> {
    let built_in = of(id)?;
    let unpacked = || {
        let source = decompress_to_vec(built_in.packed).ok()?;
        read_bank(&SafeText::line(built_in.id), &source).ok().map(Arc::new)
    };
    built_in.read.get_or_init(unpacked).clone()
}

fn of(id: &BankId) -> Option<&'static BuiltIn> {
    BANKS.iter().find(|built_in| built_in.id == id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bank_of_the_folder_is_built_in_and_sound() {
        let mut in_folder = Vec::new();
        for folder in ["shared", "roles"] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks").join(folder);
            for entry in std::fs::read_dir(path).unwrap() {
                in_folder.push(entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned());
            }
        }
        let mut built_in: Vec<String> = ids().map(|id| id.to_string()).collect();
        in_folder.sort();
        built_in.sort();
        assert_eq!(built_in, in_folder);
        for id in ids() {
            assert_eq!(read(&id).map(|read| read.bank.id.clone()), Some(id));
        }
    }
}
