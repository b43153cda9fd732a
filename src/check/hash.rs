//! The hash of a word, in whatever letters it is written.

/// Bytes of a word that are hashed in one step.
pub(super) const STEP_BYTES: usize = 8;

/// What makes a capital letter small, in each byte of a step.
pub(super) const SMALL: u64 = 0x2020_2020_2020_2020;

/// Factor of the hash: 2⁶⁴ divided by the golden ratio (Knuth 1973, volume 3, section 6.4), which is odd.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Returns the hash of a word in lower case.
pub(super) fn hash(word: &str) -> u64 {
    hashed(word.as_bytes(), 0, word.len())
}

/// Returns the hash of the bytes of a text from `start` to `end`, capitals read as small letters.
pub(super) fn hashed(text: &[u8], start: usize, end: usize) -> u64 {
    let mut hash = 0;
    let mut at = start;
    while at < end {
        let n_here = (end - at).min(STEP_BYTES);
        hash = with_step(hash, first_bytes(step_at(text, at) | SMALL, n_here));
        at += STEP_BYTES;
    }
    hash
}

/// Returns eight bytes of a text as a number; what is behind its end counts as 0.
pub(super) fn step_at(text: &[u8], at: usize) -> u64 {
    match text.get(at..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => last_step(text, at),
    }
}

/// Returns the eight bytes of a text of which some are behind its end.
fn last_step(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match text.last_chunk() {
        // The last eight bytes of the text, those before `at` shifted out.
        Some(bytes) if !rest.is_empty() => u64::from_le_bytes(*bytes) >> (8 * (STEP_BYTES - rest.len())),
        _ => rest.iter().rev().fold(0, |step, byte| (step << 8) | u64::from(*byte)),
    }
}

/// Returns the hash with eight bytes more.
pub(super) fn with_step(hash: u64, step: u64) -> u64 {
    let hash = (hash ^ step).wrapping_mul(FACTOR);
    hash ^ hash >> 32
}

/// Keeps the first `n` bytes of a step, 1 to 8.
pub(super) fn first_bytes(step: u64, n: usize) -> u64 {
    step & (u64::MAX >> (8 * (STEP_BYTES - n)))
}
