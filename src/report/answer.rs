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
        Body::Text { accept, .. } => right_text(accept),
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

/// Returns the text to show, with the others that are accepted: often they are other ways to write it.
fn right_text(accept: &[SafeText]) -> String {
    let Some((first, others)) = accept.split_first() else { return String::new() };
    if others.is_empty() {
        return first.to_string();
    }
    let others: Vec<&str> = others.iter().map(SafeText::as_str).collect();
    format!("{first} (also accepted: {})", others.join(", "))
}

fn exhibit_line(question: &Question, line: LineNumber) -> String {
    let line_ix = (line.0 as usize).saturating_sub(1);
    let text = question.exhibit().and_then(|exhibit| exhibit.lines().nth(line_ix)).unwrap_or_default();
    format!("line {}: {}", line.0, text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;

    fn right_of(body: Body) -> String {
        right(&sample::question("q", body), &ShownOrder::default())
    }

    fn numeric(low: f64, high: f64, answer: Option<f64>, unit: Option<&str>) -> Body {
        Body::Numeric { low, high, answer, unit: unit.map(SafeText::line) }
    }

    #[test]
    fn a_right_number_is_said_with_what_is_accepted_beside_it() {
        assert_eq!(right_of(numeric(5.0, 5.0, Some(5.0), None)), "5");
        assert_eq!(
            right_of(numeric(0.1 + 0.2, 0.5, Some(0.4), Some("mg"))),
            "0.4 mg (accepted: 0.3 to 0.5 mg)"
        );
        assert_eq!(right_of(numeric(1.0, 2.0, None, Some("%"))), "any number from 1 to 2 %");
        assert_eq!(right_of(numeric(1.0, 1.0, None, None)), "1");
    }

    #[test]
    fn choices_are_named_by_the_numbers_they_are_shown_by() {
        let question = sample::single("q", 3);
        let order = ShownOrder(vec![ChoiceIx(2), ChoiceIx(0), ChoiceIx(1)]);
        assert_eq!(right(&question, &order), "2. choice 0");
        assert_eq!(given(&question, &order, &Answer::Choice(ChoiceIx(1))), "3. choice 1");
        let ticked = Answer::Choices(vec![ChoiceIx(0), ChoiceIx(2)]);
        assert_eq!(given(&question, &order, &ticked), "1. choice 2; 2. choice 0");
    }

    #[test]
    fn what_somebody_typed_is_harmless_when_it_is_said() {
        let question = sample::question("q", Body::Text { accept: vec![SafeText::line("a")], exact: false });
        let typed = Answer::Text("\u{1b}[2J".to_owned());
        assert_eq!(given(&question, &ShownOrder::default(), &typed), "<U+001B>[2J");
        assert_eq!(given(&question, &ShownOrder::default(), &Answer::DontKnow), "I don't know");
    }

    #[test]
    fn an_answer_of_another_version_of_the_question_is_still_said() {
        let question = sample::single("q", 2);
        assert_eq!(given(&question, &ShownOrder::default(), &Answer::Choice(ChoiceIx(9))), "10. ");
        let located = sample::question("q", Body::Locate { lines: vec![LineNumber(3)] });
        assert_eq!(right(&located, &ShownOrder::default()), "line 3: ");
    }
}
