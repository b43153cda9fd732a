//! What is said of questions and banks that no sample file has: a fragment in, code, message and help out.

use hitquiz::bank::read::read_bank;
use hitquiz::text::SafeText;

/// Returns each problem of a file as `code: message; help`.
fn said(text: &str) -> Vec<String> {
    let Err(diagnostics) = read_bank(&SafeText::line("f"), text.as_bytes()) else { return Vec::new() };
    let line = |diagnostic: &hitquiz::bank::diagnostic::Diagnostic| match &diagnostic.help {
        Some(help) => format!("{}: {}; {help}", diagnostic.code, diagnostic.message),
        None => format!("{}: {}", diagnostic.code, diagnostic.message),
    };
    diagnostics.iter().map(line).collect()
}

/// Returns what is said of a question with these keys besides id, domain and stem.
fn said_of_question(keys: &str) -> Vec<String> {
    let question = format!(r#"{{ "id": "q-1", "domain": "standards", "stem": "Which?", {keys} }}"#);
    said(&format!(r#"{{ "format": 1, "id": "b", "title": "B", "questions": [{question}] }}"#))
}

/// Returns what is said of a bank with these keys besides the required ones.
fn said_of_bank(keys: &str) -> Vec<String> {
    let question =
        r#"{ "id": "q-1", "domain": "standards", "stem": "Which?", "type": "text", "accept": ["x"] }"#;
    said(&format!(r#"{{ "format": 1, "id": "b", "title": "B", {keys}, "questions": [{question}] }}"#))
}

const QUESTIONS: &[(&str, &str)] = &[
    (
        r#""type": "order", "choices": [{ "text": "a", "correct": true }, { "text": "b" }]"#,
        "misplaced-key: question `q-1` is of type `order`, whose choices have no `correct`; put the choices in the \
         right order, and leave `correct` out",
    ),
    (
        r#""type": "numeric", "range": [1, 2], "tolerance": 1"#,
        "misplaced-key: question `q-1` has `tolerance` beside `range`; `tolerance` belongs to `answer`; widen the \
         range instead",
    ),
    (
        r#""type": "numeric", "unit": "ms""#,
        "no-key: question `q-1` has neither `answer` nor `range`; add `\"answer\": 42` or `\"range\": [40, 45]`",
    ),
    (
        r#""type": "numeric", "answer": 1, "tolerance": -0.5"#,
        "out-of-range: `tolerance` is `-0.5`, not 0 or more",
    ),
    (
        r#""type": "numeric", "answer": 1e308, "tolerance": 1e308"#,
        "out-of-range: `answer` and `tolerance` reach beyond the largest number",
    ),
    (
        r#""type": "numeric", "range": [1, 2, 3]"#,
        "out-of-range: `range` has 3 entries, not two; write it like `[40, 45]`",
    ),
    (
        r#""type": "numeric", "range": 40"#,
        "wrong-kind: `range` is a number, not an array of two numbers; write it like `[40, 45]`",
    ),
    (
        r#""type": "numeric", "answer": "42""#,
        "wrong-kind: `answer` is a string, not a number; write the number without quotes",
    ),
    (r#""type": "text", "accept": []"#, "no-key: `accept` of question `q-1` is empty; write what is right"),
    (
        r#""type": "text", "accept": [" "]"#,
        "empty-text: an entry of `accept` is empty; write something, or leave the key out where it is not required",
    ),
    (
        r#""type": "match", "pairs": [{ "left": "a", "right": "b" }]"#,
        "too-few-choices: question `q-1` has fewer than 2 pairs",
    ),
    (
        r#""type": "multiple", "choices": [{ "text": "a" }, { "text": "b" }]"#,
        "no-key: no choice of question `q-1` is correct; write `\"correct\": true` in the right choice",
    ),
    (
        r#""choices": ["a", { "text": "b", "correct": true }]"#,
        "wrong-kind: an entry of `choices` is a string, not an object; write it as `{ \"text\": … }`",
    ),
    (
        r#""choices": [{ "text": "a", "correct": "true" }, { "text": "b" }]"#,
        "wrong-kind: `correct` is a string, not a boolean; write `true` or `false`, without quotes",
    ),
    (
        r#""choices": [{ "text": "a", "correct": "true" }, { "text": "b", "correct": true }]"#,
        "wrong-kind: `correct` is a string, not a boolean; write `true` or `false`, without quotes",
    ),
    (
        r#""type": "text", "accept": ["x"], "topic": "payers-and-value-based-payment""#,
        "unknown-topic: unknown topic `payers-and-value-based-payment` of the domain `standards`; it is a topic of \
         the domain `healthcare`",
    ),
    (
        r#""type": "text", "accept": ["x"], "references": [{ "url": "https://www.hl7.org/" }]"#,
        "missing-key: the reference has no `title`; add the key `title`",
    ),
    (
        r#""type": "text", "accept": ["x"], "exhibit": { "kind": "text", "text": ["", " "] }"#,
        "empty-text: `text` is empty",
    ),
    (
        r#""type": "text", "accept": ["x"], "exhibit": { "kind": "text", "text": 3 }"#,
        "wrong-kind: `text` is a number, not a string or an array of lines",
    ),
    (
        r#""type": "text", "accept": ["x"], "exhibit": { "kind": "xml", "text": "<a>\r\n</a>" }"#,
        "control-character: the carriage return U+000D stands in `text`; end lines with `\\n` alone",
    ),
    (
        r#""type": "text", "accept": ["x\ty"]"#,
        "control-character: the tab U+0009 stands in an entry of `accept`; write spaces",
    ),
    (
        r#""type": "text", "accept": ["x"], "parameters": { "a": 1, "b": 0, "c": 1, "n": 9 }"#,
        "out-of-range: `c` is `1`, not 0 to 0.9",
    ),
    (
        r#""type": "text", "accept": ["x"], "difficulty": 2.5"#,
        "out-of-range: `difficulty` is `2.5`, not a whole number from 1 to 5",
    ),
    (
        r#""type": "text", "accept": ["x"], "case": "ward-3""#,
        "unknown-case: unknown case `ward-3`; describe the case in `cases` of the bank",
    ),
    (
        r#""type": "text", "accept": ["x"], "status": "retierd""#,
        "unknown-word: unknown status `retierd`; a known status is `retired`",
    ),
    (
        r#""type": "text", "accept": ["x"], "options": []"#,
        "unknown-key: unknown key `options`; a known key is `choices`",
    ),
    (
        r#""type": "text", "accept": ["x"], "zzzzz": 1"#,
        "unknown-key: unknown key `zzzzz`; leave it out: there is no key like it",
    ),
];

const BANKS: &[(&str, &str)] = &[
    (r#""role": "Trainer""#, "unknown-role: unknown role `Trainer`; a known role is `trainer`"),
    (r#""cut_score": -1"#, "out-of-range: `cut_score` is `-1`, not 0 to 1"),
    (r#""cut_score": 700"#, "out-of-range: `cut_score` is `700`, not 0 to 1"),
    (r#""minutes": 0"#, "out-of-range: `minutes` is `0`, not more than 0 and at most 1440"),
    (r#""include": "pool""#, "wrong-kind: `include` is a string, not an array; put it in `[` and `]`"),
    (
        r#""blueprint": [10]"#,
        "wrong-kind: `blueprint` is an array, not an object; write it like `{ \"standards\": 10, \"workflow\": 5 }`",
    ),
    (
        r#""blueprint": { "standards": 2.5 }"#,
        "out-of-range: `standards` is `2.5`, not a whole number from 0 to 10000",
    ),
    (
        r#""scoring": "partial""#,
        "unknown-word: unknown scoring `partial`; it is one of `all-or-nothing`, `net-correct`, `each-answer`",
    ),
];

#[test]
fn a_question_has_each_of_its_problems_told() {
    for (keys, wanted) in QUESTIONS {
        assert_eq!(said_of_question(keys), [*wanted], "{keys}");
    }
}

#[test]
fn a_bank_has_each_of_its_problems_told() {
    for (keys, wanted) in BANKS {
        assert_eq!(said_of_bank(keys), [*wanted], "{keys}");
    }
}

#[test]
fn a_problem_of_one_question_does_not_hide_those_of_others() {
    let text = r#"{ "format": 1, "id": "B", "title": "B", "cut_score": 70, "questions": [
        { "id": "q-1", "domain": "cooking", "stem": "Which?", "choices": [{ "text": "a" }] },
        { "id": "q-2", "domain": "standards", "type": "singel", "stem": 3 },
        { "id": "q-1", "domain": "standards", "stem": "Which?", "type": "locate", "lines": [0] }, 7, ] }"#;
    let codes: Vec<String> =
        said(text).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(
        codes,
        [
            "malformed-id",
            "cut-score-percent",
            "unknown-domain",
            "no-key",
            "too-few-choices",
            "unknown-type",
            "wrong-kind",
            "duplicate-id",
            "no-exhibit",
            "out-of-range",
            "wrong-kind",
            "trailing-comma"
        ]
    );
}

#[test]
fn an_unknown_type_hides_no_mistake_in_what_is_answered() {
    let question = |type_and_answer: &str| {
        let text = format!(
            r#"{{ "format": 1, "id": "b", "title": "B", "questions": [
                {{ "id": "q-1", "domain": "standards", "stem": "Which?", {type_and_answer} }} ] }}"#
        );
        let lines = said(&text);
        lines.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let choices = r#""choices": [{ "text": "a", "corect": true }, { "text": "A" }]"#;
    assert_eq!(
        question(&format!(r#""type": "singel", {choices}"#)),
        ["unknown-type", "unknown-key", "duplicate-choices"]
    );
    assert_eq!(question(r#""type": "text-entry", "accept": []"#), ["unknown-type", "no-key"]);
    assert_eq!(question(r#""type": "hotspot", "lines": [1]"#), ["unknown-type", "no-exhibit"]);
    assert_eq!(
        question(r#""type": "pairs", "pairs": [{ "left": "a", "right": "b" }]"#),
        ["unknown-type", "too-few-choices"]
    );
    assert_eq!(question(r#""type": "essay""#), ["unknown-type"]);
}

#[test]
fn a_bank_that_is_no_object_is_told_so() {
    assert_eq!(
        said("[]"),
        [
            "wrong-kind: the bank is an array, not an object; an object has keys and values: `{ \"key\": \"value\" }`"
        ]
    );
}

#[test]
fn a_format_that_never_was_is_told_from_a_newer_one() {
    let of_format = |format: &str| {
        let codes = said(&format!(r#"{{ "format": {format}, "id": "b", "title": "B", "questions": [] }}"#));
        codes.first().unwrap().clone()
    };
    assert_eq!(of_format("0"), "out-of-range: `format` is `0`, which is no format; write `\"format\": 1`");
    assert_eq!(
        of_format("2"),
        "newer-format: the bank is of format 2; the newest that this program reads is 1; read it with a newer \
         version of the program"
    );
}
