//! Small questions for tests.

use crate::bank::QuestionKey;
use crate::bank::question::{
    Body, Choice, ChoiceIx, Material, Question, Rules, Scoring, Status, Subject, Teaching,
};
use crate::framework::DomainId;
use crate::text::SafeText;

/// Returns a question of the domain `standards` with this id and body.
pub(crate) fn question(id: &str, body: Body) -> Question {
    Question {
        key: QuestionKey { bank: "sample".into(), question: id.into() },
        stem: SafeText::line("Which one?"),
        body,
        subject: Subject {
            domain: DomainId::named("standards").unwrap(),
            topic: None,
            level: None,
            difficulty: 3,
            tags: Vec::new(),
        },
        material: Material::default(),
        teaching: Teaching::default(),
        rules: Rules {
            shuffle: true,
            scoring: Scoring::AllOrNothing,
            seconds: None,
            parameters: None,
            status: Status::Live,
        },
    }
}

/// Returns a `single` question with `n` choices, the first of them right.
pub(crate) fn single(id: &str, n: usize) -> Question {
    let choice = |n: usize| Choice { text: SafeText::line(&format!("choice {n}")), rationale: None };
    question(id, Body::Single { choices: (0..n).map(choice).collect(), key: ChoiceIx(0) })
}
