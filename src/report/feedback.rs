//! What is said after an answer: the verdict, the right answer, and why.

use crate::bank::question::{Body, Choice, ChoiceIx, Pair, Question, Reference};
use crate::report::answer::{given, left_letter, numbered, right};
use crate::report::phrase::hanging;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::scoring::{Mark, near_miss};
use crate::session::event::Answered;
use crate::settings::Feedback;
use crate::text::SafeText;
use crate::text::markup::plain;

/// Columns by which further lines of a choice are moved in.
const CHOICE_INDENT: usize = 3;

/// Returns the feedback on an answer, line by line: verdict, right answer, why if `detail` is full, explanation, sources.
#[must_use]
pub fn feedback(
    question: &Question,
    order: &ShownOrder,
    answered: &Answered,
    detail: Feedback,
) -> Vec<String> {
    let mut lines = vec![verdict(answered)];
    if let Some(accepted) = near_miss(question, &answered.answer).filter(|_| answered.mark == Mark::ZERO) {
        lines.push(format!("Near miss: one letter off from {accepted}."));
    }
    let is_typed = matches!(
        question.body,
        Body::Order { .. } | Body::Numeric { .. } | Body::Text { .. } | Body::Locate { .. }
    );
    if is_typed && answered.mark < Mark::FULL && answered.answer != Answer::DontKnow {
        lines.push(format!("Your answer: {}", given(question, order, &answered.answer)));
    }
    lines.extend(explained(question, order, &answered.answer, detail));
    lines
}

/// Returns the right answer, why, explanation and sources, as somebody sees them who has not answered.
#[must_use]
pub fn key(question: &Question, order: &ShownOrder) -> Vec<String> {
    explained(question, order, &Answer::DontKnow, Feedback::Full)
}

fn explained(question: &Question, order: &ShownOrder, answer: &Answer, detail: Feedback) -> Vec<String> {
    let mut lines = vec![format!("Right answer: {}", right(question, order))];
    if detail == Feedback::Full {
        lines.extend(reasons(question, order, answer));
    }
    lines.extend(teaching(question));
    lines
}

/// Returns the verdict in words: `Right.`, `Wrong.`, `Partly right: 0.50 of 1.`
#[must_use]
pub fn verdict(answered: &Answered) -> String {
    match answered.mark {
        _ if answered.answer == Answer::DontKnow => {
            "You said that you don't know; it counts 0 like a wrong answer.".to_owned()
        }
        Mark::FULL => "Right.".to_owned(),
        Mark::ZERO => "Wrong.".to_owned(),
        mark => format!("Partly right: {:.2} of 1.", mark.share()),
    }
}

/// Returns the explanation and the sources of a question.
#[must_use]
pub fn teaching(question: &Question) -> Vec<String> {
    let explanation = question.teaching.explanation.as_ref();
    explanation
        .map(|explanation| format!("Explanation: {}", plain(explanation.as_str())))
        .into_iter()
        .chain(question.teaching.references.iter().map(source))
        .collect()
}

/// Returns a reference in words: `Source: HL7 Version 2.5.1, chapter 7, https://…`.
#[must_use]
pub fn source(reference: &Reference) -> String {
    let parts = [Some(&reference.title), reference.section.as_ref(), reference.url.as_ref()];
    format!("Source: {}", parts.into_iter().flatten().map(SafeText::as_str).collect::<Vec<_>>().join(", "))
}

/// Returns why each choice is right or wrong, in the order in which the choices are shown.
fn reasons(question: &Question, order: &ShownOrder, answer: &Answer) -> Vec<String> {
    let lines: Vec<String> = match &question.body {
        Body::Single { choices, .. } | Body::Multiple { choices, .. } => order
            .0
            .iter()
            .filter_map(|choice| Some((*choice, choices.get(usize::from(choice.0))?)))
            .map(|(choice_ix, choice)| reason(question, order, (choice_ix, choice), answer))
            .collect(),
        Body::Order { choices } => (0..=u8::MAX)
            .zip(choices)
            .filter(|(_, choice)| choice.rationale.is_some())
            .map(|(choice_ix, choice)| {
                with_rationale(numbered(question, order, ChoiceIx(choice_ix)), choice.rationale.as_ref())
            })
            .collect(),
        Body::Match { pairs, .. } => (0..=u8::MAX)
            .zip(pairs)
            .map(|(pair_ix, pair)| pair_reason(question, order, (ChoiceIx(pair_ix), pair), answer))
            .collect(),
        Body::Numeric { .. } | Body::Text { .. } | Body::Locate { .. } => Vec::new(),
    };
    if lines.is_empty() { lines } else { std::iter::once("Why:".to_owned()).chain(lines).collect() }
}

fn reason(
    question: &Question,
    order: &ShownOrder,
    (choice_ix, choice): (ChoiceIx, &Choice),
    answer: &Answer,
) -> String {
    let is_chosen = match answer {
        Answer::Choice(chosen) => *chosen == choice_ix,
        Answer::Choices(ticked) => ticked.contains(&choice_ix),
        Answer::Order(_)
        | Answer::Match(_)
        | Answer::Number(_)
        | Answer::Text(_)
        | Answer::Line(_)
        | Answer::DontKnow => false,
    };
    let verdict = if question.body.is_key(choice_ix) { "right" } else { "wrong" };
    let yours = if is_chosen { ", your answer" } else { "" };
    let choice_line = format!("{} ({verdict}{yours})", numbered(question, order, choice_ix));
    with_rationale(choice_line, choice.rationale.as_ref())
}

fn pair_reason(
    question: &Question,
    order: &ShownOrder,
    (pair_ix, pair): (ChoiceIx, &Pair),
    answer: &Answer,
) -> String {
    let left_ix = usize::from(pair_ix.0);
    let chosen = match answer {
        Answer::Match(rights) => rights.get(left_ix).copied(),
        Answer::Choice(_)
        | Answer::Choices(_)
        | Answer::Order(_)
        | Answer::Number(_)
        | Answer::Text(_)
        | Answer::Line(_)
        | Answer::DontKnow => None,
    };
    let yours = match chosen {
        Some(chosen) if chosen == pair_ix => " (your answer is right)".to_owned(),
        Some(chosen) => format!(" (your answer is wrong: {})", numbered(question, order, chosen)),
        None => String::new(),
    };
    let left = plain(pair.left.as_str());
    let pair_line =
        format!("{}. {left}: {}{yours}", left_letter(left_ix), numbered(question, order, pair_ix));
    with_rationale(pair_line, pair.rationale.as_ref())
}

fn with_rationale(line: String, rationale: Option<&SafeText>) -> String {
    let line = hanging(&line, CHOICE_INDENT);
    match rationale {
        Some(rationale) => format!("{line}: {}", hanging(&plain(rationale.as_str()), CHOICE_INDENT)),
        None => line,
    }
}
