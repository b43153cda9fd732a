//! Strings that must have a form: ids, languages, months, countries.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::Node;
use crate::bank::read::value::{Name, Reader};
use crate::bank::rule::{MALFORMED_COUNTRY, MALFORMED_DATE, MALFORMED_ID, MALFORMED_LANGUAGE, Rule};
use crate::text::SafeText;

/// Characters of the longest id.
pub(super) const MAX_ID_LENGTH: usize = 64;

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

impl Reader<'_> {
    /// Returns a slug: lower-case letters, digits and `-`.
    pub(crate) fn id<'node>(&mut self, name: Name<'_>, node: &'node Node<'_>) -> Option<&'node str> {
        let id = self.string(name, node)?;
        if is_slug(id) {
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

/// Is it an id as it should be?
pub(super) fn is_slug(id: &str) -> bool {
    let is_slug_byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=MAX_ID_LENGTH).contains(&id.len()) && id.bytes().all(is_slug_byte)
}

pub(super) fn is_month(text: &str) -> bool {
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
}
