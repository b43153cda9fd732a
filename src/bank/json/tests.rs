//! The reader held against `serde_json`, and its own refusals.

use proptest::prelude::*;

use super::*;
use crate::bank::finding::{Finding, Findings};
use crate::bank::json::parser::parsed_up_to;
use crate::bank::source::Source;
use crate::text::SafeText;

/// Refusals that `serde_json` does not share.
const EXTRA: &[&str] = &["duplicate-key", "too-deep"];

fn findings(text: &str) -> Vec<Finding> {
    let mut findings = Findings::default();
    let is_read = parsed(text, &Arena::new(), &mut findings).is_some();
    let findings = findings.into_sorted();
    assert!(is_read || !findings.is_empty(), "{text:?} is refused without a word");
    findings
}

fn codes(text: &str) -> Vec<&'static str> {
    findings(text).iter().map(|finding| finding.rule.code).collect()
}

/// Do the two readers agree, apart from what only this one refuses?
fn agrees(text: &str) -> bool {
    let is_refused = codes(text).iter().any(|code| !EXTRA.contains(code));
    let is_refused_elsewhere = serde_json::from_str::<serde_json::Value>(text).is_err();
    is_refused == is_refused_elsewhere || (!is_refused && !codes(text).is_empty())
}

/// Returns the value as `serde_json` has it.
fn plain(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(boolean) => (*boolean).into(),
        Value::Number(number) => serde_json::from_str(number).unwrap(),
        Value::Text(text) => (*text).into(),
        Value::List(nodes) => nodes.iter().map(plain).collect(),
        Value::Object(members) => {
            members.iter().map(|member| (member.key.to_string(), plain(&member.node))).collect()
        }
    }
}

const GOOD: &[&str] = &[
    "null",
    " true ",
    "false\n",
    "0",
    "-0",
    "-0.0",
    "1.5e3",
    "1E+2",
    "1e-999",
    "123456789012345678901234567890",
    "\"\"",
    r#""a\"\\\/\b\f\n\r\t\u00e9\uD834\uDD1E""#,
    "\"\u{7f}é日\u{2028}\"",
    "[]",
    "[ ]",
    "{}",
    "{ }",
    "[1,[2,{\"a\":[]}]]",
    "{\"\":0,\"a\":{\"b\":null}}",
    "\t\r\n [1 , 2 ] \r\n",
];

const BAD: &[(&str, &str)] = &[
    ("", "empty-document"),
    (" \n ", "empty-document"),
    ("\u{feff}{}", "byte-order-mark"),
    ("[1,]", "trailing-comma"),
    ("{\"a\":1,}", "trailing-comma"),
    ("[1 2]", "missing-comma"),
    ("{\"a\":1 \"b\":2}", "missing-comma"),
    ("[,]", "syntax"),
    ("{,}", "syntax"),
    ("{a:1}", "syntax"),
    ("{'a':1}", "syntax"),
    ("{\"a\" 1}", "syntax"),
    ("{\"a\":}", "syntax"),
    ("[1}", "syntax"),
    ("{\"a\":1]", "syntax"),
    ("]", "syntax"),
    ("nul", "syntax"),
    ("True", "syntax"),
    ("truex", "syntax"),
    ("NaN", "syntax"),
    ("é", "syntax"),
    ("\u{a0}1", "syntax"),
    ("-", "malformed-number"),
    ("01", "malformed-number"),
    ("1.", "malformed-number"),
    (".5", "malformed-number"),
    ("+1", "malformed-number"),
    ("1e", "malformed-number"),
    ("1e+", "malformed-number"),
    ("-Infinity", "malformed-number"),
    ("0x1", "malformed-number"),
    ("1.2.3", "malformed-number"),
    ("1e999", "huge-number"),
    ("-1e999", "huge-number"),
    ("[1", "unclosed"),
    ("{\"a\"", "unclosed"),
    ("{\"a\":", "unclosed"),
    ("{\"a\":1,", "unclosed"),
    ("{", "unclosed"),
    ("\"abc", "open-string"),
    ("\"abc\\", "open-string"),
    ("\"a\nb\"", "open-string"),
    ("\"a\tb\"", "control-character"),
    ("\"a\u{0}b\"", "control-character"),
    ("\"a\\x\"", "wrong-escape"),
    ("\"a\\u12g4\"", "wrong-escape"),
    ("\"a\\u+123\"", "wrong-escape"),
    ("\"a\\u12\"", "wrong-escape"),
    ("\"a\\é\"", "wrong-escape"),
    ("\"MSH|^~\\&|\"", "backslash-ampersand"),
    ("\"\\ud800\"", "lone-surrogate"),
    ("\"\\udc00\"", "lone-surrogate"),
    ("\"\\ud800\\u0041\"", "lone-surrogate"),
    ("\"\\ud800\\ud800\"", "lone-surrogate"),
    ("1 2", "trailing-data"),
    ("{} x", "trailing-data"),
    ("{} // x", "comment"),
    ("[1, /* x */ 2]", "comment"),
    ("# x", "comment"),
];

