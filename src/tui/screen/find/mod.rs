//! "Find my role": the questions about the person, the interests, the suggestion and what belongs to it.

pub mod advised;
pub mod asking;
pub mod closed;
pub mod interests;
pub mod midway;
pub mod person;
pub mod picture;
pub mod ranks;
pub mod start;
pub mod weighing;
