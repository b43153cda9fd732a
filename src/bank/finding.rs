//! Problems as the readers note them: by bytes, before anybody asks for lines and columns.

use crate::bank::rule::{MORE_PROBLEMS, Rule, Severity};
use crate::bank::source::Span;
use crate::text::SafeText;
use crate::text::layout::shortened;

/// Problems of one file that are kept; a file of control characters must not fill the memory with sentences.
const MAX_FINDINGS: usize = 1000;

/// Problems behind which nothing is read any more: each takes time to put into words.
const MAX_COUNTED: usize = 100_000;

/// Columns of foreign text that a message quotes.
const QUOTED_COLUMNS: usize = 48;

/// A problem and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of problem it is.
    pub rule: Rule,
    /// The main place.
    pub span: Span,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do about it, as a statement.
    pub help: Option<String>,
    /// What to say at the main place and at others.
    pub labels: Vec<(Span, String)>,
}

/// The problems of one file.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    n_more: usize,
    last: Span,
    n_errors: usize,
}

impl Finding {
    /// Returns a problem without help and labels.
    #[must_use]
    pub fn new(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self { rule, span, message: message.into(), help: None, labels: Vec::new() }
    }

    /// Returns the problem with a statement of what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns the problem with a few words at a place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Returns a problem of two places, the later of which is the main one.
    #[must_use]
    pub fn conflict(rule: Rule, first: Span, second: Span, message: impl Into<String>) -> Self {
        Self::new(rule, second, message).label(first, "first").label(second, "second")
    }
}

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        self.push_with(finding.rule, finding.span, || finding);
    }

    /// Adds a problem that takes time to put into words, which is not done where it would not be told.
    pub(crate) fn push_with(&mut self, rule: Rule, span: Span, words: impl FnOnce() -> Finding) {
        self.n_errors += usize::from(rule.severity == Severity::Error);
        self.last = span;
        if self.kept.len() < MAX_FINDINGS {
            self.kept.push(words());
        } else {
            self.n_more += 1;
        }
    }

    /// Are there so many that going on would only take time?
    pub(crate) fn are_beyond_telling(&self) -> bool {
        self.n_more > MAX_COUNTED
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.n_errors > 0
    }

    /// Counts the errors, those that are not told among them.
    pub(crate) fn n_errors(&self) -> usize {
        self.n_errors
    }

    /// Returns the problems in the order of their places, and a last one that counts those left out.
    pub(crate) fn into_sorted(mut self) -> Vec<Finding> {
        self.kept.sort_by_key(|finding| finding.span.start);
        if self.n_more > 0 {
            let message = format!("{} more problems are not listed", self.n_more);
            let help = "mend those above first";
            self.kept.push(Finding::new(MORE_PROBLEMS, self.last, message).help(help));
        }
        self.kept
    }
}

/// Returns foreign text as messages quote it: harmless, short, in backticks.
#[must_use]
pub fn quoted(foreign: &str) -> String {
    // Cut before it is made safe: the text may be as long as the file.
    let start: String = foreign.chars().take(QUOTED_COLUMNS + 1).collect();
    format!("`{}`", shortened(SafeText::line(&start).as_str(), QUOTED_COLUMNS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::rule::UNKNOWN_KEY;

    #[test]
    fn what_is_not_told_is_counted_and_not_put_into_words() {
        let mut findings = Findings::default();
        let mut n_worded = 0;
        for at in 0..MAX_FINDINGS + 5 {
            let span = Span { start: at, end: at + 1 };
            findings.push_with(UNKNOWN_KEY, span, || {
                n_worded += 1;
                Finding::new(UNKNOWN_KEY, span, "unknown key")
            });
        }
        assert_eq!(n_worded, MAX_FINDINGS);
        assert!(findings.has_errors());
        let told = findings.into_sorted();
        assert_eq!(told.last().unwrap().message, "5 more problems are not listed");
        assert_eq!(told.last().unwrap().span.start, MAX_FINDINGS + 4);
    }
}
