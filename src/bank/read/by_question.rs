//! A sound bank read question by question, so that a large one never is in memory as a whole.
//!
//! Whatever is not quite as it should be is left to [`read_in`](super::read_in), which knows how to speak about it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::bank::finding::Findings;
use crate::bank::json::{Arena, Entries, Next};
use crate::bank::question::Question;
use crate::bank::read::plain::plain_question;
use crate::bank::read::question::question;
use crate::bank::read::value::Reader;
use crate::bank::read::{ReadBank, head};
use crate::bank::source::Span;
use crate::text::SafeText;

/// Reads a bank and hands each question over with its place in the text; what `keep` returns of them are the questions
/// of the bank.
///
/// Returns nothing where the bank has an error or something behind its questions; `keep` may have been called by then.
pub(crate) fn read_by_question(
    arena: &mut Arena,
    name: &SafeText,
    text: &str,
    mut keep: impl FnMut(Question, Span) -> Option<Arc<Question>>,
) -> Option<ReadBank> {
    let of_head = Arena::new();
    let (mut entries, root) = Entries::begin(text, "questions", &of_head)?;
    let mut reader = Reader::new(text, Findings::default());
    let fields = head::fields(&mut reader, &root)?;
    let (head, mut context) = head::head(&mut reader, &fields);
    let mut findings = reader.findings;
    let (mut questions, mut spans, mut ids) = (Vec::new(), Vec::new(), HashSet::new());
    loop {
        arena.reset();
        let plain = entries.read(arena, |cursor| plain_question(cursor, &context));
        let (question, span) = match plain {
            Some(read) => read,
            None => match entries.next(arena) {
                Next::Entry(node) => {
                    let mut reader = Reader::new(text, std::mem::take(&mut findings));
                    let question = question(&mut reader, &node, spans.len() + 1, &mut context);
                    findings = reader.findings;
                    (question.filter(|_| !findings.has_errors())?, node.span)
                }
                Next::End => break,
                Next::Doubt => return None,
            },
        };
        if !ids.insert(question.key.question.clone()) {
            return None;
        }
        spans.push(span);
        questions.extend(keep(question, span));
    }
    if spans.is_empty() {
        return None;
    }
    let mut reader = Reader::new(text, findings);
    context.cases.note_unused(&mut reader);
    let findings = reader.findings;
    if findings.has_errors() {
        return None;
    }
    Some(head.with(questions, spans)?.into_read_bank(name, text, &findings.into_sorted()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::bank::read::read_in;

    /// Returns a bank as it is read question by question, all of them kept, and as it is read at once.
    fn both(text: &str) -> (Option<ReadBank>, Option<ReadBank>) {
        let (mut arena, name) = (Arena::new(), SafeText::line("b"));
        let keep = |question, _| Some(Arc::new(question));
        let by_question = read_by_question(&mut arena, &name, text, keep);
        (by_question, read_in(&mut arena, &name, text.as_bytes()).ok().map(|(read, _)| read))
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
            let (by_question, at_once) = both(&text);
            assert_eq!(format!("{:?}", by_question.unwrap()), format!("{:?}", at_once.unwrap()));
        }
    }

    #[test]
    fn the_shipped_banks_are_the_same_either_way() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("question-banks");
        let files = ["shared", "roles"].map(|part| std::fs::read_dir(folder.join(part)).unwrap());
        let mut n_files = 0;
        for entry in files.into_iter().flatten() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let (by_question, at_once) = both(&text);
            assert_eq!(format!("{:?}", by_question.unwrap()), format!("{:?}", at_once.unwrap()));
            n_files += 1;
        }
        assert!(n_files > 20);
    }

    /// A bank of the plainest questions, and one that is not.
    const PLAIN: &str = include_str!("../../../fuzz/seeds/bank/plain.json");

    #[test]
    fn the_plainest_questions_are_read_in_one_pass() {
        let mut plain = Vec::new();
        let arena = Arena::new();
        let (mut entries, root) = Entries::begin(PLAIN, "questions", &arena).unwrap();
        let mut reader = Reader::new(PLAIN, Findings::default());
        let fields = head::fields(&mut reader, &root).unwrap();
        let (_, context) = head::head(&mut reader, &fields);
        loop {
            plain.push(entries.read(&arena, |cursor| plain_question(cursor, &context)).is_some());
            if plain.last() == Some(&false) && !matches!(entries.next(&arena), Next::Entry(_)) {
                break;
            }
        }
        assert_eq!(plain, [true, true, true, false, false]);
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
            if let (Some(by_question), at_once) = both(&text) {
                proptest::prop_assert_eq!(format!("{:?}", Some(by_question)), format!("{:?}", at_once));
            }
        }

        #[test]
        fn what_stands_twice_or_elsewhere_is_read_the_same(from in 0..PLAIN.len(), length in 0_usize..90, to in 0..PLAIN.len()) {
            let cut = |at: usize| PLAIN.floor_char_boundary(at.min(PLAIN.len()));
            let piece = &PLAIN[cut(from)..cut(from + length)];
            let text = format!("{}{piece}{}", &PLAIN[..cut(to)], &PLAIN[cut(to)..]);
            if let (Some(by_question), at_once) = both(&text) {
                proptest::prop_assert_eq!(format!("{:?}", Some(by_question)), format!("{:?}", at_once));
            }
        }
    }

    #[test]
    fn what_is_not_sound_is_left_to_the_other_reader() {
        let one = question("q-1", "");
        for text in [
            bank("", "", ""),
            bank("", &[one.clone(), one.clone()].join(","), ""),
            bank("", &question("q-1", r#", "colour": "red" "#), ""),
            bank("", &format!("{one},"), ""),
            bank("", &one, ","),
            bank("", &one, "} {"),
            bank("", &question("q-1", r#", "id": "q-2" "#), ""),
            bank(r#""id": "c","#, &one, ""),
            bank(r#""title": 7,"#, &one, ""),
            bank("", &one, "").replace("\"format\": 1", "\"format\": 2"),
            bank("", &one, "").replace(']', ""),
            format!("[{}]", bank("", &one, "")),
            format!("\u{feff}{}", bank("", &one, "")),
            String::new(),
        ] {
            let (by_question, at_once) = both(&text);
            assert!(by_question.is_none() && at_once.is_none(), "{text}");
        }
        let (by_question, at_once) = both(&bank("", &one, r#", "minutes": 5 "#));
        assert!(by_question.is_none() && at_once.is_some());
    }
}
