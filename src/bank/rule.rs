//! Every problem that a bank file can have, in one table: its code, how grave it is, and why it matters.

use serde::Serialize;

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The bank can be used.
    Warning,
    /// Nothing of the bank is drawn.
    Error,
}

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name that states the bad thing, such as `two-keys`.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Why it is a problem, as a sentence.
    pub why: &'static str,
}

impl Severity {
    /// Returns the word that diagnostics show.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Makes a constant of every row, and the table of all of them, so that no rule is missing from it.
macro_rules! rules {
    ($($name:ident, $code:literal, $severity:ident, $why:literal;)*) => {
        $(
            #[doc = $why]
            pub const $name: Rule = Rule { code: $code, severity: Severity::$severity, why: $why };
        )*

        /// Every rule, in the order of the format: bytes, syntax, keys, values, bank, question, type.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    WRONG_UTF8, "wrong-utf8", Error, "Bytes that are not UTF-8 have no meaning as text.";
    BYTE_ORDER_MARK, "byte-order-mark", Error, "JSON does not begin with a byte order mark.";
    EMPTY_DOCUMENT, "empty-document", Error, "A file without a value is not JSON.";
    SYNTAX, "syntax", Error, "What is not JSON cannot be read any further.";
    UNCLOSED, "unclosed", Error, "A file that ends too early may have lost questions.";
    TRAILING_DATA, "trailing-data", Error, "A bank is one JSON value; what follows it would be ignored.";
    TRAILING_COMMA, "trailing-comma", Error, "JSON has no comma behind the last entry.";
    MISSING_COMMA, "missing-comma", Error, "Without the comma it is a guess where an entry ends.";
    COMMENT, "comment", Error, "JSON has no comments.";
    OPEN_STRING, "open-string", Error, "A JSON string ends on the line on which it begins.";
    WRONG_ESCAPE, "wrong-escape", Error, "JSON knows no other letters behind a backslash than its own.";
    BACKSLASH_AMPERSAND, "backslash-ampersand", Error, "The encoding characters of HL7 v2 need a second backslash in JSON.";
    LONE_SURROGATE, "lone-surrogate", Error, "Half a surrogate pair is no character.";
    MALFORMED_NUMBER, "malformed-number", Error, "JSON writes numbers in one way only.";
    HUGE_NUMBER, "huge-number", Error, "A number beyond the range of a double would become infinite.";
    TOO_DEEP, "too-deep", Error, "No bank nests that deep, and readers of other programs stop there.";
    TOO_MANY_VALUES, "too-many-values", Error, "A file of millions of tiny values fills the memory and is no bank.";
    MORE_PROBLEMS, "more-problems", Error, "A list of a thousand problems is long enough to begin with.";

    DUPLICATE_KEY, "duplicate-key", Error, "Of two equal keys one would be lost without a word.";
    UNKNOWN_KEY, "unknown-key", Error, "A misspelt key would be ignored and its meaning lost.";
    ORDERED_KEY, "ordered-key", Error, "The order of choices is kept by `shuffle`, not by `ordered`.";
    MISSING_KEY, "missing-key", Error, "The format cannot do without this key.";
    MISPLACED_KEY, "misplaced-key", Error, "A key of another type shows that the type or the key is a mistake.";

    WRONG_KIND, "wrong-kind", Error, "A value of another kind has no meaning here.";
    OUT_OF_RANGE, "out-of-range", Error, "The number is outside what the program can work with.";
    EMPTY_TEXT, "empty-text", Error, "Text that shows nothing is a slip.";
    TOO_LONG_TEXT, "too-long-text", Error, "A text that nobody reads to its end is no part of a question.";
    CONTROL_CHARACTER, "control-character", Error, "Control, bidirectional and invisible characters steer terminals or hide what is there.";
    MALFORMED_ID, "malformed-id", Error, "Ids are slugs, so that they can be typed, sorted and kept for years.";
    MALFORMED_LANGUAGE, "malformed-language", Error, "Other programs read the language as a BCP 47 tag.";
    MALFORMED_DATE, "malformed-date", Error, "Only year and month as `2026-11` can be compared.";
    MALFORMED_COUNTRY, "malformed-country", Error, "Jurisdictions are compared by their ISO 3166 code.";

    NEWER_FORMAT, "newer-format", Error, "A newer format may mean something else by the same keys.";
    UNKNOWN_ROLE, "unknown-role", Error, "A bank of an unknown role would never be offered.";
    UNKNOWN_DOMAIN, "unknown-domain", Error, "Blueprints and reports count by the domains of the framework.";
    UNKNOWN_TOPIC, "unknown-topic", Error, "Reports and study plans count by the topics of the framework.";
    UNKNOWN_WORD, "unknown-word", Error, "The key takes one of a few words.";
    UNKNOWN_TYPE, "unknown-type", Error, "A question of an unknown type cannot be asked.";
    UNKNOWN_CASE, "unknown-case", Error, "A question without its case cannot be understood.";
    DUPLICATE_ID, "duplicate-id", Error, "History hangs on the id: two things of one id cannot be told apart.";
    DUPLICATE_INCLUDE, "duplicate-include", Error, "A bank belongs to another once.";
    MISSING_INCLUDE, "missing-include", Error, "The bank is not complete without the banks that it includes.";
    CIRCULAR_INCLUDE, "circular-include", Error, "A bank cannot be part of itself.";
    CUT_SCORE_PERCENT, "cut-score-percent", Error, "The cut score is a share from 0 to 1, not a percentage.";
    WEIGHTLESS_BLUEPRINT, "weightless-blueprint", Error, "A blueprint in which nothing weighs anything draws nothing.";
    NO_QUESTIONS, "no-questions", Error, "A bank without a question has nothing to ask.";
    UNUSED_CASE, "unused-case", Warning, "A case that no question names is never shown.";

    LONE_DATE, "lone-date", Warning, "A fact that changes needs both the month it is true of and the month to look again.";
    REVERSED_DATES, "reversed-dates", Error, "Facts cannot be due for review before the month that they are true of.";
    TOO_MANY_HINTS, "too-many-hints", Error, "More than three hints give the answer away.";
    UNDESCRIBED_DIAGRAM, "undescribed-diagram", Error, "Who hears the question read cannot use a drawing without its description.";

    TOO_FEW_CHOICES, "too-few-choices", Error, "One choice is no choice.";
    TOO_MANY_CHOICES, "too-many-choices", Error, "Screens and keys have room for eight.";
    DUPLICATE_CHOICES, "duplicate-choices", Error, "Of two equal choices one would be marked wrong.";
    NO_KEY, "no-key", Error, "A question without a right answer cannot be marked.";
    TWO_KEYS, "two-keys", Error, "A `single` question has one right choice.";
    NO_WRONG_CHOICE, "no-wrong-choice", Error, "Where everything is right, ticking everything wins.";
    WRONG_SELECT, "wrong-select", Error, "The screen would ask for another number of choices than are right.";
    DUPLICATE_LEFTS, "duplicate-lefts", Error, "Two equal lefts cannot be told apart.";
    DUPLICATE_RIGHTS, "duplicate-rights", Error, "Of two equal rights one would be marked wrong.";
    ANSWER_AND_RANGE, "answer-and-range", Error, "Two statements of the key may contradict each other.";
    REVERSED_RANGE, "reversed-range", Error, "No number lies in a range whose end is below its start.";
    NO_EXHIBIT, "no-exhibit", Error, "A line can only be found in an exhibit.";
    LINE_OUTSIDE_EXHIBIT, "line-outside-exhibit", Error, "The key names a line that is not there.";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_kebab_case_and_distinct_and_reasons_are_sentences() {
        let codes: HashSet<&str> = RULES.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), RULES.len());
        for rule in RULES {
            assert!(rule.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert!(rule.why.ends_with('.'), "{}", rule.code);
        }
    }
}
