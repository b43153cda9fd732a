//! Which questions an attempt asks, and in which order.

pub mod form;
pub mod sequence;
