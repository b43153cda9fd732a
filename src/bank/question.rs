//! A checked question: its stem, its body with the key, and what is shown with it.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::bank::QuestionKey;
use crate::framework::{DomainId, TopicId};
use crate::text::SafeText;

/// Author's estimate of difficulty where a bank does not say.
pub const DEFAULT_DIFFICULTY: u8 = 3;

/// A checked question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Where it is defined.
    pub key: QuestionKey,
    /// The question itself; may carry the markup of [`crate::text::markup`].
    pub stem: SafeText,
    /// What is answered, and the right answer.
    pub body: Body,
    /// What it is about.
    pub subject: Subject,
    /// What is shown beside the stem.
    pub material: Material,
    /// What is shown after the answer.
    pub teaching: Teaching,
    /// How it is drawn, shown and marked.
    pub rules: Rules,
}

/// What is answered, with the right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "type")]
pub enum Body {
    /// One choice is right.
    Single {
        /// Two to eight choices in file order.
        choices: Vec<Choice>,
        /// The right one.
        key: ChoiceIx,
    },
    /// Any number of choices are right, and at least one is wrong.
    Multiple {
        /// Two to eight choices in file order.
        choices: Vec<Choice>,
        /// The right ones, ascending.
        key: Vec<ChoiceIx>,
        /// How many are right, where the screen says so.
        select: Option<u8>,
    },
    /// Choices to be put in order.
    Order {
        /// Two to eight choices in the right order.
        choices: Vec<Choice>,
    },
    /// Lefts to be matched with rights.
    Match {
        /// The matching pairs.
        pairs: Vec<Pair>,
        /// Rights that match nothing.
        distractors: Vec<SafeText>,
    },
    /// A number.
    Numeric {
        /// The least number that is right.
        low: f64,
        /// The greatest number that is right.
        high: f64,
        /// The number to show as the answer, where one is given.
        answer: Option<f64>,
        /// Shown beside the field.
        unit: Option<SafeText>,
    },
    /// A word or a short text.
    Text {
        /// What is right, the one to show first.
        accept: Vec<SafeText>,
        /// Is case told apart?
        exact: bool,
    },
    /// A line of the exhibit.
    Locate {
        /// Lines of which any one is right, ascending.
        lines: Vec<LineNumber>,
    },
}

/// A choice's position in file order, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChoiceIx(pub u8);

/// A line of an exhibit, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineNumber(pub u32);

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub text: SafeText,
    /// Why it is right, or which mistake leads to it.
    pub rationale: Option<SafeText>,
}

/// A left and the right that matches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Shown in file order.
    pub left: SafeText,
    /// Shown among the shuffled rights.
    pub right: SafeText,
    /// Why they match, if given.
    pub rationale: Option<SafeText>,
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// Its domain.
    pub domain: DomainId,
    /// Its topic, if given.
    pub topic: Option<TopicId>,
    /// What it asks of the mind, if given.
    pub level: Option<Level>,
    /// The author's estimate, 1 (easiest) to 5.
    pub difficulty: u8,
    /// Free words.
    pub tags: Vec<SafeText>,
}

/// What a question asks of the mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Knowing a fact.
    Recall,
    /// Using it in a situation.
    Application,
    /// Judging between things that all seem to fit.
    Analysis,
}

/// What is shown beside the stem.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Material {
    /// A situation that several questions share.
    pub case: Option<Arc<Case>>,
    /// A document to read.
    pub exhibit: Option<Exhibit>,
    /// Up to three hints, for practice only.
    pub hints: Vec<SafeText>,
}

/// A situation that several questions share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its slug, unique in the bank.
    pub id: String,
    /// Its title, if given.
    pub title: Option<SafeText>,
    /// The situation.
    pub text: SafeText,
    /// A document of the case, if any.
    pub exhibit: Option<Exhibit>,
}

/// A document to read, white space kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// What kind of document it is.
    pub kind: ExhibitKind,
    /// Its title, if given.
    pub title: Option<SafeText>,
    /// The document, lines separated by line feeds.
    pub text: SafeText,
    /// The same in sentences.
    pub description: Option<SafeText>,
}

/// Kinds of exhibit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExhibitKind {
    /// Running text.
    Text,
    /// Program text, queries, configuration.
    Code,
    /// Rows and columns.
    Table,
    /// A drawing in characters.
    Diagram,
    /// An HL7 v2 message, a segment a line.
    Hl7v2,
    /// JSON, FHIR among it.
    Json,
    /// XML, CDA among it.
    Xml,
}

/// What is shown after the answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Teaching {
    /// What to learn from the question.
    pub explanation: Option<SafeText>,
    /// Where to read more.
    pub references: Vec<Reference>,
    /// Year and month of the facts, as `2026-11`.
    pub as_of: Option<SafeText>,
    /// Year and month by which they are to be looked at again.
    pub review_by: Option<SafeText>,
    /// ISO 3166 code of the country whose rules are asked for.
    pub jurisdiction: Option<SafeText>,
}

