//! Kinds of words by lists: common ones, absolutes, hedges, laws, standards.

use std::ops::BitOrAssign;
use std::sync::LazyLock;

use crate::check::cues::{ABSOLUTES, COMMON_WORDS, HEDGES};
use crate::check::hash::hash;

/// Words that say no.
const NEGATIONS: [&str; 10] =
    ["cannot", "except", "least", "neither", "never", "no", "none", "nor", "not", "without"];

/// Words that mean the day on which somebody reads them.
const PRESENT: [&str; 5] = ["current", "currently", "latest", "newest", "nowadays"];

/// Words of laws and programmes, whose figures change.
const LAWS: [&str; 22] = [
    "act",
    "ahrq",
    "ccpa",
    "cfr",
    "cms",
    "cures",
    "gdpr",
    "hhs",
    "hipaa",
    "hitech",
    "law",
    "macra",
    "medicaid",
    "medicare",
    "mips",
    "ocr",
    "onc",
    "regulation",
    "regulations",
    "rule",
    "statute",
    "uscdi",
];

/// Standards with versions that differ in what they ask of systems.
const VERSIONED: [&str; 5] = ["ccda", "cda", "fhir", "snomed", "uscdi"];

/// Words of questions whose answer changes from version to version.
const OF_A_VERSION: [&str; 11] = [
    "added",
    "cardinality",
    "deprecated",
    "mandatory",
    "maturity",
    "normative",
    "removed",
    "renamed",
    "required",
    "requires",
    "retired",
];

/// Words that an acronym may leave out.
pub(crate) const LEFT_OUT: [&str; 8] = ["a", "and", "for", "in", "of", "on", "the", "to"];

/// Words that judge a statement.
const JUDGEMENTS: [&str; 6] = ["accurate", "correct", "false", "incorrect", "right", "true"];

/// Classes of a word, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u16);

/// Places of the table of classes; three quarters stay empty.
const N_PLACES: usize = 1024 + ROOM_AT_END;

/// Places for words whose own place is taken, behind the last.
const ROOM_AT_END: usize = 32;

impl Class {
    /// Too common to tell anything.
    pub const COMMON: Self = Self(1);
    /// Leaves no exception.
    pub const ABSOLUTE: Self = Self(2);
    /// Leaves room.
    pub const HEDGE: Self = Self(4);
    /// Says no.
    pub const NEGATION: Self = Self(8);
    /// Means the day on which it is read.
    pub const PRESENT: Self = Self(16);
    /// Belongs to laws and programmes.
    pub const LAW: Self = Self(32);
    /// Names a standard of which there are versions.
    pub const VERSIONED: Self = Self(64);
    /// Says what changes from version to version.
    pub const OF_A_VERSION: Self = Self(128);
    /// Judges a statement.
    pub const JUDGEMENT: Self = Self(256);
    /// Begins with two capital letters, as acronyms do.
    pub const CAPITALS: Self = Self(512);

    /// May be left out by an acronym.
    pub const LEFT_OUT: Self = Self(1024);

    /// Is the word of that class too?
    #[must_use]
    pub fn has(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }
}

impl BitOrAssign for Class {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Classes by hash, with linear probing: small enough to stay near the processor.
pub(super) struct Classes([(u32, Class); N_PLACES]);

impl Classes {
    /// Returns the classes of the words of all lists, made at the first call.
    pub(super) fn known() -> &'static Self {
        &KNOWN
    }

    /// Returns the class of a word by its hash.
    pub(super) fn of(&self, hash: u64) -> Class {
        let tag = tag(hash);
        for (known, class) in self.0.get(place(hash)..).unwrap_or_default() {
            if *known == tag {
                return *class;
            }
            if *known == 0 {
                break;
            }
        }
        Class::default()
    }
}

/// The classes of all words of the lists.
static KNOWN: LazyLock<Classes> = LazyLock::new(|| {
    let lists: [(&[&str], Class); 10] = [
        (&COMMON_WORDS, Class::COMMON),
        (&ABSOLUTES, Class::ABSOLUTE),
        (&HEDGES, Class::HEDGE),
        (&NEGATIONS, Class::NEGATION),
        (&PRESENT, Class::PRESENT),
        (&LAWS, Class::LAW),
        (&VERSIONED, Class::VERSIONED),
        (&OF_A_VERSION, Class::OF_A_VERSION),
        (&JUDGEMENTS, Class::JUDGEMENT),
        (&LEFT_OUT, Class::LEFT_OUT),
    ];
    let mut table = [(0, Class::default()); N_PLACES];
    for (word, class) in lists.iter().flat_map(|(words, class)| words.iter().map(move |word| (word, class))) {
        let (place, tag) = (place(hash(word)), tag(hash(word)));
        let mut places = table.iter_mut().skip(place);
        if let Some((known, classes)) = places.find(|(known, _)| *known == 0 || *known == tag) {
            *known = tag;
            *classes |= *class;
        }
    }
    Classes(table)
});

/// Returns where a word is looked for; the places behind the last are for what would run over.
fn place(hash: u64) -> usize {
    (hash >> 48) as usize % (N_PLACES - ROOM_AT_END)
}

/// Returns what tells the words of one place apart, never 0: with the place 41 bits of the hash.
fn tag(hash: u64) -> u32 {
    (hash & u64::from(u32::MAX)) as u32 | 1
}
