//! `history export`: the whole history as JSON lines, so that nothing is lost and everything can be read elsewhere.
//!
//! The first line is the header, `{"hitquiz":"history","version":1,"attempts":…,"events":…,"answers":…}`. Then come the
//! events in the order in which they were stored, over all attempts: `{"event":SEQ,"attempt":ID,"at":MS,"elapsed":MS,
//! "answer":N,"chain":"…","body":{…}}`, where `at` is in milliseconds since 1970 UTC, `elapsed` in milliseconds spent on
//! the attempt, `answer` the number of the answer or null, and `chain` the link of the hash chain over the event, whose
//! `body` it covers as it is written here without white space. The first event of an attempt is its beginning; its
//! body names the questions drawn by the SHA-256 of their texts, as does each question that is shown where the next one
//! is chosen by the answers; each text comes once, in a line `{"text":"…","question":{…}}` before the first event that
//! names it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use rusqlite::Row;
use serde::Serialize;
use serde_json::Value;

use crate::history::History;
use crate::history::append::totals;
use crate::history::chain::{Digest, EventRow};
use crate::history::column::digest;
use crate::history::error::{Cause, HistoryError};
use crate::history::record::event_row;
use crate::history::store::Store;
use crate::history::wire::named_texts;
use crate::text::{SafeText, is_unsafe};

/// The version of the form in which a history is exported.
pub const EXPORT_VERSION: u32 = 1;

#[derive(Serialize)]
struct HeaderLine {
    hitquiz: &'static str,
    version: u32,
    attempts: i64,
    events: i64,
    answers: i64,
}

#[derive(Serialize)]
struct TextLine {
    text: Digest,
    question: Value,
}

#[derive(Serialize)]
struct EventLine {
    event: i64,
    attempt: i64,
    at: i64,
    elapsed: i64,
    answer: Option<i64>,
    chain: Option<Digest>,
    body: Value,
}

impl History {
    /// Hands the history to `visit` as lines of JSON, one at a time and without line feeds, until that breaks off.
    ///
    /// # Errors
    /// [`HistoryError`] where the store cannot be read.
    pub fn export(&self, visit: &mut dyn FnMut(&SafeText) -> ControlFlow<()>) -> Result<(), HistoryError> {
        self.store.unmoving(|| export(&self.store, visit))
    }
}

fn export(store: &Store, visit: &mut dyn FnMut(&SafeText) -> ControlFlow<()>) -> Result<(), HistoryError> {
    let totals = totals(store)?;
    let header = HeaderLine {
        hitquiz: "history",
        version: EXPORT_VERSION,
        attempts: totals.n_attempts,
        events: totals.n_events,
        answers: totals.n_answers,
    };
    if visit(&line(&header)).is_break() {
        return Ok(());
    }
    let mut told = HashSet::new();
    let sql = "SELECT e.*, a.n FROM events e LEFT JOIN answers a ON a.seq = e.seq ORDER BY e.seq";
    let read = |row: &Row<'_>| Ok((event_row(row)?, row.get("n")?, digest(row, "chain")?));
    store.each_row(sql, (), read, |(row, answer, chain)| {
        for text in new_texts(store, &row, &mut told)? {
            if visit(&line(&text)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let body = parsed(store, &row.body)?;
        let EventRow { seq: event, attempt, at, elapsed, .. } = row;
        Ok(visit(&line(&EventLine { event, attempt, at, elapsed, answer, chain, body })))
    })
}

/// Returns the texts that an event names and no event before it.
fn new_texts(
    store: &Store,
    row: &EventRow,
    told: &mut HashSet<Digest>,
) -> Result<Vec<TextLine>, HistoryError> {
    let mut lines = Vec::new();
    for hash in named_texts(&row.body).into_iter().filter(|hash| told.insert(*hash)) {
        let body =
            store.row("SELECT body FROM texts WHERE hash = ?1", [hash.0], |row| row.get::<_, String>(0))?;
        if let Some(body) = body {
            lines.push(TextLine { text: hash, question: parsed(store, &body)? });
        }
    }
    Ok(lines)
}

fn parsed(store: &Store, body: &str) -> Result<Value, HistoryError> {
    serde_json::from_str(body).map_err(|error| HistoryError::Unreadable {
        path: store.path().to_owned(),
        source: Cause::of(&error),
    })
}

/// Returns a line of JSON that is harmless and still says everything: what [`SafeText`] would replace by a mark is
/// written as an escape of JSON.
fn line(value: &impl Serialize) -> SafeText {
    // Strings, numbers and what was read from JSON always serialise.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if is_unsafe(character) || is_variation_selector(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    SafeText::line(&escaped)
}

/// Selects a variant of the character before it, and is replaced by a mark where there is none.
fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}
