//! Measurement: numbers in, numbers out.

pub mod interval;
