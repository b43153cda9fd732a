//! Strings and the small objects of a bank: exhibits, cases, references, parameters.

use serde_json::{Value, json};

use crate::bank::read::form::MAX_ID_LENGTH;
use crate::bank::read::material::KINDS;
use crate::bank::read::question::{GUESSING, LOGITS, PEOPLE, SLOPE};
use crate::bank::read::schema::{Key, object, one_of, ranged};

/// Control, bidirectional and invisible characters, as a class of a regular expression without its brackets; tab and
/// line feed are left out.
const UNSAFE: &str = "\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff";

/// Keys of an exhibit.
pub(super) const EXHIBIT: &[Key] = &[
    ("kind", "What kind of document it is", || one_of(KINDS.iter().map(|(name, _)| *name))),
    ("title", "Shown above it", line),
    ("text", "A string or an array of lines; white space is kept", document),
    ("description", "The same in sentences, without giving the answer away", prose),
];

/// Keys of a case.
pub(super) const CASE: &[Key] = &[
    ("id", "What questions call it by", id),
    ("title", "Shown above it", line),
    ("text", "The situation", prose),
    ("exhibit", "A document of the case", exhibit),
];

/// Keys of a reference.
pub(super) const REFERENCE: &[Key] =
    &[("title", "Title of the work", line), ("section", "Section or page", line), ("url", "Address", line)];

/// Keys of the parameters.
pub(super) const PARAMETERS: &[Key] = &[
    ("a", "Slope", || ranged("number", SLOPE)),
    ("b", "Difficulty in logits", || ranged("number", LOGITS)),
    ("c", "Lower asymptote", || ranged("number", GUESSING)),
    ("n", "People it was estimated from", || ranged("integer", PEOPLE)),
];

/// Returns text of several lines that shows something.
pub(super) fn prose() -> Value {
    json!({ "type": "string", "pattern": "\\S", "not": { "pattern": format!("[{UNSAFE}\\u000d]") } })
}

/// Returns text of one line that shows something.
pub(super) fn line() -> Value {
    json!({ "type": "string", "pattern": "\\S", "not": { "pattern": format!("[{UNSAFE}\\u0009\\u000a\\u000d]") } })
}

/// Returns a list of texts of one line.
pub(super) fn lines() -> Value {
    json!({ "type": "array", "items": line() })
}

/// Returns a slug.
pub(super) fn id() -> Value {
    json!({ "type": "string", "pattern": format!("^[a-z0-9-]{{1,{MAX_ID_LENGTH}}}$") })
}

/// Returns a BCP 47 tag.
pub(super) fn language() -> Value {
    json!({ "type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" })
}

/// Returns a year and month.
pub(super) fn month() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" })
}

/// Returns an ISO 3166 code.
pub(super) fn country() -> Value {
    json!({ "type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$" })
}

/// Returns the text of an exhibit; an HL7 v2 message may have carriage returns.
fn document() -> Value {
    let unsafe_character = json!({ "pattern": format!("[{UNSAFE}]") });
    json!({ "anyOf": [
        { "type": "string", "pattern": "\\S", "not": unsafe_character },
        { "type": "array", "items": { "type": "string", "not": unsafe_character }, "contains": { "pattern": "\\S" } },
    ] })
}

/// Returns an exhibit; a diagram has a description.
pub(super) fn exhibit() -> Value {
    let mut exhibit = object(EXHIBIT, &["kind", "text"]);
    let is_diagram = json!({ "properties": { "kind": { "const": "diagram" } }, "required": ["kind"] });
    exhibit.insert("if".to_owned(), is_diagram);
    exhibit.insert("then".to_owned(), json!({ "required": ["description"] }));
    Value::Object(exhibit)
}

/// Returns a case.
pub(super) fn case() -> Value {
    Value::Object(object(CASE, &["id", "text"]))
}

/// Returns a reference.
pub(super) fn reference() -> Value {
    Value::Object(object(REFERENCE, &["title"]))
}

/// Returns item-response parameters.
pub(super) fn parameters() -> Value {
    Value::Object(object(PARAMETERS, &["a", "b", "c", "n"]))
}
