//! What is answered: the keys of the seven types, and what each type asks of them.

use serde_json::{Map, Value, json};

use crate::bank::read::body::{LINES, TYPES, Type};
use crate::bank::read::choices::{MAX_CHOICES, MIN_CHOICES};
use crate::bank::read::key::SELECT;
use crate::bank::read::schema::part::{line, lines, prose};
use crate::bank::read::schema::{Key, object, one_of, ranged};

/// Keys that belong to types, and the type itself.
pub(super) const KEYS: &[Key] = &[
    ("type", "single if left out", || one_of(TYPES.iter().map(|(name, _)| *name))),
    ("choices", "single, multiple and order: 2 to 8", choices),
    ("select", "multiple: how many are right, if the screen is to say so", || ranged("integer", SELECT)),
    (
        "pairs",
        "match: what belongs together",
        || json!({ "type": "array", "minItems": MIN_CHOICES, "items": object(PAIR, &["left", "right"]) }),
    ),
    ("distractors", "match: rights that belong to no left", lines),
    ("answer", "numeric: the right number", || json!({ "type": "number" })),
    ("tolerance", "numeric: how far off is still right", || json!({ "type": "number", "minimum": 0 })),
    (
        "range",
        "numeric: the least and the greatest right number",
        || json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 }),
    ),
    ("unit", "numeric: shown beside the field", line),
    (
        "accept",
        "text: what is right, the one to show first",
        || json!({ "type": "array", "items": line(), "minItems": 1 }),
    ),
    ("exact", "text: tell capitals from small letters", || json!({ "type": "boolean" })),
    (
        "lines",
        "locate: right lines of the exhibit, from 1",
        || json!({ "type": "array", "items": ranged("integer", LINES), "minItems": 1 }),
    ),
];

/// Keys of a choice.
pub(super) const CHOICE: &[Key] = &[
    ("text", "What it says", prose),
    ("correct", "true where it is right", || json!({ "type": "boolean" })),
    ("rationale", "Why it is right, or which mistake leads to it", prose),
];

/// Keys of a pair.
pub(super) const PAIR: &[Key] = &[
    ("left", "Shown in file order", line),
    ("right", "Shown among the shuffled rights", line),
    ("rationale", "Why they match", prose),
];

/// Returns for every type what its questions must and may not have.
pub(super) fn answers() -> impl Iterator<Item = Value> {
    TYPES.iter().map(|(name, row)| json!({ "if": is_of_type(name), "then": answer(name, row) }))
}

/// Returns the condition that a question is of a type; `single` is what names none.
fn is_of_type(name: &str) -> Value {
    let required = if name == "single" { json!([]) } else { json!(["type"]) };
    json!({ "properties": { "type": { "const": name } }, "required": required })
}

fn answer(name: &str, row: &Type) -> Value {
    let is_of_others =
        |key: &&str| !row.keys.contains(key) && TYPES.iter().any(|(_, other)| other.keys.contains(key));
    let of_others = KEYS.iter().map(|(key, _, _)| *key).filter(is_of_others);
    let mut properties: Map<String, Value> = of_others.map(|key| (key.to_owned(), json!(false))).collect();
    properties.extend(keyed(name).map(|choices| ("choices".to_owned(), choices)));
    let required: Vec<&str> = row.required.into_iter().collect();
    let mut answer = Map::new();
    answer.insert("properties".to_owned(), Value::Object(properties));
    answer.insert("required".to_owned(), json!(required));
    match name {
        "numeric" => {
            let by_range = json!({ "required": ["range"], "properties": { "tolerance": false } });
            answer.insert("oneOf".to_owned(), json!([{ "required": ["answer"] }, by_range]));
        }
        "locate" => {
            answer.insert("anyOf".to_owned(), json!([{ "required": ["exhibit"] }, { "required": ["case"] }]));
        }
        _ => {}
    }
    Value::Object(answer)
}

/// Returns how the choices of a type say which are right.
fn keyed(name: &str) -> Option<Value> {
    let right = json!({ "properties": { "correct": { "const": true } }, "required": ["correct"] });
    match name {
        "single" => Some(json!({ "contains": right, "maxContains": 1 })),
        "multiple" => Some(json!({ "contains": right, "not": { "items": right } })),
        "order" => Some(json!({ "items": { "properties": { "correct": false } } })),
        _ => None,
    }
}

fn choices() -> Value {
    let choice = object(CHOICE, &["text"]);
    json!({ "type": "array", "minItems": MIN_CHOICES, "maxItems": MAX_CHOICES, "items": choice })
}
