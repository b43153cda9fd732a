//! From the bytes of a file to a checked bank, or to everything that is wrong with it.
//!
//! The tree of `bank::json` is the wire form: it is read into the checked types in one step, since wire
//! structs would have to carry a place in every field to say no more than the tree does.

mod body;
pub(crate) mod by_question;
mod characters;
mod choices;
mod fields;
mod form;
mod head;
mod key;
mod material;
mod number;
mod numeric;
mod plain;
mod question;
pub mod schema;
mod value;

use std::sync::Arc;

use crate::bank::Bank;
use crate::bank::diagnostic::{Diagnostic, Spot};
use crate::bank::finding::{Finding, Findings};
use crate::bank::json;
pub use crate::bank::json::Arena;
use crate::bank::question::Question;
use crate::bank::read::value::Reader;
use crate::bank::rule::WRONG_UTF8;
use crate::bank::source::{Source, Span};
use crate::text::SafeText;

/// Bytes behind one that is not UTF-8 that are kept to be shown.
const SHOWN_BYTES: usize = 512;

/// A sound bank, with what is still needed to speak about its file.
#[derive(Clone, Debug)]
pub struct ReadBank {
    /// The bank.
    pub bank: Arc<Bank>,
    /// What could be better, in the order of the file.
    pub warnings: Vec<Diagnostic>,
    /// Where the entries of `include` stand, in the order of [`Bank::include`].
    pub includes: Vec<Spot>,
    /// Where the questions stand, in the order of [`Bank::questions`].
    pub questions: Vec<Span>,
}

impl ReadBank {
    /// Leaves the questions out, for who has no more use for them than to have looked at each.
    pub(crate) fn forget_questions(&mut self) {
        Arc::make_mut(&mut self.bank).questions.clear();
    }
}

/// What can be told of a bank with errors; nothing of it is drawn.
#[derive(Clone, Debug, Default)]
pub struct Unsound {
    /// All problems in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// How many questions are listed, sound or not, where the file is JSON.
    pub n_questions: Option<usize>,
    /// The questions that are sound themselves.
    pub questions: Vec<Arc<Question>>,
    /// Where they stand, in the same order.
    pub spans: Vec<Span>,
}

/// Reads a bank; `name` is what diagnostics call its file.
///
/// # Example
/// ```
/// use hitquiz::bank::read::read_bank;
/// use hitquiz::text::SafeText;
/// let diagnostics = read_bank(&SafeText::line("week-3.json"), b"{ \"format\": 1, }").unwrap_err();
/// assert_eq!(diagnostics[0].code, "missing-key");
/// assert_eq!(diagnostics.last().map(|diagnostic| diagnostic.code), Some("trailing-comma"));
/// ```
///
/// # Errors
/// All problems of the file, warnings among them, in the order of their places, if one of them is an error.
pub fn read_bank(name: &SafeText, bytes: &[u8]) -> Result<ReadBank, Vec<Diagnostic>> {
    read_as_far(name, bytes).map_err(|unsound| unsound.diagnostics)
}

/// Reads a bank like [`read_bank`], and of one with errors what can be told all the same.
///
/// # Errors
/// [`Unsound`], if one of the file's problems is an error.
pub fn read_as_far(name: &SafeText, bytes: &[u8]) -> Result<ReadBank, Unsound> {
    Ok(read_in(&mut Arena::new(), name, bytes)?.0)
}

/// Reads a bank like [`read_as_far`], in memory that the next one can be read in too, and returns its text with it.
///
/// # Errors
/// [`Unsound`], if one of the file's problems is an error.
pub fn read_in<'bytes>(
    arena: &mut Arena,
    name: &SafeText,
    bytes: &'bytes [u8],
) -> Result<(ReadBank, &'bytes str), Unsound> {
    let text = std::str::from_utf8(bytes).map_err(|error| Unsound {
        diagnostics: vec![wrong_utf8(name, bytes, error.valid_up_to())],
        ..Unsound::default()
    })?;
    let read = read(arena, name, text);
    arena.reset();
    Ok((read?, text))
}

fn read(arena: &Arena, name: &SafeText, text: &str) -> Result<ReadBank, Unsound> {
    let mut findings = Findings::default();
    let root = json::parsed(text, arena, &mut findings);
    let mut reader = Reader::new(text, findings);
    let parts = root.as_ref().and_then(|root| head::bank(&mut reader, root));
    let has_errors = reader.findings.has_errors();
    let findings = reader.findings.into_sorted();
    match parts {
        Some(parts) if !has_errors => Ok(parts.into_read_bank(name, text, &findings)),
        Some(_) | None => {
            let (questions, spans) = reader.questions.into_iter().unzip();
            Err(Unsound {
                diagnostics: diagnostics(&Source::new(name, text), &findings),
                n_questions: root.as_ref().and_then(head::n_questions),
                questions,
                spans,
            })
        }
    }
}

/// Is the text JSON? It is read into a tree with the place of every value, as reading a bank begins.
///
/// # Example
/// ```
/// use hitquiz::bank::read::is_json;
/// assert!(is_json("[1, 2]") && !is_json("[1, 2,]"));
/// ```
#[must_use]
pub fn is_json(text: &str) -> bool {
    let mut findings = Findings::default();
    json::parsed(text, &Arena::new(), &mut findings).is_some() && !findings.has_errors()
}

fn diagnostics(source: &Source<'_>, findings: &[Finding]) -> Vec<Diagnostic> {
    findings.iter().map(|finding| Diagnostic::new(source, finding)).collect()
}

/// Returns the problem that the byte at `offset` is not UTF-8.
fn wrong_utf8(name: &SafeText, bytes: &[u8], offset: usize) -> Diagnostic {
    // As long as the bytes are UTF-8 the lossy text is the same, so that the offset is good for both. A replacement is
    // longer than what it replaces: no more is made of a large file than is shown.
    let text = String::from_utf8_lossy(bytes.get(..offset + SHOWN_BYTES).unwrap_or(bytes));
    let byte = bytes.get(offset).copied().unwrap_or_default();
    let span = Span { start: offset, end: offset + char::REPLACEMENT_CHARACTER.len_utf8() };
    let finding = Finding::new(WRONG_UTF8, span, format!("the byte 0x{byte:02X} is not UTF-8"));
    Diagnostic::new(&Source::new(name, &text), &finding.help("save the file as UTF-8"))
}
