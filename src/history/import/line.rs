//! The lines of an exported history, read one at a time and each against its digest.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::bank::file::open;
use crate::history::chain::{Digest, EventRow};
use crate::history::error::Cause;
use crate::history::export::EXPORT_VERSION;
use crate::history::import::error::ImportError;

/// Bytes of the largest file that is read: some five million answers.
const MAX_BYTES: u64 = 2 << 30;

/// Bytes of the longest line that is read.
const MAX_LINE_BYTES: u64 = 16 << 20;

/// The first line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    hitquiz: String,
    version: u32,
    #[serde(rename = "attempts")]
    _attempts: i64,
    pub(crate) events: i64,
    #[serde(rename = "answers")]
    _answers: i64,
}

/// A line behind the first.
#[derive(Debug)]
pub(crate) enum Line {
    /// The text of a question, with its digest.
    Text(Digest, String),
    /// A record, with the number that it has in the file.
    Event(EventRow),
}

/// A line as JSON.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum LineWire {
    Text {
        text: Digest,
        question: Value,
    },
    Event {
        event: i64,
        attempt: i64,
        at: i64,
        elapsed: i64,
        #[serde(rename = "answer")]
        _answer: Option<i64>,
        chain: Digest,
        body: Value,
    },
}

/// An exported history that is being read.
#[derive(Debug)]
pub(crate) struct Lines {
    path: PathBuf,
    reader: BufReader<std::io::Take<File>>,
    n_lines: u64,
    /// The chain and the number of the last record.
    last: (Digest, i64),
    pub(crate) header: Header,
}

impl Lines {
    /// Opens a regular file of no more than [`MAX_BYTES`], and reads its header.
    pub(crate) fn open(path: &Path) -> Result<Self, ImportError> {
        let file = regular(path)?;
        let reader = BufReader::new(file.take(MAX_BYTES));
        let header =
            Header { hitquiz: String::new(), version: EXPORT_VERSION, _attempts: 0, events: 0, _answers: 0 };
        let mut lines =
            Self { path: path.to_owned(), reader, n_lines: 0, last: (Digest::default(), 0), header };
        let first = lines.text()?.unwrap_or_default();
        let not_an_export = || ImportError::NotAnExport { path: path.to_owned() };
        lines.header = serde_json::from_str(&first).map_err(|_| not_an_export())?;
        match lines.header.version {
            _ if lines.header.hitquiz != "history" => Err(not_an_export()),
            EXPORT_VERSION => Ok(lines),
            found => Err(ImportError::Newer { path: path.to_owned(), found }),
        }
    }

    /// Returns the next line, nothing behind the last.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line>, ImportError> {
        let Some(text) = self.text()? else { return self.at_end().map(|()| None) };
        let wire = serde_json::from_str(&text).map_err(|error| self.unreadable(&error.to_string()))?;
        match wire {
            LineWire::Text { text, question } => {
                let body = question.to_string();
                if Digest::of_text(&body) != text {
                    return Err(self.altered());
                }
                Ok(Some(Line::Text(text, body)))
            }
            LineWire::Event { event: seq, attempt, at, elapsed, chain, body, .. } => {
                let row = EventRow { seq, attempt, at, elapsed, body: body.to_string() };
                let (previous, last_seq) = self.last;
                if row.seq != last_seq.saturating_add(1) || row.link(previous) != chain || elapsed < 0 {
                    return Err(self.altered());
                }
                self.last = (chain, row.seq);
                Ok(Some(Line::Event(row)))
            }
        }
    }

    /// Returns an error of the line that was read last.
    pub(crate) fn unreadable(&self, what: &str) -> ImportError {
        ImportError::Line { path: self.path.clone(), line: self.n_lines, source: Cause::found(what) }
    }

    fn altered(&self) -> ImportError {
        ImportError::Altered { path: self.path.clone(), line: self.n_lines }
    }

    fn at_end(&self) -> Result<(), ImportError> {
        let (there, counted) = (self.last.1, self.header.events);
        if there == counted {
            return Ok(());
        }
        Err(ImportError::Cut { path: self.path.clone(), there, counted })
    }

    fn text(&mut self) -> Result<Option<String>, ImportError> {
        let mut bytes = Vec::new();
        let n_read = self.reader.by_ref().take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut bytes);
        self.n_lines += 1;
        match n_read {
            Err(error) => {
                return Err(ImportError::Io { path: self.path.clone(), source: Cause::of(&error) });
            }
            Ok(0) => return Ok(None),
            Ok(n) if n as u64 > MAX_LINE_BYTES => return Err(self.too_large("a line has more than 16 MiB")),
            Ok(_) => {}
        }
        String::from_utf8(bytes).map(Some).map_err(|_| self.unreadable("it is not UTF-8"))
    }

    fn too_large(&self, what: &str) -> ImportError {
        ImportError::TooLarge { path: self.path.clone(), source: Cause::found(what) }
    }
}

/// Opens a file unless it is something else, or too large.
fn regular(path: &Path) -> Result<File, ImportError> {
    let failed = |error: std::io::Error| ImportError::Io { path: path.to_owned(), source: Cause::of(&error) };
    let fits = |metadata: &std::fs::Metadata| {
        if !metadata.is_file() {
            return Err(ImportError::NotRegular { path: path.to_owned() });
        }
        if metadata.len() > MAX_BYTES {
            let source = Cause::found("it has more than 2 GiB");
            return Err(ImportError::TooLarge { path: path.to_owned(), source });
        }
        Ok(())
    };
    // Looked at before it is opened, since opening a device may act on it; and again, should it have been exchanged.
    fits(&path.metadata().map_err(failed)?)?;
    let file = open(path).map_err(failed)?;
    fits(&file.metadata().map_err(failed)?)?;
    Ok(file)
}
