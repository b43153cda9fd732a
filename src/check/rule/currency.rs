//! Facts that change, and what has to be said with them.

use crate::bank::question::Exhibit;
use crate::bank::rule::{Rule, Severity};
use crate::bank::view::Asks;
use crate::check::class::Class;
use crate::check::rule::item::Item;
use crate::check::rule::{At, Check, FlawRule, Note, STANDARD};
use crate::check::words::Phrase;

/// Things of which there is a newest one.
const THINGS_OF_A_DAY: &[&str] = &[
    "code",
    "edition",
    "fee",
    "guidance",
    "guideline",
    "guidelines",
    "law",
    "laws",
    "limit",
    "penalties",
    "penalty",
    "rate",
    "rates",
    "regulation",
    "regulations",
    "release",
    "requirement",
    "requirements",
    "rule",
    "rules",
    "standard",
    "standards",
    "threshold",
    "version",
];

/// Words behind a figure that laws set.
const UNITS_OF_LAW: &[&str] = &[
    "%", "business", "calendar", "day", "days", "dollars", "hour", "hours", "month", "months", "percent",
    "year", "years",
];

/// "Currently" without a date.
pub const UNDATED_PRESENT: FlawRule = FlawRule {
    rule: Rule {
        code: "undated-present",
        severity: Severity::Warning,
        why: "What is current when it is written is not when it is read.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which release is the current version of the guide?", "type": "text", "accept": ["R2"] }"#,
    near_miss: r#"{ "stem": "The patient currently takes warfarin. Which segment lists the current drugs?",
      "type": "text", "accept": ["RXE"] }"#,
    check: Check::Question(undated_present),
};

/// A figure that a law sets, without date or source.
pub const UNDATED_FIGURE: FlawRule = FlawRule {
    rule: Rule {
        code: "undated-figure",
        severity: Severity::Warning,
        why: "Days, money and counts of laws and programmes are amended; without source and date nobody notices.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "How many days does HIPAA give for an answer?", "type": "numeric", "answer": 30, "unit": "days" }"#,
    near_miss: r#"{ "stem": "How many days does HIPAA give for an answer?", "type": "numeric", "answer": 30, "unit": "days",
      "as_of": "2026-11", "review_by": "2027-11",
      "references": [ { "title": "45 CFR 164.524", "section": "(b)(2)" } ] }"#,
    check: Check::Question(undated_figure),
};

/// A review that is overdue.
pub const OVERDUE_REVIEW: FlawRule = FlawRule {
    rule: Rule {
        code: "overdue-review",
        severity: Severity::Warning,
        why: "The author wanted the fact looked at again by then; it may teach what is no longer so.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which rule names the period?", "type": "text", "accept": ["the first"],
      "as_of": "2020-01", "review_by": "2021-01" }"#,
    near_miss: r#"{ "stem": "Which rule names the period?", "type": "text", "accept": ["the first"],
      "as_of": "2020-01", "review_by": "2999-01" }"#,
    check: Check::Question(overdue_review),
};

/// A standard without its version.
pub const UNNAMED_VERSION: FlawRule = FlawRule {
    rule: Rule {
        code: "unnamed-version",
        severity: Severity::Warning,
        why: "What a standard requires differs from version to version, so that one question has two right answers.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which element is required in a FHIR observation?", "type": "text", "accept": ["status"] }"#,
    near_miss: r#"{ "stem": "Which element is required in a FHIR R4 observation?", "type": "text", "accept": ["status"] }"#,
    check: Check::Question(unnamed_version),
};

/// Does the answer change as laws and releases do? Then `as_of` and `review_by` have to be there.
#[must_use]
pub fn changes(item: &Item<'_>) -> bool {
    present(item).is_some() || is_figure_of_law(item)
}

fn undated_present(item: &Item<'_>) -> Option<Note> {
    if item.question.as_of.is_some() {
        return None;
    }
    let word_ix = present(item)?;
    let message = format!("{} says \"{}\" and has no date", item.name(), item.stem.word(word_ix));
    Some(Note::new(At::Stem, message, "name the version or year in the stem, or add `as_of` and `review_by`"))
}

/// Returns the position of a word such as "current" before a thing of which there is a newest one.
fn present(item: &Item<'_>) -> Option<usize> {
    let stem = &item.stem;
    if !stem.has(Class::PRESENT) {
        return None;
    }
    let is_of_a_day = |word_ix: &usize| (1..=2).any(|step| stem.is_any(word_ix + step, THINGS_OF_A_DAY));
    let is_present =
        |word_ix: &usize| stem.words.get(*word_ix).is_some_and(|word| word.class.has(Class::PRESENT));
    (0..stem.words.len()).filter(is_present).find(is_of_a_day)
}

