//! See `bodies::keys`.
#![no_main]

#[path = "../bodies.rs"]
#[expect(dead_code, reason = "each target uses its own body")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::keys(bytes));
