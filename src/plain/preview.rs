//! A bank file line by line: each question as learners hear it, then its key, its reasons and its problems.

use crate::bank::rule::Severity;
use crate::library::preview::{Preview, PreviewedQuestion};
use crate::plain::question::{CaseTelling, lines};
use crate::report::banks::undrawn;
use crate::report::feedback::key;
use crate::report::phrase::{counted, problems};
use crate::scoring::answer::expected;
use crate::text::SafeText;
use crate::text::markup::plain;

/// Returns the questions of a file with what is to be said of each, and the problems that are no question's; without
/// questions the problems alone.
#[must_use]
pub fn preview_lines(name: &SafeText, preview: &Preview) -> Vec<String> {
    let mut said = vec![summary(name, preview)];
    if !preview.questions.is_empty() {
        said.push("Each question as learners see it, then its key. Nothing is stored.".to_owned());
    }
    let of_none = (0..preview.diagnostics.len()).filter(|at| preview.question_of(*at).is_none());
    for diagnostic in of_none.filter_map(|at| preview.diagnostics.get(at)) {
        said.extend([String::new(), diagnostic.to_string()]);
    }
    let mut case_before = None;
    for (question_ix, previewed) in preview.questions.iter().enumerate() {
        let case = previewed.question.material.case.as_ref().map(|case| case.id.as_str());
        let is_known = case.is_some() && case == case_before;
        let telling = if is_known { CaseTelling::Known } else { CaseTelling::Told };
        said.push(String::new());
        said.push(heading(preview, question_ix, previewed));
        said.extend(question_lines(previewed, telling));
        said.extend(preview.problems(question_ix).map(ToString::to_string));
        case_before = case;
    }
    said
}

/// Returns the counts of a file: `week-3.json: 31 questions, 1 error, 2 warnings`.
fn summary(name: &SafeText, preview: &Preview) -> String {
    let problems = problems(preview.n(Severity::Error), preview.n(Severity::Warning));
    match preview.questions.len() {
        n if n > 0 && preview.n_left_out > 0 => {
            let n_listed = n + preview.n_left_out;
            format!("{name}: {n} of {} can be shown, {problems}", counted(n_listed, "question"))
        }
        0 => format!("{name}: {problems}; questions can be shown once the errors are mended"),
        n => format!("{name}: {}, {problems}", counted(n, "question")),
    }
}

/// Returns a question's heading as an attempt has it, with the line that it begins at.
fn heading(preview: &Preview, question_ix: usize, previewed: &PreviewedQuestion) -> String {
    let (number, n, line) = (question_ix + 1, preview.questions.len(), previewed.start.line);
    format!("Question {number} of {n} [{}], line {line}", previewed.question.key.question)
}

fn question_lines(previewed: &PreviewedQuestion, case: CaseTelling) -> Vec<String> {
    let PreviewedQuestion { question, order, .. } = previewed;
    let hints = question.material.hints.iter().zip(1..).map(|(hint, number)| {
        format!("Hint {number} of {}: {}", question.material.hints.len(), plain(hint.as_str()))
    });
    undrawn(question)
        .map(|says| format!("This question is {says}."))
        .into_iter()
        .chain(lines(question, order, case))
        .chain(std::iter::once(format!("Answer ({}): {}", question.body.type_name(), expected(question))))
        .chain(hints)
        .chain(key(question, order))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule::item::Month;
    use crate::library::preview::DEFAULT_SEED;

    fn said(text: &str) -> String {
        let name = SafeText::line("week-3.json");
        let preview = Preview::new(&name, text.as_bytes(), &Month::of_day("2026-11-21"), DEFAULT_SEED);
        preview_lines(&name, &preview).join("\n")
    }

    #[test]
    fn every_type_is_said_with_its_key_and_its_problems() {
        insta::assert_snapshot!(said(include_str!("../../tests/fixtures/banks/valid/all-types.json")));
    }

    #[test]
    fn a_bank_that_cannot_be_built_says_its_problems() {
        insta::assert_snapshot!(said("{ \"format\": 1,\n  \"title\": \"Week 3\" }"));
    }

    #[test]
    fn a_draft_is_said_to_be_one() {
        let text = r#"{ "format": 1, "id": "b", "title": "B", "questions": [ { "id": "q-1", "domain": "standards",
            "stem": "Which?", "type": "text", "accept": ["x"], "status": "draft" } ] }"#;
        assert!(said(text).contains("\nThis question is a draft, never drawn.\nWhich?\n"), "{}", said(text));
    }
}
