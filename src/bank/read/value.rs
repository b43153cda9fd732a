//! Single values: strings, numbers, words of a list, and what is wrong with them.

use std::fmt;

use crate::bank::finding::{Finding, Findings, quoted};
use crate::bank::json::{Node, Value};
use crate::bank::read::characters::{Room, note_unsafe};
use crate::bank::rule::{
    EMPTY_TEXT, MALFORMED_COUNTRY, MALFORMED_DATE, MALFORMED_ID, MALFORMED_LANGUAGE, OUT_OF_RANGE, Rule,
    WRONG_KIND,
};
use crate::bank::suggest::nearest;
use crate::text::SafeText;

/// Known words that a help line lists: the framework has twelve roles, a question over thirty keys.
const MAX_LISTED: usize = 12;

/// Characters of the longest id.
const MAX_ID_LENGTH: usize = 64;

/// Reads values of one file and notes what is wrong with them.
///
/// Every reader returns nothing where it has noted an error, so that a bank is put together only from sound parts
/// while all problems are noted on the way.
pub(crate) struct Reader<'text> {
    pub(crate) text: &'text str,
    pub(crate) findings: Findings,
}

/// How messages call a value.
#[derive(Clone, Copy)]
pub(crate) enum Name<'name> {
    /// The value of a key.
    Key(&'name str),
    /// An entry of the list that is the value of a key.
    Entry(&'name str),
}

/// Numbers that a key takes, both ends included, and how messages call them.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) words: &'static str,
}

/// A form that a string must have.
struct Form {
    rule: Rule,
    words: &'static str,
    example: &'static str,
    has: fn(&str) -> bool,
}

const LANGUAGE: Form = Form {
    rule: MALFORMED_LANGUAGE,
    words: "a BCP 47 language tag",
    example: "`en` or `pt-BR`",
    has: is_language,
};

const MONTH: Form =
    Form { rule: MALFORMED_DATE, words: "a year and month", example: "`2026-11`", has: is_month };

const COUNTRY: Form =
    Form { rule: MALFORMED_COUNTRY, words: "an ISO 3166 code", example: "`US` or `US-CA`", has: is_country };

impl<'text> Reader<'text> {
    pub(crate) fn new(text: &'text str, findings: Findings) -> Self {
        Self { text, findings }
    }