#[test]
fn what_json_is_is_read_as_elsewhere() {
    for text in GOOD {
        let mut findings = Findings::default();
        let arena = Arena::new();
        let node = parsed(text, &arena, &mut findings).unwrap();
        assert!(findings.into_sorted().is_empty(), "{text:?}");
        assert_eq!(plain(&node), serde_json::from_str::<serde_json::Value>(text).unwrap(), "{text:?}");
    }
}

#[test]
fn what_json_is_not_has_its_code() {
    for (text, code) in BAD {
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text:?}");
        assert_eq!(codes(text).first(), Some(code), "{text:?}");
    }
}

#[test]
fn huge_integers_are_refused_like_elsewhere() {
    for n_digits in [300, 301, 308, 309, 310, 400] {
        let text = "9".repeat(n_digits);
        assert!(agrees(&text), "{n_digits}");
    }
}

#[test]
fn sixty_four_levels_are_read_and_no_more() {
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(codes(&nested(64)).is_empty());
    assert_eq!(codes(&nested(65)), ["too-deep"]);
    assert_eq!(codes(&"[".repeat(5_000_000)), ["too-deep"]);
    assert_eq!(codes(&"{\"a\":".repeat(65)), ["too-deep"]);
}

#[test]
fn duplicate_keys_are_found_in_small_and_large_objects() {
    assert_eq!(codes(r#"{"a":1,"b":2,"a":3,"\u0061":4}"#), ["duplicate-key", "duplicate-key"]);
    let keys: Vec<String> = (0..1000).map(|n| format!("\"k{}\":0", n % 999)).collect();
    let found = findings(&format!("{{{}}}", keys.join(",")));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].labels[0].0, Span { start: 1, end: 5 });
}

#[test]
fn problems_that_leave_no_doubt_do_not_hide_others() {
    assert_eq!(
        codes("[\"\\x\", \"\\&\", 1e999, [1,],]"),
        ["wrong-escape", "backslash-ampersand", "huge-number", "trailing-comma", "trailing-comma"]
    );
}

#[test]
fn more_than_a_thousand_problems_are_counted() {
    let found = findings(&format!("\"{}\"", "\\x".repeat(1200)));
    assert_eq!(found.len(), 1001);
    assert_eq!(found[1000].message, "200 more problems are not listed");
}

#[test]
fn the_place_of_a_character_is_found_behind_escapes() {
    let text = r#"  "a\né\ud834\udd1e!""#;
    let span = Span { start: 2, end: text.len() };
    let at = |offset| character_span(text, span, offset);
    assert_eq!(at(0), Span { start: 3, end: 4 });
    assert_eq!(at(1), Span { start: 4, end: 6 });
    assert_eq!(at(2), Span { start: 6, end: 8 });
    assert_eq!(at(4), Span { start: 8, end: 20 });
    assert_eq!(at(8), Span { start: 20, end: 21 });
}

/// Pieces of which documents that are nearly JSON are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "1", "-", "0", ".5", "e9", "true", "null",
        " ", "\n", "\\", "\\u", "d800", "\\n", "é", "\u{0}", "/", "x", "\u{feff}", "\t", "1e999",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn assert_places_inside(text: &str) {
    let source = Source::new(&SafeText::line("f"), text);
    let n_lines = text.split('\n').count();
    for finding in findings(text) {
        let spans = finding.labels.iter().map(|(span, _)| *span).chain([finding.span]);
        for offset in spans.flat_map(|span| [span.start, span.end]) {
            let position = source.position(offset);
            let line = text.split('\n').nth(position.line - 1).unwrap();
            assert!((1..=n_lines).contains(&position.line));
            assert!((1..=line.chars().count() + 1).contains(&position.column), "{text:?} {position:?}");
        }
    }
}

proptest! {
    #[test]
    fn both_readers_accept_the_same(text in pieces()) {
        prop_assert!(agrees(&text), "{:?}: {:?}", text, codes(&text));
        assert_places_inside(&text);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        prop_assert!(agrees(&text));
        assert_places_inside(&text);
    }
}

#[test]
fn more_values_than_memory_is_there_for_are_refused() {
    for (text, n_values) in [("[1, 2]", 4), (r#"{ "a": [] }"#, 5)] {
        let mut findings = Findings::default();
        assert!(parsed_up_to(n_values, text, &Arena::new(), &mut findings).is_some());
        assert!(parsed_up_to(n_values - 1, text, &Arena::new(), &mut findings).is_none());
        assert_eq!(findings.into_sorted()[0].rule.code, "too-many-values");
    }
}
