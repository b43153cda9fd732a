//! A bank read question by question, so that a large one never is in memory as a whole.
//!
//! What is not JSON, or has an order that asks for all of it at once, is left to [`read_in`](super::read_in).

use std::collections::HashSet;
use std::sync::Arc;

use crate::bank::QuestionId;
use crate::bank::finding::Findings;
use crate::bank::json::{Arena, Entries, Next};
use crate::bank::read::plain::plain_question;
use crate::bank::read::question::question;
use crate::bank::read::value::Reader;
use crate::bank::read::{ReadBank, Unsound, diagnostics, head};
use crate::bank::source::{Source, Span, trimmed_end};
use crate::bank::view::View;
use crate::text::SafeText;

/// A bank, or what can be told of one with errors.
pub(crate) type Read = Result<ReadBank, Unsound>;

/// Reads a bank and shows each question that is sound with its place in the text; those that are to be kept are the
/// questions of the bank.
///
/// Returns nothing where the text is not JSON, two questions have one id, or something stands behind the questions;
/// `is_kept` may have been called by then.
pub(crate) fn read_by_question(
    arena: &mut Arena,
    name: &SafeText,
    text: &str,
    mut is_kept: impl FnMut(&View<'_>, Span) -> bool,
) -> Option<Read> {
    // A file that was cut off is known by its end, and not only when all the rest has been looked at.
    if !trimmed_end(text).ends_with('}') {
        return None;
    }
    let of_head = Arena::new();
    let (mut entries, root) = Entries::begin(text, "questions", &of_head)?;
    let mut reader = Reader::new(text, Findings::default());
    let fields = head::fields(&mut reader, &root)?;
    let (head, mut context) = head::head(&mut reader, &fields);
    let mut findings = reader.findings;
    let (mut questions, mut spans, mut ids) = (Vec::new(), Vec::new(), Ids::default());
    let mut n_questions = 0;
    loop {
        arena.reset();
        if let Some((plain, span)) = entries.read(arena, plain_question) {
            spans.push(span);
            if !ids.take(plain.id.clone()) {
                return None;
            }
            if is_kept(&plain.view(), span) {
                questions.push(Arc::new(plain.into_question(&context)));
            }
        } else {
            let node = match entries.next(arena) {
                Next::Entry(node) => node,
                Next::End => break,
                Next::Doubt => return None,
            };
            let mut reader = Reader::new(text, std::mem::take(&mut findings));
            let n_errors = reader.findings.n_errors();
            let question = question(&mut reader, &node, n_questions + 1, &mut context);
            findings = reader.findings;
            if !head::id_of(&node).is_none_or(|(id, _)| ids.take(QuestionId::from(id))) {
                return None;
            }
            if let Some(question) = question.filter(|_| findings.n_errors() == n_errors) {
                spans.push(node.span);
                if is_kept(&View::of(&question), node.span) {
                    questions.push(Arc::new(question));
                }
            }
        }
        n_questions += 1;
    }
    if n_questions == 0 {
        return None;
    }
    let mut reader = Reader::new(text, findings);
    context.cases.note_unused(&mut reader);
    let has_errors = reader.findings.has_errors();
    let findings = reader.findings.into_sorted();
    if has_errors {
        let diagnostics = diagnostics(&Source::new(name, text), &findings);
        return Some(Err(Unsound { diagnostics, n_questions: Some(n_questions), questions, spans }));
    }
    Some(Ok(head.with(questions, spans)?.into_read_bank(name, text, &findings)))
}

/// The ids of questions that have been read.
#[derive(Default)]
struct Ids {
    /// All of them, as long as each comes behind the one before, as it mostly does.
    ascending: Vec<QuestionId>,
    /// All of them from then on.
    any: HashSet<QuestionId>,
}

impl Ids {
    /// Takes an id; has it not been there before?
    fn take(&mut self, id: QuestionId) -> bool {
        if self.any.is_empty() && self.ascending.last().is_none_or(|last| *last < id) {
            self.ascending.push(id);
            return true;
        }
        self.any.extend(self.ascending.drain(..));
        self.any.insert(id)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::bank::read::read_in;

    /// Returns what is read of a bank question by question, all of them kept, and what is read of it at once.
    fn both(text: &str) -> (Option<Read>, Read) {
        let (mut arena, name) = (Arena::new(), SafeText::line("b"));
        let by_question = read_by_question(&mut arena, &name, text, |_, _| true);
        (by_question, read_in(&mut arena, &name, text.as_bytes()).map(|(read, _)| read))
    }

    /// Is a bank read question by question, and as it is at once?
    fn is_same(text: &str) -> bool {
        let (by_question, at_once) = both(text);
        let is_read = by_question.is_some();
        if let Some(by_question) = by_question {
            assert_eq!(format!("{by_question:?}"), format!("{at_once:?}"), "{text}");
        }
        is_read
    }

    fn bank(before: &str, questions: &str, after: &str) -> String {
        format!(r#"{{ "format": 1, "id": "b", "title": "B", {before} "questions": [{questions}] {after}}}"#)
    }

    fn question(id: &str, more: &str) -> String {
        format!(
            r#"{{ "id": "{id}", "domain": "standards", "stem": "Which?", "type": "text", "accept": ["this"] {more}}}"#
        )
    }

    #[test]
    fn a_sound_bank_is_the_same_either_way() {
        let case = r#""cases": [ { "id": "c", "text": "A ward." }, { "id": "d", "text": "None has it." } ],"#;
        let with_case = question("q-1", r#", "case": "c", "as_of": "2026-01" "#);
        for text in [
            bank("", &question("q-1", ""), ""),
            bank(case, &[with_case, question("q-2", "")].join(", "), ""),
            bank(r#""include": ["a"], "scoring": "net-correct","#, &question("q-1", ""), ""),
        ] {
            assert!(is_same(&text) && both(&text).1.is_ok());
        }
    }

    #[test]
    fn the_shipped_banks_are_the_same_either_way() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks");
        let files = ["shared", "roles"].map(|part| std::fs::read_dir(folder.join(part)).unwrap());
        let mut n_files = 0;
        for entry in files.into_iter().flatten() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(is_same(&text));
            n_files += 1;
        }
        assert!(n_files > 20);
    }

    /// A bank of plain questions of all types, and one that is not.
    const PLAIN: &str = include_str!("../../../fuzz/seeds/bank/plain.json");

    #[test]
    fn plain_questions_of_all_types_are_read_in_one_pass() {
        let mut plain = Vec::new();
        let arena = Arena::new();
        let (mut entries, root) = Entries::begin(PLAIN, "questions", &arena).unwrap();
        let mut reader = Reader::new(PLAIN, Findings::default());
        assert!(head::fields(&mut reader, &root).is_some());
        loop {
            plain.push(entries.read(&arena, plain_question).is_some());
            if plain.last() == Some(&false) && !matches!(entries.next(&arena), Next::Entry(_)) {
                break;
            }
        }
        assert_eq!(plain, [true, true, true, false, true, true, true, true, false]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_read_by_question_is_what_is_read_at_once(
            place in 0..PLAIN.len(),
            length in 0_usize..12,
            other in "[\\]\\[{}:,\"a-z0-9 \\\\\\n\u{202e}]{0,3}|\"[a-z_]{2,9}\"|true|false|null|1e999",
        ) {
            let start = PLAIN.floor_char_boundary(place);
            let end = PLAIN.ceil_char_boundary((place + length).min(PLAIN.len()));
            let text = format!("{}{other}{}", &PLAIN[..start], &PLAIN[end..]);
            is_same(&text);
        }

        #[test]
        fn what_stands_twice_or_elsewhere_is_read_the_same(from in 0..PLAIN.len(), length in 0_usize..90, to in 0..PLAIN.len()) {
            let cut = |at: usize| PLAIN.floor_char_boundary(at.min(PLAIN.len()));
            let piece = &PLAIN[cut(from)..cut(from + length)];
            let text = format!("{}{piece}{}", &PLAIN[..cut(to)], &PLAIN[cut(to)..]);
            is_same(&text);
        }
    }

    #[test]
    fn a_bank_with_errors_is_the_same_either_way() {
        let one = question("q-1", "");
        for text in [
            bank("", &[one.clone(), question("q-2", r#", "colour": "red" "#)].join(","), ""),
            bank("", &[question("q-1", r#", "exact": 1 "#), one.replace("q-1", "Q 1")].join(","), ""),
            bank("", &[one.clone(), "7".to_owned(), "{}".to_owned()].join(","), ""),
            bank(r#""title": 7, "colour": "red","#, &one, "").replace("\"title\": \"B\",", ""),
            bank(r#""cases": [ { "id": "c" } ],"#, &one, ""),
            bank("", &question("q-1", &format!(r#", "tags": {}{}"#, "[".repeat(61), "]".repeat(61))), ""),
        ] {
            assert!(is_same(&text) && both(&text).1.is_err(), "{text}");
        }
    }

    #[test]
    fn what_takes_all_of_it_at_once_is_left_to_the_other_reader() {
        let one = question("q-1", "");
        for text in [
            bank("", "", ""),
            bank("", &[one.clone(), one.clone()].join(","), ""),
            bank("", &[one.clone(), r#"{ "id": "q-1" }"#.to_owned()].join(","), ""),
            bank("", &format!("{one},"), ""),
            bank("", &one, ","),
            bank("", &one, "} {"),
            bank("", &question("q-1", r#", "id": "q-2" "#), ""),
            bank(r#""id": "c","#, &one, ""),
            bank("", &one, "").replace("\"format\": 1", "\"format\": 2"),
            bank("", &one, "").replace(']', ""),
            bank("", &one, r#", "minutes": 5 "#),
            bank("", &question("q-1", &format!(r#", "tags": {}{}"#, "[".repeat(62), "]".repeat(62))), ""),
            format!("[{}]", bank("", &one, "")),
            format!("\u{feff}{}", bank("", &one, "")),
            String::new(),
        ] {
            assert!(!is_same(&text), "{text}");
        }
    }
}