    pub(crate) fn note(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Notes that a value is of another kind than `wanted`.
    pub(crate) fn note_kind(&mut self, name: Name<'_>, node: &Node<'_>, wanted: &str, help: Option<&str>) {
        let span = match node.value {
            // Only the bracket: what is inside is not the problem.
            Value::List(_) | Value::Object(_) => node.span.opening(),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => node.span,
        };
        let message = format!("{name} is {}, not {wanted}", node.value.kind());
        let finding = Finding::new(WRONG_KIND, span, message);
        self.note(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    /// Returns text of one line.
    pub(crate) fn line(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        self.text_in(name, node, Room::Line).map(SafeText::line)
    }

    /// Returns text that may have several lines.
    pub(crate) fn block(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        self.text_in(name, node, Room::Block).map(SafeText::block)
    }

    /// Returns a string that shows something and holds no character that `room` has no place for.
    pub(crate) fn text_in<'node>(
        &mut self,
        name: Name<'_>,
        node: &'node Node<'_>,
        room: Room,
    ) -> Option<&'node str> {
        let text = self.string(name, node)?;
        let is_safe = note_unsafe(self, name, node, text, room);
        if text.trim().is_empty() {
            let finding = Finding::new(EMPTY_TEXT, node.span, format!("{name} is empty"));
            self.note(finding.help("write something, or leave the key out where it is not required"));
            return None;
        }
        is_safe.then_some(text)
    }

    /// Returns a string as it stands.
    pub(crate) fn string<'node>(&mut self, name: Name<'_>, node: &'node Node<'_>) -> Option<&'node str> {
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        self.note_kind(name, node, "a string", None);
        None
    }

    /// Returns a slug: lower-case letters, digits and `-`.
    pub(crate) fn id<'node>(&mut self, name: Name<'_>, node: &'node Node<'_>) -> Option<&'node str> {
        let id = self.string(name, node)?;
        let is_slug_byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=MAX_ID_LENGTH).contains(&id.len()) && id.bytes().all(is_slug_byte) {
            return Some(id);
        }
        let message = format!("{} is no id: lower-case letters, digits and `-`, 1 to 64 of them", quoted(id));
        let slug = slug(id);
        let help =
            if slug.is_empty() { "an id looks like `week-3`".to_owned() } else { format!("write `{slug}`") };
        self.note(Finding::new(MALFORMED_ID, node.span, message).help(help));
        None
    }

    /// Returns a BCP 47 tag.
    pub(crate) fn language(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        self.formed(name, node, &LANGUAGE)
    }

    /// Returns a year and month.
    pub(crate) fn month(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        self.formed(name, node, &MONTH)
    }

    /// Returns the code of a country or a part of one.
    pub(crate) fn country(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<SafeText> {
        self.formed(name, node, &COUNTRY)
    }

    fn formed(&mut self, name: Name<'_>, node: &Node<'_>, form: &Form) -> Option<SafeText> {
        let text = self.string(name, node)?;
        if (form.has)(text) {
            return Some(SafeText::line(text));
        }
        let message = format!("{name} is {}, not {}", quoted(text), form.words);
        self.note(
            Finding::new(form.rule, node.span, message).help(format!("write it like {}", form.example)),
        );
        None
    }

    /// Returns true or false.
    pub(crate) fn boolean(&mut self, name: Name<'_>, node: &Node<'_>) -> Option<bool> {
        if let Value::Boolean(boolean) = node.value {
            return Some(boolean);
        }
        self.note_kind(name, node, "a boolean", Some("write `true` or `false`, without quotes"));
        None
    }

    /// Returns a number as it is written and its value.
    pub(crate) fn number<'node>(
        &mut self,
        name: Name<'_>,
        node: &'node Node<'_>,
    ) -> Option<(&'node str, f64)> {
        if let Value::Number(number) = &node.value {
            // What is too large for a double has been noted by the parser.
            return number.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| (*number, value));
        }
        let help = matches!(node.value, Value::Text(_)).then_some("write the number without quotes");
        self.note_kind(name, node, "a number", help);
        None
    }

    /// Returns a number that lies in `range`.
    pub(crate) fn ranged(&mut self, name: Name<'_>, node: &Node<'_>, range: Range) -> Option<f64> {
        let (written, value) = self.number(name, node)?;
        if (range.low..=range.high).contains(&value) {
            return Some(value);
        }
        self.note_range(name, node, written, range.words);
        None
    }

    /// Notes that a number is not what `words` say.
    pub(crate) fn note_range(&mut self, name: Name<'_>, node: &Node<'_>, written: &str, words: &str) {
        let message = format!("{name} is {}, not {words}", quoted(written));
        self.note(Finding::new(OUT_OF_RANGE, node.span, message));
    }

    /// Returns a whole number that lies in `range`, which holds no negative numbers.
    pub(crate) fn whole(&mut self, name: Name<'_>, node: &Node<'_>, range: Range) -> Option<u64> {
        let (written, value) = self.number(name, node)?;
        if value.fract() == 0.0 && (range.low..=range.high).contains(&value) {
            // Exact: the ranges end far below 2^53.
            return Some(value as u64);
        }
        self.note_range(name, node, written, range.words);
        None
    }

    /// Returns what one of a few words stands for.
    pub(crate) fn word<T: Copy>(
        &mut self,
        name: Name<'_>,
        node: &Node<'_>,
        rule: Rule,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let word = self.string(name, node)?;
        if let Some((_, meaning)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*meaning);
        }
        let noun = name.key();
        let help = known_help(noun, word, words.iter().map(|(known, _)| *known));
        self.note(Finding::new(rule, node.span, format!("unknown {noun} {}", quoted(word))).help(help));
        None
    }

    /// Returns the entries of a list.
    pub(crate) fn list<'node>(
        &mut self,
        name: Name<'_>,
        node: &'node Node<'text>,
    ) -> Option<&'node [Node<'text>]> {
        if let Value::List(nodes) = &node.value {
            return Some(nodes);
        }
        self.note_kind(name, node, "an array", Some("put it in `[` and `]`"));
        None
    }

    /// Returns what `read` makes of each entry, if it makes something of all of them.
    pub(crate) fn each<'node, T>(
        &mut self,
        nodes: &'node [Node<'text>],
        mut read: impl FnMut(&mut Self, &'node Node<'text>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            values.extend(read(self, node));
        }
        (values.len() == nodes.len()).then_some(values)
    }

    /// Returns a list of texts of one line each.
    pub(crate) fn lines(&mut self, name: Name<'_>, node: &Node<'text>) -> Option<Vec<SafeText>> {
        let nodes = self.list(name, node)?;
        self.each(nodes, |reader, node| reader.line(name.entry(), node))
    }
}

