//! Diagnostics as SARIF 2.1.0, which services that host code show beside the lines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bank::diagnostic::{Diagnostic, Place};
use crate::bank::rule::{RULES, Rule};
use crate::check::rule::FLAWS;

/// Where the schema of the format is.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Returns diagnostics as one document.
///
/// Columns are counted in characters, as `columnKind` says.
#[must_use]
pub fn sarif<'diagnostic>(diagnostics: impl Iterator<Item = &'diagnostic Diagnostic>) -> Value {
    let mut used: BTreeMap<&str, &Rule> = BTreeMap::new();
    let results: Vec<Value> = diagnostics
        .map(|diagnostic| {
            used.extend(rule(diagnostic.code).map(|rule| (rule.code, rule)));
            result(diagnostic)
        })
        .collect();
    let rules: Vec<Value> = used
        .values()
        .map(|rule| json!({ "id": rule.code, "shortDescription": { "text": rule.why } }))
        .collect();
    let driver = json!({ "name": "hitquiz", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    })
}

/// Returns the rule of a code, of structure or of content.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    all_rules().find(|rule| rule.code == code)
}

/// Returns every rule: those of structure, then those of content.
pub fn all_rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(FLAWS.iter().map(|flaw| &flaw.rule))
}

fn result(diagnostic: &Diagnostic) -> Value {
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let text: String = std::iter::once(diagnostic.message.to_string()).chain(help).collect();
    json!({
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.word(),
        "message": { "text": text },
        "locations": [location(&diagnostic.place)],
    })
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(place.file.as_str()) },
        "region": {
            "startLine": place.start.line, "startColumn": place.start.column,
            "endLine": place.end.line, "endColumn": place.end.column,
        },
    } })
}

/// Returns a path as a relative reference: what is not unreserved is written as `%` and two digits (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        uri.push_str(&if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read::read_bank;
    use crate::text::SafeText;

    #[test]
    fn a_diagnostic_has_its_rule_level_and_region() {
        let found = read_bank(&SafeText::line("a b.json"), b"[1,\n 2").unwrap_err();
        let document = sarif(found.iter());
        assert_eq!(document["version"], "2.1.0");
        let run = &document["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "unclosed");
        assert_eq!(run["results"][0]["level"], "error");
        let location = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], "a%20b.json");
        assert_eq!(
            location["region"],
            json!({ "startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 3 })
        );
    }
}