/// Where to read more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Title of the work.
    pub title: SafeText,
    /// Section or page.
    pub section: Option<SafeText>,
    /// Address.
    pub url: Option<SafeText>,
}

/// How a question is drawn, shown and marked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Are choices shuffled once an attempt?
    pub shuffle: bool,
    /// How partly right answers are marked.
    pub scoring: Scoring,
    /// Advisory time.
    pub seconds: Option<u32>,
    /// Parameters estimated from real answers.
    pub parameters: Option<Parameters>,
    /// Is it drawn?
    pub status: Status,
}

/// How partly right answers are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scoring {
    /// 1 or 0.
    AllOrNothing,
    /// Share of the right ones ticked minus share of the wrong ones ticked.
    NetCorrect,
    /// Twice the share decided rightly minus 1; neighbours for `order`, lefts for `match`.
    EachAnswer,
}

/// Item-response parameters estimated from real answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Slope.
    pub a: f64,
    /// Difficulty in logits.
    pub b: f64,
    /// Lower asymptote, 0 to 1.
    pub c: f64,
    /// Number of people it was estimated from.
    pub n: u64,
}

/// Is a question drawn?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Drawn.
    Live,
    /// Not drawn yet.
    Draft,
    /// Not drawn any more; kept for history.
    Retired,
}

/// Sixteen hexadecimal digits that change when type, choices or key of a question change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

impl Question {
    /// Returns the fingerprint over type, choices in file order, and key.
    ///
    /// Stem, rationales and scoring are not part of it: mending a comma does not make earlier answers another
    /// question's.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Sha256::new();
        // Length before each part, so that no two lists of parts read the same.
        for part in self.body.fingerprint_parts() {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut digits = String::new();
        for byte in hasher.finalize().iter().take(8) {
            let _ = write!(digits, "{byte:02x}");
        }
        Fingerprint(digits)
    }

    /// Returns the exhibit that `locate` lines and the exhibit pane refer to: the question's own, else its case's.
    #[must_use]
    pub fn exhibit(&self) -> Option<&Exhibit> {
        let of_case = || self.material.case.as_ref().and_then(|case| case.exhibit.as_ref());
        self.material.exhibit.as_ref().or_else(of_case)
    }
}

impl Body {
    /// Returns the type's name in the format.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::Order { .. } => "order",
            Self::Match { .. } => "match",
            Self::Numeric { .. } => "numeric",
            Self::Text { .. } => "text",
            Self::Locate { .. } => "locate",
        }
    }

    /// Returns the choices of `single`, `multiple` and `order`; none for the other types.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single { choices, .. } | Self::Multiple { choices, .. } | Self::Order { choices } => {
                choices
            }
            Self::Match { .. } | Self::Numeric { .. } | Self::Text { .. } | Self::Locate { .. } => &[],
        }
    }

    /// Returns the rights of a `match` in file order: those of the pairs, then the distractors.
    #[must_use]
    pub fn rights(&self) -> Vec<&SafeText> {
        match self {
            Self::Match { pairs, distractors } => {
                pairs.iter().map(|pair| &pair.right).chain(distractors).collect()
            }
            Self::Single { .. }
            | Self::Multiple { .. }
            | Self::Order { .. }
            | Self::Numeric { .. }
            | Self::Text { .. }
            | Self::Locate { .. } => Vec::new(),
        }
    }

    /// Returns how many things are shown in an order of the attempt: choices, or rights of a `match`.
    #[must_use]
    pub fn n_shuffled(&self) -> usize {
        self.choices().len().max(self.rights().len())
    }

    /// Is the choice at this position right?
    #[must_use]
    pub fn is_key(&self, choice: ChoiceIx) -> bool {
        match self {
            Self::Single { key, .. } => *key == choice,
            Self::Multiple { key, .. } => key.contains(&choice),
            Self::Order { .. }
            | Self::Match { .. }
            | Self::Numeric { .. }
            | Self::Text { .. }
            | Self::Locate { .. } => false,
        }
    }

    fn fingerprint_parts(&self) -> Vec<String> {
        let mut parts = vec![self.type_name().to_owned()];
        parts.extend(self.choices().iter().map(|choice| choice.text.as_str().to_owned()));
        match self {
            Self::Single { key, .. } => parts.push(format!("key {}", key.0)),
            Self::Multiple { key, .. } => parts.extend(key.iter().map(|key| format!("key {}", key.0))),
            Self::Order { .. } => {}
            Self::Match { pairs, distractors } => {
                for pair in pairs {
                    parts.push(pair.left.to_string());
                    parts.push(pair.right.to_string());
                }
                parts.push("distractors".to_owned());
                parts.extend(distractors.iter().map(SafeText::to_string));
            }
            Self::Numeric { low, high, .. } => parts.extend([low.to_string(), high.to_string()]),
            Self::Text { accept, exact } => {
                parts.push(exact.to_string());
                parts.extend(accept.iter().map(SafeText::to_string));
            }
            Self::Locate { lines } => parts.extend(lines.iter().map(|line| line.0.to_string())),
        }
        parts
    }
}

impl Exhibit {
    /// Returns the lines of the document.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.as_str().split('\n')
    }
}
