//! "Find my role": the questions about the person, the interests, the suggestion and what belongs to it.

pub mod interests;
pub mod person;
