//! The fuzz targets on stable Rust: every seed, and each seed damaged in a few hundred ways that are the same each time.
//!
//! `HITQUIZ_FUZZ` asks for more ways a seed.

use std::path::{Path, PathBuf};

use hitquiz::seed::{Random, Seed, Stream};

#[path = "../../fuzz/bodies.rs"]
mod bodies;

/// Damaged copies of each seed in one run of the test.
const N_DAMAGED: usize = 100;

/// Bytes and words that readers treat in their own ways.
const INTERESTING: [&[u8]; 16] = [
    b"\"",
    b"\\",
    b"{",
    b"]",
    b",",
    b"\n",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\x1b[200~",
    b"-9223372036854775809",
    b"1e999",
    "\u{202e}".as_bytes(),
    "\u{feff}".as_bytes(),
    b"\\ud800",
    b"**`",
];

fn seeds_of(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut seeds: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    seeds
}

/// Damages bytes in up to four places: a byte changed, a stretch left out, doubled, or something put in.
fn damaged(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = at + random.below((bytes.len() - at).min(64) + 1);
        match random.below(4) {
            0 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            1 => drop(bytes.drain(at..end)),
            2 => {
                let doubled = bytes[at..end].to_vec();
                bytes.splice(end..end, doubled);
            }
            _ => {
                let put_in = INTERESTING[random.below(INTERESTING.len())];
                bytes.splice(at..at, put_in.iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn every_target_holds_over_its_seeds_and_their_damaged_copies() {
    let n_damaged = std::env::var("HITQUIZ_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(N_DAMAGED);
    for (target, body) in bodies::TARGETS {
        let mut random = Seed(11).stream(Stream::Questions);
        for path in seeds_of(target) {
            let seed = std::fs::read(&path).unwrap();
            body(&seed);
            for n in 0..n_damaged {
                let bytes = damaged(&seed, &mut random);
                let held = std::panic::catch_unwind(|| body(&bytes));
                assert!(
                    held.is_ok(),
                    "{target}, {}, way {n}: {:?}",
                    path.display(),
                    String::from_utf8_lossy(&bytes)
                );
            }
        }
    }
}

#[test]
fn every_broken_bank_of_the_fixtures_is_told_of_harmlessly() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/banks");
    for folder in ["valid", "invalid"] {
        for entry in std::fs::read_dir(fixtures.join(folder)).unwrap() {
            bodies::bank(&std::fs::read(entry.unwrap().path()).unwrap());
        }
    }
}

#[test]
fn every_target_has_a_program_a_table_row_and_seeds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(fuzz.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let targets = bodies::TARGETS.map(|(name, _)| name.to_owned());
    assert_eq!(names("fuzz_targets"), targets);
    assert_eq!(names("seeds"), targets);
    for (target, _) in bodies::TARGETS {
        assert!(!seeds_of(target).is_empty(), "{target} has no seed");
        let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is in no table row");
    }
}

#[test]
fn a_body_that_breaks_its_promise_is_noticed() {
    let mut random = Seed(11).stream(Stream::Questions);
    let found = (0..200).map(|_| damaged(b"sound", &mut random)).any(|bytes| bytes.contains(&0x1b));
    assert!(found, "what damages a seed never puts in an escape");
    let broken = std::panic::catch_unwind(|| assert!(bodies::TARGETS.is_empty()));
    assert!(broken.is_err());
}
