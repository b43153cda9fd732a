//! Measurement: numbers in, numbers out.

pub mod matrix;
pub mod normal;

pub mod interval;

pub mod item;

pub mod grid;

pub mod posterior;

pub mod eap;

pub mod classical;

pub mod calibrate;

#[cfg(test)]
pub(crate) mod lsat;
