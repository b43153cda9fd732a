//! A question as who checks it looks at it: its texts, borrowed from where they are read or kept.

use std::ops::Deref;

use crate::bank::QuestionId;
use crate::bank::question::{Body, Case, ChoiceIx, Exhibit, Question, Status};
use crate::text::SafeText;

/// A question whose texts are borrowed.
#[derive(Clone, Debug)]
pub struct View<'text> {
    /// Its id.
    pub id: &'text QuestionId,
    /// The stem.
    pub stem: &'text str,
    /// How it is answered.
    pub asks: Asks<'text>,
    /// The choices of `single`, `multiple` and `order` in file order; none for the other types.
    pub choices: List<'text, ChoiceText<'text>>,
    /// Why the answer is right, if given.
    pub explanation: Option<&'text str>,
    /// Where that can be read.
    pub references: List<'text, ReferenceText<'text>>,
    /// The month that its facts are of, if given.
    pub as_of: Option<&'text str>,
    /// The month by which they are to be looked at again, if given.
    pub review_by: Option<&'text str>,
    /// The situation that it shares with other questions.
    pub case: Option<&'text Case>,
    /// A document of its own.
    pub own_exhibit: Option<&'text Exhibit>,
    /// Are choices shuffled?
    pub shuffle: bool,
    /// Is it in use or not?
    pub status: Status,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks<'text> {
    /// By picking the choice at this position.
    Single {
        /// The right one.
        key: usize,
    },
    /// By picking choices.
    Multiple,
    /// By putting choices in order.
    Order,
    /// By matching.
    Match,
    /// By a number.
    Numeric {
        /// Shown beside the field.
        unit: Option<&'text str>,
    },
    /// By a text.
    Text {
        /// The first that is right.
        accepted: Option<&'text str>,
    },
    /// By a line of the exhibit.
    Locate,
}

/// A choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceText<'text> {
    /// What it says.
    pub text: &'text str,
    /// Why it is right, or which mistake leads to it.
    pub rationale: Option<&'text str>,
}

/// A reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferenceText<'text> {
    /// Title of the work.
    pub title: &'text str,
    /// Section or page.
    pub section: Option<&'text str>,
    /// Address.
    pub url: Option<&'text str>,
}

/// Parts of a question, borrowed or put together to be looked at; a [`Cow`](std::borrow::Cow) of texts would not live
/// as short as who looks at it.
#[derive(Clone, Debug)]
pub enum List<'text, T> {
    /// Borrowed.
    Borrowed(&'text [T]),
    /// Put together.
    Own(Vec<T>),
}

impl<T> Deref for List<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Borrowed(list) => list,
            Self::Own(list) => list,
        }
    }
}

impl<'text> View<'text> {
    /// Returns a question as it is looked at.
    #[must_use]
    pub fn of(question: &'text Question) -> Self {
        let Question { key, stem, body, material, teaching, rules, .. } = question;
        let choices = body.choices().iter().map(|choice| ChoiceText {
            text: choice.text.as_str(),
            rationale: choice.rationale.as_ref().map(SafeText::as_str),
        });
        let references = teaching.references.iter().map(|reference| ReferenceText {
            title: reference.title.as_str(),
            section: reference.section.as_ref().map(SafeText::as_str),
            url: reference.url.as_ref().map(SafeText::as_str),
        });
        Self {
            id: &key.question,
            stem: stem.as_str(),
            asks: Asks::of(body),
            choices: List::Own(choices.collect()),
            explanation: teaching.explanation.as_ref().map(SafeText::as_str),
            references: List::Own(references.collect()),
            as_of: teaching.as_of.as_ref().map(SafeText::as_str),
            review_by: teaching.review_by.as_ref().map(SafeText::as_str),
            case: material.case.as_deref(),
            own_exhibit: material.exhibit.as_ref(),
            shuffle: rules.shuffle,
            status: rules.status,
        }
    }

    /// Returns the exhibit that is shown: its own, else its case's.
    #[must_use]
    pub fn exhibit(&self) -> Option<&'text Exhibit> {
        self.own_exhibit.or_else(|| self.case?.exhibit.as_ref())
    }
}

impl<'text> Asks<'text> {
    fn of(body: &'text Body) -> Self {
        match body {
            Body::Single { key: ChoiceIx(key), .. } => Self::Single { key: usize::from(*key) },
            Body::Multiple { .. } => Self::Multiple,
            Body::Order { .. } => Self::Order,
            Body::Match { .. } => Self::Match,
            Body::Numeric { unit, .. } => Self::Numeric { unit: unit.as_ref().map(SafeText::as_str) },
            Body::Text { accept, .. } => Self::Text { accepted: accept.first().map(SafeText::as_str) },
            Body::Locate { .. } => Self::Locate,
        }
    }
}
