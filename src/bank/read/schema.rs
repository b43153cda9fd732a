//! The format as a JSON Schema, drawn from the tables that the reader itself uses.
//!
//! Invariant: what the reader takes without an error the schema takes; what needs a look at two places that a schema
//! cannot compare, only the reader refuses.

mod answer;
mod part;

use serde_json::{Map, Value, json};

use crate::bank::NEWEST_FORMAT;
use crate::bank::read::head;
use crate::bank::read::number::Range;
use crate::bank::read::question;
use crate::bank::read::schema::answer::answers;
use crate::bank::read::schema::part::{
    case, country, exhibit, id, language, line, lines, month, parameters, prose, reference,
};
use crate::framework::{DomainId, RoleId, framework};

/// The dialect of the schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A key of an object: its name, what it means, and what its value must be.
pub(super) type Key = (&'static str, &'static str, fn() -> Value);

/// Keys of a bank.
const BANK: &[Key] = &[
    ("$schema", "Path or URL of this schema, for editors", line),
    ("format", "Version of the format: 1", || json!({ "const": NEWEST_FORMAT })),
    ("id", "Stable slug: lower-case letters, digits and hyphens, 64 at most", id),
    ("title", "Shown in lists and exports", line),
    ("language", "BCP 47 tag; en if left out", language),
    ("license", "Licence of the questions", line),
    ("authors", "Who wrote the questions", lines),
    ("version", "Version of the bank, in your own counting", line),
    ("role", "Role that the bank is for", || one_of(framework().roles().map(RoleId::as_str))),
    (
        "include",
        "Ids of banks whose questions belong to this one too",
        || json!({ "type": "array", "items": id(), "uniqueItems": true }),
    ),
    ("blueprint", "Domain to weight; whole numbers", blueprint),
    ("cut_score", "Proportion right that passes, 0 to 1; 0.7 if left out", || number(0.0, 1.0)),
    ("minutes", "Time limit of the exam form", || ranged("number", head::MINUTES)),
    ("scoring", "How questions of several parts are marked", scoring),
    ("cases", "Situations that several questions share", || json!({ "type": "array", "items": case() })),
    ("questions", "The questions", || json!({ "type": "array", "minItems": 1, "items": question() })),
];

/// Keys of every question; those of its type stand in [`answer`].
const QUESTION: &[Key] = &[
    ("id", "Stable slug, unique in the bank; history hangs on it", id),
    ("stem", "The question; **bold**, *italic* and `code` are the only markup", prose),
    ("domain", "What it is about", || one_of(framework().domains().map(DomainId::as_str))),
    ("topic", "One of the domain's topics", || json!({ "type": "string" })),
    ("level", "What it asks of the mind", || one_of(question::LEVELS.iter().map(|(name, _)| *name))),
    ("difficulty", "1 (easiest) to 5; 3 if left out", || ranged("integer", question::DIFFICULTY)),
    ("exhibit", "A document to read", exhibit),
    ("case", "Id of an entry of the bank's cases", id),
    ("explanation", "What to learn from it, shown after the answer", prose),
    ("references", "Where to read more", || json!({ "type": "array", "items": reference() })),
    ("as_of", "Month that the facts are of", month),
    ("review_by", "Month by which to look at them again", month),
    ("jurisdiction", "ISO 3166 code of the country whose rules are asked for", country),
    (
        "shuffle",
        "false keeps the choices in file order: for numbers and dates",
        || json!({ "type": "boolean" }),
    ),
    ("scoring", "How partly right answers are marked", scoring),
    ("seconds", "Advisory time", || ranged("integer", question::SECONDS)),
    (
        "hints",
        "Up to three, for practice",
        || json!({ "type": "array", "items": prose(), "maxItems": question::MAX_HINTS }),
    ),
    ("tags", "Free words", lines),
    ("parameters", "Item-response parameters estimated from real answers", parameters),
    ("status", "draft and retired are not drawn", || {
        one_of(question::STATUSES.iter().map(|(name, _)| *name))
    }),
];

/// Returns the schema of a bank, as JSON Schema 2020-12.
#[must_use]
pub fn schema() -> Value {
    let mut schema = object(BANK, &["format", "id", "title", "questions"]);
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.insert("title".to_owned(), json!("Question bank of hitquiz, format 1"));
    Value::Object(schema)
}

/// Returns an object of these keys and no others.
pub(super) fn object(keys: &[Key], required: &[&str]) -> Map<String, Value> {
    let described = |(key, words, value): &Key| {
        let mut value = value();
        if let Value::Object(value) = &mut value {
            value.insert("description".to_owned(), json!(words));
        }
        ((*key).to_owned(), value)
    };
    let properties: Map<String, Value> = keys.iter().map(described).collect();
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("required".to_owned(), json!(required));
    object.insert("additionalProperties".to_owned(), json!(false));
    object
}

/// Returns one of a few words.
pub(super) fn one_of(words: impl Iterator<Item = &'static str>) -> Value {
    json!({ "enum": words.collect::<Vec<_>>() })
}

/// Returns a number of a range.
pub(super) fn ranged(kind: &str, range: Range) -> Value {
    json!({ "type": kind, "minimum": range.low, "maximum": range.high })
}

fn number(low: f64, high: f64) -> Value {
    json!({ "type": "number", "minimum": low, "maximum": high })
}

fn scoring() -> Value {
    one_of(question::SCORINGS.iter().map(|(name, _)| *name))
}

fn blueprint() -> Value {
    let names = one_of(framework().domains().map(DomainId::as_str));
    json!({
        "type": "object", "propertyNames": names, "additionalProperties": ranged("integer", head::WEIGHT),
        "not": { "additionalProperties": { "const": 0 } },
    })
}

fn question() -> Value {
    let keys: Vec<Key> = QUESTION.iter().chain(answer::KEYS).copied().collect();
    let mut question = object(&keys, &["id", "stem", "domain"]);
    let topics = framework().domains().map(|domain| {
        let is_of_domain =
            json!({ "properties": { "domain": { "const": domain.as_str() } }, "required": ["domain"] });
        let topics = one_of(domain.topics().iter().map(String::as_str));
        json!({ "if": is_of_domain, "then": { "properties": { "topic": topics } } })
    });
    question.insert("allOf".to_owned(), topics.chain(answers()).collect());
    Value::Object(question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read::{choices, material};

    fn names(keys: &[Key]) -> Vec<&str> {
        let mut names: Vec<&str> = keys.iter().map(|(name, _, _)| *name).collect();
        names.sort_unstable();
        names
    }

    fn sorted(keys: &[&'static str]) -> Vec<&'static str> {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_schema_has_the_keys_of_the_reader() {
        let of_question: Vec<Key> = QUESTION.iter().chain(answer::KEYS).copied().collect();
        assert_eq!(names(BANK), sorted(head::KEYS));
        assert_eq!(names(&of_question), sorted(question::KEYS));
        assert_eq!(names(part::EXHIBIT), sorted(material::EXHIBIT_KEYS));
        assert_eq!(names(part::CASE), sorted(material::CASE_KEYS));
        assert_eq!(names(part::REFERENCE), sorted(question::REFERENCE_KEYS));
        assert_eq!(names(part::PARAMETERS), sorted(question::PARAMETER_KEYS));
        assert_eq!(names(answer::CHOICE), sorted(choices::CHOICE_KEYS));
        assert_eq!(names(answer::PAIR), sorted(choices::PAIR_KEYS));
    }
}
