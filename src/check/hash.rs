//! The hash of a word, in whatever letters it is written.

/// Bytes of a word that are hashed in one step: nearly all words are no longer.
pub(super) const STEP_BYTES: usize = 16;

/// Bytes of a word that is hashed in half a step: most words.
pub(super) const SHORT_BYTES: usize = 8;

/// What makes a capital letter small, in each byte of a step.
const SMALL: u128 = u128::from_le_bytes([0x20; STEP_BYTES]);

/// Factors of the two halves of a step: 2⁶⁴ divided by the golden ratio (Knuth 1973, volume 3, section 6.4), and the
/// first factor of SplitMix64 (Steele, Lea & Flood 2014); both are odd.
const FACTORS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9];

/// Returns the hash of a word.
pub(super) fn hash(word: &str) -> u32 {
    let (steps, rest) = word.as_bytes().as_chunks();
    let hash = steps.iter().fold(0, |hash, bytes| with_step(hash, step(bytes)));
    if rest.is_empty() { hash } else { with_step(hash, last_step(rest)) }
}

/// Returns the hash with sixteen bytes more.
#[inline(always)]
pub(super) fn with_step(hash: u32, step: u128) -> u32 {
    let [low, high] = FACTORS;
    let product = (step as u64).wrapping_mul(low) ^ ((step >> u64::BITS) as u64).wrapping_mul(high);
    (product ^ product >> u32::BITS) as u32 ^ hash.rotate_left(7)
}

/// Returns the hash of the first `n` bytes, 1 to 8, and the first four of them as a number: what [`with_step`] makes of
/// [`first_bytes`], in half the time.
#[inline(always)]
pub(super) fn short_hash(bytes: &[u8; STEP_BYTES], n: usize) -> (u32, u32) {
    let [low, _] = FACTORS;
    let step = bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)) | SMALL as u64;
    let word = step & u64::MAX.wrapping_shr(u8::BITS * SHORT_BYTES.wrapping_sub(n) as u32);
    let product = word.wrapping_mul(low);
    ((product ^ product >> u32::BITS) as u32, word as u32)
}

/// Returns sixteen bytes as a number, the first lowest, capitals as small letters.
#[inline(always)]
pub(super) fn step(bytes: &[u8; STEP_BYTES]) -> u128 {
    u128::from_le_bytes(*bytes) | SMALL
}

/// Returns fewer bytes than that in the same way, zeros behind them.
fn last_step(bytes: &[u8]) -> u128 {
    let small = |byte: &u8| u128::from(byte | 0x20);
    bytes.iter().rev().fold(0, |step, byte| step << u8::BITS | small(byte))
}

/// Keeps the first `n` bytes of a step, 1 to 16.
#[inline(always)]
pub(super) fn first_bytes(step: u128, n: usize) -> u128 {
    step & u128::MAX.wrapping_shr(u8::BITS * (STEP_BYTES.wrapping_sub(n)) as u32)
}
