//! Answers as words: what was answered, and what is right.

use crate::bank::question::{Body, ChoiceIx, LineNumber, Question};
use crate::report::phrase::number;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::text::SafeText;
use crate::text::markup::plain;

/// Returns an answer in words, with the numbers that its choices are shown by: `2. PID`.
#[must_use]
pub fn given(question: &Question, order: &ShownOrder, answer: &Answer) -> String {
    let named = |choice: &ChoiceIx| numbered(question, order, *choice);
    match answer {
        Answer::Choice(choice) => named(choice),
        Answer::Choices(choices) => {
            in_shown_order(choices, order).iter().map(named).collect::<Vec<_>>().join("; ")
        }
        Answer::Order(choices) => choices.iter().map(named).collect::<Vec<_>>().join(", then "),
        Answer::Match(rights) => matched(question, order, rights),
        Answer::Number(typed) => with_unit(question, typed.as_str()),
        Answer::Text(text) => SafeText::line(text).to_string(),
        Answer::Line(line) => exhibit_line(question, *line),
        Answer::DontKnow => "I don't know".to_owned(),
    }
}

/// Returns the right answer in words; where several are right, all of them.
#[must_use]
pub fn right(question: &Question, order: &ShownOrder) -> String {
    match &question.body {
        Body::Numeric { low, high, answer, .. } => right_number(question, *low, *high, *answer),
        Body::Text { accept, .. } => accept.iter().map(SafeText::to_string).collect::<Vec<_>>().join(", or "),
        Body::Locate { lines } => {
            lines.iter().map(|line| exhibit_line(question, *line)).collect::<Vec<_>>().join("; or ")
        }
        Body::Single { .. } | Body::Multiple { .. } | Body::Order { .. } | Body::Match { .. } => {
            given(question, order, &Answer::right(question))
        }
    }
}

/// Returns a choice, or a right of a `match`, with the number that it is shown by: `2. PID`.
#[must_use]
pub fn numbered(question: &Question, order: &ShownOrder, choice: ChoiceIx) -> String {
    let choice_ix = usize::from(choice.0);
    let choice_text = question.body.choices().get(choice_ix).map(|choice| &choice.text);
    let text = choice_text.or_else(|| question.body.rights().get(choice_ix).copied());
    let text = text.map(|text| plain(text.as_str())).unwrap_or_default();
    format!("{}. {text}", order.shown(choice).unwrap_or(choice_ix) + 1)
}

/// Returns the letter that the left of a `match` at a position is shown by.
#[must_use]
pub fn left_letter(left_ix: usize) -> char {
    ('a'..='z').nth(left_ix).unwrap_or('?')
}

/// Returns choices by the numbers that they are shown by.
fn in_shown_order(choices: &[ChoiceIx], order: &ShownOrder) -> Vec<ChoiceIx> {
    let mut choices = choices.to_vec();
    choices.sort_by_key(|choice| order.shown(*choice));
    choices
}

fn matched(question: &Question, order: &ShownOrder, rights: &[ChoiceIx]) -> String {
    let named = |(left_ix, right): (usize, &ChoiceIx)| {
        format!("{} with {}", left_letter(left_ix), numbered(question, order, *right))
    };
    rights.iter().enumerate().map(named).collect::<Vec<_>>().join("; ")
}

fn with_unit(question: &Question, number: &str) -> String {
    match &question.body {
        Body::Numeric { unit: Some(unit), .. } => format!("{number} {unit}"),
        Body::Numeric { unit: None, .. }
        | Body::Single { .. }
        | Body::Multiple { .. }
        | Body::Order { .. }
        | Body::Match { .. }
        | Body::Text { .. }
        | Body::Locate { .. } => number.to_owned(),
    }
}

fn right_number(question: &Question, low: f64, high: f64, answer: Option<f64>) -> String {
    let range = || with_unit(question, &format!("{} to {}", number(low), number(high)));
    match answer {
        Some(answer) if low < high => {
            format!("{} (accepted: {})", with_unit(question, &number(answer)), range())
        }
        Some(answer) => with_unit(question, &number(answer)),
        None if low < high => format!("any number from {}", range()),
        None => with_unit(question, &number(low)),
    }
}

fn exhibit_line(question: &Question, line: LineNumber) -> String {
    let line_ix = (line.0 as usize).saturating_sub(1);
    let text = question.exhibit().and_then(|exhibit| exhibit.lines().nth(line_ix)).unwrap_or_default();
    format!("line {}: {}", line.0, text.trim())
}
