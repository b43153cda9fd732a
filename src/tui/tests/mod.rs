//! Keys in, picture out.

mod face;
mod manners;
mod menus;
mod questions;
mod world;