/// Returns the help that names the nearest known word, or all of them if none is near and they are few.
pub(crate) fn known_help<'known>(
    noun: &str,
    word: &str,
    known: impl Iterator<Item = &'known str> + Clone,
) -> String {
    if let Some(nearest) = nearest(word, known.clone()) {
        return format!("a known {noun} is `{nearest}`");
    }
    if known.clone().count() > MAX_LISTED {
        return format!("leave it out: there is no {noun} like it");
    }
    let all: Vec<String> = known.map(|known| format!("`{known}`")).collect();
    format!("it is one of {}", all.join(", "))
}

/// Returns the nearest thing to `text` that is an id.
fn slug(text: &str) -> String {
    let start: String = text.chars().take(MAX_ID_LENGTH).collect();
    let lower = start.to_lowercase();
    let parts = lower.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_in_year = month.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    year.len() == 4 && month.len() == 2 && are_digits(year) && are_digits(month) && is_in_year
}

fn is_country(text: &str) -> bool {
    let (country, part) = text.split_once('-').unwrap_or((text, "A"));
    let is_capital_or_digit = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=3).contains(&part.len())
        && part.bytes().all(is_capital_or_digit)
}

impl<'name> Name<'name> {
    /// Returns how an entry of the list of this name is called.
    pub(crate) fn entry(self) -> Self {
        Self::Entry(self.key())
    }

    fn key(self) -> &'name str {
        match self {
            Self::Key(key) | Self::Entry(key) => key,
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => formatter.write_str(&quoted(key)),
            Self::Entry(key) => write!(formatter, "an entry of {}", quoted(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_take_what_their_standard_takes() {
        for (has, text, is_sound) in [
            (is_language as fn(&str) -> bool, "en", true),
            (is_language, "zh-Hant-TW", true),
            (is_language, "e", false),
            (is_language, "english language", false),
            (is_month, "2026-11", true),
            (is_month, "2026-13", false),
            (is_month, "2026-1", false),
            (is_month, "2026-+1", false),
            (is_month, "26-11", false),
            (is_country, "US", true),
            (is_country, "US-CA", true),
            (is_country, "us", false),
            (is_country, "USA", false),
        ] {
            assert_eq!(has(text), is_sound, "{text}");
        }
    }

    #[test]
    fn a_bad_id_is_made_a_good_one() {
        assert_eq!(slug(" Week 3: HL7_v2 "), "week-3-hl7-v2");
        assert_eq!(slug("日本"), "");
    }

    #[test]
    fn a_long_list_of_known_words_is_not_recited() {
        let many: Vec<String> = (0..=MAX_LISTED).map(|n| format!("key-number-{n}")).collect();
        assert_eq!(
            known_help("key", "xyz", many.iter().map(String::as_str)),
            "leave it out: there is no key like it"
        );
        assert_eq!(known_help("word", "xyz", ["live", "draft"].into_iter()), "it is one of `live`, `draft`");
        assert_eq!(known_help("word", "lives", ["live", "draft"].into_iter()), "a known word is `live`");
    }
}
