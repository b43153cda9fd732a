//! What a bank gives away: flaws of questions, cues, statistics, the blind guesser.

mod acronym;
pub mod class;
pub mod cues;
pub mod drawing;
pub mod duplicate;
pub(crate) mod edges;
pub mod facts;
pub mod gate;
pub mod guesser;
mod hash;
pub mod prose;
pub mod rule;
pub mod words;
