//! An answer that an author tries at their own question; nothing of it is stored.

use crate::bank::question::{Body, Question};
use crate::clock::Millis;
use crate::library::preview::PreviewedQuestion;
use crate::scoring::answer::{Answer, NoAnswer};
use crate::scoring::mark;
use crate::session::event::{Answered, Place};
use crate::tui::intent::Intent;
use crate::tui::screen::taking::draft::Draft;

/// An answer that is tried.
#[derive(Debug)]
pub struct Trial {
    /// The answer that is being put together.
    pub draft: Draft,
    /// Hints that are shown.
    pub n_hints: usize,
    answer: Option<Answer>,
}

impl Trial {
    /// Returns a trial at which nothing is answered yet; keys of a field turn over the questions first.
    #[must_use]
    pub fn new(question: &Question) -> Self {
        let mut draft = Draft::new(question);
        if matches!(draft, Draft::Field { .. }) {
            draft.update(Intent::SwitchFocus);
        }
        Self { draft, n_hints: 0, answer: None }
    }

    /// Answers with the draft.
    ///
    /// # Errors
    /// [`NoAnswer`] where it is not one yet.
    pub fn give(&mut self, previewed: &PreviewedQuestion) -> Result<(), NoAnswer> {
        self.answer = Some(self.draft.answer(&previewed.question, &previewed.order)?);
        Ok(())
    }

    /// Is it answered?
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answer.is_some()
    }

    /// Returns the answer with what it is worth at the question as it is now.
    #[must_use]
    pub fn answered(&self, question: &Question) -> Option<Answered> {
        let answer = self.answer.clone()?;
        Some(Answered {
            place: Place::at(0),
            mark: mark(question, &answer),
            answer,
            took: Millis(0),
            assisted: self.n_hints > 0,
            late: false,
        })
    }
}

/// Can what was answered to one version of a question still be an answer to another?
#[must_use]
pub fn takes_the_same_answers(one: &Question, other: &Question) -> bool {
    let shape = |question: &Question| {
        let n_lefts = match &question.body {
            Body::Match { pairs, .. } => pairs.len(),
            Body::Locate { .. } => question.exhibit().map_or(0, |exhibit| exhibit.lines().count()),
            Body::Single { .. }
            | Body::Multiple { .. }
            | Body::Order { .. }
            | Body::Numeric { .. }
            | Body::Text { .. } => 0,
        };
        (question.body.type_name(), question.body.n_shuffled(), n_lefts)
    };
    shape(one) == shape(other)
}
