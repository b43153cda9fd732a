//! A question as lines: number and id, case, stem, exhibit, choices.

use crate::bank::question::{Body, Case, ChoiceIx, Exhibit, ExhibitKind, Question};
use crate::report::answer::{left_letter, numbered};
use crate::report::phrase::hanging;
use crate::scoring::answer::ShownOrder;
use crate::session::Session;
use crate::session::event::Place;
use crate::text::markup::plain;

/// Columns by which further lines of a choice are moved in.
const CHOICE_INDENT: usize = 3;

/// Is the case of a question said with it?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CaseTelling {
    /// It was said with the question before.
    Known,
    /// It is said.
    Told,
}

/// Returns a question's heading: `Question 3 of 40 [st-hl7v2-004]`.
pub(crate) fn heading(session: &Session, place: Place) -> String {
    let id = session.question(place).map(|question| question.key.question.to_string()).unwrap_or_default();
    format!("Question {place} of {} [{id}]", session.n_questions())
}

/// Returns a question below its heading, line by line.
pub(crate) fn lines(question: &Question, order: &ShownOrder, case: CaseTelling) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(told) = question.material.case.as_deref().filter(|_| case == CaseTelling::Told) {
        lines.extend(case_lines(told, question));
    }
    lines.push(plain(question.stem.as_str()));
    lines.extend(own_exhibit(question).into_iter().flat_map(|exhibit| exhibit_lines(question, exhibit)));
    lines.extend(choice_lines(question, order));
    lines
}

/// Returns every exhibit that belongs to a question, line by line; none if there is none.
pub(crate) fn exhibits(question: &Question) -> Vec<String> {
    let of_case = question.material.case.as_ref().and_then(|case| case.exhibit.as_ref());
    let all = of_case.into_iter().chain(question.material.exhibit.as_ref());
    all.flat_map(|exhibit| exhibit_lines(question, exhibit)).collect()
}

fn case_lines(case: &Case, question: &Question) -> Vec<String> {
    let title = case.title.as_ref().map(|title| format!("Case: {title}"));
    let mut lines = vec![title.unwrap_or_else(|| "Case:".to_owned()), plain(case.text.as_str())];
    let exhibit = case.exhibit.as_ref().filter(|_| !is_located_in_case(question));
    lines.extend(exhibit.into_iter().flat_map(|exhibit| exhibit_lines(question, exhibit)));
    lines
}

/// Returns the exhibit to be said below the stem: the question's own, or the case's if a line of it is asked for.
fn own_exhibit(question: &Question) -> Option<&Exhibit> {
    if is_located_in_case(question) { question.exhibit() } else { question.material.exhibit.as_ref() }
}

fn is_located_in_case(question: &Question) -> bool {
    matches!(question.body, Body::Locate { .. }) && question.material.exhibit.is_none()
}

/// Returns an exhibit, its description first; its lines are numbered if one of them is asked for.
fn exhibit_lines(question: &Question, exhibit: &Exhibit) -> Vec<String> {
    let kind = kind_words(exhibit.kind);
    let heading = match &exhibit.title {
        Some(title) => format!("Exhibit, {kind}: {title}"),
        None => format!("Exhibit, {kind}:"),
    };
    let description = exhibit.description.as_ref().map(|description| format!("Description: {description}"));
    let is_asked_for = matches!(question.body, Body::Locate { .. })
        && question.exhibit().is_some_and(|asked| asked == exhibit);
    let n_columns = exhibit.lines().count().to_string().len();
    let text = exhibit.lines().zip(1..).map(|(line, number)| match is_asked_for {
        true => format!("{number:n_columns$}: {line}"),
        false => line.to_owned(),
    });
    std::iter::once(heading)
        .chain(description)
        .chain(text)
        .chain(std::iter::once("End of exhibit.".to_owned()))
        .collect()
}

fn kind_words(kind: ExhibitKind) -> &'static str {
    match kind {
        ExhibitKind::Text => "text",
        ExhibitKind::Code => "code",
        ExhibitKind::Table => "table",
        ExhibitKind::Diagram => "diagram",
        ExhibitKind::Hl7v2 => "HL7 v2 message",
        ExhibitKind::Json => "JSON",
        ExhibitKind::Xml => "XML",
    }
}

/// Returns the choices numbered as they are shown; for `match` the lefts lettered before them.
fn choice_lines(question: &Question, order: &ShownOrder) -> Vec<String> {
    let choice = |choice: &ChoiceIx| hanging(&numbered(question, order, *choice), CHOICE_INDENT);
    let choices = order.0.iter().map(choice);
    let Body::Match { pairs, .. } = &question.body else { return choices.collect() };
    let left = |(left_ix, left): (usize, &str)| {
        hanging(&format!("{}. {}", left_letter(left_ix), plain(left)), CHOICE_INDENT)
    };
    std::iter::once("Left:".to_owned())
        .chain(pairs.iter().map(|pair| pair.left.as_str()).enumerate().map(left))
        .chain(std::iter::once("Right:".to_owned()))
        .chain(choices)
        .collect()
}
