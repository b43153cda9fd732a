//! Kinds of words by lists: common ones, absolutes, hedges, laws, standards.

use std::hint::select_unpredictable;
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

/// Words that join the letters of choices: "both A and C".
const JOINS: [&str; 11] =
    ["all", "and", "both", "but", "either", "except", "neither", "nor", "not", "only", "or"];

/// Words by which a stem asks for what does not hold.
pub(crate) const DENIALS: [&str; 3] = ["except", "least", "not"];

/// Words with which a choice ends that speaks about the others: "of the above", "of these", "are correct".
const ABOUT_OTHERS: [&str; 9] =
    ["above", "below", "choices", "correct", "options", "right", "them", "these", "true"];

/// Words that judge a statement.
const JUDGEMENTS: [&str; 6] = ["accurate", "correct", "false", "incorrect", "right", "true"];

/// Classes of a word, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u16);

/// Pairs of places of the table of classes; seven places of eight stay empty.
const N_PAIRS: usize = 1024;

impl Class {
    /// Of none of the classes.
    pub(crate) const NONE: Self = Self(0);
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
    /// Asks for what does not hold.
    pub const DENIAL: Self = Self(2048);
    /// Joins the letters of choices.
    pub const JOIN: Self = Self(4096);
    /// Begins with a capital letter.
    pub const CAPITAL: Self = Self(512);
    /// Ends a choice that speaks about the others.
    pub const ABOUT_OTHERS: Self = Self(1024);

    /// Returns the class, or none.
    pub(super) fn only_if(self, is_so: bool) -> Self {
        Self(self.0 & u16::from(is_so).wrapping_neg())
    }

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

/// Classes by hash: each word has one of the two places of its pair, so that it is looked up without a branch.
pub(crate) struct Classes {
    factor: u32,
    pairs: [Pair; N_PAIRS],
}

/// Two hashes with their classes; an empty place has the hash 0, and no class.
#[derive(Clone, Copy, Default)]
struct Pair {
    hashes: [u32; 2],
    classes: [Class; 2],
}

impl Classes {
    /// Returns the classes of the words of all lists, made at the first call.
    pub(crate) fn known() -> &'static Self {
        &KNOWN
    }

    /// Returns the class of a word by its hash.
    pub(crate) fn of(&self, hash: u32) -> Class {
        let Some(Pair { hashes: [first, second], classes: [of_first, of_second] }) =
            self.pairs.get(place(hash, self.factor))
        else {
            return Class::default();
        };
        let only_if = |is_so, class: &Class| select_unpredictable(is_so, class.0, 0);
        Class(only_if(*first == hash, of_first) | only_if(*second == hash, of_second))
    }

    /// Returns the table in which words are looked up by this factor; nothing where three have one pair.
    fn by(factor: u32) -> Option<Self> {
        let mut pairs = [Pair::default(); N_PAIRS];
        for (words, class) in LISTS {
            for hash in words.iter().map(|word| hash(word)) {
                let Pair { hashes, classes } = pairs.get_mut(place(hash, factor))?;
                let mut places = hashes.iter_mut().zip(classes);
                let (known, of_known) = places.find(|(known, _)| **known == 0 || **known == hash)?;
                *known = hash;
                *of_known |= class;
            }
        }
        Some(Self { factor, pairs })
    }
}

/// The lists with what their words are.
const LISTS: [(&[&str], Class); 12] = [
    (&COMMON_WORDS, Class::COMMON),
    (&ABSOLUTES, Class::ABSOLUTE),
    (&HEDGES, Class::HEDGE),
    (&NEGATIONS, Class::NEGATION),
    (&PRESENT, Class::PRESENT),
    (&LAWS, Class::LAW),
    (&VERSIONED, Class::VERSIONED),
    (&OF_A_VERSION, Class::OF_A_VERSION),
    (&JUDGEMENTS, Class::JUDGEMENT),
    (&ABOUT_OTHERS, Class::ABOUT_OTHERS),
    (&DENIALS, Class::DENIAL),
    (&JOINS, Class::JOIN),
];

/// The classes of all words of the lists; one factor in a dozen has room for all of them.
static KNOWN: LazyLock<Classes> = LazyLock::new(|| {
    let factors = (1..u32::MAX).step_by(2).map(|odd| odd.wrapping_mul(FACTOR));
    let empty = || Classes { factor: 1, pairs: [Pair::default(); N_PAIRS] };
    factors.take(MOST_FACTORS).find_map(Classes::by).unwrap_or_else(empty)
});

/// Where factors are taken from: 2³² divided by the golden ratio.
const FACTOR: u32 = 0x9e37_79b9;

/// Factors that are tried.
const MOST_FACTORS: usize = 10_000;

/// Returns the pair of places of a word.
fn place(hash: u32, factor: u32) -> usize {
    (hash.wrapping_mul(factor) >> (u32::BITS - N_PAIRS.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_has_its_class_and_others_have_none() {
        for (words, class) in LISTS {
            assert!(words.iter().all(|word| Classes::known().of(hash(word)).has(class)));
        }
        assert_eq!(Classes::known().of(hash("interface")), Class::default());
        assert_eq!(Classes::known().of(hash("")), Class::default());
    }
}
