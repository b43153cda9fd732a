//! Bytes of the terminal become events, keys and pastes told apart.
//!
//! Invariant: nothing that is pasted is ever taken for a key, be it cut into pieces wherever the terminal likes, unless
//! the paste was silent for half a second and a single key came then: so a paste that has lost its end is over. A paste
//! is handed on piece by piece, so that what is kept of one is never more than a few bytes.

use std::collections::VecDeque;

use crossterm::event::{Event, KeyCode};

use crate::clock::{Millis, Moment};
use crate::tui::input::sequence::{ESCAPE, Found, Said, first};

/// What ends a paste.
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// How long nothing comes in a paste until a key that comes alone ends it.
///
/// A paste that stalls on a slow line goes on with more than one key at once, and is still that paste.
const SILENCE: Millis = Millis(500);

/// Bytes in, events out.
#[derive(Debug, Default)]
pub struct Decoder {
    events: VecDeque<Event>,
    /// Bytes of something that is not there as a whole yet.
    unfinished: Vec<u8>,
    /// In a paste: when something last came.
    pasting: Option<Moment>,
}

impl Decoder {
    /// Takes in what the terminal sent.
    pub fn take_in(&mut self, bytes: &[u8], at: Moment) {
        if self.pasting.is_some_and(|heard| at.since(heard) >= SILENCE) && begins_anew(bytes) {
            self.pasting = None;
            self.unfinished.clear();
        }
        let mut all = std::mem::take(&mut self.unfinished);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        while let Some(n_bytes) =
            if self.pasting.is_some() { self.paste(rest, at) } else { self.key(rest, at) }
        {
            rest = rest.get(n_bytes..).unwrap_or_default();
        }
        self.unfinished = rest.to_vec();
    }

    /// Is there an escape that is the key, unless something follows?
    #[must_use]
    pub fn is_behind_an_escape(&self) -> bool {
        self.pasting.is_none() && self.unfinished == [ESCAPE]
    }

    /// Takes an escape that nothing has followed as the key.
    pub fn nothing_follows(&mut self) {
        if self.is_behind_an_escape() {
            self.unfinished.clear();
            self.events.push_back(Event::Key(KeyCode::Esc.into()));
        }
    }

    /// Returns the next event.
    pub fn next_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Is there an event?
    #[must_use]
    pub fn has_event(&self) -> bool {
        !self.events.is_empty()
    }

    /// Adds an event that came another way.
    pub fn add(&mut self, event: Event) {
        self.events.push_back(event);
    }

    /// Takes in what stands first, and returns how many bytes that were, or nothing where more has to come.
    fn key(&mut self, bytes: &[u8], at: Moment) -> Option<usize> {
        match first(bytes)? {
            Found::Unfinished => None,
            Found::Said(n_bytes, said) => {
                match said {
                    Said::Event(event) => self.events.push_back(event),
                    Said::PasteBegins => self.pasting = Some(at),
                    Said::Nothing => {}
                }
                Some(n_bytes)
            }
        }
    }

    /// Hands on what was pasted, and returns how many bytes that were, or nothing where more has to come.
    fn paste(&mut self, bytes: &[u8], at: Moment) -> Option<usize> {
        self.pasting = Some(at);
        let end = bytes.windows(PASTE_ENDS.len()).position(|window| window == PASTE_ENDS);
        let n_text = end.unwrap_or_else(|| bytes.len() - n_kept_back(bytes));
        let text = bytes.get(..n_text).unwrap_or_default();
        if !text.is_empty() {
            self.events.push_back(Event::Paste(String::from_utf8_lossy(text).into_owned()));
        }
        if end.is_some() {
            self.pasting = None;
            return Some(n_text + PASTE_ENDS.len());
        }
        (n_text > 0).then_some(n_text)
    }
}

/// After a silence in a paste: is this a key by itself, or another paste?
fn begins_anew(bytes: &[u8]) -> bool {
    match first(bytes) {
        Some(Found::Said(_, Said::PasteBegins)) => true,
        Some(Found::Said(n_bytes, Said::Event(_))) => n_bytes == bytes.len(),
        Some(Found::Said(_, Said::Nothing)) | None => false,
        Some(Found::Unfinished) => bytes == [ESCAPE],
    }
}

