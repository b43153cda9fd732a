//! Keys in, picture out.

mod face;
mod find;
mod manners;
mod menus;
mod preview;
mod questions;
mod world;
