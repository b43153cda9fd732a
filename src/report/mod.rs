//! What a report says, as words: lines of text that both faces and the command line show.
//!
//! Invariant: whatever comes from a bank or from somebody's typing is in the lines only by way of
//! [`crate::text::SafeText`]; no line needs a colour, a glyph or a drawn box to be understood.

pub mod advice;
pub mod answer;
pub mod attempts;
pub mod banks;
pub mod expected;
pub mod feedback;
pub mod gates;
pub mod inventory;
pub mod names;
pub mod person;
pub mod phrase;
pub mod power;
pub mod result;
pub mod review;
pub mod roles;
pub mod sarif;
pub mod suggestion;
