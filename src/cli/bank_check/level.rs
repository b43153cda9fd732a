//! Which warnings are told, and which are errors.

use std::collections::HashSet;

use crate::bank::diagnostic::Diagnostic;
use crate::bank::finding::quoted;
use crate::bank::rule::Severity;
use crate::bank::suggest::nearest;
use crate::cli::failure::Failure;
use crate::report::sarif::{all_rules, rule};

/// The word for all warnings.
const WARNINGS: &str = "warnings";

/// What `--allow` and `--deny` say.
#[derive(Debug, Default)]
pub(super) struct Levels {
    allowed: HashSet<&'static str>,
    denied: HashSet<&'static str>,
    denied_by_default: Option<Severity>,
}

impl Levels {
    /// Returns what the options mean.
    ///
    /// # Errors
    /// A [`Failure`] for a code that no rule has, and for an error that is to be allowed.
    pub(super) fn new(allow: &[String], deny: &[String]) -> Result<Self, Failure> {
        let mut levels = Self::default();
        for name in allow {
            let (code, severity) = known(name)?;
            if severity == Severity::Error {
                let sentence = format!("cannot allow `{code}`: it is an error");
                return Err(Failure::new(sentence, "mend the bank; only warnings can be allowed"));
            }
            levels.allowed.insert(code);
        }
        for name in deny {
            if name == WARNINGS {
                levels.denied_by_default = Some(Severity::Warning);
            } else {
                levels.denied.insert(known(name)?.0);
            }
        }
        Ok(levels)
    }

    /// Takes out what is allowed, and makes errors of what is denied; what is named wins over `warnings`.
    pub(super) fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain(|diagnostic| {
            diagnostic.severity == Severity::Error || !self.allowed.contains(diagnostic.code)
        });
        for diagnostic in diagnostics {
            if self.denied_by_default == Some(diagnostic.severity) || self.denied.contains(diagnostic.code) {
                diagnostic.severity = Severity::Error;
            }
        }
    }
}

/// Returns the code and severity of a rule by its name.
fn known(name: &str) -> Result<(&'static str, Severity), Failure> {
    if let Some(rule) = rule(name) {
        return Ok((rule.code, rule.severity));
    }
    let codes = all_rules().map(|rule| rule.code).chain([WARNINGS]);
    let help = match nearest(name, codes) {
        Some(nearest) => format!("a known code is `{nearest}`"),
        None => "codes stand in brackets in the output, as in `warning[long-key]`".to_owned(),
    };
    Err(Failure::new(format!("there is no rule {}", quoted(name)), help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read::read_bank;
    use crate::text::SafeText;

    /// Returns the severities of a bank with the warning `lone-date`.
    fn severities(allow: &[&str], deny: &[&str]) -> Vec<Severity> {
        let text = r#"{ "format": 1, "id": "b", "title": "B", "questions": [ { "id": "q-1", "domain": "standards",
            "stem": "Which?", "type": "text", "accept": ["x"], "as_of": "2026-11" } ] }"#;
        let mut diagnostics = read_bank(&SafeText::line("b"), text.as_bytes()).unwrap().warnings;
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        Levels::new(&owned(allow), &owned(deny)).unwrap().apply(&mut diagnostics);
        diagnostics.iter().map(|diagnostic| diagnostic.severity).collect()
    }

    #[test]
    fn what_is_allowed_is_not_told_and_what_is_denied_is_an_error() {
        assert_eq!(severities(&[], &[]), [Severity::Warning]);
        assert_eq!(severities(&["lone-date"], &["warnings"]), []);
        assert_eq!(severities(&[], &["lone-date"]), [Severity::Error]);
        assert_eq!(severities(&["long-key"], &["warnings"]), [Severity::Error]);
    }

    #[test]
    fn errors_cannot_be_allowed_and_codes_must_be_known() {
        let said = |name: &str| Levels::new(&[name.to_owned()], &[]).unwrap_err().lines();
        assert_eq!(
            said("two-keys"),
            [
                "error: cannot allow `two-keys`: it is an error",
                "help: mend the bank; only warnings can be allowed"
            ]
        );
        assert_eq!(
            said("lone-dat"),
            ["error: there is no rule `lone-dat`", "help: a known code is `lone-date`"]
        );
    }
}
