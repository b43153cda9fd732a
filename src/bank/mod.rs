//! Question banks: what a checked bank is.
//!
//! Invariant: a [`Bank`] that exists is sound: every key points at a choice, every line at its exhibit, every id is
//! unique. Files become banks in [`read`] and nothing re-checks them later.

pub mod question;

pub mod diagnostic;
mod excerpt;
pub mod file;
pub mod finding;
pub mod header;
pub mod include;
pub(crate) mod json;
pub mod read;
pub mod rule;
pub mod shuffled;
pub mod source;
pub mod suggest;
pub mod template;
pub mod view;
pub mod watch;

#[cfg(test)]
pub(crate) mod sample;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::bank::question::Question;
use crate::framework::{Blueprint, RoleId};
use crate::text::SafeText;

/// The newest version of the format that this program reads.
pub const NEWEST_FORMAT: u64 = 1;

/// Share right that counts as passing where a bank does not say.
pub const DEFAULT_CUT_SCORE: f64 = 0.7;

/// Minutes a question where a bank does not say: 57.6 for a form of 40.
pub const DEFAULT_MINUTES_A_QUESTION: f64 = 1.44;

/// The stable slug of a bank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BankId(pub Arc<str>);

/// The stable slug of a question, unique in its bank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub Arc<str>);

/// What history hangs on: the bank that defines a question, and the question's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QuestionKey {
    /// The bank that defines it, not one that includes it.
    pub bank: BankId,
    /// Its id there.
    pub question: QuestionId,
}

/// A checked bank.
#[derive(Clone, Debug)]
pub struct Bank {
    /// Its stable slug.
    pub id: BankId,
    /// What lists and exports show of it.
    pub label: Label,
    /// The role it is for, if it is a role bank.
    pub role: Option<RoleId>,
    /// Banks whose questions belong to this one too.
    pub include: Vec<BankId>,
    /// How its exam form is made up and judged.
    pub form: FormRules,
    /// The questions that it defines itself, in file order.
    pub questions: Vec<Arc<Question>>,
}

/// What lists and exports show of a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its title.
    pub title: SafeText,
    /// BCP 47 tag, `en` by default.
    pub language: SafeText,
    /// Licence, if given.
    pub license: Option<SafeText>,
    /// Authors, if given.
    pub authors: Vec<SafeText>,
    /// Version, if given.
    pub version: Option<SafeText>,
}

/// How an exam form of a bank is made up and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct FormRules {
    /// Weights of the domains, where the bank gives them.
    pub blueprint: Option<Blueprint>,
    /// Share right that counts as passing, 0 to 1.
    pub cut_score: f64,
    /// Time limit of the exam form in minutes, where the bank gives it.
    pub minutes: Option<f64>,
}

impl BankId {
    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl QuestionId {
    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for BankId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<&str> for QuestionId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for BankId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
