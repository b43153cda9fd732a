//! What a bank gives away: cues, statistics, the blind guesser.

pub mod cues;
pub mod guesser;
