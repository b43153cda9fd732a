//! Which questions an attempt asks, and in which order.

pub mod adaptive;
pub mod form;
pub mod placement;
pub mod pool;
pub mod sequence;
