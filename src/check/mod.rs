//! What a bank gives away: cues, statistics, the blind guesser.

pub mod cues;
pub mod duplicate;
pub mod gate;
pub mod guesser;
pub mod prose;
