//! Any store, damaged anywhere: either the damage is said, or what is shown is right.

use std::fs;
use std::ops::{ControlFlow, Range};

use proptest::prelude::*;
use tempfile::TempDir;

use super::replaying::{Run, any_runs, taken_by_turns};
use super::*;
use crate::history::attempt::{AttemptRow, StoredAttempt};

/// Damages that are done to each store.
const N_DAMAGES: usize = 24;

/// The file of a store, and its log.
const FILES: [&str; 2] = ["history.sqlite3", "history.sqlite3-wal"];

/// Something that happens to the bytes of a file, by shares of its length.
#[derive(Clone, Copy, Debug)]
enum Damage {
    /// It ends there.
    Cut(f64),
    /// A bit of the byte there is another.
    Flipped(f64, u8),
    /// So many bytes from there on are zeros.
    Zeroed(f64, usize),
}

/// A sound store and what it shows.
struct Sound {
    bytes: Vec<u8>,
    /// The file and its log while the store was open.
    open: [Vec<u8>; 2],
    answers: Vec<AnswerRow>,
    attempts: Vec<AttemptRow>,
    stored: Vec<StoredAttempt>,
}

fn any_damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        1 => (0.0..1.0).prop_map(Damage::Cut),
        4 => ((0.0..1.0), 0_u8..8).prop_map(|(at, bit)| Damage::Flipped(at, bit)),
        2 => ((0.0..1.0), 1_usize..9_000).prop_map(|(at, n)| Damage::Zeroed(at, n)),
    ]
}

impl Damage {
    fn done_to(self, whole: &[u8]) -> Vec<u8> {
        let mut bytes = whole.to_vec();
        let at = |share: f64| (whole.len() as f64 * share) as usize;
        match self {
            Self::Cut(share) => bytes.truncate(at(share)),
            Self::Flipped(share, bit) => {
                bytes.get_mut(at(share)).into_iter().for_each(|byte| *byte ^= 1 << bit)
            }
            Self::Zeroed(share, n) => {
                let range: Range<usize> = at(share)..(at(share) + n).min(whole.len());
                bytes[range].fill(0);
            }
        }
        bytes
    }
}

impl Sound {
    fn of(runs: &[Run]) -> Self {
        let directory = TempDir::new().unwrap();
        let (history, all) = taken_by_turns(&directory, runs);
        let answers = super::answers(&history);
        let attempts = history.attempts(None, 9).unwrap();
        let stored = all.iter().map(|live| history.attempt(live.id).unwrap().unwrap()).collect();
        let open = FILES.map(|name| fs::read(directory.path().join(name)).unwrap());
        drop(history);
        let bytes = fs::read(directory.path().join(FILES[0])).unwrap();
        Self { bytes, open, answers, attempts, stored }
    }

    /// Says what is shown where the log is damaged that was never given: an earlier state of the store is no wrong one.
    fn shown_beside_a_damaged_log(&self, log: &[u8]) -> Option<String> {
        let directory = TempDir::new().unwrap();
        for (name, bytes) in FILES.iter().zip([&self.open[0][..], log]) {
            fs::write(directory.path().join(name), bytes).unwrap();
        }
        let history = History::open(directory.path(), Access::Read).ok()?;
        let mut shown = Vec::new();
        // What cannot be listed is said.
        let _ = history.answers(&mut |row| {
            shown.push(row);
            ControlFlow::Continue(())
        });
        // Whether it is undone, and whether its mark may be seen, changes later.
        let given = |row: &AnswerRow| AnswerRow { mark: None, undone: false, ..row.clone() };
        let right: Vec<AnswerRow> = self.answers.iter().map(given).collect();
        let shown: Vec<AnswerRow> = shown.iter().map(given).collect();
        let is_wrong = right.get(..shown.len()) != Some(&shown[..]);
        is_wrong.then(|| format!("{} of {} answers: {shown:#?}", shown.len(), right.len()))
    }

    /// Says what a damaged copy shows otherwise without saying that it is damaged.
    fn shown_wrongly(&self, bytes: &[u8]) -> Option<String> {
        let directory = TempDir::new().unwrap();
        fs::write(directory.path().join(FILES[0]), bytes).unwrap();
        // What cannot be opened shows nothing, and says why.
        let history = History::open(directory.path(), Access::Read).ok()?;
        let mut shown = Vec::new();
        let listed = history.answers(&mut |row| {
            shown.push(row);
            ControlFlow::Continue(())
        });
        let is_wrong = self.answers.get(..shown.len()) != Some(&shown[..]);
        if is_wrong || (listed.is_ok() && shown.len() != self.answers.len()) {
            let differs = shown.iter().zip(&self.answers).find(|(shown, right)| shown != right);
            return Some(format!("{} of {} answers: {differs:#?}", shown.len(), self.answers.len()));
        }
        if let Ok(attempts) = history.attempts(None, 9)
            && attempts != self.attempts
        {
            return Some(format!("attempts {attempts:#?}, not {:#?}", self.attempts));
        }
        for stored in &self.stored {
            if let Ok(shown) = history.attempt(stored.id)
                && shown.as_ref() != Some(stored)
            {
                let n_shown = shown.map(|shown| shown.events.len());
                return Some(format!("attempt {}: {n_shown:?} of {} events", stored.id, stored.events.len()));
            }
        }
        None
    }
}

/// Returns how many stores are damaged: 24, or as many as `PROPTEST_CASES` says.
fn n_cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(n_cases()) })]

    #[test]
    fn however_a_store_is_damaged_nothing_wrong_is_shown_as_right(
        runs in any_runs(),
        damages in proptest::collection::vec(any_damage(), N_DAMAGES),
    ) {
        let sound = Sound::of(&runs);
        prop_assert_eq!(sound.shown_wrongly(&sound.bytes), None);
        for damage in damages {
            let wrong = sound.shown_wrongly(&damage.done_to(&sound.bytes));
            prop_assert!(wrong.is_none(), "{:?}: {}", damage, wrong.unwrap_or_default());
        }
    }

    #[test]
    fn however_a_log_is_damaged_nothing_is_shown_that_was_not_given(
        runs in any_runs(),
        damages in proptest::collection::vec(any_damage(), N_DAMAGES),
    ) {
        let sound = Sound::of(&runs);
        for damage in damages {
            let wrong = sound.shown_beside_a_damaged_log(&damage.done_to(&sound.open[1]));
            prop_assert!(wrong.is_none(), "{:?}: {}", damage, wrong.unwrap_or_default());
        }
    }

    #[test]
    fn however_short_a_store_is_cut_it_is_said(
        runs in any_runs(),
        shares in proptest::collection::vec(0.0..1.0, N_DAMAGES),
    ) {
        let whole = Sound::of(&runs).bytes;
        let directory = TempDir::new().unwrap();
        let file = directory.path().join(FILES[0]);
        for share in shares {
            let cut = Damage::Cut(share).done_to(&whole);
            fs::write(&file, &cut).unwrap();
            for access in [Access::Read, Access::Write] {
                let error = History::open(directory.path(), access).unwrap_err();
                let is_named = match error {
                    HistoryError::Damaged { .. } => cut.len() >= 16,
                    HistoryError::NotADatabase { .. } => (1..16).contains(&cut.len()),
                    HistoryError::Empty { .. } => cut.is_empty(),
                    _ => false,
                };
                prop_assert!(is_named, "{} of {}: {:?}", cut.len(), whole.len(), error);
                prop_assert_eq!(&fs::read(&file).unwrap(), &cut);
            }
        }
    }
}
