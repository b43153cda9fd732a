//! Small pieces that screens are put together from.

pub mod bar;
pub mod exhibit;
pub mod menu;
pub mod prose;
pub mod search;
