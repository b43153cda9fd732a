//! Where in the file a flaw stands: the question is read again as a tree, only where something was found.

use crate::bank::diagnostic::{Diagnostic, Spot};
use crate::bank::finding::{Finding, Findings};
use crate::bank::json::{self, Arena, Member, Node, Value};
use crate::bank::read::ReadBank;
use crate::bank::source::{Source, Span};
use crate::check::rule::item::Month;
use crate::check::rule::{At, Flaw, flaws};
use crate::text::SafeText;

/// Returns the flaws of a bank as diagnostics in the order of the file; `text` is what the bank was read from.
#[must_use]
pub fn diagnostics(name: &SafeText, text: &str, read: &ReadBank, today: &Month) -> Vec<Diagnostic> {
    let flaws = flaws(&read.bank.questions, today);
    shown(name, text, flaws.iter().map(|flaw| finding(flaw, text, &read.questions)).collect())
}

/// Returns findings as diagnostics in the order of the file.
#[must_use]
pub(crate) fn shown(name: &SafeText, text: &str, mut findings: Vec<Finding>) -> Vec<Diagnostic> {
    if findings.is_empty() {
        return Vec::new();
    }
    let source = Source::new(name, text);
    findings.sort_by_key(|finding| finding.span.start);
    findings.iter().map(|finding| Diagnostic::new(&source, finding)).collect()
}

/// Returns where the id of a bank stands.
#[must_use]
pub fn id_spot(name: &SafeText, text: &str) -> Spot {
    let mut ignored = Findings::default();
    let arena = Arena::new();
    let tree = json::parsed(text, &arena, &mut ignored);
    let id = tree.as_ref().and_then(|tree| member(tree, "id")).map(|member| member.node.span);
    Spot::new(&Source::new(name, text), id.unwrap_or_default())
}

/// Returns a flaw that a question shows by itself, with its place; `question` is that of the question in its text.
pub(crate) fn finding_in(text: &str, question: Span, flaw: Flaw) -> Finding {
    let span = span_in(text, question, flaw.note.at);
    Finding::new(flaw.rule, span, flaw.note.message).help(flaw.note.help)
}

/// Returns a flaw with its place; `questions` are the places of the bank's questions in its text.
pub(crate) fn finding(flaw: &Flaw, text: &str, questions: &[Span]) -> Finding {
    let span = span(text, questions, flaw.question_ix, flaw.note.at);
    let finding = Finding::new(flaw.rule, span, flaw.note.message.clone()).help(flaw.note.help);
    match flaw.other {
        Some((question_ix, at, words)) => finding.label(self::span(text, questions, question_ix, at), words),
        None => finding,
    }
}

/// Returns where a part of a question stands.
fn span(text: &str, questions: &[Span], question_ix: usize, at: At) -> Span {
    span_in(text, questions.get(question_ix).copied().unwrap_or_default(), at)
}

/// Returns where a part of the question stands that is the whole of this stretch.
fn span_in(text: &str, whole: Span, at: At) -> Span {
    let mut ignored = Findings::default();
    let arena = Arena::new();
    let tree = json::parsed(text.get(whole.start..whole.end).unwrap_or_default(), &arena, &mut ignored);
    let part = tree.as_ref().map_or(Span::default(), |tree| part(tree, at));
    Span { start: whole.start + part.start, end: whole.start + part.end }
}

/// Returns where a part stands in the tree of a question; the opening bracket where it is not there.
fn part(question: &Node<'_>, at: At) -> Span {
    let value = |node: &Node<'_>, key: &str| member(node, key).map(|member| member.node.span);
    let choice = |choice_ix: usize| match member(question, "choices").map(|member| &member.node.value) {
        Some(Value::List(choices)) => choices.get(choice_ix),
        _ => None,
    };
    let found = match at {
        At::Stem => value(question, "stem"),
        At::Key(key) => member(question, key).map(Member::span),
        At::Choice(choice_ix) => choice(choice_ix).and_then(|choice| value(choice, "text")),
        At::Rationale(choice_ix) => {
            choice(choice_ix).and_then(|choice| value(choice, "rationale").or_else(|| value(choice, "text")))
        }
    };
    found.unwrap_or(question.span.opening())
}

fn member<'node, 'text>(node: &'node Node<'text>, key: &str) -> Option<&'node Member<'text>> {
    let Value::Object(members) = &node.value else { return None };
    members.iter().find(|member| member.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read::read_bank;

    #[test]
    fn a_flaw_is_pointed_at_where_it_stands() {
        let text = r#"{ "format": 1, "id": "b", "title": "B", "questions": [
  { "id": "q-1", "domain": "standards", "stem": "Which segment tells who?", "type": "text", "accept": ["PID"],
    "as_of": "2024-01", "review_by": "2025-01" } ] }"#;
        let name = SafeText::line("b.json");
        let read = read_bank(&name, text.as_bytes()).unwrap();
        let found = diagnostics(&name, text, &read, &Month::of_day("2026-11-21"));
        let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown.join("\n"),
            "b.json:3:25: warning[overdue-review]: question `q-1` was to be looked at again by 2025-01\n  |\n\
             3 |     \"as_of\": \"2024-01\", \"review_by\": \"2025-01\" } ] }\n  \
             |                         ^^^^^^^^^^^^^^^^^^^^^^\n  \
             = help: check the fact in its source, and move `as_of` and `review_by` on"
        );
    }
}