fn undated_figure(item: &Item<'_>) -> Option<Note> {
    let question = item.question;
    let is_sourced = question.as_of.is_some() && !question.references.is_empty();
    if is_sourced || !is_figure_of_law(item) {
        return None;
    }
    let missing = match (question.as_of.is_some(), question.references.is_empty()) {
        (false, true) => "no date and no source",
        (false, false) => "no date",
        (true, _) => "no source",
    };
    let message = format!("the answer of {} is a figure of a law or programme, with {missing}", item.name());
    Some(Note::new(At::Stem, message, "add `as_of`, `review_by` and a reference with its section"))
}

/// Is the answer a figure that a law or programme sets?
fn is_figure_of_law(item: &Item<'_>) -> bool {
    item.stem.has(Class::LAW) && names_a_law(item) && has_figure(item)
}

/// Does the stem name a law? "Act" and "rule" do in capitals only: somebody may act, and a mail filter has rules.
fn names_a_law(item: &Item<'_>) -> bool {
    let stem = &item.stem;
    stem.words.iter().filter(|word| word.class.has(Class::LAW)).any(|word| {
        let written = stem.written(word);
        let is_ordinary =
            ["act", "cures", "law", "rule"].iter().any(|known| known.eq_ignore_ascii_case(written));
        !is_ordinary || written.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
    })
}

/// Is the answer a figure with a unit that laws set?
fn has_figure(item: &Item<'_>) -> bool {
    match item.question.asks {
        Asks::Numeric { unit } => unit.is_some_and(|unit| {
            let unit = Phrase::new(unit);
            // A ratio such as "dollars per day" is computed; no law sets it.
            let is_ratio = (0..unit.words.len()).any(|word_ix| unit.is_any(word_ix, &["per"]));
            !is_ratio && (unit.text.contains(['$', '%']) || unit.is_any(0, UNITS_OF_LAW))
        }),
        Asks::Single { .. } => item.choices.iter().all(is_figure),
        Asks::Multiple | Asks::Order | Asks::Match | Asks::Text { .. } | Asks::Locate => false,
    }
}

/// Is the choice an amount: `$50,000`, `60 days`, `within 30 days`?
fn is_figure(choice: &Phrase<'_>) -> bool {
    let has_digit = choice.text.bytes().any(|byte| byte.is_ascii_digit());
    let has_unit =
        choice.text.contains(['$', '%']) || (0..choice.words.len()).any(|ix| choice.is_any(ix, UNITS_OF_LAW));
    has_digit && has_unit && choice.words.len() <= 6
}

fn overdue_review(item: &Item<'_>) -> Option<Note> {
    let review_by = item.question.review_by?;
    // Year and month of fixed length compare as text.
    if review_by >= item.today.as_str() {
        return None;
    }
    let message = format!("{} was to be looked at again by {review_by}", item.name());
    Some(Note::new(
        At::Key("review_by"),
        message,
        "check the fact in its source, and move `as_of` and `review_by` on",
    ))
}

fn unnamed_version(item: &Item<'_>) -> Option<Note> {
    let stem = &item.stem;
    if !stem.has(Class::VERSIONED) || !stem.has(Class::OF_A_VERSION) {
        return None;
    }
    let standard = stem.words.iter().find(|word| word.class.has(Class::VERSIONED))?;
    if names_version(stem) || texts(item).any(|text| names_version(&Phrase::new(text))) {
        return None;
    }
    let message =
        format!("{} asks what {} requires, and names no version", item.name(), stem.written(standard));
    Some(Note::new(At::Stem, message, "name the version in the stem: `FHIR R4`, `C-CDA R2.1`, `USCDI v3`"))
}

/// Returns what is shown beside the stem.
fn texts<'item>(item: &'item Item<'_>) -> impl Iterator<Item = &'item str> {
    let case = item.question.case.map(|case| case.text.as_str());
    let exhibit = item.question.exhibit();
    let title = exhibit.and_then(|exhibit| exhibit.title.as_ref()).map(|title| title.as_str());
    case.into_iter().chain(title).chain(exhibit.map(|Exhibit { text, .. }| text.as_str()))
}

/// Does a word name a version: `R4`, `v3`, `2.1`, `STU3`, `version`, a year?
fn names_version(text: &Phrase<'_>) -> bool {
    text.words.iter().enumerate().any(|(word_ix, word)| {
        let written = text.written(word);
        let digits = written.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = written.get(..written.len() - digits.len()).unwrap_or_default();
        let is_numbered =
            ["r", "v", "stu", "dstu", ""].iter().any(|known| known.eq_ignore_ascii_case(letters))
                && digits.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
                && (!letters.is_empty()
                    || digits.len() == 4
                    || text.text.as_bytes().get(word.end()) == Some(&b'.'));
        is_numbered || text.is_any(word_ix, &["version", "release", "edition"])
    })
}