/// Returns how many bytes at the end may be the beginning of the paste's end, or of a character.
fn n_kept_back(bytes: &[u8]) -> usize {
    let n_of_end = (1..PASTE_ENDS.len())
        .rev()
        .find(|n| PASTE_ENDS.get(..*n).is_some_and(|start| bytes.ends_with(start)))
        .unwrap_or(0);
    if n_of_end > 0 {
        return n_of_end;
    }
    let last = bytes.utf8_chunks().last();
    last.map_or(0, |chunk| {
        let cut = chunk.invalid();
        let may_go_on = std::str::from_utf8(cut).is_err_and(|error| error.error_len().is_none());
        if may_go_on { cut.len() } else { 0 }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::UnixMillis;

    fn at(millis: u64) -> Moment {
        Moment { wall: UnixMillis(0), monotonic: Millis(millis) }
    }

    /// Returns what comes of pieces, each with its time.
    fn said(pieces: &[(&[u8], u64)]) -> Vec<Event> {
        let mut decoder = Decoder::default();
        for (bytes, millis) in pieces {
            decoder.take_in(bytes, at(*millis));
            decoder.nothing_follows();
        }
        std::iter::from_fn(|| decoder.next_event()).collect()
    }

    fn keys(text: &str) -> Vec<Event> {
        text.chars().map(|character| Event::Key(KeyCode::Char(character).into())).collect()
    }

    fn paste(text: &str) -> Event {
        Event::Paste(text.to_owned())
    }

    /// Returns the events with neighbouring pieces of pastes as one.
    fn joined(events: Vec<Event>) -> Vec<Event> {
        let mut joined: Vec<Event> = Vec::new();
        for event in events {
            match (joined.last_mut(), event) {
                (Some(Event::Paste(before)), Event::Paste(piece)) => before.push_str(&piece),
                (_, event) => joined.push(event),
            }
        }
        joined
    }

    #[test]
    fn a_paste_that_is_cut_anywhere_is_the_same_paste() {
        let bytes = "a\u{1b}[200~1\r日q\u{1b}[A\u{1b}[201~b".as_bytes();
        let whole = [keys("a"), vec![paste("1\r日q\u{1b}[A")], keys("b")].concat();
        for n in 0..=bytes.len() {
            let mut decoder = Decoder::default();
            decoder.take_in(&bytes[..n], at(0));
            decoder.take_in(&bytes[n..], at(10_000));
            let events = joined(std::iter::from_fn(|| decoder.next_event()).collect());
            assert_eq!(events, whole, "cut behind {n} bytes");
        }
    }

    #[test]
    fn a_paste_that_has_lost_its_end_is_over_with_the_first_key_after_a_silence() {
        let begun: (&[u8], u64) = (b"\x1b[200~1\r2", 0);
        let lost = vec![paste("1\r2")];
        assert_eq!(joined(said(&[begun, (b"q", 499)])), [paste("1\r2q")]);
        assert_eq!(
            said(&[begun, (b"q", 500), (b"\r", 501)]),
            [lost.clone(), keys("q"), vec![Event::Key(KeyCode::Enter.into())]].concat()
        );
        assert_eq!(
            said(&[begun, (b"\x1b", 500)]),
            [lost.clone(), vec![Event::Key(KeyCode::Esc.into())]].concat()
        );
        assert_eq!(
            said(&[begun, (b"\x1b[200~3\x1b[201~4", 500)]),
            [lost, vec![paste("3")], keys("4")].concat()
        );
        // The end of the silence counts, not that of the paste.
        assert_eq!(joined(said(&[begun, (b"q", 400), (b"q", 800)])), [paste("1\r2qq")]);
    }

    #[test]
    fn a_paste_that_stalls_goes_on_with_more_than_a_key() {
        let pieces: [(&[u8], u64); 3] = [(b"\x1b[200~1\r", 0), (b"2\r", 60_000), (b"\x1b[201~x", 120_000)];
        assert_eq!(joined(said(&pieces)), [vec![paste("1\r2\r")], keys("x")].concat());
    }

    #[test]
    fn escape_is_a_key_where_nothing_follows() {
        let escape = || Event::Key(KeyCode::Esc.into());
        assert_eq!(said(&[(b"\x1b", 0), (b"q", 1)]), [vec![escape()], keys("q")].concat());
        assert_eq!(said(&[(b"\x1b\x1b", 0)]), [escape(), escape()]);
        assert_eq!(said(&[(b"\x1b[", 0), (b"B", 1)]), [Event::Key(KeyCode::Down.into())]);
    }

    proptest! {
        #[test]
        fn nothing_pasted_becomes_a_key_however_it_is_cut(
            text in "[ -~\r\n\u{1b}é日]{0,60}",
            cuts in prop::collection::vec(1_usize..9, 0..40),
        ) {
            let text = text.replace("\u{1b}[201~", "");
            let bytes = [b"\x1b[200~", text.as_bytes(), PASTE_ENDS].concat();
            let mut decoder = Decoder::default();
            let mut rest = bytes.as_slice();
            for n_bytes in cuts.into_iter().chain([usize::MAX]) {
                let (piece, others) = rest.split_at(n_bytes.min(rest.len()));
                decoder.take_in(piece, at(0));
                prop_assert!(decoder.unfinished.len() <= PASTE_ENDS.len());
                rest = others;
            }
            let events = joined(std::iter::from_fn(|| decoder.next_event()).collect());
            let pasted: Vec<Event> = [paste(&text)].into_iter().filter(|_| !text.is_empty()).collect();
            prop_assert_eq!(events, pasted);
        }

        #[test]
        fn any_bytes_leave_little_behind(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..99), 0..9)) {
            let mut decoder = Decoder::default();
            for piece in pieces {
                decoder.take_in(&piece, at(0));
                decoder.nothing_follows();
                prop_assert!(decoder.unfinished.len() <= 70);
            }
        }
    }
}
