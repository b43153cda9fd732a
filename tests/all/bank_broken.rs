//! Broken files: shipped banks cut off, with bits turned and pieces swapped. Every problem has a place in its file,
//! nothing panics, and nothing is taken for a bank that is none.

use std::path::Path;

use hitquiz::bank::diagnostic::Diagnostic;
use hitquiz::bank::read::{is_json, read_bank};
use hitquiz::seed::{Random, Seed, Stream};
use hitquiz::text::SafeText;

/// Bytes between two places at which a file is cut off.
const CUT_EVERY: usize = 997;

/// Files with turned bits that are made of each bank.
const N_TURNED: usize = 60;

fn banks() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = ["question-banks/roles/trainer.json", "tests/fixtures/banks/valid/all-types.json"];
    paths.iter().map(|path| std::fs::read(root.join(path)).unwrap()).collect()
}

fn assert_inside(diagnostic: &Diagnostic, text: &str) {
    let labels = diagnostic.labels.iter().map(|label| label.start);
    for position in [diagnostic.place.start, diagnostic.place.end].into_iter().chain(labels) {
        let line = text.split('\n').nth(position.line - 1);
        let n_columns = line.unwrap_or_else(|| panic!("{position:?} is behind the file")).chars().count() + 1;
        assert!((1..=n_columns).contains(&position.column), "{position:?} of {n_columns} columns");
    }
}

/// Reads a broken file; was it taken for a bank?
fn is_taken(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Err(diagnostics) = read_bank(&SafeText::line("broken.json"), bytes) else {
        // The standard reader of JSON has to agree that it is JSON, and an object.
        assert!(serde_json::from_slice::<serde_json::Map<_, _>>(bytes).is_ok() && is_json(&text));
        return true;
    };
    assert!(!diagnostics.is_empty());
    // What is not UTF-8 is shown with replacements, in which only the start of the place is exact.
    if std::str::from_utf8(bytes).is_ok() {
        diagnostics.iter().for_each(|diagnostic| assert_inside(diagnostic, &text));
    } else {
        assert_eq!(diagnostics[0].code, "wrong-utf8");
    }
    false
}

fn turned(bank: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bank.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
    bytes
}

/// Takes a piece of the file out and puts it elsewhere.
fn moved(bank: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bank.to_vec();
    let start = random.below(bytes.len());
    let end = (start + 1 + random.below(200)).min(bytes.len());
    let piece: Vec<u8> = bytes.drain(start..end).collect();
    let at = random.below(bytes.len());
    bytes.splice(at..at, piece);
    bytes
}

#[test]
fn a_bank_that_is_cut_off_is_no_bank_wherever_it_is_cut() {
    for bank in banks() {
        let end = bank.trim_ascii_end().len();
        for length in (0..end).step_by(CUT_EVERY).chain([end - 1]) {
            assert!(!is_taken(&bank[..length]), "cut at {length}");
        }
    }
}

#[test]
fn turned_bits_and_moved_pieces_are_told_with_a_place_or_do_no_harm() {
    let mut random = Seed(5).stream(Stream::Simulation);
    let (mut n_taken, mut n_told) = (0, 0);
    for bank in banks() {
        for _ in 0..N_TURNED {
            for broken in [turned(&bank, &mut random), moved(&bank, &mut random)] {
                let count = if is_taken(&broken) { &mut n_taken } else { &mut n_told };
                *count += 1;
            }
        }
    }
    // A letter of a word may become another; structure may not.
    assert!(n_told > n_taken, "{n_told} told, {n_taken} taken");
}

#[test]
fn no_single_byte_of_structure_can_be_left_out() {
    let bank = br#"{"format":1,"id":"b","title":"B","questions":[{"id":"q","domain":"standards","stem":"Which?","type":"text","accept":["x"]}]}"#;
    assert!(is_taken(bank));
    for (at, byte) in bank.iter().enumerate().filter(|(_, byte)| br#"{}[]:,""#.contains(byte)) {
        let mut broken = bank.to_vec();
        broken.remove(at);
        assert!(!is_taken(&broken), "without {} at {at}", char::from(*byte));
    }
}
