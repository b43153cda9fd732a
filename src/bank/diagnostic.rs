//! A problem as people and programs read it.

use std::fmt;

use serde::Serialize;

use crate::bank::excerpt::{Excerpt, excerpt};
use crate::bank::finding::Finding;
use crate::bank::rule::{Rule, Severity};
use crate::bank::source::{Position, Source, Span};
use crate::text::SafeText;

/// A problem of a file; its `Display` is the text that `bank check` prints, several lines without a last line feed.
///
/// The text is drawn here and not by `annotate-snippets`: its first line has another form (`error[code]: message`,
/// then `-->` and the place), it escapes neither label nor path, and a line of ten thousand characters has to be cut
/// around the place before it sees it. What is left for it to do is less than what it takes to bend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the problem, such as `two-keys`.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in lower case and without a full stop.
    pub message: SafeText,
    /// What to do about it, as a statement.
    pub help: Option<SafeText>,
    /// Where it is.
    pub place: Place,
    /// What is said at the place and at others.
    pub labels: Vec<Label>,
    excerpt: Excerpt,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as it was named.
    pub file: SafeText,
    /// First character.
    pub start: Position,
    /// The character behind the last.
    pub end: Position,
}

/// A few words at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// First character of the place.
    pub start: Position,
    /// The words.
    pub text: SafeText,
}

/// A place that can be pointed at after the file has been put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where it is.
    pub place: Place,
    excerpt: Excerpt,
}

/// One line of `--format json`, keys in the order of the format's document.
#[derive(Serialize)]
struct JsonLine<'diagnostic> {
    file: &'diagnostic str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: Severity,
    code: &'static str,
    message: &'diagnostic str,
    help: Option<&'diagnostic str>,
    labels: Vec<JsonLabel<'diagnostic>>,
}

/// A label in `--format json`.
#[derive(Serialize)]
struct JsonLabel<'diagnostic> {
    line: usize,
    column: usize,
    text: &'diagnostic str,
}

impl Diagnostic {
    /// Returns a finding with lines, columns and the source lines around it.
    #[must_use]
    pub fn new(source: &Source<'_>, finding: &Finding) -> Self {
        let label = |(span, text): &(Span, String)| Label {
            start: source.position(span.start),
            text: SafeText::line(text),
        };
        Self {
            code: finding.rule.code,
            severity: finding.rule.severity,
            message: SafeText::line(&finding.message),
            help: finding.help.as_deref().map(SafeText::line),
            place: Place::new(source, finding.span),
            labels: finding.labels.iter().map(label).collect(),
            excerpt: excerpt(source, finding.span, &finding.labels),
        }
    }

    /// Returns the source lines, each with its number, and the lines of marks below them.
    pub fn source_lines(&self) -> impl Iterator<Item = (Option<usize>, String)> {
        self.excerpt.lines()
    }

    /// Returns the columns before the mark of the place in [`Self::source_lines`], for where they have to be cut.
    #[must_use]
    pub fn columns_before_place(&self) -> usize {
        self.excerpt.columns_before_main()
    }

    /// Returns the diagnostic as one line of JSON, without the line feed.
    #[must_use]
    pub fn json_line(&self) -> String {
        let Place { file, start, end } = &self.place;
        let labels = self.labels.iter().map(|label| JsonLabel {
            line: label.start.line,
            column: label.start.column,
            text: label.text.as_str(),
        });
        let line = JsonLine {
            file: file.as_str(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            severity: self.severity,
            code: self.code,
            message: self.message.as_str(),
            help: self.help.as_ref().map(SafeText::as_str),
            labels: labels.collect(),
        };
        // Strings and numbers can always be written.
        serde_json::to_string(&line).unwrap_or_default()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, start: Position { line, column }, .. } = &self.place;
        let (severity, code, message) = (self.severity.word(), self.code, &self.message);
        write!(formatter, "{file}:{line}:{column}: {severity}[{code}]: {message}")?;
        write!(formatter, "{}", self.excerpt)?;
        if let Some(help) = &self.help {
            write!(formatter, "\n{:>1$}= help: {help}", "", self.excerpt.gutter_columns() + 1)?;
        }
        Ok(())
    }
}

impl Place {
    /// Returns the place of a stretch of a file.
    #[must_use]
    pub fn new(source: &Source<'_>, span: Span) -> Self {
        let start = source.position(span.start);
        let end = source.position(span.end).max(start);
        Self { file: source.name().clone(), start, end }
    }
}

impl Spot {
    /// Returns the spot of a stretch of a file.
    #[must_use]
    pub fn new(source: &Source<'_>, span: Span) -> Self {
        Self { place: Place::new(source, span), excerpt: excerpt(source, span, &[]) }
    }

    /// Returns a problem at this spot.
    #[must_use]
    pub fn diagnostic(&self, rule: Rule, message: &str, help: &str) -> Diagnostic {
        Diagnostic {
            code: rule.code,
            severity: rule.severity,
            message: SafeText::line(message),
            help: Some(SafeText::line(help)),
            place: self.place.clone(),
            labels: Vec::new(),
            excerpt: self.excerpt.clone(),
        }
    }
}
