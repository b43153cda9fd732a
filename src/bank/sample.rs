//! Small questions for tests.

use std::sync::Arc;

use crate::bank::QuestionKey;
use crate::bank::question::{
    Body, Case, Choice, ChoiceIx, Exhibit, ExhibitKind, LineNumber, Material, Pair, Question, Reference,
    Rules, Scoring, Status, Subject, Teaching,
};
use crate::framework::{DomainId, TopicId};
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

/// Returns a question of each type, in the order of the format's table, with all that can be shown of it.
///
/// The first two share a case; `multiple`, `order` and `match` are marked in parts.
pub(crate) fn every_type() -> Vec<Question> {
    let mut questions = vec![
        with_stem(question("t-single", single_body()), "Which segment carries a **patient's** identifiers?"),
        with_stem(question("t-multiple", multiple_body()), "Which of these are HL7 standards?"),
        with_stem(question("t-order", order_body()), "Put the steps of a claim in order."),
        with_stem(question("t-match", match_body()), "Which code set reports each item?"),
        with_stem(question("t-numeric", numeric_body()), "How long may the interface wait?"),
        with_stem(question("t-text", text_body()), "What is the word for systems that exchange data?"),
        with_stem(
            question("t-locate", Body::Locate { lines: vec![LineNumber(2)] }),
            "Which line names the patient?",
        ),
    ];
    let case = Arc::new(Case {
        id: "ward".to_owned(),
        title: Some(SafeText::line("A ward goes live")),
        text: SafeText::line("The ward changes over on Monday."),
        exhibit: Some(exhibit(ExhibitKind::Table, "Bed   Patient\n3W-1  FIELDING")),
    });
    for (question_ix, question) in questions.iter_mut().enumerate() {
        let topic = if question_ix % 2 == 0 { "hl7-v2" } else { "cda" };
        question.subject.topic = TopicId::named(question.subject.domain, topic);
        question.material.case = (question_ix < 2).then(|| Arc::clone(&case));
        question.teaching.explanation = Some(SafeText::line("This is what to learn."));
        question.teaching.references = vec![Reference {
            title: SafeText::line("HL7 Version 2.5.1"),
            section: Some(SafeText::line("chapter 3")),
            url: None,
        }];
    }
    for question in questions.iter_mut().take(4) {
        question.rules.scoring = Scoring::EachAnswer;
    }
    if let [first, .., located] = questions.as_mut_slice() {
        first.material.hints = vec![SafeText::line("It comes third."), SafeText::line("It starts with P.")];
        let message = "MSH|^~\\&|LAB\nPID|1||884213||FIELDING\nPV1|1|I";
        located.material.exhibit = Some(exhibit(ExhibitKind::Hl7v2, message));
    }
    questions
}

fn with_stem(mut question: Question, stem: &str) -> Question {
    question.stem = SafeText::line(stem);
    question
}

fn choice(text: &str, rationale: &str) -> Choice {
    Choice {
        text: SafeText::line(text),
        rationale: (!rationale.is_empty()).then(|| SafeText::line(rationale)),
    }
}

fn exhibit(kind: ExhibitKind, text: &str) -> Exhibit {
    Exhibit {
        kind,
        title: Some(SafeText::line("From the test system")),
        text: SafeText::block(text),
        description: Some(SafeText::line("A few lines about one patient.")),
    }
}

fn single_body() -> Body {
    Body::Single {
        choices: vec![
            choice("PID", "`PID` is patient identification."),
            choice("PV1", "That is the visit."),
            choice("OBX", ""),
            choice("EVN", "That is the event."),
        ],
        key: ChoiceIx(0),
    }
}

fn multiple_body() -> Body {
    Body::Multiple {
        choices: vec![
            choice("FHIR", "By HL7."),
            choice("CDA", "By HL7."),
            choice("DICOM", "By NEMA."),
            choice("X12", ""),
        ],
        key: vec![ChoiceIx(0), ChoiceIx(1)],
        select: None,
    }
}

fn order_body() -> Body {
    Body::Order {
        choices: vec![
            choice("Check coverage", "Before the visit."),
            choice("Send the claim", ""),
            choice("Post the payment", "At the end."),
        ],
    }
}

fn match_body() -> Body {
    let pair = |left: &str, right: &str| Pair {
        left: SafeText::line(left),
        right: SafeText::line(right),
        rationale: Some(SafeText::line("So says the rule.")),
    };
    Body::Match {
        pairs: vec![pair("Inpatient operation", "ICD-10-PCS"), pair("Office visit", "CPT")],
        distractors: vec![SafeText::line("NDC")],
    }
}

fn numeric_body() -> Body {
    Body::Numeric { low: 4.5, high: 5.5, answer: Some(5.0), unit: Some(SafeText::line("s")) }
}

fn text_body() -> Body {
    Body::Text { accept: vec![SafeText::line("interoperable"), SafeText::line("x")], exact: false }
}
